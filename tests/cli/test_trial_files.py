"""`kith series`, `kith single-case`, `kith wedge`: the numbers of the science from files, and what cannot be read."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from typer.testing import CliRunner

from kith.cli import main
from kith.science.trials import analyse_wedge, interrupted, phase_test, possible_changes, run_chart, wedge

WORKED = [5, 7, 6, 8, 5, 7, 9, 12, 13, 11, 14, 12, 13, 15, 12, 14]


def run(*line: str) -> Any:
    return CliRunner().invoke(main, list(line))


def values_of(*line: str) -> dict[str, Any]:
    result = run(*line, "--json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def written(folder: Path, *rows: str) -> str:
    file = folder / "table.csv"
    file.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return str(file)


def months(folder: Path, values: list[float | None]) -> str:
    cells = (f"m{place + 1},{'' if value is None else value}" for place, value in enumerate(values))
    return written(folder, "month,waits", *cells)


SERIES = ("--period", "month", "--value", "waits")


def test_a_series_says_what_the_science_says(tmp_path: Path) -> None:
    values: list[float | None] = [*WORKED[:3], None, *WORKED[3:]]
    file = months(tmp_path, values)
    found = values_of("series", file, *SERIES, "--since", "m8")
    chart, change = run_chart(values), interrupted(values, 7)
    assert (found["run_chart"]["median"], found["run_chart"]["is_signal"]) == (chart.median, chart.is_signal)
    assert found["run_chart"]["known"] == 16
    assert found["change"]["step"]["value"] == pytest.approx(change.step.value)
    assert found["change"]["slope_change"]["low"] == pytest.approx(change.slope_change.low)
    said = run("series", file, *SERIES, "--since", "m8").stdout
    assert "more than chance brings" in said
    assert f"jump {change.step.value:.3f}" in said
    assert "not why" in said


def test_a_series_without_a_start_is_a_run_chart_alone(tmp_path: Path) -> None:
    file = months(tmp_path, [5, 6, 7, 8])
    found = values_of("series", file, *SERIES)
    assert (found["change"], found["run_chart"]["is_signal"]) == (None, None)
    assert "No verdict: fewer than 10" in run("series", file, *SERIES).stdout


@pytest.mark.parametrize(
    ("values", "since", "words"),
    [
        ([1, 2, 3, 4], "m9", "found 0 rows called 'm9'"),
        ([1, 2, 3, 4], "m2", "needs 3 known"),
        ([], "", "found 0 known"),
    ],
)
def test_a_series_that_cannot_be_read_says_what_to_do(
    tmp_path: Path, values: list[float | None], since: str, words: str
) -> None:
    result = run("series", months(tmp_path, values), *SERIES, *(("--since", since) if since else ()))
    assert result.exit_code == 2
    assert words in " ".join(result.stderr.split())


def one_person(folder: Path, phases: str, values: list[int]) -> str:
    return written(folder, "phase,value", *(f"{phase},{value}" for phase, value in zip(phases, values, strict=True)))


def test_a_single_case_says_what_the_science_says(tmp_path: Path) -> None:
    values = [9, 8, 9, 9, 8, 3, 2, 3, 2, 3]
    file = one_person(tmp_path, "AAAAABBBBB", values)
    found = values_of("single-case", file, "--fewest", "2", "--higher-is-worse")
    test = phase_test(values, (5,), possible_changes(10, phases=2, fewest=2), higher_is_worse=True)
    assert (found["p"], found["assignments"], found["difference"]) == (test.p, 7, pytest.approx(6.0))
    assert found["overlap"]["one person"]["nap"] == 1.0
    turned = values_of("single-case", file, "--fewest", "2", "--higher-is-better")
    assert (turned["p"], turned["difference"]) == (1.0, pytest.approx(-6.0))


def test_going_back_and_several_people(tmp_path: Path) -> None:
    back = one_person(tmp_path, "AABBAABB", [9, 9, 2, 2, 9, 9, 2, 2])
    found = values_of("single-case", back, "--fewest", "2", "--higher-is-worse")
    assert (found["assignments"], found["overlap"]) == (1, {"one person": None})
    rows = [
        f"{who},{'A' if place < start else 'B'},{5 if place < start else 1}"
        for who, start in (("ana", 2), ("kim", 3), ("zed", 4))
        for place in range(6)
    ]
    file = written(tmp_path, "who,phase,value", *rows)
    drawn = values_of("single-case", file, "--fewest", "2", "--higher-is-worse", "--by", "who")
    fixed = values_of("single-case", file, "--fewest", "2", "--higher-is-worse", "--by", "who", "--staggered")
    assert (drawn["assignments"], drawn["p"]) == (27, 1 / 27)
    assert (fixed["assignments"], fixed["p"]) == (6, 1 / 6)


@pytest.mark.parametrize(
    ("phases", "fewest", "words"),
    [("AABB", "3", "no room"), ("BBAA", "1", "Begin with A"), ("AAAA", "1", "Begin with A"), ("AACC", "1", "A or B")],
)
def test_a_single_case_that_cannot_be_read_says_what_to_do(
    tmp_path: Path, phases: str, fewest: str, words: str
) -> None:
    result = run("single-case", one_person(tmp_path, phases, [1, 2, 3, 4]), "--fewest", fewest, "--higher-is-worse")
    assert result.exit_code == 2
    assert words in " ".join(result.stderr.split())


SEEN: list[list[float | None]] = [[5, 3, 3], [6, 4.5, 4], [7, 7, 5], [6, None, 4]]
CROSSED = [[0, 1, 1], [0, 1, 1], [0, 0, 1], [0, 0, 1]]


def cells(crossed: list[list[int]]) -> list[str]:
    return [
        f"c{row},{column},{crossed[row][column]},{'' if mean is None else mean},{0 if mean is None else 10}"
        for row, of in enumerate(SEEN)
        for column, mean in enumerate(of)
    ]


def test_a_wedge_says_what_the_science_says(tmp_path: Path) -> None:
    file = written(tmp_path, "cluster,period,treated,mean,people", *reversed(cells(CROSSED)))
    found = values_of("wedge", file, "--orders", "99", "--seed", "1")
    people = [[10 if mean is not None else 0 for mean in row] for row in SEEN]
    expected = analyse_wedge(wedge([2, 2]), SEEN, people, np.random.default_rng(1), orders=99)
    assert found["effect"] == pytest.approx(expected.effect)
    assert (found["p_by_order"], found["cells"], found["degrees"]) == (expected.p_by_order, 11, 2)
    assert f"Effect {expected.effect:.3f}" in run("wedge", file, "--orders", "99").stdout


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        (cells(CROSSED)[1:], "a cell has no row"),
        ([*cells(CROSSED), cells(CROSSED)[0]], "there twice"),
        (cells([[0, 1, 0], *CROSSED[1:]]), "crosses once"),
        (cells([[2, 1, 1], *CROSSED[1:]]), "0 or 1"),
        (cells([[0, 0, 0]] * 4), "cannot be told apart"),
    ],
)
def test_a_wedge_that_cannot_be_read_says_what_to_do(tmp_path: Path, rows: list[str], words: str) -> None:
    result = run("wedge", written(tmp_path, "cluster,period,treated,mean,people", *rows))
    assert result.exit_code == 2
    assert words in " ".join(result.stderr.split())
