"""Parts of a safety plan as every page shows them: lines with a number to call, who keeps what, what has changed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

STEPS = ("warning_signs", "coping", "places_and_people", "ask_for_help", "professionals", "safer_place")
REASONS = "reasons_for_living"
PHONE = re.compile(
    r"\+?\d[\d ()./-]{4,18}\d|\b[19]\d{2}\b"
)  # a telephone number as people write it, or a short one such as 112
DATE = re.compile(r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}")


@dataclass(frozen=True)
class Line:
    """One entry as it was written, and what its call button dials, if a number is in it."""

    words: str
    dial: str = ""


@dataclass(frozen=True)
class Step:
    """One of the six steps."""

    name: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Keeping:
    """Something dangerous that somebody keeps, until when, and whether that day has passed."""

    what: str
    who: str
    until: date | None
    is_over: bool


@dataclass(frozen=True)
class Agreements:
    """Who keeps what, who has a copy, and whom the team may ask to get in touch."""

    means: tuple[Keeping, ...] = ()
    copies: tuple[str, ...] = ()
    may_know: tuple[str, ...] = ()


@dataclass(frozen=True)
class Change:
    """What a version has that the one before had not, and the other way round, in one part."""

    part: str
    added: tuple[str, ...]
    gone: tuple[str, ...]


def steps_of(written: Mapping[str, Iterable[str]]) -> tuple[Step, ...]:
    """The six steps in their order, empty ones too."""
    return tuple(Step(name, tuple(line_of(words) for words in written.get(name, ()))) for name in STEPS)


def line_of(words: str) -> Line:
    """A line with what its call button dials.

    >>> line_of("Ines, 0700 900 123"), line_of("Swim on 12.03.2026").dial
    (Line(words='Ines, 0700 900 123', dial='0700900123'), '')
    """
    found = PHONE.search(DATE.sub(" ", words))
    return Line(words, re.sub(r"[^\d+]", "", found.group()) if found else "")


def agreements_of(kept: Mapping[str, Any] | None, today: date) -> Agreements:
    """What was agreed; plans that were written before this was asked have nothing."""
    kept = kept or {}
    return Agreements(
        tuple(_keeping(row, today) for row in kept.get("means", ())),
        tuple(kept.get("copies", ())),
        tuple(kept.get("may_know", ())),
    )


def changes_between(older: Mapping[str, Iterable[str]], newer: Mapping[str, Iterable[str]]) -> tuple[Change, ...]:
    """What was added and what has gone, part by part; parts that are the same are left out."""
    found = []
    for part in (*STEPS, REASONS):
        before, after = tuple(older.get(part, ())), tuple(newer.get(part, ()))
        added = tuple(line for line in after if line not in before)
        gone = tuple(line for line in before if line not in after)
        if added or gone:
            found.append(Change(part, added, gone))
    return tuple(found)


def _keeping(row: Mapping[str, str], today: date) -> Keeping:
    try:
        until = date.fromisoformat(row.get("until", ""))
    except ValueError:
        until = None
    return Keeping(row.get("what", ""), row.get("who", ""), until, until is not None and until < today)
