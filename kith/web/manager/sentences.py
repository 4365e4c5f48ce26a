"""The words of the programme's pages: numbers with their denominators."""

from __future__ import annotations

from datetime import date
from typing import Any, Protocol

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from kith.care.queries.outcomes import Results, Snapshot
from kith.web.manager.definitions import DEFINITIONS, Definition

OF_A_WEEK = (
    "practitioners",
    "sessions_each",
    "caseload",
    "caseload_weight",
    "referrals_a_week",
    "leaving_a_week",
    "drop_out_a_session",
    "hours_of_a_course",
    "hours_error",
)
NOBODY = "nobody"
NOT_BROKEN_DOWN = "not_broken_down"
GIVES_BACK = "gives_back"
NOT_KEPT = "not_kept"


class Rate(Protocol):
    """A published rate."""

    @property
    def numerator(self) -> int | None: ...
    @property
    def denominator(self) -> int | None: ...
    @property
    def value(self) -> float | None: ...
    @property
    def low(self) -> float | None: ...
    @property
    def high(self) -> float | None: ...
    @property
    def reason(self) -> str | None: ...


class Count(Protocol):
    """A published count."""

    @property
    def people(self) -> int | None: ...
    @property
    def reason(self) -> str | None: ...


class Figure(Protocol):
    """A published median."""

    @property
    def value(self) -> float | None: ...
    @property
    def people(self) -> int | None: ...
    @property
    def reason(self) -> str | None: ...


def about_step(step_id: str) -> Definition:
    """What a step of the funnel counts; its last step follows the people referred, not the courses that ended."""
    return DEFINITIONS["finished_so_far" if step_id == "finished" else step_id]


def percent(share: float | None) -> str:
    """A share as a whole number of hundredths."""
    return "" if share is None else str(round(share * 100))


def count_words(count: Count) -> str:
    """A count, or why it is not shown."""
    if count.people is not None:
        return str(count.people)
    if count.reason == NOT_BROKEN_DOWN:
        return _("not shown: fewer than 10 in all")
    if count.reason == GIVES_BACK:
        return _("not shown: it would give a small number back")
    return _("fewer than 8, not shown")


def share_words(rate: Rate) -> str:
    """“47 %”, or why there is none."""
    if rate.value is None:
        return _("nobody yet") if rate.reason == NOBODY else _("not shown")
    return _("%(share)s %%") % {"share": percent(rate.value)}


def basis_words(rate: Rate) -> str:
    """Of how many, and how sure; or why it is not shown."""
    if rate.reason == NOBODY:
        return ""
    if rate.denominator is None:
        return _("fewer than 8 people")
    if rate.value is None:
        return _("fewer than 8 on one side, of about %(of)s") % {"of": rate.denominator}
    return _("of about %(of)s, 95 %% interval %(low)s–%(high)s") % {
        "of": rate.denominator,
        "low": percent(rate.low),
        "high": percent(rate.high),
    }


def rate_words(rate: Rate) -> str:
    """“47 % of about 85, 95 % interval 37–58”."""
    basis, is_known = basis_words(rate), rate.value is not None
    return f"{share_words(rate)}{' ' if is_known else ': '}{basis}" if basis else share_words(rate)


def cell_words(rate: Rate) -> str:
    """The same, short enough for a cell: “47 % of 85 (37–58)”."""
    if rate.value is None:
        told = {NOBODY: _("nobody yet"), NOT_KEPT: _("not in this snapshot")}
        return told.get(rate.reason or "", _("fewer than 8, not shown"))
    return _("%(share)s %% of %(of)s (%(low)s–%(high)s)") % {
        "share": percent(rate.value),
        "of": rate.denominator,
        "low": percent(rate.low),
        "high": percent(rate.high),
    }


def figure_words(figure: Figure) -> str:
    """A median, or why there is none."""
    if figure.value is None:
        return _("none") if figure.reason == NOBODY else _("not shown")
    return str(number_format(figure.value, decimal_pos=None if figure.value % 1 else 0))


def figure_basis(figure: Figure) -> str:
    """On how many people a median rests."""
    if figure.reason == NOBODY:
        return ""
    if figure.people is None:
        return _("fewer than 8 people")
    return _("median of about %(people)s") % {"people": figure.people}


def figure_from(figure: Figure) -> str:
    """From how many people a number of the week was worked out, which is no median of them."""
    return figure_basis(figure) if not figure.people else _("from about %(people)s people") % {"people": figure.people}


def range_words(above: int | None, up_to: int | None) -> str:
    """A range of days in weeks."""
    if above is None and up_to is None:
        return _("Any wait")
    if above is None:
        return _("Up to %(weeks)s weeks") % {"weeks": (up_to or 0) // 7}
    if up_to is None:
        return _("More than %(weeks)s weeks") % {"weeks": above // 7}
    return _("%(low)s to %(high)s weeks") % {"low": above // 7, "high": up_to // 7}


class Months(Protocol):
    """A snapshot, or a period that one can be taken of."""

    @property
    def period_from(self) -> date: ...
    @property
    def period_to(self) -> date: ...


def period_words(snapshot: Months) -> str:
    """“November 2025 to October 2026”."""
    first, last = (date_format(day, "F Y") for day in (snapshot.period_from, snapshot.period_to))
    return first if first == last else _("%(first)s to %(last)s") % {"first": first, "last": last}


def snapshot_words(snapshot: Snapshot) -> str:
    """A snapshot in a list to choose from."""
    return _("%(period)s, taken on %(day)s") % {
        "period": period_words(snapshot),
        "day": date_format(snapshot.taken_at, "j F Y"),
    }


def number_of(results: Results, name: str) -> dict[str, Any]:
    """One number with its name, its basis and its definition, for the row of big figures."""
    about = DEFINITIONS[name]
    if name in results.rates:
        rate = results.rates[name]
        shown, basis = share_words(rate), basis_words(rate)
    elif name in results.figures:
        figure = results.figures[name]
        shown = figure_words(figure)
        basis = figure_from(figure) if name in OF_A_WEEK else figure_basis(figure)
    else:
        count = results.counts[name]
        shown, basis = ("–", count_words(count)) if count.people is None else (str(count.people), "")
    return {"id": name, "name": about.name, "shown": shown, "basis": basis, "words": about.words}


def offered_words(period: Months, months: int) -> str:
    """“The last 12 months: May 2025 to April 2026”."""
    which = {12: _("The last 12 months"), 3: _("The last quarter of the year"), 1: _("The last month")}[months]
    return f"{which}: {period_words(period)}"


def quarter_words(first: date, last: date) -> str:
    """“Jan–Mar 2026”."""
    return f"{date_format(first, 'M')}–{date_format(last, 'M Y')}"
