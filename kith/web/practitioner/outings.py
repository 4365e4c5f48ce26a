"""What a person likes to do nearby, where they went, how it was, and what could come next."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from kith.care.queries.activities import outings as outings_page
from kith.web.asking import Request
from kith.web.parts.activity_words import NEXT, outing_rows, suggestion_rows, wish_rows
from kith.web.practitioner.about import about


def outings(request: Request, client_id: UUID) -> HttpResponse:
    """The page; it is read together with the person, who says and plans on their own."""
    page = outings_page(viewer=request.viewer, client_id=client_id, at=request.at)
    given = about(request, page.head, _("What they like to do"), "") | {
        "next": NEXT[page.next],
        "wishes": wish_rows(page.wants) if page.wants else [],
        "suits": suggestion_rows(page.suits),
        "left_out": suggestion_rows(page.left_out),
        "outings": outing_rows(page.outings),
    }
    return render(request, "web/practitioner/outings.html", given)
