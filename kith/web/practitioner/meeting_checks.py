"""Asking members about a meeting, each alone: on their own devices, or on a tablet that goes round."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kith.care.actions.ask_members import open_check, pass_tablet
from kith.care.queries.meeting import meeting_to_record
from kith.care.queries.meeting_checks import MeetingCheck
from kith.web.asking import Request
from kith.web.invited.going_round import begin_round


def ask(request: Request, session_id: UUID) -> HttpResponse:
    """Whoever is asked finds it on their own device from now on."""
    meeting = meeting_to_record(viewer=request.viewer, session_id=session_id, at=request.at)
    opened = open_check(meeting=meeting, instrument=request.POST.get("check", ""), by=request.viewer, at=request.at)
    words = ngettext(
        "Asked: %(count)d more member finds it on their own page now.",
        "Asked: %(count)d more members find it on their own page now.",
        len(opened),
    )
    messages.success(request, words % {"count": len(opened)} if opened else _("Everybody who can be asked is asked."))
    return redirect(redirect("meeting", session_id).url + "#checks")


def pass_round(request: Request, session_id: UUID) -> HttpResponse:
    """End the log-in in this browser and show the names of those whose turn it can be."""
    meeting = meeting_to_record(viewer=request.viewer, session_id=session_id, at=request.at)
    made = pass_tablet(meeting=meeting, instrument=request.POST.get("check", ""), by=request.viewer, at=request.at)
    logout(request)
    begin_round(request, session_id, [one.pk for one in made])
    return redirect("pass_round")


def checking(checks: Iterable[MeetingCheck], seats: Iterable[Any]) -> list[dict[str, Any]]:
    """The two checks as the page shows them, members who gave a sign first."""
    names = {one.client_id: one for one in seats}
    return [
        {
            "one": one,
            "so_far": _so_far(one),
            "said": sorted(
                ({"seat": names[row.client_id], "row": row} for row in one.said or () if row.client_id in names),
                key=lambda shown: not shown["row"].signs,
            ),
        }
        for one in checks
        if one.can_be_asked or one.asked
    ]


def _so_far(one: MeetingCheck) -> str:
    if not one.asked:
        return _("Nobody is asked yet.")
    words = ngettext("%(answered)d of %(asked)d has answered.", "%(answered)d of %(asked)d have answered.", one.asked)
    return words % {"answered": one.answered, "asked": one.asked}
