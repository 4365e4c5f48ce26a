"""The registers: the machine suggests, a person records or sets aside, a second person judges; nothing is changed."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction

from kith.care.actions import harms, measure
from kith.care.actions.harms import Happened, Seen
from kith.care.models import (
    AuditEvent,
    BadInput,
    HarmEvent,
    Measurement,
    OutboxMessage,
    WrongMoment,
)
from kith.care.models.knowledge import library
from kith.care.permissions import NotAllowed, NotYours, Refused
from kith.care.queries import harms as pages
from kith.care.queries.caseload import caseload
from kith.care.queries.harm_counts import harm_counts
from kith.care.queries.my_download import my_download
from tests.people import People, a_client, an_agreed_plan

FIRST_DAY = date(2026, 1, 5)
CONFLICT = Happened("conflict_caused", FIRST_DAY, "Her sister stopped calling.", "We spoke about it.", "Eve")
DANGER = Happened("boundary_or_misconduct", FIRST_DAY, "He wrote to her at night.")
SEEN = Seen("possible", "expected", "minor", "It began after the letter we suggested.")


def record(people: People, what: Happened = CONFLICT, by: str = "ben", replaces: HarmEvent | None = None) -> HarmEvent:
    return harms.record_harm(client=people.ana, what=what, replaces=replaces, by=people.sees(by), at=people.at)


def says(people: People, **raised: int) -> Measurement:
    """Ana answers about unwanted effects: none, with full respect, but for what is named."""
    answers = {item.id: 0.0 for item in library().instruments["negative-effects"].items} | {"respected": 3.0}
    return measure.submit_measurement(
        client=people.ana,
        instrument="negative-effects",
        key=uuid.uuid4(),
        answers=answers | {name: float(value) for name, value in raised.items()},
        language="en",
        by=people.sees("ana"),
        at=people.at,
    )


def test_an_event_is_kept_and_audited_without_a_word_of_it(people: People) -> None:
    event = record(people)
    assert (event.words, event.standing, event.reporter) == (CONFLICT.words, "recorded", people.accounts["ben"])
    trace = AuditEvent.objects.get(event="harm.recorded")
    assert (trace.object_id, trace.actor_id) == (str(event.pk), people.accounts["ben"].pk)
    assert "sister" not in str(AuditEvent.objects.values())


@pytest.mark.parametrize("who", ["ana", "dev", "cleo", "finn", "ada", "pia"])
def test_others_neither_write_nor_read_the_register(people: People, who: str) -> None:
    with pytest.raises(Refused):
        record(people, by=who)
    with pytest.raises(Refused):
        pages.harms(viewer=people.sees(who), client_id=people.ana.pk, at=people.at)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"kind": "neglect"}, "kind"),
        ({"happened_on": None}, "happened_on"),
        ({"happened_on": FIRST_DAY + timedelta(days=1)}, "happened_on"),
        ({"words": "  "}, "words"),
        ({"seriousness": "awful"}, "seriousness"),
    ],
)
def test_an_entry_that_says_too_little_is_not_kept(people: People, change: dict[str, object], field: str) -> None:
    with pytest.raises(BadInput) as refused:
        record(people, replace(CONFLICT, **change))  # type: ignore[arg-type]
    assert refused.value.field == field
    assert not HarmEvent.objects.exists()


def test_a_correction_stands_beside_what_it_corrects_and_happens_once(people: People) -> None:
    first = record(people)
    corrected = record(people, replace(CONFLICT, words="Her brother stopped calling."), by="dan", replaces=first)
    assert HarmEvent.objects.get(pk=first.pk).words == CONFLICT.words
    shown = pages.harms(viewer=people.sees("ben"), client_id=people.ana.pk, at=people.at).events
    assert [(one.id, one.is_correction) for one in shown] == [(corrected.pk, True)]
    with pytest.raises(WrongMoment):
        record(people, replaces=first)


def test_a_correction_never_crosses_from_one_person_to_another(people: People) -> None:
    theirs = harms.record_harm(
        client=a_client(people, "con", "Con", "Reid"), what=CONFLICT, by=people.sees("ben"), at=people.at
    )
    with pytest.raises(NotYours):
        record(people, replaces=theirs)


def test_the_database_refuses_to_change_an_entry(people: People) -> None:
    event = record(people)
    with pytest.raises(DatabaseError), transaction.atomic():
        HarmEvent.objects.filter(pk=event.pk).update(kind="stigma")


def test_the_second_person_is_another_person(people: People) -> None:
    event = record(people)
    with pytest.raises(WrongMoment):
        harms.judge_harm(event=event, seen=SEEN, by=people.sees("ben"), at=people.at)
    judged = harms.judge_harm(event=event, seen=SEEN, by=people.sees("eve"), at=people.at)
    assert AuditEvent.objects.get(event="harm.judged").object_id == str(judged.pk)
    shown = pages.harms(viewer=people.sees("ben"), client_id=people.ana.pk, at=people.at).events[0]
    assert shown.judgement is not None
    assert (shown.judgement.relatedness, shown.judgement.judge) == ("possible", "Eve Lindqvist")


@pytest.mark.parametrize("who", ["ana", "dev", "cleo"])
def test_others_do_not_judge(people: People, who: str) -> None:
    event = record(people)
    with pytest.raises(Refused):
        harms.judge_harm(event=event, seen=SEEN, by=people.sees(who), at=people.at)


@pytest.mark.parametrize(
    "open_one", [{"relatedness": "not_judged"}, {"expectedness": ""}, {"seriousness": "not_judged"}, {"words": ""}]
)
def test_a_judgement_answers_every_question(people: People, open_one: dict[str, str]) -> None:
    event = record(people)
    with pytest.raises(BadInput) as refused:
        harms.judge_harm(event=event, seen=replace(SEEN, **open_one), by=people.sees("eve"), at=people.at)
    assert refused.value.field == next(iter(open_one))


def test_answers_about_harm_wait_in_the_register_until_a_person_looks(people: People) -> None:
    an_agreed_plan(people, people.ana)
    says(people)
    assert not HarmEvent.objects.exists()
    sent = says(people, too_fast=2)
    event = HarmEvent.objects.get()
    assert (event.standing, event.reporter, event.source_key) == ("suggested", None, sent.key)
    page = pages.harms(viewer=people.sees("ben"), client_id=people.ana.pk, at=people.at)
    assert page.suggested[0].answers == ("The client names an unwanted effect of care",)
    assert not page.events
    case = caseload(viewer=people.sees("ben"), at=people.at).cases[0]
    assert (case.why.id, case.why.act, case.is_for_today) == ("harm_suggested", "look_at_harm", True)
    with pytest.raises(WrongMoment):
        harms.judge_harm(event=event, seen=SEEN, by=people.sees("eve"), at=people.at)
    record(people, replace(CONFLICT, kind="other_unwanted_effect"), replaces=event)
    page = pages.harms(viewer=people.sees("ben"), client_id=people.ana.pk, at=people.at)
    assert not page.suggested
    assert page.events[0].answers == ("The client names an unwanted effect of care",)
    assert caseload(viewer=people.sees("ben"), at=people.at).cases[0].why.id != "harm_suggested"


def test_a_suggestion_is_set_aside_with_a_reason_and_nothing_else_is(people: People) -> None:
    an_agreed_plan(people, people.ana)
    says(people, worse=3)
    event = HarmEvent.objects.get()
    with pytest.raises(BadInput):
        harms.set_harm_aside(event=event, words=" ", by=people.sees("ben"), at=people.at)
    with pytest.raises(Refused):
        harms.set_harm_aside(event=event, words="No.", by=people.sees("dev"), at=people.at)
    aside = harms.set_harm_aside(event=event, words="She meant the bus.", by=people.sees("ben"), at=people.at)
    assert AuditEvent.objects.get(event="harm.set_aside").object_id == str(aside.pk)
    assert aside.words == "She meant the bus."
    recorded = record(people)
    with pytest.raises(WrongMoment):
        harms.set_harm_aside(event=recorded, words="No.", by=people.sees("ben"), at=people.at)


def test_danger_from_a_person_is_written_by_many_and_read_by_few(people: People) -> None:
    given = {"client": people.ana, "what": DANGER, "by": people.sees("ben"), "at": people.at}
    entry = harms.record_safeguarding(**given)  # type: ignore[arg-type]
    assert AuditEvent.objects.get(event="safeguarding.recorded").object_id == str(entry.pk)
    assert OutboxMessage.objects.filter(to_user=people.accounts["dan"], key__startswith="safeguarding:").exists()
    seen = {
        who: pages.safeguarding(viewer=people.sees(who), client_id=people.ana.pk, at=people.at)
        for who in ("ben", "eve", "dan")
    }
    assert {who: [one.words for one in page.events] for who, page in seen.items()} == {
        "ben": [],
        "eve": [DANGER.words],
        "dan": [DANGER.words],
    }
    for who in ("ana", "dev", "cleo", "pia"):
        with pytest.raises(Refused):
            pages.safeguarding(viewer=people.sees(who), client_id=people.ana.pk, at=people.at)


def test_whoever_may_only_write_neither_corrects_nor_judges_danger(people: People) -> None:
    entry = harms.record_safeguarding(client=people.ana, what=DANGER, by=people.sees("dan"), at=people.at)
    with pytest.raises(Refused):
        harms.record_safeguarding(client=people.ana, what=DANGER, replaces=entry, by=people.sees("ben"), at=people.at)
    with pytest.raises(Refused):
        harms.judge_safeguarding(event=entry, seen=SEEN, by=people.sees("ben"), at=people.at)
    with pytest.raises(WrongMoment):
        harms.judge_safeguarding(event=entry, seen=SEEN, by=people.sees("dan"), at=people.at)
    judged = harms.judge_safeguarding(event=entry, seen=SEEN, by=people.sees("eve"), at=people.at)
    assert AuditEvent.objects.get(event="safeguarding.judged").object_id == str(judged.pk)


def test_the_person_finds_harm_but_never_danger_in_their_copy(people: People) -> None:
    record(people)
    harms.record_safeguarding(client=people.ana, what=DANGER, by=people.sees("dan"), at=people.at)
    content = my_download(viewer=people.sees("ana"), at=people.at).content
    assert [row["words"] for row in content["harm_events"]] == [CONFLICT.words]
    assert DANGER.words not in str(content)
    assert not [look for look in content["who_looked"] if look["what"].startswith("safeguarding")]


def test_the_register_shows_each_what_they_may_read_and_what_waits_first(people: People) -> None:
    done, waits = record(people), record(people, replace(CONFLICT, kind="stigma"))
    harms.judge_harm(event=done, seen=SEEN, by=people.sees("eve"), at=people.at)
    harms.record_safeguarding(client=people.ana, what=DANGER, by=people.sees("dan"), at=people.later(minutes=1))
    mine = pages.harm_register(viewer=people.sees("ben"), at=people.at)
    assert [(row.kind, row.is_judged, row.is_mine) for row in mine] == [
        (waits.kind, False, True),
        (done.kind, True, True),
    ]
    assert DANGER.kind in [row.kind for row in pages.harm_register(viewer=people.sees("eve"), at=people.at)]
    assert pages.harm_register(viewer=people.sees("dev"), at=people.at) == ()
    with pytest.raises(NotAllowed):
        pages.harm_register(viewer=people.sees("cleo"), at=people.at)


def test_a_manager_sees_counts_of_quarters_that_are_over_and_no_small_ones(people: People) -> None:
    for _turn in range(9):
        record(people)
    first = record(people, replace(CONFLICT, kind="stigma"))
    record(people, replace(CONFLICT, kind="stigma", words="Corrected."), replaces=first)
    assert not any(
        count.people for one in harm_counts(viewer=people.sees("cleo"), at=people.at).harms for count in one.counts
    )
    people.later(days=100)
    counted = {one.kind: one.counts[-1].people for one in harm_counts(viewer=people.sees("cleo"), at=people.at).harms}
    before = [one.counts[0] for one in harm_counts(viewer=people.sees("cleo"), at=people.at).harms]
    assert {one.reason for one in before} == {"not_kept_yet"}, "Nobody had written anything down: that is not none."
    assert (counted["conflict_caused"], counted["stigma"], counted["death"], counted["all"]) == (10, None, 0, 10)
    with pytest.raises(NotAllowed):
        harm_counts(viewer=people.sees("ben"), at=people.at)
