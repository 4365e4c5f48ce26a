"""A picture of somebody's work: kept for one piece of work, without notes, its maker's alone until it is handed in."""

from __future__ import annotations

import uuid

import pytest

from kith.care.actions import deliver, picturing, practise
from kith.care.models import Assignment, AuditEvent, BadInput, WorkPicture, WrongMoment
from kith.care.permissions import NotYours
from tests.people import People, an_agreed_plan
from tests.photographs import PLACE, a_png


def set_work(people: People, document: str = "creative-reflection") -> Assignment:
    plan = people.ana.plan_set.first() or an_agreed_plan(people, people.ana)
    work = deliver.Work(document, "To keep it", None)
    return deliver.set_work(plan=plan, session=None, work=work, by=people.sees("ben"), at=people.at)


def kept(people: People, work: Assignment, content: bytes | None = None, by: str = "ana") -> WorkPicture:
    sent = a_png() if content is None else content
    return picturing.keep_picture(assignment=work, content=sent, by=people.sees(by), at=people.at)


def hand_in(people: People, work: Assignment, picture: object) -> None:
    deliver.hand_in_work(
        assignment=work, key=uuid.uuid4(), done="part", answers={"picture": str(picture)}, obstacle="",
        by=people.sees("ana"), at=people.at,
    )  # fmt: skip


def test_a_picture_is_kept_without_its_notes_and_audited(people: People) -> None:
    row = kept(people, set_work(people))
    row.refresh_from_db()
    assert row.media_type == "image/png"
    assert PLACE not in bytes(row.content)
    assert AuditEvent.objects.filter(event="work.picture_kept", object_id=str(row.pk)).count() == 1


@pytest.mark.parametrize("name", ["ben", "dev", "cleo"])
def test_nobody_else_adds_or_takes_a_picture(people: People, name: str) -> None:
    work = set_work(people)
    row = kept(people, work)
    with pytest.raises(NotYours):
        kept(people, work, by=name)
    with pytest.raises(NotYours):
        picturing.remove_picture(picture=row, by=people.sees(name), at=people.at)


def test_work_that_asks_for_no_picture_gets_none(people: People) -> None:
    with pytest.raises(NotYours):
        kept(people, set_work(people, "thought-record"))


def test_what_is_not_a_picture_or_too_large_is_refused(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    work = set_work(people)
    with pytest.raises(BadInput, match="not a whole picture"):
        kept(people, work, b"<svg/>")
    monkeypatch.setattr(picturing, "LARGEST", 20)
    with pytest.raises(BadInput, match="larger"):
        kept(people, work)
    assert not WorkPicture.objects.exists()


def test_there_is_an_end_to_pictures(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    work = set_work(people)
    monkeypatch.setattr(picturing, "MOST", 1)
    kept(people, work)
    with pytest.raises(WrongMoment, match="1 pictures already"):
        kept(people, work)


def test_a_picture_that_was_handed_in_is_not_taken_away(people: People) -> None:
    work = set_work(people)
    row, other = kept(people, work), kept(people, work)
    hand_in(people, work, row.pk)
    with pytest.raises(WrongMoment):
        picturing.remove_picture(picture=row, by=people.sees("ana"), at=people.at)
    picturing.remove_picture(picture=other, by=people.sees("ana"), at=people.at)
    assert list(WorkPicture.objects.all()) == [row]
    assert AuditEvent.objects.filter(event="work.picture_removed").count() == 1


def test_an_entry_names_only_pictures_of_its_own_work(people: People) -> None:
    elsewhere = kept(people, set_work(people))
    work = set_work(people)
    for stranger in (elsewhere.pk, uuid.uuid4()):
        with pytest.raises(NotYours):
            hand_in(people, work, stranger)
        with pytest.raises(NotYours):
            practise.save_work(
                assignment=work, key=uuid.uuid4(), answers={"picture": str(stranger)}, version=0,
                by=people.sees("ana"), at=people.at,
            )  # fmt: skip


def test_finishing_counts_as_the_fullest_of_the_entries_and_can_be_written_on(people: People) -> None:
    work = set_work(people)
    with pytest.raises(WrongMoment):
        practise.finish_work(assignment=work, by=people.sees("ana"), at=people.at)
    hand_in(people, work, "")
    work.refresh_from_db()
    assert work.state == "started"
    practise.finish_work(assignment=work, by=people.sees("ana"), at=people.at)
    assert work.state == "part_done"
    hand_in(people, work, "")
    assert work.state == "started"
    with pytest.raises(NotYours):
        practise.finish_work(assignment=work, by=people.sees("ben"), at=people.at)


def test_work_that_is_done_once_has_no_finishing(people: People) -> None:
    with pytest.raises(NotYours):
        practise.finish_work(assignment=set_work(people, "staying-well-plan"), by=people.sees("ana"), at=people.at)
