"""What a client handed in, as they read it again: each answer in words, what got in the way, and the replies."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from kith.care.models import Entry
from kith.care.queries.myself import Own
from kith.science.practices import Practice
from kith.science.worksheets import Worksheet
from kith.science.worksheets.summarising import day_of


@dataclass(frozen=True)
class ReplyShown:
    """What the practitioner wrote."""

    author: str
    words: str
    written_at: datetime


@dataclass(frozen=True)
class Answered:
    """One question of a worksheet with what was written; rows for a diary."""

    label: str
    value: Any
    kind: str = "text"
    rows: tuple[tuple[Answered, ...], ...] = ()
    unit: str = ""


@dataclass(frozen=True)
class HandedIn:
    """One time the work was handed in: in words, and as it is kept for pictures of it."""

    id: UUID
    day: date
    done: str
    handed_in_at: datetime
    obstacle: str
    answers: tuple[Answered, ...]
    replies: tuple[ReplyShown, ...]
    kept: Mapping[str, Any] = field(default_factory=dict)


def handed_in(own: Own, entry: Entry, worksheet: Worksheet | None, practice: Practice | None) -> HandedIn:
    """One entry of one's own with its replies."""
    replies = tuple(
        ReplyShown(reply.author.display_name, reply.words, reply.written_at) for reply in entry.replies.all()
    )
    answers = (
        tuple(answered(worksheet, entry.answers))
        if worksheet
        else tuple(_rated(practice, entry.answers))
        if practice
        else ()
    )
    on = own.day(entry.handed_in_at)
    return HandedIn(
        id=entry.pk,
        day=day_of(worksheet, entry.answers, on) if worksheet else on,
        done=entry.done,
        handed_in_at=entry.handed_in_at,
        obstacle=entry.obstacle,
        answers=answers,
        replies=tuple(sorted(replies, key=lambda reply: reply.written_at)),
        kept=entry.answers if worksheet else {},
    )


def answered(worksheet: Worksheet, answers: Mapping[str, Any]) -> Sequence[Answered]:
    """Every question that was answered, and what was worked out, in the worksheet's order."""
    computed = answers.get("computed", {})
    found: list[Answered] = []
    for asked in (one for step in worksheet.steps for one in step.fields):
        if asked.type == "computed":
            found.append(Answered(asked.label, computed.get(asked.id), "computed", unit=asked.unit or ""))
        elif asked.type == "repeat":
            rows = tuple(
                tuple(
                    Answered(column.label, _words(column, row.get(column.id)), column.type, unit=_unit(column))
                    for column in asked.fields
                )
                for row in answers.get(asked.id) or ()
            )
            found.append(Answered(asked.label, None, "repeat", rows))
        elif asked.type != "keep_in_view":
            found.append(Answered(asked.label, _words(asked, answers.get(asked.id)), asked.type, unit=_unit(asked)))
    return [one for one in found if one.rows or one.value not in (None, "", [])]


def _words(asked: Any, value: Any) -> Any:
    if asked.type in {"choice", "choices"} and value is not None:
        labels = {option.id: option.label for option in asked.options}
        chosen = value if isinstance(value, list | tuple) else [value]
        return ", ".join(str(labels.get(one, one)) for one in chosen)
    return value


def _unit(asked: Any) -> str:
    return (getattr(asked, "unit", None) or "") if asked.type in {"number", "scale"} else ""


def _rated(practice: Practice, answers: Mapping[str, Any]) -> Sequence[Answered]:
    rated = [Answered(practice.rate.question, answers.get(when), when) for when in ("before", "after")]
    return [one for one in rated if one.value is not None]
