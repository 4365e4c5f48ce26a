"""Who answers now, and when nobody will: from the rota once one has begun, until then from the duty role.

Nobody's record is opened.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from kith.care.models import Client, Service, User
from kith.care.models.duty_team import LOOKS_AHEAD, rota_begins, service_team, team_of
from kith.care.permissions import Viewer
from kith.care.queries.identities import TeamMember
from kith.science.pathways import Team, chain_of, holes, is_away, on_duty

Hole = tuple[datetime, datetime]


@dataclass(frozen=True)
class DutyNow:
    """Those on duty at this moment, in the order in which they are asked, and the managers, who find somebody."""

    people: tuple[TeamMember, ...]
    managers: tuple[TeamMember, ...]


@dataclass(frozen=True)
class Outlook:
    """Who is on duty, and the first stretch of the coming fortnight in which nobody is.

    Until a published rota begins the duty role counts, day and night, and there is no hole to be known.
    """

    now: DutyNow
    rota_begins: datetime | None
    has_rota: bool
    next_hole: Hole | None


def outlook(*, viewer: Viewer, at: datetime) -> Outlook:
    """Who is on duty now in the viewer's own service, and when nobody will be."""
    service = Service.objects.get(pk=viewer.service_id)
    team, begins = service_team(service, at), rota_begins(service.pk)
    found = holes(team.shifts, team.away, max(at, begins), at + LOOKS_AHEAD) if begins is not None else ()
    return Outlook(_now(team, at), begins, begins is not None and begins <= at, next(iter(found), None))


def duty_now(*, viewer: Viewer, at: datetime) -> DutyNow:
    """Who is on duty in the viewer's own service, whoever it is about."""
    return _now(service_team(Service.objects.get(pk=viewer.service_id), at), at)


def duty_for(client: Client, *, at: datetime) -> DutyNow:
    """Who is on duty and may know of this client."""
    return _now(team_of(client, at), at)


def answering(client: Client, level: str, *, at: datetime) -> tuple[TeamMember, ...]:
    """Everybody whom an alert of this client can go to now, in order: lead if at work, duty, supervisors."""
    return _named(chain_of(team_of(client, at), level, at).people)


def supervisors_of(client: Client, *, at: datetime) -> tuple[TeamMember, ...]:
    """The supervisors of the one who leads this client's care."""
    return _named(team_of(client, at).supervisors)


def _now(team: Team, at: datetime) -> DutyNow:
    standing = tuple(one for one in team.standing if not is_away(team.away, one, at))
    return DutyNow(_named(on_duty(team.shifts, team.away, at) or standing), _named(team.managers))


def _named(ids: Iterable[str]) -> tuple[TeamMember, ...]:
    wanted = list(ids)
    names = dict(User.objects.filter(pk__in=wanted).values_list("pk", "display_name"))
    by_text = {str(pk): TeamMember(pk, name, False) for pk, name in names.items()}
    return tuple(by_text[one] for one in wanted if one in by_text)
