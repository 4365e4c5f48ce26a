"""How fast alerts are answered: for managers as counts that point at nobody, for supervisors by supervisee."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Self
from uuid import UUID
from zoneinfo import ZoneInfo

from kith.care.models import Alert, AlertStep, CareRelationship, SupervisionLink
from kith.care.models.duty_team import holders
from kith.care.models.safety import HANDED, LEVELS
from kith.care.permissions import Viewer, check_function, live, visible
from kith.care.queries.looking import note_seen
from kith.science.disclosure import FEWEST_PRACTITIONERS, quarters_over, shown_count, shown_rate
from kith.science.outcomes import LevelTimes, PublishedCount, Speed, Wait, response_times
from kith.science.outcomes.response_times import JOINED, PublishedLevel, PublishedSpeed, published_times
from kith.science.pathways import acknowledge_by

WEEKS = 12  # of a supervisor's own people
ANSWERED = ("contacted", "planned", "closed")


@dataclass(frozen=True)
class LevelShown:
    """Some levels as a page may show them: for managers neighbours are joined where one alone has few alerts.

    A count is None with its reason where it is withheld.
    """

    levels: tuple[str, ...]
    alerts: PublishedCount
    seen: PublishedSpeed
    contact: PublishedSpeed
    closed: PublishedSpeed
    went_on: PublishedCount
    missed: PublishedCount

    @classmethod
    def of(cls, one: PublishedLevel) -> Self:
        """As it was made fit."""
        speeds = (one.seen, one.contact, one.closed)
        return cls(tuple(one.level.split(JOINED)), one.alerts, *speeds, went_on=one.went_on, missed=one.missed)


@dataclass(frozen=True)
class Burden:
    """Alerts given to each practitioner in a week, where there are three or more; the share of those due acted on."""

    given_a_week: float | None
    acted_on: float | None


@dataclass(frozen=True)
class SuperviseeTimes:
    """One supervisee: alerts given to them, and how those of the people they lead were answered."""

    name: str
    given: int
    given_a_week: float
    went_on: int
    times: LevelShown
    acted_on: float | None


@dataclass(frozen=True)
class AlertTimesPage:
    """`programme` for managers, of a quarter that is over and withheld where small; nothing of it before alerts began.

    The rest is for supervisors, who may open each of these alerts: of the weeks until now.
    """

    weeks: int
    quarter: tuple[date, date] | None
    programme: tuple[LevelShown, ...]
    burden: Burden | None
    team: tuple[LevelShown, ...]
    supervisees: tuple[SuperviseeTimes, ...]


def alert_times(*, viewer: Viewer, at: datetime) -> AlertTimesPage:
    """For a manager the last quarter that is over, as it stood then; for a supervisor the last twelve weeks."""
    check_function(viewer, "alert_times")
    since = at - timedelta(weeks=WEEKS)
    quarter, programme, team = None, tuple[LevelShown, ...](), tuple[LevelShown, ...]()
    burden, each = None, tuple[SuperviseeTimes, ...]()
    if "manager" in viewer.roles:
        quarter, programme, burden = _programme(viewer, at)
    if "supervisor" in viewer.roles:
        team, each = _supervised(viewer, since, at)
    note_seen(viewer, "alert_times.seen", [], at=at)
    return AlertTimesPage(WEEKS, quarter, programme, burden, team, each)


def _programme(viewer: Viewer, at: datetime) -> tuple[tuple[date, date], tuple[LevelShown, ...], Burden | None]:
    """Nothing that happens today moves it: alerts, levels and steps are those of the quarter's end."""
    zone = ZoneInfo(viewer.time_zone)
    ((first, last),) = quarters_over(at.astimezone(zone).date(), 1)
    begins, ends = (datetime.combine(day, time(), tzinfo=zone) for day in (first, last + timedelta(days=1)))
    alerts = Alert.objects.filter(client__service_id=viewer.service_id, raised_at__lt=ends)
    if not alerts.exists():
        return (first, last), (), None
    waits = list(_waits(alerts.filter(raised_at__gte=begins), viewer, ends).values())
    shown = tuple(LevelShown.of(one) for one in published_times(waits, LEVELS, ends))
    return (first, last), shown, _burden(viewer, waits, begins, ends)


def _waits(alerts: Iterable[Alert], viewer: Viewer, by: datetime) -> dict[UUID, Wait]:
    """The last wait of each alert, by its id, as it had been written down by a moment."""
    rows = {row.pk: row for row in alerts}
    steps: dict[UUID, list[AlertStep]] = {pk: [] for pk in rows}
    for step in AlertStep.objects.filter(alert__in=rows, made_at__lt=by).order_by("at", "made_at", "pk"):
        steps[step.alert_id].append(step)
    return {pk: _wait(row, steps[pk], viewer.time_zone) for pk, row in rows.items()}


