"""The catalogue of interventions: what could be offered, one in full, two side by side, one explained to a client."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from kith.care.queries.interventions import (
    CERTAINTIES,
    InterventionPage,
    InterventionRow,
    Named,
    Sought,
    intervention,
    interventions,
    two_interventions,
)
from kith.care.queries.own_writing import may_write
from kith.web.asking import Request
from kith.web.practitioner.evidence import CERTAINTY, dose_words, told_evidence
from kith.web.practitioner.evidence_library import said_to_client
from kith.web.practitioner.names import choices_of, name_of, names_of
from kith.web.practitioner.span_words import GOALS

FILTERS = ("problem", "goal", "format", "setting", "profession", "certainty")


def interventions_page(request: Request) -> HttpResponse:
    """The list, filtered by problem, goal, format, setting, who can lead it and how sure the evidence is."""
    asked = {name: request.GET.get(name, "") for name in FILTERS}
    if asked["certainty"] not in CERTAINTIES:
        asked["certainty"] = ""
    page = interventions(viewer=request.viewer, sought=Sought(**asked, words=request.GET.get("q", "")[:80]))
    given = {
        "page": page,
        "may_write": may_write(request.viewer),
        "rows": [_row(row) for row in page.rows],
        "filters": [
            ("problem", _("Problem"), sorted(choices_of(page.problems), key=lambda pair: pair[1]), asked["problem"]),
            ("goal", _("Goal"), [(goal, GOALS[goal]) for goal in sorted(page.goals)], asked["goal"]),
            ("format", _("Format"), choices_of(page.formats), asked["format"]),
            ("setting", _("Setting"), choices_of(page.settings), asked["setting"]),
            ("profession", _("Who leads it"), choices_of(page.professions), asked["profession"]),
            ("certainty", _("Evidence, at least"), choices_of(CERTAINTIES), asked["certainty"]),
        ],
    }
    return render(request, "web/practitioner/interventions.html", given)


def intervention_page(request: Request, protocol: str) -> HttpResponse:
    """One intervention in full: for whom, what it may do to a person, every meeting, the evidence."""
    page = intervention(viewer=request.viewer, protocol=protocol, language=get_language() or "en")
    given = {
        **told_in_full(page),
        "page": page,
        "crumbs": _crumbs({"url": "", "label": page.protocol.title, "is_name": True}),
    }
    return render(request, "web/practitioner/intervention.html", given)


def told_in_full(page: InterventionPage) -> dict[str, Any]:
    """Everything that the page of an intervention says below its heading."""
    return {**_told(page), "meetings": [_meeting(page, number) for number in range(len(page.meetings))]}


def explain(request: Request, protocol: str) -> HttpResponse:
    """The intervention in a client's words, on one page to read together or to print."""
    page = intervention(viewer=request.viewer, protocol=protocol, language=get_language() or "en")
    given = {
        **_told(page),
        "page": page,
        "crumbs": _crumbs(
            {"url": reverse("intervention", args=[protocol]), "label": page.protocol.title, "is_name": True},
            {"url": "", "label": _("Explained to a client")},
        ),
        "work": list(dict.fromkeys(named.title for named in page.forms)),
        "said": said_to_client(page.behind.told) if page.behind.told else None,
    }
    return render(request, "web/practitioner/explain.html", given)


def compare(request: Request) -> HttpResponse:
    """Two interventions side by side. With one chosen, the page asks for the other."""
    chosen = [name for name in request.GET.getlist("of") if name][:2]
    if len(set(chosen)) < 2:
        return redirect(f"{reverse('interventions')}?{urlencode({'of': chosen[:1]}, doseq=True)}#list")
    one, other = two_interventions(
        viewer=request.viewer, one=chosen[0], other=chosen[1], language=get_language() or "en"
    )
    told = (_told(one), _told(other))
    given = {
        "pages": [{"page": page, **words} for page, words in zip((one, other), told, strict=True)],
        "crumbs": _crumbs({"url": "", "label": _("Side by side")}),
        "lines": [
            {
                "label": label,
                "cells": [(page.protocol.title, words[key]) for page, words in zip((one, other), told, strict=True)],
                "differs": told[0][key] != told[1][key],
            }
            for key, label in (
                ("problems", _("Made for")),
                ("goals", _("Goals it serves")),
                ("formats", _("Format")),
                ("settings", _("Where")),
                ("dose", _("How much")),
                ("who", _("Who leads it")),
                ("asked", _("Asked between meetings")),
            )
        ],
    }
    return render(request, "web/practitioner/compare.html", given)


def _told(page: InterventionPage) -> dict[str, Any]:
    one = page.protocol
    cited = {source.id: source for source in one.sources}
    return {
        **_row(page.row),
        "goals": "; ".join(str(GOALS[goal]) for goal in one.goals),
        "asked": _asked(page),
        "evidence": [{**told_evidence(row), "source": cited[row.source].cite} for row in one.evidence],
        "deliverers": [(names_of(who.professions), who) for who in one.deliverers],
    }


def _row(row: InterventionRow) -> dict[str, Any]:
    return {
        "row": row,
        "problems": names_of(row.problems),
        "formats": names_of(row.formats),
        "settings": names_of(row.settings),
        "who": names_of(row.professions),
        "dose": dose_words(row.sessions_min, row.sessions_max, row.minutes),
        "certainty": name_of(row.certainty),
        "level": CERTAINTY[row.certainty],
    }


def _asked(page: InterventionPage) -> str:
    """How much a person is asked to do between meetings."""
    forms = len({named.id for named in page.forms if named.kind == "worksheet"})
    others = len(page.forms) - forms
    if not page.forms:
        return _("Nothing in writing")
    told = [
        ngettext("%(n)d worksheet", "%(n)d worksheets", forms) % {"n": forms} if forms else "",
        ngettext("%(n)d practice or lesson", "%(n)d practices and lessons", others) % {"n": others} if others else "",
    ]
    return ", ".join(one for one in told if one)


def _meeting(page: InterventionPage, at: int) -> dict[str, Any]:
    line = page.meetings[at]
    first = line.page.n
    number = str(first) if line.page.last == first else f"{first}-{line.page.last}"
    return {
        "line": line,
        "number": number,
        "opens_phase": at == 0 or page.meetings[at - 1].phase != line.phase,
        "phase": next(phase for phase in page.protocol.phases if phase.id == line.page.phase),
        "work": [(named, _link(named), why) for named, why in line.work],
        "sheets": [(named, _link(named), together) for named, together in line.sheets],
        "measures": [(named, _link(named)) for named in line.measures],
        "carer_measures": [(named, _link(named)) for named in line.carer_measures],
    }


def _link(named: Named) -> str:
    return "" if named.kind == "task" else reverse(_ADDRESS[named.kind], args=[named.id])


_ADDRESS = {
    "worksheet": "library_worksheet",
    "practice": "library_practice",
    "lesson": "library_lesson",
    "instrument": "instrument",
    "intervention": "intervention",
}


def _crumbs(*further: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"url": reverse("interventions"), "label": _("Interventions")}, *further]
