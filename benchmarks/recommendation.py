"""Who is given what: our learner beside econml's, on the same invented services, with the floors, in one run.

    python -m benchmarks.recommendation                          beside the floors only
    python -m benchmarks.recommendation --econml PYTHON          beside econml too, in the same run
    python -m benchmarks.recommendation --install-econml DIR     first make econml an environment of its own in DIR

The truth is known (`validation.recommender_study`). Regret is how much worse, in standard deviations, new people fare
than with what is truly best for each. econml is the peer because it is open, kept by people who work on this, and
learns rules from what happened. It knows nothing of published effects, so a line of ours without them stands by it.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
import venv
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kith.science.recommendation import Episodes, OwnEffects, learn, own_effects, personal_advantage
from validation.recommender_study import MODERATION, personal
from validation.recommender_worlds import AIMS, COVARIATES, NAMES, Kind, World, ended, truth, world

Floats = NDArray[np.float64]
SIZES = (300, 1000)
NEW_PEOPLE = 1000
Z90 = 1.6449
PEERS = {"tree": "econml DRPolicyTree", "forest": "econml DRPolicyForest", "causal": "econml CausalForestDML"}


@dataclass(frozen=True, eq=False)
class Case:
    """One invented service, what came of it, and the people for whom is chosen."""

    kind: str
    people: int
    true: World
    told: Episodes
    new: Floats
    effects: Floats  # for those in whom options overlap
    seed: int

    def regret(self, chosen: NDArray[Any]) -> float:
        """How much worse new people fare than with what is best for each."""
        would_be = self.true.outcomes(self.new)
        return float((would_be.max(axis=1) - would_be[np.arange(len(self.new)), chosen]).mean())


@dataclass
class Line:
    """What one way of choosing came to over services: regrets, seconds, and whether its intervals held the truth."""

    regrets: list[float]
    seconds: list[float]
    held: list[float]  # the share in each service

    @classmethod
    def empty(cls) -> Line:
        """Nothing yet."""
        return cls([], [], [])

    def row(self, name: str) -> str:
        """A row of the table."""
        values = np.array(self.regrets)
        error = 2 * _error(self.regrets)
        held = f"{100 * np.mean(self.held):.0f} ± {200 * _error(self.held):.0f} %" if self.held else "-"
        took = f"{np.mean(self.seconds):.2f}" if self.seconds else "-"
        return f"| {name} | {values.mean():.3f} ± {error:.3f} | {held} | {took} |"


def _error(values: Sequence[float]) -> float:
    """The standard error of a mean over services."""
    return float(np.std(values, ddof=1)) / len(values) ** 0.5 if len(values) > 1 else 0.0


def case(kind: str, people: int, seed: int) -> Case:
    """Invent a service in which all five options were given often enough."""
    rng = np.random.default_rng(seed)
    true = world(rng, Kind(MODERATION[kind]))
    told = ended(rng, true, people)
    return Case(kind, people, true, told, rng.normal(size=(NEW_PEOPLE, len(COVARIATES))), truth(true, rng), seed)


def ours(one: Case, lines: Mapping[str, Line]) -> None:
    """The recommender, with and without what is published, and always by the person."""
    rng, began = np.random.default_rng(one.seed), time.perf_counter()
    own = own_effects(one.told)
    advantage = personal_advantage(one.told, rng)
    learned = learn(AIMS, "depression", one.true.published, own)
    chosen = personal(learned, one.told, advantage, one.new)
    took = time.perf_counter() - began
    _add(lines["Kith"], one.regret(chosen), took, _held(own, one.effects))
    alone = learn(AIMS, "depression", (), own)
    _add(lines["Kith, nothing published"], one.regret(personal(alone, one.told, advantage, one.new)), took)
    always = replace(advantage, is_used=True)
    _add(lines["Kith, gate left open, nothing published"], one.regret(personal(alone, one.told, always, one.new)), took)


def _held(own: OwnEffects, effects: Floats) -> list[bool]:
    """Whether the 90 % intervals of differences between any two options hold the truth."""
    true = effects[[NAMES.index(name) for name in own.options]]
    told = []
    for one, other in combinations(np.eye(len(own.options)), 2):
        contrast = one - other
        told.append(
            abs(float(contrast @ (own.means - true))) <= Z90 * float(contrast @ own.covariance @ contrast) ** 0.5
        )
    return told


def floors(one: Case, lines: Mapping[str, Line]) -> None:
    """Chance, habit, one for all as plain means have it, one for all in truth, and the oracle."""
    rng, would_be = np.random.default_rng(one.seed + 1), one.true.outcomes(one.new)
    had = np.eye(len(one.told.options))[one.told.option]
    plain = NAMES.index(one.told.options[int((had.T @ one.told.outcome / had.sum(axis=0)).argmax())])
    habit = (np.log(one.true.likely(one.new, rng)) + rng.gumbel(size=would_be.shape)).argmax(axis=1)
    _add(lines["random"], one.regret(rng.integers(0, len(AIMS), len(one.new))))
    _add(lines["practitioners' habit"], one.regret(habit))
    _add(lines["one for all, best plain mean"], one.regret(np.full(len(one.new), plain)))
    _add(lines["one for all, best in truth"], one.regret(np.full(len(one.new), int(would_be.mean(axis=0).argmax()))))
    _add(lines["oracle"], one.regret(would_be.argmax(axis=1)))


def peers(cases: Sequence[Case], python: str, found: Mapping[tuple[str, int], Mapping[str, Line]]) -> None:
    """Let econml learn from the same arrays in a process of its own, on one core."""
    with tempfile.TemporaryDirectory() as folder:
        given: dict[str, Any] = {"services": len(cases)}
        for n, one in enumerate(cases):
            given |= {f"y{n}": one.told.outcome, f"x{n}": one.told.covariates, f"new{n}": one.new}
            given[f"t{n}"] = np.array([NAMES.index(name) for name in one.told.options])[one.told.option]
        source, target = Path(folder) / "in.npz", Path(folder) / "out.npz"
        np.savez(source, **given)
        script = Path(__file__).with_name("recommendation_peer.py")
        alone = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "PYTHONPATH": ""}
        subprocess.run([python, str(script), str(source), str(target)], check=True, env=alone)
        told = np.load(target)
        for n, one in enumerate(cases):
            lines, would_be = found[one.kind, one.people], one.true.outcomes(one.new).mean(axis=0)
            for short, name in PEERS.items():
                held: list[bool] = []
                if short == "causal":
                    apart = [would_be[k] - would_be[j] for j, k in combinations(range(len(would_be)), 2)]
                    ends = zip(told[f"causal_ends{n}"], apart, strict=True)
                    held = [bool(low <= true <= high) for (low, high), true in ends]
                _add(lines[name], one.regret(told[f"{short}{n}"]), float(told[f"{short}_seconds{n}"]), held)


def _add(line: Line, regret: float, seconds: float | None = None, held: Sequence[bool] = ()) -> None:
    line.regrets.append(regret)
    line.seconds.extend([] if seconds is None else [seconds])
    line.held.extend([float(np.mean(held))] if held else [])


def install(folder: Path) -> str:
    """An environment with econml in it; gives its Python."""
    venv.create(folder, with_pip=True)
    python = str(folder / "bin" / "python")
    subprocess.run([python, "-m", "pip", "install", "--quiet", "econml==0.17.0"], check=True)
    return python


def main() -> None:
    """Print a table for each kind of service and number of ended episodes."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--econml", help="the Python of an environment that has econml")
    asked.add_argument("--install-econml", metavar="DIR", help="make that environment here first")
    asked.add_argument("--services", type=int, default=20, help="how many of each kind and size")
    given = asked.parse_args()
    python = install(Path(given.install_econml)) if given.install_econml else given.econml
    cases = [case(kind, n, 7_000 + seed) for kind in MODERATION for n in SIZES for seed in range(given.services)]
    cases = [one for one in cases if len(one.told.options) == len(AIMS)]
    found: dict[tuple[str, int], dict[str, Line]] = defaultdict(lambda: defaultdict(Line.empty))
    for one in cases:
        ours(one, found[one.kind, one.people])
        floors(one, found[one.kind, one.people])
    if python:
        peers(cases, python, found)
    for (kind, people), lines in found.items():
        services = len(lines["oracle"].regrets)
        print(f"\n{kind}, {people} ended episodes, {services} services")
        print("| way | regret | 90 % intervals that hold | seconds |\n|---|---|---|---|")
        print("\n".join(line.row(name) for name, line in lines.items()), flush=True)


if __name__ == "__main__":
    sys.exit(main())
