"""The funnel plot: places beside the limits of chance, legible at both widths."""

from __future__ import annotations

import pytest

from kith import pictures
from tests.pictures import seen


def limit(people: int) -> pictures.Limit:
    inner, outer = 1 / people**0.5, 1.6 / people**0.5
    return pictures.Limit(people, max(0, 0.5 - inner), min(1, 0.5 + inner), max(0, 0.5 - outer), min(1, 0.5 + outer))


LIMITS = [limit(people) for people in range(5, 120, 5)]


def plot(spots: list[pictures.Spot], more: str = "") -> pictures.Drawing:
    words = pictures.FunnelWords("Courses" + more, "Whole service" + more, "By chance" + more, "Rarely" + more)
    return pictures.funnel_plot(
        spots,
        LIMITS,
        expected=0.5,
        words=words,
        title="Recovery" + more,
        sentence="All alike.",
        empty="Too few." + more,
    )


SPOTS = [
    pictures.Spot("Harbour House", 40, 0.52),
    pictures.Spot("Hill", 42, 0.53),
    pictures.Spot("A community centre with a long name", 100, 0.9, True),
    pictures.Spot("</text><script>", 20, 0.1),
]


@pytest.mark.parametrize("more", ["", " في الموعد", " </text><script>alert(1)</script>"])
def test_it_is_legible_and_safe(more: str) -> None:
    for svg in seen.both(plot(SPOTS, more)):
        assert seen.smallest_shown_text(svg) >= 12
        assert seen.overlaps(svg) == []
        assert seen.outside(svg) == []
        assert "<script" not in svg


def test_a_place_outside_the_limits_has_another_shape_and_not_only_another_colour() -> None:
    def shapes(svg: str) -> tuple[int, int]:
        root = seen.parse(svg)
        paths = [one for one in root.iter(f"{seen.SVG}path") if one.get("stroke") == "Canvas"]
        return len(list(root.iter(f"{seen.SVG}circle"))), len(paths)

    for svg in seen.both(plot(SPOTS)):
        assert shapes(svg) == (3, 1)


def test_without_places_it_says_why() -> None:
    assert "Too few." in " ".join(seen.words(plot([]).wide))
