"""When data that was let go was taken, from the audit chain itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from kith.care.models import AuditEvent
from kith.care.permissions import Viewer


def times_taken(requests: Iterable[UUID], events: tuple[str, ...], *, viewer: Viewer) -> dict[str, list[datetime]]:
    """By request of the viewer's service, in one query; its caller has found these requests within their reach."""
    rows = AuditEvent.objects.filter(
        service_id=viewer.service_id, event__in=events, object_id__in=[str(one) for one in requests]
    )
    found: dict[str, list[datetime]] = defaultdict(list)
    for request, when in rows.order_by("sequence").values_list("object_id", "at"):
        found[request].append(when)
    return found
