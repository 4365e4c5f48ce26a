"""One meeting of a group, run and recorded from one page."""

from __future__ import annotations

from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from kith.care.actions import gather
from kith.care.models import Refusal
from kith.care.queries.meeting import MeetingPage, meeting_to_record, seat_at
from kith.care.queries.meeting import meeting as meeting_page
from kith.web.asking import BY_SCRIPT, Request
from kith.web.errors import status_of, summary
from kith.web.practitioner.group_forms import unclear, uuid_in
from kith.web.practitioner.group_words import MARKS
from kith.web.practitioner.heads import sign_of
from kith.web.practitioner.meeting_checks import ask, checking, pass_round
from kith.web.practitioner.meeting_marks import keep_marks, marking, refused
from kith.web.practitioner.meeting_roles import give, role_row

MARK_PREFIX = "mark-"


class Note(forms.Form):
    """What the meeting was about, without names."""

    themes = forms.CharField(
        label=lazy("Themes"),
        help_text=lazy("What the meeting was about. No names, no story by which somebody can be known."),
        widget=forms.Textarea({"rows": 2}),
        max_length=2000,
        required=False,
    )
    note = forms.CharField(
        label=lazy("How the group was"),
        help_text=lazy("How people were with one another, what helped, what was hard, what to do next time."),
        widget=forms.Textarea({"rows": 5}),
        max_length=8000,
        required=False,
    )
    guests = forms.IntegerField(
        label=lazy("Guests"),
        help_text=lazy("How many came who are on no list. Only the number is kept; leave it empty if nobody counted."),
        required=False,
        widget=forms.NumberInput({"class": "short", "inputmode": "numeric"}),
    )

    colleagues = forms.IntegerField(
        label=lazy("Colleagues"),
        help_text=lazy("How many came who work here. Leave it empty if nobody counted."),
        required=False,
        widget=forms.NumberInput({"class": "short", "inputmode": "numeric"}),
    )

    def __init__(self, *args: Any, with_guests: bool = True, with_colleagues: bool = True, **given: Any) -> None:
        super().__init__(*args, **given)
        for name, is_asked in (("guests", with_guests), ("colleagues", with_colleagues)):
            if not is_asked:
                self.fields[name].widget = forms.HiddenInput()


def meeting(request: Request, session_id: UUID) -> HttpResponse:
    """The guide, the register and the note of one meeting."""
    if request.method == "POST":
        try:
            return ACTS.get(request.POST.get("what", ""), _record)(request, session_id)
        except Refusal as refusal:
            if request.headers.get(BY_SCRIPT):
                return refused(refusal)
            return _show_meeting(request, session_id, refusal)
    return _show_meeting(request, session_id)


def _record(request: Request, session_id: UUID) -> HttpResponse:
    found = meeting_to_record(viewer=request.viewer, session_id=session_id, at=request.at)
    form = Note(request.POST)
    if not form.is_valid():
        raise unclear(
            _("The meeting was not recorded."),
            _("Shorten the themes or the note, and write guests and colleagues in digits."),
            "note",
        )
    register = [
        (uuid_in(name.removeprefix(MARK_PREFIX)), str(mark))
        for name, mark in request.POST.items()
        if name.startswith(MARK_PREFIX) and mark
    ]
    gather.record_meeting(
        meeting=found,
        register=register,
        themes=form.cleaned_data["themes"],
        note=form.cleaned_data["note"],
        guests=form.cleaned_data["guests"],
        colleagues=form.cleaned_data["colleagues"],
        by=request.viewer,
        at=request.at,
    )
    messages.success(request, _("The meeting is recorded."))
    return redirect("meeting", session_id)  # where each one's own part is filed, and the way to looking back


def _file(request: Request, session_id: UUID) -> HttpResponse:
    client_id = uuid_in(request.POST.get("client"))
    found, client = seat_at(viewer=request.viewer, session_id=session_id, client_id=client_id, at=request.at)
    gather.write_group_entry(
        meeting=found,
        client=client,
        words=request.POST.get("words", ""),
        is_released=bool(request.POST.get("is_released")),
        by=request.viewer,
        at=request.at,
    )
    messages.success(request, _("It is filed to the person's own record."))
    return redirect("meeting", session_id)


ACTS = {"entry": _file, "mark": keep_marks, "ask": ask, "tablet": pass_round, "role": give}


def _show_meeting(request: Request, session_id: UUID, refusal: Refusal | None = None) -> HttpResponse:
    page = meeting_page(viewer=request.viewer, session_id=session_id, at=request.at, language=get_language() or "en")
    typed = request.POST if refusal else None
    with timezone.override(ZoneInfo(page.time_zone)):
        given = {
            "page": page,
            "agenda": _agenda(page),
            "roles": [role_row(one, page.seats) for one in page.roles],
            "checking": checking(page.checks, page.seats),
            "marking": marking(page.checklist, page.marks, page.seats),
            "seats": [_seat(seat, typed) for seat in page.seats],
            "longest": gather.LONGEST_ENTRY,
            "marks": MARKS,
            "form": Note(typed, with_guests=page.with_guests, with_colleagues=page.is_ward),
            "errors": summary(refusal) if refusal else [],
            "crumbs": [
                {"url": redirect("groups").url, "label": _("Groups")},
                {"url": redirect("group", page.group_id).url, "label": page.group_name},
                {"label": _("Meeting %(number)d") % {"number": page.number}},
            ],
        }
        return render(request, "web/practitioner/meeting.html", given, status=status_of(refusal))


def _agenda(page: MeetingPage) -> list[dict[str, Any]]:
    parts = page.guide.agenda if page.guide else ()
    return [
        {"minutes": one.minutes, "begins_at": one.begins_at, "title": one.title, "words": one.words} for one in parts
    ]


def _seat(seat: Any, typed: Any) -> dict[str, Any]:
    hue, sign = sign_of(seat.client_id)
    field = f"{MARK_PREFIX}{seat.client_id}"
    chosen = typed.get(field, "") if typed is not None else seat.mark
    is_open = typed is not None and typed.get("client") == str(seat.client_id)
    return {
        "seat": seat,
        "words_field": f"words-{seat.client_id}",
        "typed": typed.get("words", "") if is_open else "",
        "is_released": is_open and bool(typed.get("is_released")),
        "is_open": is_open,
        "field": field,
        "chosen": chosen,
        "word": dict(MARKS).get(chosen, ""),
        "hue": hue,
        "sign": sign,
    }
