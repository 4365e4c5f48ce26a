"""Pause or go on? What the stop rule of a group says, what its leaders decided, and what would show that it fails."""

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
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from kith.care.actions import weigh
from kith.care.models import Refusal, StopDecision
from kith.care.queries.groups import group_to_change
from kith.care.queries.stop_rule import Decided
from kith.care.queries.stop_rule import group_stop as stop_page
from kith.web.asking import Request
from kith.web.errors import status_of, summary
from kith.web.practitioner.fields import one_of, words
from kith.web.practitioner.group_forms import unclear
from kith.web.practitioner.group_words import STOPS, listed
from kith.web.practitioner.sociotherapy_words import crumbs_of

STOP_DECISIONS = {
    "lighten": lazy("Go on, but lighter: shorter, fewer people, nothing that opens old pain"),
    "pause": lazy("Pause until a day"),
    "stop": lazy("Stop the group"),
    "go_on": lazy("Go on as planned"),
}


class StopForm(forms.Form):
    """How the group goes on, until when a pause lasts, and why."""

    until = forms.DateField(
        required=False,
        label=lazy("A pause ends on"),
        help_text=lazy("The first day on which the group may meet again. Only for a pause."),
        widget=forms.DateInput(attrs={"type": "date"}),
    )

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        choices = list(STOP_DECISIONS.items())
        self.fields["decision"] = one_of(_("How does the group go on?"), choices)
        self.fields["reason"] = words(
            _("Why"), _("What you saw, and what you agreed with your supervisor. No names."), rows=3
        )
        self.order_fields(["decision", "until", "reason"])


def group_stop(request: Request, group_id: UUID) -> HttpResponse:
    """The page; its form keeps a decision."""
    if request.method == "POST":
        try:
            return _decide(request, group_id)
        except Refusal as refusal:
            return _show(request, group_id, refusal)
    return _show(request, group_id)


def _decide(request: Request, group_id: UUID) -> HttpResponse:
    found = group_to_change(viewer=request.viewer, group_id=group_id, at=request.at)
    form = StopForm(request.POST)
    if not form.is_valid():
        field = next(iter(form.errors))
        raise unclear(_("Nothing was saved."), _("Choose one of the four, give a day as a date, and say why."), field)
    row = weigh.decide_on_stop(group=found, by=request.viewer, at=request.at, **form.cleaned_data)
    messages.success(request, _("Saved. %(told)s") % {"told": _told(row)})
    return redirect("group_stop", group_id)


def _told(row: StopDecision | Decided) -> str:
    if not row.told:
        return _("Those who lead have no supervisor here, so nobody was told: tell somebody yourself today.")
    return ngettext(
        "%(count)d supervisor was asked to log in.", "%(count)d supervisors were asked to log in.", row.told
    ) % {"count": row.told}


def _show(request: Request, group_id: UUID, refusal: Refusal | None = None) -> HttpResponse:
    page = stop_page(viewer=request.viewer, group_id=group_id, at=request.at)
    with timezone.override(ZoneInfo(page.time_zone)):
        given = {
            "page": page,
            "stops": listed(page.stops or (), STOPS),
            "decided": [_decided(one) for one in page.decided],
            "form": StopForm(request.POST if refusal else None),
            "errors": summary(refusal) if refusal else [],
            "crumbs": crumbs_of(page, _("Pause or go on?")),
        }
        return render(request, "web/practitioner/group_stop.html", given, status=status_of(refusal))


def _decided(one: Decided) -> dict[str, Any]:
    return {
        "one": one,
        "words": STOP_DECISIONS[one.decision],
        "stops": listed(one.stops, STOPS),
        "told": _told(one),
    }
