"""The second person: what is new in words, every worked example run again, and then yes, or back with a reason."""

from __future__ import annotations

from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from kith.care.models import Refusal
from kith.care.queries.own_instruments import own_row
from kith.care.queries.own_trying import ReleasePage, releasing
from kith.web.asking import Request
from kith.web.errors import status_of, summary
from kith.web.parts.timelines import score_words
from kith.web.practitioner.own_builder import VERBS
from kith.web.practitioner.own_pictures import strip_of
from kith.web.practitioner.own_steps import decide
from kith.web.practitioner.own_words import URGENCIES, difference_words, language_name, state_chip


def own_instrument_release(request: Request, own_instrument_id: UUID) -> HttpResponse:
    """The page of the second person; a POST releases or sends back."""
    if request.method != "POST":
        return _show(request, releasing(viewer=request.viewer, own_id=own_instrument_id, at=request.at), "", [])
    own, reason = own_row(viewer=request.viewer, own_id=own_instrument_id), request.POST.get("reason", "")
    try:
        decide(request, own, VERBS, _("It is released. From now on people can be asked it."))
    except Refusal as refusal:
        page = releasing(viewer=request.viewer, own_id=own_instrument_id, at=request.at)
        return _show(request, page, reason, summary(refusal), status_of(refusal))
    return redirect("own_instrument", own_instrument_id)


def _show(
    request: Request, page: ReleasePage, reason: str, errors: list[dict[str, str]], status: int = 200
) -> HttpResponse:
    names = {f"item:{one.item}": _("Question %(number)d") % {"number": one.number} for one in page.questions}
    names |= {f"scale:{one.scale}": one.name for one in page.scores}
    given: dict[str, Any] = {
        "page": page,
        "chip": state_chip(page.head.state),
        "errors": errors,
        "reason": reason,
        "changes": [difference_words(one) for one in page.differences],
        "scores": [{"row": one, "picture": strip_of(one)} for one in page.scores],
        "flags": [
            {"row": one, "about": names.get(one.looks_at, ""), "how_soon": dict(URGENCIES).get(one.urgency, "")}
            for one in page.flags
        ],
        "examples": [
            {
                "row": one,
                "was": ", ".join(f"{name} {_score(value)}" for name, value in one.was),
                "now": ", ".join(f"{each.name} {_score(each.value)}" for each in one.outcomes),
            }
            for one in page.examples
        ],
        "written_in": [language_name(code) for code in page.languages],
        "can_release": page.head.state == "proposed" and page.head.may_release and not page.gaps,
    }
    with timezone.override(ZoneInfo(page.time_zone)):
        return render(request, "web/practitioner/own_release.html", given, status=status)


def _score(value: float | None) -> str:
    return _("no score") if value is None else score_words(value)
