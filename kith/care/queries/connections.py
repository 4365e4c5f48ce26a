"""The map of the people, places and groups around a person: their own page, and their practitioner's when shared."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from kith.care.models import Client, Connection
from kith.care.models.connections import CONNECTION_KINDS, RINGS
from kith.care.models.keys import preload
from kith.care.models.knowledge import definition_as_taken, library
from kith.care.permissions import NotYours, Viewer, reach
from kith.care.queries.client_head import ClientHead, client_head
from kith.care.queries.looking import note_seen
from kith.care.queries.my_requests import title_of_measure
from kith.care.queries.myself import open_own
from kith.care.queries.staff_looking import open_as_staff
from kith.care.queries.who_sees import who_sees
from kith.science.connections import Change, Step, Tie, changes, next_step

LOOKS_BACK = timedelta(days=28)  # how far the first comparison goes; our own convention
MOST_DAYS = 12


@dataclass(frozen=True)
class ConnectionShown:
    """One on the map."""

    id: UUID
    thread: str
    kind: str
    ring: str
    called: str


@dataclass(frozen=True)
class LonelinessAsked:
    """The newest answer to a measure of loneliness, on its scale, and the one before."""

    title: str
    value: float
    lowest: float
    highest: float
    on: date
    before: float | None


@dataclass(frozen=True)
class MapShown:
    """The map as it stands, what has changed since a day, and the days with which it can be compared."""

    middle: str
    ties: tuple[ConnectionShown, ...]
    since: date | None
    days: tuple[date, ...]
    changes: tuple[Change, ...]
    loneliness: LonelinessAsked | None

    def named(self, thread: str) -> str:
        """What one on the map is called."""
        return next((one.called for one in self.ties if one.thread == thread), "")


@dataclass(frozen=True)
class MyMapPage:
    """The person's own page."""

    time_zone: str
    map: MapShown
    step: Step
    is_shared: bool
    practitioners: tuple[str, ...]


@dataclass(frozen=True)
class TheirMapPage:
    """The practitioner's page; `map` is None as long as the person keeps it to themselves."""

    head: ClientHead
    map: MapShown | None


def my_map(*, viewer: Viewer, at: datetime, since: date | None = None, language: str = "en") -> MyMapPage:
    """The viewer's own map, compared with a day on which it was changed."""
    own = open_own(viewer, "R", "connections", at=at)
    preload([own.client.pk])
    found = _map(own.client, own.name, since, at, language, with_scores=own.access.can("R", "scores"))
    seers = who_sees(["connections"], viewer=viewer, client=own.client, at=at)["connections"]
    page = MyMapPage(
        time_zone=own.time_zone,
        map=found,
        step=next_step(_as_ties(found.ties)),
        is_shared=_is_shared(own.client),
        practitioners=tuple(seer.name for seer in seers),
    )
    note_seen(viewer, "my_around.seen", [own.client.pk], at=at)
    return page


def their_map(
    *, viewer: Viewer, client_id: UUID, at: datetime, since: date | None = None, language: str = "en"
) -> TheirMapPage:
    """For the practitioner: whole when the person shares it, else nothing of it."""
    client, access = open_as_staff(viewer, client_id, "R", "connections", at=at)
    preload([client.pk])
    head = client_head(viewer=viewer, client=client, access=access, episode=client.newest_episode(), at=at)
    found = None
    if _is_shared(client):
        name = client.preferred_name or client.given_name
        found = _map(client, name, since, at, language, with_scores=access.can("R", "scores"))
    note_seen(viewer, "around.seen", [client.pk], at=at)
    return TheirMapPage(head, found)


def own_connection(*, viewer: Viewer, connection_id: UUID, at: datetime) -> Connection:
    """One on the viewer's own map, to be moved or taken off; NotYours otherwise."""
    row, _access = reach(viewer, Connection, connection_id, "W", "connections", at=at)
    if not isinstance(row, Connection) or row.client_id != viewer.client_id:
        raise NotYours
    return row


def _map(
    client: Client, middle: str, since: date | None, at: datetime, language: str, *, with_scores: bool
) -> MapShown:
    zone = ZoneInfo(client.service.time_zone)
    rows = list(client.connection_set.order_by("starts", "made_at", "pk"))
    days = _days(rows, zone, at.astimezone(zone).date())
    chosen = since if since in days else _usual(days, at.astimezone(zone).date())
    standing = [row for row in rows if row.ends is None]
    then = [row for row in rows if chosen is not None and _stood(row, chosen, zone)]
    ties = tuple(
        ConnectionShown(row.pk, str(row.thread), row.kind, row.ring, row.called)
        for row in sorted(standing, key=lambda row: (RINGS.index(row.ring), CONNECTION_KINDS.index(row.kind)))
    )
    return MapShown(
        middle=middle,
        ties=ties,
        since=chosen,
        days=days,
        changes=changes(_as_ties(then), _as_ties(standing)) if chosen is not None else (),
        loneliness=_loneliness(client, zone, language) if with_scores else None,
    )


def _days(rows: Iterable[Connection], zone: ZoneInfo, today: date) -> tuple[date, ...]:
    """Days before today on which the map was changed, the newest first."""
    moments = [moment for row in rows for moment in (row.starts, row.ends) if moment is not None]
    found = {moment.astimezone(zone).date() for moment in moments}
    return tuple(sorted((day for day in found if day < today), reverse=True)[:MOST_DAYS])


def _usual(days: tuple[date, ...], today: date) -> date | None:
    """The newest day that lies four weeks back, else the first there is."""
    return next((day for day in days if day <= today - LOOKS_BACK), days[-1] if days else None)


def _stood(row: Connection, day: date, zone: ZoneInfo) -> bool:
    """Whether it stood there at the end of that day."""
    is_there = row.starts.astimezone(zone).date() <= day
    return is_there and (row.ends is None or row.ends.astimezone(zone).date() > day)


def _as_ties(rows: Iterable[Connection | ConnectionShown]) -> list[Tie]:
    return [Tie(str(row.thread), row.kind, row.ring) for row in rows]  # type: ignore[arg-type]


def _is_shared(client: Client) -> bool:
    return client.mapshare_set.filter(ends=None).exists()


def _loneliness(client: Client, zone: ZoneInfo, language: str) -> LonelinessAsked | None:
    """The newest two answers to the measure of loneliness that was asked last."""
    names = [name for name, one in library().instruments.items() if one.measures == "loneliness"]
    taken = client.measurement_set.standing().filter(instrument__in=names).order_by("-taken_at", "-pk")
    newest = taken.prefetch_related("scores").first()
    score = newest.scores.first() if newest is not None else None
    if newest is None or score is None or score.value is None:
        return None
    earlier = taken.filter(instrument=newest.instrument, taken_at__lt=newest.taken_at).first()
    before = earlier.scores.filter(scale=score.scale).first() if earlier is not None else None
    scale = definition_as_taken(newest.instrument, newest.instrument_version).scale(score.scale)
    return LonelinessAsked(
        title=title_of_measure(newest.instrument, language),
        value=score.value,
        lowest=scale.lowest,
        highest=scale.highest,
        on=newest.taken_at.astimezone(zone).date(),
        before=before.value if before is not None else None,
    )
