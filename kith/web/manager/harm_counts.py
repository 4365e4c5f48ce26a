"""How often harm was recorded, for those who run the programme."""

from __future__ import annotations

from collections.abc import Iterator
from statistics import fmean
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from kith import pictures
from kith.care.queries.crisis import crisis_lines
from kith.care.queries.harm_counts import HarmCounts, KindCounted, Quarter
from kith.care.queries.harm_counts import harm_counts as counts_page
from kith.reports import Figure, Heading, Paragraph, Part, Report
from kith.web.asking import Request
from kith.web.manager.definitions import ROUNDING
from kith.web.manager.export import Row, links, table
from kith.web.manager.printed import table_of
from kith.web.manager.sentences import Count, count_words, quarter_words
from kith.web.parts.harm_words import KINDS
from kith.web.parts.pdf_files import report_of

HEADS = ("register", "kind", "from", "to", "count", "not_shown_because")


def harm_counts(request: Request) -> HttpResponse:
    """Counts by kind and quarter."""
    page = counts_page(viewer=request.viewer, at=request.at)
    exports = links(reverse("harm_counts_export"))
    given = {
        "is_kept": any(one.is_kept for one in page.quarters),
        "pictures": [
            _picture(title, rows, page.quarters) | {"exports": exports} for title, _code, rows in _registers(page)
        ],
        "quarters": [_name(one) for one in page.quarters],
        "registers": [(title, [_row(one, page.quarters) for one in rows]) for title, _code, rows in _registers(page)],
        "rounding": ROUNDING,
        "exports": exports,
    }
    return render(request, "web/manager/harm_counts.html", given)


def harm_counts_export(request: Request) -> HttpResponse:
    """The same as a file."""
    page = counts_page(viewer=request.viewer, at=request.at)
    service_name, _lines = crisis_lines(viewer=request.viewer)
    kind = request.GET.get("as", "")
    return table(HEADS, _rows(page), "harms-by-quarter", kind, lambda: _file(page, service_name))


def _rows(page: HarmCounts) -> Iterator[Row]:
    for _title, code, rows in _registers(page):
        for one in rows:
            for quarter, count in zip(page.quarters, one.counts, strict=True):
                shown = "" if count.people is None else str(count.people)
                yield (code, one.kind, quarter.first.isoformat(), quarter.last.isoformat(), shown, count.reason or "")


def _file(page: HarmCounts, service_name: str) -> Report:
    return report_of(_("Harms, counted"), _parts(page), running=service_name)


def _parts(page: HarmCounts) -> Iterator[Part]:
    yield Paragraph(
        _(
            "A service that asks finds more. Read the numbers beside how many were asked, and never use them to "
            "compare practitioners."
        )
    )
    yield Paragraph(str(ROUNDING))
    heads = [_("Kind"), *(_name(one) for one in page.quarters)]
    for title, _code, rows in _registers(page):
        yield Heading(title)
        yield Figure(_picture(title, rows, page.quarters)["drawing"])
        yield table_of(heads, ((row["kind"], *row["counts"]) for row in (_row(one, page.quarters) for one in rows)))


def _picture(title: str, rows: tuple[KindCounted, ...], quarters: tuple[Quarter, ...]) -> dict[str, Any]:
    """All kinds together, quarter by quarter; one that is withheld or not kept is a gap."""
    (every,) = [one for one in rows if one.kind == "all"]
    counts = list(zip(quarters, every.counts, strict=True))
    known = [count.people for _quarter, count in counts if count.people is not None]
    told = "; ".join(f"{_name(one)}: {_count(one, count)}" for one, count in counts)
    return {
        "title": title,
        "drawing": pictures.trend(
            [
                pictures.TrendPoint(_name(one), None if count.people is None else float(count.people))
                for one, count in counts
            ],
            centre=fmean(known) if known else None,
            words=pictures.TrendWords(
                centre=_("Mean of the quarters shown"),
                inner="",
                outer="",
                hidden=_("Not shown: too few, or not kept yet"),
            ),
            title=title,
            sentence=_("All kinds together. %(list)s.") % {"list": told},
            empty=_("Too few quarters can be shown for a picture."),
        ),
    }


def _count(quarter: Quarter, count: Count) -> str:
    return count_words(count) if quarter.is_kept else _("not kept yet")


def _registers(page: HarmCounts) -> tuple[tuple[str, str, tuple[KindCounted, ...]], ...]:
    return (
        (_("Unwanted events and effects of care"), "harms", page.harms),
        (_("Danger from a person"), "safeguarding", page.safeguarding),
    )


def _name(quarter: Quarter) -> str:
    return quarter_words(quarter.first, quarter.last)


def _row(one: KindCounted, quarters: tuple[Quarter, ...]) -> dict[str, Any]:
    words = _("All together") if one.kind == "all" else KINDS[one.kind]
    return {
        "kind": words,
        "is_all": one.kind == "all",
        "counts": [_count(quarter, count) for quarter, count in zip(quarters, one.counts, strict=True)],
    }
