"""Private fields: bound to their place, damaged ones refused, and nothing readable on the disk or in the database."""

from __future__ import annotations

import base64
import random
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.apps import apps
from django.conf import settings
from django.db import connection, models, transaction

from kith.care.models import Client, DataKey, Goal, Problem
from kith.care.models.base import PlainJSON
from kith.care.models.keys import forget_keys, key_of, key_to_seal
from kith.care.models.sealed import FORMAT, Envelope, NotSealed, SealedField, UnreadableEnvelope
from kith.care.permissions import policy
from tests.safety.results import keep
from tests.safety.world import World, a_world

SWAPS = FLIPS = 1000


def all_models() -> list[type[models.Model]]:
    return list(apps.get_app_config("care").get_models())


@pytest.fixture
def world(db: None) -> World:
    return a_world()


def envelopes() -> list[tuple[models.Model, SealedField, bytes]]:
    """Every sealed value as it is stored, with its row and field."""
    found = []
    for model in all_models():
        sealed = [field for field in model._meta.fields if isinstance(field, SealedField)]
        for row in model._default_manager.all() if sealed else ():
            stored = [(row, field, row.__dict__[field.attname]) for field in sealed]
            found += [each for each in stored if each[2] is not None or not each[1].null]  # a task alone has words
    return found


def test_every_field_is_classed_private_or_plain() -> None:
    for model in all_models():
        if not hasattr(model, "plain"):
            continue
        private, plain = set(getattr(model, "private", {})), set(model.plain)
        # Every field and every set of links, but not what Django makes for other tables' sake.
        every = {field.name for field in (*model._meta.fields, *model._meta.many_to_many)}
        assert not private & plain, model
        assert (private | plain | {"id"}) == every | {"id"}, f"{model.__name__}: {(private | plain) ^ every}"


def test_every_model_of_the_record_classes_its_fields_and_hangs_on_a_row_of_the_policy() -> None:
    for model in all_models():
        if model._meta.auto_created:
            continue
        assert hasattr(model, "plain"), f"{model.__name__} does not say which of its fields are plain."
        if model.__name__ not in {"ChainHead", "DataKey"}:
            assert model.resource in policy().names, model.__name__


def test_sealed_means_private_and_private_means_sealed() -> None:
    for model in all_models():
        sealed = {field.name for field in model._meta.fields if isinstance(field, SealedField)}
        others = {"password", "wrapped"}  # a hash, and a key that is itself wrapped
        assert set(getattr(model, "private", {})) - others == sealed, model.__name__


# Plain text that is longer than a code, and why nothing a client says can stand in it.
PLAIN_TEXT = {
    "AuditEvent.event", "AuditEvent.rule", "AuditEvent.purpose", "AuditEvent.object_kind", "AuditEvent.object_id",
    "AuditEvent.request_id", "AuditEvent.previous", "AuditEvent.hash", "ChainHead.hash",  # written by code
    "Service.name", "Service.time_zone", "Site.name", "Group.name", "Group.room",  # of places and groups
    # of a choir or a garden that anybody may join
    "Activity.what", "Activity.place", "Activity.times", "Activity.for_whom", "Activity.joining",
    "User.username", "User.display_name", "User.password",  # staff names; a client's account says nothing
    "OutboxMessage.key", "OutboxMessage.failure", "SnapshotRequest.failure",  # ids, and the name of a fault
    "Trial.title", "Trial.question", "Trial.approval", "Trial.mark",  # of a trial, before anybody is in it; a hash
    "Score.scale", "Score.band", "Score.reason",  # from the library
    "AgreementText.mark",  # a hash of the text
    "Draft.kind", "Draft.about",  # names of instruments and ids
    "Invitation.token_hash",  # a hash of random bits
    "OwnInstrument.identifier", "OwnInstrument.reason",  # what staff say of a measure, which concerns no client
    "Review.signal", "ReviewTry.area", "ReviewTry.tool", "StepChange.pathway",  # ids of the library, and of a rule
    "LearnedBenefit.problem", "LearnedBenefit.measure",  # ids of the library
    "OwnDocument.reason",  # the same of a worksheet or protocol
    "EvidenceSignOff.question", "EvidenceSignOff.sum",  # an id of the library and a hash
    "EvidenceSignOff.words",  # what staff looked at, of no client
    # what a researcher asks and a privacy officer answers, about a file and before there is anybody in it
    "FilesOut.folder", "FilesOut.failure",  # where an export was written on this machine, and the name of a fault
    "BulkExport.purpose", "BulkExport.reason",  # the same of rows that leave for a ministry or another office
    "ResearchExtract.title", "ResearchExtract.question", "ResearchExtract.reason",
}  # fmt: skip
CODES = [
    "instrument",
    "protocol",
    "document",
    "template",
    "version",
    "library_version",
    "language",
    "setting",
    "format",
    "step",
    "source",
    "method",
    "flag",
    "outcome",
    "ending",
    "state",
    "kind",
    "status",
    "channel",
    "country",
    "number",
    "name",
    "decision",
    "purpose",
    "done",
    "level",
    "respondent",
    "phase",
    "technique",
    "worksheet",
    "contact",
    "practice",
    "lesson",
    "identifier",
]


