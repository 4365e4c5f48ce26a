"""The catalogue of instruments: find one, and see what it asks, who may use it, and what each number rests on."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from kith.care.permissions import policy
from kith.care.queries.catalogue import Entry, InstrumentPage, catalogue, instrument_page
from kith.web.asking import Request
from kith.web.practitioner.fact_words import RIGHTS, scale_words
from kith.web.practitioner.names import name_of, names_of

PURPOSES: dict[str, Any] = {
    "social_interaction": lazy("Being with others"),
    "distress": lazy("Distress"),
    "coping": lazy("Coping"),
    "work_skills": lazy("Work"),
    "paranoid_fears": lazy("Fears about others"),
    "adherence": lazy("Taking medication"),
    "self_esteem": lazy("Confidence"),
    "daily_living": lazy("Daily living"),
    "recovery": lazy("Recovery"),
    "quality_of_life": lazy("Quality of life"),
}
URGENCIES: dict[str, Any] = {
    "same_day": lazy("somebody looks the same day"),
    "this_week": lazy("somebody looks this week"),
    "next_session": lazy("talked about at the next session"),
}


def instruments(request: Request) -> HttpResponse:
    """The list, filtered by what it is for, by words, and by whether its questions can be shown."""
    asked = request.GET
    page = catalogue(
        viewer=request.viewer,
        at=request.at,
        language=get_language() or "en",
        serves=asked.get("for", ""),
        words=asked.get("q", "")[:80],
        with_text=bool(asked.get("text")),
    )
    given = {
        "page": page,
        "rows": [_row(entry) for entry in page.entries],
        "purposes": [(name, PURPOSES[name]) for name in page.purposes],
        "by_rights": [(name, RIGHTS[name], count) for name, count in page.by_rights],
        "may_author": bool(request.viewer.roles & set(policy().functions["author"])),
        "filtered": bool(page.serves or page.words or page.with_text),
    }
    return render(request, "web/practitioner/instruments.html", given)


def instrument(request: Request, instrument: str) -> HttpResponse:
    """One instrument in full."""
    page = instrument_page(viewer=request.viewer, instrument=instrument, at=request.at, language=get_language() or "en")
    given = {
        "page": page,
        "row": _row(page.entry),
        "crumbs": [
            {"url": reverse("instruments"), "label": _("Measures")},
            {"url": "", "label": page.entry.short, "is_name": True},
        ],
        "scales": [scale_words(scale) for scale in page.scales],
        "flags": [(words, URGENCIES[urgency]) for words, urgency in page.flags],
        "patterns": [(words, name_of(provenance)) for words, provenance in page.patterns],
        "problems": names_of(page.problems),
        "ages": _ages(page),
    }
    return render(request, "web/practitioner/instrument.html", given)


def _row(entry: Entry) -> dict[str, Any]:
    return {
        "entry": entry,
        "measures": name_of(entry.measures),
        "kind": name_of(entry.kind),
        "by": names_of(entry.respondents),
        "rights": RIGHTS[entry.rights],
        "purposes": [PURPOSES[name] for name in entry.serves],
    }


def _ages(page: InstrumentPage) -> str:
    ages = {"youngest": page.youngest, "oldest": page.oldest}
    if page.youngest is None and page.oldest is None:
        return ""
    if page.oldest is None:
        return _("from age %(youngest)s") % ages
    if page.youngest is None:
        return _("to age %(oldest)s") % ages
    return _("ages %(youngest)s to %(oldest)s") % ages
