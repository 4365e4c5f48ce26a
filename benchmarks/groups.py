"""Composing 120 invented people into 12 groups, for ten seeds: the first plan, the plan after 15 s, and a greedy start.

    python -m benchmarks.groups [--seconds 15] [--long 40] [--seeds 1-10] [--cpu]

The best known plan of a seed is the better of the one after 15 s and one that another seed of the search found in the
long run. The greedy start places people one by one where it costs least, and leaves over whoever breaks a rule.
With --cpu seconds are those of this process, for a machine that is busy with other things.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable

import numpy as np

from kith.science.groups import Plan, Request, compose
from kith.science.groups.standing import objective
from kith.science.groups.starting import greedy, without_broken
from kith.science.groups.tables import tables
from kith.simulation.waiting_lists import invent_waiting_list


def main() -> None:
    """Print one line a seed: people left over and objective of each plan, times, bound and gap."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=15.0)
    parser.add_argument("--long", type=float, default=40.0)
    parser.add_argument("--seeds", default="1-10")
    parser.add_argument("--cpu", action="store_true")
    given = parser.parse_args()
    clock = time.process_time if given.cpu else time.monotonic
    first_seed, last_seed = map(int, given.seeds.split("-"))
    compose(invent_waiting_list(seed=0, people=20, groups=3), seconds=0)  # imports and first calls are not counted
    print("| seed | greedy | first plan | in, s | after the time | bound | gap % | best known | above it % |")
    print("|---|---|---|---|---|---|---|---|---|")
    above: list[float] = []
    firsts: list[float] = []
    for seed in range(first_seed, last_seed + 1):
        request = invent_waiting_list(seed=seed)
        first, first_seconds = _timed(request, 0.0, 1, clock)
        plan, _ = _timed(request, given.seconds, 1, clock)
        long, _ = _timed(request, given.long, 2, clock)
        best = min((plan, long), key=_rank)
        over = 100 * (plan.objective - best.objective) / best.objective
        above.append(over if len(plan.left_over) == len(best.left_over) else float("inf"))
        firsts.append(first_seconds)
        start = f"| {seed} | {_greedy(request)} | {_said(first)} | {first_seconds:.2f} | {_said(plan)} "
        print(f"{start}| {plan.bound:.1f} | {100 * plan.gap:.1f} | {_said(best)} | {above[-1]:.2f} |", flush=True)
    print(f"First plan: median {statistics.median(firsts):.2f} s, worst {max(firsts):.2f} s")
    print(f"Above the best known: median {statistics.median(above):.2f} %, worst {max(above):.2f} %")


def _timed(request: Request, seconds: float, seed: int, clock: Callable[[], float]) -> tuple[Plan, float]:
    begun = clock()
    plan = compose(request, seconds=seconds, seed=seed, clock=clock)
    return plan, clock() - begun


def _rank(plan: Plan) -> tuple[int, float]:
    return len(plan.left_over), plan.objective


def _said(plan: Plan) -> str:
    return f"{plan.objective:.1f}, {len(plan.left_over)} left"


def _greedy(request: Request) -> str:
    given = tables(request, {})
    placed = without_broken(given, greedy(given, np.random.default_rng(1)))
    return f"{objective(given, placed):.1f}, {int((placed == given.groups).sum())} left"


if __name__ == "__main__":
    main()
