"""How many people reached each step, from referral to the end of a course."""

from __future__ import annotations

from dataclasses import dataclass

from kith.science.outcomes.rates import Rate, rate

SESSIONS_OF_A_COURSE = 2
"""A course counts as finished when it ended after at least two attended treatment sessions (NHS Talking Therapies)."""


@dataclass(frozen=True)
class Journey:
    """How far one referral came."""

    is_assessed: bool
    sessions_attended: int
    is_ended: bool


@dataclass(frozen=True)
class Step:
    """A step of the funnel: how many reached it, as a share of everyone referred and of the step before."""

    id: str
    people: int
    of_referred: Rate
    of_previous: Rate


def has_finished_course(journey: Journey) -> bool:
    """Whether a referral counts as a finished course: ended, after at least two attended treatment sessions.

    >>> has_finished_course(Journey(True, 1, True)), has_finished_course(Journey(True, 2, True))
    (False, True)
    """
    return journey.is_ended and journey.sessions_attended >= SESSIONS_OF_A_COURSE


def funnel(journeys: list[Journey]) -> tuple[Step, ...]:
    """The steps referred, assessed, treated (one session or more) and finished, each within the one before.

    Somebody treated without a recorded assessment counts as assessed: the first session is one.

    >>> people = [Journey(False, 0, True), Journey(True, 0, True), Journey(True, 1, True), Journey(True, 6, True)]
    >>> [(step.id, step.people) for step in funnel(people)]
    [('referred', 4), ('assessed', 3), ('treated', 2), ('finished', 1)]
    """
    counts = {
        "referred": len(journeys),
        "assessed": sum(journey.is_assessed or journey.sessions_attended > 0 for journey in journeys),
        "treated": sum(journey.sessions_attended > 0 for journey in journeys),
        "finished": sum(has_finished_course(journey) for journey in journeys),
    }
    before = [len(journeys), *counts.values()]
    return tuple(
        Step(id, people, rate(people, len(journeys)), rate(people, previous))
        for (id, people), previous in zip(counts.items(), before, strict=False)
    )
