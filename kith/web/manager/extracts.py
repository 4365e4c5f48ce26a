"""Files for research: ask for one, decide about one, take one."""

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

from kith.care.actions import research
from kith.care.models import Refusal
from kith.care.queries.research import ExtractsPage, extract, extract_in_reach, extracts
from kith.web.asking import Request
from kith.web.errors import status_of, summary
from kith.web.manager.codebook import as_zip
from kith.web.practitioner.about import REFUSED

STATES = {
    "asked": (gettext_lazy("Waits for an answer"), "caution", "clock"),
    "paused": (gettext_lazy("Let go, after a pause"), "caution", "clock"),
    "open": (gettext_lazy("Let go"), "good", "circle-check"),
    "over": (gettext_lazy("Over"), "", "lock"),
    "refused": (gettext_lazy("Not let go"), "", "x"),
}


class AskForm(forms.Form):
    """What a researcher asks for."""

    title = forms.CharField(label=gettext_lazy("Short title"), max_length=120)
    question = forms.CharField(
        label=gettext_lazy("What do you want to find out?"),
        help_text=gettext_lazy("A sentence or two that somebody else can judge. Name the ethics approval."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
    )
    k = forms.IntegerField(
        label=gettext_lazy("With how many people at least is each one alike?"),
        help_text=gettext_lazy("Five or more. More protects better, and says less about age, place and the rest."),
        initial=5,
        min_value=2,
        max_value=100,
    )


class DecisionForm(forms.Form):
    """What a privacy officer answers."""

    reason = forms.CharField(
        label=gettext_lazy("Why"),
        help_text=gettext_lazy("The ethics approval it rests on, or what is missing."),
        max_length=400,
    )
    days = forms.IntegerField(
        label=gettext_lazy("For how many days may the file be taken?"), initial=30, min_value=1, max_value=183
    )


def all_extracts(request: Request) -> HttpResponse:
    """The requests, and the form for a new one."""
    form = AskForm(request.POST) if request.method == "POST" else AskForm()
    refusal: Refusal | None = None
    if request.method == "POST" and form.is_valid():
        try:
            research.request_extract(**form.cleaned_data, by=request.viewer, at=request.at)
        except Refusal as refused:
            refusal = refused
        else:
            messages.success(request, _("The file is asked for. The privacy officer decides."))
            return redirect("extracts")
    page = extracts(viewer=request.viewer, at=request.at)
    return _show(request, page, form, refusal)


def _show(request: Request, page: ExtractsPage, form: AskForm, refusal: Refusal | None) -> HttpResponse:
    given: dict[str, Any] = {
        "page": page,
        "form": form,
        "rows": [{"one": one, "state": STATES[one.state]} for one in page.extracts],
        "errors": summary(refusal) if refusal else [],
    }
    with timezone.override(ZoneInfo(page.time_zone)):
        return render(
            request, "web/manager/extracts.html", given, status=REFUSED if form.errors else status_of(refusal)
        )


def one_extract(request: Request, research_extract_id: UUID) -> HttpResponse:
    """One request with its decision; the privacy officer decides here."""
    form = DecisionForm(request.POST) if request.method == "POST" else DecisionForm()
    refusal: Refusal | None = None
    if request.method == "POST":
        row = extract_in_reach(viewer=request.viewer, extract_id=research_extract_id)
        if form.is_valid():
            is_approved = request.POST.get("do") == "approve"
            try:
                research.decide_extract(
                    extract=row, is_approved=is_approved, **form.cleaned_data, by=request.viewer, at=request.at
                )
            except Refusal as refused:
                refusal = refused
            else:
                messages.success(
                    request,
                    _("The file may be taken after a pause of a day.") if is_approved else _("No file may be taken."),
                )
                return redirect("research_extract", research_extract_id)
    shown = extract(viewer=request.viewer, extract_id=research_extract_id, at=request.at)
    given: dict[str, Any] = {
        "one": shown,
        "state": STATES[shown.state],
        "form": form,
        "may_decide": "privacy_officer" in request.viewer.roles and not shown.is_mine,
        "errors": summary(refusal) if refusal else [],
    }
    status = REFUSED if form.errors else status_of(refusal)
    with timezone.override(ZoneInfo(request.viewer.time_zone)):
        return render(request, "web/manager/extract.html", given, status=status)


def extract_file(request: Request, research_extract_id: UUID) -> HttpResponse:
    """The file, made now, of those who say yes now."""
    row = extract_in_reach(viewer=request.viewer, extract_id=research_extract_id)
    try:
        found = research.take_extract(extract=row, by=request.viewer, at=request.at)
    except Refusal as refused:
        messages.error(request, f"{refused.what} {refused.found} {refused.instead}")
        return redirect("research_extract", research_extract_id)
    response = HttpResponse(as_zip(found), content_type="application/zip")
    response["Content-Disposition"] = 'attachment; filename="research-extract.zip"'
    return response
