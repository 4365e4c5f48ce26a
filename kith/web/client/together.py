"""What we wrote together: sheets that were filled in with somebody of the team."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse

from kith.care.queries import my_together as together
from kith.web.asking import Request
from kith.web.client.page import show
from kith.web.parts.sheet_pictures import pictures_of


def my_together(request: Request) -> HttpResponse:
    """The list, the newest first."""
    return show(request, "my_together", together.my_together(viewer=request.viewer, at=request.at))


def my_together_sheet(request: Request, sheet_id: UUID) -> HttpResponse:
    """One sheet with its pictures, to read and to print."""
    page = together.my_together_sheet(viewer=request.viewer, sheet_id=sheet_id, at=request.at)
    return show(request, "my_together_sheet", page, pictures=pictures_of(page.worksheet, page.written))
