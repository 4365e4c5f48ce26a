"""How every page of a client is shown: with times as the service writes them, and one's own record at hand."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Protocol
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from kith.care.models import Client, Refusal, Stale, WrongMoment
from kith.care.permissions import NotYours, reach
from kith.care.queries.who_sees import Seer
from kith.web.asking import Request
from kith.web.errors import summary


class Page(Protocol):
    """What every query of a client page answers with."""

    @property
    def time_zone(self) -> str: ...


def show(request: Request, template: str, page: Page, *, refusal: Refusal | None = None, **more: Any) -> HttpResponse:
    """The page, or the same page with what has to be put right above it."""
    status = 200 if refusal is None else 409 if isinstance(refusal, Stale | WrongMoment) else 422
    context = {"page": page, "errors": summary(refusal) if refusal else [], **more}
    with timezone.override(ZoneInfo(page.time_zone)):
        return render(request, f"web/client/{template}.html", context, status=status)


def key_in(text: str | None) -> UUID:
    """The key that a form sends along; a form without one is not a form of ours."""
    try:
        return UUID(text or "")
    except ValueError:
        raise Http404 from None


def readers_of(seers: Iterable[Seer]) -> dict[str, list[str]]:
    """Who will see it, for `web/client/who_will_see.html`: the person's own team, and others."""
    by_column = {"PR": list[str](), "SU": list[str](), "DU": list[str]()}
    for seer in seers:
        by_column.get(seer.column, []).append(seer.name)
    return {"team": by_column["PR"], "others": by_column["SU"] + by_column["DU"]}


def own_record(request: Request, verb: str, resource: str) -> Client:
    """The asking client's own row, for an action; NotYours for everybody else."""
    if request.viewer.client_id is None:
        raise NotYours
    client, _ = reach(request.viewer, Client, request.viewer.client_id, verb, resource, at=request.at)
    assert isinstance(client, Client)
    return client
