"""Engagement: what may keep somebody from a first meeting, what to offer, and when to try again to reach somebody."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated, Literal

from pydantic import Field

from kith.science.documents import Document, LibraryProblem
from kith.science.faults import repeated, review_faults, source_faults
from kith.science.sources import LibraryValue, Name, Paragraph, Provenance, Review, Sentence, Source, Version

__all__ = [
    "CHANNELS",
    "OUTCOMES",
    "REACHED",
    "BarrierOffer",
    "Engagement",
    "NextTry",
    "OutreachRules",
    "RemedyOffer",
    "Tried",
    "engagement_faults",
    "next_try",
]

CHANNELS = ("phone", "sms", "email", "letter", "visit")
OUTCOMES = ("no_answer", "no_message", "message_left", "wrong_number", "not_now", "reached", "met")
REACHED = ("reached", "met")  # the person was spoken with, and did not say no
Advice = Literal["try", "other_way", "after_no", "decide"]


class RemedyOffer(LibraryValue):
    """One thing that can be offered: how it is said to the person, and what then has to be done."""

    id: Name
    offer: Sentence
    do: Sentence


class BarrierOffer(LibraryValue):
    """One thing that may be in the way, with what can be offered against it."""

    id: Name
    title: Sentence
    in_plain_words: Sentence
    ask: Sentence
    source: str
    provenance: Provenance
    remedies: Annotated[tuple[RemedyOffer, ...], Field(min_length=1)]


class OutreachRules(LibraryValue):
    """How long to wait after each try, when to try another way, and after how many tries people decide together."""

    days_between: Annotated[tuple[Annotated[int, Field(ge=1, le=60)], ...], Field(min_length=1)]
    other_way_after: Annotated[int, Field(ge=1, le=10)]
    decide_after: Annotated[int, Field(ge=2, le=20)]
    days_after_no: Annotated[int, Field(ge=7, le=180)]
    source: str
    provenance: Provenance


class Engagement(LibraryValue):
    """The barriers in the order in which they are asked, and the rules of trying again."""

    version: Version
    limits: Paragraph
    barriers: Annotated[tuple[BarrierOffer, ...], Field(min_length=1)]
    outreach: OutreachRules
    sources: Annotated[tuple[Source, ...], Field(min_length=1)]
    review: Review

    def barrier(self, name: str) -> BarrierOffer | None:
        """The barrier of this id; None when there is none."""
        return next((one for one in self.barriers if one.id == name), None)


@dataclass(frozen=True)
class Tried:
    """One try: the day, the way and what came of it."""

    on: date
    channel: str
    outcome: str


@dataclass(frozen=True)
class NextTry:
    """What the rules say after these tries: not before which day, and why. A person decides what is done."""

    not_before: date
    advice: Advice
    tries: int


def next_try(rules: OutreachRules, tries: Sequence[Tried], *, counted_from: int = 0) -> NextTry | None:
    """When to try again after these tries, in order of time; None before the first and once somebody was reached.

    The wait after the n-th try is the n-th of `days_between`, and the last of them after that. It is never shorter
    than `days_after_no` once the person has said not now. `decide_after` tries without a word end the counting: people
    then decide together whether to go on, and `counted_from` is the number of tries there were at the last such
    decision. The rules never say that care ends.

    >>> from kith.science.library import Library
    >>> rules = Library.open().engagement.outreach
    >>> rang = Tried(date(2026, 3, 2), "phone", "no_answer")
    >>> next_try(rules, [rang]).not_before, next_try(rules, [rang]).advice
    (datetime.date(2026, 3, 4), 'try')
    >>> next_try(rules, [rang, Tried(date(2026, 3, 4), "phone", "no_answer")]).advice
    'other_way'
    """
    if not tries or tries[-1].outcome in REACHED:
        return None
    last, count = tries[-1], len(tries) - counted_from
    waits = rules.days_between
    days = waits[min(max(count, 1), len(waits)) - 1]
    if last.outcome == "not_now":
        return NextTry(last.on + timedelta(days=max(days, rules.days_after_no)), "after_no", len(tries))
    return NextTry(last.on + timedelta(days=days), _advice(rules, tries, count), len(tries))


def _advice(rules: OutreachRules, tries: Sequence[Tried], count: int) -> Advice:
    if count >= rules.decide_after:
        return "decide"
    lately = tries[-rules.other_way_after :]
    is_same_way = len(lately) == rules.other_way_after and len({one.channel for one in lately}) == 1
    return "other_way" if is_same_way or tries[-1].outcome == "wrong_number" else "try"


def engagement_faults(value: Engagement, document: Document) -> list[LibraryProblem]:
    """What is wrong inside: ids used twice, a source that is not listed, a review without a reviewer."""
    problems = review_faults(document, value.review)
    used: list[tuple[tuple[str | int, ...], str]] = [
        (("barriers", i, "source"), one.source) for i, one in enumerate(value.barriers)
    ]
    problems += source_faults(document, value.sources, [*used, (("outreach", "source"), value.outreach.source)])
    problems += repeated(document, ("barriers",), "barriers", [one.id for one in value.barriers])
    for i, one in enumerate(value.barriers):
        problems += repeated(document, ("barriers", i, "remedies"), "remedies", [each.id for each in one.remedies])
    return problems
