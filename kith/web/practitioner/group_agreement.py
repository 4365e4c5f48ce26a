"""Who has said yes to what we agreed? Each member's dated yes, a sheet to sign, and what was signed on paper."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from kith.care.actions.agreeing import enter_yes
from kith.care.models import Refusal
from kith.care.queries.agreements import YesShown, place_to_enter
from kith.care.queries.agreements import group_agreement as agreement_page
from kith.web.asking import Request
from kith.web.errors import status_of, summary
from kith.web.practitioner.group_forms import uuid_in
from kith.web.practitioner.sociotherapy_words import crumbs_of

WAYS = {"own": lazy("on their own device"), "paper": lazy("on paper")}


def group_agreement(request: Request, group_id: UUID) -> HttpResponse:
    """The page; its form keeps a yes that was given on paper."""
    if request.method == "POST":
        try:
            return _enter(request, group_id)
        except Refusal as refusal:
            return _show(request, group_id, refusal)
    return _show(request, group_id)


def _enter(request: Request, group_id: UUID) -> HttpResponse:
    place = place_to_enter(
        viewer=request.viewer,
        group_id=group_id,
        membership_id=uuid_in(request.POST.get("membership")),
        at=request.at,
    )
    enter_yes(membership=place, on=_day(request.POST.get("on", "")), by=request.viewer, at=request.at)
    messages.success(request, _("The yes is kept with its date. Keep the paper."))
    return redirect("group_agreement", group_id)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _show(request: Request, group_id: UUID, refusal: Refusal | None = None) -> HttpResponse:
    page = agreement_page(viewer=request.viewer, group_id=group_id, at=request.at)
    typed = request.POST if refusal else {}
    with timezone.override(ZoneInfo(page.time_zone)):
        given = {
            "page": page,
            "members": [_row(one, typed) for one in page.members],
            "errors": summary(refusal) if refusal else [],
            "crumbs": crumbs_of(page, _("Who has said yes")),
        }
        return render(request, "web/practitioner/group_agreement.html", given, status=status_of(refusal))


def _row(one: YesShown, typed: Any) -> dict[str, Any]:
    is_typed = typed.get("membership") == str(one.membership_id)
    return {"one": one, "way": WAYS.get(one.way, ""), "on": typed.get("on", "") if is_typed else ""}
