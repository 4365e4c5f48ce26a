"""`kith score`, `kith instruments` and `kith library` as a person at a terminal meets them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from kith.cli import main

ROOT = Path(__file__).resolve().parents[2]


def kith(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments))


def test_a_score_as_json() -> None:
    result = kith("score", "phq9", *"221031021", "--json")
    assert result.exit_code == 0
    assert json.loads(result.stdout) == {
        "instrument": "phq9",
        "version": "1.0.0",
        "scores": {"total": 12},
        "bands": {"total": "moderate"},
        "flags": ["thoughts_of_self_harm"],
        "patterns": {"depressive_syndrome": True},
    }
    assert '"total": 12}' in result.stdout, "a whole number is printed as one"


def test_the_tenth_answer_is_taken_and_not_added() -> None:
    nine, ten = (kith("score", "phq9", *answers, "--json").stdout for answers in ("221031021", "2210310213"))
    assert nine == ten


def test_a_dash_is_a_blank_wherever_it_stands() -> None:
    for arguments in (("-", *"11111111"), (*"11111111", "-"), ("--json", *"1111-1111")):
        values = json.loads(kith("score", "phq9", *arguments, *([] if "--json" in arguments else ["--json"])).stdout)
        assert values["scores"] == {"total": 9}
        assert values["prorated"] == ["total"]


def test_what_cannot_be_scored_is_null_with_its_reason() -> None:
    result = kith("score", "gad7", *"33-3333", "--json")
    values = json.loads(result.stdout)
    assert result.exit_code == 0
    assert values["scores"] == {"total": None}
    assert values["bands"] == {"total": None}
    assert "missing: 3" in values["reasons"]["total"]


def test_plain_words_when_nobody_looks_at_a_terminal() -> None:
    result = kith("score", "phq9", *"000000001")
    assert result.stdout.splitlines() == [
        "PHQ-9 1.0.0",
        "Low mood: 1 of 27, Minimal",
        "Five or more symptoms on more than half the days, interest or mood among them; ask further in an interview: "
        "no",
        "Act on this, same day: Thoughts of death or of hurting themselves",
    ]
    assert "\x1b" not in result.stdout


def test_a_pattern_is_said_in_words() -> None:
    line = "Symptoms in all four clusters, enough to ask further in an interview: "
    assert line + "yes" in kith("score", "pcl5", *["4"] * 20).stdout.splitlines()
    assert line + "no" in kith("score", "pcl5", *["1"] * 20).stdout.splitlines()
    assert line + "open, because of blanks" in kith("score", "pcl5", *["4"] * 5, "-", "-", *["4"] * 13).stdout


@pytest.mark.parametrize(
    ("arguments", "happened", "found", "instead"),
    [
        (("phq9", *"22103102", "-1"), "question 9 (self_harm)", "-1", "Give one of 0, 1, 2, 3"),
        (("phq9", *"22103102", "4"), "not offered", "4", "or leave it blank"),
        (("phq9", *"22103102", "nan"), "not a real number", "nan", "or leave it blank"),
        (("phq9", *"22103102", "inf"), "not a real number", "inf", "or leave it blank"),
        (("phq9", *"22103102", "x"), "Answer 9 is not a number", "'x'", "- for a blank"),
        (("phq9", *"22103102", "--jsn"), "Answer 9 is not a number", "'--jsn'", "- for a blank"),
        (("phq9", *"221"), "takes 9 to 10 answers", "3 answers", "in the order of the questions"),
        (("phq99", "1"), "no instrument of this name", "'phq99'", "did you mean 'phq9'?"),
        (("../phq9", "1"), "no instrument of this name", "'../phq9'", "did you mean 'phq9'?"),
    ],
)
def test_an_error_has_three_parts(arguments: tuple[str, ...], happened: str, found: str, instead: str) -> None:
    result = kith("score", *arguments)
    assert result.exit_code == 2
    assert result.stdout == ""
    for part in (happened, found, instead):
        assert part in result.stderr


def test_the_list_of_instruments() -> None:
    rows = {row["id"]: row for row in json.loads(kith("instruments", "list", "--json").stdout)}
    assert rows["phq9"]["class"] == "A"
    assert rows["phq9"]["languages"] == ["en"]
    assert rows["phq9"]["cases"] >= 10
    assert "phq9" in kith("instruments", "list").stdout


def test_the_library_is_checked(tmp_path: Path) -> None:
    folder = tmp_path / "instruments" / "phq9"
    folder.mkdir(parents=True)
    (folder / "instrument.yaml").write_text("id: phq9\nid: again\n", encoding="utf-8")
    result = kith("library", "check", str(tmp_path), "--json")
    assert result.exit_code == 1
    problems = json.loads(result.stdout)["problems"]
    assert ("instruments/phq9/instrument.yaml", 2) in [(one["file"], one["line"]) for one in problems]
    assert "twice" in kith("library", "check", str(tmp_path)).stdout


@pytest.mark.parametrize("kind", ["instruments", "instrument", "wordings", "cases", "protocols", "worksheets"])
def test_a_schema_for_editors(kind: str) -> None:
    schema = json.loads(kith("library", "schema", kind).stdout)
    assert schema["type"] == "object"
    assert schema["additionalProperties"] is False


def test_unknown_words_are_met_with_the_nearest() -> None:
    assert "did you mean 'protocol'" in kith("library", "schema", "protocoll").stderr
    assert "score" in kith("scor").stderr
    assert "2026-01-31" in kith("library", "check", "--on", "soon").stderr


def test_scoring_never_wakes_django_or_numpy() -> None:
    """The quick command stays quick: it is measured by what it loads, not by a clock."""
    script = (
        "import sys\n"
        "from kith.cli import main\n"
        "main(['score', 'phq9', *'221031021', '--json'], standalone_mode=False)\n"
        "print(sorted({name.partition('.')[0] for name in sys.modules} & {'django', 'numpy', 'ninja'}))\n"
        "print('kith.science.library' in sys.modules)\n"
    )
    command = [sys.executable, "-c", script]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert result.stdout.splitlines()[-2:] == ["[]", "False"]


def test_python_dash_m_is_the_same_command() -> None:
    command = [sys.executable, "-m", "kith", "--version"]
    assert subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.startswith("kith ")
