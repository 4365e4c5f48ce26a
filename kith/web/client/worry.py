"""“I am not well, or worried about somebody”: who is told, and by when, before anything is sent."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from kith.care.actions.worry import ask_for_contact, tell_concern_as_client
from kith.care.models import Alert, Refusal
from kith.care.queries.on_duty import duty_for
from kith.care.queries.worries import MyWorryPage
from kith.care.queries.worries import my_worry as worry_page
from kith.web.asking import Request
from kith.web.client.page import own_record, show
from kith.web.errors import summary


class AboutMe(forms.Form):
    """How soon, and what is the matter."""

    level = forms.ChoiceField(label=lazy("How soon do you need somebody?"), widget=forms.RadioSelect, required=False)
    words = forms.CharField(
        label=lazy("What is the matter?"),
        help_text=lazy("A few words are enough. Your team reads them."),
        widget=forms.Textarea(attrs={"rows": 4, "translate": "no"}),
        required=False,  # the action says what is missing, in three parts
    )

    def __init__(self, page: MyWorryPage, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields["level"].choices = _how_soon(page)  # type: ignore[attr-defined]


class AboutSomebody(AboutMe):
    """The same about somebody else."""

    about = forms.CharField(
        label=lazy("Who are you worried about?"),
        help_text=lazy("A name, or who it is. You need not know if they come here."),
        widget=forms.Textarea(attrs={"rows": 2, "translate": "no"}),
        required=False,
    )
    words = forms.CharField(
        label=lazy("What makes you worry?"),
        widget=forms.Textarea(attrs={"rows": 4, "translate": "no"}),
        required=False,
    )
    field_order = ("about", "level", "words")

    def __init__(self, page: MyWorryPage, *args: Any, **given: Any) -> None:
        super().__init__(page, *args, **given)
        self.fields["level"].label = _("How soon should somebody look?")


def my_worry(request: Request) -> HttpResponse:
    """Both forms; a POST sends one of them."""
    about, refused = request.POST.get("about_whom", ""), None
    if request.method == "POST":
        try:
            return _send(request, about)
        except Refusal as refusal:
            refused = refusal
    page = worry_page(viewer=request.viewer, at=request.at)
    typed = request.POST if refused else None
    is_other = about == "somebody"
    forms_of = {
        "me": AboutMe(page, None if is_other else typed, auto_id="id_me_%s"),
        "somebody": AboutSomebody(page, typed if is_other else None, auto_id="id_somebody_%s"),
    }
    part = "somebody" if is_other else "me"
    errors = (
        [one | {"href": one["href"].replace("#id_", f"#id_{part}_")} for one in summary(refused)] if refused else []
    )
    return show(request, "my_worry", page, refusal=refused, forms=forms_of, errors=errors)


def _send(request: Request, about: str) -> HttpResponse:
    given: dict[str, Any] = {
        "client": own_record(request, "W", "alerts"),
        "level": request.POST.get("level", ""),
        "words": request.POST.get("words", ""),
        "by": request.viewer,
        "at": request.at,
    }
    if about == "somebody":
        tell_concern_as_client(about=request.POST.get("about", ""), **given)
        messages.success(
            request,
            _("Thank you. Somebody who works here reads it. We cannot tell you if we know this person."),
        )
    else:
        messages.success(request, _told(ask_for_contact(**given), request))
    return redirect("my_worry")


def _told(alert: Alert, request: Request) -> str:
    """Who was told, and by when they try; the truth also when nobody is on duty."""
    on_duty = duty_for(alert.client, at=request.at)
    told = {
        "name": alert.owner.display_name,
        "when": date_format(localtime(alert.contact_due_at), "l j F, H:i"),
    }
    is_there = alert.owner_id not in {one.id for one in on_duty.managers} or alert.owner_id in {
        one.id for one in on_duty.people
    }
    if is_there:
        return _("Thank you for telling us. %(name)s was told, and will try to reach you by %(when)s.") % told
    return _("Thank you for telling us. %(name)s was told, but nobody is on duty now. Please call a number.") % told


def _how_soon(page: MyWorryPage) -> list[tuple[str, str]]:
    labels = {
        "imminent": _("Now. I cannot wait. We try by %(when)s."),
        "high": _("Today. We try by %(when)s."),
        "moderate": _("It can wait. We try by %(when)s."),
    }
    return [
        (level, label % {"when": date_format(localtime(page.contact_by[level]), "l, H:i")})
        for level, label in labels.items()
    ]
