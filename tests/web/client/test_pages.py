"""Every page of a client: there for Ana, not there for anybody else, written down once, in one number of queries."""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kith.care.actions import consent, deliver, forming, gather, measure, refer, safety
from kith.care.models import Assignment, AuditEvent, Consent, ContactRule, Entry, Goal, Measurement, SafetyPlan
from kith.care.models.keys import forget_keys
from kith.care.models.knowledge import library
from kith.care.permissions import access_to
from kith.care.queries.my_record import THINGS
from kith.care.queries.who_sees import who_sees
from kith.web.parts.lesson_text import lesson_html
from tests import people as named
from tests.people import PHQ9_LOW, People
from tests.web import pseudo
from tests.web.client.conftest import Browser

PAGES = (
    "today",
    "story",
    "my_review",
    "my_staying_well",
    "my_goals",
    "my_work",
    "my_groups",
    "my_safety_plan",
    "my_plan_to_keep",
    "my_record",
)
STRANGERS = ("ben", "cleo", "dev", "eve", "finn", "dan", "ada", "pia")


def a_check_in(people: People, **answers: int) -> Measurement:
    return measure.submit_measurement(
        client=people.ana,
        instrument="phq9",
        key=uuid.uuid4(),
        answers=PHQ9_LOW | answers,
        language="en",
        by=people.sees("ana"),
        at=people.at,
    )


def some_work(people: People, document: str = "thought-record", kind: str = "worksheet") -> Assignment:
    plan = people.ana.plan_set.first() or named.an_agreed_plan(people, people.ana)
    due = (people.at + timedelta(days=3)).date()
    work = deliver.Work(document, "To see what pulls the mood down", due, "Do it at lunch", kind=kind)
    return deliver.set_work(plan=plan, session=None, work=work, by=people.sees("ben"), at=people.at)


def a_reply(people: People, assignment: Assignment, words: str = "Well seen.") -> None:
    entry = deliver.hand_in_work(
        assignment=assignment,
        key=uuid.uuid4(),
        done="part",
        answers={},
        obstacle="No time",
        by=people.sees("ana"),
        at=people.at,
    )
    people.later(hours=1)
    deliver.reply_to_work(entry=entry, words=words, by=people.sees("ben"), at=people.at)


def a_group(people: People) -> None:
    amir = named.a_client(people, "amir", "Amir", "Haddad")
    group = forming.form_group(
        site=people.site,
        name="Moving forward",
        kind="therapy",
        protocol="cbt-depression",
        capacity=8,
        facilitators=[people.accounts["finn"]],
        agreement="What is said here stays here.",
        by=people.sees("finn"),
        at=people.at,
    )
    for client, shown in ((people.ana, "Ana P."), (amir, "Amir-the-secret")):
        consent.decide_consent(
            client=client, purpose="group", is_given=True, text_version="1.0", by=people.sees("ben"), at=people.at
        )
        gather.join_group(group=group, client=client, display_name=shown, by=people.sees("finn"), at=people.at)


def a_safety_plan(people: People) -> SafetyPlan:
    steps = {"warning_signs": ["I stop answering"], "ask_for_help": ["Ines 07700 900123"]}
    return safety.write_safety_plan(
        client=people.ana, steps=steps, reasons_for_living="My daughter", by=people.sees("ana"), at=people.at
    )


def a_full_life(people: People) -> None:
    """Something on every page."""
    a_check_in(people)
    people.later(days=7)
    a_check_in(people, mood=3, sleep=3, energy=3)
    work = some_work(people)
    some_work(people, "paced-breathing", "practice")
    a_reply(people, work)
    a_group(people)
    a_safety_plan(people)
    rate(people)
    people.later(days=7)


def rate(people: People) -> None:
    measure.submit_measurement(
        client=people.ana,
        instrument="goal-rating",
        key=uuid.uuid4(),
        answers={"how_near": 4},
        language="en",
        goal=people.ana.goal_set.first(),
        by=people.sees("ana"),
        at=people.at,
    )


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("prepare", [lambda people: None, a_full_life], ids=["an empty record", "a full record"])
def test_the_page_is_there_for_ana(
    people: People, browser: Browser, page: str, prepare: Callable[[People], None]
) -> None:
    prepare(people)
    response = browser("ana").get(reverse(page))
    assert response.status_code == 200
    assert response["Cache-Control"] == "no-store, private"


