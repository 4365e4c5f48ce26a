"""The second person of a document: what is new in it, and then yes, or back with a reason."""

from __future__ import annotations

from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from kith.care.models import Refusal
from kith.care.queries.own_writing import DocumentRelease, document_release, document_row
from kith.web.asking import Request
from kith.web.errors import status_of, summary
from kith.web.practitioner.draft_form import place_name, value_words
from kith.web.practitioner.draft_words import problem_words
from kith.web.practitioner.own_editor import VERBS
from kith.web.practitioner.own_steps import decide
from kith.web.practitioner.own_words import state_chip


def own_document_release(request: Request, own_document_id: UUID) -> HttpResponse:
    """The page of the second person; a POST releases or sends back."""
    if request.method != "POST":
        page = document_release(viewer=request.viewer, own_id=own_document_id, at=request.at)
        return _show(request, page, "", [])
    own, reason = document_row(viewer=request.viewer, own_id=own_document_id), request.POST.get("reason", "")
    try:
        decide(request, own, VERBS, _("It is released. From now on it is offered."))
    except Refusal as refusal:
        page = document_release(viewer=request.viewer, own_id=own_document_id, at=request.at)
        return _show(request, page, reason, summary(refusal), status_of(refusal))
    return redirect("own_document", own_document_id)


def _show(
    request: Request, page: DocumentRelease, reason: str, errors: list[dict[str, str]], status: int = 200
) -> HttpResponse:
    given = {
        "page": page,
        "head": page.head,
        "chip": state_chip(page.head.state),
        "errors": errors,
        "reason": reason,
        "changes": [
            {
                "where": place_name(one.loc),
                "was": value_words(one.was),
                "now": value_words(one.now),
                "is_order": one.is_order,
            }
            for one in page.differences
        ],
        "problems": [problem_words(one) for one in page.problems],
        "can_release": not page.problems,
    }
    with timezone.override(ZoneInfo(page.time_zone)):
        return render(request, "web/practitioner/own_document_release.html", given, status=status)
