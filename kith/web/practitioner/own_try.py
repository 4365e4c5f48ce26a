"""Try a measure as a client would meet it. What is answered here is scored, shown, and forgotten."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from kith.care.models import BadInput
from kith.care.queries.own_trying import TryPage, trying
from kith.web.asking import Request
from kith.web.errors import summary
from kith.web.parts.timelines import score_words
from kith.web.practitioner.about import REFUSED
from kith.web.practitioner.own_words import language_name, state_chip


def own_instrument_try(request: Request, own_instrument_id: UUID) -> HttpResponse:
    """The questions; a POST shows what the answers come to."""
    language = request.POST.get("language", "") or request.GET.get("language", "")
    asked: dict[str, Any] = {
        "viewer": request.viewer,
        "own_id": own_instrument_id,
        "at": request.at,
        "language": language,
    }
    if request.method != "POST":
        return _show(request, trying(**asked), {})
    typed = request.POST.dict()
    answers: dict[str, float | None] = {}
    try:
        for name, text in typed.items():
            if name.startswith("q_"):
                answers[name.removeprefix("q_")] = None if text in ("", "-") else int(str(text))
        page = trying(**asked, answers=answers)
        if not page.is_tried and page.is_readable:
            raise ValueError
    except ValueError:
        refusal = BadInput(
            _("The answers were not scored."),
            _("One of them is not offered here."),
            _("Choose from the answers shown."),
            "questions",
        )
        return _show(request, trying(**asked), typed, summary(refusal))
    return _show(request, page, typed)


def _show(
    request: Request, page: TryPage, typed: Mapping[str, object], errors: list[dict[str, str]] | None = None
) -> HttpResponse:
    given = {
        "page": page,
        "chip": state_chip(page.head.state),
        "errors": errors or [],
        "written_in": [(code, language_name(code)) for code in page.languages],
        "questions": [{"asked": one, "chosen": typed.get(f"q_{one.item}", "")} for one in page.questions],
        "outcomes": [
            {"row": one, "score": score_words(one.value) if one.value is not None else ""} for one in page.outcomes
        ],
    }
    return render(request, "web/practitioner/own_try.html", given, status=REFUSED if errors else 200)
