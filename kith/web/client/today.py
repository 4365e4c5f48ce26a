"""Today: what is asked of me now."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import get_language

from kith.care.queries.today import today as today_page
from kith.web.asking import Request
from kith.web.client.page import show


def today(request: Request) -> HttpResponse:
    """At most three cards, the most useful first; help and the safety plan one tap away."""
    page = today_page(viewer=request.viewer, at=request.at, language=get_language() or "en")
    return show(request, "today", page)
