"""What depends on few numbers is worked out once: each answer is looked up in a table of all it counts for.

A code packs, side by side in the bits of one whole number, what an answer adds to each scale and to each requirement of
a pattern, and which answer it is where a flag looks at it. The codes of a set of answers are added. The sum names the
result of the whole set, or, where there are too many results, each score, pattern and flag by the bits it depends on.
Nothing is worked out here: what was not met before is scored as ever, and remembered under its name.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from kith.science.instruments.instrument import Instrument
    from kith.science.instruments.plan import FlagPlan, Needed, Plan

MOST_WHOLE = 5_000  # results of one instrument, about a megabyte; a hundred instruments fit into any worker
MOST_OF_ONE = 20_000  # results of one scale, pattern or flag, of about a hundred bytes each
BLANK = -(1 << 200)  # below every sum of codes, so that a set with a blank never finds a result

Table = dict[int | None, int]
Counts = dict[int, Mapping[int, float]]
"""What each answer at each position counts."""


Part = tuple[str, int, dict[int, Any]]
"""A score, a pattern or a flag: its name, the bits it depends on, and what it is by those bits, so far."""


class Memory(NamedTuple):
    """A table of codes for each item; whole results by the sum of the codes, or the parts that make one."""

    tables: tuple[Table, ...]
    results: dict[int, Any] | None
    scores: tuple[Part, ...]
    patterns: tuple[Part, ...]
    flags: tuple[Part, ...]


class Field(NamedTuple):
    """Some bits of a code, and how many numbers can stand there."""

    bits: int
    sums: float


def make_memory(instrument: Instrument, plan: Plan) -> Memory | None:
    """An empty memory; None when something depends on more numbers than are remembered."""
    points = [instrument.options[item.options].points for item in instrument.items]
    codes = _Codes(plan)
    scales = {
        scale.id: codes.field(
            {
                position: {answer: factor * counted + constant for answer, counted in points[position].items()}
                for position, factor, constant, _ in scale.terms
            }
        )
        for scale in plan.scales
    }
    scales |= {scale.id: _joined(scales[name] for name, _ in scale.parts) for scale in plan.scales if scale.parts}
    patterns = {
        pattern.id: _joined(codes.requirement(needed) for needed in (*pattern.all_of, *pattern.any_of))
        for pattern in plan.patterns
    }
    flags = {flag.id: codes.flag(flag, scales, patterns) for flag in plan.flags}
    if max(field.sums for each in (scales, patterns, flags) for field in each.values()) > MOST_OF_ONE:
        return None
    parts: Iterable[tuple[Part, ...]] = (
        tuple((name, field.bits, {}) for name, field in each.items()) for each in (scales, patterns, flags)
    )
    results: dict[int, Any] | None = {} if _are_few(codes.tables) else None
    return Memory(codes.finished(), results, *parts)


def _joined(fields: Iterable[Field]) -> Field:
    bits, sums = 0, 1.0
    for field in fields:
        bits |= field.bits
        sums *= field.sums
    return Field(bits, sums)


def _are_few(tables: Iterable[Table]) -> bool:
    """Whether the sums of codes that answers can come to are few enough to remember the result of each."""
    sums = {0}
    for table in tables:
        sums = {one + code for one in sums for code in set(table.values())}
        if len(sums) > MOST_WHOLE:
            return False
    return True


class _Codes:
    """Tables of codes in the making."""

    def __init__(self, plan: Plan) -> None:
        self.tables: list[Table] = [dict.fromkeys(allowed, 0) for allowed in plan.allowed]
        self.fields: dict[str, Field] = {}
        self.counted: set[int] = set()
        self.width = 0

    def field(self, counts: Counts) -> Field:
        """Puts what the answers count, from 0 upwards, beside what is there already; what is not whole has no end."""
        name = repr(counts)
        if name not in self.fields:
            self.fields[name] = self._new_field(counts)
        return self.fields[name]

    def _new_field(self, counts: Counts) -> Field:
        if not all(count.is_integer() for each in counts.values() for count in map(float, each.values())):
            return Field(0, math.inf)
        highest = 0
        for position, each in counts.items():
            lowest = int(min(each.values()))
            highest += int(max(each.values())) - lowest
            for answer, count in each.items():
                self.tables[position][answer] += int(count) - lowest << self.width
        field = Field((1 << highest.bit_length()) - 1 << self.width, highest + 1)
        self.counted |= counts.keys()
        self.width += highest.bit_length()
        return field

    def requirement(self, needed: Needed) -> Field:
        """How many answers are high enough; where they are in groups, how many of each group."""
        groups, _ = needed
        if all(len(group) == 1 for group in groups):
            groups = (tuple(one for group in groups for one in group),)
        return _joined(
            self.field({at: {answer: answer >= at_least for answer in self._offered(at)} for at, at_least in group})
            for group in groups
        )

    def flag(self, flag: FlagPlan, scales: Mapping[str, Field], patterns: Mapping[str, Field]) -> Field:
        """Which answer it is; where a flag looks at a score or a pattern, the bits of that."""
        if flag.position is not None:
            return self.field({flag.position: {answer: answer for answer in self._offered(flag.position)}})
        return scales[flag.scale] if flag.scale is not None else patterns[flag.pattern or ""]

    def _offered(self, position: int) -> list[int]:
        return [answer for answer in self.tables[position] if answer is not None]

    def finished(self) -> tuple[Table, ...]:
        """The tables, with a blank in each: it names nothing where the answer would have counted."""
        for position, table in enumerate(self.tables):
            table[None] = BLANK if position in self.counted else 0
        return tuple(self.tables)
