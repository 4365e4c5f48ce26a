"""Marks while a meeting runs: each facilitator's own, kept once however they arrive, and where the debrief begins."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from kith.care.actions import look_back, run_group
from kith.care.actions.mark_meeting import Marked, mark_meeting
from kith.care.models import AuditEvent, BadInput, Block, Debrief, Group, MeetingMarks, Session, WrongMoment
from kith.care.permissions import NotYours
from kith.care.queries.look_back import look_back as look_back_page
from kith.care.queries.meeting import MeetingPage
from kith.care.queries.meeting import meeting as meeting_page
from tests.care.courses import a_group, a_meeting, a_member, record
from tests.people import People, a_client, another


@pytest.fixture
def circle(people: People) -> Group:
    """Finn's circle with Ana and Bo; Gil leads it with him."""
    group = a_group(people)
    a_member(people, group, people.ana, "ana", "Ana")
    a_member(people, group, a_client(people, "bo", "Bo", "Moss"), "bo", "Bo")
    gil = another(people, "gil", "facilitator")
    run_group.lead_group(group=group, staff=gil, by=people.sees("cleo"), at=people.at)
    return group


@pytest.fixture
def running(people: People, circle: Group) -> Session:
    return a_meeting(people, circle)


def bo(group: Group) -> UUID:
    return next(one.client_id for one in group.memberships.all() if one.display_name == "Bo")


def marks(
    people: People,
    meeting: Session,
    *,
    page: UUID | None = None,
    turn: int = 1,
    done: dict[str, tuple[int | None, timedelta]] | None = None,
    spoke: dict[UUID, int] | None = None,
    who: str = "finn",
) -> MeetingMarks:
    marked = Marked(page=page or uuid4(), turn=turn, done=done or {}, spoke=spoke or {})
    return mark_meeting(meeting=meeting, marked=marked, by=people.sees(who), at=people.at)


def page(people: People, meeting: Session, who: str = "finn") -> MeetingPage:
    return meeting_page(viewer=people.sees(who), session_id=meeting.pk, at=people.at)


def items(people: People, meeting: Session) -> list[str]:
    return [item for item, _ in page(people, meeting).checklist]


def test_a_page_that_arrives_twice_late_or_from_another_device_counts_once(
    people: People, circle: Group, running: Session
) -> None:
    tablet, phone, ana = uuid4(), uuid4(), people.ana.pk
    marks(people, running, page=tablet, turn=1, spoke={ana: 1})
    marks(people, running, page=tablet, turn=3, spoke={ana: 3, bo(circle): 1})
    marks(people, running, page=tablet, turn=3, spoke={ana: 3, bo(circle): 1})  # sent again
    marks(people, running, page=tablet, turn=2, spoke={ana: 2})  # overtaken on the way
    kept = marks(people, running, page=phone, turn=1, spoke={ana: 2})
    assert kept.spoke == {ana: 5, bo(circle): 1}
    kept = marks(people, running, page=phone, turn=2, spoke={ana: 1})  # one taken back
    assert kept.spoke[ana] == 4
    assert marks(people, running, spoke={bo(circle): -1}).spoke[bo(circle)] == 0
    assert MeetingMarks.objects.count() == 1
    assert AuditEvent.objects.filter(event="meeting.marked").count() == 7


def test_of_two_ratings_the_later_made_counts_whichever_arrives_first(
    people: People, circle: Group, running: Session
) -> None:
    first = items(people, running)[0]
    marks(people, running, done={first: (2, timedelta(0))})
    kept = marks(people, running, done={first: (0, timedelta(minutes=20))})  # made earlier, without a connection
    assert kept.points == {first: 2}
    people.later(minutes=5)
    assert marks(people, running, done={first: (1, timedelta(minutes=1))}).points == {first: 1}
    assert marks(people, running, done={first: (None, timedelta(0))}).points == {}  # not rated, which is no nought


def test_two_facilitators_marks_stand_side_by_side_by_name(people: People, circle: Group, running: Session) -> None:
    first = items(people, running)[0]
    marks(people, running, done={first: (2, timedelta(0))}, spoke={people.ana.pk: 3})
    marks(people, running, done={first: (0, timedelta(0))}, spoke={people.ana.pk: 1}, who="gil")
    shown = page(people, running, "gil").marks
    assert [(one.author, one.is_own, one.done[first], one.spoke[people.ana.pk]) for one in shown] == [
        (people.accounts["gil"].display_name, True, 0, 1),
        ("Finn Doyle", False, 2, 3),
    ]


