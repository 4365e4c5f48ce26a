"""The course of a plan: its protocol's meetings in the order in which this person has them, with every change named.

A plan that nobody tailored has the protocol's own meetings in their own order, runs of meetings one by one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from kith.science.protocols.protocol import Gate, Protocol
from kith.science.protocols.session import AgendaItem, ProtocolSession

__all__ = [
    "Band",
    "Course",
    "GateDue",
    "PageRef",
    "PlannedMeeting",
    "beside_page",
    "gates_of",
    "joined",
    "own_course",
    "page_for",
]


@dataclass(frozen=True)
class PageRef:
    """The page of a protocol for its nth meeting."""

    protocol: str
    page: int
    title: str
    minutes: int


@dataclass(frozen=True)
class PlannedMeeting:
    """One meeting of a course.

    `key` is its name for good; `position` is where it stands now, 0 when it is skipped. `page` is the meeting's number
    in its protocol, None when it is of nobody's protocol. `because` names the changes that touched it.
    """

    key: str
    protocol: str
    page: int | None
    title: str
    purpose: str
    phase: str
    minutes: int
    position: int = 0
    is_added: bool = False
    because: tuple[str, ...] = ()
    beside: tuple[PageRef, ...] = ()

    @property
    def pages(self) -> tuple[tuple[str, int], ...]:
        """Every page that this meeting follows, as protocol and number."""
        own = ((self.protocol, self.page),) if self.page is not None else ()
        return (*own, *((one.protocol, one.page) for one in self.beside))

    @property
    def all_minutes(self) -> int:
        """How long it takes with what is worked on beside it."""
        return self.minutes + sum(one.minutes for one in self.beside)


@dataclass(frozen=True)
class Band:
    """Meetings that follow one another in one phase of one protocol."""

    protocol: str
    phase: str
    first: int
    last: int


@dataclass(frozen=True)
class GateDue:
    """A check that a clinician makes, and the first meeting of this course that waits for it.

    `id` is the check's own for the plan's protocol, and begins with the protocol's name for one that is combined.
    """

    id: str
    protocol: str
    gate: Gate
    position: int


@dataclass(frozen=True)
class Course:
    """The meetings in their order, what was left out, and the protocols it is made of, the plan's own first."""

    meetings: tuple[PlannedMeeting, ...]
    skipped: tuple[PlannedMeeting, ...] = ()
    protocols: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.meetings)

    def at(self, position: int) -> PlannedMeeting:
        """The meeting at this position; beyond the course its last one again. Positions begin at 1."""
        return self.meetings[min(max(position, 1), len(self.meetings)) - 1]

    @property
    def bands(self) -> tuple[Band, ...]:
        """The phases in the order in which they come; one that is left and taken up again comes twice."""
        runs = (list(run) for _, run in groupby(self.meetings, key=lambda one: (one.protocol, one.phase)))
        return tuple(Band(run[0].protocol, run[0].phase, run[0].position, run[-1].position) for run in runs)


def own_course(protocol: Protocol) -> Course:
    """The protocol's own meetings in its own order, each meeting of a run on its own.

    >>> from kith.science.library import Library
    >>> course = own_course(Library.open().protocol("cbt-panic"))
    >>> len(course), course.at(10).title == course.at(11).title, course.at(11).page
    (14, True, 11)
    """
    return Course(numbered(meetings_of(protocol)), protocols=(protocol.id,))


def meetings_of(protocol: Protocol) -> tuple[PlannedMeeting, ...]:
    """Every meeting of a protocol, unnumbered: what a course is made from."""
    return tuple(planned(protocol, n) for page in protocol.sessions for n in range(page.n, page.last + 1))


def planned(protocol: Protocol, n: int, key: str = "") -> PlannedMeeting:
    """The nth meeting of a protocol as a part of a course. Raises KeyError when there is none."""
    page = protocol.session(n)
    minutes = protocol.dose.minutes if page.minutes is None else page.minutes
    named = key or f"{protocol.id}:{n}"
    return PlannedMeeting(named, protocol.id, n, page.title, page.purpose, page.phase, minutes)


