"""Brings a licensed text, or another's Questionnaire, into the folder of this installation."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel

from kith.science.documents import Document, LibraryProblem, LibraryProblems, check, read_document
from kith.science.fhir import MAXIMUM_BYTES, Defaults, FhirProblem, read_json, read_questionnaire
from kith.science.instruments import (
    Instrument,
    Right,
    Wording,
    read_instrument,
    read_wordings,
    wording_problems,
)
from kith.science.library import Library


@dataclass(frozen=True)
class Choices:
    """What the person at the terminal chose, and the day it is."""

    name: str | None
    direction: str
    own: bool
    right: Path | None
    replace: bool
    on: date


def bring(file: Path, to: Path, choices: Choices) -> Iterator[str]:
    """Check a file strictly, put it into `to`, and say what was done. Nothing is written unless all of it is right.

    Raises `LibraryError` and `FhirProblem`.
    """
    content = _content(file)
    library = Library.open(own=to)
    if content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        yield from _bring_questionnaire(content, to, library, choices)
    else:
        yield from _bring_wording(file, to, library, choices)
    yield "A service that is running sees it after its next start."


def _content(file: Path) -> bytes:
    try:
        with file.open("rb") as opened:
            return opened.read(MAXIMUM_BYTES + 1)
    except OSError as error:
        found = error.strerror or "an error of the file system"
        raise LibraryProblem(str(file), 1, "The file cannot be read", found, "a readable file") from None


def _bring_wording(file: Path, to: Path, library: Library, choices: Choices) -> Iterator[str]:
    document = read_document(file)
    wording = check(document, Wording)
    if wording.instrument not in library.instruments:
        library.instrument(wording.instrument)  # raises, with the nearest id
    instrument = library.instruments[wording.instrument]
    problems = list(wording_problems(instrument, wording, document))
    if not wording.has_text:
        what, instead = "There are no questions in it", "items: and options:, with the text that you have the right to"
        problems.append(document.problem((), what, "words about the instrument only", instead))
    if wording.right is not None:
        problems += _right_problems(document, wording.right, choices.on)
    if problems:
        raise LibraryProblems(problems)
    place = to / "instruments" / instrument.id / f"wording.{wording.language}.yaml"
    _refuse_second(place, choices)
    _write({place: file.read_text(encoding="utf-8-sig")})
    if wording.is_offered:
        yield f"{instrument.short} can now be asked in this installation ({wording.language})."
    else:
        yield "It is kept, and offered to nobody until somebody who speaks the language has reviewed the translation."
    if wording.right is not None:
        until = wording.right.valid_until
        yield f"Right of {wording.right.holder}, {f'until {until}' if until else 'without an end'}: {place}"


def _bring_questionnaire(content: bytes, to: Path, library: Library, choices: Choices) -> Iterator[str]:
    resource = read_json(content, "Questionnaire")
    if choices.direction not in ("higher_is_worse", "higher_is_better"):
        instead = "Write higher_is_worse or higher_is_better."
        raise FhirProblem("--direction", "This is not a direction", choices.direction, instead)
    defaults = Defaults(
        on=choices.on,
        name=choices.name,
        direction=choices.direction,
        rights="own" if choices.own else "B",
        right=_right(choices.right, choices.on) if choices.right else None,
    )
    found = read_questionnaire(resource, defaults)
    instrument = found.instrument
    place = to / "instruments" / instrument.id
    if instrument.id in library.instruments and instrument.id not in library.own.definitions:
        instead = "Give it another id with --name; what comes with Kith is never replaced."
        raise FhirProblem("name", "Kith comes with an instrument of this id", instrument.id, instead)
    for flag in instrument.flags:
        if flag.response is not None and flag.response not in library.safety_responses:
            what, instead = "A flag calls for a safety response that is not known here", "Add that response first."
            raise FhirProblem("flags", what, flag.response, instead)
    _refuse_second(place / "instrument.yaml", choices)
    files = {place / "instrument.yaml": _as_yaml(instrument)}
    files |= {place / f"wording.{name}.yaml": _as_yaml(wording) for name, wording in found.wordings.items()}
    _try(instrument, found.wordings, files)
    for earlier in set(place.glob("wording.*.yaml")) - set(files):
        earlier.unlink()
    _write(files)
    yield f"{instrument.short} is now in the library of this installation as {instrument.id}: {place}"
    yield from found.notes


def _right(file: Path, on: date) -> Right:
    class Paper(BaseModel):
        right: Right

    document = read_document(file)
    right = check(document, Paper).right
    problems = _right_problems(document, right, on)
    if problems:
        raise LibraryProblems(problems)
    return right


def _right_problems(document: Document, right: Right, on: date) -> list[LibraryProblem]:
    problems = []
    if not right.is_valid(on):
        what, instead = "The right has ended", "a right that holds today"
        problems.append(document.problem(("right", "valid_until"), what, str(right.valid_until), instead))
    if right.signed_on > on:
        what, instead = "The right is signed on a day that has not come", "the day it was signed"
        problems.append(document.problem(("right", "signed_on"), what, str(right.signed_on), instead))
    return problems


def _refuse_second(place: Path, choices: Choices) -> None:
    if place.exists() and not choices.replace:
        instead = "the same command with --replace, if this one shall take its place"
        raise LibraryProblem(str(place), 1, "This was imported before", "a file that is there", instead)


class _Plain(yaml.SafeDumper):
    """Writes every value where it stands; our reader takes no anchors."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _as_yaml(value: BaseModel) -> str:
    plain = value.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    return yaml.dump(plain, Dumper=_Plain, allow_unicode=True, sort_keys=False, width=110)


def _try(instrument: Instrument, wordings: Any, files: dict[Path, str]) -> None:
    """Reads the files once as the library will, before anything is put there."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / instrument.id
        folder.mkdir()
        for place, text in files.items():
            (folder / place.name).write_text(text, encoding="utf-8")
        again = read_instrument(folder)
        if (again, read_wordings(folder, again, holds_rights=True)) != (instrument, dict(wordings)):
            what, instead = "This cannot be kept as a document without loss", "Write the instrument by hand."
            raise FhirProblem("item", what, instrument.id, instead)


def _write(files: dict[Path, str]) -> None:
    for place, text in files.items():
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        half = place.with_name(f"{place.name}.half")
        half.write_text(text, encoding="utf-8")
        os.replace(half, place)
