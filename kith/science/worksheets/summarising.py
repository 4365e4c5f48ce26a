"""One week of a diary on one page: for each field what the days say, and which days say nothing."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import fmean
from typing import Any

from kith.science.worksheets.fields import AskedField, Choice, Choices, Computed, Date, Number, Repeat, Scale, YesNo
from kith.science.worksheets.worksheet import Worksheet

__all__ = ["CountWeek", "NumberWeek", "Week", "day_of", "monday_of", "summarise"]

DAYS = 7
Answers = Mapping[str, Any]


@dataclass(frozen=True)
class NumberWeek:
    """A number over the week. `days` says on how many of the seven days it was written; `by_day` has None elsewhere.

    A day with several numbers shows their mean in `by_day`; first, last, lowest, highest and mean are over all.
    """

    label: str
    unit: str
    first: float
    last: float
    lowest: float
    highest: float
    mean: float
    days: int
    by_day: tuple[float | None, ...]


@dataclass(frozen=True)
class CountWeek:
    """How often each answer was given; the options None, of yes and no, are True and False."""

    label: str
    counts: tuple[tuple[str | bool, int], ...]
    days: int


@dataclass(frozen=True)
class Week:
    """Seven days from `first`: which were filled in, which were not, and what each field says. Words are not summed."""

    first: date
    filled: tuple[date, ...]
    missing: tuple[date, ...]
    fields: tuple[NumberWeek | CountWeek, ...]

    @property
    def days(self) -> tuple[date, ...]:
        """The seven days in order."""
        return tuple(self.first + timedelta(days=n) for n in range(DAYS))


def monday_of(day: date) -> date:
    """The first day of its week.

    >>> monday_of(date(2026, 3, 8)).isoformat()
    '2026-03-02'
    """
    return day - timedelta(days=day.weekday())


def day_of(worksheet: Worksheet, answers: Answers, otherwise: date) -> date:
    """The day an entry is about: what its first field of a day says, else `otherwise`, the day it was handed in."""
    name = next((field.id for field in worksheet.asked if isinstance(field, Date)), None)
    written = answers.get(name) if name is not None else None
    return date.fromisoformat(written) if isinstance(written, str) and written else otherwise


def summarise(worksheet: Worksheet, entries: Sequence[tuple[date, Answers]], first: date) -> Week:
    """What a weekly page says about the entries of the seven days from `first`, in the order they were written.

    A day without an entry is missing and counts as nothing, not as zero.

    >>> from kith.science.library import Library
    >>> record = Library.open().worksheet("thought-record")
    >>> two = [(date(2026, 3, 2), {"mood_before": 80}), (date(2026, 3, 4), {"mood_before": 60})]
    >>> week = summarise(record, two, date(2026, 3, 2))
    >>> week.fields[0].mean, week.fields[0].days, len(week.missing)
    (70.0, 2, 5)
    """
    days = [first + timedelta(days=n) for n in range(DAYS)]
    of_week = sorted((one for one in entries if one[0] in days), key=lambda one: one[0])
    filled = tuple(day for day in days if any(day == written for written, _ in of_week))
    summed = (_sum(name, field, of_week, days) for name, field in _fields(worksheet))
    return Week(first, filled, tuple(day for day in days if day not in filled), tuple(one for one in summed if one))


def _fields(worksheet: Worksheet) -> Iterator[tuple[str, AskedField | Computed]]:
    for field in (field for step in worksheet.steps for field in step.fields):
        if isinstance(field, Repeat):
            yield from ((f"{field.id}.{column.id}", column) for column in field.fields)
        elif isinstance(field, Computed | Number | Scale | YesNo | Choice | Choices):
            yield field.id, field


def _sum(
    name: str, field: AskedField | Computed, entries: Sequence[tuple[date, Answers]], days: Sequence[date]
) -> NumberWeek | CountWeek | None:
    given = [
        (day, value)
        for day, answers in entries
        for value in _values(name, field, answers)
        if value not in (None, "", [], ())
    ]
    if not given:
        return None
    if isinstance(field, Computed | Number | Scale):
        return _numbers(field, [(day, float(value)) for day, value in given], days)
    told_on = len({day for day, _ in given})
    if isinstance(field, YesNo):
        return CountWeek(
            field.label, tuple((word, [v for _, v in given].count(word)) for word in (True, False)), told_on
        )
    if isinstance(field, Choice | Choices):
        chosen = [one for _, value in given for one in (value if isinstance(value, list | tuple) else [value])]
        counts = tuple((option.label, chosen.count(option.id)) for option in field.options)
        return CountWeek(field.label, tuple(one for one in counts if one[1]), told_on)
    return None


def _numbers(field: Computed | Number | Scale, given: Sequence[tuple[date, float]], days: Sequence[date]) -> NumberWeek:
    values = [value for _, value in given]
    on = {day: [value for told, value in given if told == day] for day in days}
    return NumberWeek(
        label=field.label,
        unit=field.unit or "",
        first=values[0],
        last=values[-1],
        lowest=min(values),
        highest=max(values),
        mean=fmean(values),
        days=sum(bool(told) for told in on.values()),
        by_day=tuple(fmean(on[day]) if on[day] else None for day in days),
    )


def _values(name: str, field: AskedField | Computed, answers: Answers) -> Sequence[Any]:
    if isinstance(field, Computed):
        return [(answers.get("computed") or {}).get(name)]
    head, _, column = name.partition(".")
    rows = answers.get(head)
    if not column:
        return [rows]
    return [row.get(column) for row in rows] if isinstance(rows, list | tuple) else []
