"""What a service makes itself: written by one person, released by another, and then never changed."""

from __future__ import annotations

import secrets
from typing import Any, ClassVar, TypeVar

from django.db import models
from django.db.models import F, Q
from django.utils.text import slugify

from kith.care.models.base import PlainJSON, Row
from kith.care.models.people import Service, User
from kith.care.models.states import OWN_DOCUMENT, OWN_INSTRUMENT, StateTable

PREFIX = "own-"
LETTERS = "abcdefghijkmnpqrstuvwxyz"
OPEN = ("draft", "proposed")
READABLE = ("released", "replaced", "retired")
KINDS = ("worksheet", "protocol", "lesson", "practice")


def new_identifier(title: str, otherwise: str = "measure") -> str:
    """An id that no other service and no document of the library has.

    >>> new_identifier("How I sleep")[:16]
    'own-how-i-sleep-'
    """
    words = slugify(title)[:40].strip("-_").replace("_", "-") or otherwise
    return f"{PREFIX}{words}-{''.join(secrets.choice(LETTERS) for _ in range(6))}"


def is_own(identifier: object) -> bool:
    """Whether an id is one of those that services give; the library has none of them."""
    return isinstance(identifier, str) and identifier.startswith(PREFIX)


class OwnVersion(Row):
    """One version of something of a service's own. What was proposed is not changed; a released version stays for good.

    `past` holds what a draft was before each of its last changes.
    """

    identifier = models.CharField(max_length=60)
    number = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=10, choices=OWN_INSTRUMENT.choices, default=OWN_INSTRUMENT.start)
    content = PlainJSON()
    past = PlainJSON(default=list)
    edits = models.PositiveIntegerField(default=0)  # counts changes of the draft, so that two windows do not overwrite
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="%(class)ss")
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="%(class)ss_written")
    saved_at = models.DateTimeField()
    proposed_at = models.DateTimeField(null=True, blank=True)
    released_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="%(class)ss_released"
    )
    released_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=400, blank=True)  # why it was sent back, released or retired

    resource = "instruments"
    moves: ClassVar[StateTable] = OWN_INSTRUMENT
    fixed: ClassVar[tuple[str, ...]] = ("content", "identifier", "number", "service_id", "author_id", "made_at")
    plain: ClassVar[tuple[str, ...]] = (
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
        abstract = True

    @property
    def title(self) -> str:
        """What it is called, in its first language."""
        raise NotImplementedError


def _kept(noun: str) -> list[models.BaseConstraint]:
    """What the database itself holds for every kind: one open and one released version, released by another person."""
    return [
        models.UniqueConstraint(fields=["identifier", "number"], name=f"{noun}_version_once"),
        models.UniqueConstraint(
            fields=["identifier"], condition=Q(state="released"), name=f"one_released_version_of_{noun}"
        ),
        models.UniqueConstraint(fields=["identifier"], condition=Q(state__in=OPEN), name=f"one_open_version_of_{noun}"),
        models.CheckConstraint(
            condition=Q(released_by__isnull=True) | ~Q(released_by=F("author")), name=f"{noun}_released_by_another"
        ),
        models.CheckConstraint(
            condition=Q(released_by__isnull=True, released_at__isnull=True, state__in=(*OPEN, "retired"))
            | Q(released_by__isnull=False, released_at__isnull=False, state__in=READABLE),
            name=f"{noun}_released_has_a_person",
        ),
    ]


class OwnInstrument(OwnVersion):
    """One version of a measure: `content` holds the instrument, its words by language and its worked cases."""

    class Meta:
        constraints = _kept("own")

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


class OwnDocument(OwnVersion):
    """One version of a worksheet, protocol, lesson or practice: `content` holds it in the library's form.

    `data` are its values, which may be incomplete while it is a draft; `body` is the text of a lesson; `copy_of` says
    which document it was copied from, with version.
    """

    kind = models.CharField(max_length=10, choices=[(kind, kind) for kind in KINDS])

    moves = OWN_DOCUMENT
    fixed = (*OwnVersion.fixed, "kind")
    plain = (*OwnVersion.plain, "kind")

    class Meta:
        constraints = _kept("own_document")

    @property
    def version(self) -> str:
        """As the library writes versions."""
        return f"{self.number}.0"

    @property
    def title(self) -> str:
        """What it is called."""
        return str(self.content["data"].get("title") or "")


def version_before(row: Version) -> Version | None:
    """The newest released version before this one."""
    older = type(row)._default_manager.filter(identifier=row.identifier, number__lt=row.number, state__in=READABLE)
    return older.exclude(released_at=None).order_by("-number").first()


def has_open_version(row: OwnVersion) -> bool:
    """Whether a version of it is being written or waits for a second person."""
    return type(row)._default_manager.filter(identifier=row.identifier, state__in=OPEN).exists()


Version = TypeVar("Version", bound=OwnVersion)
OWN_VERSIONS: tuple[type[OwnVersion], ...] = (OwnInstrument, OwnDocument)
