"""A supervisor's list of records to sign off, and one of them with its decision."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from kith.care.actions.sign_off import sign_off_record
from kith.care.models import Refusal
from kith.care.queries.sign_offs import SignOffPage, record_to_sign_off
from kith.care.queries.sign_offs import sign_off as one_record
from kith.care.queries.sign_offs import sign_offs as all_records
from kith.web.asking import Request
from kith.web.errors import summary
from kith.web.practitioner.about import REFUSED, about
from kith.web.practitioner.fields import words
from kith.web.practitioner.signing import signed_words


class DecideForm(forms.Form):
    """What the supervisor says to the trainee; asked for when a record goes back."""

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields["words"] = words(_("To the trainee"), _("They read it with the record. Needed when you return it."))


def sign_offs(request: Request) -> HttpResponse:
    """What waits, what was returned, what was approved lately."""
    page = all_records(viewer=request.viewer, at=request.at)
    parts = (
        {"title": _("To read"), "rows": page.waiting, "none": _("Nothing waits for you.")},
        {"title": _("Returned, not answered yet"), "rows": page.returned, "none": ""},
        {"title": _("Approved lately"), "rows": page.approved, "none": ""},
    )
    return render(request, "web/practitioner/sign_offs.html", {"page": page, "parts": parts})


def sign_off(request: Request, record_id: UUID) -> HttpResponse:
    """One record; a POST approves or returns it."""
    if request.method != "POST":
        page = one_record(viewer=request.viewer, record_id=record_id, at=request.at)
        return _show(request, page, DecideForm(), [])
    form = DecideForm(request.POST)
    decision = request.POST.get("decision", "")
    errors: list[dict[str, str]] = []
    record = record_to_sign_off(viewer=request.viewer, record_id=record_id, at=request.at)
    try:
        if form.is_valid():
            sign_off_record(
                record=record, decision=decision, words=form.cleaned_data["words"], by=request.viewer, at=request.at
            )
            done = _("The record is approved.") if decision == "approved" else _("The record goes back.")
            messages.success(request, done)
            return redirect("sign_offs")
    except Refusal as refusal:
        errors = summary(refusal)
    page = one_record(viewer=request.viewer, record_id=record_id, at=request.at)
    return _show(request, page, form, errors)


def _show(request: Request, page: SignOffPage, form: DecideForm, errors: list[dict[str, str]]) -> HttpResponse:
    given = {
        **about(request, page.head, _("Sign off"), ""),
        **signed_words(page.record),
        "page": page,
        "form": form,
        "errors": errors,
    }
    return render(request, "web/practitioner/sign_off.html", given, status=REFUSED if form.is_bound else 200)
