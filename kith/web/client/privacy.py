"""What stays between us, to read at any time; and the form on which a person hides things from their own pages."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from kith.care.actions.explain import explain_limits
from kith.care.actions.hide import agree_to_show, hide_things
from kith.care.models import Refusal
from kith.care.models.hiding import HIDEABLE
from kith.care.queries.hiding import my_privacy as privacy_page
from kith.care.queries.limits import my_limits as limits_page
from kith.web.asking import Request
from kith.web.client.page import own_record, show
from kith.web.parts.harm_words import HIDDEN, offered

UNDERSTOOD = (
    ("own_words", gettext_lazy("I understand it")),
    ("not_yet", gettext_lazy("I want to talk about it")),
)


class HideForm(forms.Form):
    """What is to be absent. Never filled in beforehand: the form says nothing about how things stand."""

    things = forms.MultipleChoiceField(
        label=gettext_lazy("What should not be found here?"),
        choices=offered(HIDDEN, HIDEABLE),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )


def my_limits(request: Request) -> HttpResponse:
    """The words; a POST says that they were understood, or that there are questions."""
    refused = None
    if request.method == "POST":
        try:
            explain_limits(
                client=own_record(request, "W", "consents"),
                understood=request.POST.get("understood", ""),
                language=get_language() or "en",
                by=request.viewer,
                at=request.at,
            )
        except Refusal as refusal:
            refused = refusal
        else:
            messages.success(request, _("Thank you. It is written down."))
            return redirect("my_limits")
    page = limits_page(viewer=request.viewer, at=request.at)
    return show(request, "my_limits", page, refusal=refused, understood=UNDERSTOOD)


def my_privacy(request: Request) -> HttpResponse:
    """The same page for everybody; a POST hides things, or says that everything may be shown again."""
    page = privacy_page(viewer=request.viewer, at=request.at)
    form, refused = HideForm(), None
    if request.method == "POST":
        form = HideForm(request.POST)
        who: dict[str, Any] = {
            "client": own_record(request, "W", "abuse_flag"),
            "by": request.viewer,
            "at": request.at,
        }
        try:
            if request.POST.get("act") == "show":
                agree_to_show(**who)
            else:
                hide_things(things=form.cleaned_data["things"] if form.is_valid() else (), **who)
        except Refusal as refusal:
            refused = refusal
        else:
            messages.success(request, _("Done."))
            return redirect("my_record")
    return show(request, "my_privacy", page, refusal=refused, form=form)
