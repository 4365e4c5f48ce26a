"""A measure of a service's own as others will meet it: tried out, and looked at by the second person before release."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kith.care.models.authoring import version_before
from kith.care.models.knowledge import in_language
from kith.care.permissions import Viewer, check_function
from kith.care.queries.assessing import questions_of
from kith.care.queries.check_in import Question
from kith.care.queries.looking import note_seen
from kith.care.queries.own_heads import OwnHead, head_of
from kith.care.queries.own_instruments import own_row
from kith.care.queries.own_parts import (
    ExampleRow,
    FlagRow,
    OutcomeRow,
    QuestionRow,
    ScoreRow,
    example_rows,
    flag_rows,
    outcomes_of,
    question_rows,
    score_rows,
)
from kith.science.instruments import AnswerProblem, is_asked
from kith.science.instruments.building import Difference, Gap, differences, gaps, read


@dataclass(frozen=True)
class TryPage:
    """The measure as a client meets it, and what answers that were tried come to. Nothing of it is kept."""

    head: OwnHead
    title: str
    language: str
    languages: tuple[str, ...]
    recall: str
    instruction: str
    stem: str
    thanks: str
    questions: tuple[Question, ...]
    is_readable: bool
    outcomes: tuple[OutcomeRow, ...]
    flags: tuple[str, ...]
    not_asked: tuple[int, ...]
    is_tried: bool


@dataclass(frozen=True)
class ReleasePage:
    """What the second person decides on: what is new since the last version, and every worked example run again."""

    head: OwnHead
    time_zone: str
    before: int | None
    differences: tuple[Difference, ...]
    changes_scores: bool
    questions: tuple[QuestionRow, ...]
    scores: tuple[ScoreRow, ...]
    flags: tuple[FlagRow, ...]
    examples: tuple[ExampleRow, ...]
    licence: str
    licence_source: str
    languages: tuple[str, ...]
    gaps: tuple[Gap, ...]


def trying(
    *,
    viewer: Viewer,
    own_id: UUID,
    at: datetime,
    language: str = "",
    answers: Mapping[str, float | None] | None = None,
) -> TryPage:
    """The measure to try, in the asked language if there is one; with `answers`, their result."""
    row = own_row(viewer=viewer, own_id=own_id)
    reading, content = read(row.content), row.content
    is_readable = reading.instrument is not None and not reading.problems
    chosen = language if language in content["wordings"] else content["language"]
    said = content["wordings"][chosen]
    outcomes: tuple[OutcomeRow, ...] = ()
    flags: tuple[str, ...] = ()
    questions: tuple[Question, ...] = ()
    not_asked: tuple[int, ...] = ()
    if reading.instrument is not None and is_readable:
        questions = questions_of(reading.instrument, in_language(reading.wordings, chosen))
        if answers is not None:
            shown = {**content, "language": chosen}
            try:
                outcomes, flags, _kept = outcomes_of(shown, reading.instrument, answers)
            except AnswerProblem:
                answers = None
            else:
                asked = {one.item: is_asked(reading.instrument, one.item, answers) for one in questions}
                not_asked = tuple(one.number for one in questions if not asked[one.item])
    note_seen(viewer, "own_instrument.tried", [], at=at, about=row)
    return TryPage(
        head=head_of(viewer, row),
        title=said.get("title", row.title),
        language=chosen,
        languages=tuple(content["wordings"]),
        recall=said.get("recall", ""),
        instruction=said.get("instruction", ""),
        stem=said.get("stem", ""),
        thanks=said.get("thanks", ""),
        questions=questions,
        is_readable=is_readable,
        outcomes=outcomes,
        flags=flags,
        not_asked=not_asked,
        is_tried=answers is not None and is_readable,
    )


def releasing(*, viewer: Viewer, own_id: UUID, at: datetime) -> ReleasePage:
    """The page of the second person."""
    check_function(viewer, "release")
    row = own_row(viewer=viewer, own_id=own_id)
    before = version_before(row)
    found = differences(before.content, row.content) if before is not None else ()
    licence = row.content["instrument"]["licence"]
    note_seen(viewer, "own_instrument.release_seen", [], at=at, about=row)
    return ReleasePage(
        head=head_of(viewer, row),
        time_zone=viewer.time_zone,
        before=before.number if before is not None else None,
        differences=found,
        changes_scores=any(one.changes_scores for one in found),
        questions=question_rows(row.content),
        scores=score_rows(row.content),
        flags=flag_rows(row.content),
        examples=example_rows(row.content),
        licence=licence["licence"],
        licence_source=licence["licence_source"],
        languages=tuple(row.content["wordings"]),
        gaps=gaps(row.content),
    )
