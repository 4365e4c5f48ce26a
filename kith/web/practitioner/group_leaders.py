"""Who leads a group: somebody takes it over, somebody stops."""

from __future__ import annotations

from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from kith.care.actions import run_group
from kith.care.models import Refusal
from kith.care.permissions import NotYours
from kith.care.queries.running_groups import facilitation_of, leader_to_be
from kith.care.queries.running_groups import group_leaders as leaders_page
from kith.web.asking import Request
from kith.web.errors import status_of, summary
from kith.web.practitioner.group_forms import unclear, uuid_in
from kith.web.practitioner.group_words import KINDS


def group_leaders(request: Request, group_id: UUID) -> HttpResponse:
    """The page, and its two acts."""
    if request.method == "POST":
        try:
            return _change(request, group_id)
        except Refusal as refusal:
            return _show(request, group_id, refusal)
    return _show(request, group_id)


def _change(request: Request, group_id: UUID) -> HttpResponse:
    viewer, at = request.viewer, request.at
    if (what := request.POST.get("what")) == "lead":
        user_id = uuid_in(request.POST.get("staff"))
        group, staff = leader_to_be(viewer=viewer, group_id=group_id, user_id=user_id, at=at)
        run_group.lead_group(group=group, staff=staff, by=viewer, at=at)
        messages.success(request, _("Saved. This colleague leads the group from now on."))
    elif what == "stop":
        row_id = uuid_in(request.POST.get("facilitation"))
        row = facilitation_of(viewer=viewer, group_id=group_id, facilitation_id=row_id, at=at)
        run_group.stop_leading(facilitation=row, by=viewer, at=at)
        messages.success(request, _("Saved. This colleague does not see the group any more."))
    else:
        raise unclear(_("Nothing was changed."), _("Use one of the buttons of the page."), "")
    try:
        leaders_page(viewer=viewer, group_id=group_id, at=at)
    except NotYours:  # who has stopped leading sees no page of the group any more
        return redirect("groups")
    return redirect("group_leaders", group_id)


def _show(request: Request, group_id: UUID, refusal: Refusal | None = None) -> HttpResponse:
    page = leaders_page(viewer=request.viewer, group_id=group_id, at=request.at)
    with timezone.override(ZoneInfo(page.time_zone)):
        way = (
            [
                {"url": redirect("groups").url, "label": _("Groups")},
                {"url": redirect("group", page.group_id).url, "label": page.group_name},
            ]
            if page.may_see_the_group
            else [{"url": redirect("open_group").url, "label": _("Open a group")}]
        )
        given = {
            "page": page,
            "kind": KINDS[page.kind],
            "errors": summary(refusal) if refusal else [],
            "crumbs": [*way, {"label": _("Who leads it")}],
        }
        return render(request, "web/practitioner/group_leaders.html", given, status=status_of(refusal))
