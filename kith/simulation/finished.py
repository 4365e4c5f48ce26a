"""The finished courses of an invented service, read from what happened there as a record would read them."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, date, datetime
from typing import Final

from kith.science.change import DatedScore
from kith.science.change.learning import FinishedCourse
from kith.science.outcomes.signal_accuracy import age_band
from kith.simulation.happenings import EpisodeEnded, Measured, SessionBooked, SessionHeld
from kith.simulation.people import Client, SyntheticService

PRESENT: Final = frozenset({"attended", "late"})


def finished_courses(service: SyntheticService, instrument: str) -> tuple[FinishedCourse, ...]:
    """Each client whose care has ended: their totals of this measure, by sessions attended before, and their groups.

    A form with an unanswered item has no total here.
    """
    ended: dict[str, datetime] = {}
    met: dict[str, list[datetime]] = defaultdict(list)
    taken: dict[str, list[Measured]] = defaultdict(list)
    booked = {one.key: one.starts_at for one in service.happenings if isinstance(one, SessionBooked)}
    for one in service.happenings:
        if isinstance(one, EpisodeEnded):
            ended[one.client] = one.at
        elif isinstance(one, SessionHeld) and one.attendance in PRESENT:
            met[one.client].append(booked[one.key])
        elif isinstance(one, Measured) and one.instrument == instrument:
            taken[one.client].append(one)
    people = {client.key: client for client in service.clients}
    return tuple(
        FinishedCourse(
            scores=tuple(_score(one, met[key]) for one in taken[key] if one.at <= when),
            groups=groups_of(people[key], when.date()),
        )
        for key, when in ended.items()
    )


def _score(one: Measured, met: list[datetime]) -> DatedScore:
    values = [value for _, value in one.answers]
    total = None if None in values else float(sum(value for value in values if value is not None))
    return DatedScore(one.at.astimezone(UTC).date(), sum(when < one.at for when in met), total)


def groups_of(client: Client, day: date) -> dict[str, str]:
    """The groups by which fairness is looked at."""
    return {
        "gender": client.gender,
        "ethnicity": client.ethnicity,
        "age": age_band(client.date_of_birth, day),
        "language": client.language,
    }
