"""My record and my say: who sees what, what I agreed to, how I may be reached, and a copy of everything."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kith.care.actions.consent import decide_consent, withdraw_grant
from kith.care.actions.refer import SafeContact, set_contact_rule
from kith.care.models import BadInput, Grant, Refusal
from kith.care.permissions import reach
from kith.care.queries.my_download import my_download as download
from kith.care.queries.my_record import Look, RecordPage
from kith.care.queries.my_record import my_record as record_page
from kith.web.asking import Request
from kith.web.client.page import key_in, own_record, show
from kith.web.client.record_words import COLUMNS, CONSENTS, THINGS, Words, what_was_done

TEXT_VERSION = "1.0"  # of the words in record_words.CONSENTS; a change of their meaning is a new version
HOURS = [(hour, f"{hour}:00") for hour in range(25)]


class ContactForm(forms.Form):
    """How the service may reach the person."""

    channel = forms.ChoiceField(
        label=gettext_lazy("How may we reach you?"),
        choices=[
            ("none", gettext_lazy("Not at all; I look here myself")),
            ("sms", gettext_lazy("Text message")),
            ("email", gettext_lazy("E-mail")),
            ("phone", gettext_lazy("Telephone call")),
        ],
        widget=forms.RadioSelect,
    )
    address = forms.CharField(
        label=gettext_lazy("Number or e-mail address"),
        help_text=gettext_lazy("One that only you read or answer."),
        required=False,
        max_length=200,
    )
    from_hour = forms.TypedChoiceField(label=gettext_lazy("Not before"), choices=HOURS[:24], coerce=int, initial=9)
    to_hour = forms.TypedChoiceField(label=gettext_lazy("Not after"), choices=HOURS[1:], coerce=int, initial=18)
    may_leave_message = forms.BooleanField(label=gettext_lazy("You may leave a message"), required=False)
    note = forms.CharField(
        label=gettext_lazy("Anything we must know to keep you safe?"),
        help_text=gettext_lazy("For example: never call in the evening, somebody else may answer."),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        max_length=1000,
    )

    def clean(self) -> dict[str, Any] | None:
        """A way to be reached needs an address."""
        data = super().clean()
        if data and data.get("channel") in {"sms", "email", "phone"} and not data.get("address", "").strip():
            self.add_error("address", _("Write the number or the address, or choose “Not at all”."))
        return data


def my_record(request: Request) -> HttpResponse:
    """Who can see, who looked, consents, contact rules, and the way to a copy of everything."""
    return _show(request)


def my_consent(request: Request) -> HttpResponse:
    """Say yes or no to one purpose, or take back access that was given."""
    client = own_record(request, "W", "consents")
    if "grant" in request.POST:
        grant, _access = reach(request.viewer, Grant, key_in(request.POST["grant"]), "W", "consents", at=request.at)
        withdraw_grant(grant=grant, by=request.viewer, at=request.at)
        messages.success(request, _("The access has ended."))
        return redirect("my_record")
    is_given = request.POST.get("answer") == "yes"
    try:
        decide_consent(
            client=client,
            purpose=request.POST.get("purpose", ""),
            is_given=is_given,
            text_version=TEXT_VERSION,
            by=request.viewer,
            at=request.at,
        )
    except Refusal as refusal:
        return _show(request, refusal=refusal)
    messages.success(request, _("Your yes is kept.") if is_given else _("Your no is kept. It counts from now on."))
    return redirect("my_record")


def my_contact(request: Request) -> HttpResponse:
    """Change how one may be reached; the rule before is kept for the record."""
    form = ContactForm(request.POST)
    try:
        if not form.is_valid():
            field = next(iter(form.errors))
            raise BadInput(
                _("The contact rule was not kept."),
                str(form.errors[field][0]),
                _("Put it right below, then save again."),
                field,
            )
        set_contact_rule(
            client=own_record(request, "W", "contact"),
            rule=SafeContact(**form.cleaned_data),
            by=request.viewer,
            at=request.at,
        )
    except Refusal as refusal:
        return _show(request, refusal=refusal, form=form)
    messages.success(request, _("This is how we will reach you from now on."))
    return redirect("my_record")


def my_download(request: Request) -> HttpResponse:
    """Everything of one's own in one file."""
    file = download(viewer=request.viewer, at=request.at)
    response = HttpResponse(json.dumps(file.content, ensure_ascii=False, indent=1), content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="{file.file_name}"'
    return response


def _show(request: Request, *, refusal: Refusal | None = None, form: ContactForm | None = None) -> HttpResponse:
    page = record_page(viewer=request.viewer, at=request.at)
    return show(
        request,
        "my_record",
        page,
        refusal=refusal,
        form=form or ContactForm(initial=_contact(page)),
        readers=_readers(page),
        consents=[(one, CONSENTS[one.purpose]) for one in page.consents],
        days=_days(page.looks),
        grants=[(one, [THINGS[name] for name in one.resources if name in THINGS]) for one in page.grants],
    )


def _contact(page: RecordPage) -> dict[str, Any] | None:
    if page.contact is None:
        return None
    names = ("channel", "address", "may_leave_message", "from_hour", "to_hour", "note")
    return {name: getattr(page.contact, name) for name in names}


def _readers(page: RecordPage) -> list[tuple[str, Words, list[Words], list[Words]]]:
    """Person by person: name, part, what they see whole, what they see in part."""
    people: dict[tuple[str, str], tuple[list[Words], list[Words]]] = {}
    for one in page.readers:
        for seer in one.seers:
            whole, part = people.setdefault((seer.name, seer.column), ([], []))
            (part if seer.is_limited else whole).append(THINGS[one.thing])
    return [(name, COLUMNS[column], whole, part) for (name, column), (whole, part) in people.items()]


def _days(looks: tuple[Look, ...]) -> list[tuple[date, list[tuple[str, str, int]]]]:
    days: dict[date, dict[tuple[str, str], int]] = {}
    for look in looks:
        row = days.setdefault(look.day, {})
        key = (look.name, what_was_done(look.event))
        row[key] = row.get(key, 0) + look.times
    return [(day, [(name, what, times) for (name, what), times in rows.items()]) for day, rows in days.items()]
