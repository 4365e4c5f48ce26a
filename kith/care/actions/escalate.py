"""Escalate: the clock of every open alert is read, and what nobody has answered in time goes to the next person."""

from __future__ import annotations

from datetime import datetime

from kith.care.actions.acting import action, trace
from kith.care.actions.handing_on import hand_on_alert, hand_on_concern
from kith.care.models import Alert, Concern
from kith.care.models.duty import OPEN_CONCERN
from kith.care.permissions import Viewer, check_function


@action
def escalate_overdue_alerts(*, by: Viewer, at: datetime) -> int:
    """Hand on every alert and concern of this service whose limit has passed; how many went on.

    Safe to run at any time, twice, and from two workers: each row is locked while it is read, a limit passes once, and
    whoever has just got it has their own time. Nothing is ever closed here.
    """
    check_function(by, "set_up")
    moved = 0
    alerts = Alert.objects.select_for_update(of=("self",)).filter(client__service_id=by.service_id)
    for alert in alerts.exclude(state="closed").select_related("client__service", "owner").order_by("pk"):
        moved += hand_on_alert(alert, by, at)
    concerns = Concern.objects.select_for_update(of=("self",)).filter(service_id=by.service_id)
    for concern in concerns.filter(state__in=OPEN_CONCERN).select_related("service", "owner").order_by("pk"):
        moved += hand_on_concern(concern, by, at)
    trace("alerts.clocks_read", by=by, at=at, clients=())
    return moved
