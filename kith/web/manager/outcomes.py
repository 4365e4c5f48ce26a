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
from kith.web.manager.advice import goes_well, to_do
from kith.web.manager.chapters import CHAPTERS, around, asked_of, sections, snapshot_asked
from kith.web.manager.definitions import ROUNDING
from kith.web.manager.export import HEADS, links, rows_of, table
from kith.web.manager.forms import PeriodForm
from kith.web.manager.gaps import gaps_of
from kith.web.manager.outcomes_file import PARTS, outcomes_file
from kith.web.manager.sentences import number_of, period_words, snapshot_words

GLANCE = (
    "completeness",
    "within_six_weeks",
    "reliable_improvement",
    "recovery",
    "reliable_deterioration",
    "contacted_in_time",
)


def outcomes(request: Request) -> HttpResponse:
    """The newest snapshot, or the one that the address names."""
    page = outcomes_page(viewer=request.viewer, at=request.at, evaluation_id=snapshot_asked(request))
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
            given |= _at_a_glance(page, page.results)
        status = 200 if refusal is None else 422 if isinstance(refusal, BadInput) else 409
        return render(request, "web/manager/outcomes.html", given, status=status)


def _at_a_glance(page: OutcomesPage, results: Results) -> dict[str, Any]:
    return {
        "to_do": to_do(results),
        "goes_well": goes_well(results),
        "snapshots": [
            {"id": one.id, "label": snapshot_words(one), "is_chosen": one.id == results.snapshot.id}
            for one in page.snapshots
        ],
        "glance": [number_of(results, name) for name in GLANCE],
        "exports": links(reverse("outcomes_export", args=[results.snapshot.id])),
        **_of_snapshot(results, ""),
    }


def _of_snapshot(results: Results, here: str) -> dict[str, Any]:
    return {
        "results": results,
        "period": period_words(results.snapshot),
        "rounding": ROUNDING,
        **around(results, here),
    }


def outcomes_chapter(request: Request, chapter: str) -> HttpResponse:
    """One question about the newest snapshot, or about the one that the address names."""
    page = outcomes_page(viewer=request.viewer, at=request.at, evaluation_id=snapshot_asked(request))
    if chapter not in CHAPTERS:
        raise NotYours
    if page.results is None:
        return redirect("outcomes")
    with timezone.override(ZoneInfo(page.time_zone)):
        given = {
            "question": CHAPTERS[chapter].question,
            "body": f"web/manager/chapters/{chapter}.html",
            "shown": CHAPTERS[chapter].build(page.results, asked_of(request.GET)),
            **_of_snapshot(page.results, chapter),
        }
        return render(request, "web/manager/chapter.html", given)


def outcomes_whole(request: Request) -> HttpResponse:
    """Every page of a snapshot one below the other, to be printed."""
    page = outcomes_page(viewer=request.viewer, at=request.at, evaluation_id=snapshot_asked(request))
    results = page.results
    if results is None:
        return redirect("outcomes")
    with timezone.override(ZoneInfo(page.time_zone)):
        chapters = [
            {
                "question": one.question,
                "body": f"web/manager/chapters/{name}.html",
                **one.build(results, {"whole": "1"}),
            }
            for name, one in CHAPTERS.items()
        ]
        beside = sections(results, "qalys", "rules")
        given = {"chapters": chapters, "to_do": to_do(results), "beside": beside, "gaps": gaps_of(results)}
        return render(request, "web/manager/outcomes_whole.html", given | _of_snapshot(results, ""))
