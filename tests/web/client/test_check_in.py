"""Check-in: one question a page, saved at once, sent once, and help at once where an answer asks for it."""

from __future__ import annotations

import re
import uuid

import pytest
from django.test import Client as Phone
from django.urls import reverse

from kith.care.actions import measure
from kith.care.models import Alert, AuditEvent, Draft, Measurement
from tests import people as named
from tests.people import PHQ9_LOW, People
from tests.web.client.check_ins import answer, hidden, question
from tests.web.client.conftest import Browser

HELP = "You are not alone with this"
ITEMS = [*PHQ9_LOW, "difficulty"]


def answer_all(phone: Phone, **changes: object) -> str:
    html = ""
    for number, item in enumerate(ITEMS, start=1):
        html = answer(phone, number, changes.get(item, PHQ9_LOW.get(item, "skip")))
    return html


def send(phone: Phone, html: str):
    typed = {name: hidden(html, name) for name in ("key", "version", "language")}
    return phone.post(reverse("check_in_summary", args=["phq9"]), typed)


def test_before_the_first_question_it_says_why_who_how_long_and_that_nobody_reads_at_once(
    people: People, browser: Browser
) -> None:
    html = browser("ana").get(reverse("check_in", args=["phq9"])).content.decode()
    for words in ("Why we ask", "Ben Okafor", "about 2 minutes", "not watched live", "Exit", "Pfizer"):
        assert words in html


def test_each_page_has_one_question_whose_legend_is_the_title(people: People, browser: Browser) -> None:
    html = browser("ana").get(question(3)).content.decode()
    assert "Question 3 of 10" in html
    assert html.count("<legend>") == 1
    assert re.search(r"<legend><h1[^>]*>Trouble falling", html)
    assert question(2) in html


def test_ana_answers_sends_and_reads_her_result_in_plain_words(people: People, browser: Browser) -> None:
    phone = browser("ana")
    summary = answer_all(phone)
    assert summary.count("Several days") == 8
    assert "rather not say" in summary
    done = phone.get(send(phone, summary)["Location"]).content.decode()
    assert Measurement.objects.get().scores.get().value == 8
    assert "Low mood bothered you a little" in done
    assert "This is your first answer" in done
    assert "Mild" not in done
    assert HELP not in done


def test_the_result_is_compared_with_ones_own_start(people: People, browser: Browser) -> None:
    high = dict.fromkeys(PHQ9_LOW, 2) | {"self_harm": 0}
    measure.submit_measurement(
        client=people.ana,
        instrument="phq9",
        key=uuid.uuid4(),
        answers=high,
        language="en",
        by=people.sees("ana"),
        at=people.at,
    )
    people.later(days=7)
    phone = browser("ana")
    done = phone.get(send(phone, answer_all(phone))["Location"]).content.decode()
    assert "went down 8, from 16 to 8. That is a real improvement." in done


def test_a_risk_answer_shows_help_on_the_very_next_page_and_tells_ben_even_if_the_form_is_abandoned(
    people: People, browser: Browser
) -> None:
    phone = browser("ana")
    answer(phone, 1, 1)
    html = answer(phone, 9, 2)
    assert "Question 10 of 10" in html
    assert HELP in html
    assert "Ben Okafor has been told and will try to reach you by" in html
    assert "Nobody reads answers at once" in html
    assert 'href="tel:116123"' in html
    assert reverse("my_safety_plan") in html
    assert Alert.objects.get().owner == people.accounts["ben"]
    assert not Measurement.objects.exists()


def test_help_stays_on_the_summary_and_on_the_last_page(people: People, browser: Browser) -> None:
    phone = browser("ana")
    summary = answer_all(phone, self_harm=1)
    assert HELP in summary
    assert HELP in phone.get(send(phone, summary)["Location"]).content.decode()
    assert Alert.objects.get().steps.filter(step="raised").count() == 1


def test_no_help_is_shown_and_nobody_told_when_no_answer_asks_for_it(people: People, browser: Browser) -> None:
    assert HELP not in answer_all(browser("ana"), self_harm=0)
    assert not Alert.objects.exists()


def test_i_would_rather_not_say_is_kept_and_is_not_the_same_as_not_asked(people: People, browser: Browser) -> None:
    phone = browser("ana")
    summary = answer(phone, 2, "skip", then="summary")
    assert Draft.objects.get().content["answers"] == {"mood": None}
    assert summary.count("Not asked yet") == 9


def test_ana_goes_on_where_she_stopped(people: People, browser: Browser) -> None:
    phone = browser("ana")
    for number in (1, 2, 3):
        answer(phone, number, 1)
    later = browser("ana")
    assert "Go on" in later.get(reverse("today")).content.decode()
    assert question(4) in later.get(reverse("check_in", args=["phq9"])).content.decode()


def test_nothing_chosen_is_said_in_three_parts_and_nothing_is_lost(people: People, browser: Browser) -> None:
    phone = browser("ana")
    answer(phone, 1, 3)
    shown = phone.get(question(2)).content.decode()
    response = phone.post(question(2), {name: hidden(shown, name) for name in ("key", "version", "item")})
    html = response.content.decode()
    assert response.status_code == 422
    for part in ("This question has no answer yet.", "Nothing is chosen.", "Choose one answer"):
        assert part in html
    assert 'href="#id_answer"' in html
    assert 'id="id_answer"' in html
    assert Draft.objects.get().content["answers"] == {"interest": 3}


