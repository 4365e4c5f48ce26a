"""The flow of a trial as a picture: every number stands there, arms stand beside each other where there is room."""

from __future__ import annotations

import pytest

from kith import pictures
from tests.pictures import seen
from tests.pictures.drawings import one_of_each


def boxes(svg: str) -> list[tuple[float, float, float, float]]:
    return [
        tuple(float(rect.get(name)) for name in ("x", "y", "width", "height"))
        for rect in seen.parse(svg).iter(f"{seen.SVG}rect")
    ]


@pytest.mark.parametrize("kind", ["flow of two arms", "flow of three arms", "flow of five arms"])
def test_no_box_touches_another(kind: str) -> None:
    for svg in seen.both(one_of_each()[kind]):
        found = boxes(svg)
        assert len(found) >= 9
        for place, (x, y, width, height) in enumerate(found):
            for other_x, other_y, other_width, other_height in found[:place]:
                is_apart = (
                    x >= other_x + other_width
                    or other_x >= x + width
                    or y >= other_y + other_height
                    or other_y >= y + height
                )
                assert is_apart


def test_arms_stand_side_by_side_where_there_is_room() -> None:
    two, five = one_of_each()["flow of two arms"], one_of_each()["flow of five arms"]
    assert len({x for x, *_ in boxes(two.wide)[3:]}) == 2
    assert len({x for x, *_ in boxes(two.narrow)[3:]}) == 1
    assert len({x for x, *_ in boxes(five.wide)[3:]}) == 1
    tops = [y for _, y, *_ in boxes(two.wide)[3:]]
    assert len(tops) == 6
    assert len(set(tops)) == 3


def test_every_number_stands_in_the_picture_and_those_who_left_are_dashed() -> None:
    drawing = one_of_each()["flow of two arms"]
    for svg in seen.both(drawing):
        said = " ".join(seen.words(svg))
        for words in ("150", "Excluded: 30", "18 did", "12 did", "Randomised: 120", "Analysed: 56"):
            assert words in said
        dashed = [rect for rect in seen.parse(svg).iter(f"{seen.SVG}rect") if rect.get("stroke-dasharray")]
        assert len(dashed) == 1
        assert seen.parse(svg).find(f"{seen.SVG}title").text == "Title"
        assert seen.parse(svg).find(f"{seen.SVG}desc").text == drawing.sentence


def test_without_arms_it_says_so() -> None:
    box = pictures.FlowBox("Assessed: 0")
    svg = pictures.consort(box, box, box, [], title="T", sentence="S.", empty="Nobody has been asked yet.").wide
    assert "Nobody has been asked yet." in seen.words(svg)
