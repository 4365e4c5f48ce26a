"""Missed: somebody who was in danger lately did not come. The mark and the alert are kept together."""

from __future__ import annotations

from datetime import datetime

from kith.care.actions.safety import raise_alert
from kith.care.models import Alert, Client, Session
from kith.care.models.at_risk import newest_alert_since
from kith.care.permissions import Viewer

FLAG = "missed_meeting"
STAYED_AWAY = "did_not_attend"  # without a word; whoever cancels or apologises has been heard


def raise_for_missed(*, client: Client, session: Session, status: str, by: Viewer, at: datetime) -> Alert | None:
    """Raise the alert of a missed meeting, inside the caller's transaction: today while another is open, else soon."""
    lately = newest_alert_since(client, at) if status == STAYED_AWAY else None
    if lately is None:
        return None
    level = "high" if lately.closed_at is None else "moderate"
    return raise_alert(client, level, flag=FLAG, source_key=session.pk, note="", by=by, at=at)
