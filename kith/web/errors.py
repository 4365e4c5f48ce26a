"""Pages for when something is wrong, and refusals in the form the error summary shows."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from kith.care.models import BadInput, Refusal


def summary(refusal: Refusal) -> list[dict[str, str]]:
    """A refusal for the error summary: what happened, what was found, what to do, and where."""
    href = f"#id_{refusal.field}" if refusal.field else ""
    return [{"happened": refusal.what, "found": refusal.found, "do": refusal.instead, "href": href}]


def status_of(refusal: Refusal | None) -> int:
    """The status of a page that shows a refusal, or none."""
    return 200 if refusal is None else 422 if isinstance(refusal, BadInput) else 409


def csrf(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that was open too long: nothing was sent."""
    return render(request, "403.html", {"is_stale_form": True}, status=403)
