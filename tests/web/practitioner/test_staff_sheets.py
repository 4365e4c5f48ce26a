"""Ben fills in a sheet at a meeting or a contact, reads it, corrects it, and finds all of them again."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.urls import reverse
from django.utils.html import escape

from kith.care.actions import fill_in
from kith.care.models import Alert, Plan, Sheet
from kith.care.models.knowledge import library
from tests.care.staff_sheets import call_note, on_the_shelf
from tests.people import People, a_client, a_held_session, an_agreed_plan
from tests.web import pseudo
from tests.web.practitioner.screens import Screen

SHEET = "call-note"


@pytest.fixture
def agreed(people: People, monkeypatch: pytest.MonkeyPatch) -> Plan:
    on_the_shelf(monkeypatch, call_note())
    return an_agreed_plan(people, people.ana)


def kept(people: People, plan: Plan, safety: str = "well", about: str = "The bus") -> Sheet:
    what = fill_in.Filled(SHEET, {"safety": safety, "about": about}, is_together=True)
    return fill_in.fill_in_sheet(plan=plan, filled=what, key=uuid.uuid4(), by=people.sees("ben"), at=people.at)


def sent(**more: Any) -> dict[str, Any]:
    return {"form-do": "keep", "form-shown": ["safety", "about"], "safety": "well", "about": "The bus"} | more


def test_it_opens_from_a_meeting_with_the_meeting_chosen_and_is_kept_there(people: People, agreed: Plan) -> None:
    held = a_held_session(people, agreed)
    screen, place = Screen(people, "ben"), f"session:{held.pk}"
    assert f'<option value="{place}" selected>' in screen.text("sheet_new", people.ana.pk, SHEET, at=place)
    answer = screen.post("sheet_new", people.ana.pk, SHEET, **sent(**{"form-at": place, "form-how": "together"}))
    row = Sheet.objects.get()
    assert answer["Location"] == reverse("sheet", args=[row.pk])
    assert (row.session, row.is_together, row.answers["about"]) == (held, True, "The bus")


def test_alone_is_kept_as_alone_and_a_contact_is_named(
    people: People, agreed: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    contact = {"id": "call", "title": "Call", "with_whom": "Ana", "when": "Any day", "rules": ["Short."]}
    protocol = library().protocols["cbt-depression"]
    made = type(protocol).model_validate(
        protocol.model_dump(mode="json") | {"contacts": [contact | {"worksheet": SHEET}]}
    )
    monkeypatch.setattr("kith.care.queries.staff_sheets.protocol_of", lambda _plan: made)
    Screen(people, "ben").post(
        "sheet_new", people.ana.pk, SHEET, **sent(**{"form-at": "contact:call", "form-how": "alone"})
    )
    assert Sheet.objects.values_list("contact", "is_together").get() == ("call", False)


def test_a_refused_sheet_keeps_nothing_and_loses_nothing(people: People, agreed: Plan) -> None:
    fields = sent(safety="", about="Long words about the bus", **{"form-how": "alone"})
    answer = Screen(people, "ben").post("sheet_new", people.ana.pk, SHEET, **fields)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Long words about the bus" in page
    assert 'value="alone" checked' in page
    assert 'href="#id_safety"' in page
    assert not Sheet.objects.exists()


def test_the_same_form_sent_twice_is_kept_once(people: People, agreed: Plan) -> None:
    screen, fields = Screen(people, "ben"), sent(**{"form-key": str(uuid.UUID(int=5))})
    addresses = {screen.post("sheet_new", people.ana.pk, SHEET, **fields)["Location"] for _ in range(2)}
    assert (len(addresses), Sheet.objects.count()) == (1, 1)


def test_a_question_that_an_answer_opens_is_shown_before_anything_is_kept(
    people: People, agreed: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked_if = {"field": "safety", "any_of": ["afraid"]}
    data = call_note().model_dump(mode="json")
    data["steps"][0]["fields"][1]["asked_if"] = asked_if
    on_the_shelf(monkeypatch, type(call_note()).model_validate(data))
    screen = Screen(people, "ben")
    assert 'name="about"' not in screen.text("sheet_new", people.ana.pk, SHEET)
    answer = screen.post("sheet_new", people.ana.pk, SHEET, **sent(safety="afraid", **{"form-shown": ["safety"]}))
    page = answer.content.decode()
    assert (answer.status_code, Sheet.objects.count()) == (200, 0)
    assert 'name="about"' in page
    assert 'value="afraid" checked' in page


def test_a_row_more_keeps_the_rows_that_are_typed(people: People, agreed: Plan) -> None:
    fields = {"form-do": "add:links", "form-shown": ["links"], "rows-links": "1", "links-0-link": "The bus was late"}
    page = Screen(people, "ben").post("sheet_new", people.ana.pk, "chain-analysis", **fields).content.decode()
    assert "The bus was late" in page
    assert page.count('name="links-1-link"') == 1


def test_reading_shows_answers_flags_and_the_alert_that_was_raised(people: People, agreed: Plan) -> None:
    row = kept(people, agreed, "afraid")
    text = Screen(people, "ben").text("sheet", row.pk)
    assert "The bus" in text
    assert "The person is afraid of somebody." in text
    assert reverse("alert", args=[Alert.objects.get().pk]) in text


def test_a_correction_starts_from_what_was_said_and_leads_both_ways(people: People, agreed: Plan) -> None:
    row, screen = kept(people, agreed), Screen(people, "ben")
    page = screen.text("sheet_correct", row.pk)
    assert 'value="The bus"' in page
    assert 'value="well" checked' in page
    screen.post("sheet_correct", row.pk, **sent(about="The tram"))
    newer = Sheet.objects.get(replaces=row)
    assert newer.answers["about"] == "The tram"
    assert reverse("sheet", args=[newer.pk]) in screen.text("sheet", row.pk)
    assert reverse("sheet", args=[row.pk]) in screen.text("sheet", newer.pk)


def test_all_sheets_stand_by_worksheet_in_their_newest_version(people: People, agreed: Plan) -> None:
    row, screen = kept(people, agreed), Screen(people, "ben")
    screen.post("sheet_correct", row.pk, **sent(about="The tram"))
    text = screen.text("sheets", people.ana.pk)
    assert reverse("sheet", args=[Sheet.objects.get(replaces=row).pk]) in text
    assert reverse("sheet", args=[row.pk]) not in text
    assert reverse("sheet_new", args=[people.ana.pk, SHEET]) in text


def test_the_contacts_of_the_plan_are_explained_recorded_and_counted(people: People) -> None:
    one = library().protocols["dbt-individual"]
    an_agreed_plan(people, people.ana, "dbt-individual")
    screen = Screen(people, "ben")
    text = screen.text("sheets", people.ana.pk)
    for contact in one.contacts:
        assert escape(contact.title) in text
        assert all(escape(rule) in text for rule in contact.rules)
    assert text.count("not recorded yet") == len(one.contacts)
    without_sheet = next(contact for contact in one.contacts if contact.worksheet is None)
    at = reverse("sheet_new", args=[people.ana.pk, "contact-note"])
    assert f"{at}?at=contact:{without_sheet.id}" in text
    typed = {"day": "2026-01-05", "who": "Her sister", "way": "phone", "reached": "no"}
    form = {"form-do": "keep", "form-at": f"contact:{without_sheet.id}", "form-how": "alone"}
    shown = ["day", "who", "way", "reached", "minutes", "safety", "next_step", "next_day"]
    screen.post("sheet_new", people.ana.pk, "contact-note", **typed, **form, **{"form-shown": shown})
    assert Sheet.objects.get().contact == without_sheet.id
    text = screen.text("sheets", people.ana.pk)
    assert "1 time, last on 5 January" in text
    assert text.count("not recorded yet") == len(one.contacts) - 1
    assert Screen(people, "dev").get("sheets", people.ana.pk).status_code == 404


def test_without_a_plan_the_page_says_so_and_keeps_nothing(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    on_the_shelf(monkeypatch, call_note())
    screen = Screen(people, "ben")
    assert "No plan is in force" in screen.text("sheet_new", people.ana.pk, SHEET)
    assert screen.post("sheet_new", people.ana.pk, SHEET, **sent()).status_code == 200
    assert not Sheet.objects.exists()


def test_what_only_clients_fill_in_and_what_others_may_not_see_look_absent(people: People, agreed: Plan) -> None:
    row = kept(people, agreed)
    assert Screen(people, "ben").get("sheet_new", people.ana.pk, "activity-diary").status_code == 404
    for name in ("dev", "ana", "finn"):
        assert Screen(people, name).get("sheet", row.pk).status_code == 404


def test_a_meeting_of_somebody_else_is_not_taken(people: People, agreed: Plan) -> None:
    zoe = a_client(people, "zoe", "Zoe", "Quinn")
    theirs = a_held_session(people, an_agreed_plan(people, zoe))
    Screen(people, "ben").post("sheet_new", people.ana.pk, SHEET, **sent(**{"form-at": f"session:{theirs.pk}"}))
    assert Sheet.objects.get().session is None


@pytest.mark.parametrize("page", ["sheets", "sheet", "sheet_new", "sheet_correct"])
def test_every_word_is_translated(people: People, agreed: Plan, page: str) -> None:
    row = kept(people, agreed, "afraid")
    args = {"sheets": [people.ana.pk], "sheet_new": [people.ana.pk, SHEET]}.get(page, [row.pk])
    assert pseudo.untranslated(Screen(people, "ben").pseudo(page, *args)) == []
