"""The funnel plot: places by their size, inside or outside what chance explains, in no order of merit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from kith.pictures.drawing import Drawing, Format, Sheet, draw
from kith.pictures.empty import empty_picture
from kith.pictures.lettering import Box, shorten, text_box, text_width
from kith.pictures.tones import BLUE, GREY, RUST, TEAL


@dataclass(frozen=True)
class Spot:
    """One place: how many people, and which share of them. Outside the limits it is drawn as a diamond."""

    label: str
    people: int
    share: float
    is_outside: bool = False


@dataclass(frozen=True)
class Limit:
    """Where a place with this many people is expected: 95 and 99.8 in 100 of places that do not differ."""

    people: int
    inner_low: float
    inner_high: float
    outer_low: float
    outer_high: float


@dataclass(frozen=True)
class FunnelWords:
    """Words on the picture, already translated."""

    people: str
    expected: str
    inner: str
    outer: str


@dataclass(frozen=True)
class _Plot:
    left: float
    right: float
    top: float
    bottom: float
    most: float
    highest: float

    def x(self, people: float) -> float:
        return self.left + (self.right - self.left) * min(people / self.most, 1)

    def y(self, share: float) -> float:
        return self.bottom - (self.bottom - self.top) * min(max(share / self.highest, 0), 1)


def funnel_plot(
    spots: Sequence[Spot],
    limits: Sequence[Limit],
    *,
    expected: float | None,
    words: FunnelWords,
    title: str,
    sentence: str,
    empty: str,
) -> Drawing:
    """Draw places by how many people they count and the share of them, with the limits of chance round the whole.

    `limits` run from few people to many; `expected` is the share of the whole service. Without a spot or a share the
    picture says `empty`.
    """
    return draw(partial(_funnel_plot, spots, limits, expected, words, title, sentence, empty), sentence)


def _funnel_plot(
    spots: Sequence[Spot],
    limits: Sequence[Limit],
    expected: float | None,
    words: FunnelWords,
    title: str,
    sentence: str,
    empty: str,
    format: Format,
) -> str:
    if not spots or not limits or expected is None:
        return empty_picture(format, title, sentence, empty)
    sheet, size = Sheet(format.width), format.size
    height = 300 if format.is_narrow else 320
    most, highest = max(limit.people for limit in limits), _highest(spots, limits)
    plot = _Plot(46, format.width - 12, size, height - 2.6 * size, most, highest)
    _ground(sheet, plot, format, words.people)
    _limits(sheet, plot, limits, expected)
    taken: list[Box] = []
    for spot in spots:
        _mark(sheet, plot, spot)
        taken.append(Box(plot.x(spot.people) - 8, plot.y(spot.share) - 8, 16, 16))
    for place, spot in enumerate(spots):
        _name(sheet, plot, spot, [box for other, box in enumerate(taken) if other != place], taken, size)
    foot = _key(sheet, words, height + size * 0.4, format)
    return sheet.finish(foot, title, sentence)


def _highest(spots: Sequence[Spot], limits: Sequence[Limit]) -> float:
    """The share at the top: as low as shows every place and, but for the smallest sizes, the limits."""
    usual = limits[len(limits) // 4]
    reached = max(usual.outer_high, *(spot.share for spot in spots))
    return next(top for top in (0.2, 0.4, 1.0) if reached <= top or top == 1.0)


def _ground(sheet: Sheet, plot: _Plot, format: Format, people: str) -> None:
    size = format.size
    for share in (plot.highest * step / 4 for step in range(5)):
        sheet.line(plot.left, plot.y(share), plot.right, plot.y(share), stroke_opacity="0.15")
        sheet.words(plot.left - 6, plot.y(share) + size * 0.35, f"{share * 100:.0f}", size, anchor="end", soft=True)
    sheet.words(plot.left, plot.bottom + size * 1.4, "0", size, soft=True)
    sheet.words(plot.right, plot.bottom + size * 1.4, f"{plot.most:.0f}", size, anchor="end", soft=True)
    room = plot.right - plot.left - 3.4 * size - text_width(f"{plot.most:.0f}", size)
    middle = (plot.left + plot.right) / 2
    sheet.words(middle, plot.bottom + size * 1.4, shorten(people, room, size), size, anchor="middle", soft=True)


def _limits(sheet: Sheet, plot: _Plot, limits: Sequence[Limit], expected: float) -> None:
    def line(shares: Sequence[float]) -> list[tuple[float, float]]:
        return [(plot.x(limit.people), plot.y(share)) for limit, share in zip(limits, shares, strict=True)]

    inner = line([limit.inner_high for limit in limits]) + line([limit.inner_low for limit in limits])[::-1]
    sheet.path(inner, close=True, fill=TEAL, fill_opacity="0.13")
    for shares in ([limit.outer_low for limit in limits], [limit.outer_high for limit in limits]):
        sheet.path(line(shares), stroke=GREY, stroke_width=2, stroke_dasharray="5 4")
    sheet.line(plot.left, plot.y(expected), plot.right, plot.y(expected), stroke=TEAL, stroke_width=2)


def _mark(sheet: Sheet, plot: _Plot, spot: Spot) -> None:
    x, y = plot.x(spot.people), plot.y(spot.share)
    if spot.is_outside:
        corners = [(x, y - 9), (x + 9, y), (x, y + 9), (x - 9, y)]
        sheet.path(corners, close=True, fill=RUST, stroke="Canvas", stroke_width=2)
    else:
        sheet.put("circle", cx=x, cy=y, r=7, fill=BLUE, stroke="Canvas", stroke_width=2)


def _name(sheet: Sheet, plot: _Plot, spot: Spot, others: list[Box], taken: list[Box], size: float) -> None:
    """Write the name of a place where it touches nothing; where there is no room it is in the numbers below."""
    x, y = plot.x(spot.people), plot.y(spot.share)
    label = shorten(spot.label, (plot.right - plot.left) * 0.6, size)
    width = text_width(label, size, bold=True)
    for left, base in ((x + 12, y + 5), (x - 12 - width, y + 5), (x - width / 2, y - 13), (x - width / 2, y + 24)):
        box = text_box(left, base, label, size, bold=True)
        inside = plot.left <= box.x and box.x + box.width <= plot.right and plot.top <= box.y
        if inside and box.y + box.height <= plot.bottom and not any(box.touches(other) for other in [*others, *taken]):
            sheet.words(left, base, label, size, bold=True, halo=True)
            taken.append(box)
            return


def _key(sheet: Sheet, words: FunnelWords, y: float, format: Format) -> float:
    """Say what the line, the band and the dashes are, one below the other; return where the picture ends."""
    size = format.size
    for kind, label in (("line", words.expected), ("band", words.inner), ("dashes", words.outer)):
        middle = y + size * 0.65
        if kind == "band":
            sheet.rect(4, middle - 6, 28, 12, fill=TEAL, fill_opacity="0.25")
        elif kind == "line":
            sheet.line(4, middle, 32, middle, stroke=TEAL, stroke_width=2)
        else:
            sheet.line(4, middle, 32, middle, stroke=GREY, stroke_width=2, stroke_dasharray="5 4")
        sheet.words(42, y + size, shorten(label, format.width - 46, size), size, soft=True)
        y += size * 1.5
    return y + 4
