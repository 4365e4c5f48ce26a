"""Our measures: those the service made itself, where each stands, and the start of a new one."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kith.care.actions.author import start_instrument
from kith.care.models import BadInput, Refusal
from kith.care.queries.own_instruments import Versions
from kith.care.queries.own_instruments import own_instruments as the_list
from kith.web.asking import Request
from kith.web.errors import summary
from kith.web.practitioner.about import REFUSED
from kith.web.practitioner.own_words import languages_to_choose, state_chip


def own_instruments(request: Request) -> HttpResponse:
    """The list; a POST starts a draft."""
    if request.method != "POST":
        return _show(request, {}, [])
    try:
        language = request.POST.get("language", "")
        if language not in dict(languages_to_choose()):
            raise BadInput(
                _("No measure was started."),
                _("It does not say in which language."),
                _("Choose the language of its first words."),
                "language",
            )
        own = start_instrument(
            title=request.POST.get("title", ""),
            language=language,
            copy_of=request.POST.get("copy_of", ""),
            by=request.viewer,
            at=request.at,
        )
    except Refusal as refusal:
        return _show(request, request.POST.dict(), summary(refusal))
    messages.success(request, _("The draft is started. Only you can change it, and nobody is asked it yet."))
    return redirect("own_instrument", own.pk)


def _show(request: Request, typed: dict[str, Any], errors: list[dict[str, str]]) -> HttpResponse:
    page = the_list(viewer=request.viewer, at=request.at, language=get_language() or "en")
    base = (get_language() or "en").split("-")[0]
    given = {
        "page": page,
        "rows": [row_of(one) for one in page.measures],
        "typed": typed,
        "errors": errors,
        "written_in": languages_to_choose(),
        "chosen_language": typed.get("language", base),
    }
    with timezone.override(ZoneInfo(page.time_zone)):
        return render(request, "web/practitioner/own_list.html", given, status=REFUSED if errors else 200)


def row_of(measure: Versions) -> dict[str, Any]:
    """A measure or document with its newest version first and the others below it."""
    newest = measure.current or measure.open or measure.versions[0]
    others = [{"head": one, "chip": state_chip(one.state)} for one in measure.versions if one is not newest]
    return {"measure": measure, "newest": newest, "chip": state_chip(newest.state), "others": others}
