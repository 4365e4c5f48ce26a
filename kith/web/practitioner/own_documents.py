"""What we wrote: the documents the service made itself, where each stands, and the start of a new one."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from kith.care.actions.author_documents import start_document
from kith.care.models import BadInput, Refusal
from kith.care.queries.own_writing import own_documents as the_list
from kith.web.asking import Request
from kith.web.errors import summary
from kith.web.practitioner.about import REFUSED
from kith.web.practitioner.draft_labels import KINDS, ONE
from kith.web.practitioner.own_list import row_of


def own_documents(request: Request) -> HttpResponse:
    """The list; a POST starts a draft."""
    if request.method != "POST":
        return _show(request, {}, [])
    kind, _colon, copy_of = request.POST.get("begin", "").partition(":")
    try:
        if kind not in KINDS:
            raise BadInput(
                _("Nothing was started."),
                _("It does not say what to begin with."),
                _("Choose a kind, or a document to copy."),
                "begin",
            )
        own = start_document(
            kind=kind, title=request.POST.get("title", ""), copy_of=copy_of, by=request.viewer, at=request.at
        )
    except Refusal as refusal:
        return _show(request, request.POST.dict(), summary(refusal))
    messages.success(request, _("The draft is started. Only you can change it, and nobody is offered it yet."))
    return redirect("own_document", own.pk)


def _show(request: Request, typed: dict[str, Any], errors: list[dict[str, str]]) -> HttpResponse:
    page = the_list(viewer=request.viewer, at=request.at)
    given = {
        "page": page,
        "groups": [(KINDS[kind], [row_of(one) for one in found]) for kind, found in page.documents if found],
        "begin": [(kind, ONE[kind], KINDS[kind], found) for kind, found in page.to_copy],
        "typed": typed,
        "errors": errors,
    }
    with timezone.override(ZoneInfo(page.time_zone)):
        return render(request, "web/practitioner/own_documents.html", given, status=REFUSED if errors else 200)
