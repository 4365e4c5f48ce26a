"""Rows of many people leave only when a second person let them go; a few people's need none."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pyarrow.parquet as pq
import pytest
import time_machine
from django.db import IntegrityError, transaction
from typer.testing import CliRunner, Result

from kith.care.actions import bulk
from kith.care.actions.bulk import MOST_ALONE, let_go
from kith.care.actions.collecting import collect_data_set
from kith.care.actions.export import begin_outcome_export
from kith.care.models import AuditEvent, BadInput, BulkExport, WrongMoment
from kith.care.permissions import NotAllowed, NotYours
from kith.cli.entry import main
from tests.people import People, a_client, a_service

ASKED = {"kind": "tables", "purpose": "The ministry collects them by law."}
PERIOD = {"period_from": date(2026, 1, 1), "period_to": date(2026, 1, 31)}
TAKEN: dict[str, Callable[..., Any]] = {
    "tables": lambda **given: begin_outcome_export(export=UUID(int=1), **given),
    "data_set": lambda **given: collect_data_set(**PERIOD, **given),
}
"""Every way by which rows of many people leave."""


@pytest.fixture
def many(people: People, monkeypatch: pytest.MonkeyPatch) -> People:
    """Four people in care, in a service where three may leave at the word of one."""
    monkeypatch.setattr(bulk, "MOST_ALONE", 3)
    for number in range(3):
        a_client(people, f"p{number}", "Given", f"Family{number}")
    people.later(days=40)
    return people


def asked_for(people: People, kind: str) -> BulkExport:
    return bulk.request_bulk_export(**ASKED | {"kind": kind}, by=people.sees("cleo"), at=people.at)


def decided(people: People, row: BulkExport, **more: Any) -> BulkExport:
    given = {"is_approved": True, "reason": "The law of 2024", "days": 1, "by": people.sees("pia"), **more}
    return bulk.decide_bulk_export(bulk_export=row, at=people.at, **given)


def after_the_pause(people: People, row: BulkExport) -> BulkExport:
    """Let go, and a day has passed."""
    found = decided(people, row)
    people.later(hours=24)
    return found


@pytest.mark.parametrize("kind", TAKEN)
def test_rows_of_many_leave_only_between_the_second_persons_yes_and_its_end(many: People, kind: str) -> None:
    def take(by: str = "cleo") -> None:
        TAKEN[kind](by=many.sees(by), at=many.at)

    with pytest.raises(WrongMoment, match=r"Nothing was written.*no second person.*Rows that leave"):
        take()
    row = asked_for(many, kind)
    other = asked_for(many, "data_set" if kind == "tables" else "tables")
    after_the_pause(many, other)
    with pytest.raises(WrongMoment):
        take()  # it was asked for; another kind was let go
    decided(many, row)
    with pytest.raises(WrongMoment, match=r"may be taken from 16 February 2026, 09:05 on.*can still take it back"):
        take()
    many.later(hours=23, minutes=59)
    with pytest.raises(WrongMoment):
        take()
    many.later(minutes=1)
    take()
    event = AuditEvent.objects.filter(object_id=str(row.pk)).latest("sequence")
    assert event.event in {"outcome_rows.exported", "data_set.collected"}
    decided(many, row, is_approved=False, reason="The contract ended", days=1)
    with pytest.raises(WrongMoment):
        take()  # taken back
    after_the_pause(many, asked_for(many, kind))
    take()
    many.later(days=1)
    with pytest.raises(WrongMoment, match="no second person"):
        take()  # over


def test_what_is_taken_back_in_the_pause_never_opens(many: People) -> None:
    row = decided(many, asked_for(many, "tables"))
    assert row.state(many.at) == "paused"
    back = decided(many, row, is_approved=False, reason="The contract is not signed", days=1)
    assert back.state(many.later(hours=25)) == "refused"
    with pytest.raises(WrongMoment, match="no second person"):
        TAKEN["tables"](by=many.sees("cleo"), at=many.at)


@pytest.mark.parametrize("kind", TAKEN)
def test_another_manager_cannot_take_what_was_let_go_for_one(many: People, kind: str) -> None:
    row = after_the_pause(many, asked_for(many, kind))
    BulkExport.objects.filter(pk=row.pk).update(requested_by=many.accounts["ada"])
    with pytest.raises(WrongMoment):
        TAKEN[kind](by=many.sees("cleo"), at=many.at)


def test_up_to_twenty_people_need_no_second_person(people: People) -> None:
    assert MOST_ALONE == 20
    assert let_go("tables", by=people.sees("cleo"), at=people.at) is None


def test_nobody_lets_go_what_they_asked_for_themselves(many: People) -> None:
    row = asked_for(many, "tables")
    BulkExport.objects.filter(pk=row.pk).update(requested_by=many.accounts["pia"])
    with pytest.raises(WrongMoment, match="You asked for it yourself"):
        decided(many, row)
    with pytest.raises(IntegrityError), transaction.atomic():
        BulkExport.objects.filter(pk=row.pk).update(decided_by=many.accounts["pia"])


@pytest.mark.parametrize(
    ("wrong", "found"),
    [({"kind": "everything"}, "which rows"), ({"purpose": "For us."}, "what the rows are for")],
)
def test_a_request_says_which_rows_and_what_for(many: People, wrong: dict[str, str], found: str) -> None:
    with pytest.raises(BadInput, match=found):
        bulk.request_bulk_export(**ASKED | wrong, by=many.sees("cleo"), at=many.at)


@pytest.mark.parametrize("wrong", [{"reason": " "}, {"days": 0}, {"days": 32}])
def test_a_decision_has_a_reason_and_an_end(many: People, wrong: dict[str, Any]) -> None:
    with pytest.raises(BadInput, match="Nothing was decided"):
        decided(many, asked_for(many, "tables"), **wrong)


def test_who_asks_and_who_decides(many: People) -> None:
    for who in ("ben", "eve", "pia", "ada", "ana"):
        with pytest.raises(NotAllowed):
            bulk.request_bulk_export(**ASKED, by=many.sees(who), at=many.at)
    row = asked_for(many, "tables")
    for who in ("ben", "cleo", "ada", "ana"):
        with pytest.raises(NotAllowed):
            decided(many, row, by=many.sees(who))
    with pytest.raises(NotYours):
        decided(many, row, by=a_service("Hill Service", at=many.at).sees("pia"))


def kith(people: People, *given: str) -> Result:
    """A command at the moment of the people, on their record."""
    with time_machine.travel(people.at + timedelta(minutes=1), tick=False):
        return CliRunner().invoke(main, [*given])


@pytest.fixture
def at_the_machine(many: People, monkeypatch: pytest.MonkeyPatch) -> People:
    """The commands find the record as it is open."""
    monkeypatch.setattr("kith.cli.serving.prepare", lambda: None)
    return many


def test_kith_export_writes_real_tables_once_a_second_person_let_them_go(
    at_the_machine: People, tmp_path: Path
) -> None:
    people, folder = at_the_machine, tmp_path / "tables"
    refused = kith(people, "export", str(folder), "--by", "cleo")
    assert refused.exit_code == 2
    assert "Nothing was written. These are rows of more than" in refused.output
    assert "the privacy officer decides there" in refused.output
    assert not folder.exists()
    for name, found in (("nobody", "Found no account 'nobody'"), ("ben", "Found another role")):
        other = kith(people, "export", str(folder), "--by", name)
        assert (other.exit_code, found in other.output) == (2, True)
    decided(people, asked_for(people, "tables"))
    early = kith(people, "export", str(folder), "--by", "cleo")
    assert (early.exit_code, "may be taken from" in early.output, folder.exists()) == (2, True, False)
    people.later(hours=24)
    written = kith(people, "export", str(folder), "--by", "cleo")
    assert written.exit_code == 0, written.output
    assert f"{folder}: 4 referrals" in written.output
    assert pq.read_table(folder / "referrals").num_rows == 4
    assert oct(folder.stat().st_mode)[-3:] == "700"


def test_kith_dataset_writes_real_files_once_a_second_person_let_them_go(
    at_the_machine: People, tmp_path: Path
) -> None:
    people, folder = at_the_machine, tmp_path / "out"
    january = ("--from", "2026-01-01", "--to", "2026-01-31")
    refused = kith(people, "dataset", str(folder), *january, "--by", "cleo")
    assert refused.exit_code == 2
    assert "Nothing was written. These are rows of more than" in refused.output
    assert not folder.exists()
    after_the_pause(people, asked_for(people, "data_set"))
    early = kith(people, "dataset", str(folder), "--from", "2026-01-01", "--to", "2027-01-31", "--by", "cleo")
    assert (early.exit_code, "Give a first and a later last day that is over." in early.output) == (2, True)
    unread = kith(people, "dataset", str(folder), "--from", "January", "--to", "2026-01-31", "--by", "cleo")
    assert (unread.exit_code, "found 'January'" in unread.output) == (2, True)
    written = kith(people, "dataset", str(folder), *january, "--by", "cleo")
    assert written.exit_code == 0, written.output
    assert "rules are kept" in written.output
    assert {path.name for path in folder.iterdir()} == {
        "referrals.csv", "contacts.csv", "scores.csv", "validation.csv",
    }  # fmt: skip
    rows = list(csv.DictReader((folder / "referrals.csv").read_text().splitlines()))
    assert len(rows) == 4
    assert not [word for word in ("Petrova", "Family0", "1990-04") if word in (folder / "referrals.csv").read_text()]
