"""What a client's score says beside their own start and their last time: better, worse, no clear change, or unknown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from kith.care.models import Score
from kith.science.instruments import Instrument

Kind = Literal["better", "same", "worse", "unknown"]
EXACT = 1e-9  # sums of decimals miss by about this much; see kith.science.change.reliability


@dataclass(frozen=True)
class Change:
    """The way from one score to a later one. `unknown`: no figure says how much is more than chance."""

    kind: Kind
    since: datetime
    before: float
    now: float

    @property
    def points(self) -> float:
        """How far the score moved."""
        return abs(self.now - self.before)

    @property
    def went(self) -> Literal["up", "down", "nowhere"]:
        """Which way the number moved; whether that is good depends on the measure."""
        if abs(self.now - self.before) < EXACT:
            return "nowhere"
        return "up" if self.now > self.before else "down"

    @classmethod
    def between(cls, definition: Instrument, scale: str, before: Score, now: Score) -> Change | None:
        """The change between two scores of one scale; None when one of them is unknown."""
        if before.value is None or now.value is None:
            return None
        facts = definition.change_facts(scale, on=now.measurement.taken_at.date())
        kind: Kind = "unknown"
        if facts:
            size = abs(now.value - before.value)
            is_real = size >= facts[0].value - EXACT if facts[0].rule == "at_least" else size > facts[0].value + EXACT
            is_better = (now.value < before.value) == definition.higher_is_worse
            kind = ("better" if is_better else "worse") if is_real else "same"
        return cls(kind, before.measurement.taken_at, before.value, now.value)


@dataclass(frozen=True)
class Since:
    """One score beside the first of the same kind and the one before it."""

    start: Change | None = None
    last: Change | None = None

    @classmethod
    def of(cls, definition: Instrument, scale: str, course: Sequence[Score], now: Score) -> Since:
        """From the course of one scale, in the order of time."""
        earlier = [
            score
            for score in course
            if score.value is not None and score.measurement.taken_at < now.measurement.taken_at
        ]
        if not earlier:
            return cls()
        start = Change.between(definition, scale, earlier[0], now)
        return cls(start, Change.between(definition, scale, earlier[-1], now) if len(earlier) > 1 else None)
