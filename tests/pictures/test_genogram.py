"""A genogram shows everybody and every tie once, inside its frame, with a key of what is there and nothing else."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from itertools import combinations
from math import hypot

import pytest
from hypothesis import given, settings

from kith.cli.genogram import family_drawing
from kith.science.families import Family, family_faults
from tests.families import THREE_GENERATIONS, families, family_of, person
from tests.pictures import seen

HALF = 14.0


def drawn(svg: str, what: str) -> list[ElementTree.Element]:
    return [each for each in seen.parse(svg).iter() if each.get("class") == what]


def spots(svg: str) -> list[tuple[float, float]]:
    """The middle of each person's sign, whatever its shape."""
    found = []
    for sign in drawn(svg, "person"):
        if sign.get("cx"):
            found.append((float(sign.get("cx")), float(sign.get("cy"))))
        elif sign.get("width"):
            found.append((float(sign.get("x")) + HALF, float(sign.get("y")) + HALF))
        elif "A" in sign.get("d"):
            left, bottom = map(float, re.match(r"M([\d.]+) ([\d.]+)V", sign.get("d")).groups())
            found.append((left + HALF, bottom - HALF))
        else:
            left, middle = map(float, re.match(r"M([\d.]+) ([\d.]+)L", sign.get("d")).groups())
            found.append((left + HALF * 1.15, middle))
    return found


def frame(svg: str) -> tuple[float, float]:
    return tuple(map(float, seen.parse(svg).get("viewBox").split()[2:]))


@settings(max_examples=60, deadline=None)
@given(families())
def test_everybody_and_every_tie_is_drawn_once_inside_the_frame(family: Family) -> None:
    for svg in seen.both(family_drawing(family)):
        found, (width, height) = spots(svg), frame(svg)
        assert len(found) == len(family.people)
        assert len(drawn(svg, "couple")) == len(family.unions)
        assert len(drawn(svg, "child")) == len(family.children)
        assert len(drawn(svg, "bond")) == len(family.bonds)
        assert all(16 <= x <= width - 16 and 16 <= y <= height - 16 for x, y in found)
        assert all(hypot(a - c, b - d) >= 2 * HALF + 4 for (a, b), (c, d) in combinations(found, 2))
        assert seen.overlaps(svg) == []
        assert seen.outside(svg) == []


@settings(max_examples=4, deadline=None)
@given(families(least=40, most=60))
def test_a_crowd_is_drawn_like_a_few(family: Family) -> None:
    for svg in seen.both(family_drawing(family)):
        found, (width, height) = spots(svg), frame(svg)
        assert len(found) == len(family.people)
        assert all(16 <= x <= width - 16 and 16 <= y <= height - 16 for x, y in found)
        assert all(hypot(a - c, b - d) >= 2 * HALF + 4 for (a, b), (c, d) in combinations(found, 2))
        assert seen.overlaps(svg) == []


def test_the_check_of_signs_sees_two_on_one_spot() -> None:
    svg = family_drawing(family_of("a b", "a+b")).wide
    (x, y), _ = spots(svg)
    moved = svg.replace("</svg>", f'<circle class="person" cx="{x}" cy="{y}" r="14"/></svg>')
    assert min(hypot(a - c, b - d) for (a, b), (c, d) in combinations(spots(moved), 2)) == 0


@settings(max_examples=60, deadline=None)
@given(families())
def test_no_name_covers_anybody(family: Family) -> None:
    for svg in seen.both(family_drawing(family)):
        numbers = {str(n) for n in range(1, len(family.people) + 1)}
        for word, box in seen.text_boxes(svg):
            covered = [spot for spot in spots(svg) if box.holds(*spot, HALF - 4)]
            assert not covered or word in numbers, (word, covered)


def test_the_same_family_is_drawn_the_same() -> None:
    assert family_drawing(THREE_GENERATIONS) == family_drawing(THREE_GENERATIONS.model_copy())


def test_all_names_stand_there_in_full_at_both_widths() -> None:
    for svg in seen.both(family_drawing(THREE_GENERATIONS)):
        written = " ".join(seen.words(svg))
        assert all(one.name in written for one in THREE_GENERATIONS.people)