@pytest.mark.parametrize("page", [*PAGES, "my_download"])
def test_the_page_is_not_there_for_anybody_else(people: People, browser: Browser, client, page: str) -> None:
    assert {browser(name).get(reverse(page)).status_code for name in STRANGERS} == {404}
    assert client.get(reverse(page))["Location"].startswith(reverse("login"))


@pytest.mark.parametrize("page", [*PAGES, "my_download"])
def test_one_look_is_one_line_in_the_audit_chain(people: People, browser: Browser, page: str) -> None:
    a_full_life(people)
    phone = browser("ana")
    before = AuditEvent.objects.count()
    phone.get(reverse(page))
    event = AuditEvent.objects.order_by("sequence").last()
    assert AuditEvent.objects.count() == before + 1
    assert event is not None
    assert event.clients == [str(people.ana.pk)]


@pytest.mark.parametrize("page", PAGES)
def test_the_page_costs_the_same_however_long_the_record_is(people: People, browser: Browser, page: str) -> None:
    a_full_life(people)
    browser("ana").get(reverse(page))
    small = queries(browser, page)
    for _ in range(3):
        a_check_in(people)
        a_reply(people, some_work(people))
        a_safety_plan(people)
        rate(people)
        people.later(days=1)
    assert queries(browser, page) == small


def queries(browser: Browser, page: str) -> int:
    phone = browser("ana")
    forget_keys()
    with CaptureQueriesContext(
        connection,
    ) as caught:
        assert phone.get(reverse(page)).status_code == 200
    return len(caught)


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("prepare", [lambda people: None, a_full_life], ids=["an empty record", "a full record"])
def test_every_word_went_through_gettext(
    people: People, browser: Browser, page: str, prepare: Callable[[People], None]
) -> None:
    prepare(people)
    assert pseudo.untranslated(pseudo.read(browser("ana"), reverse(page))) == []


def test_the_steps_of_work_and_of_a_check_in_went_through_gettext_too(people: People, browser: Browser) -> None:
    diary, practice = some_work(people, "activity-diary"), some_work(people, "paced-breathing", "practice")
    sent = a_check_in(people, self_harm=2)
    diary_at = reverse("my_work_item", args=[diary.pk])
    addresses = [
        *(f"{diary_at}?step={number}" for number in range(1, len(library().worksheets["activity-diary"].steps) + 1)),
        f"{diary_at}?step=end",
        diary_at,
        reverse("my_work_item", args=[practice.pk]),
        reverse("check_in", args=["gad7"]),
        reverse("check_in_question", args=["phq9", 10]),
        reverse("check_in_question", args=["daily-check-in", 1]),
        reverse("check_in_done", args=[sent.pk]),
        reverse("my_safety_plan") + "?edit=1",
    ]
    found = {at: pseudo.untranslated(pseudo.read(browser("ana"), at)) for at in addresses}
    assert not any(found.values()), found


@pytest.mark.parametrize("address", ["/log-in/", "/right-now/?step=1", "/right-now/?step=99"])
def test_public_pages_went_through_gettext(people: People, client, address: str) -> None:
    assert pseudo.untranslated(pseudo.read(client, address)) == []


def test_a_page_right_to_left_says_so(people: People, browser: Browser) -> None:
    assert 'dir="rtl"' in pseudo.read(browser("ana"), reverse("today"), pseudo.RIGHT_TO_LEFT)


# Today


def test_today_greets_by_name_and_has_at_most_three_cards(people: People, browser: Browser) -> None:
    a_full_life(people)
    html = browser("ana").get(reverse("today")).content.decode()
    assert "Hello Ana" in html
    assert 1 <= html.count("<article") <= 3
    assert html.index("How have you been?") < html.index("My work</h2>")
    assert "New reply" in html
    assert reverse("help_now") in html
    assert reverse("my_safety_plan") in html


def test_a_reply_that_was_read_is_no_longer_new(people: People, browser: Browser) -> None:
    work = some_work(people)
    a_reply(people, work)
    assert "New reply" in browser("ana").get(reverse("my_work")).content.decode()
    people.later(minutes=1)
    assert "Well seen." in browser("ana").get(reverse("my_work_item", args=[work.pk])).content.decode()
    assert "New reply" not in browser("ana").get(reverse("my_work")).content.decode()


# My story


