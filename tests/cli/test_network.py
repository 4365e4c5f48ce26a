"""`kith network`: what it answers, what it says beside it, what it refuses, and that its report stands alone."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from kith.cli import main
from tests.reports.read_pdf import tags_of, words_of
from tests.science.evidence import pinned

COLUMNS = "--study study --treat1 treat1 --treat2 treat2 --effect effect --se se"
SENN = pinned.FOLDER / "senn.csv"


def run(file: Path, options: str) -> Result:
    return CliRunner().invoke(main, ["network", str(file), *shlex.split(f"{COLUMNS} {options}")])


def values_of(result: Result) -> dict[str, Any]:
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)


def refusal_of(result: Result) -> str:
    assert result.exit_code == 2
    assert result.stdout == ""
    return result.stderr


def written(folder: Path, rows: str) -> Path:
    file = folder / "network.csv"
    file.write_text(f"study,treat1,treat2,effect,se\n{rows}", encoding="utf-8")
    return file


def test_it_answers_the_printed_network() -> None:
    found = values_of(run(SENN, "--reference plac --json"))
    assert list(found) == ["tau2", "q", "q_within", "q_between", "common", "random", "p_scores", "league"]
    rounded = [round(found[key], 4) for key in ("tau2", "q", "q_within", "q_between")]
    assert rounded == [0.1087, 96.9856, 74.4553, 22.5303]
    rosi = found["random"]["rosi"]
    assert [round(one, 4) for one in (rosi["estimate"], rosi["se"], *rosi["ci"])] == [-1.2335, 0.1278, -1.4839, -0.9830]
    assert round(found["common"]["rosi"]["estimate"], 4) == -1.2018
    assert round(found["p_scores"]["rosi"], 4) == 0.8934
    assert found["common"]["plac"] == {"estimate": 0.0, "se": 0.0, "ci": [0.0, 0.0]}


def test_the_direction_turns_p_scores() -> None:
    found = values_of(run(SENN, "--reference plac --larger-is-better --json"))
    assert round(found["p_scores"]["rosi"], 4) == round(1 - 0.8934, 4)


def test_unknown_heterogeneity_is_null_with_its_reason(tmp_path: Path) -> None:
    found = values_of(run(written(tmp_path, "s1,a,b,0.2,0.1\ns2,b,c,0.2,0.1\n"), "--reference a --json"))
    assert (found["tau2"], found["random"]) == (None, None)
    assert "heterogeneity" in found["tau2_reason"]


def test_numbers_are_printed_with_their_doubts() -> None:
    result = run(SENN, "--reference plac --certainty low --source 'Senn 2013'")
    assert result.exit_code == 0, result.stderr
    for words in (
        "-1.484 to -0.983",
        "-1.980 to -0.487",  # where a new trial is expected
        "Trials: 26, with 28 comparisons of 10 treatments",
        "People: not stated",
        "tau² 0.1087 (DL), I² 81.4 %",
        "Compared with: plac",
        "Certainty: low",
        "Senn 2013",
        "smaller effects for better ones",
        "What is known of sita here comes from one trial",
    ):
        assert words in result.stdout


def test_the_report_stands_alone(tmp_path: Path) -> None:
    report = tmp_path / "report.html"
    assert run(SENN, f"--reference plac --report {report}").exit_code == 0
    page = report.read_text(encoding="utf-8")
    assert page.count("<svg") == 6  # network, forest and league, each at two widths
    assert not re.search(r"<script|\ssrc=|\shref=|@import|url\(", page)
    for words in ("Direct share".lower(), "Between designs without rosi, sulf", "Within metf, plac", "0.893"):
        assert words in page


def test_the_same_report_is_a_pdf_file_by_its_name(tmp_path: Path) -> None:
    report = tmp_path / "report.pdf"
    assert run(SENN, f"--reference plac --report {report}").exit_code == 0
    content = report.read_bytes()
    for words in ("Within metf, plac", "0.893"):
        assert words in words_of(content)
    assert len([name for name, _ in tags_of(content) if name == "/Figure"]) == 3


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ("s1,a,b,0.2,0.1\ns2,c,d,0.2,0.1\n", "2 separate pieces: (a, b); (c, d)"),
        ("s1,a,b,0.2,0.1\ns1,b,c,0.2,0.1\n", "'s1' lacks a against c"),
        ("s1,a,b,0.2,0.1\ns1,b,c,0.2,0.1\ns1,a,c,0.9,0.1\n", "must add up; in 's1'"),
        ("s1,a,b,0.2,0\n", "found 0.0 in 's1', a against b"),
        ("s1,a,b,0.2,-1\n", "found -1.0"),
        ("s1,a,b,NaN,0.1\n", "line 2: a number is missing"),
        ("s1,a,,0.2,0.1\n", "found an empty cell in 'treat2'"),
        ("s1,b,c,0.2,0.1\n", "found 'a' among b, c"),
        ("", "found none"),
    ],
)
def test_what_is_no_network_is_refused(tmp_path: Path, rows: str, words: str) -> None:
    assert words in refusal_of(run(written(tmp_path, rows), "--reference a"))
