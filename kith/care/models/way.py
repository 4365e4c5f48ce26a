"""The way of one person: referral, episode, assessment, problems, formulation, goals, plan, review."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from kith.care.models.base import ClientRow, PlainJSON
from kith.care.models.people import User
from kith.care.models.sealed import SealedJSON, SealedText
from kith.care.models.states import EPISODE, PLAN

ENDINGS = ("completed", "dropped_out", "moved", "declined", "transferred")
DECISIONS = ("go_on", "change", "step_up", "step_down", "end")


class Referral(ClientRow):
    """Somebody asked for care, for themselves or for another."""

    source = models.CharField(max_length=40)
    received_on = models.DateField()
    reason = SealedText()

    append_only = True
    resource = "plan"
    private = {"reason": "D5"}
    plain = ("made_at", "client", "source", "received_on")


class Episode(ClientRow):
    """One stay in care, from referral to ending."""

    referral = models.OneToOneField(Referral, on_delete=models.PROTECT)
    state = models.CharField(max_length=16, choices=EPISODE.choices, default=EPISODE.start)
    step = models.CharField(max_length=40, blank=True)  # step of the service's pathway
    opened_on = models.DateField()
    assessed_at = models.DateTimeField(null=True, blank=True)
    treatment_began_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ending = models.CharField(max_length=16, blank=True, choices=[(ending, ending) for ending in ENDINGS])
    ending_note = SealedText()

    resource = "plan"
    private = {"ending_note": "D5"}
    plain = (
        "made_at",
        "client",
        "referral",
        "state",
        "step",
        "opened_on",
        "assessed_at",
        "treatment_began_at",
        "ended_at",
        "ending",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["client"], condition=~Q(state="ended"), name="one_open_episode_per_client"),
            models.CheckConstraint(
                condition=Q(state="ended", ended_at__isnull=False) | (~Q(state="ended") & Q(ended_at__isnull=True)),
                name="ended_has_a_date",
            ),
        ]


class Assessment(ClientRow):
    """The circumstances of a person as understood on one day, with strengths, preferences and barriers."""

    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="assessments")
    author = models.ForeignKey(User, on_delete=models.PROTECT)
    circumstances = SealedJSON()
    assessed_at = models.DateTimeField()

    append_only = True
    resource = "formulation"
    private = {"circumstances": "D5"}
    plain = ("made_at", "client", "episode", "author", "assessed_at")


class Problem(ClientRow):
    """What is hard, in words both agree on."""

    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="problems")
    words = SealedText()
    named_at = models.DateTimeField()
    resolved_at = models.DateTimeField(null=True, blank=True)

    resource = "plan"
    private = {"words": "D5"}
    plain = ("made_at", "client", "episode", "named_at", "resolved_at")


class Formulation(ClientRow):
    """Why this, why now, what keeps it going: tentative, and never overwritten: the next version points at this one."""

    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="formulations")
    author = models.ForeignKey(User, on_delete=models.PROTECT)
    template = models.CharField(max_length=60)
    boxes = SealedJSON()
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by")
    is_shared = models.BooleanField(default=False)
    written_at = models.DateTimeField()

    append_only = True
    resource = "formulation"
    private = {"boxes": "D5"}
    plain = ("made_at", "client", "episode", "author", "template", "replaces", "is_shared", "written_at")


class Goal(ClientRow):
    """What the person wants, in the person's words; rated 0 to 10 by them each time."""

    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="goals")
    problem = models.ForeignKey(Problem, on_delete=models.PROTECT, null=True, blank=True, related_name="goals")
    words = SealedText()
    first_step = SealedText()
    agreed_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    resource = "goals"
    private = {"words": "D5", "first_step": "D5"}
    plain = ("made_at", "client", "episode", "problem", "agreed_at", "closed_at")


class Plan(ClientRow):
    """The intervention chosen, pinned to its version, with what was offered, what the person chose and why."""

    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="plans")
    protocol = models.CharField(max_length=60)
    protocol_version = models.CharField(max_length=20)
    library_version = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=PLAN.choices, default=PLAN.start)
    sessions_planned = models.PositiveSmallIntegerField()
    setting = models.CharField(max_length=40)
    format = models.CharField(max_length=40)
    options_shown = PlainJSON(default=list)
    gates_attested = PlainJSON(default=list)  # ids of the protocol's gates that a named clinician has attested
    why = SealedText()
    client_choice = SealedText()
    not_working_if = SealedText()
    review_after_sessions = models.PositiveSmallIntegerField()
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by")
    goals = models.ManyToManyField(Goal, related_name="plans")
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT)
    proposed_at = models.DateTimeField()
    agreed_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    resource = "plan"
    private = {"why": "D5", "client_choice": "D5", "not_working_if": "D5"}
    plain = (
        "made_at",
        "client",
        "episode",
        "protocol",
        "protocol_version",
        "library_version",
        "state",
        "sessions_planned",
        "setting",
        "format",
        "options_shown",
        "gates_attested",
        "review_after_sessions",
        "replaces",
        "goals",
        "proposed_by",
        "proposed_at",
        "agreed_at",
        "ended_at",
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(sessions_planned__gte=1, sessions_planned__lte=200), name="plan_has_sessions"
            ),
            models.UniqueConstraint(
                fields=["episode"], condition=Q(state="agreed"), name="one_agreed_plan_per_episode"
            ),
        ]


class Review(ClientRow):
    """A dated decision: go on, change, step up, step down or end, with its reason and what the scores said then.

    Beside it what was looked at, and when the signal came, was first seen and was first opened for review.
    """

    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="reviews")
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="reviews")
    author = models.ForeignKey(User, on_delete=models.PROTECT)
    decision = models.CharField(
        max_length=10, choices=[(decision, decision.replace("_", " ")) for decision in DECISIONS]
    )
    reason = SealedText()
    client_says = SealedText()
    seen_then = SealedJSON()  # scores, signal and method as they stood when the decision was taken
    looked_at = SealedJSON(null=True)  # areas with what was found; one that is not here was not looked at
    tools_version = models.CharField(max_length=20, blank=True)
    signal = models.CharField(max_length=20, blank=True)
    signal_at = models.DateTimeField(null=True, blank=True)
    seen_at = models.DateTimeField(null=True, blank=True)
    seen_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    opened_at = models.DateTimeField(null=True, blank=True)
    own_view = models.ForeignKey(
        "care.OwnView", on_delete=models.PROTECT, null=True, blank=True, related_name="reviews"
    )
    decided_at = models.DateTimeField()

    append_only = True
    resource = "plan"
    private = {"reason": "D5", "client_says": "D5", "seen_then": "D5", "looked_at": "D5"}
    plain = (
        "made_at",
        "client",
        "episode",
        "plan",
        "author",
        "decision",
        "decided_at",
        "tools_version",
        "signal",
        "signal_at",
        "seen_at",
        "seen_by",
        "opened_at",
        "own_view",
    )
