"""A sheet of a meeting is filled in by whom its worksheet is made for, or the check says so."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import kith
from kith.science.library import Library

SHEETS = "frame:\n  sheets:\n    - {worksheet: %s, filled_in: %s, why: To see the links.}\n"


def problems(folder: Path, worksheet: str, filled_in: str) -> list[tuple[str, str, str]]:
    shutil.copytree(Path(kith.__file__ or "").parent / "library", folder)
    path = next(path for path in folder.glob("protocols/*/*.yaml") if "\nframe:" not in path.read_text("utf-8"))
    lines = path.read_text("utf-8") + SHEETS % (worksheet, filled_in)
    path.write_text(lines, "utf-8")
    found = [one for one in Library.open(folder).check() if "not made to be filled in" in one.what]
    assert all(lines.splitlines()[one.line - 1].strip().startswith("- {worksheet") for one in found)
    return [(one.what, one.found, one.instead) for one in found]


@pytest.mark.parametrize(
    ("worksheet", "filled_in", "instead"),
    [
        ("coaching-contact", "together", "filled_in: by_practitioner"),
        ("activity-diary", "by_practitioner", "set it as work between meetings (between), not as a sheet"),
    ],
)
def test_a_sheet_for_somebody_else_is_named_with_its_line_and_what_to_write(
    tmp_path: Path, worksheet: str, filled_in: str, instead: str
) -> None:
    ((_what, found, do),) = problems(tmp_path / "library", worksheet, filled_in)
    assert worksheet in found
    assert do == instead


@pytest.mark.parametrize(
    ("worksheet", "filled_in"), [("chain-analysis", "together"), ("coaching-contact", "by_practitioner")]
)
def test_a_fitting_sheet_is_no_problem(tmp_path: Path, worksheet: str, filled_in: str) -> None:
    assert problems(tmp_path / "library", worksheet, filled_in) == []
