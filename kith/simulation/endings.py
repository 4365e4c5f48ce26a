"""How episodes end: by agreement, by staying away, by moving on."""

from __future__ import annotations

from datetime import datetime, timedelta

from kith.simulation.case import Case, pick
from kith.simulation.delivery import REVIEW_EVERY, review
from kith.simulation.happenings import Ending, EpisodeEnded, Happening, PlanAgreed, PlanEnded, SessionHeld
from kith.simulation.words import phrases

# As both protocols of the service say it.
MONTHS_AFTER = (1, 3, 6, 12)
BOOSTER_AFTER = timedelta(weeks=4)


def end(case: Case, told: list[Happening]) -> list[Happening]:
    """The last review (if there was an agreed ending) and the end of the episode; nothing while it is open."""
    ending = case.fate.ending
    if ending is None:
        return []
    held = [happening for happening in told if isinstance(happening, SessionHeld)]
    last_at = held[-1].at if held else max(happening.at for happening in told)
    reviews = []
    if ending == "completed":
        better = case.is_improving_at(case.sessions)
        number = case.sessions // REVIEW_EVERY + 1
        plans = [happening.key for happening in told if isinstance(happening, PlanAgreed)]
        reviews = [
            review(case, number, last_at + timedelta(minutes=10), "end", plans[-1], better=better),
            _taken_along(case, last_at + timedelta(minutes=15), plans[-1]),
        ]
    return [*reviews, _ended(case, ending, last_at + timedelta(days=_days_until_end(case)))]


def _taken_along(case: Case, at: datetime, plan: str) -> Happening:
    day = case.work.local(at).date()
    return PlanEnded(
        at=at,
        by=case.practitioner,
        client=case.client.key,
        plan=plan,
        **phrases.STAYING_WELL,
        measures=("phq9", "gad7"),
        months_after=MONTHS_AFTER,
        booster_on=day + BOOSTER_AFTER,
    )


def _days_until_end(case: Case) -> float:
    """A few days after an agreed ending; two to three weeks of trying after somebody stays away."""
    return float(case.rng.uniform(11, 20) if case.fate.ending == "dropped_out" else case.rng.uniform(2, 6))


def _ended(case: Case, ending: Ending, at: datetime) -> Happening:
    return EpisodeEnded(
        at=case.work.opening_from(at),
        by=case.practitioner,
        client=case.client.key,
        ending=ending,
        note=pick(case.rng, phrases.ENDING_NOTES[ending]),
    )
