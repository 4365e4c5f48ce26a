"""How close the sessions of a plan were to their protocol: each checklist, filled in or not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kith.care.models import Plan, SessionRecord
from kith.care.models.plan_courses import PlanCourse, course_of_plan, page_at, positions
from kith.care.permissions import FULL, Access, Viewer
from kith.care.queries.signed_record import asked_of
from kith.science.protocols import Fidelity, fidelity


@dataclass(frozen=True)
class SessionFidelity:
    """The checklist of one recorded session."""

    session_id: UUID
    number: int
    starts_at: datetime
    found: Fidelity


@dataclass(frozen=True)
class PlanFidelity:
    """The recorded sessions of a plan; `rated` are those with any rating, `judged` those that could be judged."""

    sessions: tuple[SessionFidelity, ...]

    @property
    def rated(self) -> int:
        """Sessions with at least one item rated."""
        return sum(one.found.rated > 0 for one in self.sessions)

    @property
    def judged(self) -> int:
        """Sessions whose ratings settle whether they were adherent."""
        return sum(one.found.is_adherent is not None for one in self.sessions)

    @property
    def adherent(self) -> int:
        """Sessions at four fifths of the points or more."""
        return sum(one.found.is_adherent is True for one in self.sessions)


def fidelity_of_plan(*, viewer: Viewer, plan: Plan, access: Access) -> PlanFidelity | None:
    """The checklists of a plan; None for a viewer who may not read the records they stand in."""
    if access.level("R", "progress_note") != FULL:
        return None
    course, places = course_of_plan(plan), positions(plan)
    rows = plan.client.sessionrecord_set.filter(session__plan=plan, adds_to__isnull=True)
    return _of(rows.select_related("session").order_by("session__number"), course, places)


def _of(records: Iterable[SessionRecord], course: PlanCourse | None, places: Mapping[int, int]) -> PlanFidelity:
    found = []
    for record in records:
        session, content = record.session, record.content
        page = page_at(course, places[session.number]) if course is not None else None
        asked = asked_of(content, page)
        checked = fidelity(asked, content.get("fidelity") or {})
        found.append(SessionFidelity(session.pk, session.number, session.starts_at, checked))
    return PlanFidelity(tuple(found))
