"""`kith network`: every difference with its interval, parts of treatments, and trials that are not alike."""

from __future__ import annotations

import json
import math
import shlex
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from typer.testing import CliRunner, Result

from kith.cli import main
from kith.science.evidence import fit_network
from tests.reports.read_pdf import words_of
from tests.science.evidence import pinned

COLUMNS = "--study study --treat1 treat1 --treat2 treat2 --effect effect --se se"
SENN, PARTS = (pinned.FOLDER / f"{name}.csv" for name in ("senn", "parts"))


def run(file: Path, options: str) -> Result:
    return CliRunner().invoke(main, ["network", str(file), *shlex.split(f"{COLUMNS} {options}")])


def values_of(result: Result) -> dict[str, Any]:
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)


def said_of(report: Path) -> str:
    return report.read_text(encoding="utf-8") if report.suffix == ".html" else words_of(report.read_bytes())


def least_squares(name: str, tau2: float) -> dict[tuple[str, str], tuple[float, float]]:
    """Every difference of a network and its standard error, worked out another way.

    Generalised least squares on arms: of each trial the comparisons with its first arm, whose covariance is
    (v_1i + v_1j - v_ij)/2, with tau² on the diagonal and half of it beside.
    """
    rows = pinned.network(name)
    names = sorted({each for row in rows for each in (row.treat1, row.treat2)})
    normal, pull = np.zeros((len(names), len(names))), np.zeros(len(names))
    for study in dict.fromkeys(row.study for row in rows):
        effect, v = {}, {}
        for row in rows:
            if row.study == study:
                effect[row.treat1, row.treat2], effect[row.treat2, row.treat1] = row.effect, -row.effect
                v[row.treat1, row.treat2] = v[row.treat2, row.treat1] = row.se**2
        first, *others = sorted({each for pair in v for each in pair})
        covariance = (
            np.array(
                [
                    [
                        v[first, one] if one == two else (v[first, one] + v[first, two] - v[one, two]) / 2
                        for two in others
                    ]
                    for one in others
                ]
            )
            + tau2 * (np.eye(len(others)) + 1) / 2
        )
        design = np.array([[(each == one) - (each == first) for each in names] for one in others], dtype=float)
        weight = np.linalg.inv(covariance)
        normal += design.T @ weight @ design
        pull += design.T @ weight @ np.array([effect[one, first] for one in others])
    inverse = np.linalg.pinv(normal)
    theta = inverse @ pull
    return {
        (one, two): (
            float(theta[i] - theta[j]),
            math.sqrt(inverse[i, i] + inverse[j, j] - 2 * inverse[i, j]),
        )
        for (i, one), (j, two) in combinations(enumerate(names), 2)
    }


@pytest.mark.parametrize(("name", "reference"), [("senn", "plac"), ("twelve", "a"), ("parts", "none")])
def test_every_difference_is_that_of_least_squares(name: str, reference: str) -> None:
    found = values_of(run(pinned.FOLDER / f"{name}.csv", f"--reference {reference} --json"))
    expected = least_squares(name, found["tau2"])
    assert len(found["league"]) == len(expected)
    for one in found["league"]:
        turned = (one["treat1"], one["treat2"]) not in expected
        pair = (one["treat2"], one["treat1"]) if turned else (one["treat1"], one["treat2"])
        estimate, se = expected[pair]
        assert one["estimate"] == pytest.approx(-estimate if turned else estimate, abs=2e-4)  # effects close nearly
        assert one["se"] == pytest.approx(se, abs=1e-7)
        reach = 1.959963984540054 * one["se"]
        assert one["ci"] == pytest.approx([one["estimate"] - reach, one["estimate"] + reach], abs=1e-12)


def test_the_league_of_the_diabetes_trials_has_the_printed_estimates() -> None:
    league = values_of(run(SENN, "--reference plac --json"))["league"]
    printed = {
        "rosi": (-1.2335, -1.4839, -0.9830),
        "sita": (-0.5700, -1.2640, 0.1240),
        "sulf": (-0.4166, -0.8887, 0.0556),
    }
    against = {one["treat1"]: one for one in league if one["treat2"] == "plac"}
    for name, figures in printed.items():
        assert tuple(round(one, 4) for one in (against[name]["estimate"], *against[name]["ci"])) == figures
    assert len(league) == 45


def test_neither_reference_nor_direction_changes_a_difference() -> None:
    down = values_of(run(SENN, "--reference plac --json"))["league"]
    up = values_of(run(SENN, "--reference rosi --larger-is-better --json"))["league"]
    turned = {(one["treat2"], one["treat1"]): -one["estimate"] for one in up}
    assert {(one["treat1"], one["treat2"]): one["estimate"] for one in down} == pytest.approx(turned, abs=1e-9)


def test_every_difference_is_printed_when_asked() -> None:
    said = run(SENN, "--reference plac --league").stdout
    assert "rosi against plac: -1.233 (-1.484 to -0.983)" in said
    assert said.count(" against ") >= 45
    assert "Every difference" not in run(SENN, "--reference plac").stdout


def test_ratios_are_written_as_ratios() -> None:
    said = run(pinned.FOLDER / "linde.csv", "--reference Placebo --larger-is-better --ratio --league").stdout
    assert "SSRI against Placebo: 2.405 (1.062 to 5.442)" in said
    assert "the first over the second" in said


