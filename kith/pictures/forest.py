"""The forest plot: every study with its interval, and below them what they say together, never without its doubts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from functools import partial

from kith.pictures.drawing import Drawing, Format, Sheet, draw
from kith.pictures.empty import empty_picture
from kith.pictures.lettering import shorten, text_width, wrap
from kith.pictures.ruler import Ruler, round_marks, usual_span
from kith.pictures.tones import BLUE, GREY, INK, TEAL

LABEL_ROOM, VALUE_ROOM = 190.0, 206.0


def plain_mark(value: float) -> str:
    """A mark of the ruler as it is.

    >>> plain_mark(-0.5)
    '−0.5'
    """
    return f"{value:g}".replace("-", "−")


@dataclass(frozen=True)
class ForestRow:
    """One study. `value_label` says estimate and interval; `weight` is 0 to 100 where there is one.

    A row that is itself a combined estimate has a `prediction`: where a new study is expected.
    """

    label: str
    estimate: float
    low: float
    high: float
    value_label: str
    weight: float | None = None
    prediction: tuple[float, float] | None = None


@dataclass(frozen=True)
class PooledFacts:
    """What stands under every pooled number, in words, already translated. Unknown is said; nothing is left out."""

    studies: str
    people: str
    interval: str
    prediction: str
    heterogeneity: str
    comparator: str
    certainty: str
    provenance: str

    def __post_init__(self) -> None:
        missing = [one.name for one in fields(self) if not getattr(self, one.name).strip()]
        if missing:
            raise ValueError(
                f"A pooled number is not drawn without its doubts; found nothing for {', '.join(missing)}. Say what is "
                "known, or that it is not."
            )


@dataclass(frozen=True)
class ForestSum:
    """The pooled estimate, drawn as a diamond; `prediction` is where a new study is expected, None where undefined."""

    label: str
    estimate: float
    low: float
    high: float
    value_label: str
    prediction: tuple[float, float] | None
    facts: PooledFacts


@dataclass(frozen=True)
class ForestWords:
    """Words on the picture, already translated: what lies on either side of no effect, and what the wide bar is."""

    low_side: str
    high_side: str
    prediction: str


def forest(
    rows: Sequence[ForestRow],
    pooled: ForestSum | None,
    *,
    words: ForestWords,
    title: str,
    sentence: str,
    empty: str,
    null: float = 0.0,
    mark_words: Callable[[float], str] = plain_mark,
) -> Drawing:
    """Draw studies as squares sized by weight, on one line from low to high, and the pooled estimate as a diamond.

    Intervals that reach off the line end in an arrow. Without studies it says `empty`. Used as well for results
    as studies were added, whose rows have no weight. `mark_words` says what a mark of the ruler is called: ratios drawn
    on their logarithm are called by the ratio.
    """
    return draw(partial(_forest, rows, pooled, words, title, sentence, empty, null, mark_words), sentence)


def _forest(
    rows: Sequence[ForestRow],
    pooled: ForestSum | None,
    words: ForestWords,
    title: str,
    sentence: str,
    empty: str,
    null: float,
    mark_words: Callable[[float], str],
    format: Format,
) -> str:
    if not rows:
        return empty_picture(format, title, sentence, empty)
    sheet, size = Sheet(format.width), format.size
    labels = [row.value_label for row in rows] + ([pooled.value_label] if pooled else [])
    is_stacked = format.is_narrow or max(text_width(label, size, bold=True) for label in labels) > VALUE_ROOM
    ruler = _ruler(rows, pooled, null, format, is_stacked)
    y = _sides(sheet, words, format)
    for row in rows:
        y = _line(sheet, format, is_stacked, y, row.label, row.value_label, bold=False)
        _null(sheet, ruler, null, _middle(y, size, is_stacked), is_stacked)
        _study(sheet, row, ruler, _middle(y, size, is_stacked))
    if pooled is not None:
        sheet.line(0, y + 4, format.width, y + 4, stroke_opacity="0.4")
        y = _line(sheet, format, is_stacked, y + 8, pooled.label, pooled.value_label, bold=True)
        _null(sheet, ruler, null, _middle(y, size, is_stacked), is_stacked)
        _diamond(sheet, pooled, ruler, _middle(y, size, is_stacked))
    y = _marks(sheet, ruler, mark_words, y + 2, format)
    if any(row.prediction for row in rows) or (pooled and pooled.prediction):
        y = _key(sheet, words.prediction, y, format)
    return sheet.finish(y if pooled is None else _foot(sheet, pooled.facts, y, format), title, sentence)


def _ruler(rows: Sequence[ForestRow], pooled: ForestSum | None, null: float, format: Format, is_stacked: bool) -> Ruler:
    values = [row.estimate for row in rows] + [null]
    spans = [(row.low, row.high) for row in rows] + [row.prediction for row in rows if row.prediction]
    if pooled is not None:
        values += [pooled.estimate, pooled.low, pooled.high]
        spans += [pooled.prediction] if pooled.prediction else []
    marks = round_marks(*usual_span(values, spans))
    start, stop = (24.0, format.width - 24.0) if is_stacked else (LABEL_ROOM + 14, format.width - VALUE_ROOM - 14)
    return Ruler(start, stop, marks[0], marks[-1])


def _sides(sheet: Sheet, words: ForestWords, format: Format) -> float:
    """Write what lies on either side of no effect, on one line where both fit; return where the rows begin."""
    size, y = format.size, 0.0
    low, high = f"← {words.low_side}", f"{words.high_side} →"
    is_one_line = text_width(low, size) + text_width(high, size) + 16 <= format.width
    for place, words_of_side in enumerate((low, high)):
        for line in wrap(words_of_side, format.width, size, most=2):
            x = 0.0 if place == 0 else float(format.width)
            sheet.words(x, y + size, line, size, anchor="start" if place == 0 else "end", soft=True)
            y += 0 if is_one_line and place == 0 else size * 1.3
    return y + 4


def _line(sheet: Sheet, format: Format, is_stacked: bool, y: float, label: str, value: str, *, bold: bool) -> float:
    """Write a label and its value beside the ruler, or above it; return where the next row begins."""
    size = format.size
    if not is_stacked:
        sheet.words(0, y + size * 1.2, shorten(label, LABEL_ROOM * (0.92 if bold else 1), size), size, bold=bold)
        sheet.words(format.width, y + size * 1.2, value, size, anchor="end", bold=bold)
        return y + size * 1.7
    if text_width(label, size, bold=True) + text_width(value, size, bold=True) + 12 <= format.width:
        sheet.words(0, y + size, label, size, bold=bold)
        sheet.words(format.width, y + size, value, size, anchor="end", bold=bold)
        return y + size * 2.8
    for words in (label, value):
        for line in wrap(words, format.width * 0.92, size, most=2):
            sheet.words(0, y + size, line, size, bold=bold)
            y += size * 1.25
    return y + size * 1.55


def _middle(y: float, size: float, is_stacked: bool) -> float:
    """Where the interval of the row that ends at y lies."""
    return y - size * (0.9 if is_stacked else 0.85)


def _null(sheet: Sheet, ruler: Ruler, null: float, y: float, is_stacked: bool) -> None:
    """The line of no effect beside one row: unbroken beside rows of words, and in pieces between words."""
    reach = 10 if is_stacked else 14
    sheet.line(ruler.at(null), y - reach, ruler.at(null), y + reach, stroke_opacity="0.5")


def _study(sheet: Sheet, row: ForestRow, ruler: Ruler, y: float) -> None:
    if row.prediction is not None:
        _ahead(sheet, row.prediction, ruler, y)
    sheet.line(ruler.at(row.low), y, ruler.at(row.high), y, stroke_width=1.5, stroke_opacity="0.7")
    _arrows(sheet, (row.low, row.high), ruler, y)
    half = 3 + (0.5 * min(row.weight, 100) ** 0.5 if row.weight is not None else 1)
    sheet.rect(ruler.at(row.estimate) - half, y - half, 2 * half, 2 * half, fill=BLUE)


def _ahead(sheet: Sheet, ends: tuple[float, float], ruler: Ruler, y: float) -> None:
    low, high = (ruler.at(end) for end in ends)
    sheet.rect(low, y - 3, high - low, 6, rx=3, fill=GREY, fill_opacity="0.75")
    _arrows(sheet, ends, ruler, y)


def _arrows(sheet: Sheet, ends: tuple[float, float], ruler: Ruler, y: float) -> None:
    """Mark each end that lies off the ruler."""
    for end, step in zip(ends, (7, -7), strict=True):
        if ruler.is_off(end):
            x = ruler.at(end)
            sheet.path([(x + step, y - 5), (x, y), (x + step, y + 5)], stroke=INK, stroke_width=1.5)


def _diamond(sheet: Sheet, pooled: ForestSum, ruler: Ruler, y: float) -> None:
    if pooled.prediction is not None:
        _ahead(sheet, pooled.prediction, ruler, y)
    middle = ruler.at(pooled.estimate)
    left, right = min(ruler.at(pooled.low), middle - 3), max(ruler.at(pooled.high), middle + 3)
    corners = [(left, y), (middle, y - 8), (right, y), (middle, y + 8)]
    sheet.path(corners, close=True, fill=TEAL, stroke="Canvas", stroke_width=1.5)


def _marks(sheet: Sheet, ruler: Ruler, mark_words: Callable[[float], str], y: float, format: Format) -> float:
    size = format.size
    sheet.line(ruler.start, y, ruler.stop, y, stroke_opacity="0.5")
    marks = round_marks(ruler.low, ruler.high)
    for mark in marks:
        x = ruler.at(mark)
        sheet.line(x, y, x, y + 5, stroke_opacity="0.5")
        sheet.words(x, y + 5 + size, mark_words(mark), size, anchor="middle", soft=True)
    return y + 5 + size * 1.6


def _key(sheet: Sheet, prediction: str, y: float, format: Format) -> float:
    size = format.size
    sheet.rect(4, y + size * 0.5, 28, 6, rx=3, fill=GREY, fill_opacity="0.75")
    sheet.words(40, y + size, shorten(prediction, format.width - 44, size), size, soft=True)
    return y + size * 1.6


def _foot(sheet: Sheet, facts: PooledFacts, y: float, format: Format) -> float:
    size = format.size
    for one in fields(facts):
        for line in wrap(getattr(facts, one.name), format.width * 0.97, size):
            sheet.words(0, y + size, line, size, soft=True)
            y += size * 1.3
    return y + 6
