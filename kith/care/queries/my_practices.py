"""My practices: what can I do now that may help, and how did it feel before?"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kith.care.models import PracticeRun
from kith.care.models.kept_documents import document_as_begun
from kith.care.models.knowledge import is_known_document, library
from kith.care.models.own_documents import documents_offered_by
from kith.care.permissions import NotYours, Viewer
from kith.care.queries.looking import note_seen
from kith.care.queries.myself import open_own
from kith.science.library import UnknownDocument
from kith.science.practices import Practice

SEEN = "practices.seen"
NEWEST = 12


@dataclass(frozen=True)
class Felt:
    """One time a practice was done, with how it felt before and after; None where it was not rated."""

    practice: str
    title: str
    done_at: datetime
    before: int | None
    after: int | None


@dataclass(frozen=True)
class PracticesPage:
    """Every practice on offer, under what each helps with, and what was done before."""

    time_zone: str
    practices: tuple[Practice, ...]
    done: tuple[Felt, ...]

    @property
    def used(self) -> tuple[str, ...]:
        """The practices done before, the newest first, each once."""
        return tuple(dict.fromkeys(one.practice for one in self.done))


@dataclass(frozen=True)
class PracticePage:
    """One practice to do now, and the times before."""

    time_zone: str
    practice: Practice
    language: str
    key: UUID
    done: tuple[Felt, ...]


def my_practices(*, viewer: Viewer, at: datetime) -> PracticesPage:
    """The practices a client may use at any time, by title."""
    own = open_own(viewer, "R", "work", at=at)
    offered = [*library().practices.values(), *documents_offered_by(own.client.service_id, "practice")]
    page = PracticesPage(
        time_zone=own.time_zone,
        practices=tuple(sorted(offered, key=lambda one: str(one.title).casefold())),
        done=_felt(own.client.practicerun_set.order_by("-done_at", "-pk")[:NEWEST]),
    )
    note_seen(viewer, SEEN, [own.client.pk], at=at)
    return page


def my_practice(*, viewer: Viewer, practice: str, at: datetime) -> PracticePage:
    """One practice of the library or of the client's own service; NotYours for any other name."""
    own = open_own(viewer, "R", "work", at=at)
    if not is_known_document("practice", practice, own.client.service_id):
        raise NotYours
    page = PracticePage(
        time_zone=own.time_zone,
        practice=library().practices[practice],
        language="en",
        key=uuid.uuid4(),
        done=_felt(own.client.practicerun_set.filter(practice=practice).order_by("-done_at", "-pk")[:NEWEST]),
    )
    note_seen(viewer, SEEN, [own.client.pk], at=at)
    return page


def _felt(runs: Iterable[PracticeRun]) -> tuple[Felt, ...]:
    return tuple(
        Felt(run.practice, _title(run), run.done_at, run.ratings.get("before"), run.ratings.get("after"))
        for run in runs
    )


def _title(run: PracticeRun) -> str:
    """Its title as it was then; the bare name when the document can no longer be read."""
    try:
        return str(document_as_begun("practice", run.practice, run.practice_version).title)
    except UnknownDocument:
        return run.practice


def by_help(practices: Sequence[Practice]) -> dict[str, tuple[Practice, ...]]:
    """The practices under each thing they help with; one that helps with two stands twice."""
    kinds = dict.fromkeys(kind for one in practices for kind in one.helps_with)
    return {kind: tuple(one for one in practices if kind in one.helps_with) for kind in kinds}
