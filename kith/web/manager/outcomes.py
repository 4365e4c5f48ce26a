"""Outcomes: what the programme reaches, in frozen numbers with their denominators."""

from __future__ import annotations

from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from kith.care.actions import evaluate
from kith.care.models import BadInput, Refusal
from kith.care.permissions import NotYours
from kith.care.queries.on_duty import outlook
from kith.care.queries.outcomes import OutcomesPage, Results
from kith.care.queries.outcomes import outcomes as outcomes_page
from kith.web.asking import Request
from kith.web.errors import summary
from kith.web.manager import drawings
from kith.web.manager.definitions import DEFINITIONS, ROUNDING, STRATA, UNCONTROLLED
from kith.web.manager.export import HEADS, links, rows_of, table
from kith.web.manager.forms import PeriodForm
from kith.web.manager.outcomes_file import PARTS, WAITS, outcomes_file
from kith.web.manager.sections import sections_of
from kith.web.manager.sentences import about_step, first_thing, number_of, period_words, snapshot_words

ATTENDANCE = ("sessions_of_a_course", "did_not_attend", "dropped_out")
WEEK = (
    "in_care",
    "practitioners",
    "sessions_each",
    "caseload",
    "caseload_weight",
    "referrals_a_week",
    "hours_of_a_course",
)
ALERTS = ("raised", "hours_to_contact", "contacted_in_time", "late", "open", "days_open")


def outcomes(request: Request) -> HttpResponse:
    """The newest snapshot, or the one that the address names."""
    page = outcomes_page(viewer=request.viewer, at=request.at, evaluation_id=_asked(request.GET.get("snapshot", "")))
    return _show(request, page, PeriodForm(page=page))


def take_snapshot(request: Request) -> HttpResponse:
    """Freeze the results of the chosen months."""
    page = outcomes_page(viewer=request.viewer, at=request.at)
    form = PeriodForm(request.POST, page=page)
    if not form.is_valid():
        return _show(request, page, form, _no_months())
    first, last = form.period()
    try:
        taken = evaluate.take_snapshot(period_from=first, period_to=last, by=request.viewer, at=request.at)
    except Refusal as refusal:
        return _show(request, page, form, refusal)
    messages.success(request, _("The snapshot was taken. It stays as it is."))
    return redirect(f"{redirect('outcomes').url}?snapshot={taken.pk}")


def outcomes_export(request: Request, evaluation_id: UUID) -> HttpResponse:
    """All numbers of one snapshot, or those of one picture, as CSV, Parquet or PDF."""
    page = outcomes_page(viewer=request.viewer, at=request.at, evaluation_id=evaluation_id)
    results = page.results
    assert results is not None
    part = request.GET.get("part", "")
    part = part if part in PARTS else ""
    name = f"outcomes-{results.snapshot.period_from:%Y-%m}-to-{results.snapshot.period_to:%Y-%m}"
    with timezone.override(ZoneInfo(page.time_zone)):
        return table(
            HEADS,
            rows_of(page, results, part),
            f"{name}-{part}" if part else name,
            request.GET.get("as", ""),
            lambda: outcomes_file(page, results, part),
        )


def _asked(text: str) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        raise NotYours from None


def _no_months() -> BadInput:
    return BadInput(
        _("No snapshot was taken."),
        _("It does not say which months."),
        _("Choose the first and the last month from the lists."),
        "period_from",
    )


def _show(request: Request, page: OutcomesPage, form: PeriodForm, refusal: Refusal | None = None) -> HttpResponse:
    given: dict[str, Any] = {
        "page": page,
        "form": form,
        "errors": summary(refusal) if refusal else [],
        "outlook": outlook(viewer=request.viewer, at=request.at),
    }
    with timezone.override(ZoneInfo(page.time_zone)):
        if page.results is not None:
            given |= _shown(page, page.results, request.GET.get("rate", ""), request.GET.get("trend", ""))
        status = 200 if refusal is None else 422 if isinstance(refusal, BadInput) else 409
        return render(request, "web/manager/outcomes.html", given, status=status)


def _shown(page: OutcomesPage, results: Results, asked_rate: str, asked_trend: str) -> dict[str, Any]:
    followed = asked_trend if asked_trend in drawings.PLACES else drawings.PLACES[0]
    address = reverse("outcomes_export", args=[results.snapshot.id])
    chosen = asked_rate if asked_rate in drawings.PLACES else drawings.most_telling(results)
    return {
        "first": first_thing(results),
        "period": period_words(results.snapshot),
        "snapshots": [
            {"id": one.id, "label": snapshot_words(one), "is_chosen": one.id == results.snapshot.id}
            for one in page.snapshots
        ],
        "completeness": [number_of(results, name) for name in ("completeness", "finished", "missing_pairs")],
        "funnel": drawings.funnel(results),
        "steps": [about_step(step.id) for step in results.funnel],
        "waits": drawings.waits(results),
        "wait_numbers": [number_of(results, name) for name in WAITS],
        "outcomes": drawings.outcomes(results),
        "places": drawings.places(results, chosen),
        "place_tabs": [
            {
                "url": f"?snapshot={results.snapshot.id}&rate={name}#sites",
                "label": DEFINITIONS[name].name,
                "current": name == chosen,
            }
            for name in drawings.PLACES
        ],
        "has_months": bool(results.referrals.months),
        "trend": drawings.trend(results, followed),
        "referrals": drawings.referrals(results),
        "trend_tabs": [
            {
                "url": f"?snapshot={results.snapshot.id}&trend={name}#months",
                "label": DEFINITIONS[name].name,
                "current": name == followed,
            }
            for name in drawings.PLACES
        ],
        "equity": [drawings.equity(results, name) for name in STRATA if results.equity.get(name)],
        "attendance": [number_of(results, name) for name in ATTENDANCE],
        "week": [number_of(results, name) for name in WEEK if name in {*results.counts, *results.figures}],
        "alerts": [number_of(results, name) for name in ALERTS],
        "sections": [(one, links(address, part=one.id)) for one in sections_of(results)],
        "rounding": ROUNDING,
        "uncontrolled": UNCONTROLLED,
        "exports": links(address),
        "part_exports": {part: links(address, part=part) for part in PARTS},
        "results": results,
    }
