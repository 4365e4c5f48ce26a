"""P1 and U1: every private word is looked for everywhere, as everybody; and every look leaves exactly one trace."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpResponse
from django.urls import reverse

from kith.care.actions.set_up import founder
from kith.care.models import (
    AuditEvent,
    AuditSubject,
    Carer,
    CarerPlan,
    Confidence,
    Connection,
    FamilyPicture,
    Formulation,
    JointSummary,
    MapShare,
    OutboxMessage,
    PeerAnswer,
    PeerContact,
    PeerWish,
    ProcessNote,
    SessionRecord,
    Sheet,
)
from kith.care.models.audit import append_event
from kith.care.permissions import decide, persons, policy
from kith.care.queries import my_download, process_notes
from kith.cli.sending import FileGateway, send_due
from kith.web import context, middleware
from tests.safety import expected
from tests.safety.canaries import Perch, canary, found_in
from tests.safety.doors import Knocking, address, body, is_stub, patterns, things_of
from tests.safety.expected import Door, outcome, table
from tests.safety.results import keep
from tests.safety.world import NOW, SUBJECTS, World

# What “limited” leaves of the private fields. Anything else that is limited shows nothing private at all.
LIMITED = {
    ("Client", "given_name"),
    ("Client", "family_name"),
    ("Client", "preferred_name"),
    ("Membership", "display_name"),
    ("SafetyPlan", "steps"),  # the steps of a crisis, not the reasons for living
}
OF_THE_GROUP = ("roster", "group_leaver")
MEMBER_OF = {
    "ana": ("ana", "gus"),
    "lea": ("ana",),
    "gus": ("ana",),
    "con": ("gus",),
    "zed": ("zed",),
    "olga": ("olga",),
}


class Memory(logging.Handler):
    """Keeps what is logged."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep the line as it would be printed, traceback included."""
        self.lines.append(logging.Formatter().format(record))


@pytest.fixture
def log() -> Iterator[Memory]:
    """Everything that is logged at any level."""
    memory, root = Memory(), logging.getLogger()
    others = root.handlers[:]
    root.handlers.clear()
    before, noisy = root.level, logging.getLogger("django.request")
    noisy.setLevel(logging.NOTSET)
    root.addHandler(memory)
    root.setLevel(logging.DEBUG)
    yield memory
    noisy.setLevel(logging.CRITICAL)
    root.handlers[:] = others
    root.setLevel(before)


@pytest.fixture(scope="module")
def knocking(world: World) -> Knocking:
    """Everybody logged in once."""
    logging.getLogger("django.request").setLevel(logging.CRITICAL)
    return Knocking(world, watches=True)


def owners(world: World) -> dict[Any, tuple[str, bool]]:
    """Id of a client or group -> (its name in the world, whether it is a group)."""
    clients = {client.pk: (name, False) for name, client in world.clients.items()}
    theirs = {carer.pk: clients[carer.client_id] for carer in Carer.objects.all()}  # sealed with a key of the carer's
    return clients | theirs | {group.pk: (name, True) for name, group in world.groups.items()}


def may_see(world: World, actor: str, perch: Perch) -> bool:
    """Whether the policy shows this field to this actor."""
    if actor in expected.WITHOUT_LOGIN:
        return False
    if perch.resource == "process_note":  # no column opens one; its author alone reads it
        return ProcessNote.objects.get(pk=perch.row).author_id == world.users[actor].pk
    if perch.model == "Confidence":  # whoever heard it, and no page of the person themselves
        return Confidence.objects.get(pk=perch.row).author_id == world.users[actor].pk
    if perch.resource == "concern":  # it stands in nobody's record yet: whoever answers in this service finds it
        answers = set(table()["functions"]["answer_concern"])
        return world.users[actor].service_id == perch.owner and bool(expected.roles(actor) & answers)
    if perch.resource == "peer_register":  # about Pete, who is nobody's client: himself, and who supervises him
        return actor in ("pete", "eve")
    if perch.resource == "peer_offer":  # told to whoever looks for a peer supporter in the same service
        return world.users[actor].pk == perch.owner or expected.OWN.get(actor) in expected.HERE
    subject, is_group = owners(world)[perch.owner]
    if perch.model == "Carer" and perch.field == "name" and expected.OWN.get(actor) == subject:
        return Carer.objects.get(pk=perch.row).plans.filter(is_shared=True).exists()  # whose plan it is
    if perch.resource == "connections" and actor != subject:  # only what stands on a map that is shared now
        row = Connection.objects.get(pk=perch.row)
        is_shown = row.ends is None and MapShare.objects.filter(client=row.client_id, ends=None).exists()
        return is_shown and expected.level(actor, subject, "R", "connections") != "none"
    if perch.resource == "peer_wish" and actor == "polly":  # Zed has chosen her
        return subject == "zed" and PeerWish.objects.get(pk=perch.row).ends is None
    if perch.resource == "peer_log" and expected.STANDS.get(actor, {}).get(subject) == "PS":
        return wrote_it(world, actor, perch)  # one peer supporter does not read what another wrote
    level = expected.level(actor, subject, "R", perch.resource, group=is_group)
    if perch.resource in OF_THE_GROUP and level == "none":  # whoever leads it knows the names, and why somebody left
        level = max(
            (expected.level(actor, name, "R", perch.resource, group=True) for name in MEMBER_OF.get(subject, ())),
            key=("none", "limited", "full").index,
            default="none",
        )
        level = "full" if level == "full" else "none"
    if level == "released":
        released: dict[str, tuple[Any, str]] = {
            "Formulation": (Formulation, "is_shared"),
            "SessionRecord": (SessionRecord, "is_released"),
            "Sheet": (Sheet, "is_together"),
            "FamilyPicture": (FamilyPicture, "is_shared"),
            "JointSummary": (JointSummary, "is_offered"),
            "CarerPlan": (CarerPlan, "is_shared"),
        }
        model, flag = released[perch.model]
        return bool(getattr(model.objects.get(pk=perch.row), flag))
    return level == "full" or (level == "limited" and (perch.model, perch.field) in LIMITED)


