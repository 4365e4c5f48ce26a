"""Who must not have this work now, or not as the only help: a closed list of circumstances that a machine can hold.

`not_for` says the same and more in prose, for a person to read. What stands here is only what excludes whatever else is
true, and what a clinician can ask and answer with yes or no.
"""

from __future__ import annotations

from typing import Literal, get_args

from kith.science.documents import Document, LibraryProblem
from kith.science.sources import LibraryValue, Sentence

__all__ = ["CIRCUMSTANCES", "Circumstance", "Exclusion", "exclusion_faults"]

Circumstance = Literal[
    "acute_psychosis",
    "mania",
    "intoxication_or_withdrawal",
    "cannot_come_sober",
    "danger_to_self",
    "danger_to_others",
    "danger_from_others",
    "sudden_confusion",
    "signs_not_examined",
    "dangerous_weight_loss",
    "effort_makes_ill",
    "deep_depression",
    "loses_touch_with_reality",
    "first_weeks_after_event",
    "cannot_follow_now",
    "against_own_wish",
]
CIRCUMSTANCES: tuple[Circumstance, ...] = get_args(Circumstance)
"""None is a trait by which nobody may be treated worse (age, sex, origin, faith): those exclude nobody here."""


class Exclusion(LibraryValue):
    """One circumstance in which this work is not offered: not now, or not as the only help; and why, in words."""

    when: Circumstance
    rule: Literal["not_now", "not_alone"]
    words: Sentence


def exclusion_faults(exclusions: tuple[Exclusion, ...], document: Document) -> list[LibraryProblem]:
    """A problem for each circumstance that is named twice, with its line: two rules for one thing contradict."""
    named = [one.when for one in exclusions]
    return [
        document.problem(
            ("excludes", i, "when"), "One circumstance has two rules", when, "one of them, or another circumstance"
        )
        for i, when in enumerate(named)
        if when in named[:i]
    ]
