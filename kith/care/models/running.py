"""A plan as it is run: how it differs from its protocol and why, its phases, its ending, and what was used when."""

from __future__ import annotations

import uuid

from django.db import models

from kith.care.models.base import ClientRow, PlainJSON, Row
from kith.care.models.delivery import Assignment, Session, SessionRecord
from kith.care.models.people import User
from kith.care.models.sealed import SealedJSON, SealedText
from kith.care.models.way import Goal, Plan

TAILORINGS = ("add", "skip", "move", "lengthen", "combine", "undo")
SIGN_OFFS = ("approved", "returned")


class KeptDocument(Row):
    """A document of the library in the version in which something was agreed, kept so that it can be read for good."""

    kind = models.CharField(max_length=12)
    identifier = models.CharField(max_length=60)
    version = models.CharField(max_length=20)
    content = PlainJSON()

    append_only = True
    resource = "instruments"
    plain = ("made_at", "kind", "identifier", "version", "content")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "identifier", "version"], name="kept_document_once"),
        ]


class Tailoring(ClientRow):
    """One change of a plan away from its protocol, with its reason. The course is the protocol with all of these.

    `what` names meetings by protocol and page, minutes, or the protocol combined with; an undo names what it undoes.
    """

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="tailorings")
    act = models.CharField(max_length=10, choices=[(act, act) for act in TAILORINGS])
    what = PlainJSON(default=dict)
    words = SealedJSON(null=True)  # title and purpose of an added meeting that follows no page; None otherwise
    number = models.PositiveSmallIntegerField(default=1)  # the first change of this plan is 1
    reason = SealedText()
    author = models.ForeignKey(User, on_delete=models.PROTECT)
    decided_at = models.DateTimeField()

    append_only = True
    resource = "plan"
    private = {"words": "D5", "reason": "D5"}
    plain = ("made_at", "client", "plan", "number", "act", "what", "author", "decided_at")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["plan", "number"], name="tailoring_number_once_per_plan")]


class PhaseChange(ClientRow):
    """The plan moves from one phase of its protocol to another, forwards or back, and why."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="phase_changes")
    phase = models.CharField(max_length=60)
    reason = SealedText()
    author = models.ForeignKey(User, on_delete=models.PROTECT)
    decided_at = models.DateTimeField()

    append_only = True
    resource = "plan"
    private = {"reason": "D5"}
    plain = ("made_at", "client", "plan", "phase", "author", "decided_at")


class PlanEnding(ClientRow):
    """How a plan ended: what helped, what stays to be done, and the days on which to meet and measure again."""

    plan = models.OneToOneField(Plan, on_delete=models.PROTECT, related_name="ended_with")
    author = models.ForeignKey(User, on_delete=models.PROTECT)
    words = SealedJSON()  # what helped, early signs, what to do then, whom to ask
    measures = PlainJSON(default=list)
    follow_up_on = PlainJSON(default=list)  # days, as text
    booster_on = PlainJSON(default=list)  # days, as text
    decided_at = models.DateTimeField()

    append_only = True
    resource = "plan"
    private = {"words": "D2"}
    plain = ("made_at", "client", "plan", "author", "measures", "follow_up_on", "booster_on", "decided_at")


class TechniqueUse(ClientRow):
    """A technique used in one session, and what it was for: the goals, the work and the measures it belongs to."""

    record = models.ForeignKey(SessionRecord, on_delete=models.PROTECT, related_name="technique_uses")
    protocol = models.CharField(max_length=60)
    technique = models.CharField(max_length=60)
    goals = models.ManyToManyField(Goal, related_name="technique_uses")
    work = models.ManyToManyField(Assignment, related_name="technique_uses")
    instruments = PlainJSON(default=list)

    append_only = True
    resource = "progress_note"
    plain = ("made_at", "client", "record", "protocol", "technique", "goals", "work", "instruments")


class SignOff(ClientRow):
    """A supervisor has read the record of a session that a trainee led: approved, or returned with what is missing."""

    record = models.ForeignKey(SessionRecord, on_delete=models.PROTECT, related_name="sign_offs")
    supervisor = models.ForeignKey(User, on_delete=models.PROTECT)
    decision = models.CharField(max_length=10, choices=[(one, one) for one in SIGN_OFFS])
    words = SealedText()
    decided_at = models.DateTimeField()

    append_only = True
    resource = "progress_note"
    private = {"words": "D5"}
    plain = ("made_at", "client", "record", "supervisor", "decision", "decided_at")


class ProcessNote(ClientRow):
    """What a practitioner thinks about a meeting. Only its author reads it; its key is its own; it leaves nowhere."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="process_notes")
    author = models.ForeignKey(User, on_delete=models.PROTECT)
    words = SealedJSON()  # by reflection of the protocol, and free words
    written_at = models.DateTimeField()

    append_only = True
    resource = "process_note"
    private = {"words": "D1"}
    plain = ("made_at", "client", "session", "author", "written_at")

    @property
    def key_owner_id(self) -> uuid.UUID:
        """Neither the client's key nor the author's: one for this author's notes about this client."""
        return uuid.uuid5(self.author_id, f"process notes about {self.client_id}")
