"""The pages of the registers, of what is hidden, of the limits, and of the alliance before a session."""

from __future__ import annotations

import uuid
from typing import Any

import pytest

from kith.care.actions import harms, hide, measure
from kith.care.models import HarmEvent, HarmJudgement, LimitsTalk, SafeguardingEntry
from kith.care.models.knowledge import library
from tests.people import People, a_booked_session, an_agreed_plan
from tests.reports.read_pdf import words_of
from tests.web import pseudo
from tests.web.practitioner.screens import Screen

FORM = {
    "act": "record",
    "kind": "conflict_caused",
    "happened_on": "2026-01-05",
    "words": "Her sister stopped calling.",
    "done": "We spoke.",
    "told": "Eve",
    "seriousness": "minor",
}
JUDGED = {"act": "judge", "relatedness": "possible", "expectedness": "expected", "seriousness": "minor", "words": "So."}


@pytest.fixture
def suggested(people: People) -> HarmEvent:
    """Ana says that the help makes her feel worse."""
    an_agreed_plan(people, people.ana)
    answers = {item.id: 0.0 for item in library().instruments["negative-effects"].items}
    measure.submit_measurement(
        client=people.ana,
        instrument="negative-effects",
        key=uuid.uuid4(),
        answers=answers | {"respected": 3.0, "worse": 3.0},
        language="en",
        by=people.sees("ana"),
        at=people.at,
    )
    return HarmEvent.objects.get()


def test_from_an_answer_to_the_register_to_a_second_person(people: People, suggested: HarmEvent) -> None:
    ben, eve, ana = Screen(people, "ben"), Screen(people, "eve"), people.ana.pk
    assert "Named something hard about care" in ben.text("caseload")
    page = ben.text("harms", ana)
    assert "The client feels worse through the help" in page
    assert "Named in answers about care" in ben.text("harm_register")
    assert ben.post("harms", ana, **FORM, event=suggested.pk).status_code == 302
    event = HarmEvent.objects.get(standing="recorded")
    page = ben.text("harms", ana)
    assert "Her sister stopped calling." in page
    assert "You wrote this. A colleague judges it." in page
    assert eve.post("harms", ana, **JUDGED, event=event.pk).status_code == 302
    assert HarmJudgement.objects.get().judge == people.accounts["eve"]
    assert "Looked at by two" in ben.text("harm_register")


def test_nothing_typed_is_lost_when_something_is_missing(people: People) -> None:
    ben = Screen(people, "ben")
    asked: Any = ben.post("harms", people.ana.pk, **{**FORM, "kind": ""})
    assert asked.status_code == 422
    text = asked.content.decode()
    assert "It does not say what kind of event it was." in text
    assert "Her sister stopped calling." in text
    assert not HarmEvent.objects.exists()
    bad_day: Any = ben.post("harms", people.ana.pk, **{**FORM, "happened_on": "yesterday"})
    assert bad_day.status_code == 422
    assert "Her sister stopped calling." in bad_day.content.decode()
    for fields in ({"act": "judge", "event": "x"}, {"act": "set_aside", "event": str(uuid.uuid4())}, {"act": "fly"}):
        assert ben.post("harms", people.ana.pk, **fields).status_code in {404, 422}


def test_set_aside_with_a_reason(people: People, suggested: HarmEvent) -> None:
    ben = Screen(people, "ben")
    given = {"act": "set_aside", "event": suggested.pk}
    assert ben.post("harms", people.ana.pk, **given, aside_words="").status_code == 422
    assert ben.post("harms", people.ana.pk, **given, aside_words="She meant the bus.").status_code == 302
    assert "She meant the bus." in ben.text("harms", people.ana.pk)


def test_danger_is_sent_by_ben_and_read_by_eve(people: People) -> None:
    ben, eve = Screen(people, "ben"), Screen(people, "eve")
    danger = {**FORM, "kind": "domestic_abuse", "words": "He takes her phone."}
    assert ben.post("safeguarding", people.ana.pk, **danger).status_code == 302
    assert "He takes her phone." not in ben.text("safeguarding", people.ana.pk)
    assert "He takes her phone." in eve.text("safeguarding", people.ana.pk)
    entry = SafeguardingEntry.objects.get()
    assert ben.post("safeguarding", people.ana.pk, **JUDGED, event=entry.pk).status_code == 404
    assert eve.post("safeguarding", people.ana.pk, **JUDGED, event=entry.pk).status_code == 302
    assert "Looked at by two" in eve.text("safeguarding", people.ana.pk)


