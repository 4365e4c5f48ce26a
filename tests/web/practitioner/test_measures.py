"""The page of measures over time: what is asked of whom, whose turn it is, what became of it, and how to change it."""

from __future__ import annotations

import re
import uuid
from datetime import timedelta
from typing import Any

import pytest

from kith.care.actions import asking, measure, schedule, set_up
from kith.care.models import MeasureRequest, MeasureSchedule
from kith.care.queries import measuring_over_time
from kith.care.queries.caseload import caseload
from tests.people import PHQ9_LOW, People, a_client, a_held_session, an_agreed_plan
from tests.web import pseudo
from tests.web.practitioner.screens import Screen, events_of, queries_of


def work(people: People) -> None:
    asking.open_requests(by=set_up.founder(people.service.pk), at=people.at)


def answer(people: People) -> None:
    measure.submit_measurement(
        client=people.ana,
        instrument="phq9",
        key=uuid.uuid4(),
        answers=PHQ9_LOW,
        language="en",
        by=people.sees("ana"),
        at=people.at,
    )


def ask(screen: Screen, people: People, **changes: Any) -> Any:
    fields = {
        "set-instrument": "phq9",
        "set-respondent": "self",
        "set-rhythm": "weekly",
        "set-starts_on": f"{people.at:%Y-%m-%d}",
        "set-months_after": ["1", "3"],
        **{f"set-{name}": value for name, value in changes.items()},
    }
    return screen.post("measures", people.ana.pk, act="set", **fields)


def decide(screen: Screen, people: People, decision: str = "skip", reason: str = "unwell", words: str = "") -> Any:
    asked = MeasureRequest.objects.get(state="open")
    given = {"decision": decision, "reason": reason, "words": words}
    fields = {f"decide-{asked.pk}-{name}": value for name, value in given.items()}
    return screen.post("measures", people.ana.pk, act="decide", request=str(asked.pk), **fields)


