"""Learns what to expect of scores from courses that are over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kith.science.change.expected import Band, fit_expected
from kith.science.change.growth import GrowthProblem
from kith.science.change.references import FEWEST_IN_BAND, Reference, ReferenceBand
from kith.science.change.signals import DatedScore

Floats = NDArray[np.float64]
FEWEST_AT_A_SESSION: Final = 20
"""People of a band who were measured after so many sessions before the curve is used there: our convention. Those who
stay long are not like those who left early, and a curve that few of them shaped is a guess."""

FEWEST_SCORES: Final = 3
"""A first score and two later ones: two points do not tell a slope from chance."""


@dataclass(frozen=True)
class FinishedCourse:
    """The scores of one person whose care is over, by one measure, in order of time; and groups they belong to."""

    scores: tuple[DatedScore, ...]
    groups: Mapping[str, str] = field(default_factory=dict)
    is_brief: bool = False

    @property
    def known(self) -> tuple[tuple[int, float], ...]:
        """Session and score, for the scores there are."""
        return tuple((one.session, one.score) for one in self.scores if one.score is not None)

    @property
    def tells_a_course(self) -> bool:
        """Whether it began before the first session and has a first and two later scores."""
        known = self.known
        return len(known) >= FEWEST_SCORES and known[0][0] == 0


def learn_reference(
    courses: Sequence[FinishedCourse], *, higher_is_worse: bool = True, fewest: int = FEWEST_IN_BAND
) -> Reference:
    """The reference of these courses: the expected course of `fit_expected`, kept as plain numbers.

    Only courses that tell a course count. The first score is the start; a later one taken before the first session says
    nothing about sessions and is left out. Bands of fewer than `fewest` people are left out. Raises GrowthProblem when
    no band is left.
    """
    rows: list[tuple[int, int, float]] = []
    for number, one in enumerate(one for one in courses if one.tells_a_course):
        (_, first), *later = one.known
        rows += [(number, 0, first), *((number, session, score) for session, score in later if session > 0)]
    if not rows:
        raise GrowthProblem("No course can be learned from.", "0 people have a first and two later scores.")
    person, session, score = np.array(rows, dtype=np.float64).T
    learned = fit_expected(person, session, score)
    bands = [band for band in learned.bands if band.people >= fewest]
    if not bands:
        raise GrowthProblem("Too few finished courses to learn from.", f"{learned.people} people.")
    firsts = score[session == 0][person.astype(int)]
    kept = (_kept(band, _last_session(session[(band.low < firsts) & (firsts <= band.high)])) for band in bands)
    return Reference(tuple(kept), learned.people, higher_is_worse)


def _last_session(sessions: Floats) -> int:
    """The last session after which enough people of a band were measured; scores stand in for people."""
    reached, people = np.unique(sessions, return_counts=True)
    return int(max(reached[people >= FEWEST_AT_A_SESSION], default=0))


def _kept(band: Band, last_session: int) -> ReferenceBand:
    growth = band.growth
    return ReferenceBand(
        low=float(band.low) if np.isfinite(band.low) else None,
        high=float(band.high) if np.isfinite(band.high) else None,
        people=band.people,
        last_session=last_session,
        fixed=tuple(map(float, growth.fixed)),
        covariance=tuple(tuple(map(float, row)) for row in growth.covariance),
        random=tuple(tuple(map(float, row)) for row in growth.random),
        residual=float(growth.residual),
    )
