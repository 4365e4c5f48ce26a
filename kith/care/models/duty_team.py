"""Who can be asked about a person, as the record knows it: the values that the table of escalation decides from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q

from kith.care.models.access import Block
from kith.care.models.base import live
from kith.care.models.duty import Absence, DutyShift
from kith.care.models.people import CareRelationship, Client, Role, Service, SupervisionLink
from kith.care.models.safety import HANDED, Alert, AlertStep
from kith.science.pathways import Away, OpenCase, Shift, Team, holes

LOOKS_AHEAD = timedelta(days=14)  # how far a page that looks for the next hole reads the rota


def holders(service_id: UUID, role: str, at: datetime) -> tuple[str, ...]:
    """The active accounts that hold a role now, those who held it longest first."""
    rows = Role.objects.filter(live(at), name=role, user__service_id=service_id, user__is_active=True)
    return tuple(
        dict.fromkeys(str(one) for one in rows.order_by("starts", "made_at", "pk").values_list("user_id", flat=True))
    )


def shifts_of(
    service_id: UUID, starts: datetime, ends: datetime, *, at: datetime, week: tuple[datetime, datetime] | None = None
) -> tuple[Shift, ...]:
    """The shifts that count in a stretch of time: published, and of somebody who holds the duty role now.

    With `week`, drafts that begin in it count as if it were published; those of other weeks never do.
    """
    counts = Q(published_at__isnull=False)
    if week is not None:
        counts |= Q(starts__gte=week[0], starts__lt=week[1])
    rows = DutyShift.objects.filter(counts, service_id=service_id, starts__lt=ends, ends__gt=starts, withdrawn_at=None)
    able = set(holders(service_id, "duty", at))
    shifts = (Shift(str(row.person_id), row.starts, row.ends, row.is_backup) for row in rows)
    return tuple(one for one in shifts if one.person in able)


def away_of(service_id: UUID, starts: datetime, ends: datetime) -> tuple[Away, ...]:
    """Who is away in a stretch of time."""
    rows = Absence.objects.filter(service_id=service_id, starts__lt=ends, withdrawn_at=None)
    rows = rows.filter(Q(ends__isnull=True) | Q(ends__gt=starts))
    return tuple(Away(str(row.person_id), row.starts, row.ends) for row in rows)


def holes_of(
    service_id: UUID, starts: datetime, ends: datetime, *, at: datetime, week: tuple[datetime, datetime] | None = None
) -> tuple[tuple[datetime, datetime], ...]:
    """The stretches of a time in which nobody is on duty; `week` as for `shifts_of`. None where the time is over."""
    if starts >= ends:
        return ()
    shifts = shifts_of(service_id, starts, ends, at=at, week=week)
    return holes(shifts, away_of(service_id, starts, ends), starts, ends)


def rota_begins(service_id: UUID) -> datetime | None:
    """When the first published shift begins: from then on the rota says who is on duty, and nothing else."""
    rows = DutyShift.objects.filter(service_id=service_id, withdrawn_at=None, published_at__isnull=False)
    first = rows.order_by("starts", "pk").first()
    return first.starts if first is not None else None


def service_team(service: Service, at: datetime) -> Team:
    """Who answers for a service now, whoever it is about: duty and managers; administrators only where none is."""
    begins = rota_begins(service.pk)
    has_begun = begins is not None and begins <= at
    return Team(
        time_zone=service.time_zone,
        managers=holders(service.pk, "manager", at) or holders(service.pk, "administrator", at),
        shifts=shifts_of(service.pk, at, at + LOOKS_AHEAD, at=at),
        away=away_of(service.pk, at, at + LOOKS_AHEAD),
        standing=() if has_begun else holders(service.pk, "duty", at),
    )


def concern_team(service: Service, at: datetime) -> Team:
    """Who answers a concern about somebody not found yet: duty, then every supervisor, then managers."""
    team = service_team(service, at)
    return replace(team, supervisors=holders(service.pk, "supervisor", at))


def team_of(client: Client, at: datetime) -> Team:
    """Who can be asked about one client, without those who must not see that the client exists."""
    team = service_team(client.service, at)
    blocked = Block.objects.filter(client=client, lifted_at=None).values_list("user_id", flat=True)
    barred = {str(one) for one in (*blocked, client.user_id)}  # nobody answers their own alert either
    may_lead = set(holders(client.service_id, "practitioner", at)) - barred
    leads = CareRelationship.objects.filter(live(at), client=client, is_lead=True).values_list("staff_id", flat=True)
    lead = next((str(one) for one in leads if str(one) in may_lead), None)
    may_supervise = set(holders(client.service_id, "supervisor", at)) - barred
    links = SupervisionLink.objects.filter(live(at), supervisee_id=UUID(lead)).order_by("starts", "pk") if lead else ()
    over = tuple(str(one.supervisor_id) for one in links if str(one.supervisor_id) in may_supervise)
    return replace(
        team,
        lead=lead,
        supervisors=over,
        shifts=tuple(one for one in team.shifts if one.person not in barred),
        standing=tuple(one for one in team.standing if one not in barred),
    )


def case_of(alert: Alert, steps: Iterable[AlertStep]) -> OpenCase:
    """An open alert as the table of escalation sees it, from its steps in any order."""
    told = sorted(steps, key=lambda step: (step.at, step.made_at))
    given = [step for step in told if step.step in HANDED]
    since_news = 0
    for step in given:
        since_news = 0 if step.step == "raised" else since_news + (step.step == "escalated")
    return OpenCase(
        level=alert.level,
        state=alert.state,  # type: ignore[arg-type]
        owner=str(alert.owner_id),
        given_at=given[-1].at if given else alert.raised_at,
        contact_due_at=alert.contact_due_at,
        touched_at=told[-1].at if told else alert.raised_at,
        times=since_news,
        is_chosen=bool(given) and given[-1].step == "handed_over",
    )
