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
    Aim,
    Episodes,
    Learned,
    OwnEffects,
    Published,
    episodes,
    expected_for,
    learn,
    own_effects,
    personal_advantage,
)

Floats = NDArray[np.float64]
AIMS = (
    Aim("activation", "behavioural"),
    Aim("cognitive", "behavioural"),
    Aim("interpersonal", "relational"),
    Aim("dynamic", "relational"),
    Aim("counselling", "supportive"),
)
NAMES = tuple(one.option for one in AIMS)
COVARIATES = ("severity", "months_ill", "expectancy", "support")
PROGNOSIS = np.array([-0.35, -0.15, 0.15, 0.1])
THERAPISTS, SITES = 24, 4
THERAPIST_SD, SITE_SD, CHANCE_SD = 0.22, 0.1, 0.9  # therapists: 5 % of the variance of outcomes
WAITING_LIST = 0.35  # what a waiting list adds to an effect
SPREADS_DRAWN = (0.02, 0.25)  # from which each service draws how far modalities, protocols and services differ
MODERATION: Mapping[str, float] = {"all alike": 0.0, "people differ": 0.15, "people differ much": 0.3}
SIZES = (300, 1000, 3000)
REPLICATIONS = 300
NEW_PEOPLE = 4000
UNSEEN = 0.4  # what one standard deviation of an unseen cause adds to the outcome, where there is one
PAGE = Path(__file__).resolve().parent.parent / "docs" / "methods" / "recommendation.md"
_BLOCK = re.compile(r"(<!-- study: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)


@dataclass(frozen=True, eq=False)
class World:
    """One invented service: true effects over usual care, true slopes of each option, and how options are given."""

    effects: Floats  # (k,)
    slopes: Floats  # (k, p)
    given: Floats  # (k, 1 + p), coefficients of a multinomial logistic model
    published: tuple[Published, ...]
    steered: Floats  # (k,), how an unseen cause steers what is given; it is nought where nothing unseen does

    def outcomes(self, people: Floats) -> Floats:
        """The true expected outcome (n, k) of each option for each person, therapists and sites aside."""
        return np.asarray((people @ PROGNOSIS)[:, None] + self.effects + people @ self.slopes.T)

    def likely(self, people: Floats) -> Floats:
        """How likely practitioners give each option to each person (n, k)."""
        lines = np.exp(np.column_stack([np.ones(len(people)), people]) @ self.given.T)
        return np.asarray(lines / lines.sum(axis=1, keepdims=True))


@dataclass(frozen=True)
class Kind:
    """A kind of service. `moderation` is the standard deviation of each option's own slopes.

    `service_spread` is how far it differs from what is published, drawn from `SPREADS_DRAWN` when None; `unseen` says
    whether a cause that nobody wrote down steers both what is given and what comes of it.
    """

    moderation: float = 0.0
    service_spread: float | None = None
    unseen: bool = False


STRESS: Mapping[str, Kind] = {
    "as assumed": Kind(0.15),
    "unlike what is published (spread 0.5)": Kind(0.15, service_spread=0.5),
    "something unseen steers who gets what": Kind(0.15, unseen=True),
}


def world(rng: np.random.Generator, kind: Kind) -> World:
    """Draw a service."""
    between = rng.uniform(*SPREADS_DRAWN, 3)
    if kind.service_spread is not None:
        between[2] = kind.service_spread
    modalities = dict(zip(("behavioural", "relational", "supportive"), rng.normal(0, between[0], 3), strict=True))
    protocol, service = rng.normal(0, between[1:, None], (2, len(AIMS)))
    elsewhere = 0.5 + np.array([modalities[one.modality] for one in AIMS]) + protocol
    slopes = rng.normal(0, 1, (len(AIMS), len(COVARIATES))) * kind.moderation
    given = np.column_stack([rng.normal(0, 0.4, len(AIMS)), rng.normal(0, 0.35, (len(AIMS), len(COVARIATES)))])
    published = [
        Published(one.option, one.modality, "depression", over, float(rng.normal(effect + shift, se)), se)
        for one, effect in zip(AIMS, elsewhere, strict=True)
        for over, shift, se in (
            ("usual_care", 0.0, float(rng.uniform(0.08, 0.2))),
            ("waiting_list", WAITING_LIST, float(rng.uniform(0.08, 0.25))),
        )
    ]
    steered = rng.normal(0, 0.7, len(AIMS)) * kind.unseen
    return World(elsewhere + service, slopes - slopes.mean(axis=0), given, tuple(published), steered)


def ended(rng: np.random.Generator, true: World, people: int) -> Episodes:
    """Ended episodes of a service: each practitioner has habits, and severity steers what is given."""
    x, unseen = rng.normal(size=(people, len(COVARIATES))), rng.normal(size=people)
    therapist = rng.integers(0, THERAPISTS, people)
    habit = rng.normal(0, 0.5, (THERAPISTS, len(AIMS)))
    lines = np.column_stack([np.ones(people), x]) @ true.given.T + habit[therapist] + np.outer(unseen, true.steered)
    option = (lines + rng.gumbel(size=lines.shape)).argmax(axis=1)
    skill, place = rng.normal(0, THERAPIST_SD, THERAPISTS), rng.normal(0, SITE_SD, SITES)
    outcome = true.outcomes(x)[np.arange(people), option] + skill[therapist] + place[therapist % SITES]
    outcome = outcome + rng.normal(0, CHANCE_SD, people) + UNSEEN * unseen * bool(true.steered.any())
    who, where = [f"t{i}" for i in therapist], [f"s{i % SITES}" for i in therapist]
    return episodes(outcome, x, COVARIATES, [NAMES[i] for i in option], who, where)


def truth(true: World, rng: np.random.Generator) -> Floats:
    """The true effects for those in whom options overlap, the people that `own_effects` speaks about."""
    x = rng.normal(size=(20_000, len(COVARIATES)))
    share = 1 / (1 / true.likely(x)).sum(axis=1)
    return np.asarray(true.effects + true.slopes @ (share @ x / share.sum()))


@dataclass(frozen=True)
class Told:
    """What came of one service: regrets of each way to choose, whether intervals held the truth, and the gate."""

    regret: Mapping[str, float]
    held: Mapping[str, tuple[bool, ...]]
    width: float
    is_personal: bool
    gain: float
    true_gain: float


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
    regret = _regrets(true, new, learned, own, advantage, rng)
    return Told(
        regret=regret,
        held={name: _holds(one, effects) for name, one in plain.items()},
        width=float(np.mean([one.high - one.low for one in learned])),
        is_personal=advantage.is_used,
        gain=advantage.gain,
        true_gain=regret["best on average, in truth"],
    )


def _regrets(
    true: World,
    new: Floats,
    learned: Sequence[Learned],
    own: OwnEffects,
    advantage: Advantage,
    rng: np.random.Generator,
) -> dict[str, float]:
    would_be, rows = true.outcomes(new), np.arange(len(new))
    oracle = would_be.max(axis=1)
    first = np.array([one.mean for one in learned])
    always = personal(learned, own, replace(advantage, is_used=True), new)
    habit = (np.log(true.likely(new)) + rng.gumbel(size=would_be.shape)).argmax(axis=1)
    published = learn(AIMS, "depression", true.published)
    chosen = {
        "recommender": personal(learned, own, advantage, new),
        "always personal": always,
        "best on average, as learned": np.full(len(new), int(first.argmax())),
        "best on average, as published": np.full(len(new), int(np.argmax([one.mean for one in published]))),
        "best on average, in truth": np.full(len(new), int(would_be.mean(axis=0).argmax())),
        "practitioners' habit": habit,
        "random": rng.integers(0, len(AIMS), len(new)),
    }
    return {name: float((oracle - would_be[rows, option]).mean()) for name, option in chosen.items()}


def personal(learned: Sequence[Learned], own: OwnEffects, advantage: Advantage, new: Floats) -> NDArray[np.intp]:
    """The option with the largest expected effect for each new person."""
    at_centre = np.array([one.value for one in expected_for(learned, own, advantage, own.centre)])
    unit = np.eye(len(COVARIATES))
    slopes = [[one.shift for one in expected_for(learned, own, advantage, own.centre + step)] for step in unit]
    return np.asarray((at_centre + (new - own.centre) @ np.array(slopes)).argmax(axis=1), dtype=np.intp)


def study(people: int, kind: Kind, replications: int = REPLICATIONS, first: int = 0, **how: Any) -> list[Told]:
    """Many services of one kind, one a seed."""
    return [service(first + seed, people, kind, **how) for seed in range(replications)]


def coverage(found: Sequence[Told], name: str) -> float:
    """The share of intervals that hold the truth."""
    return float(np.mean([one.held[name] for one in found]))


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
    """Shares of 90 % intervals that hold the truth, with their mean width."""
    names = list(next(iter(found.values()))[0].held)
    lines = ["| people | ended episodes | " + " | ".join(names) + " | mean width |", "|---" * (len(names) + 3) + "|"]
    for (kind, people), told in found.items():
        cells = [f"{100 * coverage(told, name):.1f} %" for name in names]
        lines.append(f"| {kind} | {people} | {' | '.join(cells)} | {np.mean([one.width for one in told]):.2f} |")
    return "\n".join(lines)


def gate_table(found: Mapping[tuple[str, int], Sequence[Told]]) -> str:
    """How often choosing by the person was let through, the gain that was seen, and the most there was to gain."""
    lines = [
        "| people | ended episodes | let through | gain seen | gain seen where let through | most there was |",
        "|---|---|---|---|---|---|",
    ]
    for (kind, people), told in found.items():
        through = [one.gain for one in told if one.is_personal]
        seen, most = np.mean([one.gain for one in told]), np.mean([one.true_gain for one in told])
        of_them = f"{np.mean(through):.3f}" if through else "none"
        cells = f"{100 * len(through) / len(told):.0f} % | {seen:.3f} | {of_them} | {most:.3f}"
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
