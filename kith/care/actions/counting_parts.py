"""The further parts of a snapshot: the size of the change, what the rates hang on, what else care is for, and kinds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any
from uuid import UUID

from kith.care.actions.counting_kinds import kind_facts
from kith.care.actions.counting_wider import depression_courses, wider_facts
from kith.care.models import Service
from kith.science.economics import course_qalys
from kith.science.outcomes import (
    KNOWN_SCALES,
    ChangeSize,
    DatedLimits,
    EpisodeFacts,
    Period,
    change_size,
    comparators,
    kind_results,
    recovery_by_rule,
    wider_results,
)


def parts_of(
    service: Service,
    stays: Mapping[UUID, EpisodeFacts],
    period: Period,
    limits: DatedLimits,
    measures: tuple[str, str],
) -> dict[str, Any]:
    """The parts as they are kept, by name; each has been made fit to be shown."""
    ended = {
        pk: one
        for pk, one in stays.items()
        if one.has_finished and one.ended_on and period.first <= one.ended_on <= period.last
    }
    finished = list(ended.values())
    wider = wider_results(wider_facts(service, period, ended))
    return {
        "change_sizes": [asdict(one) for one in _change_sizes(finished, limits, measures)],
        "rules": [asdict(one) for one in recovery_by_rule(finished, limits)],
        "comparators": [{**asdict(one), "ends": one.ends.isoformat()} for one in comparators(period.last)],
        "wider": asdict(wider),
        "qalys": asdict(course_qalys(depression_courses(service, period, ended))),
        "kinds": [asdict(one) for one in kind_results(kind_facts(service, period))],
    }


def _change_sizes(finished: list[EpisodeFacts], limits: DatedLimits, measures: tuple[str, str]) -> list[ChangeSize]:
    """Both measures of the same people: cases at the start with complete scores, those whose recovery is counted."""
    cases = [
        (first, last, other_first, other_last)
        for (depression, anxiety), there in limits.parted(finished).items()
        for first, last, other_first, other_last in ((*one.depression, *one.anxiety) for one in there)
        if first is not None and last is not None and other_first is not None and other_last is not None
        if first >= depression.caseness or other_first >= anxiety.caseness
    ]
    pairs = ([case[:2] for case in cases], [case[2:] for case in cases])
    return [change_size(name, some, KNOWN_SCALES.get(name)) for name, some in zip(measures, pairs, strict=True)]
