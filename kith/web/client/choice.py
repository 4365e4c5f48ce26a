"""My choice: what we looked at together, what matters to me, and what I chose, to read again alone."""

from __future__ import annotations

from django.http import HttpResponse

from kith.care.queries.choosing_together import my_choice as choice_page
from kith.web.asking import Request
from kith.web.client.page import show
from kith.web.parts.cards_side_by_side import HOW_MUCH, MATTERS, cards_told


def my_choice(request: Request) -> HttpResponse:
    """The newest choice."""
    page = choice_page(viewer=request.viewer, at=request.at)
    return show(
        request,
        "my_choice",
        page,
        cards=cards_told(page.shown, page.matters) if page.shown is not None else [],
        mattered=[(MATTERS[name], HOW_MUCH[value]) for name, value in page.matters.items() if value],
    )
