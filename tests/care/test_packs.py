"""Packs between services: what is handed over arrives whole as drafts; what is not whole changes nothing."""

from __future__ import annotations

import stat
from pathlib import Path
from typing import Any

import pytest

from kith.care.actions import author_documents
from kith.care.actions.packs import REFUSED, UnknownKey, import_pack
from kith.care.models import AuditEvent, BadInput, OwnDocument, WrongMoment
from kith.care.models.pack_keys import is_trusted, trust
from kith.care.permissions import NotAllowed, NotYours
from kith.care.queries.packing import our_fingerprint, pack_of
from kith.science.packs import Packed, PackProblem, fingerprint, open_pack, write_pack
from tests.care.own_documents import a_diary, released
from tests.care.packs import HOSTILE, KEY, NAME, PUBLIC, SIGNS, a_document, packed, resigned
from tests.people import People, a_service


@pytest.fixture(autouse=True)
def home(settings: Any, tmp_path: Path) -> Path:
    settings.KITH_HOME = tmp_path
    return tmp_path


def taken(people: People, content: bytes, trusted: str = SIGNS, by: str = "ben") -> list[OwnDocument]:
    return import_pack(content=content, trusted=trusted, by=people.sees(by), at=people.at)


def test_what_one_service_hands_over_is_a_draft_in_another_and_is_released_there_by_two(people: People) -> None:
    own = released(people, a_diary(people))
    pack = pack_of(viewer=people.sees("ben"), identifiers=[own.identifier], at=people.at)
    there = a_service("Hill Service", at=people.at)
    [draft] = taken(there, pack.content, pack.fingerprint)
    assert (draft.state, draft.kind, draft.service, draft.number) == ("draft", "worksheet", there.service, 1)
    assert draft.identifier != own.identifier
    assert draft.content["data"]["steps"] == own.content["data"]["steps"]
    assert draft.content["data"]["review"] == {"status": "awaiting clinical review"}
    assert draft.content["copy_of"]["made_by"] == people.service.name
    assert released(there, draft).state == "released"
    events = AuditEvent.objects.filter(event__in=("own_document.exported", "own_document.imported"))
    assert [one.object_id for one in events.order_by("pk")] == [str(own.pk), str(draft.pk)]


@pytest.mark.parametrize("what", HOSTILE)
def test_a_pack_that_is_not_whole_is_refused_in_three_parts_and_nothing_is_kept(people: People, what: str) -> None:
    kind, change = HOSTILE[what]
    content = change(packed(a_document(people)))
    with pytest.raises(PackProblem) as science:
        open_pack(content)
    assert science.value.kind == kind
    before = AuditEvent.objects.count()
    with pytest.raises(BadInput) as caught:
        taken(people, content)
    assert all((caught.value.what, caught.value.found, caught.value.instead))
    assert not OwnDocument.objects.exists()
    assert AuditEvent.objects.count() == before


def test_every_kind_of_problem_has_its_words_and_its_case() -> None:
    assert {kind for kind, _change in HOSTILE.values()} | {"not_plain"} == set(REFUSED)


def test_a_key_that_nobody_knows_is_asked_about_once(people: People, django_capture_on_commit_callbacks: Any) -> None:
    content = packed(a_document(people))
    for guess in ("", "yes", SIGNS.replace(SIGNS[0], "0" if SIGNS[0] != "0" else "1")):
        with pytest.raises(UnknownKey) as caught:
            taken(people, content, guess)
        assert SIGNS in caught.value.found
    assert not OwnDocument.objects.exists()
    with django_capture_on_commit_callbacks(execute=True):
        taken(people, content)
    assert len(taken(people, content, "")) == 1
    there = a_service("Hill Service", at=people.at)
    with pytest.raises(UnknownKey):
        taken(there, content, "")


@pytest.mark.parametrize(
    "change",
    [
        {"minutes": "many"},
        {"id": "other"},
        {"steps": []},
        {"extra": "x"},
        {"review": {"status": "reviewed"}},
        {"flags": [{"id": "nap", "field": "did_i_nap", "is_yes": True, "response": "none", "level": "x", "why": "x"}]},
        {"flags": [{"field": "did_i_nap", "is_yes": True, "response": "none", "level": "x", "why": "x"}]},
    ],
)
def test_a_document_that_fails_the_check_is_refused_with_its_place(people: People, change: dict[str, Any]) -> None:
    data = a_document(people)
    content = write_pack(
        [_packed({**data, **change})], made_by="Hill", made_on="2026-01-05", public_key=PUBLIC, sign=KEY.sign
    )
    with pytest.raises(BadInput) as caught:
        taken(people, content)
    assert "own-nights-abcdef" in caught.value.found
    assert not OwnDocument.objects.exists()


