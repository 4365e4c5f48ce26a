"""What a change would do to the budget, year by year: who is eligible, who takes it up, what each costs more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kith.science.economics.problems import EconomicsProblem, check_not_below, check_share


@dataclass(frozen=True)
class BudgetYear:
    """One year: people who get the new care, what it costs, what it spares of the usual care, and the difference."""

    year: int
    people: float
    cost: float
    spared: float
    net: float


def budget_impact(
    eligible: Sequence[float],
    uptake: Sequence[float],
    *,
    new_cost: float,
    usual_cost: float,
    displaced: float = 1.0,
    start_up: float = 0.0,
) -> tuple[BudgetYear, ...]:
    """What a service pays more, or less, in each year.

    In words: eligible people times uptake get the new care; each costs the new cost, and spares the usual cost for the
    share that would have had it (`displaced`); the first year also pays for starting up. Nothing is discounted: a
    budget is paid when it is due. Source: Sullivan and others (2014), Value Health 17:5. Assumes courses that end in
    the year in which they begin. Raises EconomicsProblem for years that differ in number, shares outside 0 to 1, and
    amounts below 0.

    >>> [(year.people, year.net) for year in budget_impact([200, 200], [0.1, 0.3], new_cost=900, usual_cost=600,
    ...                                                    start_up=5000)]
    [(20.0, 11000.0), (60.0, 18000.0)]
    """
    if len(eligible) != len(uptake) or not eligible:
        raise EconomicsProblem(
            f"Each year has its eligible people and its uptake; found {len(eligible)} and {len(uptake)}. Give both for "
            "every year."
        )
    check_not_below(0, new_cost=new_cost, usual_cost=usual_cost, start_up=start_up)
    check_share(displaced=displaced)
    years = []
    for year, (people, share) in enumerate(zip(eligible, uptake, strict=True)):
        check_not_below(0, eligible_people=people)
        check_share(uptake=share)
        cost = people * share * new_cost + (start_up if year == 0 else 0.0)
        spared = people * share * displaced * usual_cost
        years.append(BudgetYear(year, people * share, cost, spared, cost - spared))
    return tuple(years)
