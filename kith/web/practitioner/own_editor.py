"""The editor of a document: one part at a time, each change kept at once, and always a list of what is wrong."""

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

from kith.care.actions import author_documents
from kith.care.models import OwnDocument, Refusal, Stale
from kith.care.queries.own_shapes import PartShown
from kith.care.queries.own_writing import WritingPage, document_row
from kith.care.queries.own_writing import own_document as the_page
from kith.web.asking import Request
from kith.web.errors import status_of, summary
from kith.web.practitioner.draft_form import block_of, edit_typed, outline_of, rows_of
from kith.web.practitioner.draft_labels import KINDS
from kith.web.practitioner.draft_words import problem_words
from kith.web.practitioner.own_steps import Verbs, edits_shown, take_step
from kith.web.practitioner.own_words import state_chip

VERBS = Verbs(
    undo=author_documents.undo,
    propose=author_documents.propose,
    send_back=author_documents.send_back,
    release=author_documents.release,
    retire=author_documents.retire,
    start_version=author_documents.start_version,
)
SAID = {
    "propose": lazy("It waits for a second person now. Tell a colleague who may release."),
    "retire": lazy("It is offered no more. What was begun with it stays readable."),
}


def own_document(request: Request, own_document_id: UUID) -> HttpResponse:
    """One part of the document; a POST keeps what was typed, changes a list, or takes it a step on."""
    place = (request.POST if request.method == "POST" else request.GET).get("part", "")[:200]
    asked: dict[str, Any] = {"viewer": request.viewer, "own_id": own_document_id, "at": request.at, "place": place}
    if request.method != "POST":
        return _show(request, the_page(**asked))
    own = document_row(viewer=request.viewer, own_id=own_document_id)
    try:
        target = _act(request, own, place)
    except Refusal as refusal:
        page = the_page(**asked)
        is_stale = isinstance(refusal, Stale)
        return _show(request, page, request.POST, summary(refusal), status_of(refusal), is_stale=is_stale)
    return redirect(target)


def _act(request: Request, own: OwnDocument, place: str) -> str:
    """Do it, and say where to go then."""
    wanted, here = request.POST.get("act", ""), reverse("own_document", args=[own.pk])
    target = take_step(request, own, wanted, verbs=VERBS, page="own_document", said=SAID)
    if target is not None:
        return target
    edit, change = edit_typed(request.POST)
    author_documents.save(own=own, edit=edit, edits=edits_shown(request.POST), by=request.viewer, at=request.at)
    messages.success(request, _("Kept."))
    is_own_page = change == "remove" and request.POST.get("from") == "page"
    return f"{here}?part={place.rpartition('.')[0] if is_own_page else place}"


def _show(
    request: Request,
    page: WritingPage,
    typed: QueryDict | None = None,
    errors: list[dict[str, str]] | None = None,
    status: int = 200,
    *,
    is_stale: bool = False,
) -> HttpResponse:
    problems = [problem_words(one) for one in page.problems]
    parent = page.place.rpartition(".")[0]
    given = {
        "page": page,
        "head": page.head,
        "chip": state_chip(page.head.state),
        "sort": KINDS[page.head.kind],
        "errors": errors or [],
        "typed": typed.dict() if typed is not None else {},
        "is_stale": is_stale,
        "outline": outline_of(page.outline, page.place),
        "part": page.place,
        "parent": parent.rpartition(".")[0] if parent.rpartition(".")[2].isdecimal() else parent,
        "shown": block_of(page.part, typed) if isinstance(page.part, PartShown) else None,
        "rows": rows_of(page.part, typed) if not isinstance(page.part, PartShown) else None,
        "body": typed.get("body", page.body) if typed is not None else page.body,
        "body_was": page.body if typed is not None and typed.get("body", page.body) != page.body else "",
        "body_problems": [one for one in problems if one.place == "body"],
        "problems": problems,
    }
    here = next((one for one in given["outline"] if one["current"]), given["outline"][0])
    given |= {"part_name": here["label"], "part_words": here["words"], "is_row": here["depth"] > 0}
    with timezone.override(ZoneInfo(page.time_zone)):
        return render(request, "web/practitioner/own_editor.html", given, status=status)
