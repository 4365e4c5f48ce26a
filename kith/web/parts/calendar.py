"""Meetings as a file that a calendar reads."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from django.http import HttpResponse
from icalendar import Calendar, Event

from kith.care.queries.calendars import CalendarEntry

MAKER = "-//Kith//Meetings//EN"


def calendar_file(entries: Iterable[CalendarEntry], *, title: str, at: datetime) -> HttpResponse:
    """The same neutral title for every meeting; read again, the file moves what was moved and adds nothing twice."""
    calendar = Calendar()
    calendar.add("prodid", MAKER)
    calendar.add("version", "2.0")
    for entry in entries:
        event = Event()
        event.add("uid", f"{entry.id}@kith")
        event.add("dtstamp", at.astimezone(UTC))
        event.add("dtstart", entry.starts_at.astimezone(UTC))
        event.add("dtend", (entry.starts_at + timedelta(minutes=entry.minutes)).astimezone(UTC))
        event.add("summary", title)
        event.add("class", "PRIVATE")
        if entry.place:
            event.add("location", entry.place)
        calendar.add_component(event)
    answer = HttpResponse(calendar.to_ical(), content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="meetings.ics"'
    return answer
