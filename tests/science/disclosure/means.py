"""The mean scores of every snapshot of a year, and what they tell of months in which few people's scores are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

from kith.science.outcomes import ChangeSize, EpisodeFacts, change_size
from tests.science.disclosure.attack import FAR, PROTECTED, Known, Whole, certain
from tests.science.disclosure.puzzle import Puzzle
from tests.science.disclosure.snapshots import MONTHS, Invented, Span, month_of

MOST = 27  # PHQ-9
ALL = ("all",)


def of_months(world: Invented) -> list[list[tuple[float, float]]]:
    """First and last PHQ-9 of the cases with complete scores, by the month in which their care ended."""
    found: list[list[tuple[float, float]]] = [[] for _ in range(MONTHS)]
    for one in world.as_it_stood(MONTHS - 1):
        if one.ended_on is not None and one.has_finished and _is_case(one):
            first, last = one.depression
            assert first is not None
            assert last is not None
            found[month_of(one.ended_on)].append((first, last))
    return found


def _is_case(one: EpisodeFacts) -> bool:
    scores = (*one.depression, *one.anxiety)
    return None not in scores and ((one.depression[0] or 0) >= 10 or (one.anxiety[0] or 0) >= 8)


def shown(months: list[list[tuple[float, float]]], spans: Iterable[Span]) -> dict[Span, ChangeSize]:
    """What each snapshot says."""
    return {
        (first, last): change_size("phq9", [pair for month in months[first : last + 1] for pair in month], None)
        for first, last in spans
    }


def share_told(
    months: list[list[tuple[float, float]]], told: Mapping[Span, ChangeSize], *, exactly: bool = False
) -> tuple[int, int]:
    """Of the months with 1 to 7 people: how many sums of scores there are, and of how many the reader is certain.

    `exactly` is the control: counts as they are, and means with all their digits, so that a sum can be worked out.
    """
    puzzle, wanted = Puzzle(), []
    for month, pairs in enumerate(months):
        puzzle.hold("people", "all", month, len(pairs))
        for end, layer in enumerate(("first", "last")):
            puzzle.hold(layer, "all", month, int(sum(pair[end] for pair in pairs)))
            puzzle.lines.append(({_cell(puzzle, layer, month): 1, _cell(puzzle, "people", month): -MOST}, -FAR, 0))
        if len(pairs) in PROTECTED:
            wanted += [_cell(puzzle, layer, month) for layer in ("people", "first", "last")]
    for (first, last), one in told.items():
        span = range(first, last + 1)
        people = puzzle.cells(("people",), ALL, span)
        pairs = [pair for month in months[first : last + 1] for pair in month]
        if exactly and one.first_mean is not None:
            puzzle.tell(people, len(pairs), len(pairs))
            for end, layer in enumerate(("first", "last")):
                whole = int(sum(pair[end] for pair in pairs))
                puzzle.tell(puzzle.cells((layer,), ALL, span), whole, whole)
            continue
        puzzle.tell_count(people, {"people": one.people, "reason": one.reason})
        for layer, mean in (("first", one.first_mean), ("last", one.last_mean)):
            if mean is not None:
                _mean(puzzle, puzzle.cells((layer,), ALL, span), people, mean)
    puzzle.check()
    return len(wanted), int(certain(_known(puzzle), np.array(puzzle.truth), _marked(wanted, len(puzzle.truth))).sum())


def _mean(puzzle: Puzzle, scores: list[int], people: list[int], mean: float) -> None:
    """The sum lies within half a tenth of the mean, times however many people there are."""
    twenty = round(mean * 20)
    for away, low, high in ((1, -FAR, 0), (-1, 0, FAR)):
        puzzle.lines.append(({**dict.fromkeys(scores, 20), **dict.fromkeys(people, -(twenty + away))}, low, high))


def _cell(puzzle: Puzzle, layer: str, month: int) -> int:
    return puzzle.places[layer, "all", month]


def _known(puzzle: Puzzle) -> Known:
    sums: Whole = np.zeros((len(puzzle.lines), len(puzzle.truth)), dtype=np.int64)
    for row, (line, _low, _high) in enumerate(puzzle.lines):
        for cell, weight in line.items():
            sums[row, cell] = weight
    low, high = (np.array([line[end] for line in puzzle.lines]) for end in (1, 2))
    return Known(sums, low, high)


def _marked(cells: list[int], many: int) -> Any:
    found = np.zeros(many, dtype=np.bool_)
    found[cells] = True
    return found
