"""What was learned, brought to one person: figures beside the published ones, and a shift where that is earned."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from kith.science.recommendation.advantage import Advantage
from kith.science.recommendation.offers import Evidence
from kith.science.recommendation.own_effects import OwnEffects
from kith.science.recommendation.problems import RecommendationProblem
from kith.science.recommendation.shrinking import Learned
from kith.science.sources import Certainty

__all__ = ["Expected", "evidence_from", "expected_for"]


@dataclass(frozen=True)
class Expected:
    """The effect expected of one option for one person: the mean for all and the shift for this person.

    It has no interval of its own: how far one person's effect lies from what the lines say cannot be seen, because
    nobody has two options at once.
    """

    option: str
    mean: float
    shift: float

    @property
    def value(self) -> float:
        """The mean for all, shifted."""
        return self.mean + self.shift


def evidence_from(learned: Learned, problem: str, certainty: Certainty, source: str) -> Evidence:
    """A learned effect as a figure that `options` can show, over usual care and computed.

    The certainty is a judgement and is given by whoever answers for it; where the service's own episodes weigh much it
    should be low, because people were not given options by chance. Source: own design. Raises as `Evidence` does.

    >>> evidence_from(Learned("ba", 0.5, 0.1, 0.3, 0.7, 0.9, 0.4, 120), "depression", "low", "own").comparator
    'usual_care'
    """
    return Evidence(
        offer=learned.option,
        problem=problem,
        comparator="usual_care",
        estimate=learned.mean,
        low=learned.low,
        high=learned.high,
        certainty=certainty,
        provenance="computed",
        source=source,
        level=learned.level,
    )


def expected_for(
    learned: Sequence[Learned], own: OwnEffects, advantage: Advantage, covariates: ArrayLike
) -> tuple[Expected, ...]:
    """What is expected of each option for a person with these covariates (p,), in the order of `learned`.

    In words: the learned mean, plus the option's slopes times how far this person is from those in whom options
    overlap, less the mean of that over all options: what goes with a better outcome whatever is done says nothing about
    what to do. The shift is nought for everybody unless the advantage is used, and for options without episodes of
    their own. Source: own design on the personalised advantage index. Raises RecommendationProblem when a covariate is
    missing.

    >>> from kith.science.recommendation.clusters import Spreads
    >>> from kith.science.recommendation.moderation import Moderation
    >>> lines = Moderation(np.zeros(2), np.array([[-0.2], [0.2]]), np.zeros(1), 100.0)
    >>> own = OwnEffects(("a", "b"), np.zeros(2), np.eye(2), (50, 50), (40.0, 40.0), np.zeros(1), Spreads(1, 0, 0))
    >>> told = Advantage(True, None, 0.1, 0.02, (0.06, 0.14), 0.4, lines)
    >>> effects = [Learned(name, 0.5, 0.1, 0.3, 0.7, 0.9, 0.5, 50) for name in "ab"]
    >>> [one.value for one in expected_for(effects, own, told, [1.0])]
    [0.3, 0.7]
    """
    x = np.asarray(covariates, dtype=np.float64)
    if x.shape != own.centre.shape or not np.isfinite(x).all():
        raise RecommendationProblem(
            f"A personal expectation needs all {len(own.centre)} covariates; found {x.tolist()}. Ask for what is "
            "missing, or show what is expected for all."
        )
    moved = advantage.moderation.slopes @ (x - own.centre)
    shifts = dict(zip(own.options, moved - moved.mean(), strict=True)) if advantage.is_used else {}
    return tuple(Expected(one.option, one.mean, float(shifts.get(one.option, 0.0))) for one in learned)
