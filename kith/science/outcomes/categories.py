"""Totals of people's categories by one measure, over everybody and by group."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kith.science.change import Category
from kith.science.outcomes.rates import Rate, rate


@dataclass(frozen=True)
class CategoryTotals:
    """How many people ended how. recovered + improved + unchanged + deteriorated + unknown = people.

    `harmed` are those among the deteriorated who moved into the clinical range. `began_clinical` counts the people with
    both scores who could recover at all.
    """

    people: int
    complete: int
    began_clinical: int
    recovered: int
    improved: int
    unchanged: int
    deteriorated: int
    harmed: int
    unknown: int

    @property
    def completeness(self) -> Rate:
        """People with both scores, of everybody."""
        return rate(self.complete, self.people)

    @property
    def recovery(self) -> Rate:
        """Recovered, of those with both scores who began in the clinical range."""
        return rate(self.recovered, self.began_clinical)

    @property
    def reliable_improvement(self) -> Rate:
        """Recovered or improved, of those with both scores."""
        return rate(self.recovered + self.improved, self.complete)

    def of_complete(self, count: int) -> Rate:
        """A count, of those with both scores."""
        return rate(count, self.complete)


def total_categories(categories: NDArray[np.str_], *, began_clinical: NDArray[np.bool_]) -> CategoryTotals:
    """Counts each category. `began_clinical` marks people whose first score was in the clinical range; same shape.

    >>> found = np.array(["recovered", "harmed", "unknown", "unchanged"])
    >>> totals = total_categories(found, began_clinical=np.array([True, False, True, True]))
    >>> totals.deteriorated, totals.harmed, totals.completeness.numerator, totals.recovery.denominator
    (1, 1, 3, 2)
    """
    count = {category: int(np.count_nonzero(categories == str(category))) for category in Category}
    known = categories != str(Category.UNKNOWN)
    return CategoryTotals(
        people=int(categories.size),
        complete=int(np.count_nonzero(known)),
        began_clinical=int(np.count_nonzero(known & began_clinical)),
        recovered=count[Category.RECOVERED],
        improved=count[Category.IMPROVED],
        unchanged=count[Category.UNCHANGED],
        deteriorated=count[Category.DETERIORATED] + count[Category.HARMED],
        harmed=count[Category.HARMED],
        unknown=count[Category.UNKNOWN],
    )


def total_by_group(
    categories: NDArray[np.str_], *, began_clinical: NDArray[np.bool_], groups: Sequence[str]
) -> Mapping[str, CategoryTotals]:
    """The totals of each group, in alphabetical order. Raises ValueError when the lengths differ.

    >>> found, began = np.array(["recovered", "unknown"]), np.array([True, True])
    >>> totals = total_by_group(found, began_clinical=began, groups=["b", "a"])
    >>> [(name, group.people, group.recovered) for name, group in totals.items()]
    [('a', 1, 0), ('b', 1, 1)]
    """
    if len(groups) != categories.size:
        raise ValueError(
            f"Every person needs one group; found {categories.size} people and {len(groups)} groups. Give a name to "
            "people without a group."
        )
    names = np.array(groups)
    return {
        name: total_categories(categories[names == name], began_clinical=began_clinical[names == name])
        for name in sorted(set(groups))
    }
