"""What somebody wrote in a worksheet and a person must act on: it raises the alert together with the sheet it is in."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from kith.care.actions.safety import raise_alert
from kith.care.models import Alert, Client
from kith.care.models.knowledge import library
from kith.care.permissions import Viewer
from kith.science.worksheets import Worksheet, flags_met


def raise_for_sheet(
    client: Client, worksheet: Worksheet, values: Mapping[str, object], source_key: UUID, by: Viewer, at: datetime
) -> Alert | None:
    """Raise (or add to) the alert that these checked answers call for, inside the caller's transaction.

    The alert names the flag as `worksheet:flag`. The same source raises the same flag once.
    """
    alert = None
    for flag in flags_met(worksheet, values):
        levels = library().safety_responses[flag.response].levels
        urgency = next((level.urgency for level in levels if level.id == flag.level), levels[-1].urgency)
        name = f"{worksheet.id}:{flag.id}"
        alert = raise_alert(client, urgency, flag=name, source_key=source_key, note="", by=by, at=at)
    return alert
