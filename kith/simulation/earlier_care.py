"""Invents ended care of the years before an invented service began its record: many had one thing, few another."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kith.science.recommendation import EndedCare

EARLIER: Final[Mapping[str, tuple[int, float]]] = {
    "cbt-depression": (64, 6.5),
    "behavioural-activation": (52, 7.5),
    "interpersonal-therapy": (11, 6.0),
}
"""For each protocol how many people had it and how many points their PHQ-9 fell in the middle: two can be learned from,
and one was given too seldom."""

PRACTITIONERS, SITES = 9, 3
FIRST, FIRST_SD = 16.0, 4.0
CHANCE_SD, PRACTITIONER_SD = 4.5, 1.0  # points; practitioners are about 5 % of the variance of outcomes


def earlier_care(seed: int, care: Mapping[str, tuple[int, float]] = EARLIER) -> tuple[EndedCare, ...]:
    """Ended care of people with depression by protocol. The same seed invents the same.

    >>> told = earlier_care(1)
    >>> len(told), len({one.therapist for one in told}), all(one.is_whole for one in told)
    (127, 9, True)
    """
    rng = np.random.default_rng(seed)
    skill = rng.normal(0, PRACTITIONER_SD, PRACTITIONERS)
    return tuple(_one(rng, protocol, fall, skill) for protocol, (people, fall) in care.items() for _ in range(people))


def _one(rng: np.random.Generator, protocol: str, fall: float, skill: NDArray[np.float64]) -> EndedCare:
    who = int(rng.integers(PRACTITIONERS))
    first = float(np.clip(rng.normal(FIRST, FIRST_SD), 5, 27).round())
    last = first - fall - skill[who] + rng.normal(0, CHANCE_SD)
    return EndedCare(
        protocol=protocol,
        therapist=f"earlier practitioner {who + 1}",
        site=f"earlier site {who % SITES + 1}",
        first=first,
        other_first=float(np.clip(rng.normal(12, 4), 0, 21).round()),
        weeks_waited=float(rng.integers(1, 12)),
        last=float(np.clip(last, 0, 27).round()),
    )
