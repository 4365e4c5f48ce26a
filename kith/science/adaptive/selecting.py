"""Which item comes next: the one expected to tell most, from the content area that is furthest behind its share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kith.science.adaptive.bank import ContentArea
from kith.science.adaptive.responses import FloatArray


@dataclass(frozen=True, slots=True)
class Exposure:
    """Exposure control: the next item is drawn from the `best_of` most informative ones, by chance from `seed`.

    The draw depends on the seed and on how many items were asked, on nothing else: the same answers lead to the same
    test again.
    """

    best_of: int
    seed: int

    def __post_init__(self) -> None:
        if self.best_of < 1:
            raise ValueError(f"An item is drawn from one or more; found best_of {self.best_of}. Give a number from 1.")


def area_due(areas: Sequence[ContentArea], answered: Sequence[int], left: Sequence[int], remaining: int) -> int | None:
    """The content area the next item comes from, by number; None when no area has an item left.

    In words: the area whose answers are furthest below its share of the answers there will be after this one (Kingsbury
    & Zara 1989, Applied Measurement in Education 2:359); the first of equals. When the items that may still be asked
    (`remaining`) are just enough for what areas must have, only those areas come. `answered` and `left` count, for each
    area, its answers and its items not yet asked.

    >>> areas = [ContentArea(id="mood", share=0.7), ContentArea(id="sleep", share=0.3, at_least=2)]
    >>> area_due(areas, [2, 1], [5, 5], remaining=4), area_due(areas, [2, 1], [5, 5], remaining=1)
    (0, 1)
    """
    due = [min(max(area.at_least - has, 0), items) for area, has, items in zip(areas, answered, left, strict=True)]
    is_tight = sum(due) >= remaining
    after = sum(answered) + 1
    behind = [
        (round(area.share * after - has, 9), -number)
        for number, (area, has) in enumerate(zip(areas, answered, strict=True))
        if left[number] and (due[number] or not is_tight or not any(due))
    ]
    return -max(behind)[1] if behind else None


def most_informative(
    information: FloatArray, is_eligible: NDArray[np.bool_], asked: int, exposure: Exposure | None
) -> int:
    """The eligible item with the most information; with exposure control, one of the few that have most.

    `information` and `is_eligible` have one value for each item; at least one is eligible. Without exposure control the
    first of equals is taken. Drawing from the best few: Kingsbury & Zara (1989).

    >>> most_informative(np.array([0.2, 0.9, 0.7]), np.array([True, False, True]), 0, None)
    2
    """
    value = np.where(is_eligible, information, -1.0)
    if exposure is None or exposure.best_of == 1:
        return int(value.argmax())
    best = np.argsort(-value, kind="stable")[: min(exposure.best_of, int(is_eligible.sum()))]
    return int(np.random.default_rng((exposure.seed, asked)).choice(best))
