"""“I am worried about somebody”, from every page and without any record; and finding out who it is about."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from kith.care.actions import worry as verbs
from kith.care.models import Refusal
from kith.care.queries.worries import (
    ConcernPage,
    ConcernRow,
    answer_concern,
    concern_to_answer,
    person_of_concern,
    worry_page,
)
from kith.web.asking import Request
from kith.web.errors import summary
from kith.web.parts.how_soon import HOW_SOON
from kith.web.practitioner.about import REFUSED
from kith.web.practitioner.alert import Concern
from kith.web.practitioner.clocks import clock_words, is_late
from kith.web.practitioner.fields import words as sentences

STATES = {"raised": lazy("nobody has it in hand yet"), "seen": lazy("in hand")}


class Worry(Concern):
    """A worry about somebody whose record the teller need not know of."""

    about = forms.CharField(
        label=lazy("Who is it about?"),
        help_text=lazy("A name, a number, or how somebody on duty can find out who it is."),
        widget=forms.Textarea(attrs={"rows": 2, "translate": "no"}),
        required=False,  # the action says what is missing, in three parts
    )
    words = forms.CharField(
        label=lazy("What are you worried about?"),
        help_text=lazy("What you saw or heard, and when. Only those who answer concerns read it."),
        widget=forms.Textarea(attrs={"rows": 5, "translate": "no"}),
        required=False,
    )
    field_order = ("about", "level", "words")


class Closing(forms.Form):
    """Why nobody in care here is concerned."""

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields["reason"] = sentences(lazy("What you found out, and whom you told"), rows=3)


def worry(request: Request) -> HttpResponse:
    """The form; a POST tells it. The answer is the same whether or not such a person is in care here."""
    form = Worry(request.POST or None)
    errors: list[dict[str, str]] = []
    if request.method == "POST" and form.is_valid():
        try:
            told = verbs.tell_concern(**form.cleaned_data, by=request.viewer, at=request.at)
        except Refusal as refusal:
            errors = summary(refusal)
        else:
            owner = {"name": told.owner.display_name}
            messages.success(request, _("Thank you. %(name)s owns this from now on and has been told.") % owner)
            return redirect("worry")
    page = worry_page(viewer=request.viewer, at=request.at)
    given = {
        "now": page.on_duty,
        "waiting": [waiting_row(row, request.at) for row in page.waiting],
        "form": form,
        "errors": errors,
    }
    return render(request, "web/practitioner/worry.html", given, status=REFUSED if form.is_bound else 200)


def concern(request: Request, concern_id: UUID) -> HttpResponse:
    """One concern; a POST takes it in hand, links it with a person, or closes it with a reason."""
    if request.method != "POST":
        return _show(request, concern_id)
    try:
        taken = _take(request, concern_id)
    except Refusal as refusal:
        return _show(request, concern_id, summary(refusal))
    return taken


def _take(request: Request, concern_id: UUID) -> HttpResponse:
    row = concern_to_answer(viewer=request.viewer, concern_id=concern_id)
    who: dict[str, Any] = {"by": request.viewer, "at": request.at}
    step = request.POST.get("step", "")
    if step == "link":
        client = person_of_concern(viewer=request.viewer, client_id=_id(request.POST.get("client")), at=request.at)
        alert = verbs.link_concern(concern=row, client=client, **who)
        messages.success(request, _("The concern is an alert of this person now."))
        return redirect("alert", alert.pk)
    if step == "close":
        verbs.close_concern(concern=row, reason=request.POST.get("reason", ""), **who)
        messages.success(request, _("The concern is closed."))
        return redirect("worry")
    if step != "seen":
        raise Http404
    verbs.see_concern(concern=row, **who)
    messages.success(request, _("You have it in hand. Find out who it is next."))
    return redirect("concern", concern_id)


def _show(request: Request, concern_id: UUID, errors: list[dict[str, str]] | None = None) -> HttpResponse:
    name = request.GET.get("q", "")[:80]
    page = answer_concern(viewer=request.viewer, concern_id=concern_id, at=request.at, name=name)
    given = {
        "page": page,
        "errors": errors or [],
        "form": Closing(request.POST if errors else None),
        "head": _head(page, request),
        "how_soon": dict(HOW_SOON)[page.row.level],
    }
    return render(request, "web/practitioner/answer_concern.html", given, status=REFUSED if errors else 200)


def _head(page: ConcernPage, request: Request) -> dict[str, Any]:
    state = page.row.state if page.is_open else "closed"
    return {
        "clock": clock_words(state, page.row.contact_due_at, request.at),
        "is_late": is_late(state, page.row.contact_due_at, request.at),
    }


def waiting_row(row: ConcernRow, at: datetime) -> dict[str, Any]:
    """A concern in a list, with its clock."""
    return {
        "row": row,
        "state": STATES[row.state],
        "clock": clock_words(row.state, row.contact_due_at, at),
        "is_late": is_late(row.state, row.contact_due_at, at),
    }


def _id(text: str | None) -> UUID:
    """The person that was chosen; a form without one is not a form of ours."""
    try:
        return UUID(text or "")
    except ValueError:
        raise Http404 from None
