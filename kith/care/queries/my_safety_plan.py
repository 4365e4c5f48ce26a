"""My safety plan: the newest version, step by step, with the telephone numbers found in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from kith.care.models.safety import SafetyPlan
from kith.care.permissions import Viewer
from kith.care.queries.looking import note_seen
from kith.care.queries.myself import open_own
from kith.care.queries.plan_parts import Agreements, Change, Step, agreements_of, changes_between, steps_of
from kith.care.queries.safety_plans import lines_of


@dataclass(frozen=True)
class SafetyPlanPage:
    """The plan. `version_id` is None until one was written."""

    time_zone: str
    version_id: UUID | None
    steps: tuple[Step, ...]
    reasons_for_living: tuple[str, ...]
    written_at: datetime | None
    is_own_writing: bool
    author: str
    versions: int
    review_on: date | None
    is_review_due: bool
    agreements: Agreements
    changes: tuple[Change, ...]


def my_safety_plan(*, viewer: Viewer, at: datetime) -> SafetyPlanPage:
    """The client's own safety plan, or an empty one to begin with."""
    own = open_own(viewer, "R", "safety_plan", at=at)
    plans = own.client.safetyplan_set.select_related("author", "replaces").order_by("-written_at", "-made_at", "-pk")
    plan: SafetyPlan | None = plans.first()
    before = plan.replaces if plan is not None else None
    review_on = plan.look_again_on() if plan is not None else None
    page = SafetyPlanPage(
        time_zone=own.time_zone,
        version_id=plan.pk if plan else None,
        steps=steps_of(plan.steps if plan is not None else {}),
        reasons_for_living=tuple(line for line in plan.reasons_for_living.splitlines() if line.strip()) if plan else (),
        written_at=plan.written_at if plan else None,
        is_own_writing=plan is not None and plan.author_id == viewer.user_id,
        author=plan.author.display_name if plan else "",
        versions=plans.count(),
        review_on=review_on,
        is_review_due=review_on is not None and review_on <= own.today,
        agreements=agreements_of(plan.agreements if plan else None, own.today),
        changes=changes_between(lines_of(before), lines_of(plan)) if plan and before else (),
    )
    note_seen(viewer, "safety_plan.seen", [own.client.pk], at=at, about=plan)
    return page


def my_newest_plan(*, viewer: Viewer, at: datetime) -> SafetyPlan | None:
    """The version that counts, for an action."""
    own = open_own(viewer, "W", "safety_plan", at=at)
    return own.client.safetyplan_set.order_by("-written_at", "-made_at", "-pk").first()