def test_the_story_compares_with_ones_own_start_and_has_no_label(people: People, browser: Browser) -> None:
    a_check_in(people, mood=3, sleep=3, energy=3, appetite=3, interest=3)
    people.later(days=14)
    a_check_in(people)
    html = browser("ana").get(reverse("story")).content.decode()
    assert "Since your start your score went down 10, from 18 to 8. That is a real improvement." in html
    assert "Show the numbers" in html
    assert not re.search(r"\b(mild|moderate|severe|depression|clinical)\b", html, re.IGNORECASE)


# My goals


def test_ana_adds_a_goal_in_her_own_words_and_rates_it(people: People, browser: Browser) -> None:
    phone = browser("ana")
    phone.post(reverse("my_goals"), {"do": "add", "words": "Sing in the choir", "first_step": "Call Ines"})
    goal = Goal.objects.get()
    html = phone.get(reverse("my_goals")).content.decode()
    assert "Sing in the choir" in html
    typed = {"do": "rate", "goal": goal.pk, "key": uuid.uuid4(), "rating": "6", "language": "en"}
    for _ in range(2):
        phone.post(reverse("my_goals"), typed)
    assert goal.ratings.get().answers == {"how_near": 6}
    assert "You rated this goal 6" in phone.get(reverse("my_goals")).content.decode()


def test_a_goal_without_a_number_or_without_words_is_said_in_three_parts(people: People, browser: Browser) -> None:
    named.an_agreed_plan(people, people.ana)
    phone, goal = browser("ana"), Goal.objects.get()
    unrated = phone.post(reverse("my_goals"), {"do": "rate", "goal": goal.pk, "key": uuid.uuid4()})
    assert unrated.status_code == 422
    assert f'href="#id_rating-{goal.pk}"' in unrated.content.decode()
    empty = phone.post(reverse("my_goals"), {"do": "add", "words": " ", "first_step": "Call Ines"})
    assert empty.status_code == 422
    assert "It has no words." in empty.content.decode()
    assert 'value="Call Ines"' in empty.content.decode()
    assert not Measurement.objects.exists()


def test_another_persons_goal_cannot_be_rated(people: People, browser: Browser) -> None:
    named.a_client(people, "amir", "Amir", "Haddad")
    named.an_agreed_plan(people, people.ana)
    typed = {"do": "rate", "goal": Goal.objects.get().pk, "key": uuid.uuid4(), "rating": "6"}
    assert browser("amir").post(reverse("my_goals"), typed).status_code == 404


# My work


def work_through(phone, work: Assignment, answers: dict[str, object]) -> None:
    at = reverse("my_work_item", args=[work.pk])
    for number, step in enumerate(library().worksheets[work.document].steps, start=1):
        html = phone.get(f"{at}?step={number}").content.decode()
        typed = {field.id: answers[field.id] for field in step.fields if getattr(field, "id", "") in answers}
        version = re.search(r'name="form-version" value="(\d+)"', html)
        assert version is not None
        response = phone.post(
            f"{at}?step={number}", typed | {"form-step": number, "form-version": version[1], "form-do": "next"}
        )
        assert response.status_code == 302, response.content.decode()


THOUGHT = {
    "when_day": "2026-01-04",
    "situation": "Alone in the kitchen on Sunday",
    "mood": "sad",
    "mood_before": "80",
    "thoughts": "Nobody calls",
    "hot_thought": "They have had enough of me",
    "belief_before": "90",
    "evidence_for": "No message since Friday",
    "evidence_against": "Ines called on Thursday",
    "balanced_thought": "It is quiet, and I am not forgotten",
    "balanced_belief": "60",
    "belief_after": "50",
    "mood_after": "45",
}


def test_ana_works_step_by_step_with_the_earlier_thought_in_view_and_hands_it_in(
    people: People, browser: Browser
) -> None:
    work, phone = some_work(people), browser("ana")
    at = reverse("my_work_item", args=[work.pk])
    work_through(phone, work, THOUGHT)
    assert "They have had enough of me" in phone.get(f"{at}?step=4").content.decode()
    end = phone.get(f"{at}?step=end").content.decode()
    assert "Worked out from your answers" in end
    typed = dict(re.findall(r'name="(do|key|version)" value="([^"]*)"', end))
    for _ in range(2):
        assert phone.post(at, typed | {"done": "full", "obstacle": ""}).status_code == 302
    assert Entry.objects.get().answers["computed"] == {"belief_change": -40.0, "mood_change": -35.0}
    work.refresh_from_db()
    assert work.state == "started"
    assert phone.post(at, {"do": "finish"}).status_code == 302
    work.refresh_from_db()
    assert work.state == "done"
    shown = phone.get(at).content.decode()
    assert "Change in belief" in shown
    assert "-40" in shown


