"""Signals from how a person rates working together: low, or lower than last time. A reason to talk, never a verdict."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kith.science.change.reliability import EXACT

LOW, FELL = "low", "fell"


@dataclass(frozen=True)
class AllianceSignal:
    """The newest mark, its day, how far it fell from the one before (None with one mark), and why to talk about it."""

    on: date
    latest: float
    fall: float | None
    reasons: tuple[str, ...]


def alliance_signal(
    marks: Sequence[tuple[date, float | None]], *, concern_below: float | None, fall_of: float | None
) -> AllianceSignal | None:
    """The signal of the newest mark of working together, on a scale on which higher is better.

    `low` when the newest known mark is below `concern_below`; `fell` when it lies at least `fall_of` points under the
    known mark before it, however high it still is: people give high marks to whoever sits in front of them, so a fall
    says more than the number (Miller & Duncan 2004, recalled; the two limits are each instrument's own convention).
    `marks` are (day, mark) in order of time, in points of the scale; a missing mark is None and is passed over, never
    read as a fall. A limit that is None is not looked at. Without a known mark there is no signal: None.
    Raises ValueError when `fall_of` is not above 0.

    >>> alliance_signal([(date(2026, 1, 5), 9.0), (date(2026, 1, 12), 8.0)], concern_below=7, fall_of=1).reasons
    ('fell',)
    >>> alliance_signal([(date(2026, 1, 5), 6.8)], concern_below=7, fall_of=1)
    AllianceSignal(on=datetime.date(2026, 1, 5), latest=6.8, fall=None, reasons=('low',))
    """
    if fall_of is not None and fall_of <= 0:
        raise ValueError(f"A fall is more than 0 points; found {fall_of}. Give how far a mark must fall to be noticed.")
    known = [(day, mark) for day, mark in marks if mark is not None]
    if not known:
        return None
    on, latest = known[-1]
    fall = known[-2][1] - latest if len(known) > 1 else None
    reasons = []
    if concern_below is not None and latest < concern_below - EXACT:
        reasons.append(LOW)
    if fall is not None and fall_of is not None and fall >= fall_of - EXACT:
        reasons.append(FELL)
    return AllianceSignal(on, latest, fall, tuple(reasons))
