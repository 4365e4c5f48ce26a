"""Results that depend on few numbers are worked out once: each answer is looked up in a table of all it counts for.

A code packs, side by side in one whole number, what an answer adds to each scale, to each requirement of a pattern, and
which answer it is where a flag looks at it. The sum of the codes of a set of answers then names its result.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from kith.science.instruments.instrument import Instrument
    from kith.science.instruments.plan import Plan

MOST_REMEMBERED = 5_000  # results of one instrument, about a megabyte; a hundred instruments fit into any worker
BLANK = -(1 << 200)  # below every sum of codes, so that a set with a blank never finds a result

Table = dict[int | None, int]
Field = tuple[dict[int, dict[int, int]], int]
"""What each answer at each position adds, and how many sums there can be."""


class Memory(NamedTuple):
    """A table of codes for each item, and the results so far by the sum of the codes."""

    tables: tuple[Table, ...]
    results: dict[int, Any]


def make_memory(instrument: Instrument, plan: Plan) -> Memory | None:
    """An empty memory; None when there are more possible results than are remembered."""
    if plan.asked or plan.has_parts:
        return None
    fields = list(_fields(instrument, plan))
    found: list[Table] = [dict.fromkeys(allowed, 0) for allowed in plan.allowed]
    size = 1
    for field in fields:
        if field is None:
            return None
        adds, count = field
        for position, each in adds.items():
            for answer, added in each.items():
                found[position][answer] += added * size
        size *= count
        if size > MOST_REMEMBERED:
            return None
    counted = {position for field in fields if field is not None for position in field[0]}
    for position, table in enumerate(found):
        table[None] = BLANK if position in counted else 0
    return Memory(tuple(found), {})


def _fields(instrument: Instrument, plan: Plan) -> Iterator[Field | None]:
    """One for each scale, each requirement, each flagged answer; None for a scale that does not count whole points."""
    points = [instrument.options[item.options].points for item in instrument.items]
    for scale in plan.scales:
        counts = {
            position: {answer: factor * counted + constant for answer, counted in points[position].items()}
            for position, factor, constant, _ in scale.terms
        }
        yield _whole(counts)
    for pattern in plan.patterns:
        for thresholds, _ in (*pattern.all_of, *pattern.any_of):
            yield _whole(
                {at: {answer: float(answer >= at_least) for answer in points[at]} for at, at_least in thresholds}
            )
    for flag in plan.flags:
        if flag.position is not None:
            yield _whole({flag.position: {answer: float(answer) for answer in points[flag.position]}})


def _whole(counts: dict[int, dict[int, float]]) -> Field | None:
    """The same counts from 0 upwards, when all of them are whole."""
    if not all(count.is_integer() for each in counts.values() for count in each.values()):
        return None
    lowest = {position: min(each.values()) for position, each in counts.items()}
    adds = {
        position: {answer: int(count - lowest[position]) for answer, count in each.items()}
        for position, each in counts.items()
    }
    return adds, sum(max(each.values()) for each in adds.values()) + 1
