"""The outcomes of the programme: frozen snapshots, never live rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from kith.care.models import Evaluation, Service, SnapshotRequest
from kith.care.permissions import NotYours, Viewer, check_function
from kith.care.queries.looking import note_seen
from kith.care.queries.outcome_parts import Parts
from kith.science.disclosure import PeriodOffered, offered_periods
from kith.science.outcomes import (
    Attention,
    FunnelLimits,
    GroupsRunning,
    IndividualsLimits,
    PublishedCount,
    PublishedFigure,
    PublishedMissing,
    PublishedRange,
    PublishedRate,
    attention,
    funnel_limits,
    individuals_limits,
    place,
)
from kith.science.outcomes.programme import BY_GROUP
from kith.science.outcomes.programme_values import PublishedPlace, PublishedStratum

CURVE_STEPS = 40
LATE_AFTER = timedelta(minutes=10)  # by then the worker has looked many times
FAILURES_SHOWN = timedelta(days=31)
NOT_KEPT = PublishedRate(None, None, None, None, None, "not_kept")


@dataclass(frozen=True)
class Snapshot:
    """A snapshot by its dates."""

    id: UUID
    period_from: date
    period_to: date
    taken_at: datetime


@dataclass(frozen=True)
class StepShown:
    """A step of the funnel."""

    id: str
    people: PublishedCount
    of_previous: PublishedRate


@dataclass(frozen=True)
class LimitShown:
    """Where a place with this many people is expected."""

    people: int
    inner_low: float
    inner_high: float
    outer_low: float
    outer_high: float


@dataclass(frozen=True)
class PlacesShown:
    """One rate by place, with the rate of the whole service and the limits of chance round it."""

    whole: PublishedRate
    places: tuple[PublishedPlace, ...]
    limits: tuple[LimitShown, ...]


@dataclass(frozen=True)
class MonthShown:
    """One rate in one month, beside the limits of chance round the whole period's; None where it is withheld."""

    first: date
    rate: PublishedRate
    limit: LimitShown | None
    standing: str | None


@dataclass(frozen=True)
class ReferralsShown:
    """How many were referred in each month, with the limits of chance where there are months enough."""

    months: tuple[tuple[date, PublishedCount], ...]
    limits: IndividualsLimits | None


@dataclass(frozen=True)
class LimitsCounted:
    """What was counted as a case and as a reliable change by one measure."""

    measure: str
    name: str
    version: int
    caseness: float
    reliable_change: float
    source: str
    is_verified: bool
    begins: date | None = None  # where it began to count within the period


@dataclass(frozen=True)
class Results:
    """One snapshot, ready to be drawn; `versions` of the code that counted each part, empty where none were kept."""

    snapshot: Snapshot
    funnel: tuple[StepShown, ...]
    rates: Mapping[str, PublishedRate]
    counts: Mapping[str, PublishedCount]
    figures: Mapping[str, PublishedFigure]
    wait_ranges: tuple[PublishedRange, ...]
    equity: Mapping[str, tuple[PublishedStratum, ...]]
    places: Mapping[str, PlacesShown]
    months: Mapping[str, tuple[MonthShown, ...]]
    referrals: ReferralsShown
    groups: GroupsRunning | None
    missing: tuple[PublishedMissing, ...]
    parts: Parts
    measures: tuple[LimitsCounted, ...]
    method: str
    library_version: str
    policies_version: int
    versions: Mapping[str, str]
    to_do: tuple[Attention, ...]


@dataclass(frozen=True)
class Asked:
    """A snapshot that was asked for and is not there: it is being counted, waits for long, or failed."""

    period_from: date
    period_to: date
    asked_at: datetime
    state: str
    failure: str


@dataclass(frozen=True)
class OutcomesPage:
    """The chosen snapshot, the others, what is being counted, the periods offered, and those taken or asked for."""

    time_zone: str
    service_name: str
    snapshots: tuple[Snapshot, ...]
    results: Results | None
    asked: tuple[Asked, ...]
    offered: tuple[PeriodOffered, ...]
    taken: frozenset[PeriodOffered]
    next_on: date


def outcomes(*, viewer: Viewer, at: datetime, evaluation_id: UUID | None = None) -> OutcomesPage:
    """The newest snapshot, or the one asked for; NotYours when it belongs to another service or is not there."""
    check_function(viewer, "programme")
    service = Service.objects.get(pk=viewer.service_id)
    taken = list(service.evaluations.order_by("-taken_at", "-made_at", "-pk").defer("results"))
    chosen = next((one for one in taken if evaluation_id in (None, one.pk)), None)
    if chosen is None and evaluation_id is not None:
        raise NotYours
    today = at.astimezone(ZoneInfo(service.time_zone)).date()
    offered, asked = offered_periods(today), tuple(_asked(service, at))
    note_seen(viewer, "outcomes.seen", [], at=at, about=chosen)
    return OutcomesPage(
        time_zone=service.time_zone,
        service_name=service.name,
        snapshots=tuple(_snapshot(one) for one in taken),
        results=_results(chosen) if chosen else None,
        asked=asked,
        offered=offered,
        taken=_taken(offered, taken, asked, today, ZoneInfo(service.time_zone)),
        next_on=(today.replace(day=1) + timedelta(days=32)).replace(day=1),
    )


def _snapshot(one: Evaluation) -> Snapshot:
    return Snapshot(one.pk, one.period_from, one.period_to, one.taken_at)


