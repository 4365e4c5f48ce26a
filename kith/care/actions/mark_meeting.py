"""Mark a meeting while it runs: what was done of its page, and how often each member spoke; a draft of the debrief."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from kith.care.actions.acting import action, trace
from kith.care.actions.together import check_not_held_back
from kith.care.models import BadInput, MeetingMarks, Session, WrongMoment
from kith.care.models.delivery import Group
from kith.care.models.phases_of_groups import checklist_of
from kith.care.models.places import places_at
from kith.care.models.states import word_of
from kith.care.permissions import NotYours, Viewer, blocked_clients, check
from kith.science.protocols import MOST_POINTS

MOST_TAPS = 999  # of one page for one member; more is a stuck key
LONGEST_AGE = timedelta(days=7)  # a mark made without a connection


@dataclass(frozen=True)
class Marked:
    """What one open page says: `done` is item -> (points or None, how long ago), `spoke` is client -> its own count.

    `page` names the page that was open and `turn` grows with each tap on it. Every turn says the whole count of that
    page, so one that arrives twice, or after a later one, changes nothing.
    """

    page: UUID
    turn: int
    done: Mapping[str, tuple[int | None, timedelta]] = field(default_factory=dict)
    spoke: Mapping[UUID, int] = field(default_factory=dict)


@action
def mark_meeting(*, meeting: Session, marked: Marked, by: Viewer, at: datetime) -> MeetingMarks:
    """Keep one facilitator's own marks. Of two marks for one item the later made counts, whichever arrives first."""
    group = meeting.group
    if group is None:
        raise NotYours
    check(by, "W", "group_note", group, at=at)
    _check_runs(meeting, group, at)
    _check_marked(meeting, group, marked, by)
    marks = _own(meeting, by, at)
    marks.done = _later(marks.done, marked, at)
    marks.taps = _counted(marks.taps, marked)
    marks.saved_at = at
    marks.save()
    trace("meeting.marked", by=by, at=at, clients=sorted(marked.spoke), about=meeting)
    return marks


def _own(meeting: Session, by: Viewer, at: datetime) -> MeetingMarks:
    """The facilitator's own marks, held until the act is over."""
    Session.objects.select_for_update().get(pk=meeting.pk)  # two first taps of one facilitator make one row
    known = MeetingMarks.objects.filter(session=meeting, author_id=by.user_id).first()
    if known is not None:
        return known
    marks = MeetingMarks(session=meeting, author_id=by.user_id, saved_at=at, made_at=at)
    marks.taps = {}
    return marks


def _later(known: Mapping[str, list[object]], marked: Marked, at: datetime) -> dict[str, list[object]]:
    found = dict(known)
    for item, (points, ago) in marked.done.items():
        made = (at - ago).isoformat()
        if item not in found or datetime.fromisoformat(str(found[item][1])) <= at - ago:
            found[item] = [points, made]
    return found


def _counted(known: Mapping[str, dict[str, list[int]]], marked: Marked) -> dict[str, dict[str, list[int]]]:
    found = {client: dict(pages) for client, pages in known.items()}
    for client, count in marked.spoke.items():
        pages = found.setdefault(str(client), {})
        if pages.get(str(marked.page), [0, 0])[0] < marked.turn:
            pages[str(marked.page)] = [marked.turn, count]
    return found


def _check_runs(meeting: Session, group: Group, at: datetime) -> None:
    if meeting.starts_at > at:
        raise WrongMoment(
            _("The mark was not kept."), _("The meeting has not begun."), _("Mark it while the meeting runs.")
        )
    if meeting.state not in ("booked", "held"):
        raise WrongMoment(
            _("The mark was not kept."),
            _("The meeting is marked as %(state)s.") % {"state": word_of(meeting.state)},
            _("Open the meeting that is held."),
        )
    check_not_held_back(group, meeting.starts_at, "recorded")


def _check_marked(meeting: Session, group: Group, marked: Marked, by: Viewer) -> None:
    """Raises NotYours for somebody without a seat, BadInput for an item, a rating or a count that cannot be."""
    there = {one.client_id for one in places_at(group, meeting, ())} - set(blocked_clients(by))
    if not set(marked.spoke) <= there:
        raise NotYours
    ratings = (None, *range(MOST_POINTS + 1))
    if not set(marked.done) <= set(checklist_of(group, meeting.number)) or any(
        points not in ratings or not timedelta(0) <= ago <= LONGEST_AGE for points, ago in marked.done.values()
    ):
        raise BadInput(
            _("The mark was not kept."),
            _("It is about something that is not on the page of this meeting."),
            _("Open the page again and mark what stands there."),
            "done",
        )
    most = max((abs(count) for count in marked.spoke.values()), default=0)
    if most > MOST_TAPS or marked.turn < 1:
        raise BadInput(
            _("The tap was not kept."),
            _("This page counted %(count)d for one person.") % {"count": most},
            _("Open the page again; take taps back with the button beside the name."),
            "taps",
        )
