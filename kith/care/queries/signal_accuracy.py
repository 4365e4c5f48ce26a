"""How good the signals of the service are: the newest reference of a measure, as it was frozen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from kith.care.models import CourseReference, Service
from kith.care.models.knowledge import definition_as_taken
from kith.care.permissions import Viewer, check_function, policy
from kith.care.queries.courses_of_scores import FIRST_CHOICE
from kith.care.queries.looking import note_seen
from kith.science.change import Reference, ReferenceBand
from kith.science.outcomes.published_signals import PublishedAccuracy, PublishedStudy


@dataclass(frozen=True)
class BandShown:
    """People who began alike: above `low`, or from `begins_from` on, up to `high`; None is open."""

    low: float | None
    begins_from: float | None
    high: float | None
    people: int
    last_session: int


@dataclass(frozen=True)
class GroupShown:
    """One group of people and how good the signals were for them."""

    name: str
    accuracy: PublishedAccuracy


@dataclass(frozen=True)
class SignalsOfMeasure:
    """What was learned of one measure, how good its signals were on people it was not learned from, and the rules."""

    key: str
    name: str
    number: int
    fitted_on: date
    ended_from: date
    ended_to: date
    people: int
    bands: tuple[BandShown, ...]
    expected: PublishedStudy
    rules: PublishedStudy
    groups: Mapping[str, tuple[GroupShown, ...]]
    cut_off: float
    reliable_change: float
    source: str
    method: str
    library_version: str


@dataclass(frozen=True)
class SignalsPage:
    """The chosen measure, the others to choose from, and whether the service may learn again now."""

    measures: tuple[tuple[str, str], ...]
    chosen: SignalsOfMeasure | None
    may_learn: bool
    learned_on: date | None
    next_on: date


def signal_accuracy(*, viewer: Viewer, at: datetime, measure: str = "") -> SignalsPage:
    """The measure asked for, else the first; nothing where the service has not learned yet."""
    check_function(viewer, "signals")
    service = Service.objects.get(pk=viewer.service_id)
    zone = ZoneInfo(service.time_zone)
    newest: dict[str, CourseReference] = {}
    for row in service.course_references.order_by("number"):
        newest[f"{row.instrument}-{row.version}"] = row
    newest = dict(sorted(newest.items(), key=lambda pair: (pair[1].instrument != FIRST_CHOICE, pair[0])))
    chosen = newest.get(measure) or next(iter(newest.values()), None)
    learned_on = max((row.fitted_at.astimezone(zone).date() for row in newest.values()), default=None)
    today = at.astimezone(zone).date()
    is_new_month = learned_on is None or (learned_on.year, learned_on.month) < (today.year, today.month)
    note_seen(viewer, "signal_accuracy.seen", [], at=at, about=chosen)
    return SignalsPage(
        measures=tuple((key, _name(row)) for key, row in newest.items()),
        chosen=_shown(chosen, zone) if chosen else None,
        may_learn=is_new_month and bool(viewer.roles & set(policy().functions["programme"])),
        learned_on=learned_on,
        next_on=(today.replace(day=1) + timedelta(days=32)).replace(day=1),
    )


def _name(row: CourseReference) -> str:
    return definition_as_taken(row.instrument, f"{row.version}.0.0").short


def _band(reference: Reference, band: ReferenceBand) -> BandShown:
    return BandShown(
        low=band.low,
        high=band.high if band.high is not None else reference.begins_to,
        begins_from=reference.begins_from if band.low is None else None,
        people=band.people,
        last_session=band.last_session,
    )


def _shown(row: CourseReference, zone: ZoneInfo) -> SignalsOfMeasure:
    reference, stored = Reference.of_values(row.course), row.accuracy
    limits: dict[str, Any] = stored["limits"]
    return SignalsOfMeasure(
        key=f"{row.instrument}-{row.version}",
        name=_name(row),
        number=row.number,
        fitted_on=row.fitted_at.astimezone(zone).date(),
        ended_from=row.ended_from,
        ended_to=row.ended_to,
        people=reference.people,
        bands=tuple(_band(reference, band) for band in reference.bands),
        expected=PublishedStudy.of_values(stored["expected_course"]),
        rules=PublishedStudy.of_values(stored["rules"]),
        groups={
            kind: tuple(GroupShown(one["name"], PublishedAccuracy.of_values(one)) for one in names)
            for kind, names in stored["groups"].items()
        },
        cut_off=limits["cut_off"],
        reliable_change=limits["reliable_change"],
        source=limits["source"],
        method=row.method,
        library_version=row.library_version,
    )
