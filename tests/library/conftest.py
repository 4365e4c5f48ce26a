"""A copy of the library in which a test may plant a mistake."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from kith.science.documents import LibraryProblem
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


@pytest.fixture
def plant(copied: Path) -> Planted:
    """Replaces a text once in a file of the copy; gives the problems that are found then, and the new text."""

    def planted(file: str, right: str, wrong: str) -> tuple[list[LibraryProblem], str]:
        path = copied / file
        text = path.read_text(encoding="utf-8")
        assert text.count(right) >= 1, f"{right!r} is not in {file}: the test plants nothing"
        mistaken = text.replace(right, wrong, 1)
        path.write_text(mistaken, encoding="utf-8")
        return Library.open(copied).check(), mistaken

    return planted
