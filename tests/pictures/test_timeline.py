"""The picture of the product tells the truth and can be read."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith import pictures
from tests.pictures import seen
from tests.pictures.drawings import WORDS, course, full_course, score, week


def lines_of_scores(svg: str) -> list[int]:
    """How many scores each unbroken piece of the line joins."""
    paths = (path for path in seen.parse(svg).iter(f"{seen.SVG}path") if path.get("stroke-width") == "3")
    return [path.get("d").count("L") + 1 for path in paths]


def test_says_itself_in_one_sentence_that_is_also_the_caption() -> None:
    drawing = pictures.timeline(full_course())
    for svg in seen.both(drawing):
        root = seen.parse(svg)
        assert root.get("role") == "img"
        assert root.get("direction") == "ltr"
        assert root.find(f"{seen.SVG}title").text == "Ana's PHQ-9"
        assert root.find(f"{seen.SVG}desc").text == drawing.sentence == "Ana's score went from 18 to 5."


def test_a_missed_measure_breaks_the_line() -> None:
    whole = course({0: 18, 1: 17, 2: 15, 3: 14})
    assert lines_of_scores(pictures.timeline(whole).wide) == [4]
    broken = course({0: 18, 1: 17, 3: 15, 4: 14}, missed=(week(2),))
    assert lines_of_scores(pictures.timeline(broken).wide) == [2, 2]
    assert WORDS.missed_measure in seen.words(pictures.timeline(broken).wide)


def test_first_and_last_score_are_written_beside_their_points() -> None:
    for svg in seen.both(pictures.timeline(full_course())):
        bold = [t.text for t in seen.parse(svg).iter(f"{seen.SVG}text") if t.get("font-weight")]
        assert {"18", "5", "Cut-off 10"} <= set(bold)


@given(st.lists(st.integers(0, 27), min_size=2, max_size=14))
def test_the_last_score_is_always_written(values: list[int]) -> None:
    for svg in seen.both(pictures.timeline(course(dict(enumerate(values)), cut_off=None))):
        assert str(values[-1]) in [t.text for t in seen.parse(svg).iter(f"{seen.SVG}text") if t.get("font-weight")]


def test_the_key_names_only_what_is_drawn() -> None:
    said = seen.words(pictures.timeline(course({0: 18, 1: 17}, reliable_change=None)).wide)
    assert WORDS.reliable not in said
    assert WORDS.missed_session not in said
    said = seen.words(pictures.timeline(full_course()).wide)
    for words in (WORDS.reliable, WORDS.expected, WORDS.attended, WORDS.missed_session, WORDS.missed_measure):
        assert words in said


def test_which_way_is_better_is_an_arrow_and_words() -> None:
    lower = pictures.timeline(course({0: 18})).wide
    higher = pictures.timeline(
        course({0: 18}, lower_is_better=False, words=replace(WORDS, direction="Higher is better"))
    )
    assert "Lower is better" in seen.words(lower)
    assert "Higher is better" in seen.words(higher.wide)
    assert seen.parse(lower).findall(f"{seen.SVG}path")[1].get("d") != (
        seen.parse(higher.wide).findall(f"{seen.SVG}path")[1].get("d")
    )


def test_without_scores_it_is_kind() -> None:
    for svg in seen.both(pictures.timeline(course({}))):
        assert " ".join(seen.words(svg)) == WORDS.empty


def test_words_stand_apart_and_inside() -> None:
    for svg in seen.both(pictures.timeline(full_course())):
        assert seen.overlaps(svg) == []
        assert seen.outside(svg) == []


def test_the_check_of_overlaps_sees_an_overlap() -> None:
    svg = pictures.timeline(full_course()).wide
    twice = svg.replace("</svg>", '<text x="20" y="14" font-size="13">Lower again</text></svg>')
    assert seen.overlaps(twice)


series = st.dictionaries(st.integers(0, 60), st.floats(-5, 40, allow_nan=False).map(lambda v: round(v, 1)), max_size=14)
flags = st.lists(
    st.tuples(st.integers(0, 60), st.text("abc dé ש م", max_size=60), st.sampled_from(("plan", "event", "ending"))),
    max_size=7,
)


@given(series, st.sets(st.integers(0, 60), max_size=8), flags)
def test_any_course_is_drawn_well_formed_and_legible(
    values: dict[int, float], missed: set[int], labelled: list[tuple[int, str, str]]
) -> None:
    picture = course(
        values,
        missed=tuple(week(w) for w in missed - set(values)),
        flags=tuple(pictures.Flag(week(w), label, kind) for w, label, kind in labelled),
    )
    for svg in seen.both(pictures.timeline(picture)):
        assert seen.overlaps(svg) == []
        assert seen.outside(svg) == []
        assert seen.smallest_shown_text(svg) >= 12
    points = [c for c in seen.parse(svg).iter(f"{seen.SVG}circle") if c.get("r") == "5"]
    assert len(points) == len(values)
    ordered = sorted(values)
    gaps = sum(any(a < m < b for m in missed - set(values)) for a, b in pairwise(ordered))
    joined = sum(n - 1 for n in lines_of_scores(svg))
    assert joined == max(len(values) - 1, 0) - gaps


@pytest.mark.parametrize("when", [(0,), (0, 0)])
def test_one_day_is_enough(when: tuple[int, ...]) -> None:
    picture = course({}, scores=tuple(score(w, 12 + i) for i, w in enumerate(when)))
    for svg in seen.both(pictures.timeline(picture)):
        assert seen.outside(svg) == []
