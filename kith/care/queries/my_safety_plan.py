"""My safety plan: the newest version, step by step, with the telephone numbers found in it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from kith.care.models.safety import SafetyPlan
from kith.care.permissions import Viewer
from kith.care.queries.looking import note_seen
from kith.care.queries.myself import open_own

STEPS = ("warning_signs", "coping", "places_and_people", "ask_for_help", "professionals", "safer_place")
PHONE = re.compile(
    r"\+?\d[\d ()./-]{4,18}\d|\b[19]\d{2}\b"
)  # a telephone number as people write it, or a short one such as 112
DATE = re.compile(r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}")


@dataclass(frozen=True)
class Line:
    """One entry as it was written, and what its call button dials, if a number is in it."""

    words: str
    dial: str = ""


@dataclass(frozen=True)
class Step:
    """One of the six steps."""

    name: str
    lines: tuple[Line, ...]


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


def my_safety_plan(*, viewer: Viewer, at: datetime) -> SafetyPlanPage:
    """The client's own safety plan, or an empty one to begin with."""
    own = open_own(viewer, "R", "safety_plan", at=at)
    plans = own.client.safetyplan_set.select_related("author").order_by("-written_at", "-made_at")
    plan: SafetyPlan | None = plans.first()
    written = plan.steps if plan is not None else {}
    page = SafetyPlanPage(
        time_zone=own.time_zone,
        version_id=plan.pk if plan else None,
        steps=tuple(Step(name, tuple(_line(words) for words in written.get(name, []))) for name in STEPS),
        reasons_for_living=tuple(line for line in plan.reasons_for_living.splitlines() if line.strip()) if plan else (),
        written_at=plan.written_at if plan else None,
        is_own_writing=plan is not None and plan.author_id == viewer.user_id,
        author=plan.author.display_name if plan else "",
        versions=plans.count(),
        review_on=plan.review_on if plan else None,
        is_review_due=plan is not None and plan.review_on <= own.today,
    )
    note_seen(viewer, "safety_plan.seen", [own.client.pk], at=at, about=plan)
    return page


def _line(words: str) -> Line:
    found = PHONE.search(DATE.sub(" ", words))
    return Line(words, re.sub(r"[^\d+]", "", found.group()) if found else "")
