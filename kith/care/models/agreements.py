"""Each member's dated yes to what the group agreed and to what can and cannot stay in it, with the text itself."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256
from typing import Final
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as lazy

from kith.care.models.base import ClientRow, Row
from kith.care.models.delivery import Group, Membership
from kith.care.models.people import User
from kith.care.models.sealed import SealedText

WAYS: Final = ("own", "paper")
# What stays in a group and what cannot. A change of meaning takes a new number, and every member is asked again.
LIMITS_VERSION: Final = 1
LIMITS: Final = (
    lazy("What you hear in the group stays in the group. You may always tell others about yourself."),
    lazy("Those who lead can keep quiet for themselves. They cannot promise it for everybody else in the room."),
    lazy(
        "If you or somebody else is in danger, those who lead tell somebody who can help. They talk with you first, if "
        "they can."
    ),
    lazy(
        "The note about a meeting names nobody. What is written about you alone goes into your own record. You can ask "
        "to read it."
    ),
)


class AgreementText(Row):
    """What a group agreed, and what can and cannot stay in it, as a member read it before they said yes."""

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="agreement_texts")
    mark = models.CharField(max_length=16)  # of the text, by which it is found again
    agreement = SealedText()
    limits = SealedText()

    append_only = True
    resource = "group_agreement"
    private = {"agreement": "D3", "limits": "D3"}
    plain = ("made_at", "group", "mark")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["group", "mark"], name="agreement_text_once_per_group")]

    @property
    def key_owner_id(self) -> UUID:
        """Sealed with the group's key."""
        return self.group_id


class AgreementYes(ClientRow):
    """A member said yes to the agreement of a group and to its limits, on a day."""

    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="agreement_yeses")
    text = models.ForeignKey(AgreementText, on_delete=models.PROTECT, related_name="yeses")
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    way = models.CharField(max_length=5, choices=[(way, way) for way in WAYS])
    said_on = models.DateField()
    written_at = models.DateTimeField()

    append_only = True
    resource = "group_agreement"
    plain = ("made_at", "client", "membership", "text", "author", "way", "said_on", "written_at")


def agreement_lines(words: str) -> tuple[str, ...]:
    """The rules of a group, one by one; a new space or mark before a rule is no new rule."""
    return tuple(line.strip(" -•\t\r") for line in words.splitlines() if line.strip(" -•\t\r"))


def mark_of(group: Group) -> str:
    """Changes with the rules of the group and with the meaning of the limits, and with nothing else."""
    text = "\n".join((str(LIMITS_VERSION), *agreement_lines(group.agreement)))
    return sha256(text.encode()).hexdigest()[:16]


def yeses_of(places: Iterable[Membership]) -> dict[UUID, AgreementYes]:
    """Membership -> their newest yes, be it to an earlier text."""
    rows = AgreementYes.objects.filter(membership__in=[one.pk for one in places]).select_related("text")
    return {row.membership_id: row for row in rows.order_by("written_at", "made_at", "pk")}


def is_current(yes: AgreementYes | None, group: Group) -> bool:
    """Whether somebody has said yes to the agreement and the limits as they stand now."""
    return yes is not None and yes.text.mark == mark_of(group)


def without_yes(group: Group, places: Iterable[Membership]) -> frozenset[UUID]:
    """The clients among these members who have not said yes to the text as it stands."""
    rows = list(places)
    said = yeses_of(rows)
    return frozenset(one.client_id for one in rows if not is_current(said.get(one.pk), group))
