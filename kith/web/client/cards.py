"""My cards: does what I learned still come to mind?"""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from kith.care.actions.practise import try_card
from kith.care.models import WrongMoment
from kith.care.queries.my_cards import my_cards as cards_page
from kith.web.asking import Request
from kith.web.client.page import own_record, show


def my_cards(request: Request) -> HttpResponse:
    """One card at a time: the question, then the answer, then whether it came."""
    if request.method == "POST":
        number, came = request.POST.get("card", ""), request.POST.get("came", "")
        if not number.isdecimal() or came not in ("yes", "no"):
            raise Http404
        try:
            try_card(
                client=own_record(request, "W", "work"),
                lesson=request.POST.get("lesson", ""),
                card=int(number),
                came=came == "yes",
                by=request.viewer,
                at=request.at,
            )
        except WrongMoment as gone:
            messages.info(request, f"{gone.found} {gone.instead}")
        return redirect("my_cards")
    page = cards_page(viewer=request.viewer, at=request.at)
    return show(request, "my_cards", page, card=page.due[0] if page.due else None)
