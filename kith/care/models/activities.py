"""Things to do nearby: what a service keeps a list of, what a person said they like, and whether they went."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from kith.care.models.base import ClientRow, PlainJSON, Row
from kith.care.models.people import Service, User
from kith.care.models.sealed import SealedJSON
from kith.science.connections import COSTS, DISTANCES

INTERESTS = (
    "music",
    "making",
    "garden",
    "cooking",
    "reading",
    "sport",
    "walking",
    "animals",
    "games",
    "faith",
    "learning",
    "helping",
    "talking",
)
ACCESS = ("step_free", "quiet", "hearing_loop", "childcare")
KNOWN = ("yes", "no", "unknown")
WENT = ("yes", "no", "not_said")


class Activity(Row):
    """Something to do nearby that the service keeps on its list: what, where, when, cost, access, how to join.

    An empty cost or distance, and an access of "unknown", say that nobody has asked; they are no yes.
    """

    service = models.ForeignKey(Service, on_delete=models.PROTECT)
    name = models.CharField(max_length=120)
    what = models.CharField(max_length=600)
    place = models.CharField(max_length=200)
    times = models.CharField(max_length=120)
    for_whom = models.CharField(max_length=300, blank=True)
    joining = models.CharField(max_length=300)
    cost = models.CharField(max_length=8, blank=True, choices=[(one, one.replace("_", " ")) for one in COSTS])
    distance = models.CharField(max_length=10, blank=True, choices=[(one, one.replace("_", " ")) for one in DISTANCES])
    interests = PlainJSON(default=list)
    access = PlainJSON(default=dict)  # each of ACCESS -> one of KNOWN
    languages = PlainJSON(default=list)
    keeper = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    checked_on = models.DateField()
    review_on = models.DateField()
    ends = models.DateTimeField(null=True, blank=True)

    resource = "activities"
    plain = (
        *("made_at", "service", "name", "what", "place", "times", "for_whom", "joining", "cost", "distance"),
        *("interests", "access", "languages", "keeper", "checked_on", "review_on", "ends"),
    )


class ActivityWish(ClientRow):
    """What a person said they like, need, pay and how far they go. The newest counts.

    A part that is missing was not asked yet; one that is None they would rather not say.
    """

    wants = SealedJSON()
    starts = models.DateTimeField()
    ends = models.DateTimeField(null=True, blank=True)

    resource = "outings"
    private = {"wants": "D4"}
    plain = ("made_at", "client", "starts", "ends")


class Outing(ClientRow):
    """A person plans to go to an activity; afterwards they say whether they went and how it was, or neither."""

    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="outings")
    planned = SealedJSON()  # when (a day), who and easier, in the person's words
    told = SealedJSON()  # went (one of WENT), how (0 to 10, or None) and words
    starts = models.DateTimeField()
    told_at = models.DateTimeField(null=True, blank=True)
    ends = models.DateTimeField(null=True, blank=True)  # taken back before it was told of

    resource = "outings"
    private = {"planned": "D4", "told": "D4"}
    plain = ("made_at", "client", "activity", "starts", "told_at", "ends")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["client"],
                condition=Q(told_at__isnull=True, ends__isnull=True),
                name="one_plan_to_go_at_a_time",
            )
        ]
