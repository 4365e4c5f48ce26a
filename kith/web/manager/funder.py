"""The report for a funder: one document from one snapshot, as a page and as a PDF file."""

from __future__ import annotations

from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from kith import __version__
from kith.care.queries.costs import CostsPage, costs
from kith.care.queries.harm_counts import HarmCounts, harm_counts
from kith.care.queries.outcomes import Results
from kith.reports import can_set_pdf
from kith.web.asking import Request
from kith.web.manager import drawings
from kith.web.manager.costs import PricesForm
from kith.web.manager.definitions import DEFINITIONS, ROUNDING, STRATA, UNCONTROLLED, Definition, gap_name
from kith.web.manager.funder_file import funder_file
from kith.web.manager.sections import Section, sections_of
from kith.web.manager.sentences import count_words, number_of, period_words, rate_words
from kith.web.parts.harm_words import KINDS
from kith.web.parts.pdf_files import no_pdf, pdf_file

WAITS = ("days_to_first", "within_six_weeks", "within_eighteen_weeks", "waiting", "waiting_over_six_weeks")
DEFINED = (
    "referred", "assessed", "treated", "finished", "completeness", "caseness", "recovery", "reliable_improvement",
    "reliable_recovery", "reliable_deterioration", "no_reliable_change", *WAITS, "did_not_attend", "dropped_out",
    "contacted_in_time", "hours_of_a_course",
)  # fmt: skip
FUNDED = ("change", "rules", "comparators", "wider", "kinds")


def funder_report(request: Request, evaluation_id: UUID) -> HttpResponse:
    """Who came, how long they waited, what became of them, harms, cost and limits. Prices come in the address."""
    page, source = _asked(request, evaluation_id)
    with timezone.override(ZoneInfo(page.outcomes.time_zone)):
        given = {"file_query": request.GET.urlencode(), "no_pdf": None if can_set_pdf() else no_pdf()}
        return render(request, "web/manager/funder_report.html", _shown(request, page, source) | given)


def funder_report_file(request: Request, evaluation_id: UUID) -> HttpResponse:
    """The same as one PDF file."""
    page, source = _asked(request, evaluation_id)
    with timezone.override(ZoneInfo(page.outcomes.time_zone)):
        return pdf_file(funder_file(_shown(request, page, source)), "report-for-a-funder")


def _asked(request: Request, evaluation_id: UUID) -> tuple[CostsPage, str]:
    """The snapshot, with its costs where the address holds prices, and where the prices come from."""
    form = PricesForm(request.GET) if request.GET else None
    prices = form.prices() if form is not None and form.is_valid() else None
    page = costs(viewer=request.viewer, at=request.at, prices=prices, evaluation_id=evaluation_id)
    return page, form.cleaned_data["source"] if form is not None and prices is not None else ""


def _shown(request: Request, page: CostsPage, source: str) -> dict[str, Any]:
    results = page.outcomes.results
    assert results is not None
    sections = [one for one in sections_of(results) if one.id in FUNDED and one.rows]
    return {
        "page": page,
        "results": results,
        "source": source,
        "version": __version__,
        "period": period_words(results.snapshot),
        "sentences": _sentences(results),
        "funnel": drawings.funnel(results),
        "waits": drawings.waits(results),
        "wait_numbers": [number_of(results, name) for name in WAITS],
        "completeness": [number_of(results, name) for name in ("completeness", "finished", "missing_pairs")],
        "outcomes": drawings.outcomes(results),
        "sections": sections,
        "equity": [drawings.equity(results, name) for name in STRATA if results.equity.get(name)],
        "harms": _harms(harm_counts(viewer=request.viewer, at=request.at)),
        "costs": _costs(page),
        "gaps": [f"{gap_name(one.what)}: {rate_words(one.missing)}" for one in results.missing if one.missing.value],
        "uncontrolled": UNCONTROLLED,
        "rounding": ROUNDING,
        "definitions": [DEFINITIONS[name] for name in DEFINED] + _further(sections),
    }


def _further(sections: list[Section]) -> list[Definition]:
    """What the further parts count, each once; the published rates are of numbers that are defined already."""
    return [about for one in sections if one.id != "comparators" for about in one.definitions]


def _sentences(results: Results) -> list[str]:
    steps = {step.id: step.people for step in results.funnel}
    return [
        _("People referred: %(referred)s. Of them came to a first session: %(treated)s.")
        % {"referred": count_words(steps["referred"]), "treated": count_words(steps["treated"])},
        _("First session within 6 weeks: %(rate)s.") % {"rate": rate_words(results.rates["within_six_weeks"])},
        _("Reliable improvement, before and after care without a comparison group: %(rate)s.")
        % {"rate": rate_words(results.rates["reliable_improvement"])},
        _("Reliably worse: %(rate)s.") % {"rate": rate_words(results.rates["reliable_deterioration"])},
    ]


def _harms(harms: HarmCounts) -> list[dict[str, str]]:
    """The last quarter that was kept, all kinds."""
    kept = [place for place, quarter in enumerate(harms.quarters) if quarter.is_kept]
    if not kept:
        return []
    return [
        {
            "kind": str(_("All together") if one.kind == "all" else KINDS[one.kind]),
            "counts": "; ".join(count_words(one.counts[place]) for place in kept),
        }
        for one in harms.harms
    ]


def _costs(page: CostsPage) -> dict[str, str] | None:
    if page.found is None:
        return None
    named = {"course": page.found.course, "recovery": page.found.recovery}
    return {
        name: _("%(value)s (95 of 100 times between %(low)s and %(high)s)")
        % {part: number_format(round(getattr(cost, part)), force_grouping=True) for part in ("value", "low", "high")}
        for name, cost in named.items()
    }
