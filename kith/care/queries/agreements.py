"""Who has said yes to a group's agreement and its limits, to which text and when: for leaders, and for oneself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from kith.care.models import AgreementYes, Group, Membership
from kith.care.models.agreements import LIMITS, agreement_lines, is_current, mark_of, yeses_of
from kith.care.models.keys import preload
from kith.care.models.places import current_members
from kith.care.permissions import NotYours, Viewer, blocked_clients, live
from kith.care.queries.looking import note_seen
from kith.care.queries.myself import open_own
from kith.care.queries.staff_looking import reach_group


@dataclass(frozen=True)
class YesShown:
    """One member's newest yes; `said_on` None: none yet. `is_current` where it is to the text as it stands."""

    membership_id: UUID
    name: str
    number: str
    said_on: date | None
    way: str
    is_current: bool
    has_account: bool


@dataclass(frozen=True)
class AgreementPage:
    """The text of a group as it stands, and each member's yes."""

    time_zone: str
    group_id: UUID
    group_name: str
    agreement: tuple[str, ...]
    limits: tuple[str, ...]
    members: tuple[YesShown, ...]
    is_partly_hidden: bool
    may_write: bool

    @property
    def waiting(self) -> tuple[str, ...]:
        """The names of those who have not said yes to the text as it stands."""
        return tuple(one.name for one in self.members if not one.is_current)


@dataclass(frozen=True)
class TextToMe:
    """A text that I said yes to, as I read it then."""

    said_on: date
    way: str
    agreement: tuple[str, ...]
    limits: tuple[str, ...]


@dataclass(frozen=True)
class MyAgreement:
    """The text of one of my groups as it stands, and those I have said yes to, the newest first."""

    time_zone: str
    group_id: UUID
    group_name: str
    agreement: tuple[str, ...]
    limits: tuple[str, ...]
    mark: str  # of this text, sent along with a yes
    said: tuple[TextToMe, ...]
    is_current: bool


def group_agreement(*, viewer: Viewer, group_id: UUID, at: datetime) -> AgreementPage:
    """For those who lead the group; NotYours for everybody else."""
    found, _ = reach_group(viewer, group_id, "W", "group_agreement", at=at, related=("service",))
    members, hidden = current_members(found, at), blocked_clients(viewer)
    shown = [one for one in members if one.client_id not in hidden]
    preload([found.pk, *(one.client_id for one in shown)])
    said = yeses_of(shown)
    page = AgreementPage(
        time_zone=found.service.time_zone,
        group_id=found.pk,
        group_name=found.name,
        agreement=agreement_lines(found.agreement),
        limits=tuple(str(line) for line in LIMITS),
        members=tuple(_yes(one, said.get(one.pk), found) for one in shown),
        is_partly_hidden=len(shown) < len(members),
        may_write=found.state != "ended",
    )
    note_seen(viewer, "agreement.seen", [one.client_id for one in shown], at=at, about=found)
    return page


def place_to_enter(*, viewer: Viewer, group_id: UUID, membership_id: UUID, at: datetime) -> Membership:
    """A place in this very group, for a yes on paper entered by whoever leads it; NotYours otherwise."""
    found, _ = reach_group(viewer, group_id, "W", "group_agreement", at=at, related=("service",))
    place = found.memberships.filter(live(at), pk=membership_id).select_related("client", "group__service").first()
    if not isinstance(place, Membership) or place.client_id in blocked_clients(viewer):
        raise NotYours
    return place


def my_agreement(*, viewer: Viewer, group_id: UUID, at: datetime) -> MyAgreement:
    """One of one's own groups; NotYours for any other."""
    own = open_own(viewer, "R", "group_agreement", at=at)
    place = own.client.membership_set.filter(live(at), group=group_id).select_related("group").first()
    if place is None:
        raise NotYours
    preload([own.client.pk, place.group_id])
    rows = list(place.agreement_yeses.select_related("text").order_by("-written_at", "-made_at", "-pk"))
    page = MyAgreement(
        time_zone=own.time_zone,
        group_id=place.group_id,
        group_name=place.group.name,
        agreement=agreement_lines(place.group.agreement),
        limits=tuple(str(line) for line in LIMITS),
        mark=mark_of(place.group),
        said=tuple(_text(one) for one in rows),
        is_current=is_current(rows[0] if rows else None, place.group),
    )
    note_seen(viewer, "agreement.seen", [own.client.pk], at=at)
    return page


def _yes(place: Membership, yes: AgreementYes | None, group: Group) -> YesShown:
    return YesShown(
        membership_id=place.pk,
        name=place.display_name,
        number=place.client.number,
        said_on=yes.said_on if yes else None,
        way=yes.way if yes else "",
        is_current=is_current(yes, group),
        has_account=place.client.user_id is not None,
    )


def _text(row: AgreementYes) -> TextToMe:
    return TextToMe(row.said_on, row.way, agreement_lines(row.text.agreement), agreement_lines(row.text.limits))
