"""Ben sees all of Ana's work between meetings, sets some now, takes some back, and reads a week of her diary."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from kith.care.actions import deliver
from kith.care.models import Assignment, AuditEvent, Plan
from tests.people import People, a_client, an_agreed_plan
from tests.web import pseudo
from tests.web.practitioner.screens import Screen, queries_of

DAY = {"day": "2026-01-06"}


@pytest.fixture
def agreed(people: People) -> Plan:
    return an_agreed_plan(people, people.ana)


def given(people: People, agreed: Plan, document: str = "activity-diary", **more: Any) -> Assignment:
    work = deliver.Work(document, "To see the hours.", more.pop("due", None), **more)
    return deliver.set_work(plan=agreed, session=None, work=work, by=people.sees("ben"), at=people.at)


def a_task(people: People, agreed: Plan, words: str) -> Assignment:
    return given(people, agreed, "", kind="task", words=words)


def handed_in(people: People, work: Assignment, done: str = "part", **answers: Any) -> Any:
    return deliver.hand_in_work(
        assignment=work, key=uuid.uuid4(), done=done, answers=answers, obstacle="", by=people.sees("ana"), at=people.at
    )


def test_nothing_set_is_said_and_the_form_stands_open(people: People, agreed: Plan) -> None:
    text = Screen(people, "ben").text("client_work", people.ana.pk)
    assert "Nothing has been set yet" in text
    assert 'id="new-work" open' in text


def test_every_piece_stands_in_its_group(people: People, agreed: Plan) -> None:
    for done, words in (("full", "Ring my sister"), ("part", "Walk to the sea"), ("not", "Cook rice")):
        handed_in(people, a_task(people, agreed, words), done)
    a_task(people, agreed, "Sleep by ten")
    gone = a_task(people, agreed, "Buy a bus pass")
    deliver.withdraw_work(assignment=gone, by=people.sees("ben"), at=people.at)
    diary = given(people, agreed)
    handed_in(people, diary, **DAY)
    text = Screen(people, "ben").text("client_work", people.ana.pk)
    order = (
        'id="open-title"', "Sleep by ten", 'id="begun-title"', f'id="work-{diary.pk}"',
        'id="handed-in-title"', "Cook rice",
        'id="finished-title"', "Ring my sister", 'id="withdrawn-title"', "Buy a bus pass",
    )  # fmt: skip
    places = [text.index(words) for words in order]
    assert places == sorted(places)
    assert text.index('id="handed-in-title"') < text.index("Walk to the sea") < text.index('id="finished-title"')


def test_a_reply_ends_the_wait_until_the_next_entry(people: People, agreed: Plan) -> None:
    work, screen = given(people, agreed), Screen(people, "ben")
    entry = handed_in(people, work, **DAY)
    assert "Waits for a reply" in screen.text("client_work", people.ana.pk)
    people.later(minutes=1)
    deliver.reply_to_work(entry=entry, words="You walked.", by=people.sees("ben"), at=people.at)
    assert "Waits for a reply" not in screen.text("client_work", people.ana.pk)
    handed_in(people, work, **DAY)
    assert "Waits for a reply" in screen.text("client_work", people.ana.pk)


def test_only_open_work_is_past_its_day(people: People, agreed: Plan) -> None:
    work, screen = a_task_due(people, agreed), Screen(people, "ben")
    assert "Past its day" in screen.text("client_work", people.ana.pk)
    handed_in(people, work, "full")
    assert "Past its day" not in screen.text("client_work", people.ana.pk)


def a_task_due(people: People, agreed: Plan) -> Assignment:
    return given(people, agreed, "", kind="task", words="Ring my sister", due=date(2025, 12, 1))


def test_what_the_plan_names_is_offered_first_and_each_document_once(people: People, agreed: Plan) -> None:
    text = Screen(people, "ben").text("client_work", people.ana.pk)
    groups = [text.index(f'<optgroup label="{label}') for label in ("For now", "Elsewhere", "Worksheets", "Practices")]
    assert groups == sorted(groups)
    for key in ("worksheet:activity-diary", "practice:paced-breathing", "lesson:panic-cycle"):
        assert text.count(f'value="{key}"') == 1
    assert groups[0] < text.index('value="worksheet:activity-diary"') < groups[2]


@pytest.mark.parametrize(
    ("key", "kind"),
    [
        ("worksheet:thought-record", "worksheet"),
        ("practice:paced-breathing", "practice"),
        ("lesson:panic-cycle", "lesson"),
    ],
)
def test_ben_sets_work_now(people: People, agreed: Plan, key: str, kind: str) -> None:
    screen = Screen(people, "ben")
    sent = screen.post("client_work", people.ana.pk, act="set", work=key, why="To look again", due="2026-01-20")
    assert sent.status_code == 302
    row = Assignment.objects.get()
    assert (row.kind, row.document, row.why, row.due_on) == (
        kind,
        key.partition(":")[2],
        "To look again",
        date(2026, 1, 20),
    )
    assert (row.session_id, row.plan_id) == (None, agreed.pk)
    assert "To look again" in screen.text("client_work", people.ana.pk)


def test_a_reason_left_open_is_the_one_of_the_plan(people: People, agreed: Plan) -> None:
    Screen(people, "ben").post("client_work", people.ana.pk, act="set", work="worksheet:activity-diary")
    assert Assignment.objects.get().why


def test_ben_sets_a_task_in_words(people: People, agreed: Plan) -> None:
    Screen(people, "ben").post("client_work", people.ana.pk, act="set", tasks="Ring my sister", why="To be less alone")
    row = Assignment.objects.get()
    assert (row.kind, row.words, row.why) == ("task", "Ring my sister", "To be less alone")


@pytest.mark.parametrize(
    "said",
    [
        {"work": "", "tasks": ""},
        {"work": "worksheet:thought-record", "tasks": "Ring my sister"},
        {"work": "worksheet:chain-of-nothing"},
        {"work": "worksheet:thought-record", "due": "soon"},
        {"tasks": "x" * (deliver.LONGEST_TASK + 1)},
    ],
)
def test_what_cannot_be_set_loses_no_word(people: People, agreed: Plan, said: dict[str, str]) -> None:
    answer = Screen(people, "ben").post("client_work", people.ana.pk, act="set", why="To look again", **said)
    assert answer.status_code == 422
    assert "To look again" in answer.content.decode()
    assert not Assignment.objects.exists()


def test_without_an_agreed_plan_nothing_is_set(people: People) -> None:
    screen = Screen(people, "ben")
    assert "none is running" in screen.text("client_work", people.ana.pk)
    assert screen.post("client_work", people.ana.pk, act="set", tasks="Ring my sister").status_code == 422
    assert not Assignment.objects.exists()


def test_ben_takes_open_work_back_once(people: People, agreed: Plan) -> None:
    work, screen = a_task(people, agreed, "Ring my sister"), Screen(people, "ben")
    assert screen.post("client_work", people.ana.pk, act="withdraw", work=str(work.pk)).status_code == 302
    text = screen.text("client_work", people.ana.pk)
    assert "Taken back" in text
    assert 'value="withdraw"' not in text
    again = screen.post("client_work", people.ana.pk, act="withdraw", work=str(work.pk))
    assert again.status_code == 422
    assert "The work was not taken back." in again.content.decode()
    ana = Screen(people, "ana")
    assert "Ring my sister" not in ana.text("my_work")
    assert "Hand in" not in ana.text("my_work_item", work.pk)


def test_work_of_somebody_else_is_not_taken_back_here(people: People, agreed: Plan) -> None:
    other = a_client(people, "bea", "Bea", "Moss")
    work = a_task(people, an_agreed_plan(people, other), "Ring my brother")
    answer = Screen(people, "ben").post("client_work", people.ana.pk, act="withdraw", work=str(work.pk))
    assert answer.status_code == 404
    assert Assignment.objects.get(pk=work.pk).state == "set"


def test_a_form_that_names_no_work_is_refused(people: People, agreed: Plan) -> None:
    assert Screen(people, "ben").post("client_work", people.ana.pk, act="withdraw", work="x").status_code == 422


def test_eve_reads_and_changes_nothing(people: People, agreed: Plan) -> None:
    work, eve = given(people, agreed), Screen(people, "eve")
    text = eve.text("client_work", people.ana.pk)
    assert "To see the hours." in text
    assert 'name="act"' not in text
    assert eve.post("client_work", people.ana.pk, act="withdraw", work=str(work.pk)).status_code == 404
    assert eve.post("client_work", people.ana.pk, act="set", tasks="Ring").status_code == 404
    assert Assignment.objects.get().state == "set"


@pytest.mark.parametrize("name", ["dev", "ana", "cleo"])
def test_others_find_nothing_there(people: People, agreed: Plan, name: str) -> None:
    work, screen = given(people, agreed), Screen(people, name)
    assert screen.get("client_work", people.ana.pk).status_code == 404
    assert screen.post("client_work", people.ana.pk, act="set", tasks="Ring").status_code == 404
    assert screen.get("client_week", work.pk).status_code == 404
    assert Assignment.objects.count() == 1


def test_a_week_has_the_rows_of_the_clients_own_page(people: People, agreed: Plan) -> None:
    work = given(people, agreed)
    row = {"at": "16:00", "activity": "A walk", "mastery": 2, "pleasure": 3, "mood": 7}
    handed_in(people, work, day="2026-01-06", rows=[row])
    staff = Screen(people, "ben").text("client_week", work.pk, day="2026-01-07")
    client = Screen(people, "ana").text("my_work_week", work.pk, day="2026-01-07")
    table = staff[staff.index('<table class="week">') : staff.index("</table>")]
    assert table in client
    assert "Written on 1 of 7 days." in staff
    assert "data-print" in staff
    assert AuditEvent.objects.filter(event="client_work.week_seen", subjects__client_id=people.ana.pk).count() == 1


def test_a_week_before_anything_came_back_counts_nothing(people: People, agreed: Plan) -> None:
    assert "Written on 0 of 7 days." in Screen(people, "ben").text("client_week", given(people, agreed).pk)


def test_work_that_is_no_diary_and_a_day_that_is_none_have_no_week(people: People, agreed: Plan) -> None:
    screen = Screen(people, "ben")
    assert screen.get("client_week", a_task(people, agreed, "Ring").pk).status_code == 404
    assert screen.get("client_week", given(people, agreed).pk, day="soon").status_code == 404


def test_the_pages_around_lead_here(people: People, agreed: Plan) -> None:
    work, screen = given(people, agreed), Screen(people, "ben")
    here = reverse("client_work", args=[people.ana.pk])
    week = reverse("client_week", args=[work.pk])
    assert here in screen.text("person", people.ana.pk)
    entry = screen.text("work_entry", work.pk)
    assert here in entry
    assert week in entry
    assert "/week/" not in screen.text("work_entry", a_task(people, agreed, "Ring").pk)


def test_much_work_costs_no_more(people: People, agreed: Plan) -> None:
    screen = Screen(people, "ben")
    handed_in(people, given(people, agreed), **DAY)
    few = queries_of(lambda: screen.text("client_work", people.ana.pk))
    for _ in range(3):
        handed_in(people, given(people, agreed), **DAY)
    assert queries_of(lambda: screen.text("client_work", people.ana.pk)) == few


def test_every_word_of_ours_can_be_translated(people: People, agreed: Plan) -> None:
    work = given(people, agreed)
    handed_in(people, work, **DAY)
    screen = Screen(people, "ben")
    assert pseudo.untranslated(screen.pseudo("client_work", people.ana.pk)) == []
    assert pseudo.untranslated(screen.pseudo("client_week", work.pk)) == []
