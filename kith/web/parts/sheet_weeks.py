"""A week of a diary in rows: each number with its seven days and what they come to, each choice with how often."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kith.care.queries.sheet_charts import CountWeek, NumberWeek, Week
from kith.web.parts.sheet_pictures import number_words


@dataclass(frozen=True)
class WeekRows:
    """The heads of the seven days, a row for each number, and a line for each question that is counted."""

    days: tuple[str, ...]
    numbers: tuple[tuple[str, tuple[str, ...], str], ...]
    counts: tuple[tuple[str, str, str], ...]
    filled: str
    missing: str


def rows_of_week(week: Week) -> WeekRows:
    """The week with words: a day without an entry has a dash, never a zero."""
    return WeekRows(
        days=tuple(date_format(day, "D j") for day in week.days),
        numbers=tuple(_number(one) for one in week.fields if isinstance(one, NumberWeek)),
        counts=tuple(_count(one) for one in week.fields if isinstance(one, CountWeek)),
        filled=ngettext("Written on %(count)s of 7 days.", "Written on %(count)s of 7 days.", len(week.filled))
        % {"count": len(week.filled)},
        missing=", ".join(date_format(day, "l") for day in week.missing),
    )


def _number(one: NumberWeek) -> tuple[str, tuple[str, ...], str]:
    days = tuple("–" if value is None else number_words(value) for value in one.by_day)
    told = {
        "first": number_words(one.first),
        "last": number_words(one.last),
        "lowest": number_words(one.lowest),
        "highest": number_words(one.highest),
        "mean": number_words(one.mean),
        "days": one.days,
    }
    words = _(
        "First %(first)s, last %(last)s, lowest %(lowest)s, highest %(highest)s, mean %(mean)s, on %(days)s of 7 days."
    )
    return f"{one.label} ({one.unit})" if one.unit else one.label, days, words % told


def _count(one: CountWeek) -> tuple[str, str, str]:
    names = {True: _("Yes"), False: _("No")}
    told = [
        _("%(answer)s: %(count)s") % {"answer": names[answer] if isinstance(answer, bool) else answer, "count": count}
        for answer, count in one.counts
    ]
    days = ngettext("on %(count)s of 7 days", "on %(count)s of 7 days", one.days) % {"count": one.days}
    return one.label, "; ".join(told), days
