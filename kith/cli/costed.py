"""From the courses of a file to what they cost, what a recovery costs, and what each arm is worth beside the usual."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from kith.cli.courses_csv import Course
from kith.cli.csv_rows import UnreadableTable
from kith.science.economics import (
    Acceptability,
    CostPerOutcome,
    EconomicsProblem,
    Figure,
    Increment,
    MappedQalys,
    NetBenefit,
    Place,
    QalyDifference,
    Rates,
    acceptability,
    bootstrap_increments,
    cost_per_outcome,
    course_cost,
    increment,
    mapped_qalys,
    net_benefit,
    qaly_difference,
    qalys,
    shares_of_plane,
    utility,
)

CURVE_STEPS = 21


@dataclass(frozen=True)
class Asked:
    """What was asked of the costs: prices, the usual arm, thresholds, chance, and the weeks of utilities or scores."""

    rates: Rates
    usual: str | None
    thresholds: tuple[float, ...]
    seed: int
    draws: int
    weeks: tuple[float, ...] = ()
    are_scores: bool = False
    has_recovered: bool = False
    has_effect: bool = False


@dataclass(frozen=True)
class Costed:
    """One person: what the course cost, by grade, and the effect; QALYs by both links where scores were mapped."""

    course: Course
    cost: float
    by_grade: Mapping[str, float]
    effect: Figure
    mapped: MappedQalys | None


@dataclass(frozen=True)
class Comparison:
    """One arm beside the usual one. `adjusted` is of QALYs only; `other_link` is the range of the other mapping."""

    new: str
    people: tuple[int, int]
    left_out: tuple[int, int]
    found: Increment
    benefits: tuple[NetBenefit, ...]
    shares: Mapping[Place, float]
    differences: tuple[tuple[float, float], ...]
    curve: Acceptability | None
    adjusted: QalyDifference | None
    no_adjusted: str | None
    other_link: tuple[Figure, Figure] | None


@dataclass(frozen=True)
class Report:
    """All that was worked out; `unknown_costs` counts people whose cost is not known, who are in no figure."""

    people: tuple[Costed, ...]
    unknown_costs: int
    per_recovery: CostPerOutcome | None
    by_bootstrap: CostPerOutcome | None
    effect: str | None
    comparisons: tuple[Comparison, ...]
    no_arm: int


def report_on(courses: Sequence[Course], asked: Asked, file: Path) -> Report:
    """Work out everything a file holds. Raises EconomicsProblem and UnreadableTable for what cannot be."""
    people = [one for one in (_costed(course, asked) for course in courses) if one is not None]
    if not people:
        raise UnreadableTable(
            f"{file.name}: no course has a cost; found {len(courses)} without one. Fill in the costs."
        )
    exact = drawn = None
    if asked.has_recovered:
        costs, reached = [one.cost for one in people], [one.course.outcome.recovered for one in people]
        exact = cost_per_outcome(costs, reached)
        drawn = cost_per_outcome(costs, reached, generator=np.random.default_rng(asked.seed), draws=asked.draws)
    comparisons = () if asked.usual is None else _comparisons(people, asked, file)
    return Report(
        people=tuple(people),
        unknown_costs=len(courses) - len(people),
        per_recovery=exact,
        by_bootstrap=drawn,
        effect=_effect_name(asked),
        comparisons=comparisons,
        no_arm=sum(one.course.outcome.arm is None for one in people),
    )


def _effect_name(asked: Asked) -> str | None:
    if asked.weeks:
        return "QALYs, mapped from PHQ-9 and not measured" if asked.are_scores else "QALYs"
    return "effect" if asked.has_effect else "recoveries" if asked.has_recovered else None


def _costed(course: Course, asked: Asked) -> Costed | None:
    if not course.work and course.cost is None:
        return None
    found = course_cost(course.work, asked.rates, other=course.other)
    cost, by_grade = found.total + (course.cost or 0.0), found.by_grade
    outcome, mapped = course.outcome, None
    if asked.weeks and asked.are_scores:
        mapped = mapped_qalys(asked.weeks, outcome.scores)
        effect = mapped.by_state
    elif asked.weeks:
        effect = qalys(asked.weeks, outcome.utilities)
    else:
        value = outcome.effect if asked.has_effect else outcome.recovered
        effect = Figure(None, "not known") if value is None else Figure(float(value))
    return Costed(course, cost, by_grade, effect, mapped)


def _comparisons(people: Sequence[Costed], asked: Asked, file: Path) -> tuple[Comparison, ...]:
    if _effect_name(asked) is None:
        raise UnreadableTable(
            "Arms are compared by an effect; found none. Name a column with --recovered, --effect, --utility or --phq9."
        )
    arms: dict[str, list[Costed]] = {}
    for one in people:
        if one.course.outcome.arm is not None:
            arms.setdefault(one.course.outcome.arm, []).append(one)
    assert asked.usual is not None
    if asked.usual not in arms or len(arms) < 2:
        raise UnreadableTable(
            f"{file.name}: the usual arm stands beside another; found {', '.join(arms) or 'no arm'}. Name with --usual "
            "the one that others are compared with."
        )
    others = [name for name in arms if name != asked.usual]
    return tuple(_comparison(name, arms[name], arms[asked.usual], asked, place) for place, name in enumerate(others))


def _comparison(name: str, new: list[Costed], usual: list[Costed], asked: Asked, place: int) -> Comparison:
    known = [[one for one in arm if one.effect.value is not None] for arm in (new, usual)]
    if min(len(arm) for arm in known) < 2:
        raise EconomicsProblem(
            f"Arms need two people or more with an effect; found {len(known[0])} in {name} and {len(known[1])} in "
            f"{asked.usual}. Complete effects, or leave the arm out."
        )
    (new_costs, new_effects), (usual_costs, usual_effects) = (_costs_and_effects(arm) for arm in known)
    found = increment(new_costs, new_effects, usual_costs, usual_effects)
    chance = np.random.default_rng([asked.seed, place])
    drawn = bootstrap_increments(new_costs, new_effects, usual_costs, usual_effects, chance, draws=asked.draws)
    adjusted, reason = _adjusted(known, asked)
    most = 2 * max(asked.thresholds, default=0.0)
    steps = [most * step / (CURVE_STEPS - 1) for step in range(CURVE_STEPS)]
    return Comparison(
        new=name,
        people=(len(known[0]), len(known[1])),
        left_out=(len(new) - len(known[0]), len(usual) - len(known[1])),
        found=found,
        benefits=tuple(net_benefit(found, threshold) for threshold in asked.thresholds),
        shares=shares_of_plane(drawn),
        differences=tuple((float(effect), float(cost)) for cost, effect in drawn),
        curve=acceptability(drawn, steps) if most else None,
        adjusted=adjusted,
        no_adjusted=reason,
        other_link=_other_link(known) if asked.are_scores else None,
    )


def _costs_and_effects(arm: Sequence[Costed]) -> tuple[list[float], list[float]]:
    return [one.cost for one in arm], [one.effect.value for one in arm if one.effect.value is not None]


def _adjusted(known: Sequence[Sequence[Costed]], asked: Asked) -> tuple[QalyDifference | None, str | None]:
    """The difference in QALYs adjusted for the start, or why there is none."""
    if not asked.weeks:
        return None, "only QALYs are adjusted for the start"
    people = [*known[0], *known[1]]
    is_new = [place < len(known[0]) for place in range(len(people))]
    try:
        return qaly_difference(
            [one.effect.value or 0.0 for one in people], [_start(one) for one in people], is_new
        ), None
    except EconomicsProblem as problem:
        return None, str(problem)


def _start(one: Costed) -> float:
    outcome = one.course.outcome
    if outcome.scores:
        assert outcome.scores[0] is not None
        return utility("phq9", outcome.scores[0]).value or 0.0
    assert outcome.utilities[0] is not None
    return outcome.utilities[0]


def _other_link(known: Sequence[Sequence[Costed]]) -> tuple[Figure, Figure]:
    """The least and the most that the difference may be by the other link, or why it says nothing."""
    ends: list[tuple[float, float]] = []
    for arm in known:
        mapped = [one.mapped for one in arm if one.mapped is not None]
        lows = [one.lowest.value for one in mapped if one.lowest.value is not None]
        highs = [one.highest.value for one in mapped if one.highest.value is not None]
        if len(lows) < len(arm):
            why = f"{len(arm) - len(lows)} of {len(arm)} people have a PHQ-9 below 5, for which it prints no utility"
            return Figure(None, why), Figure(None, why)
        ends.append((sum(lows) / len(lows), sum(highs) / len(highs)))
    return Figure(ends[0][0] - ends[1][1]), Figure(ends[0][1] - ends[1][0])
