"""How well the recommender learns, in invented services in which the truth is known.

    python -m validation.recommender_study            # prints the tables and writes them into the methods page
    python -m validation.recommender_study --print    # only prints them

In each invented service five options of three modalities truly differ, published effects hint at it, practitioners give
options by habit and severity, and outcomes carry therapists and sites. What is learned is then held against the truth.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kith.science.recommendation import (
    Advantage,
    Episodes,
    Learned,
    OwnEffects,
    learn,
    own_effects,
    personal_advantage,
    personal_lines,
)
from validation.recommender_product import OnThePage, first_on_page, on_the_page
from validation.recommender_worlds import AIMS, COVARIATES, Kind, ended, truth, world

Floats = NDArray[np.float64]
MODERATION: Mapping[str, float] = {"all alike": 0.0, "people differ": 0.15, "people differ much": 0.3}
SIZES = (300, 1000, 3000)
REPLICATIONS = 80
NEW_PEOPLE = 2000
PAGE = Path(__file__).resolve().parent.parent / "docs" / "methods" / "recommendation.md"
_BLOCK = re.compile(r"(<!-- study: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)

STRESS: Mapping[str, Kind] = {
    "as assumed": Kind(0.15),
    "unlike what is published (spread 0.5)": Kind(0.15, service_spread=0.5),
    "something unseen steers who gets what": Kind(0.15, unseen=True),
    "habit follows benefit in part": Kind(0.15, habit_follows=2.0),
}


@dataclass(frozen=True)
class Told:
    """What came of one service: regrets of each way to choose, whether intervals held the truth, and the gate."""

    regret: Mapping[str, float]
    held: Mapping[str, tuple[bool, ...]]
    width: float
    is_personal: bool
    gain: float
    true_gain: float
    page: OnThePage


def naive(told: Episodes, own: OwnEffects) -> OwnEffects:
    """Plain means of each option, as if chance had given them: the way not to do it."""
    had = np.eye(len(told.options))[told.option]
    means = had.T @ told.outcome / had.sum(axis=0)
    return replace(own, means=means, covariance=np.diag(told.outcome.var() / had.sum(axis=0)))


def _holds(learned: Sequence[Learned], true: Floats) -> tuple[bool, ...]:
    return tuple(one.low <= effect <= one.high for one, effect in zip(learned, true, strict=True))


def service(seed: int, people: int, kind: Kind, broken: Callable[[OwnEffects], OwnEffects] | None = None) -> Told:
    """Invent one service, learn from it, and hold what was learned against the truth."""
    rng = np.random.default_rng(seed)
    true = world(rng, kind)
    told = ended(rng, true, people)
    own = own_effects(told) if broken is None else broken(own_effects(told))
    advantage = personal_advantage(told, rng)
    learned = learn(AIMS, "depression", true.published, own)
    effects, new = truth(true, rng), rng.normal(size=(NEW_PEOPLE, len(COVARIATES)))
    plain = {
        "published alone": learn(AIMS, "depression", true.published),
        "with own episodes": learned,
        "own episodes, plain means": learn(AIMS, "depression", true.published, naive(told, own)),
    }
    page = on_the_page(true, told, new, np.random.default_rng([seed, 1]))
    habit = (np.log(true.likely(new, rng)) + rng.gumbel(size=(len(new), len(AIMS)))).argmax(axis=1)
    chosen = {
        "recommender": personal(learned, told, advantage, new),
        "always personal": personal(learned, told, replace(advantage, is_used=True), new),
        "largest figure on the page": page.chosen,
        "what the page puts first": np.full(len(new), first_on_page(true.published)),
        "best on average, as learned": np.full(len(new), _best(learned)),
        "best on average, as published": np.full(len(new), _best(plain["published alone"])),
        "best on average, in truth": np.full(len(new), int(true.outcomes(new).mean(axis=0).argmax())),
        "practitioners' habit": habit,
        "random": rng.integers(0, len(AIMS), len(new)),
    }
    regret = _regrets(true.outcomes(new), chosen)
    return Told(
        regret=regret,
        held={**{name: _holds(one, effects) for name, one in plain.items()}, "on the page": page.held},
        width=float(np.mean([one.high - one.low for one in learned])),
        is_personal=advantage.is_used,
        gain=advantage.gain,
        true_gain=regret["best on average, in truth"],
        page=page,
    )


def _best(learned: Sequence[Learned]) -> int:
    return int(np.argmax([one.mean for one in learned]))


def _regrets(would_be: Floats, chosen: Mapping[str, NDArray[np.intp]]) -> dict[str, float]:
    rows, oracle = np.arange(len(would_be)), would_be.max(axis=1)
    return {name: float((oracle - would_be[rows, option]).mean()) for name, option in chosen.items()}


def personal(learned: Sequence[Learned], told: Episodes, advantage: Advantage, new: Floats) -> NDArray[np.intp]:
    """The option with the largest expected effect for each new person, shifted where that is let through."""
    names, lines = [one.option for one in learned], personal_lines(told, advantage)
    value = np.tile([one.mean for one in learned], (len(new), 1))
    if lines is not None:
        value[:, [names.index(name) for name in lines.options]] += lines.means(new)
    return np.asarray(value.argmax(axis=1), dtype=np.intp)


def study(people: int, kind: Kind, replications: int = REPLICATIONS, first: int = 0, **how: Any) -> list[Told]:
    """Many services of one kind, one a seed."""
    return [service(first + seed, people, kind, **how) for seed in range(replications)]


def coverage_error(found: Sequence[Told], name: str) -> float:
    """Two standard errors of that share, with services as the units."""
    return two_errors([float(np.mean(one.held[name])) for one in found if one.held[name]])


def shifts_held(found: Sequence[Told], of_width: float = 1.0) -> list[float]:
    """For each service in which people are shifted on the page, the share of shifts that hold the truth."""
    shares = [one.page.shifts_held(of_width) for one in found]
    return [one for one in shares if one is not None]


def two_errors(values: Sequence[float]) -> float:
    """Two standard errors of a mean over services."""
    return float(2 * np.std(values, ddof=1) / len(values) ** 0.5)


def coverage(found: Sequence[Told], name: str) -> float:
    """The share of intervals that hold the truth."""
    return float(np.mean([each for one in found for each in one.held[name]]))


def regret_table(found: Mapping[tuple[str, int], Sequence[Told]]) -> str:
    """Mean regret over services, with two standard errors."""
    ways = list(next(iter(found.values()))[0].regret)
    lines = ["| people | ended episodes | " + " | ".join(ways) + " |", "|---" * (len(ways) + 2) + "|"]
    for (kind, people), told in found.items():
        cells = []
        for way in ways:
            values = np.array([one.regret[way] for one in told])
            cells.append(f"{values.mean():.3f} ± {2 * values.std(ddof=1) / len(values) ** 0.5:.3f}")
        lines.append(f"| {kind} | {people} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def coverage_table(found: Mapping[tuple[str, int], Sequence[Told]]) -> str:
    """Shares of 90 % intervals that hold the truth, with two standard errors, and their mean width."""
    names = list(next(iter(found.values()))[0].held)
    lines = ["| people | ended episodes | " + " | ".join(names) + " | mean width | mean width on the page |"]
    lines.append("|---" * (len(names) + 4) + "|")
    for (kind, people), told in found.items():
        cells = [f"{100 * coverage(told, name):.1f} ± {100 * coverage_error(told, name):.1f} %" for name in names]
        cells += [f"{np.mean([one.width for one in told]):.2f}", f"{np.mean([one.page.width for one in told]):.2f}"]
        lines.append(f"| {kind} | {people} | {' | '.join(cells)} |")
    return "\n".join(lines)


def gate_table(found: Mapping[tuple[str, int], Sequence[Told]]) -> str:
    """How often choosing by the person was let through, the gain that was seen, and the most there was to gain."""
    lines = [
        "| people | ended episodes | let through | gain seen | gain seen where let through | most there was "
        "| let through on the page | 90 % intervals of shifts there that hold |",
        "|---" * 8 + "|",
    ]
    for (kind, people), told in found.items():
        through = [one.gain for one in told if one.is_personal]
        seen, most = np.mean([one.gain for one in told]), np.mean([one.true_gain for one in told])
        of_them = f"{np.mean(through):.3f}" if through else "none"
        shown = shifts_held(told)
        of_shown = f"{100 * np.mean(shown):.1f} ± {100 * two_errors(shown):.1f} %" if len(shown) > 1 else "-"
        cells = f"{100 * len(through) / len(told):.0f} % | {seen:.3f} | {of_them} | {most:.3f}"
        cells += f" | {len(shown)} of {len(told)} | {of_shown}"
        lines.append(f"| {kind} | {people} | {cells} |")
    return "\n".join(lines)


def tables() -> dict[str, str]:
    """Every table of the page, by its name there."""
    found = {(name, people): study(people, Kind(size)) for name, size in MODERATION.items() for people in SIZES}
    stress = {(name, 1000): study(1000, kind, first=50_000) for name, kind in STRESS.items()}
    return {
        "regret": regret_table(found),
        "coverage": coverage_table(found),
        "gate": gate_table(found),
        "stress": coverage_table(stress),
        "stress_regret": regret_table(stress),
    }


def main() -> None:
    """Print the tables; write them into the page unless told not to."""
    found = tables()
    for name, table in found.items():
        print(f"{name}\n{table}\n")
    if "--print" not in sys.argv:
        page = PAGE.read_text(encoding="utf-8")
        page = _BLOCK.sub(lambda block: f"{block[1]}{found[block[2]]}\n{block[3]}", page)
        PAGE.write_text(page, encoding="utf-8")


if __name__ == "__main__":
    main()
