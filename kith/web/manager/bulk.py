"""Rows that leave: ask that rows of many people may leave the record, and decide about it."""

from __future__ import annotations

from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kith.care.actions import bulk
from kith.care.models import Refusal
from kith.care.queries.bulk import FilesShown, bulk_export, bulk_export_in_reach, bulk_exports
from kith.web.asking import Request
from kith.web.errors import status_of, summary
from kith.web.manager.extracts import STATES
from kith.web.practitioner.about import REFUSED

KINDS = {
    "tables": gettext_lazy("Tables of referrals and sessions"),
    "data_set": gettext_lazy("The data set that is due by law"),
}
COMMANDS = {
    "tables": "kith export tables --by {name}",
    "data_set": "kith dataset out --from 2026-01-01 --to 2026-03-31 --by {name}",
}


FILES = {
    "there": (gettext_lazy("On the machine"), "caution", "clock"),
    "failed": (gettext_lazy("Could not be deleted"), "danger", "triangle-alert"),
    "deleted": (gettext_lazy("Deleted"), "good", "circle-check"),
    "not_there": (gettext_lazy("No longer where it was written"), "", "circle-dashed"),
}


class AskForm(forms.Form):
    """What a manager asks for."""

    kind = forms.ChoiceField(label=gettext_lazy("Which rows?"), choices=list(KINDS.items()))
    purpose = forms.CharField(
        label=gettext_lazy("What are they for?"),
        help_text=gettext_lazy("Who gets them, and by what law or contract. Somebody else has to judge it."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=400,
    )


class DecisionForm(forms.Form):
    """What a privacy officer answers."""

    reason = forms.CharField(
        label=gettext_lazy("Why"),
        help_text=gettext_lazy("The law or contract it rests on, or what is missing."),
        max_length=400,
    )
    days = forms.IntegerField(
        label=gettext_lazy("For how many days may the rows be taken?"), initial=1, min_value=1, max_value=31
    )


def files_rows(files: tuple[FilesShown, ...]) -> list[dict[str, Any]]:
    """Each run's files with what is to be known of them: on the machine, gone, or not to be deleted."""
    return [{"one": one, "kind": KINDS[one.kind], "state": FILES[_state(one)]} for one in files]


def _state(one: FilesShown) -> str:
    return one.gone_how or ("failed" if one.failure else "there")


def all_bulk_exports(request: Request) -> HttpResponse:
    """The requests, and the form for a new one."""
    form = AskForm(request.POST) if request.method == "POST" else AskForm()
    refusal: Refusal | None = None
    if request.method == "POST" and form.is_valid():
        try:
            bulk.request_bulk_export(**form.cleaned_data, by=request.viewer, at=request.at)
        except Refusal as refused:
            refusal = refused
        else:
            messages.success(request, _("It is asked for. The privacy officer decides."))
            return redirect("bulk_exports")
    page = bulk_exports(viewer=request.viewer, at=request.at)
    given: dict[str, Any] = {
        "page": page,
        "form": form,
        "rows": [{"one": one, "kind": KINDS[one.kind], "state": STATES[one.state]} for one in page.exports],
        "errors": summary(refusal) if refusal else [],
        "files": files_rows(page.files),
    }
    with timezone.override(ZoneInfo(page.time_zone)):
        return render(
            request, "web/manager/bulk_exports.html", given, status=REFUSED if form.errors else status_of(refusal)
        )


def one_bulk_export(request: Request, bulk_export_id: UUID) -> HttpResponse:
    """One request with its decision; the privacy officer decides here."""
    form = DecisionForm(request.POST) if request.method == "POST" else DecisionForm()
    refusal: Refusal | None = None
    if request.method == "POST":
        row = bulk_export_in_reach(viewer=request.viewer, bulk_export_id=bulk_export_id)
        if form.is_valid():
            is_approved = request.POST.get("do") == "approve"
            decision = {"is_approved": is_approved, **form.cleaned_data}
            try:
                bulk.decide_bulk_export(bulk_export=row, **decision, by=request.viewer, at=request.at)
            except Refusal as refused:
                refusal = refused
            else:
                done = _("The rows may be taken after a pause of a day.") if is_approved else _("No rows may be taken.")
                messages.success(request, done)
                return redirect("bulk_export", bulk_export_id)
    shown = bulk_export(viewer=request.viewer, bulk_export_id=bulk_export_id, at=request.at)
    given: dict[str, Any] = {
        "one": shown,
        "kind": KINDS[shown.kind],
        "command": COMMANDS[shown.kind].format(name=request.user.get_username()),
        "state": STATES[shown.state],
        "form": form,
        "may_decide": "privacy_officer" in request.viewer.roles and not shown.is_mine,
        "errors": summary(refusal) if refusal else [],
        "files": files_rows(shown.files),
    }
    with timezone.override(ZoneInfo(request.viewer.time_zone)):
        return render(
            request, "web/manager/bulk_export.html", given, status=REFUSED if form.errors else status_of(refusal)
        )
