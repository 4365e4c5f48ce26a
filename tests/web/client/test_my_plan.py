"""My safety plan beyond its six steps: what was agreed, what changed, a look at it, and a copy to keep."""

from __future__ import annotations

from datetime import timedelta

from django.urls import reverse

from kith.care.actions import safety
from kith.care.models import SafetyPlan, SafetyPlanReview
from tests.people import People
from tests.web.client.conftest import Browser

PLAN = {"coping": ["Walk to the river"], "ask_for_help": ["Ines 07700 900123"]}


def a_plan(people: People) -> SafetyPlan:
    return safety.write_safety_plan(
        client=people.ana, steps=PLAN, reasons_for_living="My daughter", by=people.sees("ana"), at=people.at
    )


def test_ana_writes_who_keeps_what_and_sees_what_changed(people: People, browser: Browser) -> None:
    first = a_plan(people)
    people.at += timedelta(minutes=5)
    typed = {
        "shown": str(first.pk),
        "coping": "Walk to the river\nRing the choir",
        "keep_1_what": "The tablets",
        "keep_1_who": "Ines",
        "keep_1_until": "2026-02-01",
        "copies": "Ines",
    }
    html = browser("ana").post(reverse("my_safety_plan"), typed, follow=True).content.decode()
    assert "until 1 February 2026" in html
    assert '<ins translate="no">Ring the choir</ins>' in html
    assert '<del translate="no">My daughter</del>' in html
    edit = browser("ana").get(reverse("my_safety_plan") + "?edit=1").content.decode()
    assert 'value="The tablets"' in edit
    assert 'value="2026-02-01"' in edit


def test_a_day_that_is_none_loses_nothing_that_was_typed(people: People, browser: Browser) -> None:
    typed = {"shown": "", "coping": "Walk to the river", "keep_1_what": "The tablets", "keep_1_until": "soon"}
    answer = browser("ana").post(reverse("my_safety_plan"), typed)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "Walk to the river" in html
    assert 'value="The tablets"' in html
    assert not SafetyPlan.objects.exists()


def test_looking_at_it_puts_the_next_look_off(people: People, browser: Browser) -> None:
    a_plan(people)
    people.at += timedelta(days=91)
    page = reverse("my_safety_plan")
    assert "It is time to look at it again" in browser("ana").get(page).content.decode()
    html = browser("ana").post(page, {"act": "still_fits"}, follow=True).content.decode()
    assert "It is time to look at it again" not in html
    assert SafetyPlanReview.objects.get().person == people.accounts["ana"]


def test_the_copy_to_keep_holds_the_plan_and_numbers_and_nothing_that_can_be_sent(
    people: People, browser: Browser
) -> None:
    a_plan(people)
    answer = browser("ana").get(reverse("my_plan_to_keep"))
    html = answer.content.decode()
    for part in ("Walk to the river", "tel:07700900123", "tel:999", "This is a copy from", "data-exit", "My daughter"):
        assert part in html, part
    for part in ("<form", "csrf", "Petrova", "Ana", people.service.name, reverse("today"), 'name="'):
        assert part not in html.replace('<meta name="', "<meta "), part
    assert "no-store" in answer["Cache-Control"]


def test_pages_say_whose_they_are_so_that_nothing_kept_is_shown_to_somebody_else(
    people: People, browser: Browser
) -> None:
    for name, page in (("ana", "my_safety_plan"), ("ben", "caseload")):
        html = browser(name).get(reverse(page)).content.decode()
        assert f'data-person="{people.accounts[name].pk}"' in html
    kept_note = browser("ana").get(reverse("my_work")).content.decode().split("data-kept-note")[1][:80]
    assert f'data-person="{people.accounts["ana"].pk}"' in kept_note


def test_logging_out_tells_the_browser_to_forget(people: People, browser: Browser) -> None:
    assert browser("ana").post(reverse("logout"))["Clear-Site-Data"] == '"storage"'


def test_the_worker_answers_for_every_page_and_is_asked_for_anew(people: People, browser: Browser) -> None:
    answer = browser("ana").get(reverse("worker"))
    assert reverse("worker").count("/") == 1
    assert answer["Content-Type"].startswith("text/javascript")
    assert "worker-src 'self'" in answer["Content-Security-Policy"]
