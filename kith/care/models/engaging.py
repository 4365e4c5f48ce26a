"""Getting somebody involved at all: what is in the way, what was offered, a first contact of their choice, outreach."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from kith.care.models.base import ClientRow
from kith.care.models.people import User
from kith.care.models.sealed import SealedJSON, SealedText

REMEDY_ANSWERS = ("accepted", "declined")
OUTREACH_REASONS = ("not_met_yet", "fell_silent")
OUTREACH_ENDINGS = ("reached", "stopped")
OUTREACH_DECISIONS = ("go_on", "stop")
TRY_CHANNELS = ("phone", "sms", "email", "letter", "visit")
TRY_OUTCOMES = ("no_answer", "no_message", "message_left", "wrong_number", "not_now", "reached", "met")
TRY_REACHED = ("reached", "met")


class Barrier(ClientRow):
    """Something that makes it hard for a person to come, as they or somebody here named it, until it is gone."""

    kind = SealedText()  # one of the barriers of the library
    words = SealedText()
    named_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    named_at = models.DateTimeField()
    gone_at = models.DateTimeField(null=True, blank=True)

    resource = "engagement"
    private = {"kind": "D5", "words": "D5"}
    plain = ("made_at", "client", "named_by", "named_at", "gone_at")


class Remedy(ClientRow):
    """One thing that was offered against a barrier; the person takes it or leaves it, and somebody sees it done."""

    barrier = models.ForeignKey(Barrier, on_delete=models.PROTECT, related_name="remedies")
    kind = SealedText()  # one of the remedies of the library
    offered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    offered_at = models.DateTimeField()
    answer = models.CharField(max_length=8, blank=True, choices=[(one, one) for one in REMEDY_ANSWERS])
    answered_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)

    resource = "engagement"
    private = {"kind": "D5"}
    plain = ("made_at", "client", "barrier", "offered_by", "offered_at", "answer", "answered_at", "done_at")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(done_at__isnull=True) | Q(answer="accepted"), name="only_what_was_accepted_is_done"
            )
        ]


class FirstContact(ClientRow):
    """The first contact as the person would like it: with whom, where, how, and what should soon be better.

    A change is a new row; the newest counts, and it keeps what was not asked again.
    """

    number = models.PositiveSmallIntegerField()  # counted per client: two answers may share one moment
    wishes = SealedJSON()  # who, where, how -> the choice, or not_said
    goal = SealedJSON()  # step and benefit, in the person's words
    said_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    said_at = models.DateTimeField()

    append_only = True
    resource = "engagement"
    private = {"wishes": "D5", "goal": "D5"}
    plain = ("made_at", "client", "number", "said_by", "said_at")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["client", "number"], name="first_contacts_are_counted_per_client")
        ]


class Outreach(ClientRow):
    """Somebody who has not come yet, or fell silent, is tried to be reached. One is open per client.

    Its end is the end of trying. It never ends the care.
    """

    reason = models.CharField(max_length=12, choices=[(one, one) for one in OUTREACH_REASONS])
    begun_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ending = models.CharField(max_length=8, blank=True, choices=[(one, one) for one in OUTREACH_ENDINGS])

    resource = "outreach"
    hidden_as = "engagement"
    plain = ("made_at", "client", "reason", "begun_by", "begun_at", "ended_at", "ending")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["client"], condition=Q(ended_at__isnull=True), name="one_open_outreach_per_client"
            )
        ]


class OutreachTry(ClientRow):
    """One try to reach the person: when, which way, by whom, what came of it, and when the next one is planned."""

    outreach = models.ForeignKey(Outreach, on_delete=models.PROTECT, related_name="tries")
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    channel = models.CharField(max_length=8, choices=[(one, one) for one in TRY_CHANNELS])
    outcome = models.CharField(max_length=14, choices=[(one, one) for one in TRY_OUTCOMES])
    tried_at = models.DateTimeField()
    note = SealedText()
    next_on = models.DateField(null=True, blank=True)
    next_channel = models.CharField(max_length=8, blank=True, choices=[(one, one) for one in TRY_CHANNELS])

    append_only = True
    resource = "outreach"
    hidden_as = "engagement"
    private = {"note": "D5"}
    plain = ("made_at", "client", "outreach", "person", "channel", "outcome", "tried_at", "next_on", "next_channel")


class OutreachDecision(ClientRow):
    """After many tries people decide together to go on or to stop trying: who, with whom, and why."""

    outreach = models.ForeignKey(Outreach, on_delete=models.PROTECT, related_name="decisions")
    decision = models.CharField(max_length=5, choices=[(one, one) for one in OUTREACH_DECISIONS])
    together_with = SealedText()
    reason = SealedText()
    after_tries = models.PositiveSmallIntegerField()
    next_on = models.DateField(null=True, blank=True)
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()

    append_only = True
    resource = "outreach"
    hidden_as = "engagement"
    private = {"together_with": "D5", "reason": "D5"}
    plain = ("made_at", "client", "outreach", "decision", "after_tries", "next_on", "person", "decided_at")
