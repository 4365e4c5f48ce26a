"""Which pieces of knowledge are needed before anything is suggested, and how old each may be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Literal

from kith.science.protocols import Circumstance
from kith.science.recommendation.person import Known, Person

__all__ = ["ASKED_ALWAYS", "NEEDED", "OLDEST", "PIECES", "Input", "Lacking", "Limit", "lacking"]

Input = Literal[
    "problems",
    "severity",
    "step",
    "goals",
    "strengths",
    "preferences",
    "languages",
    "access",
    "history",
    "settings",
    "circumstance",
]


@dataclass(frozen=True)
class Limit:
    """How many days a piece of knowledge counts, and why so long. None: it does not grow old by itself."""

    days: int | None
    because: str


OLDEST: Final[Mapping[Input, Limit]] = {
    "problems": Limit(183, "the list of problems is gone through with the person at least twice a year"),
    "severity": Limit(28, "questionnaires ask about two weeks; after two such spans the score is about another time"),
    "step": Limit(28, "it is worked out from the severity, and cannot be younger than that"),
    "goals": Limit(92, "goals are looked at in each review, and those come within three months"),
    "strengths": Limit(365, "what is strong in somebody changes slowly; once a year it is looked for again"),
    "preferences": Limit(92, "wishes change with what was tried and heard; a season is long"),
    "languages": Limit(None, "a language that somebody speaks stays theirs"),
    "access": Limit(183, "health, work and transport change; twice a year is asked again"),
    "history": Limit(365, "new help is written down when it happens; once a year it is asked whether some is missing"),
    "settings": Limit(92, "where somebody can come changes with work, housing and danger"),
    "circumstance": Limit(14, "danger, substances and acute states change within days; older answers reassure falsely"),
}
"""All are conventions of ours, to be set by those who answer for the service; no study that we know compares limits."""

NEEDED: Final[tuple[Input, ...]] = ("problems", "severity", "languages", "history")
"""Without one of these nothing is suggested: what for, how bad, in which language, what was tried and what it did."""

WORKED_OUT: Final[frozenset[Input]] = frozenset({"severity", "step"})
"""What nobody is asked when a plan is chosen: it comes from questionnaires and from the pathway."""

PIECES: Final[Mapping[str, Input]] = {
    "circumstances" if name == "circumstance" else name: name for name in OLDEST if name not in WORKED_OUT
}
"""What is asked and kept with its day, by the name it is kept under: circumstances are kept together, and each counts
by itself."""

ASKED_ALWAYS: Final[tuple[Circumstance, ...]] = ("danger_to_self", "danger_from_others")
"""Without these nothing is suggested at all, whatever the protocols exclude: in present danger a person comes first."""


@dataclass(frozen=True)
class Lacking:
    """One piece that is missing, too old, dated after the day asked for, or put in question by something newer.

    `days` is its age, `limit` the most.
    """

    input: Input
    why: Literal["missing", "too_old", "from_the_future", "overtaken"]
    circumstance: Circumstance | None = None
    days: int | None = None
    limit: int | None = None


def lacking(
    input_name: Input, known: Known[Any] | None, on: date, circumstance: Circumstance | None = None
) -> Lacking | None:
    """What is the matter with one piece of knowledge on a day; None when it counts.

    In words: it is missing when it is None, too old when it was learnt more days ago than `OLDEST` allows, and from the
    future when it was learnt after `on`. Source: own design. Raises nothing.

    >>> lacking("severity", Known(14, date(2026, 3, 1)), date(2026, 4, 1))
    Lacking(input='severity', why='too_old', circumstance=None, days=31, limit=28)
    >>> lacking("severity", Known(14, date(2026, 3, 4)), date(2026, 4, 1)) is None
    True
    """
    if known is None:
        return Lacking(input_name, "missing", circumstance)
    days, limit = (on - known.on).days, OLDEST[input_name].days
    if days < 0:
        return Lacking(input_name, "from_the_future", circumstance, days, limit)
    if limit is not None and days > limit:
        return Lacking(input_name, "too_old", circumstance, days, limit)
    return None


def all_lacking(person: Person, on: date) -> tuple[Lacking, ...]:
    """Everything about a person that is missing or does not count on a day, in the order of `OLDEST`.

    An empty list of problems or languages is missing: nothing can be offered for nothing. A danger that something newer
    puts in question is lacking whatever was answered, unless the answer was yes. Source: own design.

    >>> [one.input for one in all_lacking(Person(), date(2026, 4, 1))][:3]
    ['problems', 'severity', 'step']
    """
    found = [lacking(name, _known(person, name), on) for name in OLDEST if name != "circumstance"]
    found += [_of_danger(person, one, on) for one in ASKED_ALWAYS]
    return tuple(one for one in found if one is not None)


def _of_danger(person: Person, circumstance: Circumstance, on: date) -> Lacking | None:
    known = person.circumstances.get(circumstance)
    found = lacking("circumstance", known, on, circumstance)
    is_yes = found is None and known is not None and known.value
    return (
        Lacking("circumstance", "overtaken", circumstance) if circumstance in person.overtaken and not is_yes else found
    )


def is_needed(one: Lacking) -> bool:
    """Whether nothing may be suggested while this is lacking.

    >>> is_needed(Lacking("severity", "missing")), is_needed(Lacking("goals", "missing"))
    (True, False)
    """
    return one.input in NEEDED or one.circumstance in ASKED_ALWAYS


def _known(person: Person, name: Input) -> Known[Any] | None:
    known: Known[Any] | None = getattr(person, name)
    is_empty = name in ("problems", "languages") and known is not None and not known.value
    return None if is_empty else known