def test_the_debrief_begins_with_ones_own_marks_and_keeps_the_counts(
    people: People, circle: Group, running: Session
) -> None:
    first, second = items(people, running)[:2]
    marks(people, running, done={first: (2, timedelta(0)), second: (1, timedelta(0))}, spoke={people.ana.pk: 4})
    record(people, running, {people.ana: "late", circle.memberships.get(client=bo(circle)).client: "attended"})
    running.refresh_from_db()
    began = look_back_page(viewer=people.sees("finn"), session_id=running.pk, at=people.at)
    assert began.marks[0].done == {first: 2, second: 1}
    seen = look_back.LookBack(went_well="Calm", fidelity={first: 2}, roles={people.ana.pk: "encourages"})
    look_back.write_debrief(meeting=running, seen=seen, by=people.sees("finn"), at=people.at)
    people.later(minutes=1)
    look_back.write_debrief(meeting=running, seen=look_back.LookBack("Calm"), by=people.sees("gil"), at=people.at)
    his, hers = look_back_page(viewer=people.sees("finn"), session_id=running.pk, at=people.at).written
    assert set(his.took_part) == {("Ana", 4, "encourages"), ("Bo", 0, "")}
    assert hers.took_part == ()  # Gil counted nobody: nothing is known, and nothing is nought


def test_a_step_kept_before_taps_were_counted_stays_a_step(people: People, circle: Group, running: Session) -> None:
    record(people, running, {people.ana: "attended", circle.memberships.get(client=bo(circle)).client: "attended"})
    running.refresh_from_db()
    old = Debrief(session=running, author=people.accounts["finn"], fidelity={}, written_at=people.at, made_at=people.at)
    old.words = {"went_well": "Calm", "was_hard": "", "next_time": ""}
    old.took_part = {str(people.ana.pk): ["a_little", "silent"]}
    old.save(force_insert=True)
    (written,) = look_back_page(viewer=people.sees("finn"), session_id=running.pk, at=people.at).written
    assert written.took_part == (("Ana", "a_little", "silent"),)


def test_only_those_who_lead_mark_and_only_whom_they_may_see(people: People, circle: Group, running: Session) -> None:
    stranger = a_client(people, "cy", "Cy", "Moss")
    for who in ("ana", "ben", "eve", "cleo", "dan", "dev"):
        with pytest.raises(NotYours):
            marks(people, running, spoke={people.ana.pk: 1}, who=who)
    with pytest.raises(NotYours):
        marks(people, running, spoke={stranger.pk: 1})
    block = Block(client_id=bo(circle), user=people.accounts["gil"], made_at=people.at)
    block.reason = "Neighbours"
    block.save()
    with pytest.raises(NotYours):
        marks(people, running, spoke={bo(circle): 1}, who="gil")
    marks(people, running, spoke={bo(circle): 2})
    (shown,) = page(people, running, "gil").marks
    assert bo(circle) not in shown.spoke
    assert marks(people, running, spoke={people.ana.pk: 1}, who="gil").spoke == {people.ana.pk: 1}  # the control


def test_marks_that_cannot_be_kept_say_why(people: People, circle: Group, running: Session) -> None:
    first = items(people, running)[0]
    with pytest.raises(BadInput, match="not on the page"):
        marks(people, running, done={"no-such": (2, timedelta(0))})
    with pytest.raises(BadInput, match="not on the page"):
        marks(people, running, done={first: (3, timedelta(0))})
    with pytest.raises(BadInput, match="counted 1000"):
        marks(people, running, spoke={people.ana.pk: 1000})
    with pytest.raises(BadInput, match="counted 1 "):
        marks(people, running, turn=0, spoke={people.ana.pk: 1})
    coming = a_meeting(people, circle)
    coming.starts_at = people.at + timedelta(minutes=1)
    with pytest.raises(WrongMoment, match="has not begun"):
        marks(people, coming, spoke={people.ana.pk: 1})
    running.state = "cancelled"
    with pytest.raises(WrongMoment, match="cancelled"):
        marks(people, running, spoke={people.ana.pk: 1})
    assert not MeetingMarks.objects.exists()
