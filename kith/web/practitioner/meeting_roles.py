"""Roles of a meeting: taken, and passed on with one tap to whoever's turn it is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import ngettext

from kith.care.actions import share
from kith.care.models import Client, Session
from kith.care.queries.community_meeting import turn_in
from kith.care.queries.meeting import meeting_to_record, seat_at
from kith.care.queries.meeting_roles import RoleShown
from kith.web.asking import Request
from kith.web.practitioner.group_forms import uuid_in
from kith.web.practitioner.sociotherapy_words import WHY_NEXT


def give(request: Request, session_id: UUID) -> HttpResponse:
    """On the page of the meeting itself: taken, or passed on where it says from whose turn."""
    meeting = meeting_to_record(viewer=request.viewer, session_id=session_id, at=request.at)
    place = (pass_on if request.POST.get("turn") else take)(request, meeting)
    return redirect(redirect("meeting", session_id).url + place)


def _client(request: Request, meeting: Session) -> Client:
    client_id = uuid_in(request.POST.get("client"))
    return seat_at(viewer=request.viewer, session_id=meeting.pk, client_id=client_id, at=request.at)[1]


def take(request: Request, meeting: Session) -> str:
    """A member carries a role in this meeting; returns the place of the page to go on at."""
    role = request.POST.get("own", "").strip() or request.POST.get("role", "")
    client = _client(request, meeting)
    share.take_role(meeting=meeting, client=client, role=role, by=request.viewer, at=request.at)
    return "#roles"


def pass_on(request: Request, meeting: Session) -> str:
    """A role goes from one member to another; returns the place of the page to go on at."""
    turn_id = uuid_in(request.POST.get("turn"))
    turn = turn_in(viewer=request.viewer, session_id=meeting.pk, turn_id=turn_id, at=request.at)
    client = _client(request, meeting)
    share.pass_role(turn=turn, meeting=meeting, client=client, by=request.viewer, at=request.at)
    return "#roles"


def role_row(one: RoleShown, seats: Sequence[Any]) -> dict[str, Any]:
    """Who carries it, from whom it can be passed on, and whose turn it is, with the reason."""
    before = [carrier for carrier in one.before if not one.now]
    return {
        "one": one,
        "before": before[0] if before else None,
        "why": _why(one),
        "others": [seat for seat in seats if all(seat.client_id != carrier.client_id for carrier in one.now)],
    }


def _why(one: RoleShown) -> str:
    if one.offered is None:
        return ""
    reason = str(WHY_NEXT[one.offered.why])
    if not one.offered.turns:
        return reason
    so_far = ngettext("%(count)d turn so far", "%(count)d turns so far", one.offered.turns)
    return f"{reason}, {so_far % {'count': one.offered.turns}}"