def numbered(meetings: Iterable[PlannedMeeting]) -> tuple[PlannedMeeting, ...]:
    """The same meetings with their positions, from 1 without a gap."""
    return tuple(replace(one, position=n) for n, one in enumerate(meetings, start=1))


def page_for(protocol: Protocol, meeting: PlannedMeeting) -> ProtocolSession:
    """The page that a meeting is run from: its protocol's, with the minutes of this plan; or one of its own.

    A meeting of nobody's protocol gets one part as long as it lasts, between the opening and the closing that all
    meetings of this protocol share.
    """
    if meeting.page is not None:
        page = protocol.session(meeting.page)
        return page.model_copy(update={"minutes": meeting.minutes})
    frame = protocol.frame
    around = frame.minutes if frame is not None and frame.minutes < meeting.minutes else 0
    part = AgendaItem(minutes=min(meeting.minutes - around, 240), title=meeting.title, what=meeting.purpose)
    bare = ProtocolSession(
        n=max(meeting.position, 1),
        phase=meeting.phase,
        title=meeting.title,
        purpose=meeting.purpose,
        minutes=meeting.minutes,
        agenda=(part,),
        without_frame=not around,
    )
    return bare.framed(frame)


def beside_page(protocol: Protocol, n: int) -> ProtocolSession:
    """The nth page without its protocol's opening and closing: a meeting is opened and closed once."""
    return next(page for page in protocol.sessions if page.n <= n <= page.last)


def joined(page: ProtocolSession, others: Iterable[ProtocolSession]) -> ProtocolSession:
    """A page with those that are worked on beside it: their parts follow its own; what has the same id comes once."""
    pages = (page, *others)
    return page.model_copy(
        update={
            "minutes": sum(item.minutes for one in pages for item in one.agenda),
            "agenda": tuple(item for one in pages for item in one.agenda),
            "exercises": tuple(item for one in pages for item in one.exercises),
            "sheets": tuple(dict.fromkeys(item for one in pages for item in one.sheets)),
            "between": tuple(dict.fromkeys(item for one in pages for item in one.between)),
            "techniques": tuple(dict.fromkeys(name for one in pages for name in one.techniques)),
            "measures": tuple(dict.fromkeys(name for one in pages for name in one.measures)),
            "carer_measures": tuple(dict.fromkeys(name for one in pages for name in one.carer_measures)),
            "materials": tuple(dict.fromkeys(words for one in pages for words in one.materials)),
            "fidelity": tuple({item.id: item for one in reversed(pages) for item in reversed(one.fidelity)}.values())[
                ::-1
            ],
        }
    )


def gates_of(course: Course, protocols: Mapping[str, Protocol]) -> tuple[GateDue, ...]:
    """Every check that this course needs, each before the first meeting that goes as far as the check asks for.

    A check that belongs before a protocol's 5th page is due before whichever meeting brings its 5th or a later page
    first, wherever that page was moved to. Checks before the first page are due where the protocol begins.
    A check whose pages are all left out is not due. Our own convention, on the safe side.

    >>> from kith.science.library import Library
    >>> panic = Library.open().protocol("cbt-panic")
    >>> [(due.id, due.position) for due in gates_of(own_course(panic), {panic.id: panic})][:2]
    [('medical-look', 1), ('demonstration-cleared', 2)]
    """
    found = []
    for name in course.protocols:
        if name not in protocols:
            continue
        for gate in protocols[name].gates:
            position = _first_from(course.meetings, name, gate.before_session)
            if position is not None:
                id_ = gate.id if name == course.protocols[0] else f"{name}/{gate.id}"
                found.append(GateDue(id_, name, gate, position))
    return tuple(sorted(found, key=lambda due: due.position))


def _first_from(meetings: Sequence[PlannedMeeting], protocol: str, page: int) -> int | None:
    return next(
        (one.position for one in meetings if any(name == protocol and n >= page for name, n in one.pages)), None
    )
