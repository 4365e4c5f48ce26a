"""What a client does of their own accord: a practice kept with how it felt, and recall cards that come again."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest

from kith.care.actions import deliver, practise
from kith.care.models import Assignment, AuditEvent, BadInput, CardReview, PracticeRun, WrongMoment
from kith.care.permissions import NotYours, Refused
from kith.care.queries.my_cards import my_cards
from kith.care.queries.my_download import my_download
from kith.care.queries.my_practices import by_help, my_practice, my_practices
from kith.care.queries.my_work import my_work
from tests import people as named
from tests.people import People, an_agreed_plan

KEY = uuid.UUID(int=7)


def did(people: People, who: str = "ana", practice: str = "paced-breathing", **ratings: int) -> PracticeRun:
    return practise.keep_practice(
        client=people.ana, practice=practice, ratings=ratings, key=KEY, by=people.sees(who), at=people.at
    )


@pytest.fixture
def lesson(people: People) -> Assignment:
    """A lesson that Ana has read and handed in."""
    work = deliver.set_work(
        plan=an_agreed_plan(people, people.ana),
        session=None,
        work=deliver.Work("panic-cycle", "To look at it together.", None, kind="lesson"),
        by=people.sees("ben"),
        at=people.at,
    )
    deliver.hand_in_work(
        assignment=work, key=uuid.uuid4(), done="full", answers={}, obstacle="", by=people.sees("ana"), at=people.at
    )
    return work


def tried(people: People, card: int, came: bool, who: str = "ana", lesson: str = "panic-cycle") -> CardReview:
    return practise.try_card(client=people.ana, lesson=lesson, card=card, came=came, by=people.sees(who), at=people.at)


def test_a_practice_is_kept_once_with_what_was_rated(people: People) -> None:
    run = did(people, before=7)
    assert did(people, before=7).pk == run.pk
    (felt,) = my_practice(viewer=people.sees("ana"), practice="paced-breathing", at=people.at).done
    assert (felt.title, felt.before, felt.after) == ("Slow breathing", 7, None)
    assert my_practices(viewer=people.sees("ana"), at=people.at).used == ("paced-breathing",)
    assert AuditEvent.objects.filter(event__in=["practice.done", "practice.repeated"]).count() == 2
    kept = my_download(viewer=people.sees("ana"), at=people.at).content["practices_done"]
    assert kept[0]["ratings"] == {"before": 7}


def test_a_number_outside_the_range_is_refused_and_nothing_is_kept(people: People) -> None:
    with pytest.raises(BadInput) as refused:
        did(people, after=11)
    assert "11" in refused.value.found
    assert not PracticeRun.objects.exists()


def test_only_oneself_practises_and_only_what_there_is(people: People) -> None:
    named.a_client(people, "amir", "Amir", "Haddad")
    for who in ("amir", "ben", "dev", "cleo"):
        with pytest.raises((NotYours, Refused)):
            did(people, who)
    with pytest.raises(NotYours):
        did(people, practice="no-such-practice")
    did(people)
    with pytest.raises(NotYours):
        practise.keep_practice(
            client=people.accounts["amir"].client,  # the key of somebody else's practice
            practice="paced-breathing",
            ratings={},
            key=KEY,
            by=people.sees("amir"),
            at=people.at,
        )


def test_every_practice_stands_under_what_it_helps_with(people: People) -> None:
    page = my_practices(viewer=people.sees("ana"), at=people.at)
    groups = by_help(page.practices)
    assert set().union(*groups.values()) == set(page.practices)
    assert all(kind in one.helps_with for kind, found in groups.items() for one in found)


def test_a_card_comes_the_day_after_the_lesson_and_rests_when_it_came(people: People, lesson: Assignment) -> None:
    assert my_cards(viewer=people.sees("ana"), at=people.at).due == ()
    people.later(days=1)
    page = my_cards(viewer=people.sees("ana"), at=people.at)
    assert [card.number for card in page.due] == [1, 2, 3]
    assert my_work(viewer=people.sees("ana"), at=people.at).cards_due == 3
    tried(people, 1, came=True)
    tried(people, 2, came=False)
    page = my_cards(viewer=people.sees("ana"), at=people.at)
    assert [card.number for card in page.due] == [3]
    today = page.due[0].due_on
    assert {card.number: card.due_on - today for card in page.resting} == {1: timedelta(3), 2: timedelta(1)}
    assert page.next_on == today + timedelta(1)


def test_a_lesson_not_read_or_taken_back_has_no_cards(people: People, lesson: Assignment) -> None:
    people.later(days=1)
    Assignment.objects.filter(pk=lesson.pk).update(state="withdrawn")
    page = my_cards(viewer=people.sees("ana"), at=people.at)
    assert (page.due, page.resting, page.next_on) == ((), (), None)
    with pytest.raises(WrongMoment):
        tried(people, 1, came=True)


@pytest.mark.parametrize(("card", "name"), [(0, "panic-cycle"), (4, "panic-cycle"), (1, "inner-critic"), (1, "")])
def test_a_card_that_is_not_there_cannot_be_tried(people: People, lesson: Assignment, card: int, name: str) -> None:
    with pytest.raises(WrongMoment):
        tried(people, card, came=True, lesson=name)
    assert not CardReview.objects.exists()


def test_nobody_else_tries_a_card(people: People, lesson: Assignment) -> None:
    named.a_client(people, "amir", "Amir", "Haddad")
    for who in ("amir", "ben", "dev", "cleo"):
        with pytest.raises((NotYours, Refused)):
            tried(people, 1, came=True, who=who)
    tried(people, 1, came=True)
    assert AuditEvent.objects.filter(event="card.tried").count() == 1
