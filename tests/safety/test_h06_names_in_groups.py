"""H06: no name of one member of a group reaches another, by whatever is written and by whatever way it is read."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps

from kith.care.actions import agenda, forming, gather, look_back, share, weigh
from kith.care.models import BadInput, GroupEntry, GroupNote
from kith.care.models.audit import append_event
from kith.care.models.keys import forget_keys
from kith.care.queries import my_download
from kith.cli import sending
from kith.web import context
from kith.web.client import groups as pages_of_groups
from kith.web.parts import calendar
from tests.logged import Memory
from tests.safety.names_scene import FORMS, NAMES, OTHERS, OTHERWISE, WRITERS, Circle, a_circle
from tests.safety.ways import (
    audit,
    calendar_of_the_group,
    download,
    messages,
    minutes,
    own_calendar,
    own_pages,
    refusals,
    words_of_the_group,
)
from tests.web.practitioner.screens import Screen


@pytest.fixture
def circle(db: None) -> Iterator[Circle]:
    """Ana and two others, one of whom has left."""
    forget_keys()
    logging.getLogger("django.request").setLevel(logging.CRITICAL)
    yield a_circle()
    forget_keys()


# ------------------------------------------------------------------------------------------- what is written


@pytest.mark.parametrize("what", WRITERS, ids=".".join)
def test_no_form_of_a_name_is_kept_where_names_must_not_be(circle: Circle, what: tuple[str, str]) -> None:
    for form, words in FORMS.items():
        if is_of_the_one_who_left(form) or what != ("LeaverAsked", "why"):
            with pytest.raises(BadInput) as refused:
                WRITERS[what](circle, words)
            assert not names_in(str(refused.value)) - names_in(words), form


def is_of_the_one_who_left(form: str) -> bool:
    """Also somebody who has left is not named."""
    return "nickname" in form or "stops" in form


@pytest.mark.parametrize("what", WRITERS, ids=".".join)
def test_the_control_without_the_check_every_one_of_these_is_kept(
    circle: Circle, what: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for room in (agenda, forming, gather, look_back, share, weigh):
        monkeypatch.setattr(room, "check_names_nobody", lambda *_, **__: None)
    WRITERS[what](circle, FORMS["name"])
    model, name = what
    assert any(FORMS["name"] in str(getattr(row, name)) for row in apps.get_model("care", model).objects.all())


def test_every_sealed_word_about_a_group_is_on_one_of_the_two_lists() -> None:
    found = set()
    for model in apps.get_app_config("care").get_models():
        names = {one.name for one in model._meta.fields if one.is_relation}
        if model.__name__ == "Group" or names & {"group", "session", "meeting", "decision", "membership"}:
            found |= {(model.__name__, name) for name in getattr(model, "private", {})}
    of_one_person = {(model, name) for model, name in found if model in OF_ONE_PERSON}
    assert found - of_one_person == set(WRITERS) | set(OTHERWISE)


# ------------------------------------------------------------------------------------------- what is read

# What one person writes or has written, at a session of their own or after a meeting.
OF_ONE_PERSON = ("Assignment", "Sheet", "SafetyTalk", "Measurement", "MeasureRequest")


def logged(circle: Circle, screen: Screen, folder: Path) -> str:
    """Asked for by the fixture of the log: everything the other ways have logged."""
    for read in WAYS:
        if read is not logged:
            read(circle, screen, folder)
    return "\n".join(LOG.lines) or "nothing was logged"


LOG = Memory()
WAYS: dict[Callable[[Circle, Screen, Path], str], str] = {
    own_pages: "Spoke of home",
    download: "Spoke of home",
    own_calendar: "BEGIN:VEVENT",
    calendar_of_the_group: "BEGIN:VEVENT",
    minutes: "We sing at the end.",
    words_of_the_group: "We sing at the end.",
    messages: "log in",
    audit: "group.joined",
    refusals: "Nothing was changed.",
    logged: "",
}


def names_in(text: str) -> set[str]:
    """The names of the others, in whatever case; a calendar folds long lines."""
    text = re.sub(r"\r?\n ", "", text).casefold()
    return {name for name in NAMES if name.casefold() in text}


@pytest.fixture
def screen(circle: Circle) -> Screen:
    """Ana's telephone."""
    return Screen(circle.people, "ana")


