"""How people rate working together, and whether it is time to talk about it: for a whole list in two queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from kith.care.models import Client, Score, Sheet
from kith.care.models.knowledge import ALLIANCE, alliance_limits, library
from kith.care.permissions import Viewer
from kith.care.queries.sight import Sight
from kith.science.change import AllianceSignal, alliance_signal

REPAIR_SHEET = "rupture-and-repair"
_Marks = list[tuple[datetime, float | None]]


def alliances(*, viewer: Viewer, sight: Sight, clients: Collection[Client]) -> dict[UUID, AllianceSignal]:
    """The newest signal of each client who rated a meeting. A repair note written since then answers it.

    One's own marks have a page of their own.
    """
    others = [client for client in clients if client.pk != viewer.client_id]
    zones = {client.pk: ZoneInfo(client.service.time_zone) for client in others}
    limits = alliance_limits()
    rows = (
        sight.rows(Score)
        .standing()
        .filter(measurement__instrument__in=limits, measurement__respondent="self", measurement__episode__ended_at=None)
        .order_by("measurement__taken_at", "pk")
        .values_list("client_id", "measurement__instrument", "scale", "measurement__taken_at", "value")
    )
    found: dict[UUID, dict[str, _Marks]] = defaultdict(lambda: defaultdict(list))
    for client, instrument, scale, when, value in rows:
        if client in zones and scale == limits[instrument][0]:
            found[client][instrument].append((when, value))
    repaired = _repaired(sight) if found else {}
    signals = {client: _newest(courses, zones[client]) for client, courses in found.items()}
    return {
        client: signal
        for client, signal in signals.items()
        if signal is not None and (client not in repaired or _day(repaired[client], zones[client]) < signal.on)
    }


def alliance_of(*, viewer: Viewer, client: Client, at: datetime) -> AllianceSignal | None:
    """The newest signal of one client."""
    sight = Sight(viewer=viewer, clients=[client.pk], at=at)
    return alliances(viewer=viewer, sight=sight, clients=[client]).get(client.pk)


def is_about_us(instrument: str) -> bool:
    """Whether a measure asks how the person and the practitioner work together."""
    known = library().instruments
    return instrument in known and known[instrument].measures == ALLIANCE


def _newest(courses: dict[str, _Marks], zone: ZoneInfo) -> AllianceSignal | None:
    instrument = max(courses, key=lambda name: courses[name][-1][0])
    _, concern_below, fall_of = alliance_limits()[instrument]
    marks = [(_day(when, zone), value) for when, value in courses[instrument]]
    return alliance_signal(marks, concern_below=concern_below, fall_of=fall_of)


def _repaired(sight: Sight) -> dict[UUID, datetime]:
    rows = sight.rows(Sheet).filter(worksheet=REPAIR_SHEET, replaced_by__isnull=True).order_by("filled_in_at", "pk")
    return dict(rows.values_list("client_id", "filled_in_at"))


def _day(moment: datetime, zone: ZoneInfo) -> date:
    return moment.astimezone(zone).date()
