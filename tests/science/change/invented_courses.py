"""Finished courses on the model: a straight line in ln(1 + session), people's own starts and slopes, chance."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np

from kith.science.change import DatedScore
from kith.science.change.learning import FinishedCourse

BEGINS = date(2026, 3, 2)
FALL, OWN_SLOPE, OWN_START, CHANCE = 3.0, 1.2, 2.0, 1.5


def invented(people: int, *, seed: int, sessions: int = 8, is_whole: bool = True) -> list[FinishedCourse]:
    """As many courses; first scores are whole numbers from 10 to 22, later ones too unless `is_whole` is off."""
    rng = np.random.default_rng(seed)
    found = []
    for number in range(people):
        first = float(rng.integers(10, 23))
        start, slope = rng.normal(0, OWN_START), rng.normal(FALL, OWN_SLOPE)
        later = [first + start - slope * np.log1p(s) + rng.normal(0, CHANCE) for s in range(1, sessions + 1)]
        scores = [first, *(float(np.clip(round(one), 0, 27)) if is_whole else float(one) for one in later)]
        found.append(
            FinishedCourse(
                tuple(
                    DatedScore(BEGINS + timedelta(weeks=session), session, score)
                    for session, score in enumerate(scores)
                ),
                {"gender": "woman" if number % 3 else "man", "age": "under 26" if number % 40 == 0 else "26 to 44"},
            )
        )
    return found
