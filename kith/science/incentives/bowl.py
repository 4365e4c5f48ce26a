"""The prize bowl: what is in it, what a draw is worth, and draws that anybody can repeat and check."""

from __future__ import annotations

import json
from dataclasses import dataclass
from hashlib import sha256
from itertools import accumulate
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kith.science.incentives.problems import IncentiveProblem, check_not_below


@dataclass(frozen=True)
class Prize:
    """A kind of slip: what it says, how many are in the bowl, and what it is worth in money (0 for a kind word)."""

    name: str
    slips: int
    worth: float


@dataclass(frozen=True)
class Bowl:
    """A bowl of slips. A slip goes back after each draw, so the chances stay what was published."""

    prizes: tuple[Prize, ...]

    def __post_init__(self) -> None:
        names = [prize.name for prize in self.prizes]
        if not names or len(set(names)) < len(names):
            raise IncentiveProblem(
                f"A bowl has prizes, each named once; found {', '.join(names) or 'none'}. Name each."
            )
        for prize in self.prizes:
            check_not_below(1, **{f"slips of {prize.name}": prize.slips})
            check_not_below(0, **{f"worth of {prize.name}": prize.worth})

    @property
    def slips(self) -> int:
        """All slips."""
        return sum(prize.slips for prize in self.prizes)

    @property
    def chances(self) -> dict[str, float]:
        """The probability of each prize in one draw: its slips over all slips. Published to everybody who draws.

        >>> FISHBOWL.chances
        {'good job': 0.5, 'small': 0.418, 'large': 0.08, 'jumbo': 0.002}
        """
        return {prize.name: prize.slips / self.slips for prize in self.prizes}

    @property
    def mean(self) -> float:
        """What one draw is worth on average.

        >>> round(FISHBOWL.mean, 3)
        2.218
        """
        return sum(prize.slips * prize.worth for prize in self.prizes) / self.slips

    @property
    def variance(self) -> float:
        """How far single draws lie from that, squared."""
        return sum(prize.slips * (prize.worth - self.mean) ** 2 for prize in self.prizes) / self.slips

    def prize_of(self, slip: int) -> Prize:
        """The prize of a slip by its number, counted from 0 through the prizes in their order."""
        ends = accumulate(prize.slips for prize in self.prizes)
        return next(prize for prize, end in zip(self.prizes, ends, strict=True) if slip < end)


FISHBOWL: Final = Bowl(
    (Prize("good job", 250, 0), Prize("small", 209, 1), Prize("large", 40, 20), Prize("jumbo", 1, 100))
)
"""The bowl of Petry's trials, in dollars. That half the slips have no worth and prizes go from about 1 to about 100 is
verified (ACF clearinghouse); the counts of slips are recalled, and 20 for a large prize is a round figure."""


@dataclass(frozen=True)
class Drawn:
    """What was drawn: the numbers of the slips, the prizes, their worth, and the value by which it can be checked."""

    slips: tuple[int, ...]
    prizes: tuple[str, ...]
    worth: float
    audit: str


def draw(bowl: Bowl, draws: int, generator: np.random.Generator) -> Drawn:
    """Draw slips one after the other, each put back.

    In words: each draw takes a slip number, all equally probable. `audit` is the SHA-256 of the bowl, the state of the
    generator before the draw, the slips and their worth: whoever has the seed can draw again and compare, and nothing
    of it can be changed later unseen. The seed must not be known, nor be choosable, before the draw by whoever gains
    from it. Raises IncentiveProblem for a number of draws that is below 0 or not whole.

    >>> drawn = draw(FISHBOWL, 3, np.random.default_rng(7))
    >>> len(drawn.slips), drawn.worth == sum(FISHBOWL.prize_of(slip).worth for slip in drawn.slips), len(drawn.audit)
    (3, True, 64)
    """
    check_not_below(0, draws=draws)
    if draws != int(draws):
        raise IncentiveProblem(f"Slips are drawn whole; found {draws:g} draws. Give the schedule whole numbers.")
    state = json.dumps(generator.bit_generator.state, sort_keys=True, default=_plain)
    slips = tuple(int(slip) for slip in generator.integers(bowl.slips, size=int(draws)))
    prizes = [bowl.prize_of(slip) for slip in slips]
    worth = float(sum(prize.worth for prize in prizes))
    whole = json.dumps([[[p.name, p.slips, float(p.worth)] for p in bowl.prizes], state, slips, worth])
    return Drawn(slips, tuple(prize.name for prize in prizes), worth, sha256(whole.encode()).hexdigest())


def check_draw(drawn: Drawn, bowl: Bowl, generator: np.random.Generator) -> None:
    """Draw again from the same bowl and the same seed; raise IncentiveProblem where it comes out otherwise.

    >>> check_draw(draw(FISHBOWL, 3, np.random.default_rng(7)), FISHBOWL, np.random.default_rng(7))
    """
    again = draw(bowl, len(drawn.slips), generator)
    if again != drawn:
        raise IncentiveProblem(
            f"A draw does not come out again; found worth {drawn.worth:g} and, drawn again, {again.worth:g}. Compare "
            "the bowl, the seed and what was written down; pay nothing until it is explained."
        )


def _plain(array: NDArray[np.generic]) -> object:
    return array.tolist()
