"""Signed packs: a released document to hand over, and one of another service to take as drafts."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kith.care.actions.packs import MOST_BYTES, UnknownKey, import_pack
from kith.care.models import BadInput, Refusal
from kith.care.queries.own_writing import document_row
from kith.care.queries.packing import our_fingerprint, pack_of
from kith.web.asking import Request
from kith.web.errors import status_of, summary
from kith.web.practitioner.draft_labels import ONE


def own_document_pack(request: Request, own_document_id: UUID) -> HttpResponse:
    """One released document as a file."""
    own = document_row(viewer=request.viewer, own_id=own_document_id)
    try:
        pack = pack_of(viewer=request.viewer, identifiers=[own.identifier], at=request.at)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("own_document", own_document_id)
    return HttpResponse(
        pack.content,
        content_type="application/zip",
        headers={"Content-Disposition": f'attachment; filename="{pack.name}"'},
    )


def own_packs(request: Request) -> HttpResponse:
    """What others know our packs by; a POST takes a pack of theirs."""
    if request.method != "POST":
        return _show(request, {})
    trusted = request.POST.get("trusted", "").strip().lower()
    try:
        rows = import_pack(content=_sent(request), trusted=trusted, by=request.viewer, at=request.at)
    except UnknownKey as refusal:
        inside = [(ONE[one.kind], str(one.data.get("title", one.id))) for one in refusal.pack.documents]
        given = {"unknown": refusal.pack, "inside": inside, "errors": summary(refusal)}
        return _show(request, given, status_of(refusal))
    except Refusal as refusal:
        return _show(request, {"errors": summary(refusal), "trusted": trusted}, status_of(refusal))
    told = ngettext("%(n)d document is a draft here now.", "%(n)d documents are drafts here now.", len(rows))
    messages.success(request, told % {"n": len(rows)})
    return redirect("own_documents")


def _sent(request: Request) -> bytes:
    file = request.FILES.get("pack")
    if file is None:
        raise BadInput(
            _("Nothing was taken from the pack."), _("No file was sent."), _("Choose the file of the pack."), "pack"
        )
    return bytes(file.read(MOST_BYTES + 1))


def _show(request: Request, given: dict[str, Any], status: int = 200) -> HttpResponse:
    page = {"ours": our_fingerprint(viewer=request.viewer), **given}
    return render(request, "web/practitioner/own_packs.html", page, status=status)
