"""The front door: log in, log out, the way to one's own first page, and help without any log-in."""

from __future__ import annotations

from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.i18n import set_language

from kith.care.permissions import policy
from kith.care.queries.crisis import right_now
from kith.web.asking import Request

FIRST_PAGES = (("caseload", "caseload"), ("outcomes", "programme"))


class LogIn(LoginView):
    """Log in; the same answer for a wrong name and a wrong password."""

    template_name = "web/login.html"
    redirect_authenticated_user = True


class LogOut(LogoutView):
    """Log out; the session ends on the server."""

    http_method_names = ["post"]


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


__all__ = ["LogIn", "LogOut", "help_now", "home", "set_language"]
