"""The study of signals says what its page prints: a small version of it comes to the same figures."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kith.science.outcomes.signal_accuracy import Study
from validation.signals_study import LEARNED, MEASURES, PAGE, ways

pytestmark = pytest.mark.slow


def rows(name: str, page: Path = PAGE) -> list[list[str]]:
    """The cells of a table of the page, one list for each way of judging."""
    block = re.search(rf"<!-- study: {name} -->\n(.*?)\n<!-- end -->", page.read_text(encoding="utf-8"), re.DOTALL)
    assert block, f"the page has no table {name}"
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in block[1].splitlines()][2:]


def printed(cell: str) -> float:
    """“53 % (49 to 57)” is 0.53."""
    return float(cell.split()[0]) / 100


@pytest.fixture(scope="module")
def small() -> list[Study]:
    """Two other held-out services in place of six: about 640 courses, of which about 210 end without improvement."""
    found = ways("phq9", held_out=(201, 202), learned_from=tuple(LEARNED)[:2])
    return list(found.values())


def wrong(small: list[Study], page: Path = PAGE) -> list[str]:
    """Figures that are off by more than three standard errors of the small study."""
    found = []
    for study, cells in zip(small, rows("phq9_badly", page), strict=False):
        told = study.badly
        shares = (told.sensitivity, told.specificity, told.ppv, told.npv)
        for cell, share, name in zip(cells[3:], shares, ("sensitivity", "specificity", "ppv", "npv"), strict=True):
            assert share.value is not None
            allowed = 3 * (share.value * (1 - share.value) / share.denominator) ** 0.5 + 0.02
            if abs(printed(cell) - share.value) > allowed:
                found.append(f"{cells[0]}: {name} {cell} is printed, {share.value:.2f} comes out")
    return found


def test_the_page_has_a_line_for_the_rules_and_for_every_reference() -> None:
    for measure in MEASURES:
        for part in ("badly", "deteriorated", "burden"):
            names = [cells[0] for cells in rows(f"{measure}_{part}")]
            assert names[0] == "by rule"
            assert [name.split(",")[0] for name in names[1:]] == list(LEARNED)


def test_a_small_study_comes_to_what_is_printed(small: list[Study]) -> None:
    assert wrong(small) == []


def test_a_figure_that_drifted_is_found(tmp_path: Path, small: list[Study]) -> None:
    cell = rows("phq9_badly")[0][3]
    drifted = tmp_path / "page.md"
    drifted.write_text(PAGE.read_text(encoding="utf-8").replace(cell, "93 % (91 to 95)", 1), encoding="utf-8")
    assert wrong(small, drifted)


def test_what_the_page_reads_from_the_tables_is_in_them() -> None:
    """By finished courses most first signals come by session 2; by the rules most come after session 4."""
    for measure in MEASURES:
        by_rule, *_, six = rows(f"{measure}_burden")
        assert printed(six[2]) > 0.5
        assert printed(by_rule[4]) > 0.5
        worse = rows(f"{measure}_deteriorated")
        assert min(printed(cells[3]) for cells in worse) > 0.85
        assert printed(worse[-1][4]) > printed(worse[0][4])
