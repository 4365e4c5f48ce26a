"""`kith pack` at a terminal: handed over, shown, taken as drafts; whatever is wrong is said in three parts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import time_machine
from typer.testing import CliRunner, Result

from kith.care.models import OwnDocument
from kith.cli import main, serving
from kith.science.packs import open_pack
from tests.care.own_documents import a_diary, released
from tests.care.packs import HOSTILE, SIGNS, a_document, packed
from tests.people import People

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def home(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    settings.KITH_HOME = tmp_path
    monkeypatch.setattr(serving, "prepare", lambda: None)
    return tmp_path


def kith(people: People | None, *arguments: str) -> Result:
    if people is None:
        return CliRunner().invoke(main, ["pack", *arguments])
    with time_machine.travel(people.at, tick=False):
        return CliRunner().invoke(main, ["pack", *arguments])


def account(people: People, name: str) -> str:
    return str(people.accounts[name].username)


def test_a_document_goes_out_is_shown_and_comes_back_as_a_draft(people: People, tmp_path: Path) -> None:
    own, file = released(people, a_diary(people)), tmp_path / "nights.kith.zip"
    made = kith(people, "export", own.identifier, "--out", str(file), "--as", account(people, "ben"))
    assert made.exit_code == 0, made.output
    pack = open_pack(file.read_bytes())
    assert pack.fingerprint in made.output
    shown = kith(None, "show", str(file))
    assert pack.fingerprint in shown.output
    assert f"worksheet {own.identifier} 1.0: How I sleep" in shown.output
    asked = kith(people, "import", str(file), "--as", account(people, "ben"))
    assert asked.exit_code == 2
    assert pack.fingerprint in asked.stderr
    assert OwnDocument.objects.count() == 1
    taken = kith(people, "import", str(file), "--as", account(people, "ben"), "--trust", pack.fingerprint)
    assert taken.exit_code == 0, taken.output
    assert OwnDocument.objects.exclude(pk=own.pk).get().state == "draft"


def test_a_file_that_is_there_is_not_overwritten(people: People, tmp_path: Path) -> None:
    own, file = released(people, a_diary(people)), tmp_path / "nights.kith.zip"
    file.write_text("mine")
    assert kith(people, "export", own.identifier, "--out", str(file), "--as", account(people, "ben")).exit_code == 2
    assert file.read_text() == "mine"


@pytest.mark.parametrize("who", ["ana", "finn", "nobody"])
def test_somebody_who_does_not_write_does_nothing(people: People, tmp_path: Path, who: str) -> None:
    own, file = released(people, a_diary(people)), tmp_path / "pack.zip"
    name = account(people, who) if who != "nobody" else who
    refused = kith(people, "export", own.identifier, "--out", str(file), "--as", name)
    assert (refused.exit_code, file.exists()) == (2, False)
    file.write_bytes(packed(a_document(people)))
    refused = kith(people, "import", str(file), "--as", name, "--trust", SIGNS)
    assert refused.exit_code == 2
    assert "Nothing was done." in refused.stderr
    assert OwnDocument.objects.count() == 1


@pytest.mark.parametrize("what", ["no zip", "a link", "a bomb", "a changed document", "a signature of another"])
def test_what_is_not_whole_is_neither_shown_nor_taken(people: People, tmp_path: Path, what: str) -> None:
    file = tmp_path / "pack.zip"
    file.write_bytes(HOSTILE[what][1](packed(a_document(people))))
    for arguments in (["show", str(file)], ["import", str(file), "--as", account(people, "ben"), "--trust", SIGNS]):
        refused = kith(people, *arguments)
        assert refused.exit_code == 2
        assert refused.stderr.count(".") >= 3
        assert "Traceback" not in refused.output
    assert not OwnDocument.objects.exists()


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    refused = kith(None, "show", str(tmp_path / "none.zip"))
    assert refused.exit_code == 2
    assert "none.zip" in refused.stderr


def test_an_unknown_id_makes_no_file(people: People, tmp_path: Path) -> None:
    file = tmp_path / "pack.zip"
    refused = kith(people, "export", "own-nothing-abcdef", "--out", str(file), "--as", account(people, "ben"))
    assert (refused.exit_code, file.exists()) == (2, False)