def test_not_done_is_an_answer_with_its_reason(people: People, browser: Browser) -> None:
    work, phone = some_work(people), browser("ana")
    at = reverse("my_work_item", args=[work.pk])
    typed = {"do": "hand_in", "key": uuid.uuid4(), "version": 0, "done": "not", "obstacle": "My son was ill"}
    assert phone.post(at, typed).status_code == 302
    assert "My son was ill" in phone.get(at).content.decode()
    assert phone.post(at, {"do": "finish"}).status_code == 302
    work.refresh_from_db()
    assert work.state == "not_done"


def test_a_diary_grows_by_a_row_without_a_script_and_keeps_what_was_typed(people: People, browser: Browser) -> None:
    work, phone = some_work(people, "activity-diary"), browser("ana")
    worksheet = library().worksheets["activity-diary"]
    number, field = next(
        (n, f) for n, step in enumerate(worksheet.steps, start=1) for f in step.fields if f.type == "repeat"
    )
    column = next(one for one in field.fields if one.type in {"text", "long_text"})
    at = f"{reverse('my_work_item', args=[work.pk])}?step={number}"
    typed = {
        "form-step": number,
        "form-version": 0,
        f"rows-{field.id}": 1,
        f"{field.id}-0-{column.id}": "Walked to the river",
    }
    html = phone.post(at, typed | {"form-do": f"add:{field.id}"}, follow=True).content.decode()
    assert "Walked to the river" in html
    assert f'name="rows-{field.id}" value="2"' in html


def test_a_wrong_number_keeps_what_was_typed_and_says_what_to_do(people: People, browser: Browser) -> None:
    work, phone = some_work(people), browser("ana")
    at = f"{reverse('my_work_item', args=[work.pk])}?step=2"
    response = phone.post(
        at, {"form-step": 2, "form-version": 0, "form-do": "next", "mood": "sad", "mood_before": "180"}
    )
    html = response.content.decode()
    assert response.status_code == 422
    for part in ("This number is outside the range.", "180", "a number from 0 to 100"):
        assert part in html
    assert 'value="sad"' in html
    assert 'href="#id_mood_before"' in html


def test_two_windows_of_one_worksheet_never_overwrite_each_other(people: People, browser: Browser) -> None:
    work, phone = some_work(people), browser("ana")
    at = f"{reverse('my_work_item', args=[work.pk])}?step=2"
    assert phone.post(at, {"form-step": 2, "form-version": 0, "form-do": "next", "mood": "sad"}).status_code == 302
    late = phone.post(at, {"form-step": 2, "form-version": 0, "form-do": "next", "mood": "angry"})
    assert late.status_code == 409
    assert 'value="angry"' in late.content.decode()
    assert 'value="sad"' in phone.get(at).content.decode()


def test_a_practice_is_rated_before_and_after(people: People, browser: Browser) -> None:
    work, phone = some_work(people, "paced-breathing", "practice"), browser("ana")
    at = reverse("my_work_item", args=[work.pk])
    assert "seconds" in phone.get(at).content.decode()
    phone.post(at, {"do": "hand_in", "key": uuid.uuid4(), "version": 0, "done": "full", "before": "8", "after": "5"})
    assert Entry.objects.get().answers == {"before": 8, "after": 5}
    assert "What helped in the moment" in browser("ana").get(reverse("story")).content.decode()


def test_a_lesson_is_read_with_its_recall_cards_and_handed_in(people: People, browser: Browser) -> None:
    work, phone = some_work(people, "panic-cycle", "lesson"), browser("ana")
    at = reverse("my_work_item", args=[work.pk])
    html = phone.get(at).content.decode()
    assert "<strong>false alarm</strong>" in html
    assert html.count("<summary>What") + html.count("<summary>Why") == 3
    assert pseudo.untranslated(pseudo.read(phone, at)) == []
    assert phone.post(at, {"do": "hand_in", "key": uuid.uuid4(), "done": "full"}).status_code == 302
    work.refresh_from_db()
    assert work.state == "done"


def test_a_lesson_cannot_bring_anything_unsafe_into_the_page() -> None:
    body = "Hello <script>alert(1)</script> [here](javascript:alert(1)) ![x](https://elsewhere.example/x.png) **bold**"
    made = lesson_html(body)
    assert "<strong>bold</strong>" in made
    assert not re.search(r"<script|<img|href=.javascript", made)


