"""Pictures of my family and my home: what was shared with me, to read and to print."""

from __future__ import annotations

from django.http import HttpResponse

from kith.care.queries.family_pictures import my_family as my_family_page
from kith.web.asking import Request
from kith.web.client.page import show
from kith.web.parts.family_drawings import drawing_of


def my_family(request: Request) -> HttpResponse:
    """The newest picture of each kind that was shared."""
    page = my_family_page(viewer=request.viewer, at=request.at)
    drawings = [{"one": one, "drawing": drawing_of(one.drawn)} for one in page.pictures]
    return show(request, "my_family", page, drawings=drawings)
