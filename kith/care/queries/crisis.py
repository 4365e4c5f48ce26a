"""Who to call when it gets bad: needs no log-in and no record."""

from __future__ import annotations

from kith.care.models import Service
from kith.care.models.knowledge import library
from kith.care.permissions import Viewer


def crisis_lines(*, viewer: Viewer | None) -> tuple[str, list[dict[str, str]]]:
    """(name of the service, crisis contacts of its country). Before log-in: the only service here, if it is one."""
    rows = list(Service.objects.filter(pk=viewer.service_id) if viewer is not None else Service.objects.all()[:2])
    country = rows[0].country if rows else "GB"
    name = rows[0].name if len(rows) == 1 else ""
    place = library().crisis_contacts.get(country)
    if place is None:
        return name, []
    return name, [
        {
            "name": contact.name,
            "number": contact.number,
            "href": f"{'sms' if contact.kind == 'text' else 'tel'}:{contact.number.replace(' ', '')}",
            "note": contact.note or contact.hours,
        }
        for contact in place.contacts
    ]


def right_now(*, viewer: Viewer | None) -> str:
    """The sentence that says truthfully that nobody reads answers at once; the same for everybody."""
    return library().crisis.not_monitored
