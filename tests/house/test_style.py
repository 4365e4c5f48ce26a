"""Style and types are clean, files stay short enough to read, and style sheets work in both directions of writing."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

LONGEST_FILE = 400
CODE = {".py", ".js", ".css", ".html"}
# Words of CSS that mean one side of the screen. In Arabic or Hebrew they put things on the wrong side.
PHYSICAL = re.compile(
    r"""(?<![-\w])(?:
        (?:scroll-)?(?:margin|padding)-(?:left|right)
      | border-(?:left|right)(?:-\w+)?
      | border-(?:top|bottom)-(?:left|right)-radius
      | (?:left|right)(?=\s*:)
      | (?:text-align|float|clear)\s*:\s*(?:left|right)\b
    )""",
    re.VERBOSE,
)
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


def physical_words(css: str) -> list[str]:
    """Each word of a style sheet that names a side of the screen, comments left out."""
    return PHYSICAL.findall(COMMENT.sub("", css))


def overlong(folder: Path) -> dict[str, int]:
    """Files of code that are longer than anybody reads; migrations are written by a machine."""
    lengths = {
        str(path.relative_to(folder)): len(path.read_text().splitlines())
        for path in folder.rglob("*")
        if path.suffix in CODE and not {"migrations", "__pycache__"} & set(path.parts)
    }
    return {name: length for name, length in lengths.items() if length > LONGEST_FILE}


@pytest.mark.parametrize("arguments", ["check", "format --check"])
def test_ruff_finds_nothing(arguments: str, run_tool) -> None:
    result = run_tool("ruff", *arguments.split(), "--output-format", "concise")
    if result.returncode:
        pytest.fail(result.stdout + result.stderr, pytrace=False)


def test_mypy_finds_nothing(run_tool) -> None:
    result = run_tool("mypy")
    if result.returncode:
        pytest.fail(result.stdout + result.stderr, pytrace=False)


def test_mypy_finds_an_untyped_function_in_science(copy_of_house: Path, run_tool) -> None:
    (copy_of_house / "kith/science/mistake.py").write_text("def doubled(value):\n    return value * 2\n")
    result = run_tool("mypy", "kith/science/mistake.py", folder=copy_of_house)
    assert "no-untyped-def" in result.stdout, result.stdout + result.stderr


def test_no_file_is_too_long_to_read(root: Path) -> None:
    found = overlong(root / "kith")
    assert not found, f"Over {LONGEST_FILE} lines: {found}. Look for the seam and make two files of it."


def test_a_file_that_is_too_long_is_found(tmp_path: Path) -> None:
    (tmp_path / "endless.py").write_text("x = 1\n" * (LONGEST_FILE + 1))
    assert overlong(tmp_path) == {"endless.py": LONGEST_FILE + 1}


def test_style_sheets_name_no_side_of_the_screen(root: Path) -> None:
    found = {
        str(path.relative_to(root)): words
        for path in (root / "kith").rglob("*.css")
        if (words := physical_words(path.read_text()))
    }
    assert not found, f"Write inline-start and inline-end instead of left and right: {found}"


@pytest.mark.parametrize(
    "css",
    [
        "a { margin-left: 1px }",
        "a { padding-right: 1px }",
        "a { border-left: 1px }",
        "a { border-right-color: red }",
        "a { border-top-left-radius: 1px }",
        "a { position: absolute; left: 0 }",
        "a { right : 0 }",
        "a { text-align: left }",
        "a { float:right }",
    ],
)
def test_a_side_of_the_screen_is_found(css: str) -> None:
    assert physical_words(css)


@pytest.mark.parametrize(
    "css",
    [
        "a { margin-inline-start: 1px }",
        "a { inset-inline-end: 0 }",
        ".left-over { top: 0 }",
        "/* left: 0 */ a { top: 0 }",
    ],
)
def test_logical_properties_are_fine(css: str) -> None:
    assert not physical_words(css)
