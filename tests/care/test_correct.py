"""A wrong person's form is moved with a trail, one entered in error withdrawn; alerts are never closed by it."""

from __future__ import annotations

import ast
import uuid
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from kith.care.actions import correct, measure, safety
from kith.care.models import Alert, AuditEvent, BadInput, Block, Client, Measurement, Score, Withdrawal, WrongMoment
from kith.care.permissions import NotYours
from kith.care.queries.caseload import caseload
from kith.care.queries.filled_in import forms_of
from kith.care.queries.my_download import my_download
from kith.care.queries.person import person
from kith.care.queries.story import story
from kith.care.queries.today import measures_due
from tests.people import PHQ9_LOW, People, a_client, an_agreed_plan

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def zoe(people: People) -> Client:
    return a_client(people, "zoe", "Zoe", "Lund")


def filled(people: People, by: str = "ben", client: Client | None = None, **answers: float) -> Measurement:
    return measure.submit_measurement(
        client=client or people.ana,
        instrument="phq9",
        key=uuid.uuid4(),
        answers=dict(PHQ9_LOW) | answers,
        language="en",
        by=people.sees(by),
        at=people.at,
    )


def withdraw(people: People, row: Measurement, by: str = "ben", **changes: Any) -> Withdrawal:
    given = {"reason": "entered_in_error", "words": "I had the wrong sheet."} | changes
    return correct.withdraw_measurement(measurement=row, **given, by=people.sees(by), at=people.at)


def move(
    people: People, row: Measurement, to: Client, by: str = "ben", words: str = "Two sheets got mixed up."
) -> Measurement:
    return correct.move_measurement(measurement=row, to=to, words=words, by=people.sees(by), at=people.at)


def test_a_withdrawn_form_stays_and_counts_nowhere(people: People) -> None:
    an_agreed_plan(people, people.ana)
    row = filled(people, "ana")
    assert len(story(viewer=people.sees("ana"), at=people.at).courses) == 1
    withdraw(people, row)
    assert Measurement.objects.get() == row
    assert not Measurement.objects.standing().exists()
    assert not Score.objects.standing().exists()
    assert story(viewer=people.sees("ana"), at=people.at).courses == ()
    assert person(viewer=people.sees("ben"), client_id=people.ana.pk, at=people.at).courses == ()
    assert all(case.course is None for case in caseload(viewer=people.sees("ben"), at=people.at).cases)
    due = measures_due(viewer=people.sees("ana"), client=people.ana, at=people.at)
    assert "phq9" in {one.instrument for one in due}, "It is asked again, because nothing that counts is there."
    assert AuditEvent.objects.filter(event="measurement.withdrawn", object_id=str(row.pk)).exists()


def test_the_download_and_the_list_mark_it(people: People) -> None:
    kept, gone = filled(people, "ana"), filled(people, "ana")
    withdraw(people, gone)
    rows = my_download(viewer=people.sees("ana"), at=people.at).content["answers"]
    assert {row["id"]: row["withdrawn_at"] is None for row in rows} == {str(kept.pk): True, str(gone.pk): False}
    facts = {
        row.id: row.withdrawn for row in forms_of(viewer=people.sees("ben"), client_id=people.ana.pk, at=people.at).rows
    }
    assert facts[kept.pk] is None
    assert (facts[gone.pk].person, facts[gone.pk].reason) == ("Ben Okafor", "entered_in_error")  # type: ignore[union-attr]


@pytest.mark.parametrize("by", ["dev", "eve", "cleo", "ana"])
def test_others_put_nothing_right(people: People, zoe: Client, by: str) -> None:
    row = filled(people)
    for act in (lambda: withdraw(people, row, by), lambda: move(people, row, zoe, by)):
        with pytest.raises(NotYours):
            act()
    assert not Withdrawal.objects.exists()


def test_a_form_is_withdrawn_once(people: People, zoe: Client) -> None:
    row = filled(people)
    withdraw(people, row)
    for act in (lambda: withdraw(people, row), lambda: move(people, row, zoe)):
        with pytest.raises(WrongMoment):
            act()
    assert Measurement.objects.count() == 1


@pytest.mark.parametrize(("changes", "field"), [({"reason": ""}, "reason"), ({"words": "  "}, "words")])
def test_a_reason_and_words_are_needed(people: People, changes: dict[str, str], field: str) -> None:
    row = filled(people)
    with pytest.raises(BadInput) as refused:
        withdraw(people, row, **changes)
    assert refused.value.field == field
    assert not Withdrawal.objects.exists()


def test_a_moved_form_is_the_right_persons_under_their_own_key(people: People, zoe: Client) -> None:
    row = filled(people, sleep=3)
    people.later(days=1)
    moved = move(people, row, zoe)
    assert Measurement.objects.standing().get() == moved
    assert (moved.client, moved.key_owner_id, moved.answers) == (zoe, zoe.pk, row.answers)
    assert (moved.taken_at, moved.made_at, moved.mode) == (row.taken_at, people.at, row.mode)
    assert bytes(Measurement.objects.get(pk=moved.pk).__dict__["answers"]) != bytes(
        Measurement.objects.get(pk=row.pk).__dict__["answers"]
    )
    before, after = (list(one.scores.order_by("scale").values_list("scale", "value", "band")) for one in (row, moved))
    assert before == after
    assert row.withdrawal.moved_to == moved


