"""Answers question by question over time."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kith.care.queries.answer_history import AnswerHistory, AnswerRow, Series, answer_history
from kith.web.asking import Request
from kith.web.practitioner.about import about
from kith.web.practitioner.fact_words import plain_number
from kith.web.practitioner.names import name_of

MOVED = 0.2  # of the width of a question's answers: about one step of five


def answers(request: Request, client_id: UUID) -> HttpResponse:
    """A table of shades: a row for each question, a column for each day."""
    page = answer_history(
        viewer=request.viewer,
        client_id=client_id,
        at=request.at,
        measure=request.GET.get("measure", ""),
        language=get_language() or "en",
    )
    given = {
        **about(request, page.head, _("Answers over time"), "person"),
        "page": page,
        "tabs": [
            {"url": f"?measure={one.key}", "label": _label(one, page), "current": one == page.chosen, "is_name": True}
            for one in page.series
        ],
        "rows": [{"row": row, "change": _change(row)} for row in page.rows],
        "scores": [
            (name, ["–" if value is None else plain_number(value) for value in values]) for name, values in page.scores
        ],
    }
    return render(request, "web/practitioner/answers.html", given)


def _label(one: Series, page: AnswerHistory) -> str:
    parts = [one.short]
    if one.respondent != "self":
        parts.append(_("by %(whom)s") % {"whom": name_of(one.respondent)})
    if [other.short for other in page.series if other.respondent == one.respondent].count(one.short) > 1:
        parts.append(_("version %(number)s") % {"number": one.version})
    return " ".join(parts)


def _change(row: AnswerRow) -> dict[str, Any] | None:
    """Whether a question moved since the first time that is shown, as a chip."""
    if row.moved is None:
        return None
    if row.moved >= MOVED:
        return {"label": _("better"), "tone": "good", "icon": "trending-down"}
    if row.moved <= -MOVED:
        return {"label": _("worse"), "tone": "caution", "icon": "trending-up"}
    return {"label": _("the same"), "tone": "", "icon": "minus"}
