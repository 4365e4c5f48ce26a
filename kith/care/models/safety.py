"""Alerts that somebody owns until they are closed by a person, and safety plans in the client's words."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db import models
from django.db.models import Q

from kith.care.models.base import ClientRow
from kith.care.models.inviting import Invitation
from kith.care.models.people import User
from kith.care.models.sealed import SealedJSON, SealedText
from kith.care.models.states import ALERT
from kith.science.pathways import REASONS

LEVELS = ("moderate", "high", "imminent")  # how soon a person makes contact; never a prediction
STEPS = ("raised", "seen", "contacted", "planned", "handed_over", "escalated", "closed", "corrected")
HANDED = ("raised", "handed_over", "escalated")  # each of these gives it to somebody
CONCERN = "concern"  # the flag of what a person told, beside those of instruments and worksheets
ALERT_OUTCOMES = ("safe_and_supported", "plan_renewed", "stepped_up", "emergency_services", "not_reached_handed_over")


class Alert(ClientRow):
    """A possible danger that one named person owns, with a clock. One is open per client; news is added to it."""

    state = models.CharField(max_length=10, choices=ALERT.choices, default=ALERT.start)
    level = models.CharField(max_length=10, choices=[(level, level) for level in LEVELS])
    owner = models.ForeignKey(User, on_delete=models.PROTECT, related_name="alerts_owned")
    raised_at = models.DateTimeField()
    contact_due_at = models.DateTimeField(db_index=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    resource = "alerts"
    plain = ("made_at", "client", "state", "level", "owner", "raised_at", "contact_due_at", "closed_at")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["client"], condition=~Q(state="closed"), name="one_open_alert_per_client"),
            models.CheckConstraint(
                condition=Q(state="closed", closed_at__isnull=False) | (~Q(state="closed") & Q(closed_at__isnull=True)),
                name="closed_alert_has_a_date",
            ),
        ]


class AlertStep(ClientRow):
    """One thing that happened to an alert: raised (again), seen, contact made, plan reviewed, handed on, closed.

    escalated: a limit passed and the clock gave it to somebody else; `reason` says which, `clock_at` when it passed.
    corrected: the form it came from was withdrawn, or belongs to somebody else. The alert stays open until a person
    closes it.
    """

    alert = models.ForeignKey(Alert, on_delete=models.PROTECT, related_name="steps")
    step = models.CharField(
        max_length=12,
        choices=[(step, step) for step in STEPS],
    )
    person = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True)
    invitation = models.ForeignKey(Invitation, on_delete=models.PROTECT, null=True, blank=True)
    from_owner = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    to_owner = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.CharField(max_length=12, blank=True, choices=[(reason, reason) for reason in REASONS])
    clock_at = models.DateTimeField(null=True, blank=True)
    level = models.CharField(max_length=10, blank=True, choices=[(level, level) for level in LEVELS])
    contact_due_at = models.DateTimeField(null=True, blank=True)  # these two of news: as the alert stood after it
    source_key = models.UUIDField(
        null=True, blank=True, db_index=True
    )  # the check-in it came from, sent or still half-done
    flag = models.CharField(max_length=60, blank=True)
    outcome = models.CharField(
        max_length=30, blank=True, choices=[(outcome, outcome.replace("_", " ")) for outcome in ALERT_OUTCOMES]
    )
    note = SealedText()
    at = models.DateTimeField()

    append_only = True
    resource = "alerts"
    private = {"note": "D2"}
    plain = (
        "made_at",
        "client",
        "alert",
        "step",
        "person",
        "invitation",
        "from_owner",
        "to_owner",
        "reason",
        "clock_at",
        "level",
        "contact_due_at",
        "source_key",
        "flag",
        "outcome",
        "at",
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(step="closed") | ~Q(outcome=""), name="closing_names_an_outcome"),
            models.CheckConstraint(
                condition=~Q(step="closed") | Q(person__isnull=False), name="only_a_person_closes_an_alert"
            ),
            models.CheckConstraint(
                condition=~Q(step="escalated")
                | (~Q(reason="") & Q(clock_at__isnull=False, from_owner__isnull=False, to_owner__isnull=False)),
                name="escalation_says_from_whom_to_whom_and_why",
            ),
            models.UniqueConstraint(
                fields=["alert", "reason", "clock_at"],
                condition=Q(step="escalated"),
                name="a_limit_passes_once",
            ),
        ]


def was_told_by(steps: Iterable[AlertStep], user_id: UUID) -> bool:
    """Whether this person told a concern that the alert is about, alone or among others."""
    return any(one.step == "raised" and one.flag == CONCERN and one.person_id == user_id for one in steps)


class SafetyPlan(ClientRow):
    """What I do when it gets bad: six steps in the client's own words. A new version points at the one before."""

    steps = SealedJSON()
    reasons_for_living = SealedText()
    agreements = SealedJSON(null=True)  # who keeps what until when, who has a copy, who may know
    author = models.ForeignKey(User, on_delete=models.PROTECT)
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by")
    written_at = models.DateTimeField()
    review_on = models.DateField()

    append_only = True
    resource = "safety_plan"
    private = {"steps": "D2", "reasons_for_living": "D2", "agreements": "D2"}
    plain = ("made_at", "client", "author", "replaces", "written_at", "review_on")

    def look_again_on(self) -> date:
        """The day on which it is to be looked at again; the newest look that found it fitting counts."""
        newest = self.reviews.order_by("-reviewed_at", "-pk").first()
        return newest.review_on if newest is not None else self.review_on
