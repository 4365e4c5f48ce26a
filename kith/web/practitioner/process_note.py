"""What the one who led a session thinks about it, for themselves; and the step that copies danger into the record."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from kith.care.actions.think import write_process_note
from kith.care.models import Refusal
from kith.care.permissions import reach_led
from kith.care.queries.process_notes import FREE, ProcessNotePage, process_notes
from kith.care.queries.risk_words import sentences_of_risk
from kith.web.asking import Request
from kith.web.errors import summary
from kith.web.practitioner.about import REFUSED, about
from kith.web.practitioner.fields import one_of, words


class ThinkForm(forms.Form):
    """The protocol's questions after a meeting, and room for anything else. All may stay empty but one."""

    def __init__(self, page: ProcessNotePage, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        for question in page.questions:
            self.fields[f"on-{question.id}"] = words(question.text, rows=3)
        self.fields[f"on-{FREE}"] = words(_("In your own words"), rows=5)
        self.fields["in_record"] = one_of(
            _("Words about danger belong into the record too"),
            [
                ("copied", _("Copy the sentences below into the record")),
                ("there_already", _("The record holds it already")),
            ],
        )
        self.fields["copy"] = words(
            _("What goes into the record"), _("Others read this. Change it as you like."), rows=3
        )

    def thoughts(self) -> list[forms.BoundField]:
        """What only the author reads."""
        return [self[name] for name in self.fields if name.startswith("on-")]

    def said(self) -> dict[str, str]:
        """Question -> what was written."""
        return {
            name.removeprefix("on-"): text
            for name, text in self.cleaned_data.items()
            if name.startswith("on-") and text
        }


def process_note(request: Request, session_id: UUID) -> HttpResponse:
    """The page; a POST keeps the note, and nothing leads from it to anybody else."""
    page = process_notes(viewer=request.viewer, session_id=session_id, at=request.at)
    if request.method != "POST":
        return _show(request, page, ThinkForm(page), [])
    form = ThinkForm(page, request.POST)
    if not form.is_valid():
        return _show(request, page, form, [])
    try:
        session, _client = reach_led(request.viewer, session_id, at=request.at)
        write_process_note(
            session=session,
            words=form.said(),
            in_record=form.cleaned_data["in_record"],
            copy=form.cleaned_data["copy"],
            by=request.viewer,
            at=request.at,
        )
    except Refusal as refusal:
        return _show(request, page, form, summary(refusal), asks=refusal.field in {"in_record", "copy"})
    messages.success(request, _("Kept. Only you read it."))
    return redirect("process_note", session_id)


def _show(
    request: Request, page: ProcessNotePage, form: ThinkForm, errors: list[dict[str, str]], *, asks: bool = False
) -> HttpResponse:
    if asks and not form.cleaned_data["copy"].strip():
        sent = request.POST.copy()
        sent["copy"] = sentences_of_risk(form.said())
        form = ThinkForm(page, sent)
    given = {
        **about(request, page.head, _("For yourself"), "book"),
        "page": page,
        "form": form,
        "errors": errors,
        "asks": asks,
    }
    return render(request, "web/practitioner/process_note.html", given, status=REFUSED if form.is_bound else 200)