def test_text_that_could_hold_a_persons_words_is_sealed() -> None:
    unknown = []
    for model in all_models():
        for field in model._meta.fields:
            name = f"{model.__name__}.{field.name}"
            is_text = isinstance(field, models.CharField | models.TextField) and not field.choices
            is_code = field.name in CODES or field.name.endswith("_version")
            if is_text and not is_code and name not in PLAIN_TEXT:
                unknown.append(name)
            assert not isinstance(field, models.TextField), f"{name}: long text belongs into SealedText."
    assert not unknown, f"{unknown}: seal it, or say in this test why nobody's words can stand in it."


PLAIN_JSON = {
    "Grant.resources", "AuditEvent.clients", "Plan.options_shown", "Plan.gates_attested", "SessionRecord.techniques",
    "CourseReference.course", "CourseReference.accuracy", "LearnedBenefit.benefits", "LearnedBenefit.personal",
    "Evaluation.results", "Invitation.instruments", "MeasureSchedule.months_after", "OwnInstrument.content",
    "OwnInstrument.past", "OwnDocument.content", "OwnDocument.past", "EvidenceSignOff.content",
    "KeptDocument.content", "Tailoring.what", "PlanEnding.measures",
    "PlanEnding.follow_up_on", "PlanEnding.booster_on", "TechniqueUse.instruments",
    "StepChange.rules", "HarmEvent.flags", "SafeModeStep.hides", "Group.access",
    "Debrief.fidelity", "MeetingMarks.done",
    "Trial.factors", "Enrolment.levels", "ArmDrawn.how",  # chosen from the lists that the trial was opened with
    "GroupPhase.gates", "StopDecision.stops", "HereAndNow.themes",
    "Activity.interests", "Activity.access", "Activity.languages",
}  # fmt: skip


def test_structured_content_is_sealed_but_for_named_lists_of_codes() -> None:
    found = {
        f"{model.__name__}.{field.name}"
        for model in all_models()
        for field in model._meta.fields
        if isinstance(field, PlainJSON | models.JSONField) and not isinstance(field, SealedField)
    }
    assert found <= PLAIN_JSON, found - PLAIN_JSON


def sealed_loosely(row: Any, field: SealedField) -> bytes:
    """The positive control: the same cipher and key without the binding to its place."""
    plain = AESGCM(key_of(row.key_owner_id)).decrypt(
        row.__dict__[field.attname][1:13], row.__dict__[field.attname][13:], field._binding(row)
    )
    return FORMAT + b"0" * 12 + AESGCM(key_of(row.key_owner_id)).encrypt(b"0" * 12, plain, None)


def opened_loosely(row: Any, envelope: bytes) -> bytes:
    return AESGCM(key_of(row.key_owner_id)).decrypt(envelope[1:13], envelope[13:], None)


def test_a_thousand_swapped_envelopes_are_refused(world: World) -> None:
    chance, every, refused = random.Random(9), envelopes(), 0
    tried: list[tuple[bool, bool]] = []
    for _ in range(SWAPS):
        (source, _, envelope), (row, field, original) = chance.sample(every, 2)
        if chance.random() < 0.5:  # half of them within one client, where the key is the same
            near = [one for one in every if one[0].key_owner_id == row.key_owner_id and one[2] != original]
            source, _, envelope = chance.choice(near) if near else (source, _, envelope)  # a key may seal one thing
        tried.append((source.key_owner_id == row.key_owner_id, source.pk == row.pk))
        with pytest.raises(UnreadableEnvelope):
            field.open(row, Envelope(envelope))
        refused += 1
    keep("swaps", tried=len(tried), refused=refused, within_one_client=sum(same for same, _ in tried))


