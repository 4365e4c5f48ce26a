"""What those who lead a group decided when its stop rule spoke, or before: lighten, pause, stop or go on."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db import models

from kith.care.models.asking import GROUP_CHECK
from kith.care.models.base import PlainJSON, Row
from kith.care.models.delivery import Group, Session
from kith.care.models.group_answers import answers_about_meetings, stops_after
from kith.care.models.people import User
from kith.care.models.sealed import SealedText

LIGHTEN, PAUSE, STOP, GO_ON = "lighten", "pause", "stop", "go_on"
STOP_DECISIONS = (LIGHTEN, PAUSE, STOP, GO_ON)


class StopDecision(Row):
    """How a group goes on, and why; with what the stop rule said then, and about which meeting. The newest counts."""

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="stop_decisions")
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    decision = models.CharField(max_length=10, choices=[(one, one.replace("_", " ")) for one in STOP_DECISIONS])
    until = models.DateField(null=True, blank=True)  # of a pause: the first day on which the group may meet again
    meeting = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    stops = PlainJSON(default=list)  # codes of the rule that spoke about that meeting
    told = models.PositiveSmallIntegerField(default=0)  # supervisors who were asked to log in
    reason = SealedText()
    decided_at = models.DateTimeField()

    append_only = True
    resource = "group_note"
    private = {"reason": "D1"}
    plain = ("made_at", "group", "author", "decision", "until", "meeting", "stops", "told", "decided_at")

    @property
    def key_owner_id(self) -> uuid.UUID:
        """Sealed with the group's key."""
        return self.group_id


@dataclass(frozen=True)
class StopRule:
    """Why to pause, as codes, and the newest meeting that was answered about; None where nobody has answered yet."""

    meeting: UUID | None
    stops: tuple[str, ...]


def stop_rule_of(group: Group, *, without: Collection[UUID] = ()) -> StopRule:
    """By the answers of all who have or had a place; `without` leaves some out, for what is shown to one leader."""
    held = list(group.sessions.filter(state="held").order_by("starts_at", "pk"))
    everybody = set(group.memberships.values_list("client", flat=True)) - set(without)
    answers = answers_about_meetings(group, everybody, GROUP_CHECK)
    asked = {one.session for one in answers}
    meeting = next((one.pk for one in reversed(held) if one.pk in asked), None)
    return StopRule(meeting, stops_after(held, answers))


def newest_decision(group: Group) -> StopDecision | None:
    """The one that counts."""
    return group.stop_decisions.order_by("-decided_at", "-made_at", "-pk").first()


def is_undecided(rule: StopRule, newest: StopDecision | None) -> bool:
    """Whether the rule says something that nobody has decided on: of a newer meeting, or a further reason."""
    if not rule.stops:
        return False
    return newest is None or newest.meeting_id != rule.meeting or not set(rule.stops) <= set(newest.stops)
