"""Measures of a service's own: the list of them, and one of them with everything that its builder shows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from kith.care.models import OwnInstrument
from kith.care.models.authoring import OPEN, has_open_version, is_own
from kith.care.models.knowledge import in_language, library
from kith.care.models.own_shelf import offered_by
from kith.care.permissions import Viewer, check_function
from kith.care.queries.looking import note_seen
from kith.care.queries.own_heads import (
    OwnHead,
    Versions,
    head_of,
    row_to_write,
    versions_of_service,
)
from kith.care.queries.own_parts import (
    AnswersRow,
    ExampleRow,
    FlagRow,
    LanguageRow,
    QuestionRow,
    ScoreRow,
    answers_rows,
    example_rows,
    flag_rows,
    language_rows,
    question_rows,
    score_rows,
)
from kith.science.instruments.building import Difference, Gap, gaps

__all__ = [
    "Difference",
    "Gap",
    "OwnHead",
    "OwnList",
    "OwnPage",
    "ScoreRow",
    "Versions",
    "head_of",
    "own_instrument",
    "own_instruments",
    "own_row",
]


@dataclass(frozen=True)
class OwnList:
    """Every measure of the service, and what a new one can be copied from."""

    time_zone: str
    measures: tuple[Versions, ...]
    to_copy: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class About:
    """The head of a measure."""

    title: str
    short: str
    recall: str
    recall_days: int | None
    instruction: str
    stem: str
    thanks: str
    kind: str
    direction: str
    respondents: tuple[str, ...]


@dataclass(frozen=True)
class Rights:
    """Whose words these are."""

    rights: str
    holder: str
    where: str
    day: str
    notice: str
    is_confirmed: bool


@dataclass(frozen=True)
class OwnPage:
    """Everything that the builder shows of one version."""

    time_zone: str
    head: OwnHead
    about: About
    questions: tuple[QuestionRow, ...]
    answers: tuple[AnswersRow, ...]
    scores: tuple[ScoreRow, ...]
    flags: tuple[FlagRow, ...]
    rights: Rights
    languages: tuple[LanguageRow, ...]
    examples: tuple[ExampleRow, ...]
    responses: tuple[tuple[str, str], ...]
    gaps: tuple[Gap, ...]
    has_open_version: bool


def own_instruments(*, viewer: Viewer, at: datetime, language: str = "en") -> OwnList:
    """The measures of the viewer's service; nothing of any other."""
    check_function(viewer, "author")
    measures = versions_of_service(viewer, OwnInstrument)
    note_seen(viewer, "own_instruments.seen", [], at=at)
    return OwnList(
        time_zone=viewer.time_zone,
        measures=measures,
        to_copy=_to_copy(viewer, language),
    )


def own_instrument(*, viewer: Viewer, own_id: UUID, at: datetime) -> OwnPage:
    """One version with all its parts and what it still lacks."""
    row = own_row(viewer=viewer, own_id=own_id)
    content = row.content
    page = OwnPage(
        time_zone=viewer.time_zone,
        head=head_of(viewer, row),
        about=_about(row),
        questions=question_rows(content),
        answers=answers_rows(content),
        scores=score_rows(content),
        flags=flag_rows(content),
        rights=_rights(content),
        languages=language_rows(content),
        examples=example_rows(content),
        responses=tuple((one.id, one.title) for one in library().safety_responses.values()),
        gaps=gaps(content) if row.state in OPEN else (),
        has_open_version=has_open_version(row),
    )
    note_seen(viewer, "own_instrument.seen", [], at=at, about=row)
    return page


def own_row(*, viewer: Viewer, own_id: UUID) -> OwnInstrument:
    """The row, for those who make measures in its service; NotYours for everybody else."""
    return row_to_write(viewer, OwnInstrument, own_id)


def _to_copy(viewer: Viewer, language: str) -> tuple[tuple[str, str], ...]:
    """Measures whose words may be changed: our own, free ones, and those of this service."""
    own = [one.instrument for one in offered_by(viewer.service_id)]
    free = [one for one in library().instruments.values() if one.licence.rights in ("A", "own")]
    return tuple(_named((*own, *(one for one in free if one.licence.ship_text)), language))


def _named(definitions: Iterable[Any], language: str) -> Iterable[tuple[str, str]]:
    for one in definitions:
        title = in_language(library().wordings[one.id], language).title
        yield one.id, title if is_own(one.id) or title == one.short else f"{one.short}: {title}"


def _about(row: OwnInstrument) -> About:
    instrument, words = row.content["instrument"], row.words
    return About(
        title=row.title,
        short=instrument["short"],
        recall=words.get("recall", ""),
        recall_days=instrument["recall_days"],
        instruction=words.get("instruction", ""),
        stem=words.get("stem", ""),
        thanks=words.get("thanks", ""),
        kind=instrument["kind"],
        direction=instrument["direction"],
        respondents=tuple(instrument["respondents"]),
    )


def _rights(content: dict[str, Any]) -> Rights:
    licence = content["instrument"]["licence"]
    return Rights(
        rights=licence["class"],
        holder=licence["licence"],
        where=licence["licence_source"],
        day=licence["checked_on"],
        notice=licence.get("notice", ""),
        is_confirmed=content["is_confirmed"],
    )