def test_hiding_and_two_who_bring_it_back(people: People) -> None:
    ben, eve, ana = Screen(people, "ben"), Screen(people, "eve"), people.ana.pk
    assert ben.post("safe_mode", ana, act="hide").status_code == 422
    assert ben.post("safe_mode", ana, act="show").status_code == 422
    assert ben.post("safe_mode", ana, act="hide", things=["work"], words="Her husband looks.").status_code == 302
    text = ben.text("safe_mode", ana)
    assert "Abuse-safe mode is on" in text
    assert "Her husband looks." in text
    assert ben.post("safe_mode", ana, act="show", words="He moved out.").status_code == 302
    assert "It needs a second person." in ben.text("safe_mode", ana)
    assert eve.post("safe_mode", ana, act="show").status_code == 302
    assert "Abuse-safe mode is on" not in ben.text("safe_mode", ana)


def test_the_limits_are_explained_before_a_session_and_read_by_ana(people: People) -> None:
    session = a_booked_session(people, an_agreed_plan(people, people.ana))
    ben, ana = Screen(people, "ben"), Screen(people, "ana")
    assert "What stays between us is not explained yet" in ben.text("session", session.pk, part="prepare")
    assert ben.post("limits", people.ana.pk).status_code == 422
    assert ben.post("limits", people.ana.pk, understood="own_words", words="She nodded.").status_code == 302
    assert "What stays between us is not explained yet" not in ben.text("session", session.pk, part="prepare")
    assert "She nodded." in ben.text("limits", people.ana.pk)
    assert "We talked about it on" in ana.text("my_limits")
    assert ana.post("my_limits", understood="not_yet").status_code == 302
    assert LimitsTalk.objects.count() == 2
    assert ana.post("my_limits").status_code == 422


def test_a_low_mark_leads_to_a_repair_note(people: People) -> None:
    agreed = an_agreed_plan(people, people.ana)
    answers = dict.fromkeys(("heard", "what_matters", "way_of_working", "overall"), 4.0)
    measure.submit_measurement(
        client=people.ana,
        instrument="session-feedback",
        key=uuid.uuid4(),
        answers=answers,
        language="en",
        by=people.sees("ana"),
        at=people.at,
    )
    session = a_booked_session(people, agreed)
    ben = Screen(people, "ben")
    text = ben.text("session", session.pk, part="prepare")
    assert "It is low" in text
    assert f"/care/people/{people.ana.pk}/sheets/rupture-and-repair/" in text
    assert "A strain between us" in ben.text("sheet_new", people.ana.pk, "rupture-and-repair")
    assert "Working together is rated low" in ben.text("caseload", reason="strained")


def test_cleo_counts_and_reads_nothing(people: People) -> None:
    what = harms.Happened("conflict_caused", people.at.date(), "Her sister stopped calling.")
    for _turn in range(10):
        harms.record_harm(client=people.ana, what=what, by=people.sees("ben"), at=people.at)
    assert "Nothing is counted yet" in Screen(people, "cleo").text("harm_counts")
    people.later(days=100)
    cleo = Screen(people, "cleo")
    page = cleo.text("harm_counts")
    assert "Nothing is counted yet" not in page
    assert "<td>10</td>" in page
    assert "sister" not in page
    rows = cleo.text("harm_counts_export").splitlines()
    assert "harms,conflict_caused,2026-01-01,2026-03-31,10," in rows
    printed = words_of(cleo.get("harm_counts_export", **{"as": "pdf"}).content)
    assert "All together not kept yet not kept yet not kept yet 10" in printed
    assert "sister" not in printed
    assert cleo.get("harms", people.ana.pk).status_code == 404
    assert cleo.get("harm_register").status_code == 403
    assert Screen(people, "ben").get("harm_counts").status_code == 403


def test_every_word_of_these_pages_can_be_translated(people: People, suggested: HarmEvent) -> None:
    what = harms.Happened("conflict_caused", people.at.date(), "[said]")
    harms.record_harm(client=people.ana, what=what, by=people.sees("eve"), at=people.at)
    hide.hide_things(client=people.ana, things=["work"], by=people.sees("ben"), at=people.at)
    ben, ana = Screen(people, "ben"), Screen(people, "ana")
    for page in ("harms", "safeguarding", "safe_mode", "limits"):
        assert not pseudo.untranslated(ben.pseudo(page, people.ana.pk)), page
    assert not pseudo.untranslated(ben.pseudo("harm_register"))
    assert not pseudo.untranslated(Screen(people, "cleo").pseudo("harm_counts"))
    for page in ("my_limits", "my_privacy"):
        assert not pseudo.untranslated(ana.pseudo(page)), page
