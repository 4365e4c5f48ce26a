"""Tailoring a plan that is running: each change with its reason, nothing held is touched, and nobody else may do it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from kith.care.actions import deliver, finish, plan, tailor
from kith.care.actions.wording_of_courses import IN_COURSES
from kith.care.models import AuditEvent, BadInput, Plan, Refusal, Tailoring, WrongMoment
from kith.care.models.kept_documents import protocol_of
from kith.care.models.knowledge import library
from kith.care.models.plan_courses import course_of_plan, course_page, meetings_held, phase_now
from kith.care.permissions import NotYours
from kith.science.protocols import Change, Course
from kith.science.protocols.tailoring import SENTENCES
from tests.people import People, a_held_session, an_agreed_plan

OWN, OTHER = "cbt-depression", "cbt-panic"
FIRST_OF_OTHER = tuple(f"{OTHER}/{gate.id}" for gate in library().protocols[OTHER].gates if gate.before_session == 1)


def change(
    people: People, agreed: Plan, act: str, *, by: str = "ben", reason: str = "It fits her.", **what: Any
) -> Tailoring:
    gates = what.pop("gates", ())
    return tailor.tailor_plan(
        plan=agreed,
        change=Change("", act, **what),
        reason=reason,
        gates=gates,
        by=people.sees(by),
        at=people.later(minutes=1),
    )


def course(agreed: Plan) -> Course:
    found = course_of_plan(agreed)
    assert found is not None
    return found.course


@pytest.fixture
def agreed(people: People) -> Plan:
    return an_agreed_plan(people, people.ana, OWN)


def test_changes_are_kept_with_their_reasons_and_audited(people: People, agreed: Plan) -> None:
    skipped = change(people, agreed, "skip", meeting=f"{OWN}:3", reason="She knows this already.")
    added = change(people, agreed, "add", title="To the bus stop", purpose="Go and look together.", minutes=90)
    assert [one.page for one in course(agreed).skipped] == [3]
    free = course(agreed).at(1)
    assert (free.title, free.minutes, free.because) == ("To the bus stop", 90, (str(added.pk),))
    assert (skipped.reason, skipped.number, added.number) == ("She knows this already.", 1, 2)
    assert "bus" not in str(Tailoring.objects.values_list("what", flat=True))
    assert AuditEvent.objects.filter(event="plan.tailored").count() == 2
    assert agreed.sessions_planned == 12  # one fewer, and one more


def test_a_session_is_run_from_the_course(people: People, agreed: Plan) -> None:
    a_held_session(people, agreed)
    change(people, agreed, "move", meeting=f"{OWN}:9", after=f"{OWN}:1")
    second = course_page(agreed, 2)
    assert second is not None
    assert second.page.n == 9
    assert meetings_held(agreed) == 1
    with pytest.raises(WrongMoment, match="was held"):
        change(people, agreed, "skip", meeting=f"{OWN}:1")


def test_a_meeting_that_did_not_take_place_leaves_its_page_for_the_next(people: People, agreed: Plan) -> None:
    a_held_session(people, agreed)
    missed = deliver.book_session(
        plan=agreed, starts_at=people.at, minutes=50, setting="clinic", practitioner=people.accounts["ben"].pk,
        by=people.sees("ben"), at=people.at,
    )  # fmt: skip
    deliver.record_attendance(
        session=missed, client=people.ana, status="did_not_attend", minutes=None, reason="", by=people.sees("ben"),
        at=people.later(hours=2),
    )  # fmt: skip
    third = course_page(agreed, 3)
    assert third is not None
    assert third.position == 2


def test_an_undone_change_is_gone_and_both_stay_on_the_record(people: People, agreed: Plan) -> None:
    row = change(people, agreed, "skip", meeting=f"{OWN}:3")
    tailor.undo_tailoring(tailoring=row, reason="She asked for it.", by=people.sees("ben"), at=people.at)
    assert not course(agreed).skipped
    assert [one.act for one in agreed.tailorings.order_by("number")] == ["skip", "undo"]
    assert AuditEvent.objects.filter(event="plan.tailoring_undone").exists()
    with pytest.raises(WrongMoment, match="undone before"):
        tailor.undo_tailoring(tailoring=row, reason="Again.", by=people.sees("ben"), at=people.at)


def test_another_intervention_is_combined_when_its_checks_are_confirmed(people: People, agreed: Plan) -> None:
    with pytest.raises(BadInput, match="not confirmed") as refused:
        change(people, agreed, "combine", protocol=OTHER, way="alternating")
    assert refused.value.field == "gates"
    change(people, agreed, "combine", protocol=OTHER, way="alternating", gates=FIRST_OF_OTHER)
    agreed.refresh_from_db()
    assert set(FIRST_OF_OTHER) <= set(agreed.gates_attested)
    assert course(agreed).at(2).protocol == OTHER
    found = course_of_plan(agreed)
    assert found is not None
    later = [due.id for due in found.gates if due.id.startswith(f"{OTHER}/") and due.id not in FIRST_OF_OTHER]
    plan.attest_gates(plan=agreed, gates=later, by=people.sees("ben"), at=people.at)
    assert set(later) <= set(agreed.gates_attested)


def test_a_technique_of_what_is_combined_is_kept_with_its_own_protocol(people: People, agreed: Plan) -> None:
    change(people, agreed, "combine", protocol=OTHER, way="beside", gates=FIRST_OF_OTHER)
    session = deliver.book_session(
        plan=agreed, starts_at=people.at, minutes=50, setting="clinic", practitioner=people.accounts["ben"].pk,
        by=people.sees("ben"), at=people.at,
    )  # fmt: skip
    what = deliver.WhatHappened("We drew it.", {}, ("panic-cycle",))
    done = finish.Finished("attended", 50, "", what, ())
    record = finish.finish_session(
        session=session, client=people.ana, done=done, draft_version=0, by=people.sees("ben"), at=people.later(hours=2)
    )
    assert record.technique_uses.get().protocol == OTHER


def test_the_phase_is_changed_forward_and_back_until_the_course_comes_to_another(people: People, agreed: Plan) -> None:
    phases = [phase.id for phase in library().protocols[OWN].phases]
    for phase in (phases[1], phases[0]):
        tailor.change_phase(
            plan=agreed, phase=phase, reason="She is ready.", by=people.sees("ben"), at=people.later(minutes=1)
        )
        found = course_of_plan(agreed)
        assert found is not None
        assert phase_now(agreed, found) == (OWN, phase)
    assert AuditEvent.objects.filter(event="plan.phase_changed").count() == 2
    for wrong in (phases[0], "nothing"):
        with pytest.raises(BadInput) as refused:
            tailor.change_phase(plan=agreed, phase=wrong, reason="So.", by=people.sees("ben"), at=people.at)
        assert refused.value.field == "phase"


def test_a_plan_is_moved_to_a_newer_version_and_goes_on_where_it_stood(
    people: People, agreed: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_held_session(people, agreed)
    change(people, agreed, "skip", meeting=f"{OWN}:3")
    booked = deliver.book_session(
        plan=agreed, starts_at=people.at, minutes=50, setting="clinic", practitioner=people.accounts["ben"].pk,
        by=people.sees("ben"), at=people.at,
    )  # fmt: skip
    with pytest.raises(WrongMoment, match="no newer version"):
        tailor.move_to_version(plan=agreed, reason="Better words.", by=people.sees("ben"), at=people.at)
    publish(monkeypatch, version="9.0")
    new = tailor.move_to_version(plan=agreed, reason="Better words.", by=people.sees("ben"), at=people.at)
    agreed.refresh_from_db()
    booked.refresh_from_db()
    assert (agreed.state, new.state, new.replaces_id, new.protocol_version) == ("ended", "agreed", agreed.pk, "9.0")
    assert (booked.plan_id, booked.number) == (new.pk, 1)
    page = course_page(new, 1)
    assert page is not None
    assert page.page.n == 2
    assert {one.page for one in course(new).skipped} == {1, 3}
    before = protocol_of(agreed)
    assert before is not None
    assert before.version == agreed.protocol_version != "9.0"
    assert AuditEvent.objects.filter(event="plan.moved_to_version").exists()


def publish(monkeypatch: pytest.MonkeyPatch, version: str) -> None:
    """The library has another version of the intervention from now on."""
    known = library().protocols
    newer = known[OWN].model_copy(update={"version": version})
    real = type(known).__getitem__
    monkeypatch.setattr(
        type(known),
        "__getitem__",
        lambda shelf, name: newer if name == OWN and _is_protocols(shelf) else real(shelf, name),
    )


def _is_protocols(shelf: Any) -> bool:
    return shelf is library().protocols or OTHER in shelf


ACTS: dict[str, Callable[[People, Plan, str, str], Any]] = {
    "tailor": lambda people, row, by, reason: change(people, row, "skip", meeting=f"{OWN}:3", by=by, reason=reason),
    "undo": lambda people, row, by, reason: tailor.undo_tailoring(
        tailoring=row.tailorings.get(), reason=reason, by=people.sees(by), at=people.at
    ),
    "phase": lambda people, row, by, reason: tailor.change_phase(
        plan=row, phase=library().protocols[OWN].phases[1].id, reason=reason, by=people.sees(by), at=people.at
    ),
    "version": lambda people, row, by, reason: tailor.move_to_version(
        plan=row, reason=reason, by=people.sees(by), at=people.at
    ),
}  # fmt: skip


@pytest.mark.parametrize("act", list(ACTS))
@pytest.mark.parametrize("name", ["ana", "dev", "cleo", "eve"])
def test_others_do_not_change_the_plan(people: People, agreed: Plan, act: str, name: str) -> None:
    change(people, agreed, "skip", meeting=f"{OWN}:4")
    with pytest.raises(NotYours):
        ACTS[act](people, agreed, name, "I want to.")
    assert agreed.tailorings.count() == 1


@pytest.mark.parametrize("act", list(ACTS))
def test_a_change_without_a_reason_is_not_made(people: People, agreed: Plan, act: str) -> None:
    change(people, agreed, "skip", meeting=f"{OWN}:4")
    with pytest.raises(BadInput) as refused:
        ACTS[act](people, agreed, "ben", " ")
    assert refused.value.field == "reason"


@pytest.mark.parametrize("act", list(ACTS))
def test_a_plan_that_has_ended_is_not_changed(people: People, agreed: Plan, act: str) -> None:
    change(people, agreed, "skip", meeting=f"{OWN}:4")
    an_agreed_plan(people, people.ana, OWN)
    with pytest.raises(WrongMoment, match="ended"):
        ACTS[act](people, agreed, "ben", "I want to.")


def test_every_problem_of_a_course_has_its_words_for_the_page() -> None:
    assert set(IN_COURSES) == set(SENTENCES)


@pytest.mark.parametrize(
    ("act", "what"),
    [
        ("dance", {}),
        ("undo", {"undoes": "x"}),
        ("skip", {"meeting": "nothing"}),
        ("add", {}),
        ("add", {"protocol": "nothing", "page": 1}),
        ("combine", {"protocol": OWN, "way": "after"}),
    ],
)
def test_a_change_that_cannot_be_made_says_why_and_nothing_is_kept(
    people: People, agreed: Plan, act: str, what: dict[str, Any]
) -> None:
    with pytest.raises(Refusal) as refused:
        change(people, agreed, act, **what)
    assert all((refused.value.what, refused.value.found, refused.value.instead))
    assert "%(" not in str(refused.value)
    assert not agreed.tailorings.exists()
