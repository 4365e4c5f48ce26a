"""How good are the signals: what they find, what they miss, how often they are wrong, and for whom."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from kith.care.actions import learn
from kith.care.models import Refusal
from kith.care.queries.crisis import crisis_lines
from kith.care.queries.signal_accuracy import SignalsOfMeasure, SignalsPage
from kith.care.queries.signal_accuracy import signal_accuracy as signals_page
from kith.web.asking import Request
from kith.web.errors import summary
from kith.web.manager import signal_words as words
from kith.web.manager.definitions import ROUNDING
from kith.web.manager.export import links, table
from kith.web.manager.signals_file import HEADS, rows_of, signals_file


def signal_accuracy(request: Request) -> HttpResponse:
    """The measure that the address names, else the first."""
    page = signals_page(viewer=request.viewer, at=request.at, measure=request.GET.get("measure", ""))
    if page.chosen is not None and request.GET.get("as"):
        return _export(request, page.chosen, request.GET["as"])
    return _show(request, page)


def _export(request: Request, chosen: SignalsOfMeasure, kind: str) -> HttpResponse:
    service_name, _lines = crisis_lines(viewer=request.viewer)
    name = f"signals-{chosen.key}"
    return table(HEADS, rows_of(chosen), name, kind, lambda: signals_file(_shown(chosen), service_name))


def learn_courses(request: Request) -> HttpResponse:
    """Learn anew what to expect of scores."""
    try:
        kept = learn.refit_expected_courses(by=request.viewer, at=request.at)
    except Refusal as refusal:
        return _show(request, signals_page(viewer=request.viewer, at=request.at), refusal)
    messages.success(request, words.learned(len(kept)))
    return redirect("signal_accuracy")


def _show(request: Request, page: SignalsPage, refusal: Refusal | None = None) -> HttpResponse:
    given: dict[str, Any] = {
        "page": page,
        "errors": summary(refusal) if refusal else [],
        "again": words.again(page),
        "tabs": [
            {"url": f"?measure={key}", "label": name, "current": bool(page.chosen and page.chosen.key == key)}
            for key, name in page.measures
        ],
    }
    if page.chosen is not None:
        given |= _shown(page.chosen)
    return render(request, "web/manager/signals.html", given, status=409 if refusal else 200)


def _shown(chosen: SignalsOfMeasure) -> dict[str, Any]:
    return {
        "one": chosen,
        "rounding": ROUNDING,
        "exports": links(reverse("signal_accuracy"), measure=chosen.key),
        "on_whom": words.on_whom(chosen),
        "verdict": words.verdict(chosen),
        "findings": words.findings(chosen),
        "endings": words.endings(chosen),
        "how_often": words.how_often(chosen),
        "first_alerts": words.first_alerts(chosen),
        "groups": [words.group(chosen, kind) for kind in words.KINDS if kind in chosen.groups],
        "bands": words.bands(chosen),
        "unknowns": words.unknowns(),
        "limits": _("A case from %(cut)s points, a reliable change from %(change)s points.")
        % {"cut": words.points(chosen.cut_off), "change": words.points(chosen.reliable_change)},
    }
