"""The study of the recommender says what its page prints, and would show a recommender that is broken."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest

from kith.science.recommendation import OwnEffects
from validation.recommender_study import (
    MODERATION,
    PAGE,
    SIZES,
    STRESS,
    Kind,
    Told,
    coverage,
    shifts_held,
    study,
)

pytestmark = pytest.mark.slow
LEARNED, ON_THE_PAGE = "with own episodes", "on the page"
SERVICES = 80
FEWEST_SHIFTED = 10  # services in which people are shifted: of fewer a share says nothing


def rows(name: str) -> dict[tuple[str, str], list[str]]:
    """The cells of a table of the page, by the two in front."""
    block = re.search(rf"<!-- study: {name} -->\n(.*?)\n<!-- end -->", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    assert block, f"the page has no table {name}"
    lines = [[cell.strip() for cell in line.strip("|").split("|")] for line in block[1].splitlines()]
    return {(cells[0], cells[1]): cells[2:] for cells in lines}


def too_sure(own: OwnEffects) -> OwnEffects:
    """A broken shrinkage: it takes own episodes for nine times as many as they are."""
    return replace(own, covariance=own.covariance / 9)


@pytest.fixture(scope="module")
def alike() -> list[Told]:
    return study(300, Kind(0.0), SERVICES, first=90_000)


@pytest.fixture(scope="module")
def differing() -> list[Told]:
    return study(1000, Kind(0.3), SERVICES, first=91_000)


def is_promised(shares: list[float]) -> bool:
    """Whether coverage is 88 to 92 %, with two and a half standard errors of a small study on each side."""
    allowed = 2.5 * np.std(shares, ddof=1) / len(shares) ** 0.5
    return bool(0.88 - allowed <= np.mean(shares) <= 0.92 + allowed)


def within_what_is_promised(found: list[Told], name: str = LEARNED) -> bool:
    return is_promised([float(np.mean(one.held[name])) for one in found])


def test_intervals_hold_the_truth_as_often_as_they_say(alike: list[Told], differing: list[Told]) -> None:
    assert within_what_is_promised(alike)
    assert within_what_is_promised(differing)


def test_what_the_page_shows_holds_the_truth_as_often_and_an_interval_of_half_the_width_is_found(
    alike: list[Told], differing: list[Told]
) -> None:
    for found in (alike, differing):
        assert within_what_is_promised(found, ON_THE_PAGE)
        assert not is_promised([float(np.mean(np.array(one.page.away) <= 0.5)) for one in found])


def test_shifts_for_one_person_hold_the_truth_as_often_and_shifts_of_half_the_width_are_found(
    differing: list[Told],
) -> None:
    shown = shifts_held(differing)
    assert len(shown) > 0.6 * SERVICES
    assert is_promised(shown)
    assert not is_promised(shifts_held(differing, 0.5))


def test_a_broken_shrinkage_is_found() -> None:
    broken = study(300, Kind(0.0), SERVICES, first=90_000, broken=too_sure)
    assert not within_what_is_promised(broken)
    assert coverage(broken, LEARNED) < 0.8


def test_plain_means_do_not_hold_the_truth(differing: list[Told]) -> None:
    assert coverage(differing, "own episodes, plain means") < coverage(differing, LEARNED) - 0.05


def regret(found: list[Told], way: str) -> float:
    return float(np.mean([one.regret[way] for one in found]))


def test_where_people_differ_it_does_better_than_the_best_for_all(differing: list[Told]) -> None:
    best = regret(differing, "best on average, in truth")
    assert regret(differing, "recommender") < best
    assert best < regret(differing, "practitioners' habit")
    assert regret(differing, "random") > best
    assert regret(differing, "recommender") < regret(differing, "largest figure on the page") < best
    assert regret(differing, "what the page puts first") > best


def test_habit_that_follows_benefit_is_no_straw_man() -> None:
    found = study(1000, STRESS["habit follows benefit in part"], 10, first=92_000)
    assert regret(found, "practitioners' habit") < 0.75 * regret(found, "random")


def test_where_people_are_alike_it_leaves_them_alike(alike: list[Told]) -> None:
    assert np.mean([one.is_personal for one in alike]) < 0.12
    assert regret(alike, "recommender") < 0.25 * regret(alike, "random")


def keeps(cell: str) -> bool:
    """Whether a share as the page prints it is 88 to 92 %, within its two standard errors."""
    share, _sign, two_errors, _percent = cell.split()
    return 88 - float(two_errors) <= float(share) <= 92 + float(two_errors)


def test_a_share_that_is_too_low_is_found() -> None:
    assert keeps("90.1 ± 3.0 %")
    assert not keeps("83.0 ± 4.2 %")


def test_the_page_has_every_kind_and_size_and_keeps_its_promise() -> None:
    for name in ("regret", "coverage", "gate"):
        assert [one for one in rows(name) if one[0] in MODERATION] == [
            (kind, str(size)) for kind in MODERATION for size in SIZES
        ]
    for (kind, people), cells in rows("coverage").items():
        if kind in MODERATION:
            for cell in (cells[1], cells[3]):
                assert keeps(cell), (kind, people)
    for (kind, people), cells in rows("gate").items():
        if kind in MODERATION and int(cells[4].split()[0]) >= FEWEST_SHIFTED:
            assert keeps(cells[5]), (kind, people)
    assert [kind for kind, _ in list(rows("stress"))[2:]] == list(STRESS)


def test_what_the_page_prints_comes_out_again(differing: list[Told]) -> None:
    """Three standard errors of this small study, and of the printed one."""
    head = rows("regret")["people", "ended episodes"]
    for way, cell in zip(head, rows("regret")["people differ much", "1000"], strict=True):
        mean, two_errors = (float(part) for part in cell.split("±"))
        values = np.array([one.regret[way] for one in differing])
        allowed = 3 * np.hypot(values.std(ddof=1) / len(values) ** 0.5, two_errors / 2) + 0.005
        assert abs(values.mean() - mean) <= allowed, way
