"""Did it change? One figure by month, before and after something began: what may be said of it, and what may not."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kith import pictures
from kith.care.queries.monthly_figures import FIGURES, REFERRED, ChangePage, MonthFigure
from kith.care.queries.monthly_figures import did_it_change as change_page
from kith.reports import Heading, Paragraph, Report
from kith.web.asking import Request
from kith.web.manager.change_words import MAY_NOT, cautions, lead_and_more, why_not
from kith.web.manager.definitions import DEFINITIONS, ROUNDING
from kith.web.manager.export import Row, links, rate_cells, table
from kith.web.manager.printed import facts_of, figure_of
from kith.web.manager.sentences import count_words, rate_words
from kith.web.parts.pdf_files import report_of

HEADS = ("month", "part", "figure", "numerator", "denominator", "value", "interval_low", "interval_high",
         "not_shown_because")  # fmt: skip
NOT_FROZEN = "in_no_snapshot"


class ChangeForm(forms.Form):
    """Which figure, and when something began."""

    figure = forms.ChoiceField(label=gettext_lazy("Which number?"))
    since = forms.ChoiceField(
        label=gettext_lazy("First whole month in which it was so"),
        help_text=gettext_lazy("When something began in the middle of a month, choose the month after."),
        required=False,
    )

    def __init__(self, page: ChangePage) -> None:
        super().__init__(initial={"figure": page.figure, "since": page.since.isoformat() if page.since else ""})
        figure, since = self.fields["figure"], self.fields["since"]
        assert isinstance(figure, forms.ChoiceField)
        assert isinstance(since, forms.ChoiceField)
        figure.choices = [(name, DEFINITIONS[name].name) for name in FIGURES]
        months = [(month.isoformat(), date_format(month, "F Y")) for month in reversed(page.offered)]
        since.choices = [("", _("Not chosen yet")), *months]


def did_it_change(request: Request) -> HttpResponse:
    """The chosen figure with its picture and sentences, or the same as a file."""
    figure = request.GET.get("figure", "")
    page = change_page(viewer=request.viewer, at=request.at, figure=figure, since=_month(request.GET.get("since", "")))
    with timezone.override(ZoneInfo(page.time_zone)):
        if page.chart is not None and (kind := request.GET.get("as")):
            name = f"months-{page.figure}"
            return table(HEADS, _rows(page), name, kind, lambda: _file(page))
        return render(
            request, "web/manager/did_it_change.html", {"page": page, "form": ChangeForm(page), **_shown(page)}
        )


def _month(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _shown(page: ChangePage) -> dict[str, Any]:
    asked = {"figure": page.figure} | ({"since": page.since.isoformat()} if page.since else {})
    lead, more = lead_and_more(page)
    return {
        "definition": DEFINITIONS[page.figure],
        "figure": _figure(page),
        "lead": lead,
        "parts": more,
        "why_not": why_not(page),
        "cautions": cautions(page),
        "may_not": MAY_NOT,
        "rounding": ROUNDING,
        "exports": links(reverse("did_it_change"), **asked) if page.chart else [],
    }


def _figure(page: ChangePage) -> dict[str, Any]:
    name = str(DEFINITIONS[page.figure].name)
    points = [pictures.PhasePoint(_short(month.first), month.value) for month in page.months]
    words = pictures.PhaseWords(
        middle=_("The middle of all months"),
        fitted=_("A straight line through the months on each side"),
        carried=_("The line of before, carried on"),
        change=_("Here something began"),
        hidden=_("Not known: too few people, or no snapshot"),
    )
    place = page.first_after
    title = _("%(name)s by month") if page.figure == REFERRED else _("%(name)s by month, in per cent")
    return {
        "drawing": pictures.phase_chart(
            points,
            changes=[] if place is None else [place],
            lines=list(_lines(page)),
            words=words,
            title=title % {"name": name},
            sentence=_sentence(page, name),
            empty=_("Too few months that can be shown."),
        ),
        "numbers": {
            "heads": [_("Month"), name],
            "rows": [[_short(month.first), _published(month)] for month in page.months],
        },
    }


def _sentence(page: ChangePage, name: str) -> str:
    known = sum(month.value is not None for month in page.months)
    if page.since is None:
        return _("%(name)s in %(known)s months that can be shown, beside their middle.") % {
            "name": name,
            "known": known,
        }
    return _("%(name)s: %(before)s months that can be shown before %(month)s, %(after)s from then on.") % {
        "name": name,
        "before": page.before,
        "month": date_format(page.since, "F Y"),
        "after": page.after,
    }


def _lines(page: ChangePage) -> Iterator[pictures.PhaseLine]:
    last, place = len(page.months) - 1, page.first_after
    if page.chart is not None:
        yield pictures.PhaseLine(0, page.chart.median, last, page.chart.median, "middle")
    if page.found is None or place is None:
        return
    level, slope = page.found.level.value, page.found.slope.value
    step, more = page.found.step.value, page.found.slope_change.value
    begins = level + slope * place + step
    yield pictures.PhaseLine(0, level, place - 1, level + slope * (place - 1), "fitted")
    yield pictures.PhaseLine(place - 1, level + slope * (place - 1), last, level + slope * last, "carried")
    yield pictures.PhaseLine(place, begins, last, begins + (slope + more) * (last - place), "fitted")


def _short(first: date) -> str:
    return date_format(first, "M y")


def _published(month: MonthFigure) -> str:
    if month.rate is not None:
        return rate_words(month.rate)
    return _("in no snapshot") if month.count is None else count_words(month.count)


def _rows(page: ChangePage) -> Iterator[Row]:
    for month in page.months:
        part = "" if page.since is None else "before" if month.first < page.since else "after"
        yield (f"{month.first:%Y-%m}", part, page.figure, *_cells(month))
    if page.chart is not None:
        yield ("", "middle", page.figure, "", "", f"{page.chart.median:.2f}", "", "", "")
    if page.found is not None:
        for part, effect in (("step", page.found.step), ("slope_change", page.found.slope_change)):
            yield (
                "",
                part,
                page.figure,
                "",
                "",
                *(f"{one:.3f}" for one in (effect.value, effect.low, effect.high)),
                "",
            )


def _cells(month: MonthFigure) -> Row:
    """Shares in hundredths, as the picture and the lines have them."""
    if month.rate is not None:
        numerator, denominator, *shares, reason = rate_cells(month.rate)
        return (numerator, denominator, *(f"{float(one) * 100:.2f}" if one else "" for one in shares), reason)
    if month.count is None:
        return ("", "", "", "", "", NOT_FROZEN)
    people = month.count.people
    return ("", "", "" if people is None else str(people), "", "", month.count.reason or "")


def _file(page: ChangePage) -> Report:
    shown = _shown(page)
    parts = [
        Paragraph(shown["lead"]),
        *figure_of(shown["figure"]),
        *(Paragraph(words) for words in shown["parts"]),
        *([Paragraph(shown["why_not"])] if shown["why_not"] else []),
        Heading(_("What may not be said")),
        *(Paragraph(str(words)) for words in (*shown["cautions"], *shown["may_not"])),
        Heading(_("Definitions")),
        facts_of([(shown["definition"].name, shown["definition"].words)]),
        Paragraph(str(ROUNDING)),
    ]
    return report_of(_("Did it change?"), parts, running=page.service_name)
