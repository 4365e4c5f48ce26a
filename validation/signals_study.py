"""How good the signals are, on invented services that nothing was learned from.

    python -m validation.signals_study            # prints the tables and writes them into the methods page
    python -m validation.signals_study --print    # only prints them

Expected courses are learned from some invented services and judged on others; the rules are judged on the same courses.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from kith.science.change import Limits
from kith.science.change.learning import FinishedCourse, learn_reference
from kith.science.outcomes.rates import Rate, rate
from kith.science.outcomes.signal_accuracy import (
    Accuracy,
    Study,
    by_group,
    counts_for_accuracy,
    judge,
    judge_by_rules,
    study,
)
from kith.simulation import simulate
from kith.simulation.finished import finished_courses

ENDS = datetime(2026, 6, 30, 12, tzinfo=UTC)
MEASURES: Mapping[str, tuple[str, Limits]] = {
    "phq9": ("PHQ-9", Limits(caseness=10, reliable_change=6)),
    "gad7": ("GAD-7", Limits(caseness=8, reliable_change=4)),
}
LEARNED: Mapping[str, tuple[tuple[int, ...], int]] = {
    "one small service": ((11,), 190),
    "one service": ((12,), 1_000),
    "six services": ((13, 14, 15, 16, 17, 18), 1_000),
}
HELD_OUT = (101, 102, 103, 104, 105, 106)
PEOPLE = 1_000
EDGE_SESSIONS = ((1, 3), (4, 6), (7, 12))
PAGE = Path(__file__).resolve().parent.parent / "docs" / "methods" / "signals.md"
_BLOCK = re.compile(r"(<!-- study: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)


@cache
def courses(seeds: tuple[int, ...], people: int, measure: str) -> tuple[FinishedCourse, ...]:
    """The finished courses of invented services, one a seed."""
    services = (
        simulate(seed, ends=ENDS, months=24, clients=people, practitioners=max(8, people // 17)) for seed in seeds
    )
    return tuple(course for service in services for course in finished_courses(service, measure))


def ways(
    measure: str, held_out: Sequence[int] = HELD_OUT, learned_from: Sequence[str] = tuple(LEARNED)
) -> dict[str, Study]:
    """Every way of judging the same held-out courses."""
    limits, judged_on = MEASURES[measure][1], courses(tuple(held_out), PEOPLE, measure)
    found = {"by rule": study(judge_by_rules(judged_on, limits))}
    for name in learned_from:
        seeds, size = LEARNED[name]
        own = courses(seeds, size, measure)
        reference = learn_reference(own)
        judged = [judge(one, limits, reference) for one in judged_on if counts_for_accuracy(one, limits)]
        found[f"{name}, {reference.people} courses"] = study(judged)
    return found


def accuracy_table(found: Mapping[str, Study], part: str) -> str:
    """One line for each way of judging, for one kind of ending."""
    lines = [
        "| judged | courses | ended so | sensitivity | specificity | PPV | NPV |",
        "|---|---|---|---|---|---|---|",
    ]
    for name, one in found.items():
        told: Accuracy = getattr(one, part)
        shares = " | ".join(map(percent, (told.sensitivity, told.specificity, told.ppv, told.npv)))
        lines.append(f"| {name} | {told.people} | {told.ended_so} | {shares} |")
    return "\n".join(lines)


def burden_table(found: Mapping[str, Study]) -> str:
    """How often each way speaks, when first, and whether a tenth of scores lies beyond the edge."""
    lines = [
        "| judged | off track, per 100 scores | first by session 2 | by session 4 | later | beyond the 80 % edge |",
        "|---|---|---|---|---|---|",
    ]
    for name, one in found.items():
        first = one.first_alerts
        all_of_them = sum(first.values())
        by = [sum(n for session, n in first.items() if session <= last) for last in (2, 4)]
        cells = [f"{100 * n / all_of_them:.0f} %" for n in (by[0], by[1], all_of_them - by[1])]
        edge = percent(one.calibration) if one.calibration.denominator else "no edge"
        lines.append(f"| {name} | {100 * (one.burden.value or 0):.1f} | {' | '.join(cells)} | {edge} |")
    return "\n".join(lines)


def edge_table(measure: str) -> str:
    """The share of scores beyond the edge after few and after many sessions, by the largest reference."""
    seeds, size = LEARNED["six services"]
    reference = learn_reference(courses(seeds, size, measure))
    held = [
        (session, score, reference.expected(course.known[0][1], session))
        for course in courses(HELD_OUT, PEOPLE, measure)
        if course.tells_a_course
        for session, score in course.known[1:]
    ]
    lines = ["| after session | scores | beyond the 80 % edge |", "|---|---|---|"]
    for first, last in EDGE_SESSIONS:
        beyond = [score > at.off_track for when, score, at in held if first <= when <= last and not isinstance(at, str)]
        lines.append(f"| {first} to {last} | {len(beyond)} | {percent(rate(sum(beyond), len(beyond)))} |")
    return "\n".join(lines)


def fairness_table(measure: str = "phq9") -> str:
    """Sensitivity and specificity in groups, by the largest reference. The invented answers know no group."""
    limits, judged_on = MEASURES[measure][1], courses(HELD_OUT, PEOPLE, measure)
    seeds, size = LEARNED["six services"]
    reference = learn_reference(courses(seeds, size, measure))
    judged = [judge(one, limits, reference) for one in judged_on if counts_for_accuracy(one, limits)]
    lines = ["| group | courses | sensitivity | specificity |", "|---|---|---|---|"]
    for kind, names in by_group(judged).items():
        for name, one in names.items():
            shares = " | ".join(percent(share) for share in (one.sensitivity, one.specificity))
            lines.append(f"| {kind}: {name} | {one.people} | {shares} |")
    return "\n".join(lines)


def percent(share: Rate) -> str:
    """“81 % (78 to 84)”."""
    if share.value is None or share.low is None or share.high is None:
        return "nobody"
    return f"{100 * share.value:.0f} % ({100 * share.low:.0f} to {100 * share.high:.0f})"


def tables() -> dict[str, str]:
    """Every table of the page, by its name there."""
    found = {"fairness": fairness_table()}
    for measure in MEASURES:
        judged = ways(measure)
        found[f"{measure}_badly"] = accuracy_table(judged, "badly")
        found[f"{measure}_deteriorated"] = accuracy_table(judged, "deteriorated")
        found[f"{measure}_burden"] = burden_table(judged)
        found[f"{measure}_edge"] = edge_table(measure)
    return found


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
