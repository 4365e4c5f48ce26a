"""The map of the people, places and groups around a person, when they show it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kith.care.queries.connections import their_map
from kith.web.asking import Request
from kith.web.parts.connection_words import day_in, map_context
from kith.web.practitioner.about import about


def around(request: Request, client_id: UUID) -> HttpResponse:
    """The page; without the person's yes it says only that."""
    since, language = day_in(request.GET.get("since", "")), get_language() or "en"
    page = their_map(viewer=request.viewer, client_id=client_id, at=request.at, since=since, language=language)
    shown: dict[str, Any] = map_context(page.map) if page.map else {}
    given = about(request, page.head, _("People and places"), "") | {"is_shared": page.map is not None, **shown}
    return render(request, "web/practitioner/around.html", given)
