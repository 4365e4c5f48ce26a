"""A peer supporter's day on one page: how am I, whom do I contact, what are my limits, what is due for me."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from kith.care.actions.peer_register import say_how_i_am
from kith.care.models import Refusal
from kith.care.queries.peer_day import peer_day as day_page
from kith.web.asking import Request
from kith.web.errors import summary
from kith.web.parts.peer_words import FEELINGS, HOUSE_RULES
from kith.web.practitioner.fields import one_of, tick
from kith.web.practitioner.group_forms import status_of
from kith.web.practitioner.peer_register import standing_words

REASONS = {
    "seen_differently": lazy("They see an entry differently. Ask how it was for them."),
    "not_reached": lazy("Not reached twice. Tell your supervisor today."),
    "agreed": lazy("You agreed to be in touch by now."),
    "first": lazy("You have not met yet. Make a first contact."),
    "quiet": lazy("More than ten days without contact. Ask how they are."),
    "": lazy("Nothing is needed today."),
}


class HowIAmForm(forms.Form):
    """One question to oneself."""

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields["feels"] = one_of(_("How are you now?"), list(FEELINGS.items()))
        self.fields["wants_talk"] = tick(
            _("I would like to talk with my supervisor"),
            _("They see that you asked, and when. Not what you chose above."),
        )


def peer_day(request: Request) -> HttpResponse:
    """The page; a POST says how one is."""
    form, refused = HowIAmForm(), None
    if request.method == "POST":
        form = HowIAmForm(request.POST)
        try:
            given = form.cleaned_data if form.is_valid() else {"feels": "", "wants_talk": False}
            say_how_i_am(by=request.viewer, at=request.at, **given)
        except Refusal as refusal:
            refused = refusal
        else:
            messages.success(request, _("Kept for you alone."))
            return redirect("peer_day")
    page = day_page(viewer=request.viewer, at=request.at)
    given = {
        "page": page,
        "form": form,
        "people": [(one, REASONS[one.reason]) for one in page.people],
        "for_today": sum(one.is_for_today for one in page.people),
        "rules": HOUSE_RULES,
        "due": [standing_words(one) for one in page.due],
        "errors": summary(refused) if refused else [],
    }
    with timezone.override(page.time_zone):
        return render(request, "web/practitioner/peer_day.html", given, status=status_of(refused))