def text_of(html: str) -> str:
    """Words as they stand on the page."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def test_nothing_asked_is_said_and_is_no_share_of_nothing(people: People) -> None:
    screen = Screen(people, "ben")
    assert "Nothing is asked at a rhythm yet" in screen.text("measures", people.ana.pk)
    an_agreed_plan(people, people.ana)
    text = text_of(screen.text("measures", people.ana.pk))
    assert "Nothing has been asked yet." in text
    assert "when the next session is booked" in text
    assert "%" not in text


def test_ben_asks_a_measure_and_sees_whose_turn_it_is(people: People) -> None:
    screen = Screen(people, "ben")
    assert ask(screen, people).status_code == 302
    text = text_of(screen.text("measures", people.ana.pk))
    assert "the person, due on 5 January 2026; it can be answered until the end of 7 January 2026" in text
    assert "Not counted yet: no time of asking is over." in text
    assert "Next due 5 January 2026" in text


def test_the_share_has_its_denominator_and_leaves_out_what_is_open_or_withdrawn(people: People) -> None:
    screen = Screen(people, "ben")
    ask(screen, people)
    answer(people)
    for _ in range(2):
        people.later(days=7)
        work(people)
    screen = Screen(people, "ben")
    assert decide(screen, people, words="Moved house.").status_code == 302
    people.later(days=7)
    work(people)
    screen = Screen(people, "ben")
    text = text_of(screen.text("measures", people.ana.pk))
    assert "Answered 1 of the 3 times it was asked (33 %)." in text
    assert "Too tired or unwell. Moved house." in text
    screen.post("measures", people.ana.pk, act="end", schedule=str(MeasureSchedule.objects.get().pk))
    text = text_of(screen.text("measures", people.ana.pk))
    assert "Answered 1 of the 3 times it was asked (33 %)." in text
    assert "Not asked any more" in text


def test_what_is_past_its_day_is_overdue_and_what_is_over_is_let_pass_before_the_worker_comes(people: People) -> None:
    screen = Screen(people, "ben")
    ask(screen, people)
    people.later(days=1)
    screen = Screen(people, "ben")
    assert "Overdue" in text_of(screen.text("measures", people.ana.pk))
    people.later(days=2)
    screen = Screen(people, "ben")
    assert "Answered 0 of the 1 time it was asked (0 %)." in text_of(screen.text("measures", people.ana.pk))


def test_a_no_on_her_behalf_is_kept_and_taken_back(people: People) -> None:
    screen = Screen(people, "ben")
    ask(screen, people)
    assert decide(screen, people, "refuse", "upsetting").status_code == 302
    row = MeasureRequest.objects.get()
    assert (row.state, row.reason) == ("refused", "upsetting")
    assert "Ask again what was due on 5 January 2026" in screen.text("measures", people.ana.pk)
    screen.post("measures", people.ana.pk, act="reopen", request=str(row.pk))
    assert MeasureRequest.objects.get().state == "open"


def test_what_ana_decided_has_no_button_to_take_it_back(people: People) -> None:
    screen = Screen(people, "ben")
    ask(screen, people)
    schedule.skip_request(request=MeasureRequest.objects.get(), reason="unsaid", by=people.sees("ana"), at=people.at)
    text = screen.text("measures", people.ana.pk)
    assert "Ask again what was due" not in text
    assert "I would rather not say why (said by the person)." in text


@pytest.mark.parametrize(
    ("changes", "said", "field"),
    [
        ({"instrument": ""}, "is not a measure that can be asked", "instrument"),
        ({"rhythm": ""}, "It does not say how often.", "rhythm_0"),
        ({"starts_on": "soon"}, "This is not a day.", "starts_on"),
        ({"starts_on": "2026-01-01"}, "which has passed", "starts_on"),
        ({"days_open": "99"}, "It stays open for 99 days.", "days_open"),
        ({"respondent": "neighbour"}, "is not one of the choices", "respondent_0"),
    ],
)
def test_what_cannot_be_set_says_why_and_loses_nothing(
    people: People, changes: dict[str, str], said: str, field: str
) -> None:
    answered = ask(Screen(people, "ben"), people, ends_on="2026-03-02", **changes)
    text = answered.content.decode()
    assert answered.status_code == 422
    assert said in text
    assert 'value="2026-03-02"' in text
    assert f'href="#id_set-{field}"' in text
    assert f'id="id_set-{field}"' in text
    assert not MeasureSchedule.objects.exists()


def test_a_no_without_a_reason_keeps_the_words(people: People) -> None:
    screen = Screen(people, "ben")
    ask(screen, people)
    answered = decide(screen, people, reason="", words="She was in a hurry.")
    assert answered.status_code == 422
    assert "It has no reason." in answered.content.decode()
    assert "She was in a hurry." in answered.content.decode()
    assert f'href="#id_decide-{MeasureRequest.objects.get().pk}-reason"' in answered.content.decode()


@pytest.mark.parametrize("fields", [{"act": "end"}, {"act": "end", "schedule": "x"}, {"act": "reopen", "request": ""}])
def test_a_form_that_names_nothing_is_refused_kindly(people: People, fields: dict[str, str]) -> None:
    answered = Screen(people, "ben").post("measures", people.ana.pk, **fields)
    assert answered.status_code == 422
    assert "Choose it again from the list." in answered.content.decode()


def test_what_is_another_persons_is_not_changed_from_here(people: People) -> None:
    other = a_client(people, "zoe", "Zoe", "Lund")
    given = schedule.Asking("phq9", "weekly", people.at.date())
    theirs = schedule.set_schedule(client=other, asking=given, by=people.sees("ben"), at=people.at)
    screen = Screen(people, "ben")
    assert screen.post("measures", people.ana.pk, act="end", schedule=str(theirs.pk)).status_code == 404
    for act in ("decide", "reopen"):
        request = str(theirs.requests.get().pk)
        assert screen.post("measures", people.ana.pk, act=act, request=request).status_code == 404
    theirs.refresh_from_db()
    assert (theirs.ended_at, theirs.requests.get().state) == (None, "open")


@pytest.mark.parametrize("who", ["dev", "ana", "cleo", "finn"])
def test_others_find_nothing_there(people: People, who: str) -> None:
    screen = Screen(people, who)
    assert screen.get("measures", people.ana.pk).status_code == 404
    assert ask(screen, people).status_code == 404
    assert not MeasureSchedule.objects.exists()


def test_eve_looks_and_changes_nothing(people: People) -> None:
    ask(Screen(people, "ben"), people)
    screen = Screen(people, "eve")
    text = screen.text("measures", people.ana.pk)
    assert "PHQ-9" in text
    assert 'name="act"' not in text
    assert ask(screen, people, instrument="gad7").status_code == 404


def test_after_the_care_nothing_can_be_set(people: People) -> None:
    from kith.care.actions import review

    an_agreed_plan(people, people.ana)
    review.end_episode(client=people.ana, ending="moved", note="", by=people.sees("ben"), at=people.at)
    text = Screen(people, "dan").text("measures", people.ana.pk)
    assert "Ask another measure" not in text


def test_a_look_leaves_one_trace_and_many_times_of_asking_cost_no_more(people: People) -> None:
    screen = Screen(people, "ben")
    ask(screen, people)
    assert [e.event for e in events_of(people.ana.pk, lambda: screen.text("measures", people.ana.pk))] == [
        "measures.seen"
    ]
    few = queries_of(lambda: screen.text("measures", people.ana.pk))
    ask(screen, people, instrument="k10")
    for _ in range(5):
        people.later(days=7)
        work(people)
    screen = Screen(people, "ben")
    assert queries_of(lambda: screen.text("measures", people.ana.pk)) == few


def test_every_word_of_ours_can_be_translated(people: People) -> None:
    screen = Screen(people, "ben")
    ask(screen, people)
    decide(screen, people)
    people.later(days=8)
    work(people)
    screen = Screen(people, "ben")
    ask(screen, people, rhythm="follow_up")
    screen.get("measures", people.ana.pk)  # takes the toast away
    assert pseudo.untranslated(screen.pseudo("measures", people.ana.pk)) == []


def test_the_page_is_linked_from_the_person_and_is_a_step_of_the_way(people: People) -> None:
    screen = Screen(people, "ben")
    link = f"/care/people/{people.ana.pk}/measures/"
    assert link in screen.text("person", people.ana.pk)
    assert link in screen.text("goals", people.ana.pk)


def test_the_form_of_a_measure_names_whose_turn_it_is(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schedule, "may_fill_in", lambda instrument: ("self", "parent"))
    screen = Screen(people, "ben")
    chosen = re.compile(r'<option value="(\w+)" selected>')
    assert chosen.findall(screen.text("measure", people.ana.pk, "k10")) == ["self"]
    given = schedule.Asking("k10", "weekly", people.at.date(), respondent="parent")
    schedule.set_schedule(client=people.ana, asking=given, by=people.sees("ben"), at=people.at)
    assert chosen.findall(screen.text("measure", people.ana.pk, "k10")) == ["parent"]
    assert chosen.findall(screen.text("measure", people.ana.pk, "k10", by="teacher")) == ["teacher"]
    assert chosen.findall(screen.text("measure", people.ana.pk, "k10", by="nobody")) == ["parent"]
    assert "?by=parent" in screen.text("measures", people.ana.pk)


# The caseload.


def why(people: People) -> tuple[list[str], str]:
    (case,) = caseload(viewer=people.sees("ben"), at=people.at).cases
    return [reason.id for reason in case.reasons], Screen(people, "ben").text("caseload")


def test_the_times_of_asking_say_what_is_overdue(people: People) -> None:
    agreed = an_agreed_plan(people, people.ana)
    a_held_session(people, agreed)
    screen = Screen(people, "ben")
    for row in MeasureSchedule.objects.all():
        schedule.end_schedule(schedule=row, by=people.sees("ben"), at=people.at)
    ask(screen, people)
    assert "overdue_measure" not in why(people)[0]
    people.later(days=1)
    reasons, text = why(people)
    assert "overdue_measure" in reasons
    assert "PHQ-9 was due on 7 Jan" in text
    assert f"/care/people/{people.ana.pk}/measure/phq9/" in text
    people.later(days=3)
    work(people)
    assert "overdue_measure" in why(people)[0], "What was let pass is still owed."
    people.later(days=3)
    work(people)
    answer(people)
    assert "overdue_measure" not in why(people)[0]


def test_a_no_is_an_answer_and_nothing_is_overdue_after_it(people: People) -> None:
    agreed = an_agreed_plan(people, people.ana)
    a_held_session(people, agreed)
    for row in MeasureSchedule.objects.all():
        schedule.end_schedule(schedule=row, by=people.sees("ben"), at=people.at)
    screen = Screen(people, "ben")
    ask(screen, people)
    decide(screen, people)
    people.later(days=5)
    work(people)
    assert "overdue_measure" not in why(people)[0]


def test_a_measure_once_a_month_is_not_overdue_after_a_fortnight_and_a_silent_worker_is_noticed(people: People) -> None:
    agreed = an_agreed_plan(people, people.ana)
    a_held_session(people, agreed)
    for row in MeasureSchedule.objects.all():
        schedule.end_schedule(schedule=row, by=people.sees("ben"), at=people.at)
    ask(Screen(people, "ben"), people, rhythm="monthly")
    answer(people)
    people.later(days=20)
    assert "overdue_measure" not in why(people)[0]
    people.later(days=12)
    assert "overdue_measure" in why(people)[0], "Nothing was opened for a month: the usual rule speaks again."


def test_a_day_is_shown_as_the_last_on_which_it_can_be_answered(people: People) -> None:
    ask(Screen(people, "ben"), people, days_open="1")
    page = measuring_over_time.measures(viewer=people.sees("ben"), client_id=people.ana.pk, at=people.at)
    (time,) = page.measures[0].times
    assert (time.due_on, time.last_on) == (people.at.date(), people.at.date())
    assert MeasureRequest.objects.get().expires_at - people.at < timedelta(days=1)
