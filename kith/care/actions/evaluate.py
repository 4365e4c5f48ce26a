"""Evaluate: freeze what a service reached in a period, suppressed before it is stored, beside what produced it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Min, Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kith.care.actions.acting import action, trace
from kith.care.actions.counting import (
    choices_of_ended,
    groups_running,
    hours_of_clients,
    sessions_unrecorded,
    work_of_staff,
)
from kith.care.actions.counting_parts import parts_of
from kith.care.models import (
    Alert,
    BadInput,
    CareRelationship,
    Client,
    Episode,
    Evaluation,
    Service,
    Site,
    WrongMoment,
)
from kith.care.models.counting import counted_attendances, counted_scores
from kith.care.models.delivery import PRESENT
from kith.care.models.keys import preload
from kith.care.models.knowledge import library
from kith.care.permissions import Viewer, check_function
from kith.science.change import MeasurePolicy
from kith.science.disclosure import offered_periods
from kith.science.outcomes import (
    METHOD,
    AlertFacts,
    DatedLimits,
    EpisodeFacts,
    Period,
    ProgrammeResults,
    capacity_results,
    missing_results,
    policies_within,
    programme_results,
)
from kith.science.outcomes.signal_accuracy import age_band
from kith.science.outcomes.versions import part_versions
from kith.science.recommendation import audit_ended

TOLD = ("gender", "ethnicity", "deprivation")  # by people themselves; no suggestion may hang on them
STRATA = (*TOLD, "age_band", "language")
NOT_STATED = "not stated"
MEASURES = ("phq9", "gad7")  # counted for everybody; every pairing of the measure policies has or may fall back on them
MANY_AT_ONCE = 500  # episodes whose keys and strata are opened together: memory stays flat however large the service

Visits = dict[UUID, list[tuple[date, str]]]
Pairs = dict[UUID, tuple[float | None, float | None]]


@action
def take_snapshot(
    *, period_from: date, period_to: date, by: Viewer, at: datetime, service_id: UUID | None = None
) -> Evaluation:
    """The results of one of the periods offered, at once: for commands. Stays as it is; a later look is a new one.

    The same months can be looked at again from the next month on, so that two looks never differ by one person.
    """
    check_function(by, "programme", service_id=service_id)
    return freeze(Service.objects.get(pk=by.service_id), period_from, period_to, by, at)


@action
def take_monthly_snapshot(*, by: Viewer, at: datetime) -> Evaluation:
    """The results of the last twelve months that are over, once a month, by the installation itself.

    Raises WrongMoment once somebody has taken them this month: the worker asks again and again.
    """
    check_function(by, "set_up")
    service = Service.objects.get(pk=by.service_id)
    month = at.astimezone(ZoneInfo(service.time_zone)).date().replace(day=1)
    return freeze(service, month.replace(year=month.year - 1), month - timedelta(days=1), by, at)


def freeze(service: Service, period_from: date, period_to: date, by: Viewer, at: datetime) -> Evaluation:
    """Count a period and keep what may be shown. Raises BadInput or WrongMoment as `check_can_be_taken` does."""
    zone = ZoneInfo(service.time_zone)
    check_can_be_taken(service, period_from, period_to, at)
    period = Period(period_from, period_to, _starts(period_from, zone), _starts(period_to + timedelta(days=1), zone))
    limits = DatedLimits.within(library().measure_policies, MEASURES, period_from, period_to)
    stays = dict(_episodes(service, period, zone))
    episodes = list(stays.values())
    results = programme_results(
        episodes,
        _alerts(service, period),
        period=period,
        limits=limits,
        strata=STRATA,
        staff_of_place=_staff_of_sites(service, period),
    )
    policies = {"version": library().measure_policies.version, "measures": _measures(period_from, period_to)}
    snapshot = Evaluation.objects.create(
        service=service,
        period_from=period_from,
        period_to=period_to,
        results={
            **asdict(results),
            **_delivery(service, period, episodes, results),
            **parts_of(service, stays, period, limits, MEASURES),
            "versions": dict(part_versions()),
            "choices": asdict(audit_ended(choices_of_ended(service, stays), TOLD, limits=limits)),
            "policies": policies,
        },
        method=METHOD,
        library_version=library().version,
        taken_at=at,
        made_at=at,
    )
    trace("programme.snapshot", by=by, at=at, clients=(), about=snapshot)
    return snapshot


def _delivery(
    service: Service, period: Period, episodes: list[EpisodeFacts], results: ProgrammeResults
) -> dict[str, Any]:
    """What a week of the service holds, and what its record lacks."""
    referred = results.funnel[0].people
    capacity = capacity_results(
        episodes, work_of_staff(service, period), groups_running(service, period), period=period, referred=referred
    )
    missing = missing_results(
        episodes,
        dict(results.equity),
        period=period,
        referred=referred,
        unrecorded=sessions_unrecorded(service, period),
        not_stated=NOT_STATED,
    )
    return {"capacity": asdict(capacity), "missing": [asdict(one) for one in missing]}


def check_can_be_taken(service: Service, first: date, last: date, at: datetime) -> None:
    """Raises BadInput for a period that is not offered, WrongMoment for one not over or taken this month already."""
    zone = ZoneInfo(service.time_zone)
    _check_period(first, last, at.astimezone(zone).date())
    _check_not_taken(service, first, last, at, zone)


def _check_period(first: date, last: date, today: date) -> None:
    if last >= today:
        raise WrongMoment(
            _("No snapshot was taken."),
            _("%(month)s is not over.") % {"month": date_format(last, "YEAR_MONTH_FORMAT")},
            _("Choose a month that has ended, so that nobody's coming or going shows."),
            "period",
        )
    if (first, last) not in {(one.period_from, one.period_to) for one in offered_periods(today)}:
        raise BadInput(
            _("No snapshot was taken."),
            _("The period runs from %(first)s to %(last)s.")
            % {"first": date_format(first, "DATE_FORMAT"), "last": date_format(last, "DATE_FORMAT")},
            _(
                "Choose one of the periods offered. If others could be taken, they could be subtracted from each other "
                "until one person is left."
            ),
            "period",
        )


def _check_not_taken(service: Service, first: date, last: date, at: datetime, zone: ZoneInfo) -> None:
    month = at.astimezone(zone).date().replace(day=1)
    same = service.evaluations.filter(period_from=first, period_to=last, taken_at__gte=_starts(month, zone)).first()
    if same is not None:
        raise WrongMoment(
            _("No second snapshot was taken."),
            _("One of the same months was taken on %(day)s.")
            % {"day": date_format(same.taken_at.astimezone(zone), "MONTH_DAY_FORMAT")},
            _(
                "Open that one, choose another period, or come back next month. Two looks close together could show "
                "one person."
            ),
            "period",
        )


def _starts(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), tzinfo=zone).astimezone(UTC)


def _episodes(service: Service, period: Period, zone: ZoneInfo) -> Iterator[tuple[UUID, EpisodeFacts]]:
    """Every episode that had begun by the end of the period and had not ended before it."""
    visits, pairs = _visits(service, period, zone), {name: _first_and_last(service, name, period) for name in MEASURES}
    kept = hours_of_clients(service, period)
    rows = (
        Episode.objects.filter(
            Q(ended_at__isnull=True) | Q(ended_at__gte=period.begins),
            client__service=service,
            referral__received_on__lte=period.last,
        )
        .select_related("referral", "client__site")
        .order_by("pk")
    )
    for some in _in_parts(rows.iterator(chunk_size=MANY_AT_ONCE)):
        preload([one.client_id for one in some])
        for one in some:
            ended = one.ended_at.astimezone(zone).date() if one.ended_at and one.ended_at < period.ends else None
            met = [
                (day, status)
                for day, status in visits.get(one.client_id, ())
                if one.opened_on <= day and (ended is None or day <= ended)
            ]
            facts = EpisodeFacts(
                place=one.client.site.name,
                strata=_strata(one.client, one.referral.received_on),
                received_on=one.referral.received_on,
                is_assessed=one.assessed_at is not None and one.assessed_at < period.ends,
                attended_on=tuple(day for day, status in met if status in PRESENT),
                missed_on=tuple(day for day, status in met if status == "did_not_attend"),
                ended_on=ended,
                has_dropped_out=ended is not None and one.ending == "dropped_out",
                depression=pairs[MEASURES[0]].get(one.pk, (None, None)),
                anxiety=pairs[MEASURES[1]].get(one.pk, (None, None)),
                practitioner_hours=sum(
                    hours
                    for when, hours in kept.get(one.client_id, ())
                    if one.opened_on <= when.astimezone(zone).date() and (one.ended_at is None or when <= one.ended_at)
                ),
            )
            yield one.pk, facts


def _strata(client: Client, referred_on: date) -> dict[str, str]:
    told = {name: str(client.equity.get(name) or NOT_STATED) for name in TOLD}
    try:
        age = age_band(date.fromisoformat(client.date_of_birth), referred_on)
    except ValueError:
        age = NOT_STATED
    return told | {"age_band": age, "language": client.language}


def _in_parts(rows: Iterator[Episode]) -> Iterator[list[Episode]]:
    part: list[Episode] = []
    for row in rows:
        part.append(row)
        if len(part) == MANY_AT_ONCE:
            yield part
            part = []
    yield part


def _visits(service: Service, period: Period, zone: ZoneInfo) -> Visits:
    """Every session and group meeting that had taken place by the end of the period."""
    rows = counted_attendances(service).filter(session__starts_at__lt=period.ends)
    visits = rows.values_list("client_id", "session__starts_at", "status")
    found: Visits = defaultdict(list)
    for client_id, starts_at, status in visits.iterator(chunk_size=2000):
        found[client_id].append((starts_at.astimezone(zone).date(), status))
    return found


def _first_and_last(service: Service, instrument: str, period: Period) -> Pairs:
    """The first and the last score of each episode; a single one is a first score without a last."""
    rows = counted_scores(service, [instrument]).filter(measurement__taken_at__lt=period.ends)
    pairs = rows.values_list("measurement__episode_id", "value")
    found: Pairs = {}
    for episode_id, value in pairs.iterator(chunk_size=2000):
        found[episode_id] = (found[episode_id][0], value) if episode_id in found else (value, None)
    return found


def _alerts(service: Service, period: Period) -> Iterable[AlertFacts]:
    rows = (
        Alert.objects.filter(
            Q(closed_at__isnull=True) | Q(closed_at__gte=period.begins),
            client__service=service,
            raised_at__lt=period.ends,
        )
        .annotate(contacted_at=Min("steps__at", filter=Q(steps__step="contacted")))
        .values_list("raised_at", "contact_due_at", "contacted_at", "closed_at")
    )
    return (AlertFacts(*row) for row in rows.iterator(chunk_size=2000))


def _staff_of_sites(service: Service, period: Period) -> dict[str, set[object]]:
    """Which practitioners led somebody's care at each site during the period."""
    led = CareRelationship.objects.filter(
        Q(ends__isnull=True) | Q(ends__gte=period.begins),
        client__service=service,
        kind="practitioner",
        starts__lt=period.ends,
    )
    found: dict[str, set[object]] = {site.name: set() for site in Site.objects.filter(service=service)}
    for name, staff_id in led.values_list("client__site__name", "staff_id").distinct():
        found[name].add(staff_id)
    return found


def _measures(first: date, last: date) -> list[dict[str, Any]]:
    """Every policy that counted in the period; `begins` where it began to within it."""
    found = []
    for name in MEASURES:
        for place, policy in enumerate(policies_within(library().measure_policies, name, first, last)):
            begins = policy.effective_from.isoformat() if place and policy.effective_from else None
            found.append(_limits(policy) | {"begins": begins})
    return found


def _limits(policy: MeasurePolicy) -> dict[str, Any]:
    """What was counted as a case and as reliable for care that ended while it was in force."""
    is_verified = {policy.provenance.caseness, policy.provenance.reliable_change} == {"verified"}
    return {
        "measure": policy.measure,
        "name": policy.name,
        "version": policy.version,
        "caseness": policy.caseness,
        "reliable_change": policy.reliable_change,
        "source": policy.source,
        "is_verified": is_verified,
    }
