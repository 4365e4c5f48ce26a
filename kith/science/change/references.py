"""What a service expects of scores, learned from its finished courses and kept as plain numbers.

A reference holds no person: for each band of first scores the parameters of one fitted curve, how many people it was
learned from, and how far it reaches. Reading it needs arithmetic only, so that a list of hundreds costs nothing.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final, Self

WATCH_Z: Final = 0.9944578832097532
"""Normal quantile of 0.84: the upper edge of a two-sided band of 68 % (Finch, Lambert and Schaalje 2001)."""

OFF_TRACK_Z: Final = 1.2815515655446004
"""Normal quantile of 0.90: the upper edge of a two-sided band of 80 %. One in ten scores of people in general is beyond
it: further out, fewer of those who fare badly are found; further in, nearly everybody is an alarm at some time."""

FEWEST_IN_BAND: Final = 50
"""People behind a band before it may judge anybody: our convention. With 50 people the standard error of an edge is
about a fifth of the spread between people; with 20 it would be a third."""


@dataclass(frozen=True)
class ExpectedScore:
    """What is expected of one score: the middle, the spread of single scores, and the edges, in points of the scale."""

    middle: float
    sd: float
    watch: float
    off_track: float
    people: int

    @property
    def best(self) -> float:
        """The edge on the side that is better, as far from the middle as the edge of off track."""
        return 2 * self.middle - self.off_track


@dataclass(frozen=True)
class ReferenceBand:
    """People whose first score was above `low` and at most `high` (None is open), and the curve of their scores.

    The score after s sessions is expected at fixed[0] + fixed[1] ln(1 + s) + fixed[2] times the first score.
    `covariance` (3, 3) is that of `fixed`, `random` (2, 2) that of people's own intercepts and slopes, `residual` the
    variance of chance. `last_session` is the last one that enough people of the band reached.
    """

    low: float | None
    high: float | None
    people: int
    last_session: int
    fixed: tuple[float, ...]
    covariance: tuple[tuple[float, ...], ...]
    random: tuple[tuple[float, ...], ...]
    residual: float

    def holds(self, first: float) -> bool:
        """Whether a first score belongs here."""
        return (self.low is None or first > self.low) and (self.high is None or first <= self.high)

    def expected(self, first: float, session: int, *, higher_is_worse: bool) -> ExpectedScore:
        """The expected score after `session` sessions of somebody who began at `first`."""
        counted = math.log1p(session)
        design = (1.0, counted, first)
        middle = sum(weight * value for weight, value in zip(self.fixed, design, strict=True))
        sd = math.sqrt(_spread(self.random, (1.0, counted)) + self.residual + _spread(self.covariance, design))
        side = 1 if higher_is_worse else -1
        return ExpectedScore(middle, sd, middle + side * WATCH_Z * sd, middle + side * OFF_TRACK_Z * sd, self.people)


@dataclass(frozen=True)
class Reference:
    """The expected courses of one measure in one service: bands of first scores in order, and all people in them.

    It speaks for first scores from `begins_from` to `begins_to` (None is open); beyond, too few people began.
    """

    bands: tuple[ReferenceBand, ...]
    people: int
    higher_is_worse: bool
    begins_from: float | None = None
    begins_to: float | None = None

    def expected(self, first: float, session: int) -> ExpectedScore | str:
        """What is expected of a score after `session` sessions, or why nothing is.

        The reasons: `before_first_session`, `too_few_began_so`, and `beyond_last_session` (too few people were measured
        after so many).

        >>> band = ReferenceBand(None, None, 640, 12, (15.8, -2.6, 0.0), ((0.0,) * 3,) * 3, ((23.04, 0), (0, 0)), 0.0)
        >>> found = Reference((band,), 640, higher_is_worse=True).expected(16, 4)
        >>> round(found.middle, 3), round(found.watch, 3), round(found.off_track, 3)
        (11.615, 16.389, 17.767)
        """
        if session < 1:
            return "before_first_session"
        band = next((band for band in self.bands if band.holds(first)), None)
        if band is None or not self._speaks_for(first):
            return "too_few_began_so"
        if session > band.last_session:
            return "beyond_last_session"
        return band.expected(first, session, higher_is_worse=self.higher_is_worse)

    def _speaks_for(self, first: float) -> bool:
        is_low = self.begins_from is not None and first < self.begins_from
        is_high = self.begins_to is not None and first > self.begins_to
        return not (is_low or is_high)

    def as_values(self) -> dict[str, Any]:
        """Plain values that can be kept as JSON."""
        return asdict(self)

    @classmethod
    def of_values(cls, values: Mapping[str, Any]) -> Self:
        """The reference that was kept."""
        bands = tuple(
            ReferenceBand(
                **{
                    **band,
                    "fixed": tuple(band["fixed"]),
                    "covariance": tuple(map(tuple, band["covariance"])),
                    "random": tuple(map(tuple, band["random"])),
                }
            )
            for band in values["bands"]
        )
        return cls(**{**values, "bands": bands})


def _spread(matrix: tuple[tuple[float, ...], ...], design: tuple[float, ...]) -> float:
    return sum(
        left * cell * right
        for row, left in zip(matrix, design, strict=True)
        for cell, right in zip(row, design, strict=True)
    )
