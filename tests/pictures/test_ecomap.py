"""An ecomap shows every system and its tie once, which way energy flows, and keeps places when one is added."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kith import pictures
from kith.pictures.lettering import Box
from tests.pictures import seen

WORDS = pictures.EcomapWords("Strong", "Weak", "Stressful", "Flow", "Nothing yet.")
names = st.sampled_from(["Work", "Friends from the choir on Thursdays", "أصدقاء", "Gemeinschaftsunterkunft", "GP"])
systems = st.builds(
    pictures.SystemBox,
    names,
    st.sampled_from(["strong", "weak", "stressful"]),
    st.sampled_from(["to household", "from household", "both", "none"]),
    st.sampled_from(["", "Ana", "Ana, Leo, Eva"]),
)


def home(*around: pictures.SystemBox, members: tuple[str, ...] = ("Ana", "Leo")) -> pictures.Drawing:
    return pictures.ecomap("Ana's home", members, around, words=WORDS, title="T", sentence="S.")


def drawn(svg: str, what: str) -> list[ElementTree.Element]:
    return [each for each in seen.parse(svg).iter() if each.get("class") == what]


def boxes(svg: str) -> list[Box]:
    return [Box(*(float(each.get(name)) for name in ("x", "y", "width", "height"))) for each in drawn(svg, "system")]


def middle(svg: str) -> Box:
    (box,) = [each for each in seen.parse(svg).iter(f"{seen.SVG}rect") if each.get("fill-opacity") == "0.12"]
    return Box(*(float(box.get(name)) for name in ("x", "y", "width", "height")))


def points(line: ElementTree.Element) -> list[tuple[float, float]]:
    return [tuple(map(float, point.split())) for point in line.get("d")[1:].split("L")]


@settings(max_examples=60, deadline=None)
@given(st.lists(systems, min_size=1, max_size=12), st.integers(1, 12))
def test_every_system_and_tie_is_drawn_once_and_nothing_overlaps(
    around: list[pictures.SystemBox], members: int
) -> None:
    for svg in seen.both(home(*around, members=tuple(f"Member {n}" for n in range(members)))):
        found, ties = boxes(svg), drawn(svg, "tie")
        assert (len(found), len(ties)) == (len(around), len(around))
        assert not any(one.touches(other, 4) for one, other in combinations([*found, middle(svg)], 2))
        width, height = map(float, seen.parse(svg).get("viewBox").split()[2:])
        assert all(box.x > 0 and box.x + box.width < width and 0 < box.y < height - box.height for box in found)
        for n, tie in enumerate(ties):
            others = [box for m, box in enumerate(found) if m != n]
            assert not any(box.holds(*point) for point in points(tie) for box in others)
        assert seen.overlaps(svg) == []
        assert seen.outside(svg) == []


def test_the_check_of_boxes_sees_two_that_touch() -> None:
    assert Box(0, 0, 10, 10).touches(Box(12, 0, 10, 10), 4)


def test_one_more_system_moves_nobody_sideways_up_to_eight() -> None:
    seven = [pictures.SystemBox(f"System {n}", "weak") for n in range(7)]
    before, after = (boxes(home(*some).wide) for some in (seven, [*seven, pictures.SystemBox("One more", "strong")]))
    assert before == after[:7]


@pytest.mark.parametrize(("flow", "heads"), [("none", 0), ("to household", 1), ("from household", 1), ("both", 2)])
def test_arrows_say_which_way_energy_flows(flow: str, heads: int) -> None:
    svg = home(pictures.SystemBox("Work", "strong", flow)).wide
    tips = [
        tuple(map(float, each.get("d")[1:-1].split("L")[1].split()))
        for each in seen.parse(svg).iter(f"{seen.SVG}path")
        if each.get("d").endswith("Z") and each.get("fill") != "currentColor"
    ]
    assert len(tips) == heads
    if heads == 1:
        box = middle(svg) if flow == "to household" else boxes(svg)[0]
        assert box.holds(*tips[0], 5)
        assert not (boxes(svg)[0] if flow == "to household" else middle(svg)).holds(*tips[0], 5)


def test_kinds_of_ties_differ_by_more_than_colour_and_only_those_there_are_explained() -> None:
    looks = set()
    for tie, word in (("strong", "Strong"), ("weak", "Weak"), ("stressful", "Stressful")):
        svg = home(pictures.SystemBox("Work", tie)).wide
        (line,) = drawn(svg, "tie")
        looks.add((line.get("stroke-width"), line.get("stroke-dasharray"), len(points(line)) > 2))
        assert {"Strong", "Weak", "Stressful", "Flow"} & set(seen.words(svg)) == {word}
    assert len(looks) == 3


def test_more_than_twelve_are_refused() -> None:
    with pytest.raises(ValueError, match="room for 12 systems; found 13"):
        home(*[pictures.SystemBox("Work", "weak")] * 13)


def test_a_file_has_its_own_ink_and_ground() -> None:
    text = pictures.as_file(home(pictures.SystemBox("Work", "weak")).wide)
    root = ElementTree.fromstring(text)
    assert root.get("width") == root.get("viewBox").split()[2]
    assert not {"currentColor", "Canvas", "inherit"} & {value for each in root.iter() for value in each.attrib.values()}