def test_without_the_binding_a_swap_within_one_client_would_pass(world: World) -> None:
    goal = Goal.objects.all()[0]
    problem = Problem.objects.get(client=goal.client)
    loose = sealed_loosely(problem, Problem._meta.get_field("words"))
    assert opened_loosely(goal, loose).decode() == problem.words


def test_a_thousand_flipped_bits_are_detected(world: World) -> None:
    chance, every = random.Random(10), envelopes()
    for _ in range(FLIPS):
        row, field, envelope = chance.choice(every)
        bit = chance.randrange(len(envelope) * 8)
        damaged = bytearray(envelope)
        damaged[bit // 8] ^= 1 << bit % 8
        with pytest.raises(UnreadableEnvelope):
            field.open(row, Envelope(bytes(damaged)))
    keep("bit flips", tried=FLIPS, detected=FLIPS)


@pytest.mark.parametrize("length", [0, 1, 12, 13, 28])
def test_a_cut_envelope_is_refused(world: World, length: int) -> None:
    row, field, envelope = envelopes()[0]
    with pytest.raises(UnreadableEnvelope):
        field.open(row, Envelope(envelope[:length]))


def test_nothing_is_written_or_searched_past_the_seal(world: World) -> None:
    goal = Goal.objects.first()
    for past in (
        lambda: Goal.objects.filter(pk=goal.pk).update(words="Plain words"),
        lambda: Goal.objects.filter(pk=goal.pk).update(words=b"Plain bytes"),
        lambda: Goal.objects.filter(words=b"Plain bytes").exists(),
    ):
        with pytest.raises(NotSealed), transaction.atomic():
            past()
    goal.words = b"Plain bytes"
    goal.save()
    kept = Goal.objects.get(pk=goal.pk).__dict__["words"]
    assert kept[:1] == FORMAT
    assert b"Plain bytes" not in kept


def shapes(word: str) -> Iterator[bytes]:
    """A word as it might stand on a disk."""
    yield word.encode()
    yield word.encode("utf-16-le")
    yield word.encode("utf-16-be")
    for shift in range(3):  # base64 looks different at each of three offsets
        yield base64.b64encode(b"\0" * shift + word.encode())[4 if shift else 0 : -4]


def found_raw(content: bytes, words: list[str]) -> list[str]:
    return [word for word in words if any(shape in content for shape in shapes(word))]


def everything_stored() -> bytes:
    """Every column of every table as text, and on SQLite the pages of the file as they would lie on the disk."""
    parts = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            for row in cursor.fetchall():
                parts += [bytes(cell) if isinstance(cell, bytes | memoryview) else str(cell).encode() for cell in row]
    return b"\n".join(parts)


def test_nothing_private_lies_readable_in_the_database(world: World) -> None:
    words = list(world.canaries)
    assert len(words) > 250
    content = everything_stored()
    if connection.vendor == "sqlite":
        content += connection.connection.serialize()
    for file in Path(settings.KITH_HOME).rglob("*"):
        content += file.read_bytes() if file.is_file() else b""
    assert not found_raw(content, words)
    keep("raw scan", canaries=len(words), bytes=len(content), found=0)


@pytest.mark.parametrize(
    "encode", [str.encode, lambda word: word.encode("utf-16-le"), lambda w: base64.b64encode(w.encode())]
)
def test_the_scan_finds_one_plain_field(world: World, encode: Any) -> None:
    word = next(iter(world.canaries))
    Client.objects.filter(pk=world.clients["ana"].pk).update(language="xx")
    content = everything_stored() + encode(word)
    assert found_raw(content, [word]) == [word]


def test_the_key_of_an_undone_transaction_seals_nothing(db: None) -> None:
    owner = uuid.uuid4()
    with transaction.atomic():
        lost = key_of(owner)
        transaction.set_rollback(True)
    assert not DataKey.objects.filter(owner_id=owner).exists()
    kept = key_to_seal(owner)
    forget_keys()
    assert key_of(owner) == kept != lost
