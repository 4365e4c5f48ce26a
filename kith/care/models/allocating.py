"""Who sees whom first: what practitioners bring, how somebody who waits would like to be seen, and what was decided."""

from __future__ import annotations

import uuid
from datetime import time
from typing import Final

from django.db import models
from django.db.models import Q

from kith.care.models.base import ClientRow, Row
from kith.care.models.people import CareRelationship, User
from kith.care.models.sealed import SealedJSON, SealedText
from kith.care.models.week_parts import week_part

MEETING_FORMATS: Final = ("in person", "at home", "video", "phone")
GENDERS: Final = ("woman", "man", "other")
DECISIONS: Final = ("accepted", "declined")


def hour_slot(weekday: int, at: time) -> str:
    """An hour of the week as one word; Monday is 1.

    >>> hour_slot(4, time(18))
    '4-18:00'
    """
    return f"{weekday}-{at:%H:%M}"


def part_of_slot(slot: str) -> str:
    """The part of the week in which an hour lies.

    >>> part_of_slot("4-18:00")
    '4-evening'
    """
    day, _sign, hour = slot.partition("-")
    return week_part(int(day), time.fromisoformat(hour))


class Availability(Row):
    """What a practitioner brings: free hours, languages, training, how many people. The newest row counts.

    Whether they say their gender, and which communities they know from within, is up to them; nobody else can.
    """

    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="availabilities")
    said_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    brings = SealedJSON()  # hours (slot -> formats), languages, trained, offers, gender, communities
    most_people = models.PositiveSmallIntegerField()
    said_at = models.DateTimeField()

    append_only = True
    resource = "availability"
    private = {"brings": "D4"}
    plain = ("made_at", "person", "said_by", "most_people", "said_at")

    @property
    def key_owner_id(self) -> uuid.UUID:
        """Neither a client's key nor a group's."""
        return self.person_id


def communities_of(said: Availability | None) -> list[str]:
    """The communities, faiths and ways of life somebody says they know from within; none where nobody asked."""
    return list(said.brings.get("communities", ())) if said is not None else []


class AppointmentWish(ClientRow):
    """How somebody would like to be seen first: when, how, in which language, by whom. The newest row counts."""

    asks = SealedJSON()  # parts of the week, languages, formats, needs, intervention, community, gender, is it a must
    words = SealedText()  # as the person said it
    not_now = SealedText()  # why they cannot begin at present; empty when nothing speaks against it
    said_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    said_at = models.DateTimeField()

    append_only = True
    resource = "appointment_wish"
    private = {"asks": "D5", "words": "D5", "not_now": "D5"}
    plain = ("made_at", "client", "said_by", "said_at")


class Allocation(ClientRow):
    """One person's decision about one pair: accepted or declined, what had been proposed then, and why it differs."""

    practitioner = models.ForeignKey(User, on_delete=models.PROTECT, related_name="allocations")
    decision = models.CharField(max_length=8, choices=[(one, one) for one in DECISIONS])
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()
    way = SealedJSON(null=True)  # hour, format, language and reasons as they stood; None for what was declined
    proposed = SealedJSON(null=True)  # practitioner whom the machine had proposed, left to itself; None for nobody
    is_override = models.BooleanField(default=False)
    reason = SealedText()
    relationship = models.OneToOneField(
        CareRelationship, on_delete=models.PROTECT, null=True, blank=True, related_name="allocation"
    )
    told_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    resource = "allocation"
    private = {"way": "D5", "proposed": "D5", "reason": "D4"}
    plain = (
        "made_at",
        "client",
        "practitioner",
        "decision",
        "decided_by",
        "decided_at",
        "is_override",
        "relationship",
        "told_at",
        "undone_at",
        "undone_by",
    )

    @property
    def has_meeting(self) -> bool:
        """Whether the two have booked a meeting since: then the person knows, whatever anybody pressed."""
        since = {"practitioner": self.practitioner_id, "made_at__gte": self.decided_at}
        return self.decision == "accepted" and self.client.session_set.filter(**since).exists()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(told_at__isnull=True) | Q(undone_at__isnull=True), name="told_allocations_stay"
            )
        ]
