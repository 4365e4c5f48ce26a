"""What leading groups takes: who waits, who must be kept apart, looking back together, asking after the absent."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from kith.care.models.base import ClientRow, PlainJSON, Row
from kith.care.models.delivery import Attendance, Group, Session
from kith.care.models.people import User, dates_in_order
from kith.care.models.sealed import SealedJSON, SealedText

# Why somebody does not join a group at present: what textbooks of group therapy name, and what else there is.
NOT_NOW = (
    "cannot_follow",
    "suicidal_crisis",
    "intoxicated",
    "against_others",
    "thinking",
    "cannot_come",
    "does_not_want",
    "other",
)
WAIT_ENDINGS = ("placed", "withdrawn")
ASKED_AFTER = ("reached", "message_left", "not_reached")


class GroupWait(ClientRow):
    """Somebody waits for a place in a group: when they can come, what they need there, and whether they are ready.

    Once they have a place, the group and the reasons for it stand here too.
    """

    protocol = models.CharField(max_length=60)
    display_name = SealedText()  # what the group will call them
    wants = SealedJSON()  # parts of the week, languages, access needs, what they should not be the only one in, style
    not_now = SealedText()  # more about why a group would not be right at present; the codes are in `wants`
    is_prepared = models.BooleanField(default=False)  # expectations, rules and limits were talked through alone
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    starts = models.DateTimeField()
    ends = models.DateTimeField(null=True, blank=True)
    ending = models.CharField(max_length=10, blank=True, choices=[(one, one) for one in WAIT_ENDINGS])
    placed = SealedJSON(null=True)  # the group, why, and whether a person chose it over what was proposed

    resource = "group_wait"
    hidden_as = "group_entry"
    private = {"display_name": "D3", "wants": "D5", "not_now": "D5", "placed": "D3"}
    plain = ("made_at", "client", "protocol", "is_prepared", "asked_by", "starts", "ends", "ending")

    class Meta:
        constraints = [
            dates_in_order("group_wait_dates_in_order"),
            models.UniqueConstraint(
                fields=["client", "protocol"], condition=Q(ends__isnull=True), name="waits_once_for_one_group"
            ),
        ]

    @property
    def is_not_now(self) -> bool:
        """Whether something speaks against a group at present."""
        return bool(self.wants.get("reasons") or self.not_now)


class KeptApart(ClientRow):
    """Two people who must not meet in a group, from a day to a day. Neither is told, and no facilitator learns why."""

    other = models.ForeignKey("care.Client", on_delete=models.PROTECT, related_name="+")
    reason = SealedText()
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    starts = models.DateTimeField()
    ends = models.DateTimeField(null=True, blank=True)

    resource = "kept_apart"
    private = {"reason": "D4"}
    plain = ("made_at", "client", "other", "author", "starts", "ends")

    class Meta:
        constraints = [
            dates_in_order("kept_apart_dates_in_order"),
            models.CheckConstraint(condition=~Q(client=F("other")), name="apart_from_somebody_else"),
        ]


class Debrief(Row):
    """A facilitator looks back on one meeting: what went well, who took part and how, how close it was to the plan."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="debriefs")
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    words = SealedJSON()  # what went well, what was hard, what to do next time; nobody's name
    # client -> [how often they spoke, their role]; None: not counted. Before taps were counted, one of five steps stood
    # in the first place ("a_little"), and it stays what it was: no count can be made of it.
    took_part = SealedJSON()
    fidelity = PlainJSON(default=dict)  # item of the protocol's checklist -> 0, 1 or 2
    written_at = models.DateTimeField()

    append_only = True
    resource = "group_note"
    private = {"words": "D1", "took_part": "D1"}
    plain = ("made_at", "session", "author", "fidelity", "written_at")

    @property
    def key_owner_id(self) -> uuid.UUID:
        """Sealed with the group's key."""
        return self.session.group_id  # type: ignore[return-value]


class MeetingMarks(Row):
    """What one facilitator marks while a meeting runs: what was done of its page, and how often each member spoke.

    A draft of their own, never another facilitator's: their look back begins with it, and it stays readable beside.
    `done` is item -> [points or None, moment]; `taps` is client -> page that was open -> [turn, count]. A page sends
    its own count again with each tap, so what arrives twice or late counts once.
    """

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="marks")
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    done = PlainJSON(default=dict)
    taps = SealedJSON()
    saved_at = models.DateTimeField()

    resource = "group_note"
    private = {"taps": "D1"}
    plain = ("made_at", "session", "author", "done", "saved_at")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["session", "author"], name="one_draft_of_marks_each")]

    @property
    def key_owner_id(self) -> uuid.UUID:
        """Sealed with the group's key."""
        return self.session.group_id  # type: ignore[return-value]

    @property
    def points(self) -> dict[str, int]:
        """Item -> 0, 1 or 2; what nobody rated is missing, and not a nought."""
        return {item: points for item, (points, _) in self.done.items() if points is not None}

    @property
    def spoke(self) -> dict[uuid.UUID, int]:
        """Client -> taps, undone ones taken off; empty where nobody counted."""
        return {
            uuid.UUID(client): max(0, sum(count for _, count in pages.values())) for client, pages in self.taps.items()
        }


class AskedAfter(ClientRow):
    """Somebody who did not come was asked how they are, and whether they could be reached."""

    attendance = models.ForeignKey(Attendance, on_delete=models.PROTECT, related_name="asked_after")
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=14, choices=[(one, one.replace("_", " ")) for one in ASKED_AFTER])
    asked_at = models.DateTimeField()

    append_only = True
    resource = "appointments"
    plain = ("made_at", "client", "attendance", "author", "outcome", "asked_at")


class ChoiceRound(Row):
    """Who would choose whom in a group on one occasion. Read by those who lead it; no member ever sees it."""

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="choice_rounds")
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    allowed = models.PositiveSmallIntegerField()  # choices each could make
    question = SealedText()
    choices = SealedJSON()  # the members then, and of each who was asked whom they chose
    asked_at = models.DateTimeField()

    append_only = True
    resource = "group_note"
    private = {"question": "D1", "choices": "D1"}
    plain = ("made_at", "group", "author", "allowed", "asked_at")

    @property
    def key_owner_id(self) -> uuid.UUID:
        """Sealed with the group's key."""
        return self.group_id
