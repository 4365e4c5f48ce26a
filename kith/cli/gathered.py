"""A meeting of a synthetic group, told into the record: booked, held with its register, and the next one booked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from kith.care.actions import gather
from kith.care.models import Group, Session
from kith.care.models.knowledge import library
from kith.science.protocols import own_course
from kith.simulation import happenings as told

MARKS = {"absent": "did_not_attend"}  # as the record calls it


def meet(
    it: told.GroupMet, group: Group, register: Sequence[tuple[UUID, str]], booked: Session | None, **acting: Any
) -> Session | None:
    """Hold the meeting that was booked, or book it now; the next one, a week later by the clock, or None at the end."""
    protocol = library().protocols[group.protocol]
    minutes = protocol.dose.minutes
    meeting = booked or gather.book_meeting(group=group, starts_at=it.starts_at, minutes=minutes, **acting)
    marks = [(client, MARKS.get(mark, mark)) for client, mark in register]
    gather.record_meeting(meeting=meeting, register=marks, themes=it.themes, note=it.note, **acting)
    if it.number >= len(own_course(protocol)):
        return None
    in_a_week = it.starts_at.astimezone(ZoneInfo(group.site.service.time_zone)) + timedelta(weeks=1)
    return gather.book_meeting(group=group, starts_at=in_a_week, minutes=minutes, **acting)
