"""Pictures of studies: nothing pooled without its doubts, nothing by colour alone, nothing cut off in silence."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith import pictures
from kith.pictures.ruler import Ruler, round_marks, usual_span
from tests.pictures import seen
from tests.pictures.evidence_drawings import FACTS, evidence, facts

ABOUT = {"title": "Title", "sentence": "One sentence.", "empty": "Nothing yet."}


@pytest.fixture(scope="module")
def drawn() -> dict[str, pictures.Drawing]:
    return evidence(str, ABOUT)


@pytest.mark.parametrize("name", FACTS)
def test_a_pooled_number_is_not_drawn_without_one_of_its_doubts(name: str) -> None:
    with pytest.raises(ValueError, match=f"found nothing for {name}"):
        replace(facts(), **{name: " "})


def test_every_doubt_stands_in_the_picture(drawn: dict[str, pictures.Drawing]) -> None:
    for svg in seen.both(drawn["forest"]):
        written = " ".join(seen.words(svg))
        for name in FACTS:
            assert f"{name.capitalize()}: what is known" in written


def test_an_interval_that_reaches_off_the_line_ends_in_an_arrow(drawn: dict[str, pictures.Drawing]) -> None:
    def arrows(drawing: pictures.Drawing) -> int:
        paths = seen.parse(drawing.wide).iter(f"{seen.SVG}path")
        return sum(path.get("fill") == "none" for path in paths)

    assert (arrows(drawn["forest"]), arrows(drawn["forest without a sum"])) == (1, 0)


def test_a_prediction_that_reaches_off_the_line_ends_in_an_arrow() -> None:
    words = pictures.ForestWords("less", "more", "where a new study is expected")
    rows = [
        pictures.ForestRow("a", 0.2, 0.1, 0.3, "0.2", prediction=(-50.0, 0.4)),
        pictures.ForestRow("b", 0.2, 0.1, 0.3, "0.2", prediction=(0.1, 0.4)),
    ]
    drawing = pictures.forest(rows, None, words=words, **ABOUT)
    paths = seen.parse(drawing.narrow).iter(f"{seen.SVG}path")
    assert sum(path.get("fill") == "none" for path in paths) == 1
    assert "where a new study is expected" in seen.words(drawing.narrow)


def test_an_added_study_is_hollow(drawn: dict[str, pictures.Drawing]) -> None:
    circles = seen.parse(drawn["funnel of studies"].wide).iter(f"{seen.SVG}circle")
    assert [circle.get("fill") for circle in circles].count("none") == 2  # the study and its sample in the key


def test_a_comparison_with_one_trial_is_dashed_and_said(drawn: dict[str, pictures.Drawing]) -> None:
    for svg in seen.both(drawn["network"]):
        assert any(line.get("stroke-dasharray") for line in seen.parse(svg).iter(f"{seen.SVG}line"))
        assert "one trial" in seen.words(svg)


def test_cells_too_small_for_numbers_point_up_and_down(drawn: dict[str, pictures.Drawing]) -> None:
    def shapes(svg: str) -> int:
        return len(list(seen.parse(svg).iter(f"{seen.SVG}path")))

    assert shapes(drawn["league of 24"].narrow) >= 24 * 23
    assert shapes(drawn["league of 5"].wide) == 2  # only the samples in the key
    assert "-4.0" in seen.words(drawn["league of 5"].wide)


@given(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6))
def test_marks_span_what_they_are_asked_to(one: float, other: float) -> None:
    low, high = min(one, other), max(one, other)
    marks = round_marks(low, high)
    slack = 1e-6 * max(1.0, abs(low), abs(high))
    assert 2 <= len(marks) <= 5
    assert marks[0] <= low + slack
    assert marks[-1] >= high - slack
    ruler = Ruler(10, 300, marks[0], marks[-1])
    assert 10 <= ruler.at(low) <= ruler.at(high) <= 300


def test_one_endless_interval_does_not_flatten_the_others() -> None:
    assert usual_span([0.0, 1.0], [(-0.2, 0.2), (-100.0, 100.0), (0.8, 1.2)]) == (-1.0, 2.0)
    assert usual_span([0.0], [(-0.5, 0.5)]) == (-0.5, 0.5)
