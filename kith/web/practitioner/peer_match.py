"""Whom a person chose as a peer supporter: the team looks at it before it begins, and can end it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from kith.care.actions import pairing
from kith.care.models import Client, Refusal
from kith.care.permissions import reach
from kith.care.queries.peer_pairs import TeamMatchPage, match_of
from kith.care.queries.peer_pairs import peer_match as match_page
from kith.web.asking import Request
from kith.web.errors import status_of, summary
from kith.web.parts.peer_forms import shown_sharing
from kith.web.parts.peer_words import REVIEW_ANSWERS
from kith.web.practitioner.about import about
from kith.web.practitioner.fields import one_of
from kith.web.practitioner.group_forms import unclear
from kith.web.practitioner.heads import crumbs_to


class AskingBoth(forms.Form):
    """What each of the two said, asked alone."""

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        answers = list(REVIEW_ANSWERS.items())
        self.fields["person_says"] = one_of(_("Is it right for the person?"), answers)
        self.fields["peer_says"] = one_of(_("Is it right for the peer supporter?"), answers)


def peer_match(request: Request, client_id: UUID) -> HttpResponse:
    """The page; a POST says that the team has looked, or ends it."""
    refused = None
    if request.method == "POST":
        try:
            return _act(request, client_id)
        except Refusal as refusal:
            refused = refusal
    page = match_page(viewer=request.viewer, client_id=client_id, at=request.at)
    given = about(request, page.head, _("Peer support"), "") | {
        "page": page,
        "asking": AskingBoth(request.POST if refused and request.POST.get("what") == "review" else None),
        "said": [REVIEW_ANSWERS[one] for one in _said(page)],
        "wants_change": "change" in _said(page),
        "wish": shown_sharing(page.wish) if page.wish else None,
        "errors": summary(refused) if refused else [],
        "crumbs": crumbs_to(page.head.identity, _("Peer support"), links_person=page.may_open_person),
    }
    return render(request, "web/practitioner/peer_match.html", given, status=status_of(refused))


def _said(page: TeamMatchPage) -> tuple[str, ...]:
    return (page.review.person_says, page.review.peer_says) if page.review else ()


def _act(request: Request, client_id: UUID) -> HttpResponse:
    acting: dict[str, Any] = {"by": request.viewer, "at": request.at}
    what = request.POST.get("what", "")
    reach(request.viewer, Client, client_id, "W", "peer_match", at=request.at)
    if what not in ("safe", "not_safe", "end", "review"):
        raise unclear(_("Nothing was changed."), _("Use one of the buttons of the page."), "")
    match = match_of(viewer=request.viewer, client_id=client_id, at=request.at)
    if what == "end":
        pairing.end_match(match=match, **acting)
        messages.success(request, _("It has ended, and with it their access."))
    elif what == "review":
        person_says, peer_says = (request.POST.get(name, "") for name in ("person_says", "peer_says"))
        pairing.review_match(match=match, person_says=person_says, peer_says=peer_says, **acting)
        messages.success(request, _("Kept. Neither reads what the other said."))
    else:
        pairing.look_at_match(match=match, is_safe=what == "safe", **acting)
        messages.success(request, _("Kept."))
    return redirect("peer_match", client_id)
