"""Take somebody in."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from kith.care.actions.refer import NewClient
from kith.care.actions.refer import refer as take_in
from kith.care.models import Client, Refusal
from kith.care.queries.referring import ReferringPage, is_name_here, referring, site_of
from kith.web.asking import Request
from kith.web.errors import summary

REFUSED = 422
SOURCES = (
    ("self", lazy("The person themselves")),
    ("family", lazy("Family or a friend")),
    ("primary_care", lazy("Primary care")),
    ("hospital", lazy("Hospital")),
    ("school_or_work", lazy("School or work")),
    ("social_service", lazy("Social service")),
    ("other", lazy("Somebody else")),
)


class Referral(forms.Form):
    """What is known at referral. Only a name is needed."""

    given_name = forms.CharField(label=lazy("Given name"), max_length=120, required=False)
    family_name = forms.CharField(label=lazy("Family name"), max_length=120, required=False)
    date_of_birth = forms.DateField(
        label=lazy("Date of birth"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    language = forms.ChoiceField(label=lazy("Language"), required=False, widget=forms.Select(attrs={"translate": "no"}))
    source = forms.ChoiceField(label=lazy("Who asks for care?"), choices=SOURCES)
    reason = forms.CharField(
        label=lazy("Why now, in their words if you can"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "translate": "no"}),
    )
    received_on = forms.DateField(
        label=lazy("Received on"),
        help_text=lazy("The wait is counted from this day."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    site = forms.ChoiceField(label=lazy("Where"), widget=forms.Select(attrs={"translate": "no"}))
    is_another_person = forms.BooleanField(required=False, label=lazy("I have checked: this is another person"))

    def __init__(self, *args: Any, page: ReferringPage, asks_again: bool = False, **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields["site"].choices = [(str(each.id), each.name) for each in page.sites]  # type: ignore[attr-defined]
        self.fields["language"].choices = settings.LANGUAGES  # type: ignore[attr-defined]
        if not asks_again:
            self.fields["is_another_person"].widget = forms.HiddenInput()


def refer(request: Request) -> HttpResponse:
    """The form; for those who allocate also the people nobody is responsible for, and the way to their page."""
    if request.method == "POST":
        return _refer(request)
    return _show(request)


def _refer(request: Request) -> HttpResponse:
    page = referring(viewer=request.viewer, at=request.at)
    form = Referral(request.POST, page=page)
    if not form.is_valid():
        return _render(request, page, form, status=REFUSED)
    known = form.cleaned_data
    if known["given_name"].strip() and not known["is_another_person"] and _is_here(request, known):
        again = Referral(request.POST, page=page, asks_again=True)
        return _render(request, page, again, is_here=True, status=REFUSED)
    try:
        client = _take_in(request, known)
    except Refusal as refusal:
        return _render(request, page, form, errors=summary(refusal), status=REFUSED)
    return _thank(request, client, page.may_allocate)


def _is_here(request: Request, known: dict[str, Any]) -> bool:
    names = {"given_name": known["given_name"], "family_name": known["family_name"]}
    return is_name_here(viewer=request.viewer, at=request.at, **names)


def _take_in(request: Request, known: dict[str, Any]) -> Client:
    born = known["date_of_birth"]
    person = NewClient(
        given_name=known["given_name"].strip(),
        family_name=known["family_name"].strip(),
        date_of_birth=born.isoformat() if born else "",
        language=known["language"] or "en",
    )
    return take_in(
        site=site_of(viewer=request.viewer, site_id=UUID(known["site"])),
        person=person,
        source=known["source"],
        reason=known["reason"],
        received_on=known["received_on"],
        by=request.viewer,
        at=request.at,
    )


def _thank(request: Request, client: Client, may_allocate: bool) -> HttpResponse:
    told = {"number": client.number}
    if may_allocate:
        messages.success(
            request, _("Taken in as %(number)s. Ask how they would like to be seen; then choose who sees them.") % told
        )
        return redirect("refer")
    messages.success(request, _("Taken in as %(number)s. Whoever is on duty chooses who is responsible.") % told)
    return redirect("caseload")


def _show(request: Request) -> HttpResponse:
    page = referring(viewer=request.viewer, at=request.at)
    form = Referral(page=page, initial={"received_on": timezone.localdate(request.at), "language": "en"})
    return _render(request, page, form)


def _render(request: Request, page: ReferringPage, form: Referral, *, status: int = 200, **more: Any) -> HttpResponse:
    return render(request, "web/practitioner/refer.html", {"page": page, "form": form, **more}, status=status)
