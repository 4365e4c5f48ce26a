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

from kith.care.actions.pairing import answer_choice, step_back
from kith.care.actions.peer_register import say_how_i_am
from kith.care.models import Refusal
from kith.care.queries.peer_day import peer_day as day_page
from kith.care.queries.peer_pairs import own_match
from kith.web.asking import Request
from kith.web.errors import status_of, summary
from kith.web.parts.peer_forms import shown_sharing
from kith.web.parts.peer_words import FEELINGS, HOUSE_RULES
from kith.web.practitioner.fields import one_of, tick
from kith.web.practitioner.group_forms import unclear, uuid_in
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
    """The page; a POST says how one is, answers somebody who chose the viewer, or steps back."""
    form, refused = HowIAmForm(), None
    if request.method == "POST":
        try:
            if request.POST.get("what"):
                messages.success(request, _answer(request))
            else:
                form = HowIAmForm(request.POST)
                given = form.cleaned_data if form.is_valid() else {"feels": "", "wants_talk": False}
                say_how_i_am(by=request.viewer, at=request.at, **given)
                messages.success(request, _("Kept for you alone."))
            return redirect("peer_day")
        except Refusal as refusal:
            refused = refusal
    page = day_page(viewer=request.viewer, at=request.at)
    shown = {
        "page": page,
        "form": form,
        "people": [(one, REASONS[one.reason]) for one in page.people],
        "asked": [(one, shown_sharing(one.wish) if one.wish else None) for one in page.asked],
        "for_today": sum(one.is_for_today for one in page.people),
        "rules": HOUSE_RULES,
        "due": [standing_words(one) for one in page.due],
        "errors": summary(refused) if refused else [],
    }
    with timezone.override(page.time_zone):
        return render(request, "web/practitioner/peer_day.html", shown, status=status_of(refused))


def _answer(request: Request) -> str:
    """A yes or a no to somebody, or an end. No reason is asked for."""
    what = request.POST["what"]
    match = own_match(viewer=request.viewer, match_id=uuid_in(request.POST.get("match")))
    if what == "step_back":
        step_back(match=match, by=request.viewer, at=request.at)
        return _("It has ended. You see nothing of them any more. Tell your supervisor if you like.")
    if what not in ("yes", "no"):
        raise unclear(_("Nothing was changed."), _("Use one of the buttons of the page."), "")
    answer_choice(match=match, agrees=what == "yes", by=request.viewer, at=request.at)
    return _("Thank you. It begins when their team has looked at it.") if what == "yes" else _("Kept. Nobody asks why.")
