"""A hundred people: always a hundred, each kind by its shape, and counts that are none refused."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith import pictures
from tests.pictures import seen

WORDS = pictures.IconWords("alike", "more", "fewer", "rest")
COUNTS = st.integers(0, 100)


def hundred(without: int, with_help: int) -> pictures.Drawing:
    return pictures.icon_array(without, with_help, words=WORDS, title="Title", sentence="Sentence.")


def figures(svg: str) -> Counter[tuple[str, str]]:
    """The heads by ground and outline."""
    return Counter((c.get("fill"), c.get("stroke")) for c in seen.parse(svg).iter(f"{seen.SVG}circle"))


def test_a_case_by_hand() -> None:
    for svg in seen.both(hundred(50, 75)):
        heads = sorted(figures(svg).values())
        assert heads == [26, 26, 51]  # 25 more, 25 others and 50 alike, each with its figure in the key
        raised = list(seen.parse(svg).iter(f"{seen.SVG}path"))
        assert len(raised) == 2 * 26
        assert [word for word in ("alike", "more", "fewer", "rest") if word in seen.words(svg)] == [
            "alike", "more", "rest",
        ]  # fmt: skip


@given(COUNTS, COUNTS)
def test_there_are_always_a_hundred_and_each_kind_is_named_once(without: int, with_help: int) -> None:
    for svg in seen.both(hundred(without, with_help)):
        heads = figures(svg)
        assert sum(heads.values()) - len(heads) == 100
        told = [word for word in seen.words(svg) if word in ("alike", "more", "fewer", "rest")]
        assert len(told) == len(set(told)) == len(heads)
        assert ("fewer" in told) == (with_help < without)
        assert ("more" in told) == (with_help > without)


@given(COUNTS, COUNTS)
def test_full_figures_are_those_who_do_well_with_the_help(without: int, with_help: int) -> None:
    heads = figures(hundred(without, with_help).wide)
    full = [count - 1 for (fill, _), count in heads.items() if fill != "none"]
    assert sum(full) == with_help


def test_kinds_differ_in_more_than_colour() -> None:
    def shape(without: int, with_help: int, place: int) -> tuple[bool, int, int]:
        root = seen.parse(hundred(without, with_help).wide)
        head = list(root.iter(f"{seen.SVG}circle"))[place]
        arms, strokes = len(list(root.iter(f"{seen.SVG}path"))), len(list(root.iter(f"{seen.SVG}line")))
        return head.get("fill") != "none", arms > 0, strokes > 0

    assert len({shape(100, 100, 0), shape(0, 100, 0), shape(100, 0, 0), shape(0, 0, 0)}) == 4


@pytest.mark.parametrize("count", [-1, 101])
def test_a_count_that_is_none_is_refused(count: int) -> None:
    with pytest.raises(ValueError, match=f"found {count}"):
        hundred(50, count)
