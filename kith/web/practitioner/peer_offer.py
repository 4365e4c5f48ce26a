"""What a peer supporter is glad to share: the people who look for one choose by it."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from kith.care.actions.pairing import share_experience
from kith.care.models import Refusal
from kith.care.queries.peer_pairs import OfferPage
from kith.care.queries.peer_pairs import peer_offer as offer_page
from kith.web.asking import Request
from kith.web.errors import status_of, summary
from kith.web.parts.peer_forms import PART, sharing_fields, sharing_in, week_of
from kith.web.practitioner.fields import number


class OfferForm(forms.Form):
    """What is shared, in what languages, and with how many people."""

    def __init__(self, *args: Any, page: OfferPage, **given: Any) -> None:
        super().__init__(*args, **given)
        now = SimpleNamespace(**page.shares, words=page.words) if page.shares else None
        hint = _("Only what does not bleed any more. People who look for a peer supporter read it.")
        self.fields |= sharing_fields(
            _("What are you glad to share?"), hint, _("A few words about you"), page.languages, now, page.languages[0]
        )
        self.fields["places"] = number(
            _("With how many people at a time?"), _("0 means: with nobody new now."), initial=page.places
        )


def peer_offer(request: Request) -> HttpResponse:
    """The page; a POST keeps it."""
    refused = None
    page = offer_page(viewer=request.viewer, at=request.at)
    form = OfferForm(request.POST if request.method == "POST" else None, page=page)
    if request.method == "POST":
        try:
            sharing = sharing_in(form, request.POST.getlist(PART))
            share_experience(sharing=sharing, places=form.cleaned_data["places"], by=request.viewer, at=request.at)
        except Refusal as refusal:
            refused = refusal
        else:
            messages.success(request, _("Kept. People who look for a peer supporter can find you."))
            return redirect("peer_day")
    ticked = request.POST.getlist(PART) if refused else page.shares.get("parts", ())
    given = {"form": form, "week": week_of(ticked), "part": PART, "errors": summary(refused) if refused else []}
    return render(request, "web/practitioner/peer_offer.html", given, status=status_of(refused))
