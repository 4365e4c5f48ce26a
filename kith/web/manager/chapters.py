"""The pages of one snapshot: each answers one question, and what stands on it is built from frozen numbers alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kith.care.permissions import NotYours
from kith.care.queries.outcomes import Results
from kith.web.manager import drawings
from kith.web.manager.advice import page_of
from kith.web.manager.definitions import DEFINITIONS, STRATA, UNCONTROLLED
from kith.web.manager.export import links
from kith.web.manager.sections import SECTIONS
from kith.web.manager.sentences import about_step, number_of

WAITS = (
    "days_to_first",
    "within_six_weeks",
    "within_eighteen_weeks",
    "days_to_second",
    "waiting",
    "waiting_over_six_weeks",
)
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
COMPLETENESS = ("completeness", "finished", "missing_pairs")
HARMS = ("reliable_deterioration", "dropped_out")
Chosen = Mapping[str, str]  # what the address names
Build = Callable[[Results, Chosen], dict[str, Any]]


@dataclass(frozen=True)
class Chapter:
    """One page: its question, the short name in the row of pages, and what its template is given."""

    question: Promise
    label: Promise
    build: Build


def _numbers(results: Results, names: tuple[str, ...]) -> list[dict[str, Any]]:
    known = {*results.rates, *results.counts, *results.figures}
    return [number_of(results, name) for name in names if name in known]


def _files(results: Results, part: str) -> list[dict[str, str]]:
    return links(reverse("outcomes_export", args=[results.snapshot.id]), part=part)


def sections(results: Results, *names: str) -> list[tuple[Any, list[dict[str, str]]]]:
    """Further parts with their files."""
    return [(SECTIONS[name](results), _files(results, name)) for name in names]


def _people(results: Results, _chosen: Chosen) -> dict[str, Any]:
    return {
        "funnel": drawings.funnel(results) | {"exports": _files(results, "funnel")},
        "steps": [about_step(step.id) for step in results.funnel],
        "waits": drawings.waits(results) | {"exports": _files(results, "waits")},
        "wait_numbers": _numbers(results, WAITS),
        "attendance": _numbers(results, ATTENDANCE),
        "sections": sections(results, "kinds"),
    }


def _outcomes(results: Results, _chosen: Chosen) -> dict[str, Any]:
    return {
        "completeness": _numbers(results, COMPLETENESS),
        "outcomes": drawings.outcomes(results) | {"exports": _files(results, "whole")},
        "uncontrolled": UNCONTROLLED,
        "sections": sections(results, "wider"),
    }


def _change(results: Results, _chosen: Chosen) -> dict[str, Any]:
    return {"sections": sections(results, "change", "comparators")}


def _equity(results: Results, chosen: Chosen) -> dict[str, Any]:
    kept = [name for name in STRATA if results.equity.get(name)]
    shown = [chosen["by"]] if chosen.get("by") in kept else kept if chosen.get("whole") else kept[:1]
    return {
        "strata": [drawings.equity(results, name) for name in shown],
        "exports": _files(results, "equity"),
        "tabs": [
            {
                "url": f"{page_of(results, 'equity')}&by={name}",
                "label": STRATA[name],
                "current": name in shown,
            }
            for name in kept
        ],
    }


def _rate_tabs(results: Results, chapter: str, asked: str, current: str) -> list[dict[str, Any]]:
    return [
        {
            "url": f"{page_of(results, chapter)}&{asked}={name}",
            "label": DEFINITIONS[name].name,
            "current": name == current,
        }
        for name in drawings.compared(results)
    ]


def _months(results: Results, chosen: Chosen) -> dict[str, Any]:
    compared = drawings.compared(results)
    followed = chosen.get("trend", "")
    followed = followed if followed in compared else compared[0]
    return {
        "has_months": bool(results.referrals.months),
        "trend": drawings.trend(results, followed),
        "referrals": drawings.referrals(results),
        "exports": _files(results, "months"),
        "tabs": _rate_tabs(results, "months", "trend", followed),
    }


def _sites(results: Results, chosen: Chosen) -> dict[str, Any]:
    compared = drawings.compared(results)
    rate = chosen.get("rate", "")
    rate = rate if rate in compared else drawings.most_telling(results)
    return {
        "places": drawings.places(results, rate),
        "exports": _files(results, "sites"),
        "tabs": _rate_tabs(results, "sites", "rate", rate),
    }


def _safety(results: Results, _chosen: Chosen) -> dict[str, Any]:
    return {"harms": _numbers(results, HARMS), "alerts": _numbers(results, ALERTS)}


def _room(results: Results, _chosen: Chosen) -> dict[str, Any]:
    return {"week": _numbers(results, WEEK)}


CHAPTERS: dict[str, Chapter] = {
    "people": Chapter(_("Who comes, and how long do they wait?"), _("Who comes"), _people),
    "outcomes": Chapter(_("What becomes of people?"), _("Outcomes"), _outcomes),
    "change": Chapter(_("How large is the change, and what is it beside others?"), _("Change"), _change),
    "equity": Chapter(_("Is anybody served less well?"), _("Equity"), _equity),
    "safety": Chapter(_("Does care harm anybody, and are alerts answered?"), _("Harm, alerts"), _safety),
    "months": Chapter(_("Does it change from month to month?"), _("Months"), _months),
    "sites": Chapter(_("Do sites differ by more than chance?"), _("Sites"), _sites),
    "room": Chapter(_("Is there room for those who come?"), _("Room"), _room),
}
# Pages that stand for themselves and show the same snapshot.
BESIDE: dict[str, tuple[Promise, Promise]] = {
    "costs": (_("What does a recovery cost?"), _("Cost")),
    "data_gaps": (_("What is missing from the record?"), _("Data quality")),
}


def pages(results: Results, here: str) -> list[dict[str, Any]]:
    """The row of pages of this snapshot, in the order in which to read them; `here` is the one that is open."""
    found: list[dict[str, Any]] = [
        {"id": "", "label": _("At a glance"), "question": _("What to do differently"), "url": page_of(results)}
    ]
    for name, one in CHAPTERS.items():
        found.append({"id": name, "label": one.label, "question": one.question, "url": page_of(results, name)})
    for name, (question, label) in BESIDE.items():
        url = f"{reverse(name)}?snapshot={results.snapshot.id}"
        found.append({"id": name, "label": label, "question": question, "url": url})
    return [one | {"current": one["id"] == here} for one in found]


def around(results: Results, here: str) -> dict[str, Any]:
    """What every page of a snapshot is given: the row of pages, and the one before and after."""
    row = pages(results, here)
    place = next(place for place, one in enumerate(row) if one["current"])
    return {
        "pages": row,
        "before": row[place - 1] if place else None,
        "after": row[place + 1] if place + 1 < len(row) else None,
    }


def asked_of(query: Mapping[str, str]) -> Chosen:
    """What an address may choose on a page; `whole` is never one of it."""
    return {name: query[name] for name in ("by", "trend", "rate") if name in query}


def snapshot_asked(request: HttpRequest) -> UUID | None:
    """The snapshot that the address names; NotYours where it names none that can be."""
    text = request.GET.get("snapshot", "")
    try:
        return UUID(text) if text else None
    except ValueError:
        raise NotYours from None
