"""The course of a plan on the record: the protocol that was agreed with every tailoring, and each session's page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kith.care.models.kept_documents import document_as_begun, protocol_of
from kith.care.models.running import Tailoring
from kith.care.models.way import Plan
from kith.science.protocols import (
    Change,
    Course,
    GateDue,
    PlannedMeeting,
    Protocol,
    ProtocolSession,
    Technique,
    beside_page,
    course_of,
    gates_of,
    joined,
    page_for,
)

USES_NO_PAGE = ("missed", "cancelled")  # a meeting that did not take place leaves its page for the next one


@dataclass(frozen=True)
class PlanCourse:
    """A plan's course with the protocols it is made of, each in the version that was agreed."""

    course: Course
    protocols: Mapping[str, Protocol]
    changes: tuple[Change, ...]
    main: str

    @property
    def gates(self) -> tuple[GateDue, ...]:
        """Every check, before the first meeting that waits for it."""
        return gates_of(self.course, self.protocols)

    @property
    def pages(self) -> tuple[ProtocolSession, ...]:
        """The pages of the meetings in their order, those that are worked on beside them too."""
        pages = [(name, n) for one in self.course.meetings for name, n in one.pages]
        return tuple(self.protocols[name].session(n) for name, n in pages)


@dataclass(frozen=True)
class CoursePage:
    """What one session is run from: the protocol, its page, and where it stands in the course.

    What is worked on beside it is part of the page; `protocols` are those it draws on, its own first. Beyond the course
    the last page comes again, and `is_beyond` says so.
    """

    protocol: Protocol
    page: ProtocolSession
    position: int
    meeting: PlannedMeeting
    protocols: tuple[Protocol, ...]
    is_beyond: bool
    length: int

    @property
    def techniques(self) -> Mapping[str, Technique]:
        """Every technique that the page may name; where two protocols use one id, the page's own protocol counts."""
        return {one.id: one for protocol in reversed(self.protocols) for one in protocol.techniques}

    def protocol_with(self, technique: str) -> str:
        """The protocol that explains a technique; the page's own where none does."""
        named = (one.id for one in self.protocols if any(each.id == technique for each in one.techniques))
        return next(named, self.protocol.id)


def course_of_plan(plan: Plan) -> PlanCourse | None:
    """The course as it stands now; None when nobody kept the protocol and it has left the library."""
    protocol = protocol_of(plan)
    if protocol is None:
        return None
    rows = list(plan.tailorings.order_by("number"))
    changes = tuple(change_of(row) for row in rows)
    protocols = {**_protocols_brought_in(rows), plan.protocol: protocol}
    return PlanCourse(course_of(protocols, plan.protocol, changes), protocols, changes, plan.protocol)


def course_page(plan: Plan, session_number: int) -> CoursePage | None:
    """The page of a plan's nth session. Sessions before it that did not take place have used no page.

    None when the protocol cannot be read.
    """
    found = course_of_plan(plan)
    return page_at(found, position_of(plan, session_number)) if found is not None else None


def page_at(found: PlanCourse, position: int) -> CoursePage:
    """The page at a position of a course."""
    meeting = found.course.at(position)
    protocol = found.protocols[meeting.protocol]
    others = [found.protocols[one.protocol] for one in meeting.beside]
    beside = [beside_page(other, one.page) for other, one in zip(others, meeting.beside, strict=True)]
    page, length = page_for(protocol, meeting), len(found.course)
    whole = joined(page, beside) if beside else page
    drawn_on = tuple({one.id: one for one in (protocol, *others)}.values())
    return CoursePage(protocol, whole, position, meeting, drawn_on, position > length, length)


def phase_now(plan: Plan, found: PlanCourse) -> tuple[str, str]:
    """The protocol and the phase that the plan is in.

    That is the phase of the next meeting, or the one that was decided on, until the course itself comes to another.
    """
    held = plan.sessions.filter(state="held")
    change = plan.phase_changes.order_by("decided_at", "made_at", "pk").last()
    coming = found.course.at(meetings_held(plan) + 1)
    if change is not None:
        then = found.course.at(held.filter(starts_at__lte=change.decided_at).count() + 1)
        if (then.protocol, then.phase) == (coming.protocol, coming.phase):
            name, _, phase = change.phase.rpartition("/")
            return name or found.main, phase
    return coming.protocol, coming.phase


def positions(plan: Plan) -> dict[int, int]:
    """Where each session of a plan stands in its course, by its number."""
    found, position = {}, 1
    for number, state in plan.sessions.order_by("number").values_list("number", "state"):
        found[number] = position
        position += state not in USES_NO_PAGE
    return found


def position_of(plan: Plan, session_number: int) -> int:
    """Where the nth session of a plan stands in its course, or will stand when it is booked."""
    before = plan.sessions.filter(number__lt=session_number)
    return session_number - before.filter(state__in=USES_NO_PAGE).count()


def meetings_held(plan: Plan) -> int:
    """How many meetings of the course have been held: none of these is changed any more."""
    last = plan.sessions.filter(state="held").order_by("-number").values_list("number", flat=True).first()
    return position_of(plan, last) if last is not None else 0


def change_of(row: Tailoring) -> Change:
    """A tailoring as a change of the course."""
    what = {name: value for name, value in row.what.items() if name != "version"}
    return Change(id=str(row.pk), act=row.act, **what, **(row.words or {}))


def _protocols_brought_in(rows: Iterable[Tailoring]) -> dict[str, Protocol]:
    """The protocols that tailorings bring in, each as it was when it first came."""
    found: dict[str, Protocol] = {}
    for row in rows:
        name, version = row.what.get("protocol", ""), row.what.get("version", "")
        if version and name not in found:
            found[name] = document_as_begun("protocol", name, version)
    return found
