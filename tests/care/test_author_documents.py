"""Documents of a service's own: two people, versions that stay, and nobody else is offered them."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from kith.care.actions import author_documents, deliver, fill_in, forming, plan
from kith.care.models import AuditEvent, BadInput, OwnDocument, Stale, WrongMoment
from kith.care.models.kept_documents import document_as_begun
from kith.care.models.knowledge import is_known_document, library
from kith.care.models.own_documents import documents_offered_by
from kith.care.permissions import NotAllowed, NotYours
from kith.care.queries import interventions
from kith.science.drafts import Edit
from tests.care.own_documents import a_diary, released, saved
from tests.people import People, a_service, an_agreed_plan

Verb = Callable[[People, OwnDocument, Any], Any]
VERBS: dict[str, Verb] = {
    "save": lambda p, own, by: author_documents.save(
        own=own, edit=Edit({("purpose",): ["To look"]}), edits=own.edits, by=by, at=p.at
    ),
    "undo": lambda p, own, by: author_documents.undo(own=own, edits=own.edits, by=by, at=p.at),
    "propose": lambda p, own, by: author_documents.propose(own=own, edits=own.edits, by=by, at=p.at),
    "send_back": lambda p, own, by: author_documents.send_back(own=own, reason="Shorter", by=by, at=p.at),
    "release": lambda p, own, by: author_documents.release(own=own, reason="I tried it", by=by, at=p.at),
    "retire": lambda p, own, by: author_documents.retire(own=own, reason="Left", by=by, at=p.at),
    "start_version": lambda p, own, by: author_documents.start_version(own=own, by=by, at=p.at),
}
EVENTS = {
    "save": "changed",
    "undo": "undone",
    "propose": "proposed",
    "send_back": "sent_back",
    "release": "released",
    "retire": "retired",
    "start_version": "version_started",
}


def proposed(people: People) -> OwnDocument:
    own = a_diary(people)
    return author_documents.propose(own=own, edits=own.edits, by=people.sees("ben"), at=people.at)


RIGHT: dict[str, Callable[[People], OwnDocument]] = {
    "save": a_diary,
    "undo": lambda people: saved(people, a_diary(people), texts={("purpose",): ["To look"]}),
    "propose": a_diary,
    "send_back": proposed,
    "release": proposed,
    "retire": lambda people: released(people, a_diary(people)),
    "start_version": lambda people: released(people, a_diary(people)),
}
WRONG: dict[str, Callable[[People], OwnDocument]] = {
    "save": proposed,
    "undo": a_diary,
    "propose": proposed,
    "send_back": a_diary,
    "release": a_diary,
    "retire": proposed,
    "start_version": a_diary,
}


@pytest.mark.parametrize("verb", VERBS)
def test_each_step_works_and_is_audited(people: People, verb: str) -> None:
    own = RIGHT[verb](people)
    VERBS[verb](people, own, people.sees("eve" if verb == "release" else "ben"))
    assert AuditEvent.objects.latest("pk").event == f"own_document.{EVENTS[verb]}"


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("who", ["finn", "ana"])
def test_the_wrong_person_is_refused(people: People, verb: str, who: str) -> None:
    own = RIGHT[verb](people)
    before = OwnDocument.objects.values().get(pk=own.pk)
    with pytest.raises((NotAllowed, NotYours)):
        VERBS[verb](people, own, people.sees(who))
    assert OwnDocument.objects.values().get(pk=own.pk) == before


@pytest.mark.parametrize("verb", VERBS)
def test_the_wrong_moment_is_refused(people: People, verb: str) -> None:
    own = WRONG[verb](people)
    with pytest.raises(WrongMoment):
        VERBS[verb](people, own, people.sees("eve" if verb == "release" else "ben"))


def test_its_author_does_not_release_it(people: People) -> None:
    own = author_documents.start_document(
        kind="worksheet", title="Mine", copy_of="activity-diary", by=people.sees("eve"), at=people.at
    )
    own = author_documents.propose(own=own, edits=own.edits, by=people.sees("eve"), at=people.at)
    with pytest.raises(WrongMoment):
        author_documents.release(own=own, reason="Fine", by=people.sees("eve"), at=people.at)


def test_two_windows_do_not_overwrite(people: People) -> None:
    own = a_diary(people)
    saved(people, own, texts={("purpose",): ["The first"]})
    with pytest.raises(Stale):
        saved(people, own, texts={("purpose",): ["The second"]})
    assert OwnDocument.objects.get(pk=own.pk).content["data"]["purpose"] == "The first"


def test_what_lacks_something_is_kept_but_not_proposed(people: People) -> None:
    own = saved(people, a_diary(people), texts={("purpose",): [""], ("minutes",): ["a few"]})
    assert own.content["data"]["minutes"] == "a few"
    with pytest.raises(WrongMoment):
        author_documents.propose(own=own, edits=own.edits, by=people.sees("ben"), at=people.at)


def test_a_strange_place_is_refused(people: People) -> None:
    for edit in ({"texts": {("nothing",): ["x"]}}, {"texts": {("steps", 7, "title"): ["x"]}}, {"act": "add"}):
        with pytest.raises(BadInput):
            saved(people, a_diary(people), **edit)


def test_a_copy_keeps_its_sources_and_says_what_it_was(people: People) -> None:
    for kind, name in (("worksheet", "activity-diary"), ("protocol", "cbt-depression")):
        own = author_documents.start_document(
            kind=kind, title="Ours", copy_of=name, by=people.sees("ben"), at=people.at
        )
        packaged = getattr(library(), f"{kind}s")[name]
        assert [one["id"] for one in own.content["data"]["sources"]] == [one.id for one in packaged.sources]
        assert own.content["copy_of"]["id"] == name
        assert own.content["data"]["review"] == {"status": "awaiting clinical review"}
        assert released(people, own).state == "released"


def test_the_database_keeps_released_versions(people: People) -> None:
    own = released(people, a_diary(people))
    changes: tuple[dict[str, Any], ...] = (
        {"content": {}},
        {"kind": "lesson"},
        {"state": "draft"},
        {"released_by": people.accounts["cleo"]},
    )
    for change in changes:
        with pytest.raises(DatabaseError), transaction.atomic():
            OwnDocument.objects.filter(pk=own.pk).update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        OwnDocument.objects.filter(pk=own.pk)._raw_delete("default")
    with pytest.raises(IntegrityError), transaction.atomic():
        OwnDocument.objects.filter(pk=a_diary(people).pk).update(
            state="retired", released_by=people.accounts["ben"], released_at=people.at
        )


def test_only_its_service_is_offered_it(people: People) -> None:
    own, elsewhere = released(people, a_diary(people)), a_service("Cove Service", at=people.at)
    assert is_known_document("worksheet", own.identifier, people.service.pk)
    assert not is_known_document("worksheet", own.identifier, elsewhere.service.pk)
    assert [one.id for one in documents_offered_by(people.service.pk, "worksheet")] == [own.identifier]
    assert documents_offered_by(elsewhere.service.pk, "worksheet") == []
    assert own.identifier not in list(library().worksheets)


def set_it(people: People, document: str) -> Any:
    work = deliver.Work(document, "To see", date(2026, 2, 1))
    agreed = an_agreed_plan(people, people.ana)
    return deliver.set_work(plan=agreed, session=None, work=work, by=people.sees("ben"), at=people.at)


def test_it_is_set_as_work_here_and_not_elsewhere(people: People) -> None:
    own, elsewhere = released(people, a_diary(people)), a_service("Cove Service", at=people.at)
    assert set_it(people, own.identifier).document_version == "1.0"
    with pytest.raises(BadInput):
        set_it(elsewhere, own.identifier)
    assert set_it(elsewhere, "activity-diary").document == "activity-diary"


def test_a_plan_and_a_group_take_it_here_and_not_elsewhere(people: People) -> None:
    draft = author_documents.start_document(
        kind="protocol", title="Ours", copy_of="cbt-depression", by=people.sees("ben"), at=people.at
    )
    own, elsewhere = released(people, draft), a_service("Cove Service", at=people.at)
    choice = plan.Choice(own.identifier, 12, "clinic", "individual", "It fits.", "Yes.", "No change.")

    def propose(where: People, given: plan.Choice) -> Any:
        return plan.propose_plan(client=where.ana, choice=given, by=where.sees("ben"), at=where.at)

    def form(where: People, protocol: str) -> Any:
        return forming.form_group(
            site=where.site,
            name="Thursday",
            kind="therapy",
            protocol=protocol,
            capacity=8,
            agreement="Kind words.",
            facilitators=[where.accounts["finn"]],
            by=where.sees("finn"),
            at=where.at,
        )

    assert propose(people, choice).protocol_version == "1.0"
    assert form(people, own.identifier).protocol == own.identifier
    for refused in (lambda: propose(elsewhere, choice), lambda: form(elsewhere, own.identifier)):
        with pytest.raises(BadInput):
            refused()
    assert form(elsewhere, "cbt-depression").protocol == "cbt-depression"


def test_what_was_begun_is_finished_in_its_version(people: People) -> None:
    own = released(people, a_diary(people))
    work = set_it(people, own.identifier)
    draft = author_documents.start_version(own=own, by=people.sees("ben"), at=people.at)
    draft = saved(people, draft, act="remove", loc=("charts",))
    draft = saved(people, draft, act="remove", loc=("steps", 0, "fields", 1))
    released(people, draft)
    assert library().worksheets[own.identifier].version == "2.0"
    entry = deliver.hand_in_work(
        assignment=work,
        key=uuid.uuid4(),
        answers={"how_rested_am_i": 4, "did_i_nap": True},
        done="full",
        obstacle="",
        by=people.sees("ana"),
        at=people.at,
    )
    assert entry.answers["did_i_nap"] is True
    assert document_as_begun("worksheet", own.identifier, "1.0").charts
    assert not document_as_begun("worksheet", own.identifier, "2.0").charts


def a_copy(people: People, kind: str, of: str) -> str:
    draft = author_documents.start_document(kind=kind, title="Ours", copy_of=of, by=people.sees("ben"), at=people.at)
    return released(people, draft).identifier


def test_staff_fill_it_in_here_and_not_elsewhere(people: People) -> None:
    own, elsewhere = a_copy(people, "worksheet", "staying-well-plan"), a_service("Cove Service", at=people.at)
    answers = {"learned": "To rest", "keep_doing": "Walks", "first_three": "Call", "sure": 7}
    answers |= {"signs": [{"sign": "Less sleep", "then": "An early night"}]}

    def fill(where: People, worksheet: str) -> Any:
        return fill_in.fill_in_sheet(
            plan=an_agreed_plan(where, where.ana), filled=fill_in.Filled(worksheet, answers, True), key=uuid.uuid4(),
            by=where.sees("ben"), at=where.at,
        )  # fmt: skip

    assert fill(people, own).worksheet_version == "1.0"
    assert fill(elsewhere, "staying-well-plan").worksheet == "staying-well-plan"
    with pytest.raises(BadInput):
        fill(elsewhere, own)


def test_it_stands_in_the_catalogue_here_and_not_elsewhere(people: People) -> None:
    elsewhere = a_service("Cove Service", at=people.at)
    protocol, sheet = a_copy(people, "protocol", "cbt-panic"), a_copy(people, "worksheet", "thought-record")
    ben, other = people.sees("ben"), elsewhere.sees("ben")
    assert interventions.intervention(viewer=ben, protocol=protocol).protocol.id == protocol
    assert interventions.worksheet(viewer=ben, name=sheet).id == sheet
    with pytest.raises(NotYours):
        interventions.intervention(viewer=other, protocol=protocol)
    with pytest.raises(NotYours):
        interventions.worksheet(viewer=other, name=sheet)

    def listed(where: People) -> set[str]:
        viewer = where.sees("ben")
        found = interventions.interventions(viewer=viewer, sought=interventions.Sought()).rows
        return {row.id for row in found} | {row.id for row in interventions.documents(viewer=viewer)}

    assert {protocol, sheet} <= listed(people)
    assert not {protocol, sheet} & listed(elsewhere)
