"""The audit of ended care: a planted difference is named, alike groups are not accused, small ones are not shown."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from kith.science.change import Limits
from kith.science.outcomes import EpisodeFacts
from kith.science.outcomes.dated_limits import DatedLimits
from kith.science.recommendation import SHARES, ChoicesAudited, EndedChoice, audit_ended

LIMITS = DatedLimits.always(Limits(10, 6), Limits(8, 4))
MET = (date(2026, 2, 2), date(2026, 2, 9))


def ended(group: str, better: bool = True, dropped: bool = False, **more: Any) -> EndedChoice:
    last = (6.0, 5.0) if better else (16.0, 13.0)
    facts = EpisodeFacts(
        "Clinic", {"gender": group}, date(2026, 1, 5), True, MET, (), date(2026, 6, 1), dropped,
        (16.0, last[0]), (13.0, last[1]),
    )  # fmt: skip
    return EndedChoice(facts, **{"suggested": ("cbt", "ba"), "chosen": "cbt", **more})


def audited(some: list[EndedChoice]) -> ChoicesAudited:
    return audit_ended(some, ["gender"], limits=LIMITS)


def test_each_share_by_hand() -> None:
    """Of 40 women 30 were suggested something; 20 of these took it, 10 against advice; 30 finished; 20 got better."""
    women = [
        *[ended("woman")] * 20,
        *[ended("woman", better=False, chosen="ipt", is_override=True)] * 10,
        *[ended("woman", better=False, dropped=True, suggested=())] * 10,
    ]
    (one,) = audited(women).strata["gender"]
    told = {name: (one.shares[name].numerator, one.shares[name].denominator) for name in SHARES}
    assert told == {
        "suggested": (30, 40), "as_suggested": (20, 30), "override": (10, 30),
        "finished": (30, 40), "improved": (20, 40),
    }  # fmt: skip
    assert (one.shares["chosen:cbt"].value, one.shares["chosen:ipt"].value) == (0.75, 0.25)
    assert (one.shares["suggested:ba"].value, one.people.people, one.apart) == (1.0, 40, {})


def test_a_planted_difference_is_named_with_the_share_of_everybody_else() -> None:
    women, men = [ended("woman", suggested=("cbt",))] * 60, [ended("man", dropped=True)] * 60
    told = {one.group: one for one in audited([*women, *men]).strata["gender"]}
    assert set(told["woman"].apart) == {"finished", "suggested:ba"}
    assert told["woman"].apart["finished"].value == 0.0
    assert set(told["man"].apart) == set(told["woman"].apart)


def test_groups_that_are_alike_are_not_accused() -> None:
    some = [ended(group, better=n % 3 > 0, dropped=n % 5 == 0) for n in range(60) for group in ("woman", "man")]
    assert [one.apart for one in audited(some).strata["gender"]] == [{}, {}]


@pytest.mark.parametrize(("few", "shown"), [(7, None), (8, 10)])
def test_a_small_group_is_named_without_figures_and_nobody_is_compared_with_it(few: int, shown: int | None) -> None:
    told = {
        one.group: one
        for one in audited([*[ended("woman")] * 40, *[ended("man", dropped=True)] * few]).strata["gender"]
    }
    assert told["man"].people.people == shown
    assert bool(told["man"].shares["finished"].denominator) == (shown is not None)
    assert ("finished" in told["woman"].apart) == (shown is not None)


def test_a_group_that_is_not_shown_is_not_in_everybody_else_either() -> None:
    some = [*[ended("woman")] * 40, *[ended("man", dropped=True)] * 40, *[ended("other")] * 7]
    told = {one.group: one for one in audited(some).strata["gender"]}
    assert told["woman"].apart["finished"].denominator == 40
    assert told["other"].apart == {}


def test_fewer_than_ten_people_are_not_broken_down() -> None:
    told = audited([*[ended("woman")] * 5, *[ended("man")] * 4])
    assert {share.value for one in told.strata["gender"] for share in one.shares.values()} == {None}
    assert {one.people.reason for one in told.strata["gender"]} == {"not_broken_down"}


def test_protocols_that_few_people_met_are_not_named() -> None:
    some = [*[ended("woman")] * 20, *[ended("woman", suggested=("rare",), chosen="rare")] * 7]
    assert audited(some).protocols == ("ba", "cbt")