def test_who_is_named_at_the_sign_and_who_in_the_list() -> None:
    few = family_of("ana rosa joao", "rosa+joao", "ana<rosa+joao")
    assert "1" not in seen.words(family_drawing(few).narrow)
    assert "1" in seen.words(family_drawing(THREE_GENERATIONS).narrow)
    assert "1" not in seen.words(family_drawing(THREE_GENERATIONS).wide)


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"gender": "man"}, "Man"),
        ({"gender": "woman"}, "Woman"),
        ({"gender": "other"}, "Another gender"),
        ({"died": 2019}, "Has died"),
        ({"died": "unknown"}, "Has died"),
        ({"notes": ("illness",)}, "Serious illness, of mind or body"),
        ({"notes": ("substance_use",)}, "Trouble with alcohol or drugs"),
        ({"notes": ("lost_work",)}, "Lost work"),
    ],
)
def test_a_sign_is_explained_where_it_is_drawn_and_only_there(change: dict[str, object], word: str) -> None:
    plain, marked = (
        family_drawing(Family(people=(person("ana", is_index=True), person("leo", **given)))).wide
        for given in ({}, change)
    )
    assert word not in seen.words(plain)
    assert word in seen.words(marked)


def test_signs_of_each_gender_differ_in_shape() -> None:
    shapes = set()
    for gender in ("man", "woman", "other", "not said"):
        svg = family_drawing(Family(people=(person("ana", is_index=True, gender=gender),))).wide
        (sign,) = drawn(svg, "person")
        shapes.add((sign.tag, re.sub(r"[\d. -]", "", sign.get("d", ""))))
    assert len(shapes) == 4


def test_kinds_of_couples_differ_by_dashes_and_strokes() -> None:
    looks = set()
    for kind in ("married", "together", "separated", "divorced"):
        family = family_of("ana leo", "ana+leo")
        family = family.model_copy(update={"unions": (family.unions[0].model_copy(update={"kind": kind}),)})
        svg = family_drawing(family).wide
        (line,) = drawn(svg, "couple")
        strokes = len(list(seen.parse(svg).iter(f"{seen.SVG}line")))
        looks.add((line.get("stroke-dasharray"), strokes))
    assert len(looks) == 4


def test_harm_points_at_the_one_who_suffers_it() -> None:
    family = family_of("ana leo", bonds="leo harm ana")
    svg = family_drawing(family).wide
    heads = [
        [tuple(map(float, point.split())) for point in each.get("d")[1:-1].split("L")]
        for each in seen.parse(svg).iter(f"{seen.SVG}path")
        if each.get("fill") == "#cb5050"
    ]
    ana, leo = spots(svg)
    tip = heads[0][1]
    assert hypot(tip[0] - ana[0], tip[1] - ana[1]) < 25 < hypot(tip[0] - leo[0], tip[1] - leo[1])


def test_a_child_of_one_parent_does_not_hang_from_a_couple() -> None:
    family = family_of("ana rui tom pia", "ana+rui ana+tom", "pia<ana")
    svg = family_drawing(family).wide
    (stem,) = [
        each.get("d")
        for each in seen.parse(svg).iter(f"{seen.SVG}path")
        if each.get("class") is None and each.get("d").count("L") == 2 and each.get("stroke-opacity") == "0.8"
    ]
    begin = tuple(map(float, stem[1:].split("L")[0].split()))
    ana = spots(svg)[0]
    assert begin[0] == pytest.approx(ana[0], abs=0.2)
    assert 5 < begin[1] - ana[1] < HALF


def test_a_family_too_wide_for_names_in_rows_is_turned() -> None:
    ids = [f"c{n}" for n in range(9)]
    family = family_of(" ".join([*ids, "mum", "dad"]), "mum+dad", " ".join(f"{id}<mum+dad" for id in ids))
    wide = family_drawing(family).wide
    children = spots(wide)[:9]
    assert len({x for x, _ in children}) == 1
    assert len({y for _, y in children}) == 9
    assert "C8" in seen.words(wide)


def test_twins_leave_the_line_of_their_parents_at_one_point() -> None:
    family = family_of("ana leo mum", children="ana<mum leo<mum")
    links = tuple(link.model_copy(update={"twins": "both"}) for link in family.children)
    twins = family.model_copy(update={"children": links})
    assert family_faults(twins) == []
    starts = [each.get("d").split("L")[0] for each in drawn(family_drawing(twins).wide, "child")]
    assert len(set(starts)) == 1
    assert len({each.get("d").split("L")[0] for each in drawn(family_drawing(family).wide, "child")}) == 2
