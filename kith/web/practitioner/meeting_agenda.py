"""What do we talk about, and who is there? The agenda of a meeting, and the roster of a ward or house on its day."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kith.care.actions import agenda, ward
from kith.care.models import Refusal
from kith.care.queries.meeting import meeting_to_record
from kith.care.queries.meeting_agenda import meeting_agenda as agenda_page
from kith.care.queries.meeting_agenda import point_on, wish_to_put_on
from kith.web.asking import Request
from kith.web.errors import status_of, summary
from kith.web.practitioner.fields import words
from kith.web.practitioner.group_forms import unclear, uuid_in
from kith.web.practitioner.sociotherapy_words import crumbs_of


class PointForm(forms.Form):
    """A point that somebody in the room or a colleague asks for."""

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields["point"] = words(_("What to talk about"), _("In a sentence, without names."), rows=2)


def meeting_agenda(request: Request, session_id: UUID) -> HttpResponse:
    """The page; its forms put a point on, deal with one, and bring the roster of the day up to date."""
    if request.method == "POST":
        try:
            return _keep(request, session_id)
        except Refusal as refusal:
            return _show(request, session_id, refusal)
    return _show(request, session_id)


def _keep(request: Request, session_id: UUID) -> HttpResponse:
    act = ACTS.get(request.POST.get("what", ""))
    if act is None:
        raise unclear(_("Nothing was changed."), _("Use one of the buttons of the page."), "")
    messages.success(request, act(request, session_id))
    return redirect("meeting_agenda", session_id)


def _add(request: Request, session_id: UUID) -> str:
    meeting = meeting_to_record(viewer=request.viewer, session_id=session_id, at=request.at)
    form = PointForm(request.POST)
    if not form.is_valid() or meeting.group is None:
        raise unclear(_("It is not on the agenda yet."), _("Shorten the text."), "point")
    agenda.put_on_agenda(group=meeting.group, words=form.cleaned_data["point"], by=request.viewer, at=request.at)
    return _("It is on the agenda. Members read it on their own page.")


def _put_on(request: Request, session_id: UUID) -> str:
    wish_id = uuid_in(request.POST.get("wish"))
    wish = wish_to_put_on(viewer=request.viewer, session_id=session_id, wish_id=wish_id, at=request.at)
    said = request.POST.get("point", "")
    agenda.put_on_agenda(group=wish.group, words=said, wish=wish, by=request.viewer, at=request.at)
    return _("It is on the agenda, in nobody's name. Members read it on their own page.")


def _deal_with(request: Request, session_id: UUID) -> str:
    point_id = uuid_in(request.POST.get("point_id"))
    meeting, point = point_on(viewer=request.viewer, session_id=session_id, point_id=point_id, at=request.at)
    agenda.deal_with_point(point=point, meeting=meeting, by=request.viewer, at=request.at)
    return _("Saved. What was decided about it is written down under decisions.")


def _call(request: Request, session_id: UUID) -> str:
    meeting = meeting_to_record(viewer=request.viewer, session_id=session_id, at=request.at)
    called = ward.call_the_house(meeting=meeting, by=request.viewer, at=request.at)
    came = ngettext("%(count)d person came to the roster", "%(count)d people came to the roster", called.came)
    left = ngettext("%(count)d left it", "%(count)d left it", called.left)
    return f"{came % {'count': called.came}}, {left % {'count': called.left}}."


ACTS: dict[str, Callable[[Request, UUID], str]] = {
    "add": _add,
    "put_on": _put_on,
    "dealt": _deal_with,
    "call": _call,
}


def _show(request: Request, session_id: UUID, refusal: Refusal | None = None) -> HttpResponse:
    page = agenda_page(viewer=request.viewer, session_id=session_id, at=request.at)
    typed = request.POST if refusal else {}
    is_own = typed.get("what") == "add"
    with timezone.override(ZoneInfo(page.time_zone)):
        given = {
            "page": page,
            "wishes": [
                {"one": one, "words": typed.get("point", "") if typed.get("wish") == str(one.id) else one.words}
                for one in page.wishes
            ],
            "form": PointForm(request.POST if is_own else None),
            "longest": agenda.LONGEST,
            "errors": summary(refusal) if refusal else [],
            "crumbs": crumbs_of(page, _("Agenda"), meeting=True),
        }
        return render(request, "web/practitioner/meeting_agenda.html", given, status=status_of(refusal))
