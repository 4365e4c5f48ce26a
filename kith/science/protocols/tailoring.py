"""Tailoring: each change of a course away from its protocol, checked against what was held, and none of them lost.

Whatever is changed, every meeting of a protocol stands in the course once or is named among the skipped ones,
positions run from 1 without a gap, and what was held keeps its place.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import Final

from kith.science.protocols.course import (
    Course,
    PageRef,
    PlannedMeeting,
    beside_page,
    meetings_of,
    numbered,
    own_course,
    planned,
)
from kith.science.protocols.protocol import Protocol

__all__ = ["WAYS", "Change", "CourseProblem", "course_of", "course_with"]

WAYS: Final = ("after", "alternating", "beside")
MOST_MEETINGS: Final = 200  # as many as a protocol may have
FEWEST_MINUTES, MOST_MINUTES = 10, 480  # as long as a protocol's meeting may be
MOST_REPEATS: Final = 20
Protocols = Mapping[str, Protocol]

SENTENCES: Final[Mapping[str, tuple[str, str, str]]] = {
    "no_act": ("The change was not made.", "Nothing is called “{given}”.", "Choose one of the changes."),
    "unknown_meeting": (
        "The change was not made.",
        "There is no meeting “{given}” in the course.",
        "Choose a meeting of the course.",
    ),
    "held": (
        "The change was not made.",
        "“{title}” was held as meeting {position}.",
        "What was held stays as it was. Choose a later meeting.",
    ),
    "not_moved": (
        "The meeting was not moved.",
        "“{title}” already stands there.",
        "Choose another place.",
    ),
    "nothing_left": (
        "The meeting was not skipped.",
        "“{title}” is the last one left.",
        "Add a meeting first, or end the plan.",
    ),
    "unknown_protocol": (
        "The change was not made.",
        "There is no intervention “{given}”.",
        "Choose one of the library.",
    ),
    "unknown_page": (
        "The meeting was not added.",
        "“{protocol}” has meetings 1 to {last}, and no meeting {given}.",
        "Choose one of these.",
    ),
    "no_title": ("The meeting was not added.", "It has no title.", "Say in a few words what it is about."),
    "minutes": (
        "The meeting was not changed.",
        "It would last {given} minutes.",
        "Give a number from {low} to {high}.",
    ),
    "repeats": (
        "The meeting was not repeated.",
        "It would be held {given} times more.",
        "Give a number from 1 to {high}.",
    ),
    "nothing_longer": (
        "The meeting was not changed.",
        "It says neither how long nor how often.",
        "Give minutes, or how many times more.",
    ),
    "way": ("Nothing was combined.", "“{given}” is not a way to combine.", "Choose after, alternating or beside."),
    "already_in": (
        "Nothing was combined.",
        "“{given}” is part of this course already.",
        "Add single meetings of it instead.",
    ),
    "too_many": ("The change was not made.", "The course would have {given} meetings.", "Stay at {high} or fewer."),
    "nothing_to_undo": (
        "Nothing was undone.",
        "There is no such change, or it was undone before.",
        "Choose one that stands.",
    ),
    "undo_builds": (
        "The change was not undone.",
        "A later change builds on it.",
        "Undo the later change first.",
    ),
    "undo_held": (
        "The change was not undone.",
        "It shaped meetings that were held.",
        "What was held stays as it was. Change what is still ahead.",
    ),
}


class CourseProblem(ValueError):
    """A change that cannot be made: what happened, what was found, what to do. `kind` and `values` say it to a page."""

    def __init__(self, kind: str, field: str = "meeting", **values: object) -> None:
        self.kind, self.field, self.values = kind, field, dict(values)
        super().__init__(" ".join(part.format(**values) for part in SENTENCES[kind]))


@dataclass(frozen=True)
class Change:
    """One change. `held` is how many meetings had been held when it was made: those keep their places.

    `meeting` and `after` are keys of meetings; an empty `after` means the next meeting ahead. An added meeting follows
    `page` of `protocol`, or stands on its `title` and `purpose`. `minutes` and `times` lengthen one meeting or repeat
    its page; `way` says how `protocol` is combined; `undoes` is the id of an earlier change.
    """

    id: str
    act: str
    held: int = 0
    meeting: str = ""
    after: str = ""
    protocol: str = ""
    page: int | None = None
    title: str = ""
    purpose: str = ""
    minutes: int | None = None
    times: int | None = None
    way: str = ""
    undoes: str = ""


def course_of(protocols: Protocols, protocol: str, changes: Sequence[Change] = ()) -> Course:
    """The course of a plan: its protocol with all changes that stand, in the order in which they were made.

    `protocols` holds the plan's own and those it is combined with. Raises CourseProblem.

    >>> from kith.science.library import Library
    >>> panic = Library.open().protocols
    >>> course = course_of(panic, "cbt-panic", [Change("a", "skip", held=1, meeting="cbt-panic:3")])
    >>> len(course), course.at(3).page, [one.key for one in course.skipped]
    (13, 4, ['cbt-panic:3'])
    """
    undone = {change.undoes for change in changes if change.act == "undo"}
    course = own_course(protocols[protocol])
    for change in changes:
        if change.act != "undo" and change.id not in undone:
            course = _applied(protocols, course, change)
    return course


def course_with(protocols: Protocols, protocol: str, changes: Sequence[Change], new: Change) -> Course:
    """The course after one more change; raises CourseProblem when it cannot be made.

    An undo is refused when a later change builds on what it takes back, or when it would touch what was held.
    """
    if new.act != "undo":
        return _applied(protocols, course_of(protocols, protocol, changes), new)
    undone = {change.undoes for change in changes}
    if not any(change.id == new.undoes and change.act != "undo" and change.id not in undone for change in changes):
        raise CourseProblem("nothing_to_undo", "undoes")
    before = course_of(protocols, protocol, changes)
    try:
        after = course_of(protocols, protocol, [*changes, new])
    except CourseProblem:
        raise CourseProblem("undo_builds", "undoes") from None
    if _kept(before, new.held) != _kept(after, new.held):
        raise CourseProblem("undo_held", "undoes")
    if len(after) <= new.held:
        raise CourseProblem("nothing_left", title=before.at(len(before)).title)
    return after


def _kept(course: Course, held: int) -> list[tuple[str, int, tuple[PageRef, ...]]]:
    return [(one.key, one.minutes, one.beside) for one in course.meetings[:held]]


def _applied(protocols: Protocols, course: Course, change: Change) -> Course:
    act = _ACTS.get(change.act)
    if act is None:
        raise CourseProblem("no_act", "act", given=change.act)
    changed = act(protocols, course, change)
    if len(changed) > MOST_MEETINGS:
        raise CourseProblem("too_many", "times", given=len(changed), high=MOST_MEETINGS)
    return changed


def _skip(protocols: Protocols, course: Course, change: Change) -> Course:
    meeting = _ahead(course, change)
    rest = [one for one in course.meetings if one.key != meeting.key]
    if len(rest) <= change.held:
        raise CourseProblem("nothing_left", title=meeting.title)
    left_out = replace(meeting, position=0, because=(*meeting.because, change.id))
    return replace(course, meetings=numbered(rest), skipped=(*course.skipped, left_out))


def _move(protocols: Protocols, course: Course, change: Change) -> Course:
    meeting = _ahead(course, change)
    rest = [one for one in course.meetings if one.key != meeting.key]
    place = _place(replace(course, meetings=tuple(rest)), change)
    if place == meeting.position - 1:
        raise CourseProblem("not_moved", "after", title=meeting.title)
    moved = replace(meeting, because=(*meeting.because, change.id))
    return replace(course, meetings=numbered([*rest[:place], moved, *rest[place:]]))


def _add(protocols: Protocols, course: Course, change: Change) -> Course:
    place = _place(course, change)
    if change.page is not None:
        new = _of_page(protocols, change.protocol or course.protocols[0], change.page, change.id)
    elif change.title.strip():
        near = course.at(place)
        title, purpose = change.title.strip(), change.purpose.strip() or change.title.strip()
        usual = protocols[near.protocol].dose.minutes
        new = PlannedMeeting(change.id, near.protocol, None, title, purpose, near.phase, usual)
    else:
        raise CourseProblem("no_title", "title")
    new = replace(new, minutes=_minutes(change, new.minutes), is_added=True, because=(change.id,))
    names = dict.fromkeys([*course.protocols, new.protocol])
    meetings = numbered([*course.meetings[:place], new, *course.meetings[place:]])
    return replace(course, meetings=meetings, protocols=tuple(names))


def _lengthen(protocols: Protocols, course: Course, change: Change) -> Course:
    meeting = _ahead(course, change)
    if change.minutes is None and change.times is None:
        raise CourseProblem("nothing_longer", "minutes")
    if change.times is not None and not 1 <= change.times <= MOST_REPEATS:
        raise CourseProblem("repeats", "times", given=change.times, high=MOST_REPEATS)
    longer = replace(meeting, minutes=_minutes(change, meeting.minutes), because=(*meeting.because, change.id))
    again = [
        replace(longer, key=f"{change.id}:{n}", is_added=True, because=(change.id,), beside=())
        for n in range(1, (change.times or 0) + 1)
    ]
    before, after = course.meetings[: meeting.position - 1], course.meetings[meeting.position :]
    return replace(course, meetings=numbered([*before, longer, *again, *after]))


def _combine(protocols: Protocols, course: Course, change: Change) -> Course:
    if change.protocol not in protocols:
        raise CourseProblem("unknown_protocol", "protocol", given=change.protocol)
    theirs = [replace(one, is_added=True, because=(change.id,)) for one in meetings_of(protocols[change.protocol])]
    if change.protocol == course.protocols[0] or change.protocol in _combined(course):
        raise CourseProblem("already_in", "protocol", given=protocols[change.protocol].title)
    held, ours = course.meetings[: change.held], course.meetings[change.held :]
    if change.way not in WAYS:
        raise CourseProblem("way", "way", given=change.way)
    weave = {"after": _in_a_row, "alternating": _by_turns, "beside": _together}[change.way]
    woven = weave(ours, theirs, protocols[change.protocol], change.id)
    names = dict.fromkeys([*course.protocols, change.protocol])
    return replace(course, meetings=numbered([*held, *woven]), protocols=tuple(names))


def _combined(course: Course) -> set[str]:
    """The protocols that are in the course whole, and not only by single pages."""
    everything = (*course.meetings, *course.skipped)
    beside = {ref.protocol for one in everything for ref in one.beside}
    return beside | {one.protocol for one in everything if one.key == f"{one.protocol}:{one.page}"}


Meetings = Sequence[PlannedMeeting]


def _in_a_row(ours: Meetings, theirs: Meetings, protocol: Protocol, change: str) -> list[PlannedMeeting]:
    return [*ours, *theirs]


def _by_turns(ours: Meetings, theirs: Meetings, protocol: Protocol, change: str) -> list[PlannedMeeting]:
    return [one for pair in zip_longest(ours, theirs) for one in pair if one is not None]


def _together(ours: Meetings, theirs: Meetings, protocol: Protocol, change: str) -> list[PlannedMeeting]:
    """Each of theirs joins one of ours; what is left over follows in meetings of its own."""
    joined = [
        replace(own, beside=(*own.beside, _beside(protocol, n)), because=(*own.because, change))
        for n, own in enumerate(ours[: len(theirs)], start=1)
    ]
    return [*joined, *ours[len(joined) :], *theirs[len(joined) :]]


def _beside(protocol: Protocol, n: int) -> PageRef:
    page = beside_page(protocol, n)
    return PageRef(protocol.id, n, page.title, sum(item.minutes for item in page.agenda))


def _ahead(course: Course, change: Change) -> PlannedMeeting:
    """The meeting that a change is about, which must not have been held."""
    meeting = next((one for one in course.meetings if one.key == change.meeting), None)
    if meeting is None:
        raise CourseProblem("unknown_meeting", given=change.meeting)
    if meeting.position <= change.held:
        raise CourseProblem("held", title=meeting.title, position=meeting.position)
    return meeting


def _place(course: Course, change: Change) -> int:
    """How many meetings come before the new place. Nothing goes before what was held."""
    if not change.after:
        return min(change.held, len(course))
    place = next((n for n, one in enumerate(course.meetings, start=1) if one.key == change.after), None)
    if place is None:
        raise CourseProblem("unknown_meeting", "after", given=change.after)
    if place < change.held:
        raise CourseProblem("held", "after", title=course.meetings[place].title, position=place + 1)
    return place


def _of_page(protocols: Protocols, name: str, page: int, key: str) -> PlannedMeeting:
    if name not in protocols:
        raise CourseProblem("unknown_protocol", "protocol", given=name)
    protocol = protocols[name]
    try:
        return planned(protocol, page, key)
    except KeyError:
        last = protocol.sessions[-1].last
        raise CourseProblem("unknown_page", "page", protocol=protocol.title, last=last, given=page) from None


def _minutes(change: Change, usual: int) -> int:
    if change.minutes is None:
        return usual
    if not FEWEST_MINUTES <= change.minutes <= MOST_MINUTES:
        raise CourseProblem("minutes", "minutes", given=change.minutes, low=FEWEST_MINUTES, high=MOST_MINUTES)
    return change.minutes


_ACTS: Final[Mapping[str, Callable[[Protocols, Course, Change], Course]]] = {
    "skip": _skip,
    "move": _move,
    "add": _add,
    "lengthen": _lengthen,
    "combine": _combine,
}