@pytest.mark.parametrize("ending", ["html", "pdf"])
def test_the_report_has_the_league_as_a_table_and_the_parts(tmp_path: Path, ending: str) -> None:
    report = tmp_path / f"report.{ending}"
    result = run(PARTS, f"--reference none --components + --inactive none --report {report}")
    assert result.exit_code == 0, result.stderr
    for words in ("-0.328", "-0.510 to -0.146", "What does each part add", "0.409 (0.301 to 0.517)", "Q 3.69"):
        assert words in said_of(report)
    assert run(PARTS, f"--reference none --report {report}").exit_code == 0
    assert "What does each part add" not in said_of(report)


def test_parts_are_those_of_the_multivariate_model() -> None:
    found = values_of(run(PARTS, "--reference none --components + --inactive none --json"))["components"]
    answers = pinned.answers()
    assert found["tau2"] == pytest.approx(answers["components"]["tau2"], abs=1e-6)
    for kind in ("common", "random"):
        for part, one in found[kind].items():
            expected = answers[f"components.{kind}"]
            assert one["estimate"] == pytest.approx(expected[f"{part}.estimate"], abs=1e-6)
            assert one["se"] == pytest.approx(expected[f"{part}.se"], abs=1e-6)
    whole = fit_network(pinned.network("parts"), reference="none").consistency.total
    assert found["additivity_q"] == pytest.approx(found["q"] - whole.value, abs=1e-9)
    assert found["additivity_freedom"] == found["q_freedom"] - whole.freedom == 3


def test_parts_that_do_not_add_up_are_told_by_the_test(tmp_path: Path) -> None:
    """By hand: a and b alone 0.3 and 0.2, together 0.9 instead of 0.5; Q = 0.4² / (3 × 0.01)."""
    file = tmp_path / "more.csv"
    rows = "s1,a,none,0.3,0.1\ns2,b,none,0.2,0.1\ns3,a + b,none,0.9,0.1\n"
    file.write_text(f"study,treat1,treat2,effect,se\n{rows}", encoding="utf-8")
    found = values_of(run(file, "--reference none --components + --inactive none --json"))["components"]
    assert found["additivity_q"] == pytest.approx(0.16 / 0.03, abs=1e-9)
    said = run(file, "--reference none --components + --inactive none").stdout
    assert "Do parts add up? Q 5.33 with 1 degree (p 0.021)" in said


def test_a_part_that_always_comes_with_another_has_no_number(tmp_path: Path) -> None:
    file = tmp_path / "together.csv"
    file.write_text("study,treat1,treat2,effect,se\ns1,a + b,none,0.3,0.1\ns2,c,none,0.1,0.1\n", encoding="utf-8")
    found = values_of(run(file, "--reference none --components + --inactive none --json"))["components"]
    assert (found["common"]["a"], found["random"], found["additivity_p"]) == (None, None, None)
    said = run(file, "--reference none --components + --inactive none").stdout
    assert "a: no trial tells it from another part" in said
    assert "Whether parts add up cannot be tested" in said


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ("--components +", "found --components alone"),
        ("--inactive none", "found --inactive alone"),
        ("--components + --inactive nothing", "The inactive treatment is not in the network; found 'nothing'"),
    ],
)
def test_half_a_question_about_parts_is_refused(options: str, words: str) -> None:
    result = run(PARTS, f"--reference none {options}")
    assert result.exit_code == 2
    assert words in result.stderr


@pytest.fixture
def aged(tmp_path: Path) -> Path:
    file = tmp_path / "aged.csv"
    rows = ["s1,a,b,0.2,0.1,1990,20", "s2,b,c,0.3,0.1,2020,21", "s3,a,b,0.1,0.1,1995,", "s4,b,c,0.3,0.1,2015,19"]
    file.write_text("\n".join(["study,treat1,treat2,effect,se,year,severity", *rows]), encoding="utf-8")
    return file


def test_comparisons_whose_trials_are_not_alike_are_doubted(aged: Path, tmp_path: Path) -> None:
    doubt = "Trials of a and b and trials of b and c do not overlap in year."
    report = tmp_path / "report.html"
    assert doubt in run(aged, f"--reference a --feature year --report {report}").stdout
    assert doubt in report.read_text(encoding="utf-8")
    assert "do not overlap" not in run(aged, "--reference a").stdout


def test_features_that_overlap_are_no_doubt_and_gaps_are_counted(aged: Path) -> None:
    said = run(aged, "--reference a --feature severity --feature year").stdout
    assert "do not overlap in severity" not in said
    assert "do not overlap in year" in said
    assert "Trials without a number for severity: 1 of 4" in said


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ("s1,a,b,0.2,0.1,1990\ns1,b,c,0.2,0.1,1991\n", "found 1990 and 1991 in 'year' for 's1'"),
        ("s1,a,b,0.2,0.1,old\n", "line 2: a feature in 'year' is not a number; found 'old'"),
    ],
)
def test_a_feature_that_is_no_one_number_is_refused(tmp_path: Path, rows: str, words: str) -> None:
    file = tmp_path / "features.csv"
    file.write_text(f"study,treat1,treat2,effect,se,year\n{rows}", encoding="utf-8")
    result = run(file, "--reference a --feature year")
    assert result.exit_code == 2
    assert words in result.stderr
