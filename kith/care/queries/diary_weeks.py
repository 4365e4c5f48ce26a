"""What a client wrote on one worksheet, each entry with its day; and a week of it: for their page and for staff."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from kith.care.models import Assignment, Client
from kith.care.models.kept_documents import takes_many, worksheet_of
from kith.care.permissions import NotYours, Viewer
from kith.science.worksheets import Worksheet
from kith.science.worksheets.summarising import Week, day_of, monday_of, summarise

A_WEEK = timedelta(days=7)


@dataclass(frozen=True)
class DiaryWeek:
    """Seven days of a diary, and the Mondays of the weeks beside it that there is something to look at."""

    worksheet: Worksheet
    week: Week
    previous: date | None
    following: date | None


def diary_week(*, viewer: Viewer, work: Assignment, day: date | None, at: datetime) -> DiaryWeek:
    """The week of that day, or of the newest entry; NotYours for work that is not written again and again."""
    if not takes_many(work):
        raise NotYours
    worksheet = worksheet_of(work)
    written = entries_of_sheet(viewer=viewer, client=work.client, document=work.document)
    days = [day for day, _answers in written]
    today = at.astimezone(_zone(work.client)).date()
    first = monday_of(day or max(days, default=today))
    return DiaryWeek(
        worksheet=worksheet,
        week=summarise(worksheet, written, first),
        previous=first - A_WEEK if any(day < first for day in days) else None,
        following=first + A_WEEK if first + A_WEEK <= today else None,
    )


def entries_of_sheet(*, viewer: Viewer, client: Client, document: str) -> list[tuple[date, Mapping[str, Any]]]:
    """Everything the client wrote on this worksheet, each with the day it is about, the oldest first.

    What was handed in as not done says nothing and is left out.
    """
    rows = entries_with(viewer=viewer, client=client, document=document).exclude(done="not").order_by("handed_in_at")
    zone = _zone(client)
    return [
        (day_of(worksheet_of(row.assignment), row.answers, row.handed_in_at.astimezone(zone).date()), row.answers)
        for row in rows
    ]


def entries_with(*, viewer: Viewer, client: Client, document: str) -> Any:
    """The rows of everything that was handed in on this worksheet."""
    rows = client.entry_set.filter(assignment__document=document, assignment__kind="worksheet")
    return rows.select_related("assignment")


def _zone(client: Client) -> ZoneInfo:
    return ZoneInfo(client.service.time_zone)
