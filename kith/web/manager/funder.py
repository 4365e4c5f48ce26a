"""The report for a funder: one document from one snapshot, to print or to keep as PDF from the browser."""

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
from kith.web.asking import Request
from kith.web.manager import drawings
from kith.web.manager.costs import PricesForm
from kith.web.manager.definitions import DEFINITIONS, ROUNDING, STRATA, UNCONTROLLED, gap_name
from kith.web.manager.sentences import count_words, number_of, period_words, rate_words
from kith.web.parts.harm_words import KINDS

WAITS = ("days_to_first", "within_six_weeks", "within_eighteen_weeks", "waiting", "waiting_over_six_weeks")
DEFINED = (
    "referred", "assessed", "treated", "finished", "completeness", "caseness", "recovery", "reliable_improvement",
    "reliable_recovery", "reliable_deterioration", "no_reliable_change", *WAITS, "did_not_attend", "dropped_out",
    "contacted_in_time", "hours_of_a_course",
)  # fmt: skip


def funder_report(request: Request, evaluation_id: UUID) -> HttpResponse:
    """Who came, how long they waited, what became of them, harms, cost and limits. Prices come in the address."""
    form = PricesForm(request.GET) if request.GET else None
    prices = form.prices() if form is not None and form.is_valid() else None
    page = costs(viewer=request.viewer, at=request.at, prices=prices, evaluation_id=evaluation_id)
    results = page.outcomes.results
    assert results is not None
    harms = harm_counts(viewer=request.viewer, at=request.at)
    with timezone.override(ZoneInfo(page.outcomes.time_zone)):
        given = _shown(page, results, harms) | {
            "source": form.cleaned_data.get("source", "") if form and prices else ""
        }
        return render(request, "web/manager/funder_report.html", given)


def _shown(page: CostsPage, results: Results, harms: HarmCounts) -> dict[str, Any]:
    return {
        "page": page,
        "results": results,
        "version": __version__,
        "period": period_words(results.snapshot),
        "sentences": _sentences(results),
        "funnel": drawings.funnel(results),
        "waits": drawings.waits(results),
        "wait_numbers": [number_of(results, name) for name in WAITS],
        "completeness": [number_of(results, name) for name in ("completeness", "finished", "missing_pairs")],
        "outcomes": drawings.outcomes(results),
        "equity": [drawings.equity(results, name) for name in STRATA if results.equity.get(name)],
        "harms": _harms(harms),
        "costs": _costs(page),
        "gaps": [f"{gap_name(one.what)}: {rate_words(one.missing)}" for one in results.missing if one.missing.value],
        "uncontrolled": UNCONTROLLED,
        "rounding": ROUNDING,
        "definitions": [DEFINITIONS[name] for name in DEFINED],
    }


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
