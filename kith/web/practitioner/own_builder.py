"""The builder: one part of a measure at a time, each change kept at once, and always a list of what is missing."""

from __future__ import annotations

from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from kith.care.actions import author
from kith.care.models import OwnInstrument, Refusal
from kith.care.queries.own_instruments import OwnPage, own_row
from kith.care.queries.own_instruments import own_instrument as the_page
from kith.web.asking import Request
from kith.web.errors import status_of, summary
from kith.web.practitioner.own_changes import PLACES, change_of
from kith.web.practitioner.own_forms import part_of_page
from kith.web.practitioner.own_steps import Verbs, edits_shown, take_step
from kith.web.practitioner.own_words import PARTS, gap_words, language_name, state_chip

CARDS = {
    "questions": "question",
    "answers": "answers",
    "scores": "score",
    "flags": "flag",
    "languages": "language",
    "examples": "example",
}
"""Where a row of each part stands on its page."""
FIELDS = ("title", "thanks", "holder", "is_confirmed")

VERBS = Verbs(
    undo=author.undo_change,
    propose=author.propose,
    send_back=author.send_back,
    release=author.release,
    retire=author.retire,
    start_version=author.start_version,
)
SAID = {
    "propose": lazy("It waits for a second person now. Tell a colleague who may release measures."),
    "retire": lazy("Nobody is asked it any more. What was measured stays readable."),
}


def own_instrument(request: Request, own_instrument_id: UUID) -> HttpResponse:
    """One part of the measure; a POST makes one change, or takes it a step on."""
    if request.method != "POST":
        page = the_page(viewer=request.viewer, own_id=own_instrument_id, at=request.at)
        return _show(request, page, request.GET.get("part", ""))
    own = own_row(viewer=request.viewer, own_id=own_instrument_id)
    wanted = request.POST.get("change", "")
    try:
        target = _act(request, own, wanted)
    except Refusal as refusal:
        page = the_page(viewer=request.viewer, own_id=own_instrument_id, at=request.at)
        part = PLACES.get(wanted, request.POST.get("part", ""))
        return _show(request, page, part, request.POST, summary(refusal), status_of(refusal))
    return redirect(target)


def _act(request: Request, own: OwnInstrument, wanted: str) -> str:
    """Do it, and say where to go then."""
    here = reverse("own_instrument", args=[own.pk])
    target = take_step(request, own, wanted, verbs=VERBS, page="own_instrument", said=SAID)
    if target is not None:
        return target
    page = the_page(viewer=request.viewer, own_id=own.pk, at=request.at) if wanted in PLACES else None
    change = change_of(wanted, request.POST, page) if page is not None else author.Change(wanted)
    author.save_draft(own=own, change=change, edits=edits_shown(request.POST), by=request.viewer, at=request.at)
    messages.success(request, _("Kept."))
    row, part = request.POST.get("row", "")[:60], PLACES[wanted]
    is_gone = wanted.startswith("remove_") or not row or part not in CARDS
    return f"{here}?part={part}" + ("" if is_gone else f"#{CARDS[part]}-{row}")


def _show(
    request: Request,
    page: OwnPage,
    part: str,
    typed: QueryDict | None = None,
    errors: list[dict[str, str]] | None = None,
    status: int = 200,
) -> HttpResponse:
    chosen = part if part in dict(PARTS) else "about"
    given = {
        "page": page,
        "head": page.head,
        "chip": state_chip(page.head.state),
        "first_language": language_name(page.head.language),
        "part": chosen,
        "part_name": dict(PARTS)[chosen],
        "tabs": _tabs(page, chosen),
        "errors": errors or [],
        "gaps": [{"words": gap_words(one), "url": f"?part={one.part}{_anchor(one.place)}"} for one in page.gaps],
        "typed": typed.dict() if typed is not None else {},
        "template": f"web/practitioner/own_{chosen}.html"
        if page.head.is_editable
        else "web/practitioner/own_read.html",
        **part_of_page(page, chosen, typed),
    }
    with timezone.override(ZoneInfo(page.time_zone)):
        return render(request, "web/practitioner/own_builder.html", given, status=status)


def _anchor(place: str) -> str:
    return f"#id_{place}" if place in FIELDS else f"#{place}" if "-" in place else ""


def _tabs(page: OwnPage, chosen: str) -> list[dict[str, Any]]:
    """The parts, each with how many things are missing there."""
    missing = [gap.part for gap in page.gaps]
    return [
        {"url": f"?part={name}", "label": label, "current": name == chosen, "count": missing.count(name) or ""}
        for name, label in PARTS
    ]
