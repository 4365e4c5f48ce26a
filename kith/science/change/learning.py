"""Learns what to expect of scores from courses that are over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kith.science.change.expected import FEWEST_PEOPLE, Band, ExpectedCourse, fit_expected
from kith.science.change.growth import GrowthProblem
from kith.science.change.references import FEWEST_IN_BAND, Reference, ReferenceBand
from kith.science.change.signals import DatedScore

Floats = NDArray[np.float64]
FEWEST_AT_A_SESSION: Final = 20
"""People of a band who were measured after so many sessions before the curve is used there: our convention. Those who
stay long are not like those who left early, and a curve that few of them shaped is a guess."""

FEWEST_AT_THE_ENDS: Final = 8
"""People who began at or beyond the lowest and the highest first score for which a reference speaks: beyond, the curve
would be drawn out to where nobody was; and fewer would point at a person (the smallest count that is ever shown)."""

FEWEST_SCORES: Final = 3
"""A first score and two later ones: two points do not tell a slope from chance."""


@dataclass(frozen=True)
class FinishedCourse:
    """The scores of one person whose care is over, by one measure, in order of time; and groups they belong to.

    `person` tells that two courses are of the same person, who came back; empty when that is not known.
    """

    scores: tuple[DatedScore, ...]
    groups: Mapping[str, str] = field(default_factory=dict)
    is_brief: bool = False
    person: str = ""

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
    nothing about sessions and is left out. There are as many bands of first scores as leave every one with at least
    `fewest` people. Raises GrowthProblem when there are fewer people than that.
    """
    rows: list[tuple[int, int, float]] = []
    for number, one in enumerate(one for one in courses if one.tells_a_course):
        (_, first), *later = one.known
        rows += [(number, 0, first), *((number, session, score) for session, score in later if session > 0)]
    people = len({person for person, *_ in rows})
    if people < fewest:
        raise GrowthProblem("Too few finished courses to learn from.", f"{people} people have three scores.")
    person, session, score = np.array(rows, dtype=np.float64).T
    learned = _with_full_bands(person, session, score, fewest)
    firsts = np.sort(score[session == 0])
    of_row = score[session == 0][person.astype(int)]
    kept = (_kept(band, _last_session(session[(band.low < of_row) & (of_row <= band.high)])) for band in learned.bands)
    ends = float(firsts[FEWEST_AT_THE_ENDS - 1]), float(firsts[-FEWEST_AT_THE_ENDS])
    return Reference(tuple(kept), learned.people, higher_is_worse, *ends)


def _with_full_bands(person: Floats, session: Floats, score: Floats, fewest: int) -> ExpectedCourse:
    """Whole first scores make uneven bands; fewer bands are tried until the smallest is large enough."""
    size = FEWEST_PEOPLE
    while True:
        learned = fit_expected(person, session, score, fewest=size)
        if len(learned.bands) == 1 or min(band.people for band in learned.bands) >= fewest:
            break
        size += FEWEST_IN_BAND
    if learned.people < fewest:
        raise GrowthProblem("Too few finished courses to learn from.", f"{learned.people} people have three scores.")
    return learned


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
