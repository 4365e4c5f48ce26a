"""What can be wrong in a worksheet that branches, raises flags, is filled in live or picks: named with its line."""

import shutil
from pathlib import Path

import pytest

from kith.science.library import Library
from tests.library.planted_sheets import SHEET_MISTAKES


@pytest.fixture
def only_sheets(tmp_path: Path, shipped: Library) -> Path:
    """A copy of what a worksheet can point at, and nothing else: it is read for each mistake."""
    for part in ("worksheets", "pathways"):
        shutil.copytree(shipped.folder / part, tmp_path / "library" / part)
    return tmp_path / "library"


@pytest.mark.parametrize("mistake", SHEET_MISTAKES.values(), ids=list(SHEET_MISTAKES))
def test_a_mistake_is_named_with_its_line_and_its_remedy(
    only_sheets: Path, mistake: tuple[str, str, str, str, str, str]
) -> None:
    file, right, wrong, on_line, what, instead = mistake
    path = only_sheets / file
    text = path.read_text(encoding="utf-8")
    assert right in text, f"{right!r} is not in {file}: the test plants nothing"
    path.write_text(text.replace(right, wrong, 1), encoding="utf-8")
    lines = path.read_text(encoding="utf-8").splitlines()
    problems = [one for one in Library.open(only_sheets).check() if one.file == file]
    assert any(what in one.what and instead in one.instead and on_line in lines[one.line - 1] for one in problems), [
        (str(one), lines[one.line - 1]) for one in problems
    ]


@pytest.mark.parametrize("file", sorted({mistake[0] for mistake in SHEET_MISTAKES.values()}))
def test_the_same_file_without_the_mistake_is_in_order(only_sheets: Path, file: str) -> None:
    assert [str(one) for one in Library.open(only_sheets).check() if one.file == file] == []
