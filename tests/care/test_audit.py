"""The audit chain: every tampering is found, the database itself refuses changes, and no trace means no look."""

from __future__ import annotations

import random
import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from kith.care.actions import plan
from kith.care.actions.acting import LeftNoTrace, action
from kith.care.models import AuditEvent, AuditSubject, ChainHead, Goal
from kith.care.models.append_only import append_only_tables, guard_tables, unguard_tables
from kith.care.models.audit import append_event, broken_links
from kith.care.permissions import Viewer
from kith.care.queries import looking
from kith.care.queries.person import person
from tests.people import People
from tests.safety.results import keep

EDITS = 1000
AT = datetime(2026, 1, 5, tzinfo=UTC)


def a_chain(length: int) -> None:
    for number in range(length):
        append_event(
            event="person.seen",
            at=AT + timedelta(minutes=number),
            actor_id=uuid.UUID(int=number % 5),
            service_id=uuid.UUID(int=1),
            allowed=True,
            rule="scores PR R",
            purpose="care",
            object_kind="client",
            object_id=str(number),
            request_id="r",
            clients=[uuid.UUID(int=number % 7), uuid.UUID(int=99)],
        )


def changed(chance: random.Random) -> None:
    row = chance.choice(list(AuditEvent.objects.all()))
    change: dict[str, Any] = chance.choice(
        [
            {"at": row.at + timedelta(seconds=1)},
            {"event": "x"},
            {"actor_id": uuid.uuid4()},
            {"allowed": False},
            {"rule": "other"},
            {"purpose": "research"},
            {"object_id": "0"},
            {"clients": []},
            {"request_id": "other"},
            {"service_id": None},
        ]
    )
    if all(getattr(row, name) == value for name, value in change.items()):
        change = {"event": "y"}
    AuditEvent.objects.filter(pk=row.pk).update(**change)


def deleted(chance: random.Random) -> None:
    row = chance.choice(list(AuditEvent.objects.all()))
    row.subjects.all().delete()
    AuditEvent.objects.filter(pk=row.pk).delete()


def planted(chance: random.Random) -> None:
    row = chance.choice(list(AuditEvent.objects.all()))
    row.sequence = AuditEvent.objects.count() + 1
    row.hash = row.expected_hash()
    row.save(force_insert=True)


def swapped(chance: random.Random) -> None:
    first, second = chance.sample(list(AuditEvent.objects.all()), 2)
    for row, other in ((first, second), (second, first)):
        AuditEvent.objects.filter(pk=row.pk).update(actor_id=uuid.uuid4(), object_id=other.object_id + "s")


def renumbered(chance: random.Random) -> None:
    row = chance.choice(list(AuditEvent.objects.all()))
    row.subjects.all().delete()
    AuditEvent.objects.filter(pk=row.pk).update(sequence=row.pk + 10_000)


def subject_removed(chance: random.Random) -> None:
    chance.choice(list(AuditSubject.objects.all())).delete()


def subject_moved(chance: random.Random) -> None:
    row = chance.choice(list(AuditSubject.objects.all()))
    AuditSubject.objects.filter(pk=row.pk).update(client_id=uuid.uuid4())


def tail_cut(chance: random.Random) -> None:
    last = AuditEvent.objects.order_by("-sequence").first()
    assert last is not None
    last.subjects.all().delete()
    last.delete()


def head_removed(chance: random.Random) -> None:
    ChainHead.objects.all().delete()
    tail_cut(chance)


WAYS: tuple[Callable[[random.Random], None], ...] = (
    changed,
    deleted,
    planted,
    swapped,
    renumbered,
    subject_removed,
    subject_moved,
    tail_cut,
    head_removed,
)


@pytest.fixture
def unguarded(db: None) -> Any:
    """The triggers taken away, as somebody with the database in their hands would."""
    unguard_tables()
    yield
    guard_tables()


@pytest.mark.slow
def test_a_thousand_ways_of_tampering_are_all_found(unguarded: None) -> None:
    chance, missed = random.Random(11), []
    a_chain(40)
    assert broken_links() == []
    for number in range(EDITS):
        way = WAYS[number % len(WAYS)]
        with transaction.atomic():
            way(chance)
            if not broken_links():
                missed.append(f"{number}: {way.__name__}")
            transaction.set_rollback(True)
    keep("tampering", tried=EDITS, found=EDITS - len(missed))
    assert not missed
    assert broken_links() == []


def test_the_place_of_a_change_is_named(unguarded: None) -> None:
    a_chain(9)
    AuditEvent.objects.filter(pk=5).update(event="x")
    assert broken_links() == [5]


def test_without_the_chain_a_change_would_pass(unguarded: None, monkeypatch: pytest.MonkeyPatch) -> None:
    a_chain(9)
    AuditEvent.objects.filter(pk=5).update(event="x")
    monkeypatch.setattr(AuditEvent, "expected_hash", lambda row: row.hash)
    assert broken_links() == []


@pytest.mark.parametrize("act", ["update", "delete", "replace"])
def test_the_database_refuses_to_change_what_is_written_once(people: People, act: str) -> None:
    goal = plan.agree_goal(
        client=people.ana, words="Walk", first_step="", problem=None, by=people.sees("ben"), at=people.at
    )
    assert goal.pk
    if act == "replace" and connection.vendor != "sqlite":
        pytest.skip("PostgreSQL has no REPLACE; its ON CONFLICT DO UPDATE meets the trigger against updates.")
    refused = []
    for table in append_only_tables():
        column = {"care_auditevent": "sequence"}.get(table, "id")
        statement = {
            "update": f"UPDATE {table} SET {column} = {column}",
            "delete": f"DELETE FROM {table}",
            "replace": f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}",
        }[act]
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM {table}")
            if not cursor.fetchone()[0]:
                continue
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
        refused.append(table)
    assert {"care_auditevent", "care_auditsubject", "care_referral"} <= set(refused)


@pytest.mark.postgres
def test_postgres_refuses_to_empty_a_table_that_is_written_once(people: People) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no TRUNCATE.")
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            cursor.execute("TRUNCATE care_auditevent, care_auditsubject")


def test_without_the_triggers_a_change_would_pass(people: People, unguarded: None) -> None:
    assert AuditEvent.objects.update(event="x") > 0


def test_nothing_is_shown_when_the_look_cannot_be_written_down(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(**_: Any) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(looking, "append_event", full)
    with pytest.raises(OSError, match="disk full"):
        person(viewer=people.sees("ben"), client_id=people.ana.pk, at=people.at)


def test_nothing_is_kept_when_the_act_cannot_be_written_down(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    from kith.care.actions import acting

    def full(**_: Any) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(acting, "append_event", full)
    with pytest.raises(OSError, match="disk full"):
        plan.agree_goal(
            client=people.ana, words="Walk", first_step="", problem=None, by=people.sees("ben"), at=people.at
        )
    assert not Goal.objects.exists()


def test_an_action_that_leaves_no_trace_is_undone(people: People) -> None:
    from kith.care.actions.acting import VERBS
    from kith.care.models import Site

    @action
    def forgetful(*, by: Viewer, at: datetime) -> None:
        """Keep something and say nothing."""
        Site.objects.create(service=people.service, name="Secret", made_at=at)

    VERBS.pop(f"{__name__.rsplit('.', 1)[-1]}.forgetful")
    with pytest.raises(LeftNoTrace):
        forgetful(by=people.sees("ben"), at=people.at)
    assert not Site.objects.filter(name="Secret").exists()
