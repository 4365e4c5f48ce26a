"""Rows of people for research: nobody stands alone in what others may know of them, or they are not in the file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

SMALLEST_K = 5
"""The least number of people who are alike in all that others may know: SAFETY P6 of the design notes."""

MOST_LEFT_OUT = 0.05
"""Coarsening goes on until at most this share would have to be left out. Leaving people out bends results by who is
rare; coarsening blurs everybody a little."""

Coarsened = tuple[str, ...]


@dataclass(frozen=True)
class Ladder:
    """One thing that others may know of a person, finest first; the last step must make everybody alike."""

    name: str
    steps: tuple[Callable[[str], str], ...]


@dataclass(frozen=True)
class Anonymous:
    """Who may be in the file (places in the list given), what is said of each, and what was done to get there.

    `steps` is how far each ladder was gone down; `smallest` is the least number of people who are alike, None where
    nobody is left.
    """

    kept: tuple[int, ...]
    values: tuple[Mapping[str, str], ...]
    steps: Mapping[str, int]
    smallest: int | None
    left_out: int


def anonymise(
    people: Sequence[Mapping[str, str]], ladders: Sequence[Ladder], *, k: int, most_left_out: float = MOST_LEFT_OUT
) -> Anonymous:
    """Coarsen until everybody is alike with k - 1 others, and leave out the few who still are not.

    In words: people with the same values are a class. While more than a share of the people stand in classes of fewer
    than k, the ladder whose next step leaves the fewest there is gone down by one; ties go to the first in the list.
    The same step holds for everybody, so that a value says nothing about who made it necessary. Then whoever stands in
    a class below k is left out. Source: full-domain generalisation with suppression (Samarati 2001, IEEE Trans Knowl
    Data Eng 13:1010; Sweeney 2002, Int J Uncertain Fuzz 10:571; both recalled); the greedy order is our own, and finds
    a file that is safe, not the finest one. It protects against being found by what is on the ladders. It does not hide
    that all of a class had the same outcome, and not what somebody knows beyond the ladders. Missing values are values
    like others. Raises ValueError for k below 2, for no ladder, and for a person without a value.

    >>> age = Ladder("age", (str, lambda years: "under 40" if int(years) < 40 else "40 or more", lambda _: "any"))
    >>> found = anonymise([{"age": str(years)} for years in (20, 25, 31, 44, 58, 90)], [age], k=3)
    >>> found.steps, found.smallest, [one["age"] for one in found.values][:1]
    ({'age': 1}, 3, ['under 40'])
    """
    if k < 2 or not ladders:
        raise ValueError(f"Nobody stands alone from two on; found k = {k} and {len(ladders)} ladders. Give both.")
    values = [[[step(one[ladder.name]) for one in people] for step in ladder.steps] for ladder in ladders]
    depths = [0] * len(ladders)
    while _alone(values, depths, k) > most_left_out * len(people):
        ways = [
            (_alone(values, deeper, k), place)
            for place, ladder in enumerate(ladders)
            if depths[place] + 1 < len(ladder.steps)
            for deeper in [[depth + (place == other) for other, depth in enumerate(depths)]]
        ]
        if not ways:
            break
        depths[min(ways)[1]] += 1
    rows = _rows(values, depths)
    sizes = Counter(rows)
    kept = tuple(place for place, row in enumerate(rows) if sizes[row] >= k)
    names = [ladder.name for ladder in ladders]
    return Anonymous(
        kept,
        tuple(dict(zip(names, rows[place], strict=True)) for place in kept),
        dict(zip(names, depths, strict=True)),
        min((sizes[rows[place]] for place in kept), default=None),
        len(rows) - len(kept),
    )


def _rows(values: Sequence[Sequence[Sequence[str]]], depths: Sequence[int]) -> list[Coarsened]:
    return list(zip(*(ladder[depth] for ladder, depth in zip(values, depths, strict=True)), strict=True))


def _alone(values: Sequence[Sequence[Sequence[str]]], depths: Sequence[int], k: int) -> int:
    """How many people stand in classes below k."""
    return sum(size for size in Counter(_rows(values, depths)).values() if size < k)
