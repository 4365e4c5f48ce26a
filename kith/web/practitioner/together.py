"""A couple or a family: asked alone first, told in confidence, and a summary that everybody agrees to."""

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

from kith.care.actions import together as verbs
from kith.care.models import Client, Group, Refusal
from kith.care.queries.together import one_of_us, unit_of
from kith.care.queries.together import together as together_page
from kith.web.asking import Request
from kith.web.errors import status_of, summary
from kith.web.practitioner.asked_alone import ALONE, AskingAlone, found_words
from kith.web.practitioner.fields import words
from kith.web.practitioner.group_forms import keep_words, unclear, uuid_in
from kith.web.practitioner.group_words import KINDS


class SummaryForm(forms.Form):
    """What all hold on to."""

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields["words"] = words(
            _("What you hold on to together"),
            _("Only what everybody has heard in the room. Nothing that one person told alone."),
            rows=5,
        )
        keep_words(self, "words")


def together(request: Request, group_id: UUID) -> HttpResponse:
    """The page; its forms keep an answer given alone, a confidence, and a summary."""
    if request.method == "POST":
        try:
            return _keep(request, group_id)
        except Refusal as refusal:
            return _show(request, group_id, refusal)
    return _show(request, group_id)


def _keep(request: Request, group_id: UUID) -> HttpResponse:
    acting: dict[str, Any] = {"by": request.viewer, "at": request.at}
    what, given = request.POST.get("what"), request.POST
    if what in ("alone", "told"):
        client_id = uuid_in(given.get("client"))
        group, client = one_of_us(viewer=request.viewer, group_id=group_id, client_id=client_id, at=request.at)
        if what == "alone":
            _ask_alone(request, group, client)
        else:
            verbs.keep_confidence(group=group, client=client, words=given.get("words", ""), **acting)
            messages.success(request, _("Sealed. Only you can read it."))
    elif what in ("draft", "offer"):
        group = unit_of(viewer=request.viewer, group_id=group_id, at=request.at)
        verbs.write_joint_summary(group=group, words=given.get("words", ""), is_offered=what == "offer", **acting)
        messages.success(
            request, _("Everybody can read it and say yes or no.") if what == "offer" else _("The draft is saved.")
        )
    else:
        raise unclear(_("Nothing was changed."), _("Use one of the buttons of the page."), "")
    return redirect("together", group_id)


def _ask_alone(request: Request, group: Group, client: Client) -> None:
    form = AskingAlone(request.POST, client.pk)
    if not form.is_valid():
        raise unclear(_("Nothing was saved."), _("Choose one of the answers that are shown."), f"{client.pk}-afraid")
    given = form.cleaned_data
    kept = verbs.ask_alone(
        group=group,
        client=client,
        said=form.said,
        answer=given["answer"],
        was_alone=given["was_alone"],
        by=request.viewer,
        at=request.at,
    )
    messages.success(request, _("Saved. Nobody else of the couple or family learns the answer."))
    if kept.answer != "safe":
        messages.success(request, _("Meetings together are held back. If somebody is in danger, raise a concern now."))


def _show(request: Request, group_id: UUID, refusal: Refusal | None = None) -> HttpResponse:
    page = together_page(viewer=request.viewer, group_id=group_id, at=request.at)
    what = request.POST.get("what") if refusal else None
    with timezone.override(ZoneInfo(page.time_zone)):
        given = {
            "page": page,
            "kind": KINDS[page.kind],
            "members": [
                {
                    "one": one,
                    "alone": ALONE.get(one.alone, ""),
                    "found": found_words(one.found),
                    "asking": AskingAlone(
                        request.POST if what == "alone" and request.POST.get("client") == str(one.client_id) else None,
                        one.client_id,
                    ),
                    "typed": request.POST.get("words", "")
                    if what == "told" and request.POST.get("client") == str(one.client_id)
                    else "",
                }
                for one in page.members
            ],
            "form": SummaryForm(request.POST if what in ("draft", "offer") else None),
            "errors": summary(refusal) if refusal else [],
            "crumbs": [
                {"url": redirect("groups").url, "label": _("Groups")},
                {"url": redirect("group", page.group_id).url, "label": page.group_name},
                {"label": _("Together")},
            ],
        }
        return render(request, "web/practitioner/together.html", given, status=status_of(refusal))
