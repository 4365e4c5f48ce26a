"""The front door: log in, log out, the way to one's own first page, and help without any log-in."""

from __future__ import annotations

from pathlib import Path

from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as lazy
from django.views.i18n import set_language

from kith.care.permissions import policy
from kith.care.queries.crisis import crisis_in_every_country, right_now
from kith.web.asking import Request

WORKER = Path(__file__).parent / "static/web/worker.js"
STANDINGS = {
    "not yet verified": lazy("not yet verified"),
    "past its review date": lazy("not checked lately; call the emergency number if it does not answer"),
}
FIRST_PAGES = (("caseload", "caseload"), ("service_now", "programme"), ("extracts", "extract"))


class LogIn(LoginView):
    """Log in; the same answer for a wrong name and a wrong password."""

    template_name = "web/login.html"
    redirect_authenticated_user = True


class LogOut(LogoutView):
    """Log out; the session ends on the server, and the browser forgets what it kept here, also without scripts."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        """End it."""
        response: HttpResponse = super().post(request, *args, **kwargs)
        response["Clear-Site-Data"] = '"storage"'
        return response


def home(request: Request) -> HttpResponse:
    """Each person's own first page."""
    if request.viewer.client_id is not None:
        return redirect("today")
    for name, function in FIRST_PAGES:
        if request.viewer.roles & set(policy().functions[function]):
            return redirect(name)
    return render(request, "web/nothing_here.html")


def help_now(request: Request) -> HttpResponse:
    """Numbers to call and a thing to try, for anybody, without log-in."""
    return render(request, "web/help_now.html", {"not_monitored": right_now(viewer=request.viewer)})


def help_everywhere(request: Request) -> HttpResponse:
    """Numbers to call in every country we know, for anybody, without log-in."""
    page = crisis_in_every_country(viewer=request.viewer, at=request.at)
    return render(request, "web/help_everywhere.html", {"page": page, "standings": STANDINGS})


def worker(request: Request) -> HttpResponse:
    """The script that shows a kept safety plan without a connection; at the root, because it answers for every page."""
    response = HttpResponse(WORKER.read_bytes(), content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = "no-cache"
    return response


__all__ = ["LogIn", "LogOut", "help_everywhere", "help_now", "home", "set_language", "worker"]
