"""How is the service doing? What to do first, then each question with its answer in one sentence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from kith.care.queries.on_duty import outlook
from kith.care.queries.outcomes import Results
from kith.care.queries.outcomes import outcomes as outcomes_page
from kith.web.asking import Request
from kith.web.manager.advice import first_thing, page_of
from kith.web.manager.definitions import ROUNDING, gap_name
from kith.web.manager.sentences import (
    count_words,
    figure_basis,
    figure_words,
    period_words,
    rate_words,
)


@dataclass(frozen=True)
class Asked:
    """One question about the service, what the snapshot answers, and where more of it stands."""

    question: str
    answer: str
    url: str
    link: str
    icon: str


def service_now(request: Request) -> HttpResponse:
    """The newest snapshot in a page of sentences."""
    page = outcomes_page(viewer=request.viewer, at=request.at)
    given: dict[str, Any] = {
        "page": page,
        "outlook": outlook(viewer=request.viewer, at=request.at),
        "rounding": ROUNDING,
    }
    with timezone.override(ZoneInfo(page.time_zone)):
        if page.results is not None:
            given |= {
                "first": first_thing(page.results),
                "period": period_words(page.results.snapshot),
                "questions": [*_safety(page.results), *_care(page.results), *_means(page.results)],
                "results": page.results,
            }
        return render(request, "web/manager/overview.html", given)


def _safety(results: Results) -> list[Asked]:
    return [
        Asked(
            _("Are alerts answered in time?"),
            _("Contacted in time: %(rate)s.") % {"rate": rate_words(results.rates["contacted_in_time"])},
            reverse("alert_times"),
            _("How fast alerts are answered"),
            "bell",
        ),
        Asked(
            _("Does care harm anybody?"),
            _("Reliably worse at the end: %(rate)s.") % {"rate": rate_words(results.rates["reliable_deterioration"])},
            reverse("harm_counts"),
            _("Harms, counted"),
            "shield-check",
        ),
    ]


def _care(results: Results) -> list[Asked]:
    days = results.figures["days_to_first"]
    widest = next((one for one in results.missing if one.missing.value), None)
    return [
        Asked(
            _("How long do people wait?"),
            _("Days to the first session: %(days)s, %(basis)s. Waiting now: %(waiting)s.")
            % {
                "days": figure_words(days),
                "basis": figure_basis(days),
                "waiting": count_words(results.counts["waiting"]),
            },
            page_of(results, "people"),
            _("Waits, and how far people came"),
            "clock",
        ),
        Asked(
            _("What becomes of people?"),
            _("Reliable improvement: %(rate)s.") % {"rate": rate_words(results.rates["reliable_improvement"])},
            page_of(results, "outcomes"),
            _("Outcomes with their intervals"),
            "chart-no-axes-column",
        ),
        Asked(
            _("Is anybody served less well?"),
            _("Access and outcomes by gender, ethnicity and deprivation, with small numbers withheld."),
            page_of(results, "equity"),
            _("Who is served less well"),
            "scale",
        ),
        Asked(
            _("Does everybody get the same choice?"),
            _("What was suggested, what was chosen and how care ended, by the same groups."),
            reverse("choice_audit"),
            _("Choices, by group"),
            "list-checks",
        ),
        Asked(
            _("Does anything change, or differ by site?"),
            _("Months and sites beside what chance explains. Nobody is ranked."),
            page_of(results, "months"),
            _("Months, and sites"),
            "chart-line",
        ),
        Asked(
            _("Did something that you changed make a difference?"),
            _("Choose a number and the month in which it began. Before and after, with what may not be said of it."),
            reverse("did_it_change"),
            _("Did it change?"),
            "chart-line",
        ),
        Asked(
            _("What is missing from the record?"),
            _("Most is missing here: %(what)s, %(rate)s.")
            % {"what": gap_name(widest.what), "rate": rate_words(widest.missing)}
            if widest
            else _("Nothing that can be shown is missing."),
            reverse("data_gaps"),
            _("What is missing, and what to do"),
            "list-checks",
        ),
    ]


def _means(results: Results) -> list[Asked]:
    came = results.figures.get("referrals_a_week")
    caseload = results.figures.get("caseload")
    return [
        Asked(
            _("Is there room for everybody who is referred?"),
            _("Referrals a week: %(came)s. Half of the practitioners see no more than %(caseload)s people.")
            % {"came": figure_words(came), "caseload": figure_words(caseload)}
            if came and caseload
            else _("A new snapshot is needed to say it."),
            reverse("forecast"),
            _("What if there were one more practitioner, one more group?"),
            "users",
        ),
        Asked(
            _("What does a recovery cost?"),
            _("Give what an hour costs where you are. Hours and recoveries are known."),
            reverse("costs"),
            _("Costs, and what they hang on"),
            "sliders-horizontal",
        ),
        Asked(
            _("How good are the signals?"),
            _("Whether people who are off track are seen early, and how often a signal is false."),
            reverse("signal_accuracy"),
            _("Signals"),
            "eye",
        ),
        Asked(
            _("What can a funder be told?"),
            _("One document with definitions, intervals and the limits of the data."),
            reverse("funder_report", args=[results.snapshot.id]),
            _("Report for a funder"),
            "file-text",
        ),
    ]
