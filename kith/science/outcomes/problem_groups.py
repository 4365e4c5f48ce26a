"""The main problem as it may leave: in a few broad groups, and only where enough people of the same part have it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from kith.science.disclosure import FEWEST_PEOPLE

GROUPS: Final[Mapping[str, tuple[str, ...]]] = {
    "depression": ("depression",),
    "anxiety": (
        "agoraphobia",
        "generalised_anxiety",
        "health_anxiety",
        "ocd",
        "panic",
        "performance_anxiety",
        "school_anxiety",
        "social_anxiety",
        "specific_phobia",
    ),
    "trauma-and-grief": ("grief", "ptsd"),
    "psychosis-and-bipolar": ("bipolar", "paranoid_fears", "psychosis"),
    "substances-and-gambling": ("alcohol_use", "drug_use", "gambling", "substance_use"),
    "relationships-and-living": (
        "carer_strain",
        "community_conflict",
        "daily_living",
        "family_conflict",
        "family_functioning",
        "isolation",
        "loneliness",
        "relationships",
        "unemployment",
        "work_conflict",
        "work_stress",
    ),
}
"""Our own convention, made so broad that a group says little of one person. Awaiting review, as the whole policy is."""
ANOTHER: Final = "another"
_OF: Final = {problem: group for group, problems in GROUPS.items() for problem in problems}


def problem_group(problems: Sequence[str]) -> str | None:
    """The group of the main problem, which stands first; None where nobody said what it is.

    >>> problem_group(["panic", "grief"]), problem_group(["a problem of our own"]), problem_group([])
    ('anxiety', 'another', None)
    """
    return _OF.get(problems[0], ANOTHER) if problems else None


def shown_groups(groups: Iterable[str | None], fewest: int = FEWEST_PEOPLE) -> Mapping[str, str | None]:
    """What each group that is there leaves as: itself, `another`, or nothing.

    In words: a group of fewer than ten is put to `another`; where `another` then has fewer than ten itself, what is in
    it leaves as not known, among those who were never asked. Counted within one part of an export, so that a run which
    writes one part anew needs no other.

    >>> shown_groups(["anxiety"] * 10 + ["depression"] * 4 + ["another"] * 6)
    {'anxiety': 'anxiety', 'depression': 'another', 'another': 'another'}
    >>> shown_groups(["anxiety"] * 10 + ["depression"] * 4)
    {'anxiety': 'anxiety', 'depression': None}
    """
    counts = Counter(group for group in groups if group is not None)
    rare = {group for group, people in counts.items() if people < fewest or group == ANOTHER}
    together = sum(counts[group] for group in rare)
    return {group: (ANOTHER if together >= fewest else None) if group in rare else group for group in counts}
