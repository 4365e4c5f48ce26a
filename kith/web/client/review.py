"""My reviews: is it helping? What we looked at, what we decided and why; and how I see it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from kith.care.actions.own_view import say_own_view
from kith.care.models import Refusal
from kith.care.queries.my_review import MyReviewPage
from kith.care.queries.my_review import my_review as review_page
from kith.care.queries.reviews_told import ReviewTold
from kith.web.asking import Request
from kith.web.client.page import own_record, readers_of, show

DECIDED: dict[str, Any] = {
    "go_on": lazy("We go on as planned."),
    "change": lazy("We change something."),
    "step_up": lazy("We try a stronger kind of help."),
    "step_down": lazy("We try with less help."),
    "end": lazy("This plan ends."),
}


class OwnViewForm(forms.Form):
    """Three short questions; any one of them is enough."""

    def __init__(self, page: MyReviewPage, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields["areas"] = forms.MultipleChoiceField(
            label=lazy("When it does not help as hoped: what has to do with it?"),
            help_text=lazy("Tick as many as you like, or none."),
            choices=[(area.id, area.title) for area in page.areas],
            widget=forms.CheckboxSelectMultiple,
            required=False,
        )
        for name, label in (
            ("stay", lazy("What is good and should stay as it is?")),
            ("change", lazy("What should change?")),
        ):
            self.fields[name] = forms.CharField(label=label, required=False, widget=forms.Textarea(attrs={"rows": 3}))


def my_review(request: Request) -> HttpResponse:
    """Every review of this stay; a POST keeps how the person sees it."""
    page = review_page(viewer=request.viewer, at=request.at)
    form = OwnViewForm(page, request.POST if request.method == "POST" else None)
    refusal: Refusal | None = None
    if request.method == "POST" and form.is_valid():
        try:
            say_own_view(
                client=own_record(request, "W", "answers"), by=request.viewer, at=request.at, **form.cleaned_data
            )
        except Refusal as problem:
            refusal = problem
        else:
            messages.success(request, _("Your view is kept. It is read at the next review."))
            return redirect("my_review")
    return show(
        request,
        "my_review",
        page,
        refusal=refusal,
        form=form,
        readers=readers_of(page.seers),
        reviews=[_told(one) for one in page.reviews],
        next_review=_next_words(page.sessions_left),
    )


def _told(one: ReviewTold) -> dict[str, Any]:
    return {"row": one, "decided": DECIDED[one.decision]}


def _next_words(left: int | None) -> str:
    """When we look at it together the next time."""
    if left is None:
        return ""
    if left == 0:
        return _("We look at it together the next time we meet.")
    return ngettext(
        "We look at it together after %(count)d more meeting.",
        "We look at it together after %(count)d more meetings.",
        left,
    ) % {"count": left}
