"""What the viewer's service has learned from its own ended care, as it was kept last. No client is concerned."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from kith.care.models import LearnedBenefit
from kith.care.permissions import Viewer
from kith.science.disclosure import SMALLEST_SHOWN
from kith.science.recommendation import FEWEST_EPISODES, KEPT_DAYS, BenefitHere, Evidence

Standing = Literal["used", "not_yet", "too_old"]


@dataclass(frozen=True)
class LearnedHere:
    """What is known of one intervention from here. `expected` is None unless it is used; `needed` is how many people.

    Fewer people than `smallest_told` are not told as a number, and what is older than `kept_days` is not used.
    """

    standing: Standing
    needed: int
    kept_days: int
    smallest_told: int
    learned_at: datetime
    benefit: BenefitHere
    expected: Evidence | None = None


def learned_here(*, viewer: Viewer, problem: str, at: datetime) -> dict[str, LearnedHere]:
    """By intervention; empty where the service has learned nothing about the problem. One query."""
    newest = (
        LearnedBenefit.objects.filter(service_id=viewer.service_id, problem=problem, learned_at__lte=at)
        .order_by("-month", "-pk")
        .first()
    )
    if newest is None:
        return {}
    is_old = at - newest.learned_at > timedelta(days=KEPT_DAYS)
    found = [BenefitHere.of_values(values) for values in newest.benefits]
    return {one.protocol: _here(one, problem, newest.learned_at, is_old) for one in found}


def _here(one: BenefitHere, problem: str, learned_at: datetime, is_old: bool) -> LearnedHere:
    if one.why_not or is_old:
        standing: Standing = "too_old" if is_old else "not_yet"
        return LearnedHere(standing, FEWEST_EPISODES, KEPT_DAYS, SMALLEST_SHOWN, learned_at, one)
    figure = _evidence(one, problem)
    return LearnedHere("used", FEWEST_EPISODES, KEPT_DAYS, SMALLEST_SHOWN, learned_at, one, figure)


def _evidence(one: BenefitHere, problem: str) -> Evidence | None:
    """As a figure like the published ones. Its certainty is low: chance did not decide who got what."""
    if one.mean is None or one.low is None or one.high is None or one.level is None:
        return None
    return Evidence(
        offer=one.protocol,
        problem=problem,
        comparator="usual_care",
        estimate=one.mean,
        low=one.low,
        high=one.high,
        certainty="low",
        provenance="computed",
        source="",
        level=one.level,
    )
