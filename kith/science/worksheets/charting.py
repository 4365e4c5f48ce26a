"""From a worksheet and what was written in it to what its charts draw. What was not written is None, never zero."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kith.science.worksheets.fields import Choice, Choices, Computed, Number, Scale, Time, YesNo
from kith.science.worksheets.worksheet import Chart, Worksheet

__all__ = ["Bar", "Bars", "Chain", "Circle", "Counts", "Drawable", "Line", "Lines", "Near", "across", "within"]

Answers = Mapping[str, Any]


@dataclass(frozen=True)
class Line:
    """One number as it went on: one value for each row or entry."""

    label: str
    unit: str
    values: tuple[float | None, ...]


@dataclass(frozen=True)
class Lines:
    """Numbers one after the other. `at` says where each stands: a time of the day, or its place from 1."""

    chart: Chart
    lines: tuple[Line, ...]
    at: tuple[str, ...]
    lowest: float
    highest: float


@dataclass(frozen=True)
class Bar:
    """One thing with its number; None when it was left open."""

    label: str
    value: float | None
    unit: str = ""


@dataclass(frozen=True)
class Bars:
    """Numbers beside each other on one scale: before and after, or one for each row."""

    chart: Chart
    bars: tuple[Bar, ...]
    lowest: float
    highest: float


@dataclass(frozen=True)
class Counts:
    """How often each answer was given. An option None is a yes; `entries` have an answer: no tick is none."""

    chart: Chart
    counts: tuple[tuple[str, str | None, int], ...]
    entries: int


@dataclass(frozen=True)
class Chain:
    """Rows that lead to each other: the words of each."""

    chart: Chart
    links: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Near:
    """Somebody round the person; nearness from 0 (far) to 1 (next to them), None when it was left open."""

    words: str
    value: float | None
    nearness: float | None


@dataclass(frozen=True)
class Circle:
    """The people round the person."""

    chart: Chart
    people: tuple[Near, ...]
    label: str


Drawable = Lines | Bars | Counts | Chain | Circle


def within(worksheet: Worksheet, answers: Answers) -> tuple[Drawable, ...]:
    """What the charts of one entry draw. A chart of which nothing was written is left out.

    >>> from kith.science.library import Library
    >>> record = Library.open().worksheet("thought-record")
    >>> [bar.value for bar in within(record, {"mood_before": 80})[0].bars]
    [80.0, None]
    """
    makers: Mapping[str, Callable[[Worksheet, Chart, Answers], Drawable]] = {
        "before_after": _before_after,
        "within_entry": _rows_as_lines,
        "rows": _rows_as_bars,
        "chain": _chain,
        "circle": _circle,
    }
    found: list[Drawable] = []
    for chart in worksheet.charts:
        if chart.kind in makers:
            drawn = makers[chart.kind](worksheet, chart, answers)
            if _is_worth_drawing(drawn):
                found.append(drawn)
    return tuple(found)


def across(worksheet: Worksheet, entries: Sequence[Answers]) -> tuple[Drawable, ...]:
    """What the charts across entries draw, the oldest entry first."""
    found: list[Drawable] = []
    for chart in worksheet.charts:
        if chart.kind == "across_entries":
            lines = tuple(
                Line(
                    _label(worksheet, name),
                    _unit(worksheet, name),
                    tuple(_number(_value(one, name)) for one in entries),
                )
                for name in chart.fields
            )
            drawn: Drawable = _lines(worksheet, chart, lines, tuple(str(n) for n in range(1, len(entries) + 1)))
            if _is_worth_drawing(drawn):
                found.append(drawn)
        elif chart.kind == "counts":
            counts = _counts(worksheet, chart, entries)
            if _is_worth_drawing(counts):
                found.append(counts)
    return tuple(found)


def _is_worth_drawing(drawn: Drawable) -> bool:
    if isinstance(drawn, Bars):
        return any(bar.value is not None for bar in drawn.bars)
    if isinstance(drawn, Chain):
        return bool(drawn.links)
    if isinstance(drawn, Circle):
        return bool(drawn.people)
    if isinstance(drawn, Counts):
        return drawn.entries > 0
    return any(value is not None for line in drawn.lines for value in line.values)


def _before_after(worksheet: Worksheet, chart: Chart, answers: Answers) -> Bars:
    bars = tuple(
        Bar(_label(worksheet, name), _number(answers.get(name)), _unit(worksheet, name)) for name in chart.fields
    )
    return Bars(chart, bars, *_ends(worksheet, chart.fields, [bar.value for bar in bars]))


def _rows_as_lines(worksheet: Worksheet, chart: Chart, answers: Answers) -> Lines:
    rows = _rows(chart, answers)
    head = chart.fields[0].partition(".")[0]
    times = [name.partition(".")[2] for name, field in worksheet.named().items() if isinstance(field, Time)]
    clock = next((one for one in times if f"{head}.{one}" in worksheet.named()), None)
    at = tuple(str(row.get(clock) or n) if clock else str(n) for n, row in enumerate(rows, start=1))
    lines = tuple(
        Line(
            _label(worksheet, name),
            _unit(worksheet, name),
            tuple(_number(row.get(name.partition(".")[2])) for row in rows),
        )
        for name in chart.fields
    )
    return _lines(worksheet, chart, lines, at)


def _rows_as_bars(worksheet: Worksheet, chart: Chart, answers: Answers) -> Bars:
    spoken, counted = chart.fields
    bars = tuple(
        Bar(
            _words(worksheet, spoken, row) or str(n),
            _number(row.get(counted.partition(".")[2])),
            _unit(worksheet, counted),
        )
        for n, row in enumerate(_rows(chart, answers), start=1)
    )
    return Bars(chart, bars, *_ends(worksheet, (counted,), [bar.value for bar in bars]))


def _lines(worksheet: Worksheet, chart: Chart, lines: tuple[Line, ...], at: tuple[str, ...]) -> Lines:
    values = [value for line in lines for value in line.values]
    return Lines(chart, lines, at, *_ends(worksheet, chart.fields, values))


def _chain(worksheet: Worksheet, chart: Chart, answers: Answers) -> Chain:
    links = (tuple(_words(worksheet, name, row) for name in chart.fields) for row in _rows(chart, answers))
    return Chain(chart, tuple(link for link in links if any(link)))


def _circle(worksheet: Worksheet, chart: Chart, answers: Answers) -> Circle:
    spoken, near = chart.fields
    field = worksheet.named()[near]
    assert isinstance(field, Number | Scale)
    people = []
    for n, row in enumerate(_rows(chart, answers), start=1):
        value = _number(row.get(near.partition(".")[2]))
        nearness = None if value is None else (value - field.min) / (field.max - field.min)
        people.append(Near(_words(worksheet, spoken, row) or str(n), value, nearness))
    return Circle(chart, tuple(people), field.label)


def _counts(worksheet: Worksheet, chart: Chart, entries: Sequence[Answers]) -> Counts:
    found: list[tuple[str, str | None, int]] = []
    answered: set[int] = set()
    for name in chart.fields:
        field = worksheet.named()[name]
        given = [
            (n, one)
            for n, entry in enumerate(entries)
            for one in _all_values(entry, name)
            if one not in (None, "", [], ())
        ]
        answered |= {n for n, _ in given}
        if isinstance(field, YesNo):
            found.append((field.label, None, sum(one is True for _, one in given)))
        elif isinstance(field, Choice | Choices):
            chosen = [one for _, value in given for one in (value if isinstance(value, list | tuple) else [value])]
            found += [(field.label, option.label, chosen.count(option.id)) for option in field.options]
    return Counts(chart, tuple(found), len(answered))


def _ends(worksheet: Worksheet, names: Sequence[str], values: Sequence[float | None]) -> tuple[float, float]:
    """The ends of the scale; for numbers without a scale from zero, or the lowest, to the highest that was written."""
    known = [value for value in values if value is not None]
    fields = [worksheet.named().get(name) for name in names]
    if all(isinstance(field, Scale) for field in fields):
        scales = [field for field in fields if isinstance(field, Scale)]
        return float(min(field.min for field in scales)), float(max(field.max for field in scales))
    lowest, highest = min([0.0, *known]), max([0.0, *known])
    return lowest, highest if highest > lowest else lowest + 1


def _rows(chart: Chart, answers: Answers) -> Sequence[Answers]:
    rows = answers.get(chart.fields[0].partition(".")[0])
    return rows if isinstance(rows, list | tuple) else ()


def _value(answers: Answers, name: str) -> object:
    return answers[name] if name in answers else (answers.get("computed") or {}).get(name)


def _all_values(answers: Answers, name: str) -> Sequence[object]:
    head, _, column = name.partition(".")
    rows = answers.get(head)
    if not column:
        return [rows]
    return [row.get(column) for row in rows] if isinstance(rows, list | tuple) else []


def _label(worksheet: Worksheet, name: str) -> str:
    field = worksheet.named().get(name)
    return field.label if field else next(one.label for one in worksheet.computed if one.id == name)


def _unit(worksheet: Worksheet, name: str) -> str:
    field = worksheet.named().get(name) or next((one for one in worksheet.computed if one.id == name), None)
    return (field.unit or "") if isinstance(field, Number | Scale | Computed) else ""


def _words(worksheet: Worksheet, name: str, row: Answers) -> str:
    field, value = worksheet.named()[name], row.get(name.partition(".")[2])
    if isinstance(field, Choice):
        return next((option.label for option in field.options if option.id == value), "")
    return str(value) if value is not None else ""


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None
