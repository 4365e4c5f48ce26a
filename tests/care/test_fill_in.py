"""Sheets of staff: checked, kept once, corrected beside the old one; what they flag raises an alert with them."""

from __future__ import annotations

import uuid
from typing import Any

import pytest

from kith.care.actions import fill_in, gather
from kith.care.actions.flagged import raise_for_entry
from kith.care.models import Alert, AlertStep, AuditEvent, BadInput, Plan, Sheet, WrongMoment
from kith.care.models.knowledge import library
from kith.care.permissions import NotYours
from kith.care.queries.alerts import alert_page
from kith.science.worksheets import check_entry
from tests.care.courses import a_group, a_member
from tests.care.staff_sheets import call_note, on_the_shelf
from tests.people import People, a_client, a_held_session, an_agreed_plan


@pytest.fixture
def agreed(people: People, monkeypatch: pytest.MonkeyPatch) -> Plan:
    on_the_shelf(monkeypatch, call_note())
    return an_agreed_plan(people, people.ana)


def filled(people: People, plan: Plan, safety: str = "well", by: str = "ben", **more: Any) -> Sheet:
    key = more.pop("key", None) or uuid.uuid4()
    what = fill_in.Filled(**{"worksheet": "call-note", "answers": {"safety": safety}, "is_together": False} | more)
    return fill_in.fill_in_sheet(plan=plan, filled=what, key=key, by=people.sees(by), at=people.at)


def corrected(people: People, sheet: Sheet, safety: str, by: str = "ben", key: uuid.UUID | None = None) -> Sheet:
    return fill_in.correct_sheet(
        sheet=sheet, answers={"safety": safety}, key=key or uuid.uuid4(), by=people.sees(by), at=people.at
    )


def raised() -> list[str]:
    return list(AlertStep.objects.filter(step="raised").order_by("at", "made_at").values_list("flag", flat=True))


def test_a_sheet_is_kept_with_its_version_and_audited(people: People, agreed: Plan) -> None:
    row = filled(people, agreed, answers={"safety": "well", "about": "The bus"}, contact="coaching-call")
    kept = Sheet.objects.get()
    assert (kept.pk, kept.worksheet_version, kept.contact) == (row.pk, "1.0", "coaching-call")
    assert kept.answers == {"safety": "well", "about": "The bus", "computed": {}}
    assert AuditEvent.objects.filter(event="sheet.filled_in", object_id=str(row.pk)).count() == 1


def test_the_same_key_is_kept_once(people: People, agreed: Plan) -> None:
    key = uuid.uuid4()
    first, again = (filled(people, agreed, "hurt", key=key) for _ in range(2))
    assert first == again
    assert (Sheet.objects.count(), raised()) == (1, ["call-note:hurt"])
    assert AuditEvent.objects.filter(event="sheet.repeated").exists()


def test_a_key_of_another_person_tells_nothing(people: People, agreed: Plan) -> None:
    key = filled(people, agreed).key
    zoe = a_client(people, "zoe", "Zoe", "Quinn")
    with pytest.raises(NotYours):
        filled(people, an_agreed_plan(people, zoe), key=key)


@pytest.mark.parametrize("by", ["dev", "ana", "finn"])
def test_only_who_writes_notes_on_this_person_fills_in(people: People, agreed: Plan, by: str) -> None:
    with pytest.raises(NotYours):
        filled(people, agreed, by=by)
    row = filled(people, agreed)
    with pytest.raises(NotYours):
        corrected(people, row, "well", by=by)
    assert Sheet.objects.count() == 1


def test_a_session_of_somebody_else_is_refused(people: People, agreed: Plan) -> None:
    zoe = a_client(people, "zoe", "Zoe", "Quinn")
    theirs = a_held_session(people, an_agreed_plan(people, zoe))
    with pytest.raises(NotYours):
        filled(people, agreed, session=theirs)
    assert filled(people, agreed, session=a_held_session(people, agreed)).session is not None


def test_what_only_clients_fill_in_is_refused(people: People, agreed: Plan) -> None:
    with pytest.raises(BadInput):
        filled(people, agreed, worksheet="activity-diary", answers={})
    with pytest.raises(BadInput):
        filled(people, agreed, worksheet="no-such-sheet", answers={})