def wrote_it(world: World, actor: str, perch: Perch) -> bool:
    """Whether this peer supporter wrote the entry, or the entry that the person answered."""
    if perch.model == "PeerAnswer":
        return PeerAnswer.objects.get(pk=perch.row).contact.author_id == world.users[actor].pk
    return PeerContact.objects.get(pk=perch.row).author_id == world.users[actor].pk


def seen_in(response: HttpResponse) -> set[str]:
    """Canaries in the body and in the headers, cookies included."""
    headers = "\n".join(f"{name}: {value}" for name, value in response.headers.items())
    body = b"".join(response) if response.streaming else response.content  # type: ignore[arg-type]
    return found_in(body) | found_in(headers) | found_in(str(response.cookies))


def rounds(
    world: World, actors: Iterable[str] | None = None, pages: Iterable[str] | None = None
) -> Iterator[tuple[Any, ...]]:
    """Every address with every object, for every actor."""
    for page, route, view in patterns():
        if page not in table()["pages"] or is_stub(view) or (pages and page not in pages):
            continue
        for subject in SUBJECTS if things_of(page, route) else SUBJECTS[:1]:
            for actor in actors or world.actors:
                yield page, route, actor, subject


def leaks(knocking: Knocking, actors: Iterable[str] | None = None, pages: Iterable[str] | None = None) -> list[str]:
    """Every canary that somebody saw and should not have seen."""
    world, found = knocking.world, []
    for page, route, actor, subject in rounds(world, actors, pages):
        for query in ("", "?edit=1&step=1&done=1&measure=phq9"):
            response = knocking.knock(actor, "GET", address(world, page, route, subject) + query)
            for word in seen_in(response):
                if not may_see(world, actor, world.canaries[word]):
                    found.append(f"{actor} saw {world.canaries[word].name} on {page} of {subject}")
            if response.status_code != 200:
                break  # nothing more to open by asking differently
    return found


@pytest.mark.slow
def test_nobody_sees_a_private_word_that_the_policy_does_not_show_them(knocking: Knocking, log: Memory) -> None:
    found = leaks(knocking)
    logged = found_in("\n".join(log.lines))
    visits = 2 * len(list(rounds(knocking.world)))
    keep("canaries", canaries=len(knocking.world.canaries), visits=visits, leaks=len(found), logged=len(logged))
    assert not logged, {knocking.world.canaries[word].name for word in logged}
    assert not found, f"{len(found)} leaks:\n" + "\n".join(sorted(set(found))[:60])


def traces_missing(knocking: Knocking) -> list[str]:
    """Looks and refusals without exactly one event that names who and whose."""
    world, wrong = knocking.world, []
    clients = {client.pk for client in world.clients.values()}
    for page, route, actor, subject in rounds(world):
        of = table()["pages"][page].get("of")
        is_about_client = of not in ("own", "group", "meeting", None) and subject != "olga"
        for method in ("GET", "POST"):
            wanted = outcome(Door(page, method, route), actor, subject)
            is_refused = wanted == "absent" and is_about_client and actor not in expected.WITHOUT_LOGIN
            if not is_refused and (method == "POST" or wanted != "allowed"):
                continue
            response = knocking.knock(actor, method, address(world, page, route, subject), body(world, page, subject))
            seen = {world.canaries[word].owner for word in seen_in(response)} & clients
            if not seen and not is_refused:
                continue
            whose = {str(owner) for owner in seen} or {str(world.clients[subject].pk)}
            told = [(event.actor_id, event.allowed, whose <= set(event.clients)) for event in knocking.events]
            if told != [(world.users[actor].pk, not is_refused, True)]:
                wrong.append(f"{actor} {method} {page} of {subject}: {told or 'no event'}")
    return wrong


@pytest.mark.slow
def test_every_look_and_every_refusal_leaves_exactly_one_trace(knocking: Knocking) -> None:
    wrong = traces_missing(knocking)
    assert not wrong, f"{len(wrong)} traces are wrong:\n" + "\n".join(wrong[:60])


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
    ("plant", "page"), [(leaking_page, "help_now"), (leaking_header, "my_goals"), (leaking_download, "my_download")]
)
def test_a_leak_planted_in_a_response_is_found(
    knocking: Knocking, monkeypatch: pytest.MonkeyPatch, plant: Callable[..., None], page: str
) -> None:
    word = next(
        word for word, perch in knocking.world.canaries.items() if perch.owner == knocking.world.clients["zed"].pk
    )
    plant(monkeypatch, word)
    assert leaks(knocking, actors=["ana"], pages=[page])


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
