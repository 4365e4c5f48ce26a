"""Around a review: what the client says before it, what is tried after it, the case discussion, the step of care."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from kith.care.models.base import ClientRow, PlainJSON
from kith.care.models.people import User
from kith.care.models.sealed import SealedJSON, SealedText
from kith.care.models.way import Episode, Goal, Plan, Review

HIGHEST_STEP = 4


class OwnView(ClientRow):
    """How the client sees it, written before a review: which areas matter, what should stay, what should change."""

    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="own_views")
    said = SealedJSON()
    tools_version = models.CharField(max_length=20)
    written_at = models.DateTimeField()

    append_only = True
    resource = "answers"
    private = {"said": "D5"}
    plain = ("made_at", "client", "episode", "tools_version", "written_at")


class ReviewTry(ClientRow):
    """Something that a review chose to try: a tool of the library, own words, or both, and the goal it is for."""

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="tries")
    area = models.CharField(max_length=20)
    tool = models.CharField(max_length=60, blank=True)
    protocol = models.CharField(max_length=60, blank=True)
    technique = models.CharField(max_length=60, blank=True)
    words = SealedText()
    goal = models.ForeignKey(Goal, on_delete=models.PROTECT, null=True, blank=True, related_name="review_tries")

    append_only = True
    resource = "plan"
    private = {"words": "D5"}
    plain = ("made_at", "client", "review", "area", "tool", "protocol", "technique", "goal")


class CaseDiscussion(ClientRow):
    """That a course which stayed off track after a review was talked about with a supervisor, and what was agreed."""

    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="discussions")
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="discussions")
    author = models.ForeignKey(User, on_delete=models.PROTECT)
    agreed = SealedText()
    held_at = models.DateTimeField()

    append_only = True
    resource = "plan"
    private = {"agreed": "D5"}
    plain = ("made_at", "client", "episode", "plan", "author", "held_at")


class StepChange(ClientRow):
    """The step of care from a day on: from which to which, by which pathway, and why. The first has no step before."""

    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="step_changes")
    author = models.ForeignKey(User, on_delete=models.PROTECT)
    from_step = models.PositiveSmallIntegerField(null=True)
    to_step = models.PositiveSmallIntegerField()
    pathway = models.CharField(max_length=60)
    pathway_version = models.CharField(max_length=20)
    rules = PlainJSON(default=list)  # ids of the pathway's rules that applied then
    reason = SealedText()
    decided_at = models.DateTimeField()

    append_only = True
    resource = "plan"
    private = {"reason": "D5"}
    plain = (
        "made_at",
        "client",
        "episode",
        "author",
        "from_step",
        "to_step",
        "pathway",
        "pathway_version",
        "rules",
        "decided_at",
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(to_step__lte=HIGHEST_STEP), name="step_of_care_is_a_step"),
        ]