def test_together_is_said_only_of_what_is_made_for_it(
    people: People, agreed: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert filled(people, agreed, is_together=True).is_together
    on_the_shelf(monkeypatch, call_note(filled_in_by=("practitioner",)))
    with pytest.raises(BadInput):
        filled(people, agreed, is_together=True)


def test_a_missing_or_strange_answer_is_refused_and_nothing_kept(people: People, agreed: Plan) -> None:
    for answers in ({}, {"safety": "green"}, {"safety": "well", "stranger": "x"}):
        with pytest.raises(BadInput):
            filled(people, agreed, answers=answers)
    assert not Sheet.objects.exists()


def test_a_plan_that_is_not_in_force_takes_no_sheet(people: People, agreed: Plan) -> None:
    Plan.objects.filter(pk=agreed.pk).update(state="ended")
    agreed.refresh_from_db()
    with pytest.raises(WrongMoment):
        filled(people, agreed)


def test_a_flagged_answer_raises_the_alert_of_its_level(people: People, agreed: Plan) -> None:
    filled(people, agreed, "well")
    assert not Alert.objects.exists()
    filled(people, agreed, "afraid")
    assert Alert.objects.get().level == "moderate"
    filled(people, agreed, "hurt")
    alert = Alert.objects.get()
    assert (alert.level, alert.owner, raised()) == (
        "imminent",
        people.accounts["ben"],
        ["call-note:afraid", "call-note:hurt"],
    )


def test_no_sheet_is_kept_when_its_alert_cannot_be_raised(
    people: People, agreed: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any, **__: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr("kith.care.actions.flagged.raise_alert", broken)
    with pytest.raises(RuntimeError):
        filled(people, agreed, "hurt")
    assert not Sheet.objects.exists()


def test_the_alert_says_what_the_sheet_said_and_what_to_do(people: People, agreed: Plan) -> None:
    filled(people, agreed, "afraid")
    page = alert_page(viewer=people.sees("ben"), alert_id=Alert.objects.get().pk, at=people.at)
    levels = library().safety_responses["harm_from_others"].levels
    assert [step.flag_words for step in page.steps] == ["The person is afraid of somebody."]
    assert page.advice == levels[0].steps


def test_a_correction_stands_beside_the_old_one(people: People, agreed: Plan) -> None:
    first = filled(people, agreed, is_together=True, contact="coaching-call")
    second = corrected(people, first, "well")
    assert (second.replaces, second.contact, second.is_together) == (first, "coaching-call", True)
    assert Sheet.objects.count() == 2
    assert AuditEvent.objects.filter(event="sheet.corrected", object_id=str(second.pk)).exists()
    with pytest.raises(WrongMoment):
        corrected(people, first, "well")
    assert corrected(people, first, "well", key=second.key) == second


def test_a_correction_notes_the_alert_and_raises_only_what_is_new(people: People, agreed: Plan) -> None:
    first = filled(people, agreed, "afraid")
    second = corrected(people, first, "afraid")
    assert raised() == ["call-note:afraid"]
    corrected(people, second, "hurt")
    assert raised() == ["call-note:afraid", "call-note:hurt"]
    assert AlertStep.objects.filter(step="corrected").count() == 2
    assert Alert.objects.get().state == "raised"


def test_a_correction_is_checked_against_the_version_filled_in(
    people: People, agreed: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = filled(people, agreed)
    on_the_shelf(monkeypatch, call_note().model_copy(update={"version": "2.0", "flags": ()}))
    assert corrected(people, first, "hurt").worksheet_version == "1.0"
    assert raised() == ["call-note:hurt"]


def test_answers_that_meet_no_flag_raise_nothing(people: People, agreed: Plan) -> None:
    worksheet, by = call_note(), people.sees("ben")
    answers: tuple[dict[str, Any], ...] = ({}, {"safety": None}, {"safety": "well"})
    for values in answers:
        entry = check_entry(worksheet, values, finished=False)
        given = {"client": people.ana, "entry": entry, "source_key": uuid.uuid4(), "by": by, "at": people.at}
        assert raise_for_entry(**given) is None


def test_the_name_of_every_flag_fits_its_column() -> None:
    longest = AlertStep._meta.get_field("flag").max_length
    assert longest is not None
    long = [f"{name}:{flag.id}" for name, one in library().worksheets.items() for flag in one.flags]
    assert not [each for each in long if len(each) > longest]


def a_meeting_of_all(theme: str, **more: Any) -> dict[str, Any]:
    row = {"theme": theme, "decision": more.pop("decision", None), "role": None, "how": "all"}
    return {"day": "2026-01-05", "people": 9, "roles": ["chair"], "themes": [row], "safe": 7} | more


def test_notes_of_a_community_meeting_hold_the_name_of_nobody_in_the_persons_groups(people: People) -> None:
    group = a_group(people)
    a_member(people, group, people.ana, "ana", "Annie")
    place = a_member(people, group, a_client(people, "bo", "Bo", "Lindqvist"), "bo", "Bosse")
    plan = an_agreed_plan(people, people.ana, "community-sociotherapy")
    sheet = {"worksheet": "community-meeting"}
    gather.leave_group(membership=place, by=people.sees("finn"), at=people.at)
    for wrong, where in (
        (
            a_meeting_of_all("Noise", decision="Bosse speaks to the landlord"),
            "“Bosse” (What was decided?, line 1, word 1)",
        ),
        (a_meeting_of_all("Why Annie left early"), "“Annie” (Theme, line 1, word 2)"),
        (a_meeting_of_all("Noise", next="Ask Lindqvist first"), "“Lindqvist” (For the next meeting"),
    ):
        with pytest.raises(BadInput) as refused:
            filled(people, plan, answers=wrong, **sheet)
        assert where in str(refused.value.found)
    assert not Sheet.objects.exists()
    row = filled(people, plan, answers=a_meeting_of_all("Noise at night"), **sheet)
    with pytest.raises(BadInput, match="name"):
        corrected_with(people, row, a_meeting_of_all("Bosse at night"))
    assert corrected_with(people, row, a_meeting_of_all("Quiet at night")).replaces_id == row.pk


def corrected_with(people: People, sheet: Sheet, answers: dict[str, Any]) -> Sheet:
    return fill_in.correct_sheet(sheet=sheet, answers=answers, key=uuid.uuid4(), by=people.sees("ben"), at=people.at)


def test_a_sheet_that_may_hold_names_is_not_compared(people: People, agreed: Plan) -> None:
    a_member(people, a_group(people), people.ana, "ana", "Annie")
    assert filled(people, agreed, answers={"safety": "well", "about": "Annie rang"}).pk  # the control
