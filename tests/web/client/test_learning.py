"""Practices, lessons and cards on a phone: done alone, checked for oneself, remembered after a rest."""

from __future__ import annotations

import uuid

from django.urls import reverse

from kith.care.models import CardReview, PracticeRun
from tests.people import People
from tests.web import pseudo
from tests.web.client.conftest import Browser
from tests.web.client.test_pages import some_work

PRACTICE = "paced-breathing"


def test_practices_are_found_by_what_they_help_with(people: People, browser: Browser) -> None:
    phone = browser("ana")
    everything = phone.get(reverse("my_practices")).content.decode()
    for_sleep = phone.get(reverse("my_practices"), {"for": "sleep"}).content.decode()
    assert "Slow breathing" in everything
    assert "Slow breathing" not in for_sleep
    assert "winding-down-for-sleep" in for_sleep
    assert phone.get(reverse("my_practices"), {"for": "no-such-thing"}).content.decode().count("/me/practices/") > 15
    assert pseudo.untranslated(pseudo.read(phone, reverse("my_practices"))) == []


def test_a_practice_is_done_alone_and_kept_with_two_numbers(people: People, browser: Browser) -> None:
    phone, at = browser("ana"), reverse("my_practice", args=[PRACTICE])
    html = phone.get(at).content.decode()
    assert 'data-seconds="120" data-inward="4.0"' in html
    typed = {"key": uuid.uuid4(), "before": "8", "after": "5"}
    for _twice in range(2):
        assert phone.post(at, typed).status_code == 302
    assert PracticeRun.objects.get().ratings == {"before": 8, "after": 5}
    assert "8 before, 5 after" in phone.get(at).content.decode()
    assert "8 before, 5 after" in phone.get(reverse("my_practices")).content.decode()
    assert pseudo.untranslated(pseudo.read(phone, at)) == []


def test_a_practice_may_be_kept_without_numbers_and_needs_its_key(people: People, browser: Browser) -> None:
    phone, at = browser("ana"), reverse("my_practice", args=[PRACTICE])
    assert phone.post(at, {"before": "99", "key": "x"}).status_code == 404
    assert phone.post(at, {"before": "99", "key": uuid.uuid4()}).status_code == 302
    assert PracticeRun.objects.get().ratings == {}
    assert "done, not rated" in phone.get(at).content.decode()
    assert phone.get(reverse("my_practice", args=["no-such-practice"])).status_code == 404


def test_a_question_of_a_lesson_answers_at_once_and_is_not_kept(people: People, browser: Browser) -> None:
    at = reverse("my_work_item", args=[some_work(people, "panic-cycle", "lesson").pk])
    phone = browser("ana")
    assert "The frightening meaning is what turns the circle" not in phone.get(at).content.decode()
    wrong = phone.get(at, {"check-1": "1"}).content.decode()
    assert "Look again." in wrong
    assert "The frightening meaning is what turns the circle" in wrong
    assert "Yes." in phone.get(at, {"check-1": "2"}).content.decode()
    for nonsense in ("0", "9", "x", ""):
        assert "Look again." not in phone.get(at, {"check-1": nonsense}).content.decode()


def test_a_lesson_is_read_in_short_words(people: People, browser: Browser) -> None:
    at = reverse("my_work_item", args=[some_work(people, "panic-cycle", "lesson").pk])
    short = browser("ana").get(at, {"read": "short"}).content.decode()
    assert "Panic is a false alarm." in short
    assert "<strong>false alarm</strong>" not in short


def test_cards_come_one_at_a_time_until_none_is_left(people: People, browser: Browser) -> None:
    work, phone, at = some_work(people, "panic-cycle", "lesson"), browser("ana"), reverse("my_cards")
    assert "No cards yet" in phone.get(at).content.decode()
    phone.post(
        reverse("my_work_item", args=[work.pk]),
        {"do": "hand_in", "key": uuid.uuid4(), "version": 0, "done": "full"},
    )
    assert "The next card comes on" in phone.get(at).content.decode()
    people.later(days=1)
    phone = browser("ana")
    assert "3 cards for today" in phone.get(reverse("my_work")).content.decode()
    for number in (1, 2, 3):
        html = phone.get(at).content.decode()
        assert f'name="card" value="{number}"' in html
        assert phone.post(at, {"lesson": "panic-cycle", "card": number, "came": "yes"}).status_code == 302
    assert "Nothing to remember today" in phone.get(at).content.decode()
    assert CardReview.objects.count() == 3
    assert pseudo.untranslated(pseudo.read(phone, at)) == []


def test_a_card_without_an_answer_is_not_there(people: People, browser: Browser) -> None:
    phone, at = browser("ana"), reverse("my_cards")
    for typed in ({}, {"card": "1"}, {"card": "x", "came": "yes"}):
        assert phone.post(at, typed).status_code == 404
    gone = phone.post(at, {"lesson": "panic-cycle", "card": "1", "came": "yes"}, follow=True)
    assert "It is not among your cards any more." in gone.content.decode()
