"""The alerts of a quarter as a reader of both pages has them: by how soon contact was asked for, and all together."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from unittest.mock import patch

import numpy as np

from kith.science.disclosure import counts
from kith.science.outcomes import Wait, publish_count, publish_rate
from kith.science.outcomes.response_times import PublishedLevel, published_times
from tests.science.disclosure.puzzle import Puzzle

LEVELS = ("imminent", "high", "moderate")
BEGINS, ENDS = datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 4, 1, tzinfo=UTC)
HOURS = {"imminent": 0.5, "high": 4.0, "moderate": 24.0}
QUARTER = 0  # the one month of the puzzle
Rule = Callable[[list[Wait]], tuple[PublishedLevel, ...]]


def invented(chance: np.random.Generator, sizes: tuple[float, float, float]) -> list[Wait]:
    """Waits of a quarter, about so many of each level; most in time, some late, some that still have time."""
    found = []
    for level, size in zip(LEVELS, sizes, strict=True):
        for _ in range(int(chance.poisson(size))):
            began = BEGINS + timedelta(hours=float(chance.uniform(0, 90 * 24)))
            due = began + timedelta(hours=HOURS[level])
            came = began + timedelta(hours=float(chance.exponential(HOURS[level] / 2)))
            went_on = int(chance.random() < 0.15)
            found.append(Wait(level, began, due, due, came, came if came < ENDS else None, None, went_on))
    return found


def reader(waits: list[Wait], shown: tuple[PublishedLevel, ...], *, slack: int = 2) -> Puzzle:
    """Everything that both pages say of the quarter; the reader is even given the counts behind each share."""
    puzzle = Puzzle()
    for level in LEVELS:
        some = [one for one in waits if one.level == level]
        kept, missed, waiting = _answered(some)
        for layer, count in (("kept", kept), ("missed", missed), ("waiting", waiting), ("raised", len(some))):
            puzzle.hold(layer, level, QUARTER, count)
        parts = puzzle.cells(("kept", "missed", "waiting"), [level], [QUARTER])
        puzzle.tell(parts, 0, 0, minus=puzzle.cells(("raised",), [level], [QUARTER]))
    for row in shown:
        levels = row.level.split("+")
        puzzle.tell_count(puzzle.cells(("raised",), levels, [QUARTER]), asdict(row.alerts), slack=slack)
        in_time, late = (puzzle.cells((layer,), levels, [QUARTER]) for layer in ("kept", "missed"))
        if row.missed.people is not None or row.missed.reason == "small_numbers":
            puzzle.tell_count(late, asdict(row.missed), slack=slack)
        if row.contact.share is not None:
            puzzle.tell_rate(in_time, late, asdict(publish_rate(*_counts(waits, levels))), slack=slack)
    _together(puzzle, waits, slack)
    return puzzle


def _together(puzzle: Puzzle, waits: list[Wait], slack: int) -> None:
    """What the snapshot of the same quarter says of all alerts."""
    kept, missed, _waiting = _answered(waits)
    puzzle.tell_count(puzzle.cells(("raised",), LEVELS, [QUARTER]), asdict(publish_count(len(waits))), slack=slack)
    in_time, late = (puzzle.cells((layer,), LEVELS, [QUARTER]) for layer in ("kept", "missed"))
    puzzle.tell_rate(in_time, late, asdict(publish_rate(kept, kept + missed)), slack=slack)
    puzzle.tell_count(late, asdict(publish_count(missed)), slack=slack)


def _counts(waits: list[Wait], levels: list[str]) -> tuple[int, int]:
    kept, missed, _waiting = _answered([one for one in waits if one.level in levels])
    return kept, kept + missed


def _answered(some: list[Wait]) -> tuple[int, int, int]:
    decided = [one for one in some if one.contacted_at is not None or one.contact_by <= ENDS]
    kept = sum(one.contacted_at is not None and one.contacted_at <= one.contact_by for one in decided)
    return kept, len(decided) - kept, len(some) - len(decided)


def each_by_itself(waits: list[Wait]) -> tuple[PublishedLevel, ...]:
    """The control: each level by itself, as the page showed them before they were looked at together."""
    found: list[PublishedLevel] = []
    for level in LEVELS:
        found += published_times([one for one in waits if one.level == level], (level,), ENDS)
    return tuple(found)


def share_told(sizes: list[tuple[float, float, float]], seed: int, rule: Rule, *, is_rounded: bool = True) -> float:
    """Of all small counts, the share of which the reader is certain; unrounded, both pages withhold and round not."""
    there = told = 0
    for number, size in enumerate(sizes):
        waits = invented(np.random.default_rng([seed, number]), size)
        with nullcontext() if is_rounded else patch.object(counts, "ROUNDED_TO", 1):
            puzzle = reader(waits, rule(waits), slack=2 if is_rounded else 0)
        puzzle.check()
        found = puzzle.recovered()
        there, told = there + found[0], told + found[1]
    assert there > 100
    return told / there


def quarters(many: int) -> Iterator[tuple[float, float, float]]:
    """Services of many sizes, small ones most."""
    chance = np.random.default_rng(7)
    for _ in range(many):
        whole = float(chance.choice([6, 15, 40]))
        yield whole * 0.25, whole * 0.75, whole
