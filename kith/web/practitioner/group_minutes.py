"""The minutes of a meeting on one sheet of paper, with nobody's name on it."""

from __future__ import annotations

from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from kith.care.queries.group_minutes import group_minutes as minutes_page
from kith.web.asking import Request
from kith.web.practitioner.sociotherapy_words import KINDS_DECIDED, RESULTS, crumbs_of


def group_minutes(request: Request, session_id: UUID) -> HttpResponse:
    """To be printed, put on the wall or read aloud at the next meeting."""
    page = minutes_page(viewer=request.viewer, session_id=session_id, at=request.at)
    with timezone.override(ZoneInfo(page.time_zone)):
        given = {
            "page": page,
            "crumbs": crumbs_of(page, _("Minutes")),
            "ended": [{"one": one, "result": RESULTS[one.result]} for one in page.ended],
            "open": [{"one": one, "kind": KINDS_DECIDED[one.kind]} for one in page.open],
            "decided": [{"one": one, "kind": KINDS_DECIDED[one.kind]} for one in page.decided],
        }
        return render(request, "web/practitioner/group_minutes.html", given)
