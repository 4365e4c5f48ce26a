"""The main problem of a stay in care, in the few broad groups in which it may be counted or leave."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from kith.care.models.choosing import PlanningFacts
from kith.care.models.way import Episode
from kith.science.outcomes.problem_groups import problem_group


def main_problems(stays: Iterable[Episode]) -> dict[UUID, str]:
    """Episode -> the broad group of its main problem as it was first asked; a stay where nobody asked is not there.

    What was asked first is nearest to the referral. It stands beside the strata told then, and no later change of mind
    about the problem moves a course from one group to another.
    """
    found: dict[UUID, str] = {}
    for row in PlanningFacts.objects.filter(episode__in=list(stays)).order_by("asked_at", "made_at", "pk"):
        if group := problem_group(row.said.get("problems") or ()):
            found.setdefault(row.episode_id, group)
    return found
