"""Pictures of costs and waits: where things lie says what was found, and nothing is told by colour alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith import pictures
from tests.pictures import seen
from tests.pictures.economics_drawings import economics

ABOUT = {"title": "Title", "sentence": "One sentence.", "empty": "Nothing yet."}
PLANE = pictures.PlaneWords("QALYs more", "Pounds more", "Found", "Chance", "At 20,000")
CURVE = pictures.CurveWords("Ready to pay", "In 100", "Worth it", "Marked")
SWINGS = pictures.TornadoWords("Pounds", "Low end", "High end")
QUEUE = pictures.QueueWords("Weeks", "People", "Range")


@pytest.fixture(scope="module")
def drawn() -> dict[str, pictures.Drawing]:
    return economics(str, ABOUT)


def each(svg: str, tag: str, **wanted: str) -> list[dict[str, str]]:
    found = [dict(one.attrib) for one in seen.parse(svg).iter(f"{seen.SVG}{tag}")]
    return [one for one in found if all(one.get(name.replace("_", "-")) == value for name, value in wanted.items())]


def points_of(path: dict[str, str]) -> list[tuple[float, float]]:
    return [tuple(map(float, pair.split())) for pair in path["d"].strip("MZ").split("L")]


def test_a_point_on_the_line_of_the_threshold_is_just_worth_its_price() -> None:
    drawing = pictures.effectiveness_plane([(0.05, 1000.0)], (0.1, 1000.0), threshold=20_000, words=PLANE, **ABOUT)
    for svg in seen.both(drawing):
        (dot,) = each(svg, "circle", r="2.5", fill_opacity="0.45")
        line = each(svg, "line", stroke_dasharray="6 4")[0]
        x1, y1, x2, y2 = (float(line[name]) for name in ("x1", "y1", "x2", "y2"))
        x, y = float(dot["cx"]), float(dot["cy"])
        assert y1 + (x - x1) / (x2 - x1) * (y2 - y1) == pytest.approx(y, abs=0.3)
        diamond = points_of(each(svg, "path")[0])
        assert diamond[1][0] > x, "more effect lies to the right"
        assert diamond[1][1] == pytest.approx(y, abs=0.3)


@given(st.floats(-5, 5), st.floats(-1e6, 1e6), st.floats(0, 1e5))
def test_the_line_of_the_threshold_stays_on_the_plot(effect: float, cost: float, threshold: float) -> None:
    drawing = pictures.effectiveness_plane([], (effect, cost), threshold=threshold, words=PLANE, **ABOUT)
    for svg in seen.both(drawing):
        line = each(svg, "line", stroke_dasharray="6 4")[0]
        width, height = map(float, seen.parse(svg).get("viewBox").split()[2:])
        assert all(0 <= float(line[name]) <= width for name in ("x1", "x2"))
        assert all(0 <= float(line[name]) <= height for name in ("y1", "y2"))
        assert seen.overlaps(svg) == []
        assert seen.outside(svg) == []


def test_the_curve_is_drawn_from_nought_to_a_hundred() -> None:
    drawing = pictures.acceptability_curve([(0, 0.4), (10_000, 0.6)], marked=[99_000], words=CURVE, **ABOUT)
    for svg in seen.both(drawing):
        assert {"0", "100"} <= set(seen.words(svg))
        assert "Marked" not in seen.words(svg), "a mark that is off the axis has no key"
        (first, last) = points_of(each(svg, "path", stroke_width="3")[0])
        assert first[1] > last[1], "more probable lies higher"


def test_both_ends_of_a_number_differ_by_more_than_colour(drawn: dict[str, pictures.Drawing]) -> None:
    for svg in seen.both(drawn["tornado"]):
        bars = each(svg, "rect")
        dashed = [one for one in bars if one.get("stroke-dasharray")]
        assert len(dashed) == len(bars) - len(dashed) == 4, "three bars and one in the key, of each"
        assert float(dashed[0]["width"]) == pytest.approx(400 / 267 * float(bars[1]["width"]), rel=0.02)


def test_a_number_that_changes_nothing_has_no_width(drawn: dict[str, pictures.Drawing]) -> None:
    for svg in seen.both(drawn["tornado of one that does not move"]):
        assert [one["width"] for one in each(svg, "rect")[:2]] == ["0", "0"]


def test_plans_differ_in_dash_and_the_range_is_a_band(drawn: dict[str, pictures.Drawing]) -> None:
    for svg in seen.both(drawn["waiting list"]):
        lines = each(svg, "path", stroke_width="3")
        assert len({one.get("stroke-dasharray") for one in lines}) == len(lines) == 4
        assert len(each(svg, "path", fill_opacity="0.15")) == 1
        assert points_of(lines[0])[-1][1] < points_of(lines[2])[-1][1] < points_of(lines[1])[-1][1]


def test_a_fifth_plan_is_refused() -> None:
    lines = [pictures.QueueLine(f"{n}", (1.0, 2.0)) for n in range(5)]
    with pytest.raises(ValueError, match="holds 4 plans; found 5"):
        pictures.queue_forecast(lines, words=QUEUE, **ABOUT)


values = st.lists(st.floats(0, 1e6, allow_nan=False), min_size=2, max_size=60)


@given(values)
def test_any_waiting_list_is_legible(waiting: list[float]) -> None:
    for svg in seen.both(pictures.queue_forecast([pictures.QueueLine("Now", tuple(waiting))], words=QUEUE, **ABOUT)):
        assert seen.overlaps(svg) == []
        assert seen.outside(svg) == []


@given(st.lists(st.tuples(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6)), min_size=1, max_size=6), st.floats(-1e6, 1e6))
def test_any_tornado_is_legible(ends: list[tuple[float, float]], base: float) -> None:
    bars = [pictures.TornadoBar(f"Number {n}", "low", "high", *both) for n, both in enumerate(ends)]
    for svg in seen.both(pictures.tornado(bars, base=base, words=SWINGS, **ABOUT)):
        assert seen.overlaps(svg) == []
        assert seen.outside(svg) == []


@pytest.mark.parametrize("kind", ["no plane", "no curve", "no tornado", "no waiting list"])
def test_with_nothing_to_draw_it_is_kind(drawn: dict[str, pictures.Drawing], kind: str) -> None:
    for svg in seen.both(drawn[kind]):
        assert " ".join(seen.words(svg)) == "Nothing yet."
