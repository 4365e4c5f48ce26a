"""Whether something newer than the answers about danger is known: an open alert, or one that was raised since."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from kith.care.models import Client
from kith.care.permissions import FULL, Access, Viewer
from kith.science.protocols import Circumstance
from kith.science.recommendation import ASKED_ALWAYS


@dataclass(frozen=True)
class NewerDanger:
    """What puts an answer of no in question, and which answers. `alert` and `at` only for those who may read alerts."""

    overtaken: frozenset[Circumstance] = frozenset()
    is_open: bool = False
    alert: UUID | None = None
    at: datetime | None = None


def newer_danger(*, viewer: Viewer, client: Client, access: Access, asked_at: Mapping[str, datetime]) -> NewerDanger:
    """For those who have opened the record. `asked_at` is when each circumstance was last asked.

    While an alert is open nobody's no counts; once it is closed, one that was given after it was last raised does. What
    somebody who cares answered about themselves is not about this person, and what was withdrawn was never said.
    """
    steps = client.alertstep_set.filter(step="raised", invitation__carer=None).select_related("alert")
    withdrawn = set(client.alertstep_set.filter(step="corrected").values_list("source_key", flat=True)) - {None}
    rows = list(steps.order_by("-at", "-made_at", "-pk"))
    open_now = next((row for row in rows if row.alert.state != "closed"), None)
    newest = open_now or next((row for row in rows if row.source_key not in withdrawn), None)
    if newest is None:
        return NewerDanger()
    overtaken = frozenset(
        one for one in ASKED_ALWAYS if open_now is not None or (one in asked_at and newest.at >= asked_at[one])
    )
    if not overtaken or access.level("R", "alerts") != FULL:
        return NewerDanger(overtaken)
    zone = ZoneInfo(client.service.time_zone)
    return NewerDanger(overtaken, open_now is not None, newest.alert_id, newest.at.astimezone(zone))
