"""My peer supporter: who walks beside me, what was written about it, and my own word on it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from kith.care.actions.peers import answer_contact
from kith.care.models import BadInput, Refusal
from kith.care.queries.peer_log import contact_about_me
from kith.care.queries.peer_log import my_peer as peer_page
from kith.web.asking import Request
from kith.web.client.page import show
from kith.web.parts.peer_words import WAY_ICONS, WAYS_TO_ME


def my_peer(request: Request) -> HttpResponse:
    """The page; a POST answers an entry."""
    refused = None
    if request.method == "POST":
        kind, words = request.POST.get("kind", ""), request.POST.get("words", "")
        try:
            contact = contact_about_me(viewer=request.viewer, contact_id=_contact_in(request), at=request.at)
            answer_contact(contact=contact, kind=kind, words=words, by=request.viewer, at=request.at)
        except Refusal as refusal:
            refused = refusal
        else:
            messages.success(request, _("Thank you. Your answer stands beside what was written."))
            return redirect("my_peer")
    page = peer_page(viewer=request.viewer, at=request.at)
    rows = [(one, WAYS_TO_ME[one.way], WAY_ICONS[one.way]) for one in page.entries]
    typed = {"contact": request.POST.get("contact", ""), "words": request.POST.get("words", "")} if refused else {}
    return show(request, "my_peer", page, refusal=refused, rows=rows, typed=typed)


def _contact_in(request: Request) -> UUID:
    try:
        return UUID(request.POST.get("contact", ""))
    except ValueError:
        raise BadInput(
            _("Nothing was sent."), _("It is not said what you answer."), _("Use the buttons of the page."), ""
        ) from None