def test_somebody_elses_work_is_not_there(people: People, browser: Browser) -> None:
    named.a_client(people, "amir", "Amir", "Haddad")
    at = reverse("my_work_item", args=[some_work(people).pk])
    for name in ("amir", "ben", "dev"):
        assert browser(name).get(at).status_code == 404
        assert browser(name).post(at, {"form-do": "next", "form-step": 1}).status_code == 404


# My groups


def test_a_group_shows_its_agreement_and_never_another_member(people: People, browser: Browser) -> None:
    a_group(people)
    html = browser("ana").get(reverse("my_groups")).content.decode()
    assert "What is said here stays here." in html
    assert html.index("They cannot promise it for everybody else in the room.") < html.index("What is said here stays")
    assert "Finn Doyle" in html
    assert "Ana P." in html
    assert "Amir" not in html
    assert "Haddad" not in html


# My safety plan


def test_ana_writes_her_safety_plan_and_gets_call_buttons(people: People, browser: Browser) -> None:
    phone = browser("ana")
    at = reverse("my_safety_plan")
    assert "Not written yet" in phone.get(at).content.decode()
    typed = {
        "shown": "",
        "warning_signs": "I stop answering\n\nSundays",
        "ask_for_help": "Ines 07700 900123, since 12.03.2024",
    }
    html = phone.post(at, typed, follow=True).content.decode()
    assert SafetyPlan.objects.get().steps["warning_signs"] == ["I stop answering", "Sundays"]
    assert 'href="tel:07700900123"' in html
    assert "data-print" in html


@pytest.mark.parametrize(
    ("words", "dial"),
    [
        ("Ines 07700 900123", "07700900123"),
        ("Ring +44 20 7946 0018 first", "+442079460018"),
        ("Samaritans 116 123", "116123"),
        ("Choir on 3 March 2026", ""),
        ("Walk 20 minutes", ""),
        ("Emergency 112", "112"),
        ("Since 12.03.2024", ""),
    ],
)
def test_a_number_is_dialled_and_a_date_is_not(people: People, browser: Browser, words: str, dial: str) -> None:
    safety.write_safety_plan(
        client=people.ana, steps={"coping": [words]}, reasons_for_living="", by=people.sees("ana"), at=people.at
    )
    main = browser("ana").get(reverse("my_safety_plan")).content.decode().split("<main")[1].split("</main>")[0]
    assert re.findall(r'href="tel:([^"]*)"', main) == ([dial] if dial else [])


def test_a_newer_safety_plan_is_never_overwritten_and_nothing_typed_is_lost(people: People, browser: Browser) -> None:
    old = a_safety_plan(people)
    people.later(minutes=5)
    safety.write_safety_plan(
        client=people.ana,
        steps={"coping": ["Written by Ben"]},
        reasons_for_living="",
        by=people.sees("ben"),
        at=people.at,
    )
    response = browser("ana").post(reverse("my_safety_plan"), {"shown": old.pk, "coping": "Typed by Ana"})
    html = response.content.decode()
    assert response.status_code == 409
    assert "Typed by Ana" in html
    assert "Written by Ben" in html
    assert SafetyPlan.objects.count() == 2
    first = browser("ana").post(reverse("my_safety_plan"), {"shown": "", "coping": "As if there were none"})
    assert first.status_code == 409


# My record and my say


def test_ana_sees_who_can_look_and_who_did(people: People, browser: Browser) -> None:
    a_reply(people, some_work(people))
    html = browser("ana").get(reverse("my_record")).content.decode()
    for words in ("Ben Okafor", "your practitioner", "Eve Lindqvist", "Dan Price", "replied to your work"):
        assert words in html
    assert "Dev Rao" not in html


def test_who_sees_agrees_with_what_the_policy_lets_them_see(people: People) -> None:
    a_group(people)
    promised = who_sees(THINGS, viewer=people.sees("ana"), client=people.ana, at=people.at)
    for resource, seers in promised.items():
        named_there = {seer.name for seer in seers}
        for name in STRANGERS:
            can = access_to(people.sees(name), people.ana, at=people.at).can("R", resource)
            assert (people.accounts[name].display_name in named_there) == can, (name, resource)


