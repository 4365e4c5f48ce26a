"""A tablet that goes round a group: whose turn it can be, and never anything that somebody answered on it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kith.care.models import Invitation, Session
from kith.care.models.asking import GROUP_ARRIVAL
from kith.care.models.places import names_in
from kith.care.permissions import NotYours, Viewer
from kith.care.queries.looking import note_seen


@dataclass(frozen=True)
class Turn:
    """A member and whether the tablet can still be opened for them; closed says nothing of whether they answered."""

    invitation_id: UUID
    name: str
    is_open: bool


@dataclass(frozen=True)
class RoundPage:
    """Between two members."""

    time_zone: str
    is_arrival: bool
    turns: tuple[Turn, ...]


def tablet_round(*, viewer: Viewer, session_id: UUID, at: datetime) -> RoundPage:
    """The names of those for whom this tablet was handed over; NotYours for everybody who holds no such tablet."""
    rows = held_in_round(viewer=viewer)
    meeting = Session.objects.select_related("group__service").filter(pk=session_id).first()
    if meeting is None or meeting.group is None:
        raise NotYours
    names = names_in(meeting.group)
    note_seen(viewer, "tablet_round.seen", [row.client_id for row in rows], at=at, about=meeting)
    return RoundPage(
        time_zone=viewer.time_zone,
        is_arrival=rows[0].instruments == [GROUP_ARRIVAL],
        turns=tuple(
            sorted(
                (Turn(row.pk, names.get(row.client_id, ""), _is_open(row, at)) for row in rows),
                key=lambda one: (one.name.casefold(), one.invitation_id),
            )
        ),
    )


def held_in_round(*, viewer: Viewer) -> list[Invitation]:
    """The invitations of the round that this tablet holds; NotYours where it holds none."""
    rows = list(Invitation.objects.select_related("client__service").filter(pk__in=viewer.holds).order_by("pk"))
    if not rows:
        raise NotYours
    return rows


def turn_in_round(*, viewer: Viewer, invitation_id: UUID | None, at: datetime) -> Invitation | None:
    """The invitation behind a name of the round; None once it has been begun, answered or passed over."""
    row = next((one for one in held_in_round(viewer=viewer) if one.pk == invitation_id), None)
    return row if row is not None and _is_open(row, at) else None


def _is_open(invitation: Invitation, at: datetime) -> bool:
    """Begun counts as closed: whoever opens it next might be somebody else."""
    return invitation.is_open(at) and not invitation.drafts.exists()
