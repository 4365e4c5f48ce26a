"""Who is asking, and whether the policy lets them ask this at all. Denies what the policy does not name."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpResponse, HttpResponseForbidden, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.cache import patch_cache_control

from kith.care.models import Refusal, User
from kith.care.permissions import (
    NotAllowed,
    NotYours,
    Refused,
    policy,
    viewer_of,
    viewer_of_invitation,
    viewer_of_round,
)
from kith.web.asking import Request

STAFF_IDLE_SECONDS = 15 * 60
CLIENT_IDLE_SECONDS = 30 * 60
INVITATION = "invitation"  # where the session keeps the id of the invitation that was opened
ROUND = "round"  # where it keeps what a tablet that goes round a group holds: its meeting, and the invitations
MEETING, HELD = "meeting", "held"


class RequestViewer:
    """Sets `request.viewer` (None before log-in), `request.at` and the clock, gates by the policy, answers refusals."""

    def __init__(self, answer: Callable[[Request], HttpResponse]) -> None:
        self.answer = answer

    def __call__(self, request: Request) -> HttpResponse:
        request.at = timezone.now()
        request.viewer = None  # type: ignore[assignment]  # before log-in; the pages behind it are not reached
        if isinstance(request.user, User) and request.user.is_active:
            request.viewer = viewer_of(request.user, at=request.at, request_id=uuid.uuid4().hex)
            timezone.activate(request.viewer.time_zone)
            request.session.set_expiry(STAFF_IDLE_SECONDS if request.viewer.is_staff else CLIENT_IDLE_SECONDS)
            request.session.pop(INVITATION, None)  # a browser holds a log-in or an invitation, never both
            request.session.pop(ROUND, None)
        try:
            response = self.answer(request)
        finally:
            timezone.deactivate()
        if request.viewer is not None:
            patch_cache_control(response, no_store=True, private=True)
        return response

    def process_view(self, request: Request, view: object, args: object, kwargs: object) -> HttpResponse | None:
        """The coarse gate: is the address in the policy, for this method, for this kind of account?"""
        row = policy().pages.get((request.resolver_match.url_name if request.resolver_match else None) or "")
        if row is None:
            raise Http404
        page = row.get("GET" if request.method == "HEAD" else request.method or "")
        if page is None:
            return HttpResponseNotAllowed(list(row))
        if page.needs == "public":
            return None
        if page.needs == "invitation":
            return self._admit_invited(request)
        if request.viewer is None:
            return redirect_to_login(request.get_full_path())
        if page.function and not request.viewer.roles & set(policy().functions[page.function]):
            return self.process_exception(request, NotAllowed(page.function))
        if page.of == "own" and request.viewer.client_id is None:
            raise Http404
        return None

    @staticmethod
    def _admit_invited(request: Request) -> HttpResponse | None:
        """Only whoever opened an invitation in this browser; everybody else is told that nothing is open here."""
        held, request_id = request.session.get(INVITATION), uuid.uuid4().hex
        of_round = request.session.get(ROUND)
        is_between = request.resolver_match is not None and request.resolver_match.url_name == "pass_round"
        if is_between and of_round:
            ids = [uuid.UUID(one) for one in of_round[HELD]]
            viewer = viewer_of_round(ids, at=request.at, request_id=request_id)
        else:
            viewer = viewer_of_invitation(uuid.UUID(held), at=request.at, request_id=request_id) if held else None
        if viewer is None:
            return redirect("pass_round" if of_round and not is_between else "invited_over")
        request.viewer = viewer
        timezone.activate(request.viewer.time_zone)
        request.session.set_expiry(CLIENT_IDLE_SECONDS)
        return None

    def process_exception(self, request: Request, problem: Exception) -> HttpResponse | None:
        """Refused looks like absent; a function that everybody knows of says so kindly."""
        if isinstance(problem, NotYours):
            if isinstance(problem, Refused):
                problem.write_down()
            return HttpResponse(render_to_string("404.html", request=request), status=404)
        if isinstance(problem, Refusal):
            return HttpResponse(render_to_string("web/refused.html", {"refusal": problem}, request=request), status=409)
        if isinstance(problem, NotAllowed):
            return HttpResponseForbidden(render_to_string("403.html", request=request))
        return None
