"""How even arms become, how often charts cry wolf, and how many intervals hold: figures that no formula gives.

python -m validation.trials_study            # prints the tables and writes them into the methods pages
python -m validation.trials_study --print    # only prints them
"""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from math import sqrt
from pathlib import Path

import numpy as np

from kith.science.trials import (
    Placed,
    guessed,
    interrupted,
    marginal_imbalance,
    minimise,
    permuted_blocks,
    run_chart,
    simple,
    stratified,
)

METHODS = Path(__file__).resolve().parents[1] / "docs/methods"
PAGES = (METHODS / "randomisation.md", METHODS / "interrupted-time-series.md")
ARMS = ("A", "B")
FACTORS = {"sex": ("F", "M"), "severity": ("moderate", "severe"), "site": ("1", "2")}
BLOCKS = ((2,), (4,), (6,), (4, 6), (4, 6, 8))
STEP = -6.0
_BLOCK = re.compile(r"(<!-- study: (\w+) -->\n).*?(\n<!-- end -->)", re.DOTALL)


def a_crowd(people: int, rng: np.random.Generator) -> list[dict[str, str]]:
    """People whose levels are independent and equally likely."""
    return [{name: str(rng.choice(levels)) for name, levels in FACTORS.items()} for _ in range(people)]


def allocated(
    method: str, people: Sequence[dict[str, str]], rng: np.random.Generator
) -> list[tuple[dict[str, str], str]]:
    """The same people in arms, by one of three methods."""
    if method == "simple":
        return list(zip(people, simple(len(people), ARMS, rng).arms, strict=True))
    if method == "stratified":
        lists = {one.stratum: iter(one.arms) for one in stratified(len(people), FACTORS, ARMS, rng, block_sizes=[4])}
        return [(one, next(lists[tuple(one.items())])) for one in people]
    placed: list[Placed] = []
    for one in people:
        placed.append(Placed(one, minimise(one, placed, ARMS, rng).arm))
    return [(dict(one.levels), one.arm) for one in placed]


def evenness(trials: int = 400, people: int = 80) -> dict[str, float]:
    """The imbalance in the level that is worst off, on the average of trials."""
    rng = np.random.default_rng(1)
    methods = ("simple", "stratified", "minimised")
    crowds = [a_crowd(people, rng) for _ in range(trials)]
    return {
        method: float(np.mean([marginal_imbalance(allocated(method, crowd, rng), FACTORS, ARMS) for crowd in crowds]))
        for method in methods
    }


def guesses(places: int = 40_000, trials: int = 100) -> dict[str, float]:
    """The share that somebody guesses who knows all that was before; of minimisation also the new person's levels."""
    rng = np.random.default_rng(2)
    found = {}
    for sizes in BLOCKS:
        arms = permuted_blocks(places, ARMS, rng, block_sizes=sizes).arms[:places]
        found[", ".join(map(str, sizes))] = guessed(arms, ARMS) / places
    found["minimised"] = float(np.mean([_guessed_of_minimised(100, rng) for _ in range(trials)]))
    return found


def _guessed_of_minimised(people: int, rng: np.random.Generator) -> float:
    placed: list[Placed] = []
    right = 0.0
    for one in a_crowd(people, rng):
        found = minimise(one, placed, ARMS, rng)
        right += (found.arm in found.preferred) / len(found.preferred)
        placed.append(Placed(one, found.arm))
    return right / people


def alarms(rows: int = 4000) -> dict[int, tuple[float, float, float]]:
    """By the number of values, how often a signal, a shift and a trend are marked where nothing changed."""
    rng = np.random.default_rng(3)
    found = {}
    for values in (12, 24, 36):
        charts = [run_chart(row.tolist()) for row in rng.normal(size=(rows, values))]
        shares = [[bool(one.is_signal), bool(one.shifts), bool(one.trends)] for one in charts]
        found[values] = tuple(float(share) for share in np.mean(shares, axis=0))
    return found


def coverage(trials: int = 1000, periods: int = 40) -> dict[float, tuple[float, float]]:
    """By the correlation of neighbours, how many 95 % intervals of the step hold it: AR(1), Newey-West."""
    rng = np.random.default_rng(4)
    found = {}
    for rho in (0.0, 0.2, 0.4, 0.6):
        rows = [_series(rng, periods, rho) for _ in range(trials)]
        held = []
        for errors in ("AR(1)", "Newey-West"):
            steps = [interrupted(row, periods // 2, errors=errors).step for row in rows]
            held.append(float(np.mean([one.low <= STEP <= one.high for one in steps])))
        found[rho] = (held[0], held[1])
    return found


def _series(rng: np.random.Generator, periods: int, rho: float) -> list[float]:
    time, start = np.arange(periods), periods // 2
    errors = rng.normal(0, 2, periods)
    for place in range(1, periods):
        errors[place] = rho * errors[place - 1] + sqrt(1 - rho**2) * errors[place]
    values = 50 + 0.3 * time + (time >= start) * (STEP - 0.5 * (time - start)) + errors
    return [float(value) for value in values]


def tables() -> dict[str, str]:
    """Every table by its name in the pages."""
    even, guess = evenness(), guesses()
    return {
        "evenness": _table(
            ["simple", "stratified blocks of 4", "minimisation with .8"], [[f"{value:.1f}" for value in even.values()]]
        ),
        "guesses": _table(
            [*(f"blocks of {name}" for name in list(guess)[:-1]), "minimisation with .8"],
            [[_share(value) for value in guess.values()]],
        ),
        "alarms": _table(
            ["values", "signal", "shift of six", "trend of five"],
            [[str(values), *map(_share, shares)] for values, shares in alarms().items()],
        ),
        "coverage": _table(
            ["correlation", "AR(1)", "Newey-West"],
            [[f"{rho:g}", *map(_share, held)] for rho, held in coverage().items()],
        ),
    }


def _share(value: float) -> str:
    return f"{100 * value:.0f} %"


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (head, ["---"] * len(head), *rows)).replace(
        "| --- " * len(head) + "|", "|" + "---|" * len(head)
    )


def main() -> None:
    """Run the study."""
    found = tables()
    print("\n\n".join(found.values()))
    if "--print" in sys.argv[1:]:
        return
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        page.write_text(_BLOCK.sub(lambda block: f"{block[1]}{found[block[2]]}{block[3]}", text), encoding="utf-8")


if __name__ == "__main__":
    main()
