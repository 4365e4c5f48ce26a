"""What a snapshot says of finished courses beyond rates: how large the change is, and what the rates hang on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any
from uuid import UUID

from kith.science.change import Limits
from kith.science.outcomes import (
    KNOWN_SCALES,
    ChangeSize,
    EpisodeFacts,
    Period,
    change_size,
    comparators,
    recovery_by_rule,
)


def parts_of_finished(
    stays: Mapping[UUID, EpisodeFacts], period: Period, depression: Limits, anxiety: Limits, measures: tuple[str, str]
) -> dict[str, Any]:
    """The parts as they are kept, by name; each has been made fit to be shown."""
    finished = [
        one
        for one in stays.values()
        if one.has_finished and one.ended_on and period.first <= one.ended_on <= period.last
    ]
    return {
        "change_sizes": [asdict(one) for one in _change_sizes(finished, depression, anxiety, measures)],
        "rules": [asdict(one) for one in recovery_by_rule(finished, depression, anxiety)],
        "comparators": [{**asdict(one), "ends": one.ends.isoformat()} for one in comparators(period.last)],
    }


def _change_sizes(
    finished: list[EpisodeFacts], depression: Limits, anxiety: Limits, measures: tuple[str, str]
) -> list[ChangeSize]:
    """Both measures of the same people: cases at the start with complete scores, those whose recovery is counted."""
    cases = [
        (first, last, other_first, other_last)
        for first, last, other_first, other_last in ((*one.depression, *one.anxiety) for one in finished)
        if first is not None and last is not None and other_first is not None and other_last is not None
        if first >= depression.caseness or other_first >= anxiety.caseness
    ]
    pairs = ([case[:2] for case in cases], [case[2:] for case in cases])
    return [change_size(name, some, KNOWN_SCALES.get(name)) for name, some in zip(measures, pairs, strict=True)]
