"""`kith evidence`: what it lists, shows, answers and compares, and what it says nobody has signed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from kith.cli import main
from tests.science.findings.questions import TEXT

OLD_TRIALS = "row,study,estimate,se\nusual,Ana 2001,0.9,0.2\nusual,Ben 2004,0.5,0.25\nusual,Cleo 2009,0.7,0.3\n"
NEW_TRIALS = OLD_TRIALS + "usual,Dev 2015,0.0,0.1\nusual,Eve 2020,-0.1,0.1\n"


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(main, ["evidence", *map(str, words)])


def values_of(result: Result, code: int = 0) -> Any:
    assert result.exit_code == code, result.stderr
    return json.loads(result.stdout)


@pytest.fixture
def versions(tmp_path: Path) -> tuple[Path, Path]:
    """An earlier version and a later one with two more studies and another interval."""
    old, new = tmp_path / "old", tmp_path / "new"
    for folder, text, trials in (
        (old, TEXT, OLD_TRIALS),
        (new, TEXT.replace("ends: [0.2, 0.6]", "ends: [-0.1, 0.6]"), NEW_TRIALS),
    ):
        folder.mkdir()
        (folder / "walking.yaml").write_text(text, encoding="utf-8")
        (folder / "walking.csv").write_text(trials, encoding="utf-8")
    return old, new


def test_questions_are_listed_by_problem_and_modality() -> None:
    found = values_of(run("list", "--problem", "panic", "--modality", "T1", "--json"))
    assert [one["id"] for one in found] == ["anxiety-cbt-placebo", "panic-cbt"]
    assert found[1]["rows"] == 2
    assert "panic-cbt  Cognitive behavioural therapy for panic; comparisons: 2, claims: 0" in run("list").stdout


def test_a_question_is_shown_with_what_is_not_known() -> None:
    page = run("show", "depression-cbt").stdout
    for words in (
        "awaiting clinical review",
        "g: 0.683 [computed]; better is above 0",
        "where a new study is expected: -0.68 to 2.05 (95 %) [computed]",
        "people: not known: people of trials with several arms would be counted twice",
        "certainty: moderate, by our reading [convention]",
        "[contradicted: do not repeat] CBT works better than medicine for depression.",
    ):
        assert words in page
    assert values_of(run("show", "depression-cbt", "--json"))["rows"][0]["estimate"]["provenance"] == "computed"


def test_an_unknown_question_names_the_nearest() -> None:
    result = run("show", "depresion-cbt")
    assert result.exit_code == 2
    assert "did you mean 'depression-cbt'?" in result.stderr


def test_the_check_counts_how_figures_are_known() -> None:
    found = values_of(run("check", "--json"))
    assert found["problems"] == []
    assert set(found["figures"]) == {"verified", "recalled", "computed", "missing, with a reason"}
    assert "claims-not-traced: korotkov-2019" in found["not_to_be_repeated"]
    assert "cognitive-stimulation" in found["without_evidence"]
    assert "Nothing is wrong in" in run("check").stdout


def test_the_check_of_a_broken_library_fails(tmp_path: Path) -> None:
    (tmp_path / "evidence").mkdir()
    (tmp_path / "evidence" / "walking.yaml").write_text(TEXT.replace(", provenance: verified}", "}", 1), "utf-8")
    found = values_of(run("check", tmp_path, "--json"), code=1)
    line = next(n for n, text in enumerate(TEXT.splitlines(), start=1) if "studies: {value: 12" in text)
    assert {"file": "evidence/walking.yaml", "line": line} in [
        {key: one[key] for key in ("file", "line")} for one in found["problems"]
    ]


def test_the_coverage_says_none() -> None:
    assert "| cognitive-stimulation | **none** |" in run("coverage").stdout
    assert len(values_of(run("coverage", "--json"))) > 30


def test_an_answer_comes_with_people_or_with_the_reason_why_not() -> None:
    found = values_of(run("answer", "depression", "cbt", "--json"))
    assert found["finding"]["id"] == "care-as-usual"
    assert (found["out_of_100"]["without_help"], found["out_of_100"]["with_help"]) == (50, 75)
    recalled = values_of(run("answer", "depression", "music_therapy", "--json"))
    assert recalled["out_of_100"] is None
    assert "checked figures only" in recalled["out_of_100_reason"]
    assert values_of(run("answer", "depression", "juggling", "--json"))["reason"] == "no_document"
    assert "no question is about both" in run("answer", "depression", "juggling").stdout


def test_two_versions_are_compared_and_unsigned_differences_are_said(versions: tuple[Path, Path]) -> None:
    result = run("compare", *versions)
    assert result.exit_code == 1
    for words in (
        "walking: row usual, changed",
        "! interval now includes no effect (0)",
        "new studies: Dev 2015, Eve 2020",
        "! pooled interval now includes no effect (0)",
        "NOT SIGNED",
        "2 differences, 2 unsigned.",
    ):
        assert words in result.stdout
    row, trials = values_of(run("compare", *versions, "--json"), code=1)["differences"]
    assert row["crossings"] == [{"of": "interval", "line": 0.0, "says": "now includes no effect"}]
    assert (trials["pooled_old"]["k"], trials["pooled_new"]["k"]) == (3, 5)


def test_signed_differences_are_silent_and_a_strange_signature_is_said(
    versions: tuple[Path, Path], tmp_path: Path
) -> None:
    sums = [one["sum"] for one in values_of(run("compare", *versions, "--json"), code=1)["differences"]]
    file = tmp_path / "sign-offs.yaml"
    lines = [f'  - {{difference: "{one}", by: "Cleo Novak", on: 2026-11-27}}' for one in [*sums, "0" * 64]]
    file.write_text("\n".join(["format: kith-evidence-sign-offs/1", "signed:", *lines, ""]), encoding="utf-8")
    found = values_of(run("compare", *versions, "--signed", file, "--json"))
    assert found["unsigned"] == 0
    assert [one["difference"] for one in found["unused_sign_offs"]] == ["0" * 64]
    page = run("compare", *versions, "--signed", file).stdout
    assert "signed by Cleo Novak on 2026-11-27" in page
    assert "Signs nothing that differs here" in page
    (versions[1] / "walking.csv").write_text(NEW_TRIALS + "usual,Finn 2024,0.1,0.1\n", encoding="utf-8")
    assert values_of(run("compare", *versions, "--signed", file, "--json"), code=1)["unsigned"] == 1


def test_a_version_does_not_differ_from_itself(versions: tuple[Path, Path]) -> None:
    assert values_of(run("compare", versions[0], versions[0], "--json"))["differences"] == []
    assert run("compare", versions[0] / "walking.yaml", versions[0]).stdout == "0 differences, 0 unsigned.\n"


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("walking.csv", "row,study,estimate\nusual,a,0.1\n", "there is no column 'se'"),
        ("walking.csv", "row,study,estimate,se\nusal,a,0.1,1\n", "found 'usal'. Write one of: relapse, usual"),
        ("walking.csv", "row,study,estimate,se\nusual,a,0.1,0\n", "a standard error is above nought; found 0"),
        ("walking.csv", "row,study,estimate,se\nusual,a,0.1,1\nusual,a,0.2,1\n", "found 'a' twice"),
        ("walking.yaml", TEXT.replace("[0.2, 0.6]", "[0.6, 0.2]"), "walking.yaml:23: An interval begins"),
    ],
)
def test_what_cannot_be_compared_is_refused(versions: tuple[Path, Path], name: str, text: str, words: str) -> None:
    (versions[1] / name).write_text(text, encoding="utf-8")
    result = run("compare", *versions)
    assert result.exit_code == 2
    assert words in result.stderr


def trials(folder: Path, more: str = "") -> Path:
    """A library with one computed row, and the table it is computed from."""
    (folder / "evidence").mkdir()
    calculation = (
        "    calculation:\n      file: walks.csv\n      columns: {study: study, effect: g, se: se}\n"
        "      where: {help: [walk]}\n      method: REML\n      test: knha\n      correlation: 0.6\n"
        "      of: every study\n"
    )
    text = TEXT
    for right, wrong in (
        ("studies: {value: 12, provenance: verified}", "studies: {value: 2, provenance: computed}"),
        ("estimate: {value: 0.4, provenance: verified}", "estimate: {value: 0.4, provenance: computed}"),
        ("{ends: [0.2, 0.6], provenance: verified}", "{ends: [-0.871, 1.671], provenance: computed}"),
        ("{ends: [-0.1, 0.9], provenance: verified}", '{ends: null, reason: "two studies"}'),
        ("i2: {value: 60,", "i2: {value: 50,"),
        ("tau2: {value: 0.05,", "tau2: {value: 0.01,"),
        ("    source: first\n  - id: relapse", f"{calculation}    source: first\n  - id: relapse"),
    ):
        assert right in text
        text = text.replace(right, wrong, 1)
    (folder / "evidence" / "walking.yaml").write_text(text, encoding="utf-8")
    table = folder / "walks.csv"
    table.write_text(f"study,g,se,help\na,0.3,0.1,walk\nb,0.5,0.1,walk\nc,9,0.1,run\n{more}", encoding="utf-8")
    return table


def test_a_computed_row_comes_out_again(tmp_path: Path) -> None:
    # by hand: mean 0.4, Q 2, tau² 0.02 - 0.01, se 0.1, t with one degree 12.706
    found = values_of(run("recompute", trials(tmp_path), "--library", tmp_path, "--json"))
    assert found == [{"document": "walking", "row": "usual", "moved": []}]


def test_a_trial_more_moves_what_is_written(tmp_path: Path) -> None:
    table = trials(tmp_path, "d,0.1,0.1,walk\n")
    result = run("recompute", table, "--library", tmp_path)
    assert result.exit_code == 1
    assert "walking, usual: studies 2 is now 3" in result.stdout
    assert "walking, usual: estimate 0.4 is now 0.3" in result.stdout
    assert "prediction unknown is now" in result.stdout
    assert "0 of 1 computed rows" in result.stdout


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("other.csv", "study,g,se,help\na,1,1,walk\n", "No row is computed from this table"),
        ("walks.csv", "study,g,help\na,1,walk\n", "there is no column 'se'"),
        ("walks.csv", "study,g,se,help\na,much,1,walk\n", "found 'much' in 'g'"),
        ("walks.csv", "study,g,se,help\na,1,1,run\n", "No row of walks.csv is chosen"),
        ("walks.csv", "study,g,se,help\na,1,1,walk\n", "Pooling needs two studies or more; found 1"),
    ],
)
def test_a_table_that_cannot_be_worked_out_is_refused(tmp_path: Path, name: str, text: str, words: str) -> None:
    trials(tmp_path)
    (tmp_path / name).write_text(text, encoding="utf-8")
    result = run("recompute", tmp_path / name, "--library", tmp_path)
    assert result.exit_code == 2
    assert words in result.stderr


def test_a_place_without_evidence_and_a_wrong_signature_are_refused(
    versions: tuple[Path, Path], tmp_path: Path
) -> None:
    (tmp_path / "empty").mkdir()
    assert "There is no evidence here" in run("compare", tmp_path / "empty", versions[0]).stderr
    file = tmp_path / "sign-offs.yaml"
    file.write_text("format: kith-evidence-sign-offs/1\nsigned:\n  - {difference: abc, by: Cleo, on: 2026-11-27}\n")
    assert "sign-offs.yaml:3" in run("compare", *versions, "--signed", file).stderr