def test_ana_says_yes_and_takes_it_back_with_one_button(people: People, browser: Browser) -> None:
    phone = browser("ana")
    for said, is_given in (("yes", True), ("no", False)):
        people.later(minutes=1)
        phone = browser("ana")
        html = phone.post(reverse("my_consent"), {"purpose": "research", "answer": said}, follow=True).content.decode()
        assert Consent.objects.order_by("decided_at").last().is_given is is_given  # type: ignore[union-attr]
    assert "It counts from now on." in html
    assert phone.post(reverse("my_consent"), {"purpose": "astrology", "answer": "yes"}).status_code == 422


def test_ana_ends_access_she_had_given(people: People, browser: Browser) -> None:
    grant = consent.give_grant(
        client=people.ana,
        grantee=people.accounts["dev"],
        kind="proxy",
        resources=["scores"],
        ends=people.at + timedelta(days=30),
        reason="My brother",
        by=people.sees("ana"),
        at=people.at,
    )
    phone = browser("ana")
    assert "Dev Rao" in phone.get(reverse("my_record")).content.decode()
    phone.post(reverse("my_consent"), {"grant": grant.pk})
    grant.refresh_from_db()
    assert grant.withdrawn_at is not None


def test_contact_rules_are_kept_and_a_mistake_keeps_what_was_typed(people: People, browser: Browser) -> None:
    phone = browser("ana")
    typed = {"channel": "sms", "address": "", "from_hour": "10", "to_hour": "16", "note": "Never on Sundays"}
    refused = phone.post(reverse("my_contact"), typed)
    assert refused.status_code == 422
    assert "Never on Sundays" in refused.content.decode()
    assert not ContactRule.objects.exists()
    phone.post(reverse("my_contact"), typed | {"address": "07700 900456"})
    rule = ContactRule.objects.get()
    assert (rule.channel, rule.address, rule.may_leave_message, rule.to_hour) == ("sms", "07700 900456", False, 16)


def test_the_download_has_everything_of_ana_and_nothing_of_anybody_else(people: People, browser: Browser) -> None:
    a_full_life(people)
    refer.set_contact_rule(
        client=people.ana, rule=refer.SafeContact("sms", "07700 900456"), by=people.sees("ana"), at=people.at
    )
    response = browser("ana").get(reverse("my_download"))
    assert response["Content-Disposition"].startswith('attachment; filename="my-record-')
    found = json.loads(response.content)
    assert [row["answers"]["interest"] for row in found["answers"] if row["instrument"] == "phq9"] == [1, 1]
    assert found["safety_plans"][0]["reasons_for_living"] == "My daughter"
    assert found["work_handed_in"][0]["obstacle"] == "No time"
    assert found["replies"][0]["words"] == "Well seen."
    assert found["goals"][0]["words"] == "Cook for my daughter again"
    assert found["contact_rules"][0]["address"] == "07700 900456"
    assert "Amir" not in response.content.decode()


def test_the_download_leaves_out_what_was_not_released(people: People, browser: Browser) -> None:
    session = named.a_held_session(people, named.an_agreed_plan(people, people.ana))
    what = deliver.WhatHappened("A note that stays inside")
    deliver.record_session(session=session, client=people.ana, what=what, by=people.sees("ben"), at=people.at)
    assert "A note that stays inside" not in browser("ana").get(reverse("my_download")).content.decode()


# The front door


def test_a_wrong_name_and_a_wrong_password_get_the_same_answer(people: People, client) -> None:
    people.accounts["ana"].set_password("long enough to be one")
    people.accounts["ana"].save()
    pages = [
        client.post(reverse("login"), {"username": name, "password": "not this one"}).content.decode()
        for name in ("ana", "zoe")
    ]
    shown = [re.sub(r'value="[^"]*"', "", page) for page in pages]
    assert shown[0] == shown[1]
    assert "do not fit together" in shown[0]
    assert reverse("help_now") in shown[0]


@pytest.mark.parametrize("step", range(10))
def test_right_now_has_numbers_first_and_few_words_on_each_screen(people: People, client, step: int) -> None:
    main = client.get(reverse("help_now"), {"step": step}).content.decode().split("<main")[1].split("</main>")[0]
    words = re.sub(r"<[^>]+>", " ", main.split(">", 1)[1]).split()
    if step == 0:
        assert main.index("tel:") < main.index("Five things you can see")
    else:
        assert len(words) <= 60, " ".join(words)


def test_somebody_without_a_page_is_told_kindly(people: People, browser: Browser) -> None:
    html = browser("ada").get(reverse("home")).content.decode()
    assert "There is no page for you yet" in html
