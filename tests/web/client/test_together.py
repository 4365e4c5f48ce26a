"""What Ana and Ben filled in together, as Ana reads it."""

from __future__ import annotations

import uuid

import pytest

from kith.care.actions import fill_in
from kith.care.models import Plan, Sheet
from tests.care.staff_sheets import call_note, on_the_shelf
from tests.people import People, an_agreed_plan
from tests.web import pseudo
from tests.web.practitioner.screens import Screen


@pytest.fixture
def agreed(people: People, monkeypatch: pytest.MonkeyPatch) -> Plan:
    on_the_shelf(monkeypatch, call_note())
    return an_agreed_plan(people, people.ana)


def kept(people: People, plan: Plan, about: str, *, is_together: bool = True) -> Sheet:
    what = fill_in.Filled("call-note", {"safety": "well", "about": about}, is_together=is_together)
    return fill_in.fill_in_sheet(plan=plan, filled=what, key=uuid.uuid4(), by=people.sees("ben"), at=people.at)


def test_a_sheet_filled_in_together_is_listed_and_read(people: People, agreed: Plan) -> None:
    row, screen = kept(people, agreed, "The bus"), Screen(people, "ana")
    assert f"/me/together/{row.pk}/" in screen.text("my_together")
    assert "The bus" in screen.text("my_together_sheet", row.pk)
    assert "/me/together/" in screen.text("my_work")


def test_what_staff_wrote_alone_is_neither_listed_nor_read(people: People, agreed: Plan) -> None:
    row, screen = kept(people, agreed, "The bus", is_together=False), Screen(people, "ana")
    assert str(row.pk) not in screen.text("my_together")
    assert screen.get("my_together_sheet", row.pk).status_code == 404


def test_the_list_has_the_corrected_version_only(people: People, agreed: Plan) -> None:
    row = kept(people, agreed, "The bus")
    newer = fill_in.correct_sheet(
        sheet=row, answers={"safety": "well"}, key=uuid.uuid4(), by=people.sees("ben"), at=people.at
    )
    text = Screen(people, "ana").text("my_together")
    assert str(newer.pk) in text
    assert str(row.pk) not in text


def test_nothing_yet_says_what_will_stand_here(people: People) -> None:
    assert "Nothing here yet" in Screen(people, "ana").text("my_together")


def test_every_word_is_translated(people: People, agreed: Plan) -> None:
    row, screen = kept(people, agreed, "The bus"), Screen(people, "ana")
    assert pseudo.untranslated(screen.pseudo("my_together")) == []
    assert pseudo.untranslated(screen.pseudo("my_together_sheet", row.pk)) == []