def _packed(data: dict[str, Any]) -> Any:
    return Packed("own-nights-abcdef", "worksheet", data, "")


def test_one_wrong_document_keeps_out_the_right_one_beside_it(people: People) -> None:
    right = a_document(people)
    wrong = {**right, "id": "own-days-abcdef", "steps": []}
    both = [Packed(one["id"], "worksheet", one, "") for one in (right, wrong)]
    content = write_pack(both, made_by="Hill", made_on="2026-01-05", public_key=PUBLIC, sign=KEY.sign)
    with pytest.raises(BadInput):
        taken(people, content)
    assert not OwnDocument.objects.exists()


def test_what_names_another_document_of_the_pack_names_it_under_its_new_id(people: People) -> None:
    first = a_document(people)
    column = first["steps"][0]["fields"][0]["id"]
    pick = {"type": "pick", "id": "again", "label": "Which night?", "from_worksheet": first["id"], "column": column}
    second = {**first, "id": "own-picks-abcdef", "title": "Picks", "charts": []}
    second["steps"] = [{**first["steps"][0], "fields": [pick]}]
    both = [Packed(one["id"], "worksheet", one, "") for one in (first, second)]
    content = write_pack(both, made_by="Hill", made_on="2026-01-05", public_key=PUBLIC, sign=KEY.sign)
    rows = {row.title: row for row in taken(people, content)}
    named = rows["Picks"].content["data"]["steps"][0]["fields"][0]["from_worksheet"]
    assert named == rows["How I sleep"].identifier


def test_a_pack_without_documents_is_refused(people: People) -> None:
    with pytest.raises(BadInput):
        taken(people, resigned({}))


@pytest.mark.parametrize("who", ["ana", "finn", "dan", "pia"])
def test_those_who_write_nothing_take_and_hand_over_nothing(people: People, who: str) -> None:
    own = released(people, a_diary(people))
    with pytest.raises(NotAllowed):
        taken(people, packed(a_document(people)), by=who)
    with pytest.raises(NotAllowed):
        pack_of(viewer=people.sees(who), identifiers=[own.identifier], at=people.at)


def test_only_what_is_released_and_ones_own_is_handed_over(people: People) -> None:
    draft, there = a_diary(people), a_service("Hill Service", at=people.at)
    theirs = released(there, a_diary(there))
    with pytest.raises(WrongMoment):
        pack_of(viewer=people.sees("ben"), identifiers=[draft.identifier], at=people.at)
    for wanted in (theirs.identifier, "thought-record"):
        with pytest.raises(NotYours):
            pack_of(viewer=people.sees("ben"), identifiers=[wanted], at=people.at)
    for count in (0, 51):
        with pytest.raises(BadInput):
            pack_of(viewer=people.sees("ben"), identifiers=[f"own-{n}" for n in range(count)], at=people.at)
    own = author_documents.propose(own=draft, edits=draft.edits, by=people.sees("ben"), at=people.at)
    author_documents.release(own=own, reason="I tried it", by=people.sees("eve"), at=people.at)
    assert pack_of(viewer=people.sees("ben"), identifiers=[draft.identifier], at=people.at).content


def test_the_key_is_made_once_and_nobody_else_can_read_it(people: People, home: Path) -> None:
    first = our_fingerprint(viewer=people.sees("ben"))
    assert first == our_fingerprint(viewer=people.sees("eve"))
    assert stat.S_IMODE((home / "pack.key").stat().st_mode) == 0o600
    assert first.replace("-", "") not in (home / "pack.key").read_text()


def test_trust_is_of_one_service_and_is_kept_once(people: People, home: Path) -> None:
    there = a_service("Hill Service", at=people.at)
    for _again in range(2):
        trust(SIGNS, people.service.pk)
    assert is_trusted(SIGNS, people.service.pk)
    assert not is_trusted(SIGNS, there.service.pk)
    assert len((home / "trusted-packs.txt").read_text().splitlines()) == 1


def test_the_same_documents_make_the_same_pack_and_other_keys_other_signs(people: People) -> None:
    data = a_document(people)
    assert packed(data) == packed(data)
    assert open_pack(packed(data)).documents[0].data == data
    assert NAME.endswith(f"{data['id']}.yaml")
    assert fingerprint(bytes(32)) != fingerprint(bytes(31) + b"1") != SIGNS
