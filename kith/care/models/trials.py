"""Trials: who was asked, who takes part, which arm was drawn for them, and what became of them. Written once."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from kith.care.models.base import ClientRow, PlainJSON, Row
from kith.care.models.people import Service, User
from kith.care.models.sealed import SealedJSON
from kith.care.models.way import Episode
from kith.science.trials import AllocationList

TRIAL_METHODS = ("blocks", "minimisation")
ASSESSED_AS = ("enrolled", "not_eligible", "said_no", "other")
TRIAL_STEPS = ("received", "not_received", "stopped", "followed_up", "lost")
WITH_REASON = ("not_received", "stopped", "lost")
LEFT_BECAUSE = ("did_not_want", "no_answer", "moved_away", "unwell", "died", "other")
ERRORS = ("not_eligible_after_all", "no_consent_after_all", "enrolled_twice", "other")


class Trial(Row):
    """A trial of a service: its question, its arms, and how they are drawn. Closed, never changed.

    `hidden` holds what must not be known while it runs: the seed, the lists of arms, the key of the seal. `mark` is the
    seal of those lists, shown before anybody joins; it is empty for minimisation, which has no list.
    """

    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="trials")
    title = models.CharField(max_length=120)
    question = models.CharField(max_length=1000)
    approval = models.CharField(max_length=200)  # the ethics approval and the register it stands in
    method = models.CharField(max_length=14, choices=[(method, method) for method in TRIAL_METHODS])
    factors = PlainJSON(default=list)  # what is balanced: name and levels, in order
    mark = models.CharField(max_length=64, blank=True)
    hidden = SealedJSON()
    opened_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="trials_opened")
    opened_at = models.DateTimeField()
    closed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="trials_closed")
    closed_at = models.DateTimeField(null=True, blank=True)

    resource = "dashboards"
    private: ClassVar = {"hidden": "D9"}
    plain = (
        "made_at",
        "service",
        "title",
        "question",
        "approval",
        "method",
        "factors",
        "mark",
        "opened_by",
        "opened_at",
        "closed_by",
        "closed_at",
    )

    @property
    def key_owner_id(self) -> uuid.UUID:
        """It is nobody's in particular: sealed with the service's key."""
        return self.service_id

    @property
    def lists(self) -> tuple[AllocationList, ...]:
        """The sealed lists; never for a page."""
        return tuple(
            AllocationList(
                tuple((factor, level) for factor, level in one["stratum"]), tuple(one["arms"]), tuple(one["blocks"])
            )
            for one in self.hidden.get("lists", ())
        )


class TrialArm(Row):
    """One of the ways of care that a trial compares."""

    trial = models.ForeignKey(Trial, on_delete=models.PROTECT, related_name="arms")
    place = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=80)

    append_only = True
    resource = "dashboards"
    plain = ("made_at", "trial", "place", "name")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["trial", "place"], name="trial_arm_place_once"),
            models.UniqueConstraint(fields=["trial", "name"], name="trial_arm_name_once"),
        ]


class Enrolment(ClientRow):
    """That somebody was asked about a trial, once: they take part since a day, with levels to balance, or why not."""

    trial = models.ForeignKey(Trial, on_delete=models.PROTECT, related_name="enrolments")
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="enrolments")
    outcome = models.CharField(max_length=14, choices=[(outcome, outcome) for outcome in ASSESSED_AS])
    levels = PlainJSON(default=dict)
    consented_on = models.DateField(null=True, blank=True)
    enrolled_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="enrolments_written")
    enrolled_at = models.DateTimeField()

    append_only = True
    resource = "trial"
    plain = ("made_at", "client", "trial", "episode", "outcome", "levels", "consented_on", "enrolled_by", "enrolled_at")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["trial", "client"], name="asked_once_for_a_trial"),
            models.CheckConstraint(
                condition=Q(outcome="enrolled", consented_on__isnull=False)
                | (~Q(outcome="enrolled") & Q(consented_on__isnull=True)),
                name="who_takes_part_consented_on_a_day",
            ),
        ]


class ArmDrawn(ClientRow):
    """The arm that was drawn for somebody after they had been enrolled, by somebody who enrols nobody. For good.

    `how` is what the draw was made from, so that it can be worked out again.
    """

    enrolment = models.OneToOneField(Enrolment, on_delete=models.PROTECT, related_name="drawn")
    arm = models.ForeignKey(TrialArm, on_delete=models.PROTECT, related_name="drawn")
    how = PlainJSON(default=dict)
    drawn_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="arms_drawn")
    drawn_at = models.DateTimeField()

    append_only = True
    resource = "trial"
    plain = ("made_at", "client", "enrolment", "arm", "how", "drawn_by", "drawn_at")


class TrialError(ClientRow):
    """That an arm was drawn in error, and why. The arm stays, and the person is counted in it all the same."""

    drawn = models.OneToOneField(ArmDrawn, on_delete=models.PROTECT, related_name="error")
    reason = models.CharField(max_length=24, choices=[(reason, reason) for reason in ERRORS])
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="trial_errors")
    found_at = models.DateTimeField()

    append_only = True
    resource = "trial"
    plain = ("made_at", "client", "drawn", "reason", "person", "found_at")


class TrialStep(ClientRow):
    """What became of somebody in a trial: whether they received their arm, stopped it, were followed up or lost."""

    drawn = models.ForeignKey(ArmDrawn, on_delete=models.PROTECT, related_name="steps")
    step = models.CharField(max_length=14, choices=[(step, step) for step in TRIAL_STEPS])
    reason = models.CharField(max_length=14, choices=[(reason, reason) for reason in LEFT_BECAUSE], blank=True)
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="trial_steps")
    noted_at = models.DateTimeField()

    append_only = True
    resource = "trial"
    plain = ("made_at", "client", "drawn", "step", "reason", "person", "noted_at")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=(Q(step__in=WITH_REASON) & ~Q(reason="")) | (~Q(step__in=WITH_REASON) & Q(reason="")),
                name="who_leaves_a_trial_has_a_reason",
            )
        ]
