"""What meetings of groups were for one person."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from kith.care.queries.from_groups import from_groups as found
from kith.web.asking import Request
from kith.web.practitioner.about import about


def from_groups(request: Request, client_id: UUID) -> HttpResponse:
    """Entries that facilitators filed to this person's record."""
    page = found(viewer=request.viewer, client_id=client_id, at=request.at)
    given = about(request, page.head, _("From groups"), "from_groups")
    return render(request, "web/practitioner/from_groups.html", given | {"page": page})
