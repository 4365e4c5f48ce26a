"""What is strong in a person and what some interventions build on: a closed list that a person can be asked about.

None is a trait by which somebody may be treated better or worse (age, sex, origin, faith), a talent, or a virtue: each
is something that the person has, likes, wants or has done.
"""

from __future__ import annotations

from typing import Literal, get_args

__all__ = ["STRENGTHS", "Strength"]

Strength = Literal[
    "somebody_close",
    "once_did_good",
    "came_through_before",
    "keeps_practising",
    "likes_making",
    "curious_about_self",
    "bears_being_with_others",
    "knows_why_change_matters",
    "wants_to_work",
]
STRENGTHS: tuple[Strength, ...] = get_args(Strength)