def _wait(alert: Alert, steps: list[AlertStep], time_zone: str) -> Wait:
    first, is_answered = 0, False
    for number, step in enumerate(steps):
        if step.step == "raised" and is_answered:
            first, is_answered = number, False
        is_answered = is_answered or step.step in ANSWERED
    last = steps[first:]
    began = last[0].at if last else alert.raised_at
    news = next((one for one in reversed(last) if one.step == "raised" and one.level), None)
    level, contact_by = (news.level, news.contact_due_at) if news else (alert.level, None)
    return Wait(
        level=level,
        began=began,
        see_by=acknowledge_by(level, began, time_zone),
        contact_by=contact_by or alert.contact_due_at,
        seen_at=next((one.at for one in last if one.step in ("seen", *ANSWERED)), None),
        contacted_at=next((one.at for one in last if one.step in ANSWERED), None),
        closed_at=next((one.at for one in last if one.step == "closed"), None),
        went_on=sum(one.step == "escalated" for one in last),
    )


def _burden(viewer: Viewer, waits: list[Wait], begins: datetime, ends: datetime) -> Burden:
    given = AlertStep.objects.filter(
        alert__client__service_id=viewer.service_id, step__in=HANDED, at__gte=begins, at__lt=ends, made_at__lt=ends
    )
    people = [UUID(one) for one in holders(viewer.service_id, "practitioner", ends)]
    times = shown_count(given.filter(to_owner__in=people).count()).value
    contact = _together(waits, ends).contact
    weeks = (ends - begins) / timedelta(weeks=1)
    acted = shown_rate(contact.done, contact.decided).value
    is_of_several = len(people) >= FEWEST_PRACTITIONERS
    return Burden(times / len(people) / weeks if times is not None and is_of_several else None, acted)


def _supervised(
    viewer: Viewer, since: datetime, at: datetime
) -> tuple[tuple[LevelShown, ...], tuple[SuperviseeTimes, ...]]:
    as_supervisor = replace(viewer, roles=frozenset({"supervisor"}), client_id=None)
    alerts = list(visible(Alert, as_supervisor, at=at).filter(raised_at__gte=since))
    alerts = [row for row in alerts if row.client_id != viewer.client_id]
    waits = _waits(alerts, viewer, at + timedelta(microseconds=1))
    leads = CareRelationship.objects.filter(live(at), client__in={row.client_id for row in alerts}, is_lead=True)
    lead_of = dict(leads.values_list("client_id", "staff_id"))
    links = SupervisionLink.objects.filter(live(at), supervisor=viewer.user_id).select_related("supervisee")
    people = {link.supervisee_id: link.supervisee.display_name for link in links}
    given = list(
        AlertStep.objects.filter(alert__in=alerts, step__in=HANDED, at__gte=since).values_list(
            "to_owner_id", "from_owner_id", "step"
        )
    )
    each = []
    for person, name in sorted(people.items(), key=lambda pair: pair[1]):
        own = [waits[row.pk] for row in alerts if lead_of.get(row.client_id) == person]
        times = _together(own, at)
        times_given = sum(to == person for to, _from, _step in given)
        each.append(
            SuperviseeTimes(
                name,
                times_given,
                times_given / WEEKS,
                sum(before == person and step == "escalated" for _to, before, step in given),
                _whole(times),
                times.contact.done / times.contact.decided if times.contact.decided else None,
            )
        )
    led = [waits[row.pk] for row in alerts if lead_of.get(row.client_id) in people]
    return tuple(_whole(one) for one in response_times(led, LEVELS, at)), tuple(each)


def _together(waits: Iterable[Wait], at: datetime) -> LevelTimes:
    """The times of waits of every level as one. Acted on, of those due: contact done, of contact decided."""
    (times,) = response_times([replace(one, level="all") for one in waits], ("all",), at)
    return times


def _whole(times: LevelTimes) -> LevelShown:
    def speed(one: Speed) -> PublishedSpeed:
        return PublishedSpeed(one.median, one.worst, one.kept / one.decided if one.decided else None)

    return LevelShown(
        (times.level,),
        PublishedCount(times.alerts),
        speed(times.seen),
        speed(times.contact),
        speed(times.closed),
        PublishedCount(times.went_on),
        PublishedCount(times.missed),
    )
