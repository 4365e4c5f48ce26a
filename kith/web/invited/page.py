"""How every page of an invitation is shown: in its own language, with times as the service writes them."""

from __future__ import annotations

from contextlib import nullcontext
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation

from kith.care.models import Refusal, Stale, WrongMoment
from kith.care.queries.invited import InvitedPage
from kith.web.asking import Request
from kith.web.errors import summary
from kith.web.middleware import ROUND

REFUSED, CONFLICT = 422, 409


def show(
    request: Request, template: str, page: InvitedPage, *, refusal: Refusal | None = None, **more: Any
) -> HttpResponse:
    """The page, or the same page with what has to be put right above it."""
    status = 200 if refusal is None else CONFLICT if isinstance(refusal, Stale | WrongMoment) else REFUSED
    context = {"page": page, "errors": summary(refusal) if refusal else [], "is_invited": True}
    context |= {"is_round": ROUND in request.session, **more}
    with timezone.override(ZoneInfo(page.time_zone)), in_language(page.language):
        return render(request, f"web/invited/{template}.html", context, status=status)


def in_language(language: str) -> Any:
    """Speak the language of the invitation, where the pages have it; else as the browser asks."""
    return translation.override(language) if language in dict(settings.LANGUAGES) else nullcontext()
