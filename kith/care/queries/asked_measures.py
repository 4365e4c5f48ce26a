"""Which measures are overdue, from the times of asking themselves, for a whole list of people in one query."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from kith.care.models import MeasureRequest
from kith.care.models.knowledge import library
from kith.care.permissions import Viewer
from kith.care.queries.reasons_to_act import MEASURE_EVERY, AskedMeasures
from kith.care.queries.sight import Sight
from kith.care.queries.today import in_order

# How long a time of asking speaks for: to the next one, and for a meeting as long as any score does.
SPEAKS_FOR = {
    "every_session": MEASURE_EVERY,
    "weekly": MEASURE_EVERY,
    "fortnightly": MEASURE_EVERY,
    "monthly": timedelta(days=31),
}
LOOKS_BACK = timedelta(days=60)  # longer than any rhythm: what is older says nothing about now
COLUMNS = ("client_id", "schedule_id", "schedule__rhythm", "instrument", "respondent", "state", "due_at", "due_on")


@dataclass(frozen=True)
class _Asked:
    """One row, in the order of COLUMNS."""

    client: UUID
    schedule: UUID
    rhythm: str
    instrument: str
    respondent: str
    state: str
    due_at: datetime
    due_on: date


def asked_measures(*, viewer: Viewer, sight: Sight, at: datetime) -> dict[UUID, AskedMeasures]:
    """What was asked lately of each person the viewer may read, on schedules that are running."""
    rows = (
        sight.rows(MeasureRequest)
        .filter(schedule__ended_at__isnull=True, opens_at__lte=at, opens_at__gt=at - LOOKS_BACK)
        .exclude(state="withdrawn")
        .exclude(schedule__rhythm="follow_up")
        .order_by("due_at", "pk")
        .values_list(*COLUMNS)
    )
    newest: dict[UUID, dict[UUID, _Asked]] = defaultdict(dict)
    for asked in (_Asked(*row) for row in rows):
        of_client = newest[asked.client]
        if asked.state != "open" or asked.due_at <= at or asked.schedule not in of_client:
            of_client[asked.schedule] = asked  # one that is not due yet leaves what was let pass before it in sight
    return {client: _said(of_client.values(), at) for client, of_client in newest.items()}


def _said(newest: Iterable[_Asked], at: datetime) -> AskedMeasures:
    """A no with its reason is an answer; what was let pass stays overdue until the next answer or the next no."""
    last = list(newest)
    late = [asked for asked in last if asked.state in {"open", "expired"} and asked.due_at <= at]
    if not late:
        return AskedMeasures(asked_until=max(asked.due_on + SPEAKS_FOR[asked.rhythm] for asked in last))
    first = min(late, key=lambda asked: (asked.due_at, in_order(asked.instrument)))
    known = library().instruments
    short = known[first.instrument].short if first.instrument in known else first.instrument
    return AskedMeasures(first.instrument, short, first.respondent, first.due_at)
