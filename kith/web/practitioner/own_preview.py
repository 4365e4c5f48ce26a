"""A draft as others will meet it: a worksheet as a form of the client, the others as the catalogue shows them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from kith.care.queries.own_writing import PreviewPage, previewing
from kith.web.asking import Request
from kith.web.parts.lesson_text import lesson_html
from kith.web.parts.worksheet_form import fields_of
from kith.web.practitioner.interventions import told_in_full
from kith.web.practitioner.own_words import state_chip


def own_document_preview(request: Request, own_document_id: UUID) -> HttpResponse:
    """The document; nothing that is typed here is kept."""
    page = previewing(viewer=request.viewer, own_id=own_document_id, at=request.at, language=get_language() or "en")
    given: dict[str, Any] = {"own": page, "head": page.head, "chip": state_chip(page.head.state), **_content(page)}
    return render(request, "web/practitioner/own_preview.html", given)


def _content(page: PreviewPage) -> dict[str, Any]:
    if page.value is None:
        return {}
    if page.head.kind == "worksheet":
        return {"steps": [(step, fields_of(step.fields, {})) for step in page.value.steps], "sheet": page.value}
    if page.head.kind == "lesson":
        return {"one": page.value, "body": lesson_html(page.value.body)}
    if page.intervention is not None:
        return {**told_in_full(page.intervention), "page": page.intervention}
    return {"one": page.value}
