"""A meeting of a synthetic group, told into the record: booked, held with its register, and the next one booked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import time, timedelta
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5
from zoneinfo import ZoneInfo

from kith.care.actions import gather, measure, weigh
from kith.care.actions.forming import Frame
from kith.care.models import Client, Group, Session
from kith.care.models.asking import GROUP_CHECK
from kith.care.models.knowledge import library
from kith.care.models.stop_rule import LIGHTEN, is_undecided, newest_decision, stop_rule_of
from kith.science.protocols import own_course
from kith.simulation import happenings as told

AGREEMENT = """\
What is said here stays here. Whoever is in danger is not kept secret.
Everybody may pass. Nobody has to tell anything.
We begin and end on time. Whoever cannot come sends word.
We do not meet two by two outside without telling the group."""
WHY_LIGHTER = "It was too much for some. We saw each one alone; next time is shorter, with a game and tea."
MARKS = {"absent": "did_not_attend"}  # as the record calls it


def frame_of(it: told.GroupFormed) -> Frame:
    """When and where the group meets, from the day it is told of."""
    return Frame(
        smallest=5,
        weekday=it.weekday + 1,
        meets_at=time.fromisoformat(it.starts),
        room="Green room",
        access=("step_free", "travel_paid"),
        purpose="To be together in safety, and to find new ways with old troubles.",
    )


def check(it: told.GroupMet, client: Client, answers: Mapping[str, int], **acting: Any) -> None:
    """How the meeting was for one member, sent on the way out."""
    measure.submit_measurement(
        client=client,
        instrument=GROUP_CHECK,
        key=uuid5(NAMESPACE_URL, f"{it.key}:{client.pk}"),
        answers=dict(answers),
        language="en",
        **acting,
    )


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
    if is_undecided(stop_rule_of(group), newest_decision(group)):
        weigh.decide_on_stop(group=group, decision=LIGHTEN, reason=WHY_LIGHTER, **acting)
    in_a_week = it.starts_at.astimezone(ZoneInfo(group.site.service.time_zone)) + timedelta(weeks=1)
    return gather.book_meeting(group=group, starts_at=in_a_week, minutes=minutes, **acting)