@pytest.mark.parametrize("value", ["7", "nan", "1e9", "<script>", "-1", ""])
def test_an_answer_that_was_not_offered_is_refused(people: People, browser: Browser, value: str) -> None:
    phone = browser("ana")
    shown = phone.get(question(1)).content.decode()
    typed = {name: hidden(shown, name) for name in ("key", "version", "item")} | {"answer": value}
    assert phone.post(question(1), typed).status_code == 422
    assert not Draft.objects.exists()


def test_two_windows_never_overwrite_each_other(people: People, browser: Browser) -> None:
    first, second = browser("ana"), browser("ana")
    in_second = second.get(question(2)).content.decode()
    answer(first, 1, 3)
    typed = {name: hidden(in_second, name) for name in ("key", "version", "item")} | {"answer": "2"}
    response = second.post(question(2), typed)
    assert response.status_code == 409
    assert "changed in another window" in response.content.decode()
    assert Draft.objects.get().content["answers"] == {"interest": 3}
    answer(second, 2, 2)
    assert Draft.objects.get().content["answers"] == {"interest": 3, "mood": 2}


def test_an_unsafe_answer_that_cannot_be_kept_is_heard_and_answered_with_help(people: People, browser: Browser) -> None:
    """The other window moved on. What is not saved over newer answers still tells somebody, once."""
    first, second = browser("ana"), browser("ana")
    in_second = second.get(question(9)).content.decode()
    answer(first, 1, 3)
    typed = {name: hidden(in_second, name) for name in ("key", "version", "item")} | {"answer": "2"}
    for _ in range(2):
        response = second.post(question(9), typed)
        assert response.status_code == 409
        assert HELP in response.content.decode()
        assert Draft.objects.get().content["answers"] == {"interest": 3}
        assert Alert.objects.get().steps.filter(step="raised").count() == 1
    answer(first, 9, 2)
    assert Alert.objects.get().steps.filter(step="raised").count() == 1


@pytest.mark.parametrize(("number", "value"), [(9, "0"), (9, "skip"), (9, "7"), (1, "3")])
def test_a_refused_answer_that_asks_for_no_help_raises_nothing(
    people: People, browser: Browser, number: int, value: str
) -> None:
    first, second = browser("ana"), browser("ana")
    in_second = second.get(question(number)).content.decode()
    answer(first, 2, 3)
    typed = {name: hidden(in_second, name) for name in ("key", "version", "item")} | {"answer": value}
    assert second.post(question(number), typed).status_code in (409, 422)
    assert not Alert.objects.exists()


def test_sending_twice_stores_once(people: People, browser: Browser) -> None:
    phone = browser("ana")
    summary = answer_all(phone)
    first, second = send(phone, summary), send(phone, summary)
    assert first["Location"] == second["Location"]
    assert Measurement.objects.count() == 1
    assert not Draft.objects.exists()


def test_another_accounts_key_is_not_there(people: People, browser: Browser) -> None:
    named.a_client(people, "amir", "Amir", "Haddad")
    phone = browser("ana")
    summary = answer_all(phone)
    sent = send(phone, summary)
    stranger = browser("amir")
    assert send(stranger, summary).status_code == 404
    assert stranger.get(sent["Location"]).status_code == 404
    assert browser("ben").get(sent["Location"]).status_code == 404
    assert Measurement.objects.count() == 1


@pytest.mark.parametrize("instrument", ["nothing-like-it", "pcl6"])
def test_an_instrument_that_is_not_there_is_not_there(people: People, browser: Browser, instrument: str) -> None:
    assert browser("ana").get(reverse("check_in", args=[instrument])).status_code == 404


def test_rating_scales_have_their_ends_and_goals_are_rated_on_their_own_page(people: People, browser: Browser) -> None:
    html = browser("ana").get(question(1, "daily-check-in")).content.decode()
    assert "Very low" in html
    assert html.count('type="radio"') == 12
    assert browser("ana").get(reverse("check_in", args=["goal-rating"]))["Location"] == reverse("my_goals")


def test_each_look_at_a_question_is_written_down_once(people: People, browser: Browser) -> None:
    phone = browser("ana")
    before = AuditEvent.objects.count()
    phone.get(question(1))
    assert list(AuditEvent.objects.order_by("sequence").values_list("event", flat=True))[before:] == ["check_in.seen"]


@pytest.mark.parametrize(
    "broken",
    ["kith.care.actions.keeping.raise_for_answers", "kith.care.queries.check_in.help_at_once"],
    ids=["no alert", "no help"],
)
def test_the_safety_tests_fail_when_safety_is_broken(
    people: People, browser: Browser, monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    monkeypatch.setattr(broken, lambda *given, **named: None)
    with pytest.raises(AssertionError):
        test_a_risk_answer_shows_help_on_the_very_next_page_and_tells_ben_even_if_the_form_is_abandoned(people, browser)
