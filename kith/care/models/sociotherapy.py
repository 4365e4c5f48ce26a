"""A group that runs itself: its phases, what it decides, who carries which task in turn, and who has left it."""

from __future__ import annotations

import uuid

from django.db import models

from kith.care.models.base import ClientRow, PlainJSON, Row
from kith.care.models.delivery import Group, Membership, Session
from kith.care.models.group_work import ASKED_AFTER
from kith.care.models.people import User
from kith.care.models.sealed import SealedText

DECISION_KINDS = ("decision", "task")
RESULTS = ("done", "dropped")
# What a meeting was about between those in the room; our own list.
HERE_AND_NOW = (
    "arriving",
    "leaving",
    "closeness",
    "distance",
    "trust",
    "quarrel",
    "silence",
    "power",
    "blame",
    "help",
    "difference",
    "loss",
    "hope",
)
OFFERS = ("another_group", "alone", "come_back", "nothing_wanted")


class GroupPhase(Row):
    """A group moves from one phase of its intervention to another, forwards or back, and why. The newest counts."""

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="phases")
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    phase = models.CharField(max_length=60)
    gates = PlainJSON(default=list)  # conditions of the intervention that were said to be met
    reason = SealedText()
    moved_at = models.DateTimeField()

    append_only = True
    resource = "group_note"
    private = {"reason": "D1"}
    plain = ("made_at", "group", "author", "phase", "gates", "moved_at")

    @property
    def key_owner_id(self) -> uuid.UUID:
        """Sealed with the group's key."""
        return self.group_id


class GroupDecision(Row):
    """What a meeting decided, or a task that all share: in nobody's name, carried by a role, by a day."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="decisions")
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=[(one, one) for one in DECISION_KINDS])
    words = SealedText()
    carried_by = SealedText()  # a role, never a name; empty where it is everybody's
    due_on = models.DateField(null=True, blank=True)
    decided_at = models.DateTimeField()

    append_only = True
    resource = "group_decision"
    private = {"words": "D3", "carried_by": "D3"}
    plain = ("made_at", "session", "author", "kind", "due_on", "decided_at")

    @property
    def key_owner_id(self) -> uuid.UUID:
        """Sealed with the group's key."""
        return self.session.group_id  # type: ignore[return-value]


class DecisionResult(Row):
    """What became of a decision: done or dropped, and what the group learned from it."""

    decision = models.OneToOneField(GroupDecision, on_delete=models.PROTECT, related_name="result")
    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="+")  # the meeting that looked at it
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    result = models.CharField(max_length=10, choices=[(one, one) for one in RESULTS])
    words = SealedText()
    ended_at = models.DateTimeField()

    append_only = True
    resource = "group_decision"
    private = {"words": "D3"}
    plain = ("made_at", "decision", "session", "author", "result", "ended_at")

    @property
    def key_owner_id(self) -> uuid.UUID:
        """Sealed with the group's key."""
        return self.session.group_id  # type: ignore[return-value]


class RoleTurn(ClientRow):
    """A member carries a role in one meeting; passed on, it is another member's in the same meeting or a later one."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="role_turns")
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    role = SealedText()  # a role of the intervention, or the group's own words for one
    passed_from = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="passed_to"
    )
    taken_at = models.DateTimeField()

    append_only = True
    resource = "group_role"
    hidden_as = "group_entry"
    private = {"role": "D3"}
    plain = ("made_at", "client", "session", "author", "passed_from", "taken_at")


class HereAndNow(Row):
    """What a meeting was about between those in the room. Written again it stands beside the earlier one."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="here_and_now")
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    themes = PlainJSON(default=list)  # codes of HERE_AND_NOW
    words = SealedText()
    noted_at = models.DateTimeField()

    append_only = True
    resource = "group_note"
    private = {"words": "D1"}
    plain = ("made_at", "session", "author", "themes", "noted_at")

    @property
    def key_owner_id(self) -> uuid.UUID:
        """Sealed with the group's key."""
        return self.session.group_id  # type: ignore[return-value]


class LeaverAsked(ClientRow):
    """Somebody who left a group was asked why, or an attempt was made, and what they were offered instead."""

    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="leaver_asked")
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=14, choices=[(one, one.replace("_", " ")) for one in ASKED_AFTER])
    offered = models.CharField(max_length=16, blank=True, choices=[(one, one.replace("_", " ")) for one in OFFERS])
    why = SealedText()
    asked_at = models.DateTimeField()

    append_only = True
    resource = "group_leaver"
    hidden_as = "group_entry"
    private = {"why": "D5"}
    plain = ("made_at", "client", "membership", "author", "outcome", "offered", "asked_at")