@pytest.fixture(autouse=True)
def kept_log(log: Memory) -> None:
    """What is logged while a test runs."""
    LOG.lines = log.lines


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_no_way_brings_a_name_of_another_member(circle: Circle, screen: Screen, tmp_path: Path, way: Any) -> None:
    text = way(circle, screen, tmp_path)
    assert WAYS[way] in text, "There is nothing to be found here."
    assert names_in(text) == set()


# The positive controls: one leak planted in every way.
Patch = pytest.MonkeyPatch


def note_that_names(circle: Circle, patch: Patch) -> None:
    given = {"author": circle.people.accounts["finn"], "signed_at": circle.people.at, "made_at": circle.people.at}
    row = GroupNote(session=circle.past, **given)
    row.themes, row.note = "Trust, and Kingfisher", "Calm"
    row.save(force_insert=True)


def part_that_names(circle: Circle, patch: Patch) -> None:
    row = GroupEntry(
        session=circle.past, client=circle.people.ana, author=circle.people.accounts["finn"], is_released=True,
        signed_at=circle.people.at, made_at=circle.people.at,
    )  # fmt: skip
    row.words = "She was comforted by Kingfisher."
    row.save(force_insert=True)


def decision_that_names(circle: Circle, patch: Patch) -> None:
    patch.setattr(share, "check_names_nobody", lambda *_, **__: None)
    share.write_decision(meeting=circle.past, kind="task", words="Kingfisher brings tea.", **circle.act)


def entry_of_another(circle: Circle, patch: Patch) -> None:
    patch.setattr(my_download, "_person", lambda own: {"given_name": circle.others["zofia"].given_name})


def calendar_that_names(circle: Circle, patch: Patch) -> None:
    patch.setattr(pages_of_groups, "_", lambda words: f"{words}: Kingfisher")
    patch.setattr(calendar, "_", lambda words: f"{words}: Kingfisher", raising=False)


def room_that_names(circle: Circle, patch: Patch) -> None:
    circle.group.room = "With Kingfisher"
    circle.group.save(update_fields=["room"])


def message_that_names(circle: Circle, patch: Patch) -> None:
    patch.setitem(sending.WORDS, "please_log_in", "Kingfisher misses you.")


def audit_that_names(circle: Circle, patch: Patch) -> None:
    append_event(
        event="group.seen", at=circle.people.at, allowed=True, rule="Kingfisher", purpose="care", object_kind="",
        object_id="", request_id="",
    )  # fmt: skip


def page_that_names(circle: Circle, patch: Patch) -> None:
    patch.setattr(context, "crisis_lines", lambda **_: ("Kingfisher", []))


def log_that_names(circle: Circle, patch: Patch) -> None:
    logging.getLogger("kith").warning("Kingfisher was there")


@pytest.mark.parametrize(
    ("plant", "way"),
    [
        (note_that_names, words_of_the_group),
        (note_that_names, minutes),
        (decision_that_names, minutes),
        (decision_that_names, own_pages),
        (decision_that_names, words_of_the_group),
        (part_that_names, own_pages),
        (part_that_names, download),
        (entry_of_another, download),
        (calendar_that_names, own_calendar),
        (room_that_names, calendar_of_the_group),
        (room_that_names, own_pages),
        (message_that_names, messages),
        (audit_that_names, audit),
        (page_that_names, refusals),
        (page_that_names, own_pages),
        (log_that_names, logged),
    ],
)
def test_a_leak_planted_in_any_way_is_found(
    circle: Circle, screen: Screen, tmp_path: Path, monkeypatch: Patch, plant: Any, way: Any
) -> None:
    plant(circle, monkeypatch)
    assert names_in(way(circle, screen, tmp_path)) & {"Kingfisher", "Zofia"}


def test_every_way_has_a_control() -> None:
    mark = next(one for one in test_a_leak_planted_in_any_way_is_found.pytestmark if one.name == "parametrize")
    assert {way for _, way in mark.args[1]} == set(WAYS)
    assert {name for names in OTHERS.values() for name in names} == set(NAMES)
