"""How close a meeting was to its protocol: what an observer could see, as a share of what there was to see."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

__all__ = ["ADHERENT_FROM", "MOST_POINTS", "Fidelity", "fidelity"]

MOST_POINTS = 2  # of one item: 0 not done, 1 done in part, 2 done
ADHERENT_FROM = 0.8  # share of the points from which a meeting counts as adherent


@dataclass(frozen=True)
class Fidelity:
    """The points of the rated items; an item that nobody rated is missing, and not a zero."""

    points: int
    rated: int
    asked: int

    @property
    def missing(self) -> int:
        """Items without a rating."""
        return self.asked - self.rated

    @property
    def share(self) -> float | None:
        """Points out of those that the rated items could give; None when nothing was rated."""
        return self.points / (MOST_POINTS * self.rated) if self.rated else None

    @property
    def is_adherent(self) -> bool | None:
        """Whether four fifths of the points were reached; None as long as the missing items could decide it."""
        if not self.asked or not self.rated:
            return None
        needed = ADHERENT_FROM * MOST_POINTS * self.asked
        if self.points >= needed:
            return True
        return False if self.points + MOST_POINTS * self.missing < needed else None


def fidelity(asked: Iterable[str], ratings: Mapping[str, int | None]) -> Fidelity:
    """Score one meeting's checklist. Ratings of items that were not asked do not count.

    >>> fidelity(["agenda", "review"], {"agenda": 2, "review": 1}).share
    0.75
    >>> fidelity(["agenda", "review"], {"agenda": 2}).is_adherent is None
    True
    """
    names = tuple(dict.fromkeys(asked))
    rated = [ratings[name] for name in names if ratings.get(name) is not None]
    wrong = [value for value in rated if value not in range(MOST_POINTS + 1)]
    if wrong:
        raise ValueError(f"An item is rated 0, 1 or {MOST_POINTS}, not {wrong[0]}.")
    return Fidelity(sum(value for value in rated if value is not None), len(rated), len(names))
