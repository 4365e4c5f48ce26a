"""Turns the text of a document into plain values, each with its line, and refuses every clever part of YAML.

The reader works on the parser's events, so an alias or a tag is refused before anything is built from it.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from kith.science.documents.problems import LibraryProblem

MAXIMUM_BYTES = 256 * 1024  # the longest document a person can review in one go; ours are under 30 kB
MAXIMUM_DEPTH = 32  # ours reach 8; beyond this somebody is testing the reader, not describing care

Location = tuple[str | int, ...]
_WORDS: dict[str, bool | None] = {"": None, "null": None, "true": True, "false": False}
_INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]*)\Z")
_FLOAT = re.compile(r"[-+]?(0|[1-9][0-9]*)(\.[0-9]+([eE][-+]?[0-9]+)?|[eE][-+]?[0-9]+)\Z")
_LONGEST_NUMBER = 18  # digits: anything longer is not a clinical figure and loses precision on the way


@dataclass(frozen=True)
class Document:
    """A document that could be read: its name, its values, and the line of every value."""

    path: Path
    data: Any
    lines: dict[Location, int] = field(repr=False)

    def line_of(self, location: Location) -> int:
        """The line of the value at `location`; of the nearest value around it when there is none.

        >>> document = parse("title: PHQ-9\\nitems:\\n  - id: interest\\n", "example.yaml")
        >>> document.line_of(("items", 0, "id")), document.line_of(("items", 0, "loinc")), document.line_of(("x",))
        (3, 3, 1)
        """
        here: Location = ()
        for part in location:
            if (*here, part) in self.lines:
                here = (*here, part)
        return self.lines[here]

    def problem(self, location: Location, what: str, found: str, instead: str) -> LibraryProblem:
        """A problem with the value at `location`, ready to raise."""
        return LibraryProblem(str(self.path), self.line_of(location), what, found, instead)


def read_text(path: Path) -> str:
    """The text of a library file: at most 256 kB of UTF-8 without NUL. A byte order mark and CRLF are accepted."""
    try:
        with path.open("rb") as file:
            content = file.read(MAXIMUM_BYTES + 1)
    except OSError as error:
        found = error.strerror or "an error of the file system"
        raise LibraryProblem(str(path), 1, "The file cannot be read", found, "a readable file") from error
    if len(content) > MAXIMUM_BYTES:
        raise _too_long(str(path), "more than 256 kB")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        what, instead = "The file is not written in UTF-8", "the same text, saved as UTF-8"
        raise LibraryProblem(str(path), line, what, f"byte 0x{content[error.start]:02x}", instead) from error


def read_document(path: Path) -> Document:
    """Reads a YAML document from a file; raises `LibraryProblem` with the line when it is not a plain document."""
    return parse(read_text(path), path)


def parse(text: str, name: str | Path, first_line: int = 1) -> Document:
    """Reads a YAML document from text.

    Keys are always text. Unquoted values are true, false, null, whole numbers, decimal numbers or text: `yes`, `no`,
    `010` and `2026-01-31` stay text. Anchors, aliases, tags, merge keys, duplicate keys, more than one document,
    more than 256 kB and more than 32 levels are refused. `first_line` is the line on which the text begins in its
    file. Raises `LibraryProblem`.

    >>> parse("id: phq9\\nscored: true\\nfrom: 10", "example.yaml").data
    {'id': 'phq9', 'scored': True, 'from': 10}
    """
    file = str(name)
    if len(text) > MAXIMUM_BYTES or len(text.encode("utf-8", "surrogatepass")) > MAXIMUM_BYTES:
        raise _too_long(file, "more than 256 kB")
    text = text.removeprefix("\ufeff")
    _check_characters(text, file, first_line)
    reader = _Reader(file, first_line - 1)
    try:
        reader.read(yaml.parse(text, Loader=yaml.CSafeLoader))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = (mark.line if mark else 0) + first_line
        found = error.problem or "something that is not YAML"
        instead = "two spaces for each level, `key: value` lines, and quotes around text with `: ` or ` #` in it"
        raise LibraryProblem(file, line, "The document is not well-formed YAML", found, instead) from error
    except yaml.YAMLError as error:
        found, instead = str(error).partition("\n")[0], "plain text"
        raise LibraryProblem(file, first_line, "The document is not well-formed YAML", found, instead) from error
    return Document(Path(name), reader.value, reader.lines)


def _too_long(file: str, found: str) -> LibraryProblem:
    return LibraryProblem(file, 1, "The document is too long", found, "several shorter documents")


def _check_characters(text: str, file: str, first_line: int) -> None:
    """NUL, other control characters and lone surrogates: the parser would stop at them without naming the line."""
    for found in re.finditer(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]", text):
        line = text.count("\n", 0, found.start()) + first_line
        code = f"U+{ord(found.group()):04X}"
        raise LibraryProblem(file, line, "A character that cannot be shown", code, "the text without it")


class _Reader:
    """Builds plain values from events, one level at a time, without recursion."""

    def __init__(self, file: str, lines_before: int) -> None:
        self.file = file
        self.lines_before = lines_before
        self.lines: dict[Location, int] = {}
        self.value: Any = None
        self._levels: list[_Level] = []
        self._documents = 0

    def read(self, events: Iterator[Any]) -> None:
        for event in events:
            line = event.start_mark.line + 1 + self.lines_before
            self._check_plain(event, line)
            if isinstance(event, yaml.ScalarEvent):
                self._place(_scalar(event, self.file, line), event, line)
            elif isinstance(event, yaml.MappingStartEvent):
                self._open({}, event, line)
            elif isinstance(event, yaml.SequenceStartEvent):
                self._open([], event, line)
            elif isinstance(event, yaml.CollectionEndEvent):
                self._levels.pop()
        if not self._documents:
            raise LibraryProblem(self.file, 1 + self.lines_before, "The document is empty", "nothing", "some keys")

    def _check_plain(self, event: Any, line: int) -> None:
        if isinstance(event, yaml.DocumentStartEvent):
            self._documents += 1
            if self._documents > 1:
                raise self._refused(line, "More than one document in a file", "`---`", "one file for each")
        elif isinstance(event, yaml.AliasEvent):
            raise self._refused(line, "Aliases are not allowed", f"*{event.anchor}", "the value itself")
        elif getattr(event, "anchor", None) is not None:
            raise self._refused(line, "Anchors are not allowed", f"&{event.anchor}", "the value without a mark")
        elif getattr(event, "tag", None) is not None:
            raise self._refused(line, "Tags are not allowed", str(event.tag)[:80], "the value without a tag")

    def _open(self, value: Any, event: Any, line: int) -> None:
        if len(self._levels) >= MAXIMUM_DEPTH:
            found = f"more than {MAXIMUM_DEPTH} levels"
            raise self._refused(line, "The document is nested too deeply", found, "a flatter list")
        self._levels.append(_Level(value, self._place(value, event, line)))

    def _place(self, value: Any, event: Any, line: int) -> Location:
        """Puts a value (or a key) where it belongs and returns its location."""
        if not self._levels:
            self.value = value
            self.lines[()] = line
            return ()
        level = self._levels[-1]
        if isinstance(level.value, list):
            location = (*level.location, len(level.value))
            level.value.append(value)
        elif level.key is None:
            level.key = self._key(event, level.value, line)
            location = (*level.location, level.key)
        else:
            location = (*level.location, level.key)
            level.value[level.key] = value
            level.key = None
            return location  # the line of a key is the line of its value, also when the value starts below it
        self.lines[location] = line
        return location

    def _key(self, event: Any, siblings: dict[str, Any], line: int) -> str:
        if not isinstance(event, yaml.ScalarEvent) or event.value == "":
            raise self._refused(line, "A key is not text", "a list, a mapping or nothing", "a short word as key")
        key: str = event.value
        if key == "<<":
            raise self._refused(line, "Merge keys are not allowed", "<<", "the keys themselves")
        if key in siblings:
            raise self._refused(line, "The same key is written twice", repr(key), "each key once")
        return key

    def _refused(self, line: int, what: str, found: str, instead: str) -> LibraryProblem:
        return LibraryProblem(self.file, line, what, found, instead)


@dataclass
class _Level:
    value: Any
    location: Location
    key: str | None = None


def _scalar(event: Any, file: str, line: int) -> bool | int | float | str | None:
    text: str = event.value
    if not event.implicit[0]:  # quoted, or a block of text: always text
        return text
    if text in _WORDS:
        return _WORDS[text]
    if _INTEGER.match(text) or _FLOAT.match(text):
        number = int(text) if _INTEGER.match(text) and len(text) <= _LONGEST_NUMBER else float(text)
        if len(text) > _LONGEST_NUMBER or not math.isfinite(number):
            raise LibraryProblem(file, line, "A number is too long", text[:40], f"at most {_LONGEST_NUMBER} digits")
        return number
    return text
