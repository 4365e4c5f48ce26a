"""My map: the people, places and groups around me, drawn by me, and shown to my practitioner when I say so."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kith.care.actions import connect
from kith.care.models import BadInput, Refusal
from kith.care.queries.connections import my_map, own_connection
from kith.web.asking import Request
from kith.web.client.page import key_in, own_record, show
from kith.web.parts.connection_words import KINDS, RINGS, choices, day_in, map_context, step_words

NEARER = {"further": "near", "near": "close"}
AWAY = {"close": "near", "near": "further"}


class AddForm(forms.Form):
    """Somebody or something new on the map."""

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields["called"] = forms.CharField(
            label=_("What do you call them?"),
            help_text=_("A nickname is best. Only you need to know who it is."),
            required=False,
            widget=forms.TextInput(attrs={"translate": "no", "autocomplete": "off", "maxlength": connect.LONGEST_NAME}),
        )
        self.fields["kind"] = forms.ChoiceField(
            label=_("What is it?"), choices=choices(KINDS), initial="person", widget=forms.RadioSelect
        )
        self.fields["ring"] = forms.ChoiceField(
            label=_("How close is it to you?"), choices=choices(RINGS), initial="near", widget=forms.RadioSelect
        )


def my_around(request: Request) -> HttpResponse:
    """The page; a POST adds, moves, takes off, shares or stops sharing."""
    refused = None
    if request.method == "POST":
        try:
            return _act(request)
        except Refusal as refusal:
            refused = refusal
    since, language = day_in(request.GET.get("since", "")), get_language() or "en"
    page = my_map(viewer=request.viewer, at=request.at, since=since, language=language)
    is_typed = refused is not None and request.POST.get("what") == "add"
    shown = map_context(page.map)
    return show(
        request,
        "my_around",
        page,
        refusal=refused,
        form=AddForm(request.POST if is_typed else None),
        step=step_words(page.step.what, page.map.named(page.step.id)),
        **shown | {"rows": [(*row, row[0].ring in NEARER, row[0].ring in AWAY) for row in shown["rows"]]},
    )


def _act(request: Request) -> HttpResponse:
    what = request.POST.get("what", "")
    acting: dict[str, Any] = {"by": request.viewer, "at": request.at}
    if what == "add":
        given: dict[str, Any] = {name: request.POST.get(name, "") for name in ("called", "kind", "ring")}
        connect.add_connection(client=own_record(request, "W", "connections"), **given, **acting)
        messages.success(request, _("It is on your map."))
    elif what in ("nearer", "away", "remove"):
        _move(request, what, acting)
    elif what == "share":
        connect.share_map(client=own_record(request, "W", "connections"), **acting)
        messages.success(request, _("Your practitioner can see your map now."))
    elif what == "stop":
        connect.stop_sharing_map(client=own_record(request, "W", "connections"), **acting)
        messages.success(request, _("Only you see your map now."))
    else:
        raise BadInput(
            _("Nothing was changed."), _("It is not said what you want."), _("Use the buttons of the page."), ""
        )
    return redirect("my_around")


def _move(request: Request, what: str, acting: dict[str, Any]) -> None:
    one = own_connection(viewer=request.viewer, connection_id=key_in(request.POST.get("one")), at=request.at)
    if what == "remove":
        connect.remove_connection(connection=one, **acting)
        messages.success(request, _("It is off your map."))
    else:
        ring = (NEARER if what == "nearer" else AWAY).get(one.ring, one.ring)
        connect.move_connection(connection=one, ring=ring, **acting)
        messages.success(request, _("Moved."))
