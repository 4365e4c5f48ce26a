"""Not now: a client passes a measure over, or would rather not answer it, with a reason; and can take it back."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from kith.care.actions.schedule import refuse_request, reopen_request, skip_request
from kith.care.models import BadInput, MeasureRequest, Refusal
from kith.care.models.asking import CLIENT_REASONS
from kith.care.permissions import reach
from kith.care.queries.my_requests import DeclinePage, MyRequest
from kith.care.queries.my_requests import decline as decline_page
from kith.web.asking import Request
from kith.web.client.page import readers_of, show
from kith.web.reasons import REASON_WORDS


class DeclineForm(forms.Form):
    """A choice, a reason, and words if somebody likes."""

    decision = forms.ChoiceField(
        label=gettext_lazy("What would you like?"),
        choices=[
            ("skip", gettext_lazy("Not today")),
            ("refuse", gettext_lazy("I'd rather not answer this one")),
        ],
        widget=forms.RadioSelect,
        required=False,
    )
    reason = forms.ChoiceField(
        label=gettext_lazy("Why?"),
        help_text=gettext_lazy("It helps your team to ask better."),
        choices=[("", gettext_lazy("Choose a reason")), *((code, REASON_WORDS[code]) for code in CLIENT_REASONS)],
        required=False,
    )
    words = forms.CharField(
        label=gettext_lazy("In your words, if you like"),
        help_text=gettext_lazy("Nobody reads it at once. If you need help now, use “Right now” at the top."),
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
        max_length=1000,
    )


def decline(request: Request, instrument: str) -> HttpResponse:
    """The two choices with their reasons; a POST keeps one of them, or opens the measure again."""
    page = decline_page(viewer=request.viewer, instrument=instrument, at=request.at, language=get_language() or "en")
    if page.request is None:
        return redirect("today")
    is_undone = request.POST.get("do") == "undo"
    form = DeclineForm(request.POST if request.method == "POST" and not is_undone else None)
    refusal: Refusal | None = None
    if request.method == "POST":
        try:
            done = _reopen(request, page.request) if is_undone else _keep(request, page, form)
        except Refusal as problem:
            refusal = problem
        else:
            messages.success(request, done)
            return redirect("today")
    return show(request, "decline", page, refusal=refusal, form=form, readers=readers_of(page.readers))


def _keep(request: Request, page: DeclinePage, form: DeclineForm) -> str:
    if not form.is_valid():
        name, faults = next(iter(form.errors.items()))
        raise BadInput(_("This was not kept yet."), str(faults[0]), _("Put it right and send it again."), name)
    if not form.cleaned_data["decision"]:
        raise BadInput(
            _("This was not kept yet."),
            _("Nothing is chosen."),
            _("Choose “Not today”, or “I'd rather not answer this one”."),
            "decision_0",
        )
    decide = refuse_request if form.cleaned_data["decision"] == "refuse" else skip_request
    decide(
        request=_row(request, page.request),
        reason=form.cleaned_data["reason"],
        words=form.cleaned_data["words"],
        by=request.viewer,
        at=request.at,
    )
    return _("That is fine, and noted as your answer.")


def _reopen(request: Request, asked: MyRequest) -> str:
    reopen_request(request=_row(request, asked), by=request.viewer, at=request.at)
    return _("You can answer it again.")


def _row(request: Request, asked: MyRequest | None) -> Any:
    assert asked is not None  # the view has looked
    row, _access = reach(request.viewer, MeasureRequest, asked.id, "W", "answers", at=request.at)
    return row
