"""Invents the scores of a country's sessions: where people begin, how far they come, and what each day adds."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Pair = tuple[float, float]  # a mean and a spread

# Set so that the published rates come out: of those at caseness about half recover, of all finished courses two thirds
# improve reliably and 6 % deteriorate; PHQ-9 falls from about 15.4 to 9.4. Those who respond end near a level of their
# own; the others stay about where they began.
PHQ9_START, GAD7_START = (15.0, 5.4), (14.0, 4.5)
PHQ9_END, GAD7_END = (4.9, 2.4), (4.4, 2.0)  # of those who respond
PHQ9_CHANGE, GAD7_CHANGE = (2.1, 4.9), (2.1, 4.1)  # points gained by the others
OF_ONE_KIND = 0.75  # how far starts, and what becomes of them, go together in the two measures
DAY_TO_DAY = 1.0
SHARE_RESPONDING = 0.515
MORE_A_DECILE = 0.016  # for each step away from the most deprived: about 12 points of recovery from end to end
MORE_BY_ETHNICITY = np.array([-0.055, -0.015, -0.05, -0.07, 0.005])
SHARE_WITHOUT_SCORES = 0.02  # of appointments
SHARE_NEVER_SCORED_AGAIN = 0.014  # of people: 98 to 99 % of finished courses have scores at both ends
# The measure of a problem as a line through GAD-7: score = a + b * GAD-7, within its range. Convention.
SPECIFIC = {3: (8.0, 2.2, 68.0), 4: (14.0, 2.4, 80.0), 5: (1.0, 0.13, 5.0), 6: (10.0, 4.4, 168.0), 7: (2.0, 0.8, 28.0)}
SPECIFIC |= {8: (6.0, 1.2, 54.0)}


@dataclass(frozen=True)
class Scores:
    """One value an appointment; NaN where none was taken."""

    phq9: Floats
    gad7: Floats
    specific: Floats


def invent_scores(
    rng: np.random.Generator,
    of: NDArray[np.int64],
    place: NDArray[np.int64],
    attended: NDArray[np.int64],
    decile: NDArray[np.int64],
    ethnicity: NDArray[np.int64],
    problem: NDArray[np.int64],
    was_there: NDArray[np.bool_],
) -> Scores:
    """Scores at each appointment that was attended: a start, a change that comes early, and the weather of the day."""
    chance = SHARE_RESPONDING + MORE_A_DECILE * (decile - 5.5) + MORE_BY_ETHNICITY[ethnicity]
    responds = rng.random(len(attended)) < chance
    way = np.minimum(np.log1p(np.maximum(place, 0)) / np.log1p(np.maximum(attended, 1))[of], 1.0)
    taken = was_there & (rng.random(len(of)) >= SHARE_WITHOUT_SCORES)
    taken &= (place == 0) | (rng.random(len(attended)) >= SHARE_NEVER_SCORED_AGAIN)[of]
    together = rng.standard_normal((2, len(attended)))

    def course(start: Pair, end: Pair, change: Pair, most: float) -> Floats:
        own = OF_ONE_KIND * together + np.sqrt(1 - OF_ONE_KIND**2) * rng.standard_normal((2, len(attended)))
        began = start[0] + start[1] * own[0]
        gain = np.where(responds, np.maximum(began - (end[0] + end[1] * own[1]), 0), change[0] + change[1] * own[1])
        value = began[of] - gain[of] * way + DAY_TO_DAY * rng.standard_normal(len(of))
        return np.where(taken, np.clip(np.rint(value), 0, most), np.nan)

    phq9 = course(PHQ9_START, PHQ9_END, PHQ9_CHANGE, 27)
    gad7 = course(GAD7_START, GAD7_END, GAD7_CHANGE, 21)
    specific = np.full(len(of), np.nan)
    for kind, (least, times, most) in SPECIFIC.items():
        its = problem[of] == kind
        line = np.clip(least + times * gad7[its], 0, most)
        specific[its] = np.round(line, 2) if kind == 5 else np.rint(line)
    return Scores(phq9, gad7, specific)
