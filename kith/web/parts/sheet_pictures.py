"""The charts of a worksheet as pictures: what `sheet_charts` finds worth drawing, with translated words.

Pages of clients and of staff use the same two functions: `pictures_of` for one entry, `pictures_across` for many.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.formats import date_format, number_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kith import pictures
from kith.care.queries import sheet_charts


@dataclass(frozen=True)
class SheetPicture:
    """A picture with its title and its numbers as a table, for `web/parts/figure.html`."""

    title: str
    drawing: pictures.Drawing
    numbers: Mapping[str, Any] | None = None


def pictures_of(worksheet: sheet_charts.Worksheet, answers: Mapping[str, Any]) -> list[SheetPicture]:
    """The pictures of one entry, in the worksheet's order. `answers` are as an entry or a sheet keeps them."""
    return [_drawn(one) for one in sheet_charts.within(worksheet, answers)]


def pictures_across(
    worksheet: sheet_charts.Worksheet, entries: Sequence[tuple[datetime | date, Mapping[str, Any]]]
) -> list[SheetPicture]:
    """The pictures across entries, each with when it was written; the oldest first, whatever order they come in."""
    ordered = sorted(entries, key=lambda entry: entry[0].isoformat())
    days = [_day(when) for when, _answers in ordered]
    return [_drawn(one, days) for one in sheet_charts.across(worksheet, [answers for _when, answers in ordered])]


def number_words(value: float | None, unit: str = "") -> str:
    """A number as the reader writes it, with its unit; words for one that was left open."""
    if value is None:
        return _("left open")
    shown = number_format(int(value) if value == int(value) else round(value, 1))
    return f"{shown} {unit}" if unit else shown


def _day(when: datetime | date) -> str:
    return date_format(localtime(when) if isinstance(when, datetime) else when, "j M")


def _drawn(found: sheet_charts.Drawable, days: Sequence[str] = ()) -> SheetPicture:
    if isinstance(found, sheet_charts.Lines):
        return _lines(found, days or found.at)
    if isinstance(found, sheet_charts.Bars):
        return _before_after(found) if found.chart.kind == "before_after" else _bars(found)
    if isinstance(found, sheet_charts.Counts):
        return _counts(found)
    return _chain(found) if isinstance(found, sheet_charts.Chain) else _circle(found)


def _before_after(found: sheet_charts.Bars) -> SheetPicture:
    before, after = found.bars
    sentence = _("%(before)s: %(first)s. %(after)s: %(second)s.") % {
        "before": _head(before.label),
        "first": number_words(before.value, before.unit),
        "after": _head(after.label),
        "second": number_words(after.value, after.unit),
    }
    drawing = pictures.before_after(
        *(pictures.SheetBar(one.label, one.value, number_words(one.value, one.unit)) for one in found.bars),
        lowest=found.lowest,
        highest=found.highest,
        title=found.chart.title,
        sentence=sentence,
    )
    return SheetPicture(found.chart.title, drawing)


def _bars(found: sheet_charts.Bars) -> SheetPicture:
    known = [bar for bar in found.bars if bar.value is not None]
    most = max(known, key=lambda bar: bar.value or 0.0)
    sentence = ngettext("%(count)s row. ", "%(count)s rows. ", len(found.bars)) % {"count": len(found.bars)}
    sentence += _("The highest is %(label)s with %(number)s.") % {
        "label": _head(most.label),
        "number": number_words(most.value, most.unit),
    }
    drawing = pictures.sheet_bars(
        [pictures.SheetBar(one.label, one.value, number_words(one.value, one.unit)) for one in found.bars],
        lowest=found.lowest,
        highest=found.highest,
        title=found.chart.title,
        sentence=sentence,
        empty=_("Nothing written yet."),
    )
    return SheetPicture(found.chart.title, drawing)


def _lines(found: sheet_charts.Lines, at: Sequence[str]) -> SheetPicture:
    lines = [one for one in found.lines if any(value is not None for value in one.values)]
    drawing = pictures.sheet_lines(
        [pictures.SheetLine(one.label, one.values) for one in lines],
        at,
        lowest=found.lowest,
        highest=found.highest,
        ends=(number_words(found.lowest), number_words(found.highest)),
        title=found.chart.title,
        sentence=" ".join(filter(None, (_line_sentence(one) for one in lines))),
        empty=_("Nothing written yet."),
    )
    rows = [
        [place, *(None if line.values[i] is None else number_words(line.values[i], line.unit) for line in lines)]
        for i, place in enumerate(at)
    ]
    return SheetPicture(found.chart.title, drawing, {"heads": [_("When"), *(one.label for one in lines)], "rows": rows})


def _line_sentence(line: sheet_charts.Line) -> str:
    known = [value for value in line.values if value is not None]
    if not known:
        return ""
    told = {
        "label": _head(line.label),
        "first": number_words(known[0], line.unit),
        "last": number_words(known[-1], line.unit),
        "highest": number_words(max(known), line.unit),
    }
    if len(known) == 1:
        return _("%(label)s: %(first)s.") % told
    return _("%(label)s: first %(first)s, last %(last)s, highest %(highest)s.") % told


def _counts(found: sheet_charts.Counts) -> SheetPicture:
    fields = len({field for field, _option, _count in found.counts})
    bars = []
    for field, option, count in found.counts:
        if option is None:
            label = field
        elif fields > 1:
            label = _("%(question)s: %(answer)s") % {"question": _head(field), "answer": option}
        else:
            label = option
        bars.append(pictures.SheetBar(label, float(count), number_words(count)))
    sentence = ngettext("Counted in %(count)s entry.", "Counted in %(count)s entries.", found.entries)
    drawing = pictures.sheet_bars(
        bars,
        lowest=0,
        highest=max(1.0, *(bar.value or 0.0 for bar in bars)),
        title=found.chart.title,
        sentence=sentence % {"count": found.entries},
        empty=_("Nothing written yet."),
    )
    return SheetPicture(found.chart.title, drawing)


def _chain(found: sheet_charts.Chain) -> SheetPicture:
    parts = [pictures.Part(link[0] or "…", tuple(words for words in link[1:] if words)) for link in found.links]
    sentence = ngettext("%(count)s link, in order.", "%(count)s links, one leading to the next.", len(parts))
    drawing = pictures.chain(
        parts,
        title=found.chart.title,
        sentence=sentence % {"count": len(parts)},
        empty=_("Nothing written yet."),
    )
    return SheetPicture(found.chart.title, drawing)


def _circle(found: sheet_charts.Circle) -> SheetPicture:
    near = max(found.people, key=lambda one: -1.0 if one.nearness is None else one.nearness)
    sentence = ngettext("%(count)s in the circle.", "%(count)s in the circle.", len(found.people))
    sentence %= {"count": len(found.people)}
    if near.nearness is not None:
        sentence += " " + _("Nearest to the middle: %(name)s.") % {"name": near.words}
    drawing = pictures.circle_of_people(
        [pictures.Person(one.words, number_words(one.value), one.nearness) for one in found.people],
        middle=_("Me"),
        title=found.chart.title,
        sentence=sentence,
        empty=_("Nothing written yet."),
    )
    return SheetPicture(found.chart.title, drawing)


def _head(label: str) -> str:
    """A question without the mark at its end, to be followed by an answer."""
    return label.rstrip("?:. ")
