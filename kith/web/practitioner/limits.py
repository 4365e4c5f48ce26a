"""The limits of confidentiality: read out together, and written down that it was done and understood."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kith.care.actions.explain import explain_limits
from kith.care.models import Client, Refusal
from kith.care.models.explaining import UNDERSTANDING
from kith.care.permissions import reach
from kith.care.queries.limits import LimitsPage
from kith.care.queries.limits import limits as limits_page
from kith.web.asking import Request
from kith.web.errors import summary
from kith.web.parts.harm_words import UNDERSTOOD, offered
from kith.web.practitioner.about import REFUSED, about
from kith.web.practitioner.fields import one_of, words


class TalkForm(forms.Form):
    """How it was understood."""

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields["understood"] = one_of(_("How did the person understand it?"), offered(UNDERSTOOD, UNDERSTANDING))
        self.fields["words"] = words(_("What they asked or said"), _("They can read this."), rows=2)


def limits(request: Request, client_id: UUID) -> HttpResponse:
    """The page; a POST records the talk."""
    page = limits_page(viewer=request.viewer, client_id=client_id, at=request.at)
    if request.method != "POST":
        return _show(request, page, TalkForm(), [])
    form = TalkForm(request.POST)
    if not form.is_valid():
        return _show(request, page, form, [])
    client, _access = reach(request.viewer, Client, client_id, "W", "consents", at=request.at)
    try:
        explain_limits(
            client=client,
            language=get_language() or "en",
            **form.cleaned_data,
            by=request.viewer,
            at=request.at,
        )
    except Refusal as refusal:
        return _show(request, page, form, summary(refusal))
    messages.success(request, _("Recorded: the limits were explained."))
    return redirect("limits", client_id)


def _show(request: Request, page: LimitsPage, form: TalkForm, errors: list[dict[str, str]]) -> HttpResponse:
    given = {
        **about(request, page.head, _("What stays between us"), "person"),
        "page": page,
        "talks": [(talk, UNDERSTOOD[talk.understood]) for talk in page.talks],
        "form": form,
        "errors": errors,
    }
    return render(request, "web/practitioner/limits.html", given, status=REFUSED if form.is_bound else 200)
