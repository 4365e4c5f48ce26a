"""My groups: when do we meet, and what did we agree?"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kith import pictures
from kith.care.actions.agenda import ask_for_point
from kith.care.actions.together import answer_joint_summary
from kith.care.models import BadInput, Refusal
from kith.care.models.agreements import LIMITS
from kith.care.models.delivery import PRESENT
from kith.care.queries.calendars import my_calendar as calendar_of
from kith.care.queries.my_groups import GroupShown, my_place, offered_to_me
from kith.care.queries.my_groups import my_groups as groups_page
from kith.web.asking import Request
from kith.web.client.page import key_in, show
from kith.web.parts.calendar import calendar_file


def my_groups(request: Request) -> HttpResponse:
    """One's own groups and one's own attendance; nothing about anybody else.

    A POST says yes or no to a summary, or asks for a point on the agenda.
    """
    refusal = None
    if request.method == "POST":
        try:
            if request.POST.get("what") == "agenda":
                return _ask_for_point(request)
            summary = offered_to_me(viewer=request.viewer, summary_id=_summary_in(request), at=request.at)
            agrees = request.POST.get("agrees") == "yes"
            answer_joint_summary(summary=summary, agrees=agrees, by=request.viewer, at=request.at)
            messages.success(request, _("Thank you. Your answer is saved."))
            return redirect("my_groups")
        except Refusal as found:
            refusal = found
    page = groups_page(viewer=request.viewer, at=request.at)
    return show(
        request,
        "my_groups",
        page,
        refusal=refusal,
        groups=[_shown(group, request) for group in page.groups],
        limits=LIMITS,
    )


def _ask_for_point(request: Request) -> HttpResponse:
    place = my_place(viewer=request.viewer, group_id=key_in(request.POST.get("group")), at=request.at)
    ask_for_point(
        client=place.client, group=place.group, words=request.POST.get("point", ""), by=request.viewer, at=request.at
    )
    messages.success(request, _("Thank you. Those who lead the group read it and put it on the agenda, without your name."))  # noqa: E501 # fmt: skip
    return redirect("my_groups")


def _summary_in(request: Request) -> UUID:
    try:
        return UUID(request.POST.get("summary", ""))
    except ValueError:
        raise BadInput(
            _("Nothing was changed."), _("It is not said what you agree to."), _("Use the buttons of the page."), ""
        ) from None


def my_calendar(request: Request) -> HttpResponse:
    """One's own meetings to come, as a file for a calendar: a time and one word that says nothing."""
    return calendar_file(calendar_of(viewer=request.viewer, at=request.at), title=_("Appointment"), at=request.at)


def _shown(group: GroupShown, request: Request) -> dict[str, Any]:
    marks: list[pictures.Attendance] = [_mark(meeting.status) for meeting in group.meetings if meeting.status]
    came = marks.count("attended")
    sentence = ngettext(
        "You came to %(came)s of %(all)s meeting.", "You came to %(came)s of %(all)s meetings.", len(marks)
    )
    words = sentence % {"came": came, "all": len(marks)}
    drawing = pictures.attendance_strip(marks, title=_("My attendance"), sentence=words) if marks else None
    typed = request.POST.get("point", "") if request.POST.get("group") == str(group.id) else ""
    return {"group": group, "drawing": drawing, "typed": typed}


def _mark(status: str) -> pictures.Attendance:
    if status in PRESENT:
        return "attended"
    return "cancelled" if status in {"cancelled", "apologised"} else "missed"
