"""Watching for harm one person after the other: a sequential probability ratio test that may go on for ever."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import log

from kith.science.trials.problems import TrialProblem, check_share


@dataclass(frozen=True)
class HarmWatch:
    """How the evidence for more harm than expected grew.

    `path` is the log likelihood ratio after each known outcome, `limit` where it signals, `signal_at` the number of the
    outcome, from 1 and unknown ones counted too, at which it first did; None where it has not.
    """

    path: tuple[float, ...]
    limit: float
    signal_at: int | None
    unknown: int


def watch_harm(
    outcomes: Sequence[bool | None], *, expected: float, odds_ratio: float, alpha: float = 0.05, beta: float = 0.2
) -> HarmWatch:
    """Add up, person by person, the evidence that the odds of harm are `odds_ratio` times what is `expected`.

    Each outcome adds y ln(OR) - ln(1 - p0 + p0 OR), y 1 for harm; signal at ln((1 - b)/a) (Wald 1947). There is no
    lower boundary: good outcomes never end the watch. So the chance of ever signalling falsely is at most a/(1 - b),
    .0625 with .05 and .2, however long it goes on (Ville 1939). Assumes outcomes that do not depend on each other and
    an expected share that fits these people. Unknown outcomes (None) add nothing and are counted. Raises TrialProblem
    for shares outside 0 to 1, and for an odds ratio that is not above 1.

    >>> found = watch_harm([True, False, True, True, True], expected=0.1, odds_ratio=3)
    >>> round(found.limit, 4), found.signal_at
    (2.7726, 5)
    """
    for name, share in (("The expected share", expected), ("Alpha", alpha), ("Beta", beta)):
        check_share(name, share)
    if not odds_ratio > 1 or alpha + beta >= 1:
        raise TrialProblem(
            f"The odds watched for are larger than those expected, and alpha + beta is below 1; found a ratio of "
            f"{odds_ratio:g}, alpha {alpha:g} and beta {beta:g}. A ratio of 2 is usual."
        )
    limit, total, path, signal_at = log((1 - beta) / alpha), 0.0, [], None
    for number, harmed in enumerate(outcomes, start=1):
        if harmed is None:
            continue
        total += harmed * log(odds_ratio) - log(1 - expected + expected * odds_ratio)
        path.append(total)
        if signal_at is None and total >= limit:
            signal_at = number
    return HarmWatch(tuple(path), limit, signal_at, len(outcomes) - len(path))
