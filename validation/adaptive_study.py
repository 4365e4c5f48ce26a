"""What adaptive testing saves and what it costs, on the simulated bank of the library: people whose truth is known.

    python -m validation.adaptive_study            # prints both tables and writes them into the methods page
    python -m validation.adaptive_study --print    # only prints them

One table for a population, normal with mean 0 and SD 1; one for people at fixed places from -3 to 3.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kith.science.adaptive import ItemBank, StoppingRule
from kith.science.library import Library
from kith.simulation.adaptive_trials import FloatArray, Trial, accuracy, area_shares, try_adaptive, try_form
from kith.simulation.item_banks import invent_answers

SEED = 20261126
PEOPLE = 10_000  # keeps the chance error of a share of 95 % near 0.2 points
PEOPLE_AT_A_PLACE = 2_000
PLACES = np.arange(-3.0, 3.5, 0.5)
PAGE = Path(__file__).resolve().parent.parent / "docs" / "methods" / "adaptive-testing.md"
_BLOCK = re.compile(r"(<!-- study: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)


def rule(standard_error: float) -> StoppingRule:
    """The rules that are compared differ in the standard error only."""
    return StoppingRule(standard_error=standard_error, minimum=4, maximum=24)


Way = Callable[[ItemBank, FloatArray, NDArray[np.intp]], Trial]


def ways() -> dict[str, Way]:
    """The ways of testing that are compared."""
    eight = StoppingRule(standard_error=1e-6, minimum=4, maximum=8)
    return {
        "adaptive, to SE 0.4": partial(try_adaptive, rule=rule(0.4)),
        "adaptive, to SE 0.3": partial(try_adaptive, rule=rule(0.3)),
        "adaptive, to SE 0.3, drawn from the best 3": partial(try_adaptive, rule=rule(0.3), best_of=3),
        "adaptive, to SE 0.2": partial(try_adaptive, rule=rule(0.2)),
        "adaptive, by the bank's own rule": try_adaptive,
        "adaptive, always 8 items": partial(try_adaptive, rule=eight),
        "fixed short form, 8 items": lambda bank, truth, answers: try_form(bank, truth, answers, bank.forms["short_8"]),
        "full bank, 60 items": try_form,
    }


def population(bank: ItemBank, people: int = PEOPLE, seed: int = SEED) -> dict[str, Trial]:
    """Every way of testing in a population; everybody takes every test, with the same answers to the same items."""
    rng = np.random.default_rng(seed)
    truth = rng.normal(bank.prior.mean, bank.prior.sd, people)
    answers = invent_answers(bank, truth, rng)
    return {name: way(bank, truth, answers) for name, way in ways().items()}


def population_table(bank: ItemBank, found: dict[str, Trial]) -> str:
    """One line for each way of testing."""
    lines = [
        "| test | items (fewest to most) | saved | bias | RMSE | mean SE | 95 % interval holds | areas | most used |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for name, trial in found.items():
        one, shares = accuracy(trial), area_shares(bank, trial).values()
        lines.append(
            f"| {name} | {one.items:.1f} ({one.fewest} to {one.most}) | {1 - one.items / len(bank.items):.0%} "
            f"| {one.bias:+z.3f} | {one.rmse:.3f} | {one.error:.3f} | {one.coverage:.1%} "
            f"| {min(shares):.0%} to {max(shares):.0%} | {one.most_used:.0%} |"
        )
    return "\n".join(lines)


def places_table(bank: ItemBank, people: int = PEOPLE_AT_A_PLACE, seed: int = SEED) -> str:
    """One line for each place on the scale: adaptive, short form and full bank beside each other."""
    compared = [ways()[name] for name in ("adaptive, to SE 0.3", "fixed short form, 8 items", "full bank, 60 items")]
    lines = [
        "| true theta | items | bias: adaptive, short, full | RMSE: adaptive, short, full "
        "| interval holds: adaptive, short, full |",
        "|---|---|---|---|---|",
    ]
    for number, place in enumerate(PLACES):
        truth = np.full(people, place)
        answers = invent_answers(bank, truth, np.random.default_rng((seed, number)))
        ones = [accuracy(way(bank, truth, answers)) for way in compared]
        bias = ", ".join(f"{one.bias:+z.2f}" for one in ones)
        rmse = ", ".join(f"{one.rmse:.2f}" for one in ones)
        holds = ", ".join(f"{one.coverage:.0%}" for one in ones)
        lines.append(f"| {place:+z.1f} | {ones[0].items:.1f} | {bias} | {rmse} | {holds} |")
    return "\n".join(lines)


def main() -> None:
    """Run the study."""
    bank = Library.open().bank("distress-simulated")
    tables = {"population": population_table(bank, population(bank)), "places": places_table(bank)}
    print("\n\n".join(tables.values()))
    if "--print" not in sys.argv[1:]:
        page = PAGE.read_text(encoding="utf-8")
        PAGE.write_text(_BLOCK.sub(lambda block: f"{block[1]}{tables[block[2]]}\n{block[3]}", page), encoding="utf-8")


if __name__ == "__main__":
    main()
