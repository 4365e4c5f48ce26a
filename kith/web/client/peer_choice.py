"""Find a peer supporter: what I would like to share, up to three to choose from, and ending it without a reason."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from kith.care.actions import pairing
from kith.care.models import BadInput, Refusal
from kith.care.queries.peer_pairs import MyChoicePage, Suggestion, my_match, peer_to_choose
from kith.care.queries.peer_pairs import my_peer_choice as choice_page
from kith.web.asking import Request
from kith.web.client.page import own_record, show
from kith.web.parts.activity_words import DISTANCES, INTERESTS
from kith.web.parts.peer_forms import PART, sharing_fields, sharing_in, shown_sharing, week_of
from kith.web.parts.peer_words import EXPERIENCES
from kith.web.parts.week_words import part_words


class WishForm(forms.Form):
    """What the person would like to share. The parts of the week are ticked in a table beside it."""

    def __init__(self, *args: Any, page: MyChoicePage, **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields["called"] = forms.CharField(
            label=_("What may they call you?"),
            max_length=120,
            required=False,
            initial=page.wish.called if page.wish else page.called,
            widget=forms.TextInput(attrs={"translate": "no"}),
        )
        hint = _("Only what you want. We never look it up in your record. A peer supporter whom you choose reads it.")
        self.fields |= sharing_fields(
            _("What would you like to share?"), hint, _("In your own words"), page.languages, page.wish, page.language
        )


def my_peer_choice(request: Request) -> HttpResponse:
    """The page; a POST wishes, stops wishing, chooses or ends."""
    refused = None
    if request.method == "POST":
        try:
            return _act(request)
        except Refusal as refusal:
            refused = refusal
    page = choice_page(viewer=request.viewer, at=request.at)
    is_typed = refused is not None and request.POST.get("what") == "wish"
    ticked = request.POST.getlist(PART) if is_typed else page.wish.parts if page.wish else ()
    return show(
        request,
        "my_peer_choice",
        page,
        refusal=refused,
        form=WishForm(request.POST if is_typed else None, page=page),
        wish=shown_sharing(page.wish) if page.wish else None,
        suggestions=[_reasons(one) for one in page.suggestions],
        week=week_of(ticked),
        part=PART,
    )


def _reasons(one: Suggestion) -> dict[str, Any]:
    """Somebody who could come, with what speaks for it in words."""
    return {
        "one": one,
        "shared": [EXPERIENCES[name] for name in one.why.experiences],
        "likes": [INTERESTS[name] for name in one.why.interests],
        "times": [part_words(part) for part in one.why.parts],
        "distance": DISTANCES.get(one.distance, ""),
    }


def _act(request: Request) -> HttpResponse:
    what = request.POST.get("what", "")
    acting: dict[str, Any] = {"by": request.viewer, "at": request.at}
    if what == "wish":
        page = choice_page(viewer=request.viewer, at=request.at)
        form = WishForm(request.POST, page=page)
        wish = sharing_in(form, request.POST.getlist(PART))
        client = own_record(request, "W", "peer_wish")
        pairing.wish_for_peer(client=client, called=form.cleaned_data["called"], wish=wish, **acting)
        messages.success(request, _("Kept. Look who could walk beside you."))
    elif what == "stop":
        pairing.stop_wishing(client=own_record(request, "W", "peer_wish"), **acting)
        messages.success(request, _("Your wish is taken back. You can come again at any time."))
    elif what == "choose":
        person = peer_to_choose(viewer=request.viewer, person_id=_person_in(request), at=request.at)
        pairing.choose_peer(client=own_record(request, "W", "peer_match"), person=person, **acting)
        messages.success(request, _("We ask them. You hear here whether they say yes."))
    elif what == "end":
        pairing.end_match(match=my_match(viewer=request.viewer, at=request.at), **acting)
        messages.success(request, _("It has ended. They see nothing of yours any more."))
    else:
        raise _unclear()
    return redirect("my_peer_choice")


def _person_in(request: Request) -> UUID:
    try:
        return UUID(request.POST.get("person", ""))
    except ValueError:
        raise _unclear() from None


def _unclear() -> BadInput:
    return BadInput(
        _("Nothing was changed."), _("It is not said what you want."), _("Use the buttons of the page."), ""
    )
