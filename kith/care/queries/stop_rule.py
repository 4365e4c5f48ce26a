"""The stop rule of a group: what it says now, whether that was decided on, and what was decided before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from kith.care.models.keys import preload
from kith.care.models.knowledge import library
from kith.care.models.stop_rule import is_undecided, stop_rule_of
from kith.care.permissions import Viewer, blocked_clients
from kith.care.queries.looking import note_seen
from kith.care.queries.staff_looking import reach_group


@dataclass(frozen=True)
class Decided:
    """One decision, with what the rule said then."""

    decision: str
    reason: str
    until: date | None
    stops: tuple[str, ...]
    told: int
    author: str
    decided_at: datetime


@dataclass(frozen=True)
class StopPage:
    """What the rule says, what is still to be decided, and every decision, the newest first.

    `stops` is None for those who may not read what members answered; they decide all the same.
    """

    time_zone: str
    group_id: UUID
    group_name: str
    was_answered: bool
    is_undecided: bool
    stops: tuple[str, ...] | None
    not_working_if: tuple[str, ...]
    decided: tuple[Decided, ...]
    booked: int
    may_decide: bool


def group_stop(*, viewer: Viewer, group_id: UUID, at: datetime) -> StopPage:
    """For those who may read the group's notes."""
    found, access = reach_group(viewer, group_id, "R", "group_note", at=at, related=("service",))
    preload([found.pk])
    hidden, may_read = blocked_clients(viewer), access.can("R", "group_check")
    hides = found.memberships.filter(client__in=hidden).exists()
    rule, protocol = stop_rule_of(found), library().protocols.get(found.protocol)
    rows = list(found.stop_decisions.select_related("author").order_by("-decided_at", "-made_at", "-pk"))
    page = StopPage(
        time_zone=found.service.time_zone,
        group_id=found.pk,
        group_name=found.name,
        was_answered=rule.meeting is not None,
        is_undecided=is_undecided(rule, rows[0] if rows else None),
        stops=stop_rule_of(found, without=hidden).stops if may_read else None,
        not_working_if=protocol.not_working_if if protocol else (),
        decided=tuple(
            Decided(
                row.decision,
                row.reason,
                row.until,
                tuple(row.stops) if may_read and not hides else (),
                row.told,
                row.author.display_name,
                row.decided_at,
            )
            for row in rows
        ),
        booked=found.sessions.filter(state="booked", starts_at__gt=at).count(),
        may_decide=access.can("W", "group_note") and found.state != "ended",
    )
    note_seen(viewer, "stop_rule.seen", [], at=at, about=found)
    return page
