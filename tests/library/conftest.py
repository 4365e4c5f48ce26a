"""A copy of the library in which a test may plant a mistake."""

import shutil
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest

from kith.science import documents, library
from kith.science.documents import Document, LibraryProblem, parse
from kith.science.instruments.reading import instrument_problems
from kith.science.library import Library

Planted = Callable[[str, str, str], tuple[list[LibraryProblem], str]]


@pytest.fixture(scope="session")
def shipped() -> Library:
    """The library that comes with Kith."""
    return Library.open()


@pytest.fixture
def copied(tmp_path: Path, shipped: Library) -> Path:
    """A copy of the library's folder."""
    return shutil.copytree(shipped.folder, tmp_path / "library")


@pytest.fixture(scope="session")
def whole(tmp_path_factory: pytest.TempPathFactory, shipped: Library) -> Path:
    """A copy of the library's folder that is whole again after each mistake."""
    return shutil.copytree(shipped.folder, tmp_path_factory.mktemp("planting") / "library")


@cache
def parsed_once(text: str, name: str | Path, first_line: int = 1) -> Document:
    """The document; the thousand files in which nothing is planted are parsed once and not for each mistake."""
    return parse(text, name, first_line)


@cache
def problems_once(folder: Path, _files: tuple[tuple[str, bytes], ...]) -> list[LibraryProblem]:
    """The problems of an instrument's folder with these files in it."""
    return instrument_problems(folder)


@pytest.fixture
def plant(whole: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Planted]:
    """Replaces a text once in a file of the copy; gives the problems that are found then, and the new text."""
    for place in (documents.reading, library.reading):
        monkeypatch.setattr(place, "parse", parsed_once)
    monkeypatch.setattr(
        library.library,
        "instrument_problems",
        lambda folder: problems_once(folder, tuple((p.name, p.read_bytes()) for p in sorted(folder.iterdir()))),
    )
    before: dict[Path, str] = {}

    def planted(file: str, right: str, wrong: str) -> tuple[list[LibraryProblem], str]:
        path = whole / file
        text = path.read_text(encoding="utf-8")
        assert text.count(right) >= 1, f"{right!r} is not in {file}: the test plants nothing"
        before.setdefault(path, text)
        mistaken = text.replace(right, wrong, 1)
        path.write_text(mistaken, encoding="utf-8")
        return Library.open(whole).check(), mistaken

    yield planted
    for path, text in before.items():
        path.write_text(text, encoding="utf-8")
