"""Is the group working? Whom to reach out to and why, who has left, and how all are doing as a whole."""

from __future__ import annotations

from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kith.care.actions import share
from kith.care.models import Refusal
from kith.care.queries.group_working import Leaver, Outcome, leaver_of
from kith.care.queries.group_working import group_working as working_page
from kith.web.asking import Request
from kith.web.errors import status_of, summary
from kith.web.practitioner.climate_words import climate_shown, dose_shown
from kith.web.practitioner.gives_words import gives_shown, whole_words
from kith.web.practitioner.group_forms import uuid_in
from kith.web.practitioner.group_words import OUTCOMES, listed
from kith.web.practitioner.sociotherapy_words import OFFERS, REASONS, crumbs_of


def group_working(request: Request, group_id: UUID) -> HttpResponse:
    """The page; its form says that somebody who left was asked why."""
    if request.method == "POST":
        try:
            return _keep(request, group_id)
        except Refusal as refusal:
            return _show(request, group_id, refusal)
    return _show(request, group_id)


def _keep(request: Request, group_id: UUID) -> HttpResponse:
    given = request.POST
    place = leaver_of(
        viewer=request.viewer, group_id=group_id, membership_id=uuid_in(given.get("membership")), at=request.at
    )
    share.ask_leaver(
        membership=place,
        outcome=given.get("outcome", ""),
        why=given.get("why", ""),
        offered=given.get("offered", ""),
        by=request.viewer,
        at=request.at,
    )
    messages.success(request, _("Saved in that person's own record."))
    return redirect("group_working", group_id)


def _show(request: Request, group_id: UUID, refusal: Refusal | None = None) -> HttpResponse:
    page = working_page(viewer=request.viewer, group_id=group_id, language=get_language() or "en", at=request.at)
    typed = request.POST if refusal else {}
    with timezone.override(ZoneInfo(page.time_zone)):
        given = {
            "page": page,
            "reach_out": [{"one": one, "reasons": listed(one.reasons, REASONS)} for one in page.reach_out],
            "gives": gives_shown(page.gives),
            "climate": [climate_shown(one) for one in page.climate or ()],
            "dose": dose_shown(page.dose),
            "due": [_leaver(one, typed) for one in page.leavers if not one.is_asked],
            "asked": [_leaver(one, {}) for one in page.leavers if one.is_asked],
            "tried": list(OUTCOMES.items()),
            "offers": list(OFFERS.items()),
            "outcomes": [_outcome(one) for one in page.outcomes],
            "errors": summary(refusal) if refusal else [],
            "crumbs": crumbs_of(page, _("Is the group working?")),
        }
        return render(request, "web/practitioner/group_working.html", given, status=status_of(refusal))


def _leaver(one: Leaver, typed: Any) -> dict[str, Any]:
    own = typed if typed.get("membership") == str(one.membership_id) else {}
    return {
        "one": one,
        "tries": [(when, OUTCOMES[outcome]) for when, outcome in one.tries],
        "offered": OFFERS.get(one.offered, ""),
        "why": own.get("why", ""),
        "chosen": own.get("outcome", ""),
        "chosen_offer": own.get("offered", ""),
    }


def _outcome(one: Outcome) -> dict[str, Any]:
    return {"title": one.title, "words": whole_words(one)}
