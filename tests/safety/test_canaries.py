"""P1 and U1: the controls of what every visit is looked through for, and what leaves the house in other ways."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse

from kith.care.actions.set_up import founder
from kith.care.models import AuditEvent, AuditSubject, OutboxMessage, ProcessNote
from kith.care.models.audit import append_event
from kith.care.permissions import Viewer, decide, persons, policy
from kith.care.queries import my_download, person, process_notes
from kith.cli.sending import FileGateway, send_due
from kith.web import context, middleware
from kith.web.manager import funder
from tests.logged import Memory
from tests.safety.canaries import canary, found_in
from tests.safety.doors import Knocking
from tests.safety.looking import Looking, may_see, seen_in
from tests.safety.world import NOW, World


@pytest.fixture(scope="module")
def knocking(world: World) -> Knocking:
    """Everybody logged in once."""
    logging.getLogger("django.request").setLevel(logging.CRITICAL)
    return Knocking(world, watches=True)


def leaks(knocking: Knocking, actors: Iterable[str], pages: Iterable[str]) -> list[str]:
    """Every canary that one of these saw on one of these pages and should not have seen."""
    looking = Looking(knocking)
    knocking.every_door(pages, ("GET",), actors, look=looking)
    return looking.leaks


def rows_as_text(model: Any) -> str:
    """Everything in a table."""
    return "\n".join(str(row) for row in model.objects.values())


def test_no_private_word_is_in_the_audit_log_or_the_outbox(world: World) -> None:
    for model in (AuditEvent, AuditSubject, OutboxMessage):
        assert not found_in(rows_as_text(model)), model


def sent(tmp_path: Path) -> str:
    """Send everything that is due and read what left the house."""
    gateway = FileGateway(tmp_path / "sent.jsonl")
    assert send_due(gateway, by=founder(), now=lambda: NOW)
    return gateway.file.read_text()


def test_what_leaves_the_house_holds_an_address_and_nothing_else(world: World, tmp_path: Path) -> None:
    for line in sent(tmp_path).splitlines():
        message = json.loads(line)
        assert not found_in(message["words"] + message["key"])
        assert {world.canaries[word].field for word in found_in(str(message["to"]))} <= {"address"}


# The positive controls: one leak planted in each channel.


def leaking_page(patch: pytest.MonkeyPatch, word: str) -> None:
    patch.setattr(context, "crisis_lines", lambda **_: (word, []))


def leaking_header(patch: pytest.MonkeyPatch, word: str) -> None:
    patch.setattr(middleware, "patch_cache_control", lambda response, **_: response.__setitem__("X-Name", word))


def leaking_download(patch: pytest.MonkeyPatch, word: str) -> None:
    patch.setattr(my_download, "_person", lambda own: {"given_name": word})


def leaking_pdf(patch: pytest.MonkeyPatch, word: str) -> None:
    patch.setattr(funder, "period_words", lambda _snapshot: word)


def test_a_process_note_is_seen_by_its_author_and_looked_for_by_its_own_word(knocking: Knocking) -> None:
    """The control of the search: the author's page holds the word, so a page of anybody else's would be found too."""
    world = knocking.world
    word, _ = [
        word
        for word, perch in world.canaries.items()
        if perch.model == "ProcessNote" and ProcessNote.objects.get(pk=perch.row).client_id == world.clients["ana"].pk
    ]
    url = reverse("process_note", args=[world.things["session", "ana"].pk])
    assert word in seen_in(knocking.knock("ben", "GET", url))
    assert [actor for actor in world.actors if may_see(world, actor, world.canaries[word])] == ["ben"]


def test_a_process_note_that_others_may_open_is_found(knocking: Knocking, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ana's team opens to everybody here, and every note is everybody's: the search names the note."""
    monkeypatch.setattr(persons, "leads", lambda *_: True)
    monkeypatch.setattr(decide, "access_to", lambda *_, **__: decide.Access(frozenset(policy().columns)))
    monkeypatch.setattr(process_notes, "_own_notes", lambda viewer, session: session.client.processnote_set.all())
    found = leaks(knocking, actors=["dev"], pages=["process_note"])
    assert any("ProcessNote.words" in line for line in found), found


@pytest.mark.parametrize(
    ("plant", "page", "actor"),
    [
        (leaking_page, "help_now", "ana"),
        (leaking_header, "my_goals", "ana"),
        (leaking_download, "my_download", "ana"),
        (leaking_pdf, "funder_report_file", "cleo"),
    ],
)
def test_a_leak_planted_in_a_response_is_found(
    knocking: Knocking, monkeypatch: pytest.MonkeyPatch, plant: Callable[..., None], page: str, actor: str
) -> None:
    world = knocking.world
    of_zed = {word: perch for word, perch in world.canaries.items() if perch.owner == world.clients["zed"].pk}
    plant(monkeypatch, next(word for word, perch in of_zed.items() if not may_see(world, actor, perch)))
    assert leaks(knocking, actors=[actor], pages=[page])


def test_a_look_that_leaves_no_trace_is_found(knocking: Knocking, monkeypatch: pytest.MonkeyPatch) -> None:
    looking = Looking(knocking)
    knocking.every_door(["person"], ("GET",), ["ben"], look=looking)
    assert looking.traces == []
    monkeypatch.setattr(person, "note_seen", lambda *_, **__: None)
    knocking.every_door(["person"], ("GET",), ["ben"], look=looking)
    assert "ben GET person of ana: no event" in looking.traces


def test_a_page_that_leads_nowhere_with_a_worry_is_found(knocking: Knocking, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Viewer, "is_staff", False)
    looking = Looking(knocking)
    knocking.every_door(["help_now", "outcomes"], ("GET",), ["rex", "cleo"], look=looking)
    assert set(looking.no_way) >= {"help_now of ana, for rex", "outcomes of ana, for cleo"}


def test_a_leak_planted_in_the_log_is_found(log: Memory) -> None:
    word = canary()
    logging.getLogger("kith").warning("Opened the record of %s", word)
    assert found_in("\n".join(log.lines)) == {word}


def test_a_leak_planted_in_the_audit_log_is_found(world: World) -> None:
    word = canary()
    append_event(
        event="person.seen",
        at=NOW,
        allowed=True,
        rule=word,
        purpose="care",
        object_kind="",
        object_id="",
        request_id="",
    )
    assert found_in(rows_as_text(AuditEvent)) == {word}


def test_a_leak_planted_in_the_outbox_is_found(world: World) -> None:
    word = canary()
    OutboxMessage.objects.filter(pk__in=OutboxMessage.objects.values("pk")[:1]).update(failure=word)
    assert found_in(rows_as_text(OutboxMessage)) == {word}
