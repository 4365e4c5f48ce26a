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

from kith.care.actions.ask_snapshot import ask_for_snapshot
from kith.care.models import BadInput, Refusal
from kith.care.permissions import NotYours
from kith.care.queries.on_duty import outlook
from kith.care.queries.outcomes import Asked, OutcomesPage, Results
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
    """Ask for the results of the chosen months; the worker counts them."""
    page = outcomes_page(viewer=request.viewer, at=request.at)
    form = PeriodForm(request.POST, page=page)
    if not form.is_valid():
        return _show(request, page, form, _no_months())
    first, last = form.period_chosen()
    try:
        ask_for_snapshot(period_from=first, period_to=last, by=request.viewer, at=request.at)
    except Refusal as refusal:
        return _show(request, page, form, refusal)
    messages.success(request, _("The snapshot is being counted. Look again in a minute."))
    return redirect("outcomes")


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


def _asked_words(one: Asked) -> dict[str, str]:
    period = {"period": period_words(one), "failure": one.failure}
    if one.state == "failed":
        return {
            "tone": "danger",
            "title": _("The snapshot of %(period)s could not be counted") % period,
            "words": _(
                "The count stopped with an error (%(failure)s), and nothing was kept. Ask for it once more; if it "
                "fails again, tell those who run Kith here the word in brackets."
            )
            % period,
        }
    if one.state == "late":
        return {
            "tone": "caution",
            "title": _("The snapshot of %(period)s has waited for more than ten minutes") % period,
            "words": _(
                "Nothing has counted it yet. Ask those who run Kith here whether “kith send” is running; it is counted "
                "as soon as it runs."
            ),
        }
    return {
        "tone": "info",
        "title": _("The snapshot of %(period)s is being counted") % period,
        "words": _("This takes a few minutes at most. Look at this page again to see it."),
    }


def _no_months() -> BadInput:
    return BadInput(
        _("No snapshot was taken."),
        _("It does not say which of the periods offered."),
        _("Choose one from the list."),
        "period",
    )


def _show(request: Request, page: OutcomesPage, form: PeriodForm, refusal: Refusal | None = None) -> HttpResponse:
    given: dict[str, Any] = {
        "page": page,
        "form": form,
        "errors": summary(refusal) if refusal else [],
        "outlook": outlook(viewer=request.viewer, at=request.at),
        "asked": [_asked_words(one) for one in page.asked],
    }
    with timezone.override(ZoneInfo(page.time_zone)):
        if page.results is not None:
            given |= _shown(page, page.results, request.GET.get("rate", ""), request.GET.get("trend", ""))
        status = 200 if refusal is None else 422 if isinstance(refusal, BadInput) else 409
        return render(request, "web/manager/outcomes.html", given, status=status)


def _shown(page: OutcomesPage, results: Results, asked_rate: str, asked_trend: str) -> dict[str, Any]:
    compared = drawings.compared(results)
    followed = asked_trend if asked_trend in compared else compared[0]
    address = reverse("outcomes_export", args=[results.snapshot.id])
    chosen = asked_rate if asked_rate in compared else drawings.most_telling(results)
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
            for name in compared
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
            for name in compared
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
