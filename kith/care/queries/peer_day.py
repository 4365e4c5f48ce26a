"""A peer supporter's day: how I am, whom to be in touch with and why, and what is due for myself."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from kith.care.models import Client, PeerAnswer, PeerCheck, PeerContact, PeerMatch, SupervisionLink, User
from kith.care.models.keys import preload
from kith.care.permissions import Viewer, check_function, clients_for, live
from kith.care.queries.looking import note_seen
from kith.care.queries.peer_pairs import Asked, asked_of
from kith.care.queries.peer_register import Standing, register_of

QUIET_AFTER = timedelta(days=10)  # the protocol means a contact each week; three days more are our own convention
NOT_REACHED = 2  # twice in a row: the protocol says to tell the supervisor the same day


@dataclass(frozen=True)
class Beside:
    """One person, and the first reason to be in touch: seen_differently, not_reached, agreed, first, quiet, or none."""

    client_id: UUID
    name: str
    match_id: UUID | None
    reason: str
    last_at: datetime | None
    next_on: date | None

    @property
    def is_for_today(self) -> bool:
        """Whether something should happen today."""
        return self.reason != ""


@dataclass(frozen=True)
class PeerDay:
    """The page. `feels` is today's own answer, empty when there is none yet; nobody else reads it."""

    time_zone: str
    today: date
    feels: str
    wants_talk: bool
    supervisors: tuple[str, ...]
    people: tuple[Beside, ...]
    asked: tuple[Asked, ...]
    boundaries: str
    due: tuple[Standing, ...]


def peer_day(*, viewer: Viewer, at: datetime) -> PeerDay:
    """For the peer supporter alone; only people who are matched with them now."""
    check_function(viewer, "peer_support")
    clients = list(clients_for(only_as_peer(viewer), "W", "peer_log", at=at))
    me = User.objects.get(pk=viewer.user_id)
    preload([me.pk, *(client.pk for client in clients)])
    today = at.astimezone(ZoneInfo(viewer.time_zone)).date()
    people = sorted((_beside(one, viewer, today, at) for one in clients), key=lambda one: (ORDER[one.reason], one.name))
    checked = _check_of(viewer, today)
    own = register_of(me, viewer, at)
    asked = asked_of(viewer, at)
    shown = sorted({client.pk for client in clients} | {one.client_id for one in asked})
    note_seen(viewer, "peer_day.seen", shown, at=at)
    return PeerDay(
        time_zone=viewer.time_zone,
        today=today,
        feels=checked.feels if checked else "",
        wants_talk=bool(checked and checked.wants_talk),
        supervisors=supervisors_of(viewer, at),
        people=tuple(people),
        asked=asked,
        boundaries=own.boundaries,
        due=own.due,
    )


ORDER = {
    reason: place for place, reason in enumerate(("seen_differently", "not_reached", "agreed", "first", "quiet", ""))
}


def only_as_peer(viewer: Viewer) -> Viewer:
    """The same account with nothing but this one role."""
    return replace(viewer, roles=viewer.roles & {"peer_supporter"}, client_id=None)


def supervisors_of(viewer: Viewer, at: datetime) -> tuple[str, ...]:
    """Whom the viewer can ask today."""
    links = SupervisionLink.objects.filter(live(at), supervisee=viewer.user_id).order_by("supervisor__display_name")
    return tuple(links.values_list("supervisor__display_name", flat=True))


def _check_of(viewer: Viewer, today: date) -> PeerCheck | None:
    newest = PeerCheck.objects.filter(person=viewer.user_id).order_by("-checked_at", "-pk").first()
    is_today = newest is not None and newest.checked_at.astimezone(ZoneInfo(viewer.time_zone)).date() == today
    return newest if is_today else None


def _beside(client: Client, viewer: Viewer, today: date, at: datetime) -> Beside:
    rows = list(
        PeerContact.objects.filter(client=client, author=viewer.user_id, replaced_by=None).order_by("-began_at")
    )
    last = rows[0] if rows else None
    return Beside(
        client_id=client.pk,
        name=client.full_name,
        match_id=PeerMatch.objects.filter(client=client, person=viewer.user_id, ended_at=None)
        .values_list("pk", flat=True)
        .first(),
        reason=_reason(rows, client, viewer, today, at),
        last_at=last.began_at if last else None,
        next_on=last.next_on if last else None,
    )


def _reason(rows: list[PeerContact], client: Client, viewer: Viewer, today: date, at: datetime) -> str:
    if not rows:
        return "first"
    last = rows[0]
    newest = (
        PeerAnswer.objects.filter(client=client, contact__author=viewer.user_id).order_by("-written_at", "-pk").first()
    )
    if newest is not None and newest.kind == "differently" and newest.written_at > last.written_at:
        return "seen_differently"
    if len(rows) >= NOT_REACHED and all(row.way == "not_reached" for row in rows[:NOT_REACHED]):
        return "not_reached"
    if last.next_on is not None:
        return "agreed" if last.next_on <= today else ""
    return "quiet" if last.began_at < at - QUIET_AFTER else ""
