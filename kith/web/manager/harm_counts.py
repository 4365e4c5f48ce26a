"""How often harm was recorded, for those who run the programme."""

from __future__ import annotations

import csv
import io

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kith.care.queries.harm_counts import HarmCounts, KindCounted, Quarter
from kith.care.queries.harm_counts import harm_counts as counts_page
from kith.web.asking import Request
from kith.web.manager.definitions import ROUNDING
from kith.web.manager.export import neutral
from kith.web.manager.sentences import count_words
from kith.web.parts.harm_words import KINDS


def harm_counts(request: Request) -> HttpResponse:
    """Counts by kind and quarter."""
    page = counts_page(viewer=request.viewer, at=request.at)
    given = {
        "quarters": [_name(one) for one in page.quarters],
        "registers": [(title, [_row(one, page.quarters) for one in rows]) for title, _code, rows in _registers(page)],
        "rounding": ROUNDING,
    }
    return render(request, "web/manager/harm_counts.html", given)


def harm_counts_export(request: Request) -> HttpResponse:
    """The same as CSV: names of columns are the same in every language."""
    page = counts_page(viewer=request.viewer, at=request.at)
    sheet = io.StringIO()
    writer = csv.writer(sheet)
    writer.writerow(("register", "kind", "from", "to", "count", "not_shown_because"))
    for _title, code, rows in _registers(page):
        for one in rows:
            for quarter, count in zip(page.quarters, one.counts, strict=True):
                shown = "" if count.people is None else str(count.people)
                cells = (code, one.kind, quarter.first.isoformat(), quarter.last.isoformat(), shown, count.reason or "")
                writer.writerow([neutral(cell) for cell in cells])
    response = HttpResponse(sheet.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="harms-by-quarter.csv"'
    return response


def _registers(page: HarmCounts) -> tuple[tuple[str, str, tuple[KindCounted, ...]], ...]:
    return (
        (_("Unwanted events and effects of care"), "harms", page.harms),
        (_("Danger from a person"), "safeguarding", page.safeguarding),
    )


def _name(quarter: Quarter) -> str:
    return f"{date_format(quarter.first, 'M')}–{date_format(quarter.last, 'M Y')}"


def _row(one: KindCounted, quarters: tuple[Quarter, ...]) -> dict[str, object]:
    words = _("All together") if one.kind == "all" else KINDS[one.kind]
    return {
        "kind": words,
        "is_all": one.kind == "all",
        "counts": [
            count_words(count) if quarter.is_kept else _("not kept yet")
            for quarter, count in zip(quarters, one.counts, strict=True)
        ],
    }
