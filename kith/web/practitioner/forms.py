"""The forms of one person: what was filled in, by whom and how; and the ways to ask for more."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kith.care.queries.filled_in import FormFacts, forms_of
from kith.care.queries.inviting import InvitationRow
from kith.web.asking import Request
from kith.web.practitioner.about import about
from kith.web.practitioner.names import name_of


def forms(request: Request, client_id: UUID) -> HttpResponse:
    """Every form, the newest first; links that are out; and how to hand out, print or enter another one."""
    page = forms_of(
        viewer=request.viewer,
        client_id=client_id,
        at=request.at,
        language=get_language() or "en",
        everything="all" in request.GET,
    )
    given = {
        **about(request, page.head, _("Forms"), ""),
        "page": page,
        "rows": [shown_form(row) for row in page.rows],
        "invitations": [shown_invitation(row) for row in page.invitations],
    }
    return render(request, "web/practitioner/forms.html", given)


def shown_form(row: FormFacts) -> dict[str, Any]:
    """One form with its words: who answered, how it came in, and whether it still counts."""
    gone = row.withdrawn
    return {
        "row": row,
        "by": name_of(row.respondent),
        "how": name_of(row.mode),
        "is_entered_later": row.made_at.date() != row.taken_at.date(),
        "why": name_of(gone.reason) if gone is not None else "",
        "elsewhere": reverse("forms", args=[gone.moved_to]) if gone is not None and gone.moved_to else "",
    }


def shown_invitation(row: InvitationRow) -> dict[str, Any]:
    """One invitation with its words."""
    tones = {"open": "info", "used": "good", "withdrawn": "", "expired": "", "tried_too_often": "caution"}
    return {
        "row": row,
        "kind": name_of(row.kind),
        "by": name_of(row.respondent),
        "what": ", ".join(row.titles),
        "state": name_of(row.state),
        "tone": tones[row.state],
        "of": len(row.titles),
    }
