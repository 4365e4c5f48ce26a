"""A sociogram is the same for the same group, shows what is mutual and who is unchosen, and moves little over time."""

from __future__ import annotations

from itertools import combinations
from math import hypot

from hypothesis import given, settings
from hypothesis import strategies as st

from kith import pictures
from kith.pictures.sociogram_places import Point
from tests.pictures import seen
from tests.pictures.drawings import CHOSEN, sociogram_of

PAIRS = [(by, to) for by, chosen in CHOSEN.items() for to in chosen]
NAMES = list(CHOSEN)
pairs_of_people = st.sets(
    st.tuples(st.integers(0, 20).map(str), st.integers(0, 20).map(str)).filter(lambda pair: pair[0] != pair[1]),
    min_size=1,
    max_size=50,
)


def placed(pairs: list[tuple[str, str]], before: dict[str, Point] | None = None) -> dict[str, Point]:
    return pictures.places(NAMES, pictures.ties(pairs), before=before)


def far(one: Point, other: Point) -> float:
    return hypot(one[0] - other[0], one[1] - other[1])


def dots(svg: str) -> list[Point]:
    """The middle of each member's dot, without the marks of the key."""
    circles = [c for c in seen.parse(svg).iter(f"{seen.SVG}circle") if c.get("r") == "13" and c.get("fill") != "Canvas"]
    return [(float(c.get("cx")), float(c.get("cy"))) for c in circles]


def test_each_tie_is_drawn_once_and_mutual_ones_differ_by_weight_and_arrow() -> None:
    for svg in seen.both(sociogram_of(PAIRS)):
        curves = [p for p in seen.parse(svg).iter(f"{seen.SVG}path") if "Q" in p.get("d")]
        heads = [p for p in seen.parse(svg).iter(f"{seen.SVG}path") if p.get("d").endswith("Z")]
        widths = sorted(curve.get("stroke-width") for curve in curves)
        assert widths == ["1.5"] * 4 + ["4.5"] * 10
        assert len(heads) == 4 + 1, "an arrow for each choice that is not returned, and the one of the key"


def test_who_is_unchosen_has_a_dashed_ring_on_the_rim() -> None:
    places = placed(PAIRS)
    assert far(places["8"], (0, 0)) > 0.99
    assert all(far(places[name], (0, 0)) < 0.8 for name in NAMES if name != "8")
    svg = sociogram_of(PAIRS).wide
    dashed = [c for c in seen.parse(svg).iter(f"{seen.SVG}circle") if c.get("stroke-dasharray") == "5 4"]
    assert len(dashed) == 1
    assert "Chosen by nobody" in seen.words(svg)


def test_the_key_explains_only_what_is_there() -> None:
    words = seen.words(sociogram_of([("1", "2"), ("2", "1")]).wide)
    assert "Choose each other" in words
    assert not {"Chosen by nobody", "Chooses, and is not chosen back"} & set(words)


def test_those_who_choose_each_other_stand_nearer_than_others() -> None:
    places, mutual = placed(PAIRS), {(t.start, t.end) for t in pictures.ties(PAIRS) if t.is_mutual}
    inner = list(combinations(NAMES[:-1], 2))
    near = [far(places[a], places[b]) for a, b in inner if (a, b) in mutual]
    apart = [far(places[a], places[b]) for a, b in inner if (a, b) not in mutual]
    assert sum(near) / len(near) < 0.7 * sum(apart) / len(apart)


def test_the_same_group_is_drawn_the_same() -> None:
    assert sociogram_of(PAIRS) == sociogram_of(list(reversed(PAIRS)))


def test_one_choice_fewer_moves_nobody_far() -> None:
    before = placed(PAIRS)
    after = placed([pair for pair in PAIRS if pair != ("7", "2")], before)
    moved = max(far(before[name], after[name]) for name in NAMES)
    assert moved < 0.2, moved
    anew = pictures.places(NAMES[::-1], pictures.ties(PAIRS))
    assert max(far(before[name], anew[name]) for name in NAMES) > 0.5, (
        "without its places the same group stands elsewhere"
    )


@settings(max_examples=40, deadline=None)
@given(pairs_of_people)
def test_dots_never_touch_and_stay_on_the_sheet(pairs: set[tuple[str, str]]) -> None:
    for svg in seen.both(sociogram_of(sorted(pairs))):
        found = dots(svg)
        _, _, width, height = map(float, seen.parse(svg).get("viewBox").split())
        assert len(found) == len({name for pair in pairs for name in pair})
        assert all(far(a, b) >= 27 for a, b in combinations(found, 2))
        assert all(14 <= x <= width - 14 and 14 <= y <= height - 14 for x, y in found)
        assert seen.overlaps(svg) == []
        assert seen.outside(svg) == []
