"""The reader takes plain documents and refuses clever ones, always with the line."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kith.science.documents import MAXIMUM_BYTES, LibraryProblem, parse, read_document

INSTRUMENT = Path(__file__).resolve().parents[3] / "kith/library/instruments/phq9/instrument.yaml"
GOOD = INSTRUMENT.read_text(encoding="utf-8")

LAUGHS = 'a: &a ["lol", "lol", "lol"]\n' + "".join(
    f"{name}: &{name} [{', '.join(['*' + before] * 9)}]\n" for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        (LAUGHS, 1, "Anchors"),
        ("title: x\nbase: *other\n", 2, "Aliases"),
        ("a: !!python/object/apply:os.system [ls]\n", 1, "Tags"),
        ("a: 1\nb: !!str 2\n", 2, "Tags"),
        ("a: !own {b: 1}\n", 1, "Tags"),
        ("%TAG ! tag:example.org,2000:\n---\na: !x 1\n", 3, "Tags"),
        ("a: 1\nb: 2\na: 3\n", 3, "twice"),
        ("items:\n  - {id: x, id: y}\n", 2, "twice"),
        ("a: " + "[" * 40 + "]" * 40, 1, "nested too deeply"),
        ("[" * 100_000, 1, "nested too deeply"),
        ("{a: " * 50_000, 1, "nested too deeply"),
        ("\n".join("  " * depth + f"k{depth}:" for depth in range(60)), 33, "nested too deeply"),
        ("a: 1\n---\nb: 2\n", 2, "More than one document"),
        ("base: {<<: {a: 1}}\n", 1, "Merge keys"),
        ("? [a, b]\n: 1\n", 1, "key is not text"),
        ("? {a: b}\n: 1\n", 1, "key is not text"),
        ("a: 1\n'': 2\n", 2, "key is not text"),
        ("a: 1\nb: x\x00y\n", 2, "cannot be shown"),
        ("a: 1\nb: x\x1by\n", 2, "cannot be shown"),
        ("a: \ud800\n", 1, "cannot be shown"),
        ("", 1, "empty"),
        ("# only a remark\n", 1, "empty"),
        ("a: [1, 2\nb: 3\n", 2, "not well-formed"),
        ("a: 1\n\tb: 2\n", 2, "not well-formed"),
        ("a: 'open\n", 2, "not well-formed"),
        ("a: 1e999\n", 1, "number is too long"),
        ("a: " + "9" * 5000 + "\n", 1, "number is too long"),
        ("a: " + "x" * MAXIMUM_BYTES, 1, "too long"),
        ("é" * (MAXIMUM_BYTES // 2 + 1), 1, "too long"),
    ],
    ids=lambda value: value[:24] if isinstance(value, str) else str(value),
)
def test_clever_documents_are_refused_with_their_line(text: str, line: int, what: str) -> None:
    with pytest.raises(LibraryProblem, match=what) as caught:
        parse(text, "x.yaml")
    problem = caught.value
    assert (problem.file, problem.line) == ("x.yaml", line)
    assert problem.found
    assert problem.instead
    assert len(str(problem)) < 400


def test_the_same_bomb_goes_off_in_a_plain_loader() -> None:
    """Positive control: the text above is a real bomb, not a typing mistake that any reader refuses."""
    import yaml

    loaded = yaml.safe_load(LAUGHS)
    assert len(loaded["i"]) == 9
    assert loaded["i"][0] is loaded["h"]


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("true", True),
        ("false", False),
        ("null", None),
        ("", None),
        ("10", 10),
        ("-3", -3),
        ("2.45", 2.45),
        ("1e3", 1000.0),
        # What other readers turn into something else stays text.
        ("yes", "yes"),
        ("no", "no"),
        ("on", "on"),
        ("True", "True"),
        ("~", "~"),
        ("010", "010"),
        ("0x1F", "0x1F"),
        ("1_000", "1_000"),
        ("12:30:45", "12:30:45"),
        ("2026-01-31", "2026-01-31"),
        (".inf", ".inf"),
        (".nan", ".nan"),
        ('"7"', "7"),
        ("'true'", "true"),
        ("PHQ-9", "PHQ-9"),
    ],
)
def test_values_are_only_what_they_look_like(written: str, value: object) -> None:
    data = parse(f"a: {written}\n", "x.yaml").data
    assert data == {"a": value}
    assert type(data["a"]) is type(value)


def test_keys_are_always_text() -> None:
    assert parse("options:\n  0: Not at all\n  true: Yes\n", "x.yaml").data == {
        "options": {"0": "Not at all", "true": "Yes"}
    }


def test_windows_line_ends_and_a_byte_order_mark_are_read(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + b"a: 1\r\nb:\r\n  - c\r\n")
    document = read_document(path)
    assert document.data == {"a": 1, "b": ["c"]}
    assert document.line_of(("b", 0)) == 3


@pytest.mark.parametrize(
    ("content", "line", "what"),
    [
        (b"a: 1\nb: \xff\n", 2, "UTF-8"),
        ("a: 1\n".encode("utf-16"), 1, "UTF-8"),
        (b"a: 1\n" * 60_000, 1, "too long"),
    ],
)
def test_files_that_are_not_our_text_are_refused(tmp_path: Path, content: bytes, line: int, what: str) -> None:
    path = tmp_path / "x.yaml"
    path.write_bytes(content)
    with pytest.raises(LibraryProblem, match=what) as caught:
        read_document(path)
    assert caught.value.line == line


def test_a_file_that_is_not_there_is_said_plainly(tmp_path: Path) -> None:
    with pytest.raises(LibraryProblem, match="cannot be read"):
        read_document(tmp_path / "nothing.yaml")


def test_lines_point_at_the_value() -> None:
    document = parse("# a remark\nid: x\nitems:\n  - id: a\n    loinc: b\n  -\n    id: c\n", "x.yaml")
    assert document.line_of(("id",)) == 2
    assert document.line_of(("items",)) == 3
    assert document.line_of(("items", 0, "loinc")) == 5
    assert document.line_of(("items", 1, "id")) == 7
    assert document.line_of(("items", 1, "missing")) == document.line_of(("items", 1))
    assert document.line_of(("nowhere", 4)) == document.line_of(())


def test_text_inside_another_file_keeps_its_lines() -> None:
    assert parse("a: 1\nb: 2\n", "lesson.md", first_line=2).line_of(("b",)) == 3
    with pytest.raises(LibraryProblem) as caught:
        parse("a: 1\na: 2\n", "lesson.md", first_line=2)
    assert caught.value.line == 3


SCRAPS = ["&x ", "*x", "!!python/name:os ", "\x00", "\ufeff", "---\n", "{", "[", "]", "'", '"', "\t", ": ", "- ", "\n"]


@given(seed=st.integers(min_value=0, max_value=10**9), edits=st.integers(min_value=1, max_value=6))
@settings(max_examples=300)
def test_a_damaged_document_loads_or_names_a_line(seed: int, edits: int) -> None:
    chance = random.Random(seed)
    text = list(GOOD)
    for _ in range(edits):
        place = chance.randrange(len(text))
        kind = chance.randrange(4)
        if kind == 0:
            del text[place : place + chance.randrange(1, 200)]
        elif kind == 1:
            text.insert(place, chance.choice(SCRAPS))
        elif kind == 2:
            text[place] = chr(chance.randrange(0x110000))
        else:
            text[place:place] = text[chance.randrange(len(text)) :][:500]
        text = text or ["x"]
    damaged = "".join(text)
    line = line_of_problem(damaged)
    assert line is None or 1 <= line <= damaged.count("\n") + 2


def line_of_problem(text: str) -> int | None:
    """None when the text can be read. Any other error than a problem of the library fails the test."""
    try:
        parse(text, "x.yaml")
    except LibraryProblem as problem:
        return problem.line
    return None
