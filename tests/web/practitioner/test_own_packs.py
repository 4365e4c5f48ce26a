"""Packs on the pages: handed over as a file, taken as drafts, refused with what is wrong and nothing kept."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from kith.care.models import OwnDocument
from kith.science.packs import open_pack
from tests.care.own_documents import a_diary, released
from tests.care.packs import HOSTILE, SIGNS, a_document, packed
from tests.people import People, a_service
from tests.web import pseudo
from tests.web.practitioner.screens import Screen


@pytest.fixture(autouse=True)
def home(settings: Any, tmp_path: Path) -> Path:
    settings.KITH_HOME = tmp_path
    return tmp_path


@pytest.fixture
def ben(people: People) -> Screen:
    return Screen(people, "ben")


def sent(screen: Screen, content: bytes, trusted: str = "") -> Any:
    return screen.post("own_packs", pack=SimpleUploadedFile("pack.zip", content), trusted=trusted)


def test_a_released_document_is_a_file_that_another_service_takes_as_a_draft(people: People, ben: Screen) -> None:
    own = released(people, a_diary(people))
    assert "Hand it over" in ben.text("own_document", own.pk)
    answer = ben.get("own_document_pack", own.pk)
    assert answer["Content-Disposition"] == f'attachment; filename="{own.identifier}.kith.zip"'
    pack = open_pack(answer.content)
    there = Screen(a_service("Hill Service", at=people.at), "ben")
    asked = sent(there, answer.content)
    assert asked.status_code == 409
    text = asked.content.decode()
    assert "Do you know this key?" in text
    assert pack.fingerprint in text
    assert "How I sleep" in text
    assert OwnDocument.objects.count() == 1
    assert sent(there, answer.content, pack.fingerprint.upper()).status_code == 302
    draft = OwnDocument.objects.exclude(pk=own.pk).get()
    assert draft.state == "draft"
    assert "from a pack of" in there.text("own_document", draft.pk)


def test_a_draft_is_not_handed_over(people: People, ben: Screen) -> None:
    draft = a_diary(people)
    answer = ben.get("own_document_pack", draft.pk)
    assert (answer.status_code, answer.url) == (302, f"/care/own/{draft.pk}/")
    assert "not released" in ben.text("own_document", draft.pk)


@pytest.mark.parametrize("what", ["no zip", "a path upwards", "a bomb", "a changed document", "a YAML with tags"])
def test_a_pack_that_is_not_whole_is_refused_in_three_parts(people: People, ben: Screen, what: str) -> None:
    answer = sent(ben, HOSTILE[what][1](packed(a_document(people))), SIGNS)
    assert answer.status_code == 422
    assert "Nothing was taken from the pack." in answer.content.decode()
    assert f'value="{SIGNS}"' in answer.content.decode()
    assert not OwnDocument.objects.exists()


def test_without_a_file_it_says_so(people: People, ben: Screen) -> None:
    answer = ben.post("own_packs", trusted=SIGNS)
    assert answer.status_code == 422
    assert "Choose the file of the pack." in answer.content.decode()


def test_every_word_of_ours_can_be_translated(people: People, ben: Screen) -> None:
    assert pseudo.untranslated(ben.pseudo("own_packs")) == []


@pytest.mark.parametrize("name", ["ana", "finn", "dan", "ada", "pia"])
def test_those_who_write_no_documents_are_told_so(people: People, name: str) -> None:
    assert Screen(people, name).get("own_packs").status_code == 403