def _asked(service: Service, at: datetime) -> Iterator[Asked]:
    """What waits, and what failed in the last days unless the same months were asked for again."""
    rows = service.snapshot_requests.filter(asked_at__gte=at - FAILURES_SHOWN)
    newest: dict[tuple[date, date], SnapshotRequest] = {}
    for one in sorted(rows, key=lambda one: (one.asked_at, one.failed_at is None)):
        newest[one.period_from, one.period_to] = one
    for one in newest.values():
        if one.evaluation_id is None:
            state = "failed" if one.failed_at else "late" if at - one.asked_at > LATE_AFTER else "counting"
            yield Asked(one.period_from, one.period_to, one.asked_at, state, one.failure)


def _taken(
    offered: tuple[PeriodOffered, ...],
    taken: list[Evaluation],
    asked: tuple[Asked, ...],
    today: date,
    zone: ZoneInfo,
) -> frozenset[PeriodOffered]:
    this_month = today.replace(day=1)
    done = {
        (one.period_from, one.period_to)
        for one in taken
        if one.taken_at.astimezone(zone).date().replace(day=1) == this_month
    } | {(one.period_from, one.period_to) for one in asked if one.state != "failed"}
    return frozenset(one for one in offered if (one.period_from, one.period_to) in done)


def _results(one: Evaluation) -> Results:
    stored: dict[str, Any] = one.results
    named = {
        name: value
        for part in ("outcomes", "waits", "attendance", "alerts", "capacity")
        for name, value in stored.get(part, {}).items()
        if isinstance(value, dict) and name != "groups"
    }
    rates = {name: PublishedRate(**value) for name, value in named.items() if "denominator" in value}
    counts = {name: PublishedCount(**value) for name, value in named.items() if "value" not in value}
    places = {name: _places(rates[name], rows) for name, rows in stored["places"].items()}
    equity = {name: tuple(map(_stratum, rows)) for name, rows in stored["equity"].items()}
    months = {name: tuple(_months(name, rates[name].value, stored)) for name in stored["places"]}
    steps = tuple(
        StepShown(row["id"], PublishedCount(**row["people"]), PublishedRate(**row["of_previous"]))
        for row in stored["funnel"]
    )
    return Results(
        snapshot=_snapshot(one),
        funnel=steps,
        rates=rates,
        counts=counts,
        figures={
            name: PublishedFigure(**value) for name, value in named.items() if "people" in value and "value" in value
        },
        wait_ranges=tuple(PublishedRange(**row) for row in stored["waits"]["ranges"]),
        equity=equity,
        places=places,
        months=months,
        referrals=_referrals(stored),
        groups=GroupsRunning(**stored["capacity"]["groups"]) if "capacity" in stored else None,
        missing=tuple(
            PublishedMissing(row["what"], row["of_whom"], PublishedRate(**row["missing"]))
            for row in stored.get("missing", ())
        ),
        parts=Parts.of(stored),
        measures=tuple(
            LimitsCounted(
                row["measure"],
                row["name"],
                row["version"],
                row["caseness"],
                row["reliable_change"],
                row["source"],
                row["is_verified"],
                date.fromisoformat(row["begins"]) if row.get("begins") else None,
            )
            for row in stored["policies"]["measures"]
        ),
        method=one.method,
        library_version=one.library_version,
        policies_version=stored["policies"]["version"],
        versions=stored.get("versions", {}),
        to_do=attention(
            rates,
            {**counts, **{step.id: step.people for step in steps if step.id in ("referred", "treated")}},
            equity,
            {name: [(one.first, one.standing) for one in shown] for name, shown in months.items()},
        ),
    )


def _stratum(row: Mapping[str, Any]) -> PublishedStratum:
    """A snapshot taken before a rate was counted by group says that it was not kept."""
    rates = {name: PublishedRate(**row[name]) if name in row else NOT_KEPT for name in ("treated", *BY_GROUP)}
    return PublishedStratum(row["category"], PublishedCount(**row["referred"]), **rates)


def _places(whole: PublishedRate, rows: list[dict[str, Any]]) -> PlacesShown:
    places = tuple(PublishedPlace(tuple(row["names"]), PublishedRate(**row["rate"]), row["standing"]) for row in rows)
    sizes = [one.rate.denominator for one in places if one.standing and one.rate.denominator]
    return PlacesShown(whole, places, _curve(whole.value, max(sizes)) if sizes and whole.value is not None else ())


def _months(name: str, expected: float | None, stored: Mapping[str, Any]) -> Iterator[MonthShown]:
    """A snapshot taken before months were kept has none."""
    for row in stored.get("months", ()):
        rate, first = PublishedRate(**row["rates"][name]), date.fromisoformat(row["first"])
        if expected is None or rate.value is None or not rate.denominator:
            yield MonthShown(first, rate, None, None)
        else:
            limits = funnel_limits(expected, rate.denominator)
            yield MonthShown(first, rate, _limit(limits), place(rate.value, limits))


def _referrals(stored: Mapping[str, Any]) -> ReferralsShown:
    rows = stored.get("months", ())
    months = tuple((date.fromisoformat(row["first"]), PublishedCount(**row["referred"])) for row in rows)
    return ReferralsShown(months, individuals_limits([count.people for _first, count in months]))


def _curve(expected: float, most: int) -> tuple[LimitShown, ...]:
    ends = int(most * 1.25) + 1
    sizes = sorted({max(5, ends * step // CURVE_STEPS) for step in range(1, CURVE_STEPS + 1)})
    return tuple(_limit(funnel_limits(expected, people)) for people in sizes)


def _limit(limits: FunnelLimits) -> LimitShown:
    ends = (limits.warning_low, limits.warning_high, limits.alarm_low, limits.alarm_high)
    return LimitShown(limits.people, *ends)
