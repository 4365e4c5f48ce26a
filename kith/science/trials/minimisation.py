"""Minimisation: each person goes, most likely, to the arm that leaves the arms most alike in what is to be balanced."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from kith.science.trials.problems import TrialProblem, check_above_nought, check_arms, check_whole

Spread = Literal["range", "variance", "sd"]
# With .8 the arms stay nearly as even as with 1, and whoever knows everybody before is right in four of five guesses at
# most; 0.7 to 0.9 is usual (recalled). With 1 the next arm could be worked out.
PREFERRED_WITH: Final = 0.8
# The first people have nobody to be balanced with, and their arms could be worked out; five to ten is usual (recalled).
FIRST_AT_RANDOM: Final = 10


@dataclass(frozen=True)
class Placed:
    """Somebody who has an arm: the level of each factor, and the arm."""

    levels: Mapping[str, str]
    arm: str


@dataclass(frozen=True)
class Minimised:
    """The arm of a new person, and all that an audit needs to work it out again.

    `imbalance` is by arm what adding the person there would leave, `preferred` the arms with the least of it,
    `probabilities` by arm what the draw was made with, and `drawn` the number from 0 to 1 that decided.
    """

    arm: str
    imbalance: Mapping[str, float]
    preferred: tuple[str, ...]
    probabilities: Mapping[str, float]
    drawn: float
    is_still_at_random: bool


def imbalance_after(
    levels: Mapping[str, str],
    placed: Sequence[Placed],
    arms: Sequence[str],
    *,
    spread: Spread = "range",
    weights: Mapping[str, float] | None = None,
) -> dict[str, float]:
    """By arm, the weighted sum over factors of the spread of arm counts in the person's level, were they added there.

    Source: Pocock and Simon 1975 (Biometrics 31, 103). `spread` is the range, the population variance (divided by the
    number of arms) or its root; weights are 1 unless given. Arms are of one size. A person whose level is unknown
    cannot be minimised: raises TrialProblem for a factor that is missing.

    >>> found = imbalance_after({"sex": "F"}, [Placed({"sex": "F"}, "A"), Placed({"sex": "M"}, "B")], ["A", "B"])
    >>> found
    {'A': 2.0, 'B': 0.0}
    """
    check_arms(arms)
    _check(levels, placed, arms, weights)
    return {arm: _after(arm, levels, placed, arms, spread, weights or {}) for arm in arms}


def minimise(
    levels: Mapping[str, str],
    placed: Sequence[Placed],
    arms: Sequence[str],
    rng: np.random.Generator,
    *,
    spread: Spread = "range",
    weights: Mapping[str, float] | None = None,
    preferred_with: float = PREFERRED_WITH,
    first_at_random: int = FIRST_AT_RANDOM,
) -> Minimised:
    """Allocate one person: to the arm with the least imbalance with probability `preferred_with`, else to another.

    Source: Pocock and Simon 1975. Of tied arms one is preferred at random. The first people are drawn with equal
    chances. Equal arms only: to shift the weights for unequal ones biases the test (Han, Enas and McEntegart 2009,
    recalled). Raises TrialProblem for a probability that is no better than chance, or of 1, and as `imbalance_after`.

    >>> before = [Placed({"sex": "F"}, "A")] * 10
    >>> found = minimise({"sex": "F"}, before, ["A", "B"], np.random.default_rng(3))
    >>> found.preferred, dict(found.probabilities)
    (('B',), {'A': 0.19999999999999996, 'B': 0.8})
    """
    left = imbalance_after(levels, placed, arms, spread=spread, weights=weights)
    _check_probability(preferred_with, len(arms))
    check_whole("The number of people allocated at random first", first_at_random, least=0)
    least = min(left.values())
    # Sums of square roots that are equal on paper differ in the last bits.
    preferred = tuple(arm for arm in arms if left[arm] <= least + 1e-9)
    is_at_random = len(placed) < first_at_random
    probabilities = _probabilities(arms, arms if is_at_random else preferred, preferred_with)
    drawn = float(rng.random())
    place = int(np.searchsorted(np.cumsum(list(probabilities.values())), drawn, side="right"))
    return Minimised(arms[min(place, len(arms) - 1)], left, preferred, probabilities, drawn, is_at_random)


def _probabilities(arms: Sequence[str], preferred: Sequence[str], preferred_with: float) -> dict[str, float]:
    """What one preferred arm, drawn from the tied ones, comes to: by arm."""
    other = (1 - preferred_with) / (len(arms) - 1)
    tied = (preferred_with + (len(preferred) - 1) * other) / len(preferred)
    return {arm: tied if arm in preferred else other for arm in arms}


def _after(
    arm: str,
    levels: Mapping[str, str],
    placed: Sequence[Placed],
    arms: Sequence[str],
    spread: Spread,
    weights: Mapping[str, float],
) -> float:
    total = 0.0
    for factor, level in levels.items():
        counts = [sum(one.levels[factor] == level and one.arm == name for one in placed) for name in arms]
        counts[arms.index(arm)] += 1
        total += weights.get(factor, 1.0) * _spread(counts, spread)
    return total


def _spread(counts: Sequence[int], spread: Spread) -> float:
    if spread == "range":
        return float(max(counts) - min(counts))
    return float(np.var(counts) if spread == "variance" else np.std(counts))


def _check(
    levels: Mapping[str, str], placed: Sequence[Placed], arms: Sequence[str], weights: Mapping[str, float] | None
) -> None:
    if not levels:
        raise TrialProblem("Minimisation needs something to balance; found no factor. Name at least one.")
    for number, one in enumerate(placed, start=1):
        if set(one.levels) != set(levels) or not all(one.levels.values()):
            raise TrialProblem(
                f"Everybody has a level of each factor; found {sorted(one.levels)} for person {number} and "
                f"{sorted(levels)} for the new one. Complete the levels; an unknown one is a level of its own."
            )
        if one.arm not in arms:
            raise TrialProblem(
                f"Somebody is in no arm of the trial; found {one.arm!r} for person {number}. The arms are "
                f"{', '.join(arms)}: correct the name."
            )
    for factor, weight in (weights or {}).items():
        if factor not in levels:
            raise TrialProblem(f"A weight belongs to no factor; found {factor!r}. Name one of {', '.join(levels)}.")
        check_above_nought(f"The weight of {factor!r}", weight)


def _check_probability(preferred_with: float, arms: int) -> None:
    if not 1 / arms < preferred_with < 1:
        raise TrialProblem(
            f"The preferred arm is likelier than chance and never certain; found a probability of {preferred_with:g} "
            f"with {arms} arms. Take 0.7 to 0.9."
        )
