"""Making a measure: each verb works, leaves its trace, and refuses the wrong person and the wrong moment."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from kith.care.actions import author
from kith.care.models import AuditEvent, BadInput, OwnInstrument, Stale, WrongMoment
from kith.care.models.knowledge import library
from kith.care.permissions import NotAllowed, NotYours
from tests.care.own_measures import a_complete_draft, a_released_measure, changed, released, score_of
from tests.people import People, a_service

WRITERS = ("ben", "dev", "eve", "cleo")
OTHERS = ("ana", "finn", "dan", "ada", "pia")


def last_event() -> AuditEvent:
    return AuditEvent.objects.order_by("-sequence")[0]


def proposed(people: People) -> OwnInstrument:
    own = a_complete_draft(people)
    return author.propose(own=own, edits=own.edits, by=people.sees("ben"), at=people.at)


PROOF = ("holder", "where", "day", "notice")
Verb = Callable[[People, OwnInstrument, Any], Any]
CHANGE = author.Change("add_question", {"words": "I dream", "options": "a1"})
VERBS: dict[str, Verb] = {
    "started": lambda p, own, by: author.start_instrument(title="Mine", language="en", by=by, at=p.at),
    "version_started": lambda p, own, by: author.start_version(own=own, by=by, at=p.at),
    "changed": lambda p, own, by: author.save_draft(own=own, change=CHANGE, edits=own.edits, by=by, at=p.at),
    "undone": lambda p, own, by: author.undo_change(own=own, edits=own.edits, by=by, at=p.at),
    "proposed": lambda p, own, by: author.propose(own=own, edits=own.edits, by=by, at=p.at),
    "sent_back": lambda p, own, by: author.send_back(own=own, reason="Say it shorter", by=by, at=p.at),
    "released": lambda p, own, by: author.release(own=own, reason="Tried it", by=by, at=p.at),
    "retired": lambda p, own, by: author.retire(own=own, reason="We use another", by=by, at=p.at),
}
RIGHT_MOMENT: dict[str, Callable[[People], OwnInstrument]] = {
    "started": a_complete_draft,
    "version_started": a_released_measure,
    "changed": a_complete_draft,
    "undone": a_complete_draft,
    "proposed": a_complete_draft,
    "sent_back": proposed,
    "released": proposed,
    "retired": a_released_measure,
}
WRONG_MOMENT: dict[str, Callable[[People], OwnInstrument]] = {
    "version_started": a_complete_draft,
    "changed": proposed,
    "undone": proposed,
    "proposed": a_released_measure,
    "sent_back": a_released_measure,
    "released": a_complete_draft,
    "retired": proposed,
}


@pytest.mark.parametrize("verb", VERBS)
def test_each_verb_works_for_whom_it_should_and_is_audited(people: People, verb: str) -> None:
    own = RIGHT_MOMENT[verb](people)
    by = "eve" if verb in ("released", "sent_back") else "ben"
    done = VERBS[verb](people, own, people.sees(by))
    event = last_event()
    assert (event.event, event.actor_id) == (f"own_instrument.{verb}", people.accounts[by].pk)
    assert event.object_id == str(done.pk)
    assert not event.clients


@pytest.mark.parametrize("name", OTHERS)
@pytest.mark.parametrize("verb", VERBS)
def test_those_who_make_no_measures_are_refused(people: People, verb: str, name: str) -> None:
    own = a_complete_draft(people)
    with pytest.raises(NotAllowed):
        VERBS[verb](people, own, people.sees(name))


@pytest.mark.parametrize("verb", [verb for verb in VERBS if verb != "started"])
def test_somebody_of_another_service_finds_nothing(people: People, verb: str) -> None:
    own, there = RIGHT_MOMENT[verb](people), a_service("Hill Service", at=people.at)
    with pytest.raises(NotYours):
        VERBS[verb](people, own, there.sees("eve"))


@pytest.mark.parametrize("verb", WRONG_MOMENT)
def test_at_the_wrong_moment_nothing_happens(people: People, verb: str) -> None:
    own = WRONG_MOMENT[verb](people)
    by = "eve" if verb in ("released", "sent_back") else "ben"
    before = OwnInstrument.objects.values().get(pk=own.pk)
    with pytest.raises(WrongMoment):
        VERBS[verb](people, own, people.sees(by))
    assert OwnInstrument.objects.values().get(pk=own.pk) == before


@pytest.mark.parametrize("name", WRITERS)
def test_those_who_may_write_can_start_one(people: People, name: str) -> None:
    own = author.start_instrument(title="Mine", language="en", by=people.sees(name), at=people.at)
    assert (own.state, own.author) == ("draft", people.accounts[name])


@pytest.mark.parametrize("verb", ["changed", "undone", "proposed"])
def test_nobody_but_its_author_changes_a_draft(people: People, verb: str) -> None:
    own = a_complete_draft(people)
    with pytest.raises(WrongMoment, match="somebody else"):
        VERBS[verb](people, own, people.sees("dev"))


def test_the_author_cannot_release_and_the_database_says_so_too(people: People) -> None:
    own = proposed(people)
    with pytest.raises(WrongMoment, match="two people"):
        author.release(own=own, reason="Fine", by=people.sees("ben"), at=people.at)
    alone = {"state": "released", "released_by": people.accounts["ben"], "released_at": people.at}
    with pytest.raises(IntegrityError), transaction.atomic():
        OwnInstrument.objects.filter(pk=own.pk).update(**alone)


@pytest.mark.parametrize("name", ["cleo", "ada"])
def test_neither_a_manager_nor_the_administrator_releases(people: People, name: str) -> None:
    with pytest.raises(NotAllowed):
        author.release(own=proposed(people), reason="Fine", by=people.sees(name), at=people.at)


def test_a_change_made_in_another_window_is_not_overwritten(people: People) -> None:
    own = a_complete_draft(people)
    changed(people, own, "add_question", words="I dream", options="a1")
    with pytest.raises(Stale):
        changed(people, own, "add_question", words="I lie awake", options="a1")
    assert len(OwnInstrument.objects.get().content["instrument"]["items"]) == 4


def test_twenty_changes_can_be_undone_one_by_one(people: People) -> None:
    own = a_complete_draft(people)
    wanted = own.content
    for _ in range(20):
        own = changed(people, own, "move_question", item="q1", steps=1)
    for _ in range(20):
        own = author.undo_change(own=own, edits=own.edits, by=people.sees("ben"), at=people.at)
    assert own.content == wanted
    with pytest.raises(WrongMoment, match="no earlier state"):
        author.undo_change(own=own, edits=own.edits, by=people.sees("ben"), at=people.at)


@pytest.mark.parametrize(
    ("change", "given", "told"),
    [
        ("add_question", {"words": " ", "options": "a1"}, "no words"),
        ("add_question", {"words": "x" * 401, "options": "a1"}, "401 characters"),
        ("set_choices", {"name": "a1", "rows": [(0, "No"), (0, "Yes")]}, "stands at two answers"),
        ("set_choices", {"name": "a1", "rows": [(0, "No")]}, "1 answers to choose from"),
        ("remove_answers", {"name": "a1"}, "1, 2, 3"),
        ("set_score", score_of(items=[]), "No question counts"),
        ("set_score", score_of(blanks=3), "3 blank answers"),
        ("move_question", {"item": "q9", "steps": 1}, "no longer there"),
        ("no_such_change", {}, "no longer there"),
        ("move_question", {"strange": "field"}, "no longer there"),
        ("add_flag", {"looks_at": "item:q1", "response": "no-such"}, "no longer there"),
        ("set_rights", {"rights": "C", "is_confirmed": True, **dict.fromkeys(PROOF, "")}, "whose words"),
    ],
)
def test_what_cannot_be_kept_is_refused_in_words(people: People, change: str, given: dict[str, Any], told: str) -> None:
    own = a_complete_draft(people)
    with pytest.raises(BadInput, match=told):
        changed(people, own, change, **given)
    assert OwnInstrument.objects.get().content == own.content


def test_an_unfinished_draft_is_not_proposed(people: People) -> None:
    own = changed(people, a_complete_draft(people), "remove_example", number=1)
    with pytest.raises(WrongMoment, match="1 thing is still missing"):
        author.propose(own=own, edits=own.edits, by=people.sees("ben"), at=people.at)


def test_what_was_confirmed_travels_with_the_measure_as_cases(people: People) -> None:
    cases = proposed(people).content["cases"]["cases"]
    assert [case["answers"] for case in cases] == [[0, 0, 0], [2, 2, 2], [1, 1, None]]
    assert [case["scores"]["s1"] for case in cases] == [0, 6, 3]


def test_a_copy_of_a_packaged_measure_takes_its_questions_and_none_of_its_published_figures(people: People) -> None:
    own = author.start_instrument(
        title="Mood, shorter", language="en", copy_of="phq9", by=people.sees("ben"), at=people.at
    )
    copy, phq9 = own.content["instrument"], library().instruments["phq9"]
    assert [item["id"] for item in copy["items"]] == [item.id for item in phq9.items]
    assert not {"cutoffs", "change", "norms", "patterns", "loinc"} & set(copy)
    assert own.words["items"] == dict(library().wordings["phq9"]["en"].items or {})


def test_nothing_is_copied_that_another_service_made(people: People) -> None:
    there = a_service("Hill Service", at=people.at)
    theirs = a_released_measure(there)
    for copy_of in (theirs.identifier, "no-such"):
        with pytest.raises(BadInput, match="not here"):
            author.start_instrument(title="X", language="en", copy_of=copy_of, by=people.sees("ben"), at=people.at)


def test_a_retired_measure_can_be_taken_up_again_as_a_new_version(people: People) -> None:
    own = a_released_measure(people)
    own = author.retire(own=own, reason="Pause", by=people.sees("cleo"), at=people.at)
    draft = author.start_version(own=own, by=people.sees("dev"), at=people.at)
    assert (draft.number, draft.author, draft.state) == (2, people.accounts["dev"], "draft")
    with pytest.raises(WrongMoment, match="not finished"):
        author.start_version(own=own, by=people.sees("ben"), at=people.at)
    again = released(people, draft, by="dev", second="ben")
    states = list(OwnInstrument.objects.order_by("number").values_list("state", flat=True))
    assert (again.version, states) == ("2.0.0", ["retired", "released"])


# What the database itself refuses, on both engines.
REFUSED: dict[str, Callable[[OwnInstrument], Any]] = {
    "another content": lambda own: rows(own).update(content={"instrument": {}}),
    "another number": lambda own: rows(own).update(number=9),
    "another author": lambda own: rows(own).update(author=own.service.user_set.get(username="dev")),
    "another releaser": lambda own: rows(own).update(released_by=own.service.user_set.get(username="dev")),
    "back to a draft": lambda own: rows(own).update(state="draft", released_by=None, released_at=None),
    "deletion": lambda own: rows(own)._raw_delete(using="default"),
}


def rows(own: OwnInstrument) -> Any:
    return OwnInstrument.objects.filter(pk=own.pk)


@pytest.mark.parametrize("what", REFUSED)
def test_the_database_keeps_a_released_version(people: People, what: str) -> None:
    own = a_released_measure(people)
    with pytest.raises(DatabaseError), transaction.atomic():
        REFUSED[what](own)
    assert OwnInstrument.objects.get(pk=own.pk).content == own.content


def test_replacing_a_row_is_refused_too(people: People) -> None:
    own = a_released_measure(people)
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL has no REPLACE; its ON CONFLICT DO UPDATE meets the trigger against updates.")
    table = OwnInstrument._meta.db_table
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}")
    assert OwnInstrument.objects.get(pk=own.pk).content == own.content


def test_the_database_keeps_what_was_proposed_and_lets_a_draft_change(people: People) -> None:
    own = a_complete_draft(people)
    rows(own).update(content={**own.content, "is_confirmed": True})
    own = author.propose(own=own, edits=own.edits, by=people.sees("ben"), at=people.at)
    with pytest.raises(DatabaseError), transaction.atomic():
        rows(own).update(content={**own.content, "is_confirmed": False})


def test_no_draft_becomes_a_released_version_without_being_proposed(people: People) -> None:
    own = a_complete_draft(people)
    with pytest.raises(DatabaseError), transaction.atomic():
        rows(own).update(state="released", released_by=people.accounts["eve"], released_at=people.at)


def test_a_retired_version_stays_retired(people: People) -> None:
    own = author.retire(own=a_released_measure(people), reason="Pause", by=people.sees("ben"), at=people.at)
    with pytest.raises(DatabaseError), transaction.atomic():
        rows(own).update(state="released")
