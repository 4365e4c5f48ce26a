"""The study of adaptive testing says what its page prints: a small version of it comes to the same figures."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kith.science.library import Library
from kith.simulation.adaptive_trials import Trial, accuracy
from validation.adaptive_study import PAGE, PLACES, places_table, population, ways

pytestmark = pytest.mark.slow

BANK = Library.open().bank("distress-simulated")


def rows(name: str, page: Path = PAGE) -> dict[str, list[str]]:
    """The cells of a table of the page, by the first of them."""
    block = re.search(rf"<!-- study: {name} -->\n(.*?)\n<!-- end -->", page.read_text(encoding="utf-8"), re.DOTALL)
    assert block, f"the page has no table {name}"
    lines = [[cell.strip() for cell in line.strip("|").split("|")] for line in block[1].splitlines()]
    return {cells[0]: cells[1:] for cells in lines[2:]}


@pytest.fixture(scope="module")
def small() -> dict[str, Trial]:
    return population(BANK, people=700, seed=1)


def test_the_page_has_a_line_for_every_way_and_every_place() -> None:
    assert list(rows("population")) == list(ways())
    assert [float(place) for place in rows("places")] == PLACES.tolist()


@pytest.mark.parametrize("name", ways())
def test_a_small_population_comes_to_what_is_printed(name: str, small: dict[str, Trial]) -> None:
    """700 people: means within 0.8 items, errors within 9 %, shares within 3 points: over three chances."""
    items, _, bias, rmse, error, holds, *_ = rows("population")[name]
    found = accuracy(small[name])
    assert found.items == pytest.approx(float(items.split()[0]), abs=0.8)
    assert found.bias == pytest.approx(float(bias), abs=0.04)
    assert found.rmse == pytest.approx(float(rmse), rel=0.09)
    assert found.error == pytest.approx(float(error), rel=0.03)
    assert 100 * found.coverage == pytest.approx(float(holds.rstrip("%")), abs=3)


def test_a_place_comes_to_what_is_printed() -> None:
    again = [line.strip("|").split("|") for line in places_table(BANK, people=60, seed=2).splitlines()[2:]]
    printed = rows("places")
    for place, items, _, rmse, _ in again:
        assert float(items) == pytest.approx(float(printed[place.strip()][0]), abs=3)
        for found, said in zip(rmse.split(","), printed[place.strip()][2].split(","), strict=True):
            assert float(found) == pytest.approx(float(said), rel=0.4)


def test_a_figure_that_drifted_is_found(tmp_path: Path, small: dict[str, Trial]) -> None:
    drifted = tmp_path / "page.md"
    drifted.write_text(PAGE.read_text(encoding="utf-8").replace("| 6.9 (", "| 9.6 ("), encoding="utf-8")
    name = "adaptive, to SE 0.3"
    items = rows("population", drifted)[name][0]
    assert accuracy(small[name]).items != pytest.approx(float(items.split()[0]), abs=0.8)
