"""What holds for every kind of picture: legible, escaped, for both grounds, never by colour alone."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith import pictures
from kith.pictures import tones
from kith.pictures.lettering import text_width, wrap
from tests.pictures import seen
from tests.pictures.drawings import one_of_each

ROOT = Path(__file__).resolve().parents[2]
LIGHT, DARK = ("#fffefb", "#f8f6f1"), ("#18221f", "#101816")
INKS = {"#fffefb": "#16211e", "#f8f6f1": "#16211e", "#18221f": "#e8f0ed", "#101816": "#e8f0ed"}
HOSTILE = "</text><script>alert(1)</script>&amp;\"'\x00\x1f"
KINDS = sorted(one_of_each())


@pytest.fixture(scope="module")
def drawn() -> dict[str, pictures.Drawing]:
    return one_of_each()


@pytest.mark.parametrize("kind", KINDS)
def test_words_are_large_enough_apart_and_inside(drawn: dict[str, pictures.Drawing], kind: str) -> None:
    for svg in seen.both(drawn[kind]):
        assert seen.smallest_shown_text(svg) >= 12
        assert seen.overlaps(svg) == []
        assert seen.outside(svg) == []


@pytest.mark.parametrize("kind", KINDS)
def test_words_take_the_ink_of_the_page(drawn: dict[str, pictures.Drawing], kind: str) -> None:
    for svg in seen.both(drawn[kind]):
        assert {text.get("fill") for text in seen.parse(svg).iter(f"{seen.SVG}text")} == {"currentColor"}


@pytest.mark.parametrize("kind", KINDS)
def test_a_strict_policy_lets_it_pass(drawn: dict[str, pictures.Drawing], kind: str) -> None:
    for svg in seen.both(drawn[kind]):
        for element in seen.parse(svg).iter():
            assert element.tag.removeprefix(seen.SVG) not in {"style", "script", "foreignObject", "image", "a"}
            assert not {name for name in element.attrib if name in {"style", "id", "href"} or name.startswith("on")}


@pytest.mark.parametrize("kind", KINDS)
def test_hostile_words_stay_words(kind: str) -> None:
    for svg in seen.both(one_of_each(HOSTILE)[kind]):
        assert not list(seen.parse(svg).iter(f"{seen.SVG}script"))
        assert "<script" not in svg


@pytest.mark.parametrize("kind", KINDS)
def test_right_to_left_words_stay_inside(kind: str) -> None:
    for svg in seen.both(one_of_each(" في الموعد التالي")[kind]):
        assert seen.outside(svg) == []
        assert all(t.get("unicode-bidi") == "plaintext" for t in seen.parse(svg).iter(f"{seen.SVG}text"))


@pytest.mark.parametrize("ground", LIGHT + DARK)
def test_tones_stand_out_and_words_more_so(ground: str) -> None:
    for tone in tones.TONES:
        assert seen.contrast(tone, ground) >= 3, tone
    ink = INKS[ground]
    for tone in (*tones.TONES, *tones.BAND_TONES):
        washed = seen.blend(tone, tones.BAND_OPACITY, ground)
        assert seen.contrast(ink, washed) >= 4.5, tone
        assert seen.contrast(seen.blend(ink, tones.SOFT_OPACITY, washed), washed) >= 4.5, tone


def test_the_check_of_contrast_sees_a_pale_tone() -> None:
    assert seen.contrast("#e0d080", LIGHT[0]) < 3


@pytest.mark.parametrize("ground", LIGHT + DARK)
def test_the_line_and_the_cut_off_stand_out_on_every_band(ground: str) -> None:
    sheet = (ROOT / "kith/web/static/web/parts.css").read_text(encoding="utf-8")
    for tone in (tones.TEAL, tones.RUST):
        light, dark = re.search(rf'\[stroke="{tone}"\] {{ stroke: light-dark\((#\w+), (#\w+)\)', sheet).groups()
        for band in tones.BAND_TONES:
            washed = seen.blend(band, tones.BAND_OPACITY, ground)
            assert seen.contrast(light if ground in LIGHT else dark, washed) >= 3


def test_late_waits_differ_by_more_than_colour() -> None:
    svg = pictures.waits(
        [pictures.Wait("soon", 5), pictures.Wait("late", 5, True)], title="Waits", sentence="Half late.", empty="None."
    ).wide
    assert [bar.get("stroke-dasharray") for bar in seen.parse(svg).iter(f"{seen.SVG}rect")] == [None, "4 3"]


def test_a_rate_that_may_not_be_shown_has_no_point() -> None:
    svg = pictures.rate_bars(
        [pictures.Rate("Recovery", "not shown: fewer than 10 people", None)], title="T", sentence="S.", empty="None."
    ).wide
    assert not list(seen.parse(svg).iter(f"{seen.SVG}circle"))
    assert "not shown: fewer than 10 people" in seen.words(svg)


def test_attendance_marks_differ_in_shape() -> None:
    svg = pictures.attendance_strip(["attended", "missed", "cancelled", "to come"], title="T", sentence="S.").wide
    shapes = [(e.tag.removeprefix(seen.SVG), e.get("fill")) for e in seen.parse(svg) if e.get("stroke") or e.get("r")]
    assert len(set(shapes)) == 4


def test_times_of_asking_differ_in_shape_and_are_named() -> None:
    shapes = {}
    for kind in pictures.ASKED_MARKS:
        svg = pictures.asked_strip([kind], {kind: kind.title()}, title="T", sentence="S.", empty="None.").wide
        marks = [e for e in seen.parse(svg) if e.tag.removeprefix(seen.SVG) not in {"title", "desc", "text"}]
        shapes[kind] = tuple((e.tag, e.get("fill"), e.get("d", "").count("L")) for e in marks[: len(marks) // 2])
        assert kind.title() in seen.words(svg)
    assert len(set(shapes.values())) == len(pictures.ASKED_MARKS), shapes


def test_a_number_that_was_left_open_is_a_dashed_track_without_a_mark() -> None:
    bars = [pictures.SheetBar("Fear", 0, "0"), pictures.SheetBar("Shame", None, "left open")]
    svg = pictures.sheet_bars(bars, lowest=0, highest=10, title="T", sentence="S.", empty="None.").wide
    dashed = [r for r in seen.parse(svg).iter(f"{seen.SVG}rect") if r.get("stroke-dasharray")]
    assert len(dashed) == 1
    assert len(list(seen.parse(svg).iter(f"{seen.SVG}rect"))) == 3  # a track and a bar, and the open one
    pair = pictures.before_after(bars[0], bars[1], lowest=0, highest=10, title="T", sentence="S.").wide
    assert len(list(seen.parse(pair).iter(f"{seen.SVG}circle"))) == 1


def test_lines_differ_in_shape_and_dash_and_keep_their_gaps() -> None:
    lines = [pictures.SheetLine(f"Line {n}", (1, 2, None, 4, 5)) for n in range(4)]
    svg = pictures.sheet_lines(
        lines, ["1", "2", "3", "4", "5"], lowest=0, highest=5, ends=("0", "5"), title="T", sentence="S.", empty="None."
    ).wide
    runs = [p for p in seen.parse(svg).iter(f"{seen.SVG}path") if p.get("fill") == "none"]
    assert len(runs) == 8
    assert len({p.get("stroke-dasharray") for p in runs}) == 4


def test_the_nearer_somebody_is_the_closer_to_the_middle() -> None:
    people = [pictures.Person("Ben", "10", 1.0), pictures.Person("Finn", "0", 0.0), pictures.Person("Cleo", "?", None)]
    svg = pictures.circle_of_people(people, middle="Me", title="T", sentence="S.", empty="None.").wide
    circles = list(seen.parse(svg).iter(f"{seen.SVG}circle"))
    middle = float(circles[0].get("cx")), float(circles[0].get("cy"))
    far = [
        ((float(c.get("cx")) - middle[0]) ** 2 + (float(c.get("cy")) - middle[1]) ** 2) ** 0.5
        for c in circles
        if c.get("fill") != "none"
    ]
    assert len(far) == 2
    assert far[0] < far[1] / 3
    assert "Cleo: ?" in seen.words(svg)


def test_people_as_near_as_each_other_do_not_cover_each_other() -> None:
    people = [pictures.Person(f"Person {n}", "5", 0.5) for n in range(12)]
    for svg in seen.both(pictures.circle_of_people(people, middle="Me", title="T", sentence="S.", empty="None.")):
        spots = [
            (float(c.get("cx")), float(c.get("cy")))
            for c in seen.parse(svg).iter(f"{seen.SVG}circle")
            if c.get("fill") != "none"
        ]
        gaps = [abs(a[0] - b[0]) + abs(a[1] - b[1]) for i, a in enumerate(spots) for b in spots[:i]]
        assert len(spots) == 12
        assert min(gaps) >= 26


values = st.lists(st.none() | st.floats(-100, 100, allow_nan=False), max_size=30)


@given(values, st.none() | st.floats(0, 27, allow_nan=False))
def test_a_sparkline_keeps_gaps_and_stays_inside(points: list[float | None], cut_off: float | None) -> None:
    svg = pictures.sparkline(
        points, cut_off=cut_off, reliable_band=(3, 9), minimum=0, maximum=27, title="PHQ-9", sentence="Scores."
    ).wide
    root = seen.parse(svg)
    runs = "".join("x" if point is None else "o" for point in points).split("x")
    assert len(list(root.iter(f"{seen.SVG}path"))) == sum(len(run) > 1 for run in runs)
    for dot in root.iter(f"{seen.SVG}circle"):
        assert 0 <= float(dot.get("cx")) <= 120
        assert 0 <= float(dot.get("cy")) <= 32


@given(st.text(max_size=80), st.integers(40, 300))
def test_wrapped_words_fit_and_none_is_lost(text: str, room: int) -> None:
    lines = wrap(text, room, 13)
    assert all(text_width(line, 13) <= room for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


def test_the_picture_in_the_readme_is_fresh() -> None:
    written = (ROOT / "docs/pictures/way.svg").read_text(encoding="utf-8")
    assert written == pictures.readme_way(), "write it again: pictures.readme_way() into docs/pictures/way.svg"
    assert seen.overlaps(written) == []
