"""The study of trials says what the pages print: small versions of it come to the same figures."""

from __future__ import annotations

import re

import pytest

from validation.trials_study import PAGES, alarms, coverage, evenness, guesses

pytestmark = pytest.mark.slow


def printed(name: str) -> list[list[float]]:
    """The rows of a table of the pages, as numbers."""
    text = "".join(page.read_text(encoding="utf-8") for page in PAGES)
    block = re.search(rf"<!-- study: {name} -->\n(.*?)\n<!-- end -->", text, re.DOTALL)
    assert block, f"the pages have no table {name}"
    rows = [[cell.strip(" %") for cell in line.strip("|").split("|")] for line in block[1].splitlines()[2:]]
    return [[float(cell) for cell in row] for row in rows]


def test_evenness() -> None:
    """Sixty trials: the mean of simple randomisation has a standard error of about .5, the others of about .15."""
    simple, blocks, minimised = printed("evenness")[0]
    found = evenness(trials=60)
    assert found["simple"] == pytest.approx(simple, abs=2)
    assert found["stratified"] == pytest.approx(blocks, abs=0.6)
    assert found["minimised"] == pytest.approx(minimised, abs=0.6)


def test_guesses() -> None:
    found = guesses(places=8000, trials=20)
    assert [100 * share for share in found.values()] == pytest.approx(printed("guesses")[0], abs=3)


def test_alarms() -> None:
    """Six hundred rows: four standard errors of a share of .38 are eight points."""
    found = alarms(rows=600)
    for values, *shares in printed("alarms"):
        assert [100 * share for share in found[int(values)]] == pytest.approx(shares, abs=8)


def test_coverage() -> None:
    """Two hundred series: four standard errors of a share of .8 are eleven points; the two ways stay apart."""
    found = coverage(trials=200)
    for rho, *held in printed("coverage"):
        assert [100 * share for share in found[rho]] == pytest.approx(held, abs=11)
        assert found[rho][0] > found[rho][1]