def test_each_record_keeps_its_own_trail_without_the_other_person(people: People, zoe: Client) -> None:
    row = filled(people)
    moved = move(people, row, zoe)
    away, here = (AuditEvent.objects.get(event=f"measurement.moved_{way}").clients for way in ("away", "here"))
    assert (away, here) == ([str(people.ana.pk)], [str(zoe.pk)])
    for name, own, other in (("ana", people.ana, zoe), ("zoe", zoe, people.ana)):
        text = str(my_download(viewer=people.sees(name), at=people.at).content)
        assert str(other.pk) not in text
        assert other.number not in text
        assert str((moved if own is people.ana else row).pk) not in text


def test_where_it_went_is_shown_only_to_those_who_see_both(people: People) -> None:
    theirs = a_client(people, "zoe", "Zoe", "Lund", "dev")
    row = filled(people)
    with pytest.raises(NotYours):
        move(people, row, theirs)
    ours = a_client(people, "mia", "Mia", "Berg")
    move(people, row, ours)
    seen = {
        name: forms_of(viewer=people.sees(name), client_id=people.ana.pk, at=people.at).rows[0].withdrawn
        for name in ("ben", "dan")
    }
    assert seen["ben"].moved_to == ours.pk  # type: ignore[union-attr]
    block = Block(client=ours, user=people.accounts["dan"], made_at=people.at)
    block.reason = "Cousins"
    block.save()
    shut = forms_of(viewer=people.sees("dan"), client_id=people.ana.pk, at=people.at).rows[0].withdrawn
    assert (shut.is_moved, shut.moved_to) == (True, None)  # type: ignore[union-attr]


def test_the_alert_of_the_wrong_person_stays_open_with_a_note_and_the_right_ones_is_raised(
    people: People, zoe: Client
) -> None:
    row = filled(people, self_harm=2)
    wrong = Alert.objects.get()
    people.later(hours=1)
    move(people, row, zoe)
    wrong.refresh_from_db()
    assert (wrong.client, wrong.state) == (people.ana, "raised")
    assert list(wrong.steps.order_by("at").values_list("step", flat=True)) == ["raised", "corrected"]
    assert wrong.steps.get(step="corrected").note == "Two sheets got mixed up."
    right = Alert.objects.get(client=zoe)
    assert (right.state, right.level, right.raised_at) == ("raised", "high", people.at)


def test_an_alert_closed_before_gets_the_note_too_and_stays_closed(people: People, zoe: Client) -> None:
    row, ben = filled(people, self_harm=2), people.sees("ben")
    alert = Alert.objects.get()
    safety.see_alert(alert=alert, by=ben, at=people.at)
    safety.contact_about_alert(alert=alert, note="It was not her sheet.", by=ben, at=people.at)
    safety.review_safety_for_alert(alert=alert, note="", by=ben, at=people.at)
    safety.close_alert(alert=alert, outcome="safe_and_supported", note="", by=ben, at=people.at)
    move(people, row, zoe)
    alert.refresh_from_db()
    assert alert.state == "closed"
    assert alert.steps.filter(step="corrected").exists()
    assert Alert.objects.get(client=zoe).state == "raised"


def test_calm_answers_raise_nothing_when_moved(people: People, zoe: Client) -> None:
    move(people, filled(people), zoe)
    assert not Alert.objects.exists()


@pytest.mark.parametrize("words", ["It was Zoe's.", "Sheet of Ms Lund", ""])
def test_the_trail_names_nobody(people: People, zoe: Client, words: str) -> None:
    row = filled(people)
    with pytest.raises(BadInput):
        move(people, row, zoe, words=words)
    assert Measurement.objects.count() == 1


def test_a_form_is_not_moved_to_where_it_is(people: People) -> None:
    with pytest.raises(BadInput, match="already"):
        move(people, filled(people), people.ana)


def test_a_rating_of_a_goal_is_not_moved(people: People, zoe: Client) -> None:
    goal = an_agreed_plan(people, people.ana).goals.get()
    row = measure.submit_measurement(
        client=people.ana,
        instrument="goal-rating",
        key=uuid.uuid4(),
        answers={"how_near": 4},
        language="en",
        goal=goal,
        by=people.sees("ana"),
        at=people.at,
    )
    with pytest.raises(WrongMoment, match="goal"):
        move(people, row, zoe)
    assert Measurement.objects.count() == 1


def test_the_database_itself_refuses_a_second_withdrawal_and_a_changed_one(people: People) -> None:
    first = withdraw(people, filled(people))
    first.pk, first._state.adding = uuid.uuid4(), True
    with pytest.raises(IntegrityError), transaction.atomic():
        first.save(force_insert=True)


def own_filters(source: str) -> list[int]:
    """Lines on which a query filters measurements that stand by itself."""
    words = {"measurement__replaced_by__isnull", "measurement__withdrawal__isnull"}
    return [
        node.value.lineno for node in ast.walk(ast.parse(source)) if isinstance(node, ast.keyword) and node.arg in words
    ]


def test_which_measurements_stand_is_said_in_one_place() -> None:
    found = {
        str(path.relative_to(ROOT)): lines
        for path in (ROOT / "kith").rglob("*.py")
        if path.name != "measuring.py" and (lines := own_filters(path.read_text()))
    }
    assert not found, f"Ask `.standing()` instead: {found}"


def test_a_filter_of_ones_own_is_found() -> None:
    assert own_filters("rows.filter(measurement__replaced_by__isnull=True)") == [1]
