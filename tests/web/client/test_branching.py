"""Questions that depend on answers, and a short measure that leads on to the long one."""

from __future__ import annotations

from django.test import Client as Phone
from django.urls import reverse

from kith.care.models import Alert, Draft, Measurement
from tests.people import People
from tests.web.client.check_ins import answer, hidden
from tests.web.client.conftest import Browser


def sent(phone: Phone, instrument: str) -> str:
    address = reverse("check_in_summary", args=[instrument])
    html = phone.get(address).content.decode()
    typed = {name: hidden(html, name) for name in ("key", "version", "language")}
    return phone.post(address, typed, follow=True).content.decode()


def test_a_high_phq2_leads_on_to_the_phq9_with_its_two_answers(people: People, browser: Browser) -> None:
    phone = browser("ana")
    answer(phone, 1, 2, "phq2")
    answer(phone, 2, 1, "phq2")
    done = sent(phone, "phq2")
    assert "After these answers there are" in done
    assert reverse("check_in", args=["phq9"]) in done
    assert Draft.objects.get(about="phq9").content["answers"] == {"interest": 2, "mood": 1}
    assert "Question 3 of 10" in phone.get(reverse("check_in_question", args=["phq9", 3])).content.decode()
    for number in range(3, 9):
        answer(phone, number, 1, "phq9")
    assert "You are not alone with this" in answer(phone, 9, 1, "phq9")
    answer(phone, 10, "skip", "phq9")
    sent(phone, "phq9")
    assert Measurement.objects.get(instrument="phq9").scores.get(scale="total").value == 10
    assert Alert.objects.count() == 1


def test_a_low_phq2_leads_nowhere(people: People, browser: Browser) -> None:
    phone = browser("ana")
    answer(phone, 1, 1, "phq2")
    answer(phone, 2, 1, "phq2")
    done = sent(phone, "phq2")
    assert "After these answers" not in done
    assert not Draft.objects.filter(about="phq9").exists()


def test_questions_behind_a_no_are_not_asked_and_count_as_the_measure_says(people: People, browser: Browser) -> None:
    phone = browser("ana")
    summary = answer(phone, 1, 0, "pc-ptsd-5")
    assert "Question 2" not in summary
    assert sent(phone, "pc-ptsd-5")
    assert Measurement.objects.get(instrument="pc-ptsd-5").scores.get(scale="total").value == 0


def test_taking_back_the_yes_drops_what_was_answered_behind_it(people: People, browser: Browser) -> None:
    phone = browser("ana")
    answer(phone, 1, 1, "pc-ptsd-5")
    answer(phone, 2, 1, "pc-ptsd-5")
    answer(phone, 1, 0, "pc-ptsd-5")
    assert len(Draft.objects.get(about="pc-ptsd-5").content["answers"]) == 1
