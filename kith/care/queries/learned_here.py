"""What the viewer's service has learned from its own ended care, as it was kept last, brought to one person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Literal

from kith.care.models import Client, Episode, LearnedBenefit
from kith.care.models.evaluating import LEARNED_BY
from kith.care.permissions import Viewer
from kith.care.queries.courses_of_scores import Courses
from kith.science.disclosure import SMALLEST_SHOWN
from kith.science.recommendation import FEWEST_EPISODES, KEPT_DAYS, BenefitHere, Evidence, PersonalHere, Shift

Standing = Literal["used", "not_yet", "too_old"]


@dataclass(frozen=True)
class Begun:
    """What one person began with: first scores of this stay by measure, and the weeks until a plan was agreed."""

    scores: Mapping[str, float] = field(default_factory=dict)
    weeks_waited: float | None = None


@dataclass(frozen=True)
class LearnedHere:
    """What is known of one intervention from here. `expected` is None unless it is used; `needed` is how many people.

    Fewer people than `smallest_told` are not told as a number, and what is older than `kept_days` is not used. `shift`
    is how much more is expected among people who began like this person; None with `why_no_shift`.
    """

    standing: Standing
    needed: int
    kept_days: int
    smallest_told: int
    learned_at: datetime
    benefit: BenefitHere
    expected: Evidence | None = None
    shift: Shift | None = None
    why_no_shift: str = ""


def begun_with(*, viewer: Viewer, client: Client, episode: Episode | None, courses: Courses, at: datetime) -> Begun:
    """What this person began with, for those who have opened the record: first scores as the viewer may see them."""
    if episode is None:
        return Begun()
    first: dict[str, tuple[date, float]] = {}
    for one in courses.all:
        if one.respondent == "self" and one.known:
            first[one.instrument] = min(one.known[0], first.get(one.instrument, one.known[0]))
    agreed = episode.plans.exclude(agreed_at=None).order_by("agreed_at", "pk").values_list("agreed_at", flat=True)
    until = (agreed.first() or at).date()
    weeks = max((until - episode.referral.received_on).days, 0) / 7
    return Begun({name: score for name, (_day, score) in first.items()}, weeks)


def learned_here(*, viewer: Viewer, problem: str, at: datetime, begun: Begun) -> dict[str, LearnedHere]:
    """By intervention; empty where the service has learned nothing about the problem. One query."""
    newest = (
        LearnedBenefit.objects.filter(service_id=viewer.service_id, problem=problem, learned_at__lte=at)
        .order_by("-month", "-pk")
        .first()
    )
    if newest is None:
        return {}
    is_old = at - newest.learned_at > timedelta(days=KEPT_DAYS)
    shifts, why_none = _shifts(newest, begun)
    found = [BenefitHere.of_values(values) for values in newest.benefits]
    return {
        one.protocol: _here(one, problem, newest.learned_at, is_old, shifts.get(one.protocol), why_none)
        for one in found
    }


def _shifts(newest: LearnedBenefit, begun: Begun) -> tuple[Mapping[str, Shift], str]:
    """The shift of each intervention for somebody who began so, or why there is none."""
    if newest.personal is None:
        return {}, "not_looked_at"
    personal = PersonalHere.of_values(newest.personal)
    if personal.lines is None:
        return {}, personal.why_not
    (other,) = {*LEARNED_BY.values()} - {newest.measure}
    scores = [begun.scores.get(name) for name in (newest.measure, other)]
    known = [one for one in (*scores, begun.weeks_waited) if one is not None]
    if len(known) < len(personal.lines.names):
        return {}, "first_score_missing"
    if not personal.lines.reaches(known):
        return {}, "unlike_those"
    return personal.lines.shifts(known), "not_this_one"


def _here(
    one: BenefitHere, problem: str, learned_at: datetime, is_old: bool, shift: Shift | None, why_none: str
) -> LearnedHere:
    if one.why_not or is_old:
        standing: Standing = "too_old" if is_old else "not_yet"
        return LearnedHere(standing, FEWEST_EPISODES, KEPT_DAYS, SMALLEST_SHOWN, learned_at, one)
    return LearnedHere(
        "used",
        FEWEST_EPISODES,
        KEPT_DAYS,
        SMALLEST_SHOWN,
        learned_at,
        one,
        _evidence(one, problem),
        shift,
        "" if shift is not None else why_none,
    )


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
