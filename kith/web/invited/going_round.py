"""A tablet that goes round a group and locks between members: choose your name, answer, pass it on."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.http import HttpResponse
from django.middleware.csrf import rotate_token
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from kith.care.actions.ask_members import end_round
from kith.care.models import WrongMoment
from kith.care.queries.tablet_round import held_in_round, tablet_round, turn_in_round
from kith.web.asking import Request, id_in
from kith.web.errors import summary
from kith.web.invited.page import CONFLICT
from kith.web.middleware import HELD, INVITATION, MEETING, ROUND


def begin_round(request: Request, meeting: UUID, invitations: Iterable[UUID]) -> None:
    """From now on this browser holds the round and nothing else: any log-in in it has ended."""
    request.session.flush()
    request.session[ROUND] = {MEETING: str(meeting), HELD: [str(one) for one in invitations]}
    rotate_token(request)


@never_cache
def pass_round(request: Request) -> HttpResponse:
    """Between two members. A POST opens the questions for one of them, or gives the tablet back."""
    if request.session.get(INVITATION):
        return redirect("leave_questions")
    if request.method != "POST":
        return _show(request)
    if request.POST.get("what") == "end":
        end_round(invitations=held_in_round(viewer=request.viewer), by=request.viewer, at=request.at)
        request.session.flush()
        return redirect("login")
    turn = turn_in_round(viewer=request.viewer, invitation_id=id_in(request.POST.get("who")), at=request.at)
    if turn is None:
        return _show(request, _is_closed())
    request.session[INVITATION] = str(turn.pk)
    return redirect("invited")


def to_the_next(request: Request) -> HttpResponse:
    """The questions of one member are closed; the tablet waits for the next."""
    request.session.pop(INVITATION, None)
    rotate_token(request)
    return redirect("pass_round")


def _show(request: Request, problem: WrongMoment | None = None) -> HttpResponse:
    page = tablet_round(viewer=request.viewer, session_id=UUID(request.session[ROUND][MEETING]), at=request.at)
    given = {"page": page, "kind": "kiosk", "errors": summary(problem) if problem else []}
    return render(request, "web/invited/round.html", given, status=CONFLICT if problem else 200)


def _is_closed() -> WrongMoment:
    return WrongMoment(
        _("These questions do not open."),
        _("Somebody has had them on this tablet already, or time has run out."),
        _("Choose your own name, or answer on your own device."),
    )
