"""Abuse-safe mode, for those who work with the person: what their own pages must not show, and how it comes back."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from kith.care.actions.hide import agree_to_show, hide_things
from kith.care.models import BadInput, Client, Refusal
from kith.care.models.hiding import HIDEABLE
from kith.care.permissions import reach
from kith.care.queries.hiding import HidingPage, Step, hiding
from kith.web.asking import Request
from kith.web.errors import summary
from kith.web.parts.harm_words import HIDDEN, offered
from kith.web.practitioner.about import REFUSED, about
from kith.web.practitioner.fields import any_of, line


class HideForm(forms.Form):
    """What must not be found, and why."""

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields["things"] = any_of(
            _("What must not be found on the person's own pages?"), offered(HIDDEN, HIDEABLE)
        )
        self.fields["words"] = line(_("Why?"), _("Only the care team reads it."))


def safe_mode(request: Request, client_id: UUID) -> HttpResponse:
    """The page; a POST hides things, or is one of two yeses to show everything again."""
    page = hiding(viewer=request.viewer, client_id=client_id, at=request.at)
    if request.method != "POST":
        return _show(request, page, HideForm(), [])
    form = HideForm(request.POST)
    if not form.is_valid():
        return _show(request, page, form, [])
    client, _access = reach(request.viewer, Client, client_id, "W", "abuse_flag", at=request.at)
    who: dict[str, Any] = {"words": form.cleaned_data["words"], "by": request.viewer, "at": request.at}
    try:
        if request.POST.get("act") == "show":
            _agree(page, client, who)
            messages.success(request, _("Your yes is kept. Everything is shown again once two people have said so."))
        else:
            hide_things(client=client, things=form.cleaned_data["things"], **who)
            messages.success(request, _("It is absent from the person's own pages from now on."))
    except Refusal as refusal:
        return _show(request, page, form, summary(refusal))
    return redirect("safe_mode", client_id)


def _agree(page: HidingPage, client: Client, who: dict[str, Any]) -> None:
    if not page.hidden:
        raise BadInput(_("Nothing was changed."), _("Nothing is hidden."), _("There is nothing to bring back."))
    agree_to_show(client=client, **who)


def _show(request: Request, page: HidingPage, form: HideForm, errors: list[dict[str, str]]) -> HttpResponse:
    given = {
        **about(request, page.head, _("Hidden on their own pages"), "person"),
        "page": page,
        "hidden": [HIDDEN[name] for name in HIDEABLE if name in page.hidden],
        "steps": [_line(step) for step in page.steps],
        "form": form,
        "errors": errors,
    }
    return render(request, "web/practitioner/safe_mode.html", given, status=REFUSED if form.is_bound else 200)


def _line(step: Step) -> dict[str, Any]:
    what = _("agreed to show everything again")
    if step.act == "hide":
        what = _("hid: %(things)s") % {"things": "; ".join(str(HIDDEN[name]) for name in step.hides)}
    return {"step": step, "what": what}
