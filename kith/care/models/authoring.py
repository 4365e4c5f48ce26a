"""Measures that a service makes itself: written by one person, released by another, and then never changed."""

from __future__ import annotations

import secrets
from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.text import slugify

from kith.care.models.base import PlainJSON, Row
from kith.care.models.people import Service, User
from kith.care.models.states import OWN_INSTRUMENT

PREFIX = "own-"
LETTERS = "abcdefghijkmnpqrstuvwxyz"
OPEN = ("draft", "proposed")
READABLE = ("released", "replaced", "retired")


def new_identifier(title: str) -> str:
    """An id that no other service and no document of the library has.

    >>> new_identifier("How I sleep")[:16]
    'own-how-i-sleep-'
    """
    words = slugify(title)[:40].strip("-_").replace("_", "-") or "measure"
    return f"{PREFIX}{words}-{''.join(secrets.choice(LETTERS) for _ in range(6))}"


def is_own(identifier: object) -> bool:
    """Whether an id is one of those that services give; the library has none of them."""
    return isinstance(identifier, str) and identifier.startswith(PREFIX)


class OwnInstrument(Row):
    """One version of a measure of a service's own. What was proposed is not changed; a released version stays for good.

    `content` holds the instrument, its words by language and its worked cases in the library's form; `past` what a
    draft was before each of its last changes.
    """

    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="own_instruments")
    identifier = models.CharField(max_length=60)
    number = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=10, choices=OWN_INSTRUMENT.choices, default=OWN_INSTRUMENT.start)
    content = PlainJSON()
    past = PlainJSON(default=list)
    edits = models.PositiveIntegerField(default=0)  # counts changes of the draft, so that two windows do not overwrite
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="own_instruments_written")
    saved_at = models.DateTimeField()
    proposed_at = models.DateTimeField(null=True, blank=True)
    released_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="own_instruments_released"
    )
    released_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=400, blank=True)  # why it was sent back, released or retired

    resource = "instruments"
    fixed: ClassVar[tuple[str, ...]] = ("content", "identifier", "number", "service_id", "author_id", "made_at")
    plain = (
        "made_at",
        "service",
        "identifier",
        "number",
        "state",
        "content",
        "past",
        "edits",
        "author",
        "saved_at",
        "proposed_at",
        "released_by",
        "released_at",
        "reason",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["identifier", "number"], name="own_version_once"),
            models.UniqueConstraint(
                fields=["identifier"], condition=Q(state="released"), name="one_released_version_of_own"
            ),
            models.UniqueConstraint(fields=["identifier"], condition=Q(state__in=OPEN), name="one_open_version_of_own"),
            models.CheckConstraint(
                condition=Q(released_by__isnull=True) | ~Q(released_by=F("author")), name="own_released_by_another"
            ),
            models.CheckConstraint(
                condition=Q(released_by__isnull=True, released_at__isnull=True, state__in=(*OPEN, "retired"))
                | Q(released_by__isnull=False, released_at__isnull=False, state__in=READABLE),
                name="own_released_has_a_person",
            ),
        ]

    @property
    def version(self) -> str:
        """As it stands beside every measurement."""
        return f"{self.number}.0.0"

    @property
    def title(self) -> str:
        """What it is called, in its first language."""
        return str(self.content["instrument"]["title"])

    @property
    def words(self) -> dict[str, Any]:
        """Its words in its first language."""
        found: dict[str, Any] = self.content["wordings"][self.content["language"]]
        return found
