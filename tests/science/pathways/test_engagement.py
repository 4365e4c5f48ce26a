"""When to try again: by hand, after a no, after a decision; and what is wrong in a list of barriers is found."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from kith.science.documents import parse
from kith.science.library import Library
from kith.science.pathways import Tried, engagement_faults, next_try

ENGAGEMENT = Library.open().engagement
RULES = ENGAGEMENT.outreach
MONDAY = date(2026, 3, 2)


def rang(*days: int, channel: str = "phone", outcome: str = "no_answer") -> list[Tried]:
    return [Tried(MONDAY + timedelta(days=day), channel, outcome) for day in days]


@pytest.mark.parametrize(
    ("tries", "days", "advice"),
    [
        (rang(0), 2, "try"),
        (rang(0, 2), 2 + 4, "other_way"),
        ([*rang(0), *rang(2, channel="letter")], 2 + 4, "try"),
        (rang(0, outcome="wrong_number"), 2, "other_way"),
        (rang(0, 2, 6, 13, 20), 20 + 14, "other_way"),
        (rang(0, 2, 6, 13, 20, 34), 34 + 14, "decide"),
        (rang(0, outcome="not_now"), 28, "after_no"),
    ],
)
def test_the_next_try_by_hand(tries: list[Tried], days: int, advice: str) -> None:
    found = next_try(RULES, tries)
    assert found is not None
    assert (found.not_before, found.advice, found.tries) == (MONDAY + timedelta(days=days), advice, len(tries))


def test_after_a_decision_to_go_on_the_counting_begins_anew() -> None:
    found = next_try(RULES, rang(0, 2, 6, 13, 20, 34, 50), counted_from=6)
    assert found is not None
    assert (found.not_before, found.advice) == (MONDAY + timedelta(days=52), "other_way")


@pytest.mark.parametrize("outcome", ["reached", "met"])
def test_nothing_is_tried_before_the_first_try_and_after_the_person_was_reached(outcome: str) -> None:
    assert next_try(RULES, []) is None
    assert next_try(RULES, rang(0, outcome=outcome)) is None


def test_every_remedy_has_an_id_of_its_own() -> None:
    """A remedy is kept by its id alone, so no two barriers may share one."""
    ids = [remedy.id for barrier in ENGAGEMENT.barriers for remedy in barrier.remedies]
    assert len(ids) == len(set(ids))


def test_what_people_read_is_short_and_plain() -> None:
    told = [one.in_plain_words for one in ENGAGEMENT.barriers]
    told += [remedy.offer for one in ENGAGEMENT.barriers for remedy in one.remedies]
    assert max(len(words.split()) for words in told) <= 14


def test_an_id_that_two_barriers_share_and_a_source_that_is_not_listed_are_found() -> None:
    twice = ENGAGEMENT.model_copy(update={"barriers": (ENGAGEMENT.barriers[0], ENGAGEMENT.barriers[0])})
    strange = ENGAGEMENT.model_copy(update={"outreach": RULES.model_copy(update={"source": "nobody"})})
    document = parse("version: '1.0'\nbarriers: []\noutreach: {source: nobody}\n", "pathways/engagement.yaml")
    assert not engagement_faults(ENGAGEMENT, document)
    assert [fault.what for fault in engagement_faults(twice, document)] == ["Two barriers share one id"]
    assert [fault.found for fault in engagement_faults(strange, document)] == ["nobody"]
