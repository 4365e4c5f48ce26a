"""What a group will talk about: what members ask for, and the points on its agenda until a meeting deals with them."""

from __future__ import annotations

import uuid

from django.db import models

from kith.care.models.base import ClientRow, Row
from kith.care.models.delivery import Group, Session
from kith.care.models.keys import preload
from kith.care.models.people import User
from kith.care.models.sealed import SealedText


class AgendaWish(ClientRow):
    """What one member asks the group to talk about, in their own words; only those who lead it read them."""

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="agenda_wishes")
    words = SealedText()
    asked_at = models.DateTimeField()

    append_only = True
    resource = "agenda_wish"
    hidden_as = "group_entry"
    private = {"words": "D5"}
    plain = ("made_at", "client", "group", "asked_at")


class AgendaPoint(Row):
    """A point on the agenda, in nobody's name, until a meeting has dealt with it."""

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="agenda_points")
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    wish = models.OneToOneField(AgendaWish, on_delete=models.PROTECT, null=True, blank=True, related_name="point")
    words = SealedText()
    put_on_at = models.DateTimeField()
    dealt_in = models.ForeignKey(Session, on_delete=models.PROTECT, null=True, blank=True, related_name="dealt_with")
    dealt_at = models.DateTimeField(null=True, blank=True)

    resource = "group_agenda"
    private = {"words": "D3"}
    plain = ("made_at", "group", "author", "wish", "put_on_at", "dealt_in", "dealt_at")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(dealt_in__isnull=True, dealt_at__isnull=True)
                | models.Q(dealt_in__isnull=False, dealt_at__isnull=False),
                name="agenda_point_dealt_with_in_a_meeting",
            )
        ]

    @property
    def key_owner_id(self) -> uuid.UUID:
        """Sealed with the group's key."""
        return self.group_id


def open_wishes(group: Group) -> list[AgendaWish]:
    """What members with a place asked for and nobody has put on the agenda yet, the oldest first."""
    members = group.memberships.filter(ends=None).values("client")
    found = list(
        group.agenda_wishes.filter(point__isnull=True, client__in=members).order_by("asked_at", "made_at", "pk")
    )
    preload([one.client_id for one in found])
    return found


def points_of(group: Group) -> list[AgendaPoint]:
    """Every point of the group, in the order in which they were put on."""
    return list(group.agenda_points.select_related("dealt_in").order_by("put_on_at", "made_at", "pk"))
