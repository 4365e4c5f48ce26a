"""A person's own map of the people, places and groups around them, and whether the practitioner may see it."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from kith.care.models.base import ClientRow
from kith.care.models.sealed import SealedText

CONNECTION_KINDS = ("person", "place", "group")
RINGS = ("close", "near", "further")


class Connection(ClientRow):
    """Somebody or something on the map, on one ring for a stretch of time; moved, it is a new row of the same thread.

    Others are called by a nickname that the person chooses.
    """

    thread = models.UUIDField(default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=8, choices=[(one, one) for one in CONNECTION_KINDS])
    ring = models.CharField(max_length=8, choices=[(one, one) for one in RINGS])
    called = SealedText()
    starts = models.DateTimeField()
    ends = models.DateTimeField(null=True, blank=True)

    resource = "connections"
    private = {"called": "D4"}
    plain = ("made_at", "client", "thread", "kind", "ring", "starts", "ends")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["thread"], condition=Q(ends__isnull=True), name="one_place_at_a_time_on_the_map"
            )
        ]


class MapShare(ClientRow):
    """The person lets their practitioner see the map, until they take it back."""

    starts = models.DateTimeField()
    ends = models.DateTimeField(null=True, blank=True)

    resource = "connections"
    plain = ("made_at", "client", "starts", "ends")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["client"], condition=Q(ends__isnull=True), name="a_map_is_shared_once_at_a_time"
            )
        ]
