"""Leaving at once: whoever pressed Exit is logged out by the next request, whichever of the browser's arrives first."""

from __future__ import annotations

from typing import cast

from django.contrib.auth.views import redirect_to_login
from django.contrib.sessions.exceptions import SessionInterrupted
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest, HttpResponse
from django.utils.cache import add_never_cache_headers

LEFT = "left"  # exit.js sets this cookie before it sends the log-out, so that Back cannot overtake the log-out


class Sessions(SessionMiddleware):
    """Django's own, but a session that was left is over, and one that ends under a page shows log-in, not an error."""

    def process_request(self, request: HttpRequest) -> None:
        super().process_request(request)
        if LEFT in request.COOKIES:
            request.session.flush()

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        try:
            answer = super().process_response(request, response)
        except SessionInterrupted:
            answer = cast(HttpResponse, redirect_to_login(request.get_full_path() if request.method == "GET" else "/"))
            add_never_cache_headers(answer)
        if LEFT in request.COOKIES:
            answer.delete_cookie(LEFT, samesite="Lax")
        return answer
