"""Opening a link, and the end: nothing here says whether an address is known, used, or whose record it is about."""

from __future__ import annotations

import uuid

from django.http import HttpResponse
from django.middleware.csrf import rotate_token
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from kith.care.actions.inviting import give_tablet_back, open_invitation
from kith.care.models import BadInput
from kith.care.models.inviting import hash_of
from kith.care.permissions import stranger
from kith.care.queries.invited import held_invitation, invited_page, is_untouched
from kith.web.asking import Request
from kith.web.errors import summary
from kith.web.invited.going_round import to_the_next
from kith.web.invited.page import REFUSED, show
from kith.web.middleware import INVITATION, ROUND

ADDRESS = "address"  # where the session keeps the hash of the address that was followed
LONGEST = 200  # characters of an address or a fact; more is never right


@never_cache
def answer_link(request: Request) -> HttpResponse:
    """The address itself moves on at once, so that it stands in no Referer, title or form; then the second fact."""
    if request.method == "GET" and "a" in request.GET:
        request.session[ADDRESS] = hash_of(request.GET["a"][:LONGEST])
        return redirect("answer_link")
    if request.method != "POST":
        return render(request, "web/invited/open.html")
    opened = open_invitation(
        address=request.session.get(ADDRESS, ""),
        second_fact=request.POST.get("second_fact", "")[:LONGEST],
        by=stranger(request_id=uuid.uuid4().hex),
        at=request.at,
    )
    if opened is None:
        return render(request, "web/invited/open.html", {"errors": summary(_does_not_open())}, status=REFUSED)
    begin(request, opened.pk)
    return redirect("invited")


@never_cache
def invited_over(request: Request) -> HttpResponse:
    """Nothing is open in this browser: after the end, and for anybody who comes by."""
    return render(request, "web/invited/over.html")


def leave_questions(request: Request) -> HttpResponse:
    """Leave. A link can be opened again until it was sent; a tablet is given back for good.

    On a tablet that goes round, whoever opened the wrong name and answered nothing leaves that name to its owner.
    """
    if request.method != "POST":
        return show(request, "leave", invited_page(viewer=request.viewer, at=request.at))
    invitation = held_invitation(viewer=request.viewer)
    goes_round = ROUND in request.session
    if invitation.kind == "kiosk" and not (goes_round and is_untouched(viewer=request.viewer)):
        give_tablet_back(invitation=invitation, by=request.viewer, at=request.at)
    if goes_round:
        return to_the_next(request)
    request.session.flush()
    return redirect("invited_over")


def begin(request: Request, invitation: uuid.UUID) -> None:
    """From now on this browser holds the invitation and nothing else: any log-in in it has ended."""
    request.session.flush()
    request.session[INVITATION] = str(invitation)
    rotate_token(request)


def _does_not_open() -> BadInput:
    return BadInput(
        _("Nothing can be opened with this."),
        _("The address was used already, has run out, or what you wrote does not fit. We do not say which."),
        _("Look at what you wrote and try once more, or ask the people who gave you the address for a new one."),
        "second_fact",
    )
