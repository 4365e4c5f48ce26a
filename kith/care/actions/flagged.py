"""What somebody wrote in a worksheet and a person must act on: it raises the alert together with the sheet it is in."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from kith.care.actions.safety import raise_alert
from kith.care.models import Alert, Client
from kith.care.models.sheet_flags import level_of_flag, name_of_flag
from kith.care.permissions import Viewer
from kith.science.worksheets import Entry


def raise_for_entry(*, client: Client, entry: Entry, source_key: UUID, by: Viewer, at: datetime) -> Alert | None:
    """Raise (or add to) the alert that this checked entry calls for, inside the caller's transaction.

    The alert names the flag as `worksheet:flag`. The same source raises the same flag once.
    """
    alert = None
    for flag in entry.flags:
        name, urgency = name_of_flag(entry.worksheet, flag), level_of_flag(flag).urgency
        alert = raise_alert(client, urgency, flag=name, source_key=source_key, note="", by=by, at=at)
    return alert
