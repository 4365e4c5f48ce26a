"""Who is asking: a value made anew for each request, so that a right that has ended is gone at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kith.care.models import Invitation, User
from kith.care.models.base import live

NOBODY = UUID(int=0)


@dataclass(frozen=True)
class Viewer:
    """An account at one moment. Holds no permission: those are looked up each time."""

    user_id: UUID
    service_id: UUID
    roles: frozenset[str]
    client_id: UUID | None
    display_name: str
    request_id: str = ""
    purpose: str = "care"
    time_zone: str = "UTC"
    invitation_id: UUID | None = None  # set for whoever answers without an account; `user_id` is then the same
    holds: tuple[UUID, ...] = ()  # the invitations on a tablet that goes round a group; nobody is answering just now

    @property
    def is_staff(self) -> bool:
        """Works here, in any role."""
        return bool(self.roles)


def viewer_of(user: User, *, at: datetime, request_id: str = "", purpose: str = "care") -> Viewer:
    """The viewer an account is at this moment (three small queries)."""
    from kith.care.models import Client, Role

    roles = frozenset(Role.objects.filter(live(at), user=user).values_list("name", flat=True))
    client_id = Client.objects.filter(user=user).values_list("id", flat=True).first()
    return Viewer(
        user.id, user.service_id, roles, client_id, user.display_name, request_id, purpose, user.service.time_zone
    )


def invited(invitation: Invitation, *, request_id: str = "") -> Viewer:
    """Whoever holds an open invitation: no account, no role, no column of the policy. The audit chain names it."""
    service = invitation.client.service
    return Viewer(
        invitation.pk, service.pk, frozenset(), None, "", request_id, "invitation", service.time_zone, invitation.pk
    )


def viewer_of_invitation(pk: UUID, *, at: datetime, request_id: str = "") -> Viewer | None:
    """Whoever holds it at this moment; None when it is over. One that was just used up still shows its last page."""
    row = Invitation.objects.select_related("client__service").filter(pk=pk).first()
    if row is None or row.state(at) not in {"open", "used"} or at >= row.expires_at:
        return None
    return invited(row, request_id=request_id)


def viewer_of_round(held: Iterable[UUID], *, at: datetime, request_id: str = "") -> Viewer | None:
    """The tablet that goes round between two members: it knows whose turn there was, and nothing that they said."""
    rows = list(Invitation.objects.select_related("client__service").filter(pk__in=list(held), expires_at__gt=at))
    if not rows:
        return None
    service = rows[0].client.service
    return Viewer(
        NOBODY, service.pk, frozenset(), None, "", request_id, "invitation", service.time_zone,
        holds=tuple(sorted(row.pk for row in rows)),
    )  # fmt: skip


def stranger(*, request_id: str = "") -> Viewer:
    """Somebody who has not said who they are yet."""
    return Viewer(NOBODY, NOBODY, frozenset(), None, "", request_id, "invitation")
