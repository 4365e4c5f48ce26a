"""What a snapshot counts of work and company, goals, working together and all PHQ-9 scores, course by course."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from kith.care.models import Service
from kith.care.models.counting import counted_scores
from kith.care.models.knowledge import alliance_limits, library
from kith.science.change import alliance_signal
from kith.science.outcomes import EpisodeFacts, Period, WiderFacts

WORK: Final = "wsas"
GOAL: Final = "goal-rating"
DEPRESSION: Final = "phq9"  # the one measure with a link to utilities

FirstAndLast = tuple[float | None, float | None]


def wider_facts(service: Service, period: Period, finished: Mapping[UUID, EpisodeFacts]) -> list[WiderFacts]:
    """Of each of these stays what was measured in care by the end of the period; what was not asked stays unknown."""
    work = _work(service, period)
    goals = _goals(service, period)
    talks = _talks(service, period)
    least = {day: _work_reliable_change(day) for day in {one.ended_on or period.last for one in finished.values()}}
    return [
        WiderFacts(
            work.get(pk, (None, None)),
            least[one.ended_on or period.last],
            tuple(goals[pk].values()) if pk in goals else (),
            talks.get(pk),
        )
        for pk, one in finished.items()
    ]


def depression_courses(service: Service, period: Period, finished: Iterable[UUID]) -> list[list[tuple[date, int]]]:
    """The PHQ-9 totals of each of these stays by their day, in the order of time."""
    zone = ZoneInfo(service.time_zone)
    rows = counted_scores(service, [DEPRESSION]).filter(measurement__taken_at__lt=period.ends)
    found: dict[UUID, list[tuple[date, int]]] = {one: [] for one in finished}
    told = rows.values_list("measurement__episode_id", "measurement__taken_at", "value")
    for episode, taken_at, value in told.iterator(chunk_size=2000):
        if episode in found and value is not None:
            found[episode].append((taken_at.astimezone(zone).date(), int(value)))
    return list(found.values())


def _work_reliable_change(on: date) -> float | None:
    """From how many points on work and social adjustment counts as changed; None where nothing is held."""
    facts = library().instruments[WORK].change_facts("total", "reliable", on) if WORK in library().instruments else ()
    return facts[0].value if facts else None


def _work(service: Service, period: Period) -> dict[UUID, FirstAndLast]:
    rows = counted_scores(service, [WORK]).filter(measurement__taken_at__lt=period.ends)
    found: dict[UUID, FirstAndLast] = {}
    for episode, value in rows.values_list("measurement__episode_id", "value").iterator(chunk_size=2000):
        found[episode] = _with(found.get(episode), value)
    return found


def _goals(service: Service, period: Period) -> dict[UUID, dict[UUID, FirstAndLast]]:
    rows = counted_scores(service, [GOAL]).filter(
        measurement__taken_at__lt=period.ends, measurement__goal__isnull=False
    )
    found: dict[UUID, dict[UUID, FirstAndLast]] = defaultdict(dict)
    told = rows.values_list("measurement__episode_id", "measurement__goal_id", "value")
    for episode, goal, value in told.iterator(chunk_size=2000):
        found[episode][goal] = _with(found[episode].get(goal), value)
    return found


def _with(known: FirstAndLast | None, value: float | None) -> FirstAndLast:
    """A single value is a first without a last."""
    return (value, None) if known is None else (known[0], value)


def _talks(service: Service, period: Period) -> dict[UUID, bool]:
    """Whether the newest mark of working together was a reason to talk, by the measure that was asked last."""
    limits, zone = alliance_limits(), ZoneInfo(service.time_zone)
    rows = counted_scores(service, limits, {scale for scale, *_limits in limits.values()}).filter(
        measurement__taken_at__lt=period.ends
    )
    marks: dict[UUID, dict[str, list[tuple[date, float | None]]]] = defaultdict(lambda: defaultdict(list))
    newest: dict[UUID, str] = {}
    told = rows.values_list(
        "measurement__episode_id", "measurement__instrument", "scale", "measurement__taken_at", "value"
    )
    for episode, instrument, scale, taken_at, value in told.iterator(chunk_size=2000):
        if scale == limits[instrument][0]:
            marks[episode][instrument].append((taken_at.astimezone(zone).date(), value))
            newest[episode] = instrument
    found = {}
    for episode, instrument in newest.items():
        _scale, concern_below, fall_of = limits[instrument]
        signal = alliance_signal(marks[episode][instrument], concern_below=concern_below, fall_of=fall_of)
        found[episode] = signal is not None and bool(signal.reasons)
    return found
