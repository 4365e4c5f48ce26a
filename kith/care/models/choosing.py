"""Choosing a plan: what it is chosen by, each piece with its day, and the choice with all that was on the table."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from kith.care.models.base import ClientRow
from kith.care.models.people import User
from kith.care.models.sealed import SealedJSON, SealedText
from kith.care.models.way import Episode, Plan

OUTCOMES = ("plan", "nothing_for_now", "not_decided")


class PlanningFacts(ClientRow):
    """What was asked on one day so that a plan can be chosen. Of each piece the newest row that holds it counts.

    Circumstances are among them, danger from somebody too: no page of the person shows this row.
    """

    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="planning_facts")
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    said = SealedJSON()  # only the pieces that were asked that day
    asked_at = models.DateTimeField()

    append_only = True
    resource = "formulation"
    private = {"said": "D4"}
    plain = ("made_at", "client", "episode", "author", "asked_at")


class PlanChoice(ClientRow):
    """What was chosen on one day, by whom with whom, and what was on the table then, with the library's version.

    `plan` is what came of it, once somebody has written it down. What is on the table names no circumstance.
    """

    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="plan_choices")
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, null=True, blank=True, related_name="plan_choices")
    outcome = models.CharField(max_length=16, choices=[(one, one.replace("_", " ")) for one in OUTCOMES])
    protocol = models.CharField(max_length=60, blank=True)
    library_version = models.CharField(max_length=64)
    table = SealedJSON()
    matters = SealedJSON(null=True)  # what the person said matters to them, 0 to 2; None where nobody asked
    made_with = SealedText()
    words = SealedText()
    is_override = models.BooleanField(default=False)
    override_reason = SealedText()
    chosen_at = models.DateTimeField()

    resource = "plan"
    hidden_as = "plan_choice"
    private = {"table": "D5", "matters": "D5", "made_with": "D5", "words": "D5", "override_reason": "D5"}
    plain = (
        "made_at",
        "client",
        "episode",
        "author",
        "plan",
        "outcome",
        "protocol",
        "library_version",
        "is_override",
        "chosen_at",
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=(Q(outcome="plan") & ~Q(protocol="")) | (~Q(outcome="plan") & Q(protocol="")),
                name="a_chosen_plan_has_a_protocol",
            ),
        ]
