"""The course of the plan that runs, for its practitioner: what was held, what comes, what was changed and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kith.care.models import Plan, Session, Tailoring
from kith.care.models.knowledge import library
from kith.care.models.plan_courses import USES_NO_PAGE, PlanCourse, course_of_plan, meetings_held, phase_now
from kith.care.permissions import FULL, Access, Viewer
from kith.science.protocols import Band, Difference, PlannedMeeting, Protocol, differences


@dataclass(frozen=True)
class ChangeShown:
    """One change with its reason: who decided it and when. `stands` is False for an undo and for what was undone."""

    id: UUID
    act: str
    about: str
    reason: str
    author: str
    decided_at: datetime
    stands: bool


@dataclass(frozen=True)
class MeetingShown:
    """One meeting of the course: held, booked, next, planned or skipped. `page_key` names the page that it follows."""

    key: str
    page_key: str
    position: int
    state: str
    title: str
    purpose: str
    of: str
    minutes: int
    is_added: bool
    beside: tuple[str, ...]
    changes: tuple[ChangeShown, ...]
    session: UUID | None = None
    starts_at: datetime | None = None


@dataclass(frozen=True)
class BandShown:
    """A phase with its meetings."""

    title: str
    of: str
    purpose: str
    done_when: str
    is_now: bool
    meetings: tuple[MeetingShown, ...]


@dataclass(frozen=True)
class PhaseShown:
    """A phase to which the plan could move; `key` names it in the form."""

    key: str
    title: str
    done_when: str
    is_now: bool


@dataclass(frozen=True)
class PhaseChanged:
    """That the plan moved to a phase, and why."""

    title: str
    reason: str
    author: str
    decided_at: datetime


@dataclass(frozen=True)
class CheckDue:
    """A check that is not confirmed yet, and the meeting that waits for it."""

    id: str
    text: str
    position: int


@dataclass(frozen=True)
class Partner:
    """An intervention that could be combined: whether its authors say that it goes with this one, and its checks."""

    protocol: str
    title: str
    goes_with: bool
    gates: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Newer:
    """The version that the library has now, what differs, and the checks that have to be confirmed for it."""

    version: str
    agreed: str
    differences: tuple[Difference, ...]
    gates: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class CourseShown:
    """Everything about the course of one running plan."""

    plan: UUID
    protocol: str
    title: str
    bands: tuple[BandShown, ...]
    skipped: tuple[MeetingShown, ...]
    changes: tuple[ChangeShown, ...]
    phases: tuple[PhaseShown, ...]
    phase_changes: tuple[PhaseChanged, ...]
    checks: tuple[CheckDue, ...]
    partners: tuple[Partner, ...]
    newer: Newer | None
    held: int
    planned: int

    @property
    def meetings(self) -> tuple[MeetingShown, ...]:
        """Every meeting in its order."""
        return tuple(one for band in self.bands for one in band.meetings)

    @property
    def ahead(self) -> tuple[MeetingShown, ...]:
        """The meetings that can still be changed."""
        return tuple(one for one in self.meetings if one.position > self.held)

    @property
    def left(self) -> int:
        """How many meetings of the agreed dose are still to come."""
        return max(0, self.planned - self.held)

    @property
    def phase(self) -> PhaseShown | None:
        """The phase that the plan is in."""
        return next((one for one in self.phases if one.is_now), None)


def running_course(*, viewer: Viewer, plan: Plan, access: Access) -> CourseShown | None:
    """The course of a running plan, for somebody who may read it whole; None when its protocol cannot be read."""
    found = course_of_plan(plan)
    if found is None or access.level("R", "plan") != FULL:
        return None
    changes = _changes(plan, found)
    held, now = meetings_held(plan), phase_now(plan, found)
    meetings = _meetings(plan, found, changes, held)
    main = found.protocols[found.main]
    return CourseShown(
        plan=plan.pk,
        protocol=plan.protocol,
        title=main.title,
        bands=tuple(_band(band, found, meetings, now) for band in found.course.bands),
        skipped=tuple(_meeting(one, "skipped", found, changes, None) for one in found.course.skipped),
        changes=tuple(reversed(changes.values())),
        phases=tuple(_phases(found, now)),
        phase_changes=tuple(_phase_changes(plan, found)),
        checks=tuple(
            CheckDue(due.id, due.gate.text, due.position) for due in found.gates if due.id not in plan.gates_attested
        ),
        partners=tuple(_partners(main, found)),
        newer=_newer(plan, main),
        held=held,
        planned=plan.sessions_planned,
    )


def _changes(plan: Plan, found: PlanCourse) -> dict[str, ChangeShown]:
    """Every change by its id, the oldest first."""
    undone = {change.undoes for change in found.changes}
    titles = {one.key: one.title for one in (*found.course.meetings, *found.course.skipped)}
    rows = plan.tailorings.select_related("author").order_by("number")
    shown: dict[str, ChangeShown] = {}
    for row in rows:
        stands = row.act != "undo" and str(row.pk) not in undone
        about = shown[row.what["undoes"]].about if row.act == "undo" else _about(row, titles, found)
        shown[str(row.pk)] = ChangeShown(
            row.pk, row.act, about, row.reason, row.author.display_name, row.decided_at, stands
        )
    return shown


def _about(row: Tailoring, titles: Mapping[str, str], found: PlanCourse) -> str:
    what = row.what
    if row.act == "add" and row.words:
        return str(row.words.get("title", ""))
    if row.act in ("add", "combine"):
        protocol = found.protocols.get(what.get("protocol", found.main))
        page = what.get("page")
        if protocol is None:
            return str(what.get("protocol", ""))
        return protocol.session(page).title if page is not None else protocol.title
    return titles.get(what.get("meeting", ""), "")


def _meetings(plan: Plan, found: PlanCourse, changes: Mapping[str, ChangeShown], held: int) -> dict[int, MeetingShown]:
    took_place = plan.sessions.exclude(state__in=USES_NO_PAGE).order_by("number")
    sessions: dict[int, Session] = dict(enumerate(took_place, start=1))
    shown = {}
    for meeting in found.course.meetings:
        session = sessions.get(meeting.position)
        state = session.state if session is not None else "next" if meeting.position == held + 1 else "planned"
        shown[meeting.position] = _meeting(meeting, state, found, changes, session)
    return shown


def _meeting(
    meeting: PlannedMeeting,
    state: str,
    found: PlanCourse,
    changes: Mapping[str, ChangeShown],
    session: Session | None,
) -> MeetingShown:
    return MeetingShown(
        key=meeting.key,
        page_key=f"{meeting.protocol}:{meeting.page}" if meeting.page is not None else "",
        position=meeting.position,
        state=state,
        title=meeting.title,
        purpose=meeting.purpose,
        of=found.protocols[meeting.protocol].title if meeting.protocol != found.main else "",
        minutes=meeting.all_minutes,
        is_added=meeting.is_added,
        beside=tuple(one.title for one in meeting.beside),
        changes=tuple(changes[name] for name in meeting.because if name in changes),
        session=session.pk if session is not None else None,
        starts_at=session.starts_at if session is not None else None,
    )


def _band(band: Band, found: PlanCourse, meetings: Mapping[int, MeetingShown], now: tuple[str, str]) -> BandShown:
    protocol = found.protocols[band.protocol]
    phase = next(one for one in protocol.phases if one.id == band.phase)
    return BandShown(
        title=phase.title,
        of=protocol.title if band.protocol != found.main else "",
        purpose=phase.purpose,
        done_when=phase.done_when,
        is_now=(band.protocol, band.phase) == now,
        meetings=tuple(meetings[n] for n in range(band.first, band.last + 1)),
    )


def _phases(found: PlanCourse, now: tuple[str, str]) -> Iterable[PhaseShown]:
    for name in found.course.protocols:
        protocol = found.protocols[name]
        for phase in protocol.phases:
            key = phase.id if name == found.main else f"{name}/{phase.id}"
            title = phase.title if name == found.main else f"{protocol.title}: {phase.title}"
            yield PhaseShown(key, title, phase.done_when, (name, phase.id) == now)


def _phase_changes(plan: Plan, found: PlanCourse) -> Iterable[PhaseChanged]:
    titles = {one.key: one.title for one in _phases(found, ("", ""))}
    for row in plan.phase_changes.select_related("author").order_by("-decided_at", "-pk"):
        yield PhaseChanged(titles.get(row.phase, row.phase), row.reason, row.author.display_name, row.decided_at)


def _partners(main: Protocol, found: PlanCourse) -> Iterable[Partner]:
    """What could be combined, first what the protocol itself says that it goes with."""
    known = library().protocols
    named = [name for name in main.goes_with if name in known]
    rest = sorted((one.title, name) for name, one in known.items() if name not in named)
    for name in [*named, *(name for _, name in rest)]:
        if name not in found.course.protocols:
            gates = tuple((f"{name}/{gate.id}", gate.text) for gate in known[name].gates if gate.before_session == 1)
            yield Partner(name, known[name].title, name in named, gates)


def _newer(plan: Plan, agreed: Protocol) -> Newer | None:
    known = library().protocols
    if plan.protocol not in known or known[plan.protocol].version == plan.protocol_version:
        return None
    newer = known[plan.protocol]
    before = {gate.id: gate.text for gate in agreed.gates}
    asked = tuple(
        (gate.id, gate.text)
        for gate in newer.gates
        if gate.before_session == 1 and (gate.id not in plan.gates_attested or before.get(gate.id) != gate.text)
    )
    return Newer(newer.version, plan.protocol_version, differences(agreed, newer), asked)
