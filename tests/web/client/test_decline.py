"""Not now: a client leaves a measure out with a reason, takes it back, and is asked again after the care."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.urls import reverse

from kith.care.actions import asking, review, schedule, set_up
from kith.care.models import AuditEvent, MeasureRequest
from tests import people as named
from tests.people import People
from tests.web import pseudo
from tests.web.client.conftest import Browser

PAGE = ("decline", "phq9")


def asked(people: People, instrument: str = "phq9", rhythm: str = "weekly") -> None:
    today: date = people.at.date()
    given = schedule.Asking(instrument, rhythm, today)
    schedule.set_schedule(client=people.ana, asking=given, by=people.sees("ben"), at=people.at)


def send(phone: Any, **fields: str) -> Any:
    return phone.post(reverse(PAGE[0], args=[PAGE[1]]), fields)


def page(phone: Any, name: str = "today", *args: str) -> str:
    words = phone.get(reverse(name, args=args)).content.decode()
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", words))


def test_today_offers_a_way_to_say_no_for_each_measure_on_a_schedule(people: People, browser: Browser) -> None:
    asked(people)
    phone = browser("ana")
    html = phone.get(reverse("today")).content.decode()
    assert reverse(*PAGE[:1], args=["phq9"]) in html
    assert reverse(*PAGE[:1], args=["gad7"]) not in html, "What no schedule asks can simply be left."


@pytest.mark.parametrize(
    ("decision", "state", "said"),
    [("skip", "skipped", "Not today. That is fine."), ("refuse", "refused", "You would rather not answer it.")],
)
def test_a_no_is_thanked_for_shown_and_taken_back(
    people: People, browser: Browser, decision: str, state: str, said: str
) -> None:
    asked(people)
    phone = browser("ana")
    answer = send(phone, do="decline", decision=decision, reason="no_privacy", words="My brother is here.")
    assert answer["Location"] == reverse("today")
    row = MeasureRequest.objects.get()
    assert (row.state, row.reason, row.words) == (state, "no_privacy", "My brother is here.")
    words = page(phone)
    assert "That is fine, and noted as your answer." in words
    assert said in words
    assert "Answer it after all" in words
    assert "You said that you would rather not answer it this time." in page(phone, *PAGE)
    assert send(phone, do="undo")["Location"] == reverse("today")
    assert MeasureRequest.objects.get().state == "open"
    assert "Left out this time" not in page(phone)


@pytest.mark.parametrize(
    ("fields", "said", "href"),
    [
        ({"reason": "unwell"}, "Nothing is chosen.", "#id_decision_0"),
        ({"decision": "skip"}, "It has no reason.", "#id_reason"),
        ({"decision": "skip", "reason": "not_reached"}, "is not one of the available choices", "#id_reason"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_lost(
    people: People, browser: Browser, fields: dict[str, str], said: str, href: str
) -> None:
    asked(people)
    answer = send(browser("ana"), do="decline", words="A long week.", **fields)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert said in html
    assert f'href="{href}"' in html
    assert f'id="{href[1:]}"' in html
    assert "A long week." in html
    assert MeasureRequest.objects.get().state == "open"


def test_where_nothing_is_asked_there_is_nothing_to_decline(people: People, browser: Browser) -> None:
    phone = browser("ana")
    for answer in (phone.get(reverse(PAGE[0], args=[PAGE[1]])), send(phone, do="undo"), send(phone, do="decline")):
        assert answer["Location"] == reverse("today")


def test_a_page_left_open_too_long_says_so(people: People, browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    asked(people)
    phone = browser("ana")
    send(phone, do="decline", decision="skip", reason="unwell")
    answer = send(phone, do="decline", decision="refuse", reason="unwell")
    assert answer.status_code == 409
    assert "This request cannot become “refused”." in answer.content.decode()


@pytest.mark.parametrize("name", ["ben", "cleo", "dev", "dan"])
def test_nobody_else_finds_it(people: People, browser: Browser, name: str) -> None:
    asked(people)
    assert browser(name).get(reverse(PAGE[0], args=[PAGE[1]])).status_code == 404
    assert send(browser(name), do="decline", decision="skip", reason="unwell").status_code == 404
    assert MeasureRequest.objects.get().state == "open"


def test_one_look_is_one_line_in_the_audit_chain(people: People, browser: Browser) -> None:
    asked(people)
    phone = browser("ana")
    before = AuditEvent.objects.count()
    phone.get(reverse(PAGE[0], args=[PAGE[1]]))
    assert list(AuditEvent.objects.order_by("sequence")[before:].values_list("event", flat=True)) == ["decline.seen"]


def test_every_word_of_ours_can_be_translated(people: People, browser: Browser) -> None:
    asked(people)
    phone = browser("ana")
    assert pseudo.untranslated(pseudo.read(phone, reverse(PAGE[0], args=[PAGE[1]]))) == []
    send(phone, do="decline", decision="skip", reason="unwell")
    phone.get(reverse("today"))  # takes the toast away
    assert pseudo.untranslated(pseudo.read(phone, reverse("today"))) == []
    assert pseudo.untranslated(pseudo.read(phone, reverse(PAGE[0], args=[PAGE[1]]))) == []


def test_months_after_the_care_ana_is_asked_and_answers(people: People, browser: Browser) -> None:
    named.a_held_session(people, named.an_agreed_plan(people, people.ana))
    review.end_episode(client=people.ana, ending="completed", note="", by=people.sees("ben"), at=people.at)
    assert "How have you been?" not in page(browser("ana"))
    people.at = datetime.combine(date(2026, 2, 6), people.at.timetz()) + timedelta(hours=1)
    asking.open_requests(by=set_up.founder(people.service.pk), at=people.at)
    phone = browser("ana")
    assert "How have you been?" in page(phone)
    assert phone.get(reverse("check_in", args=["phq9"])).status_code == 200
    assert send(phone, do="decline", decision="refuse", reason="upsetting").status_code == 302
    assert MeasureRequest.objects.get(instrument="phq9").state == "refused"
