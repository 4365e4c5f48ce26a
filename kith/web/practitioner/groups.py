"""Groups: the list, one group, and one meeting run and recorded from one page."""

from __future__ import annotations

from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from kith import pictures
from kith.care.actions import gather
from kith.care.models import BadInput, Refusal
from kith.care.queries.groups import GroupPage, Member, group_to_change, membership_of
from kith.care.queries.groups import group as group_page
from kith.care.queries.groups import groups as groups_page
from kith.care.queries.meeting import MeetingPage, meeting_to_record, seat_at
from kith.care.queries.meeting import meeting as meeting_page
from kith.web.asking import Request
from kith.web.errors import summary
from kith.web.practitioner.heads import sign_of

MARKS = (
    ("attended", lazy("Attended")),
    ("late", lazy("Came late")),
    ("left_early", lazy("Left early")),
    ("apologised", lazy("Apologised")),
    ("did_not_attend", lazy("Did not attend")),
)
DRAWN: dict[str, pictures.Attendance] = {
    "attended": "attended",
    "late": "attended",
    "left_early": "attended",
    "apologised": "cancelled",
    "cancelled": "cancelled",
    "did_not_attend": "missed",
}
KINDS = {
    "therapy": lazy("Therapy group"),
    "peer": lazy("Peer support group"),
    "couple": lazy("Couple"),
    "family": lazy("Family"),
}
MARK_PREFIX = "mark-"


class Joining(forms.Form):
    """Somebody joins, known by the number on their letter."""

    number = forms.CharField(
        label=lazy("Number of the person"), help_text=lazy("For example K00012"), max_length=12, required=False
    )
    display_name = forms.CharField(
        label=lazy("Name in the group"),
        help_text=lazy("What the person wants to be called there. The others will see it."),
        max_length=120,
        required=False,
    )


class Booking(forms.Form):
    """The next meeting."""

    starts_at = forms.DateTimeField(
        label=lazy("Day and time"), widget=forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    )
    minutes = forms.IntegerField(label=lazy("Minutes"), min_value=1, max_value=1440)


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


def groups(request: Request) -> HttpResponse:
    """The groups that the viewer leads, supervises, or has people in."""
    page = groups_page(viewer=request.viewer, at=request.at)
    rows = [{"group": row, "kind": KINDS[row.kind]} for row in page.groups]
    with timezone.override(ZoneInfo(page.time_zone)):
        return render(request, "web/practitioner/groups.html", {"page": page, "rows": rows})


def group(request: Request, group_id: UUID) -> HttpResponse:
    """One group: who is in it, who is on the edge, what was met about, what comes next."""
    if request.method == "POST":
        try:
            return _change(request, group_id)
        except Refusal as refusal:
            return _show_group(request, group_id, refusal)
    return _show_group(request, group_id)


def _change(request: Request, group_id: UUID) -> HttpResponse:
    acting: dict[str, Any] = {"by": request.viewer, "at": request.at}
    found = group_to_change(viewer=request.viewer, group_id=group_id, at=request.at)
    if (what := request.POST.get("what")) == "leave":
        place = membership_of(
            viewer=request.viewer, group_id=group_id, membership_id=_uuid(request.POST.get("membership")), at=request.at
        )
        gather.leave_group(membership=place, **acting)
        messages.success(request, _("The place in the group has ended."))
    elif what == "book":
        with timezone.override(ZoneInfo(found.service.time_zone)):
            form = Booking(request.POST)
            if not form.is_valid():
                raise _unclear(
                    _("The meeting was not booked."), _("Give a day with a time, and the minutes."), "starts_at"
                )
        gather.book_meeting(
            group=found, starts_at=form.cleaned_data["starts_at"], minutes=form.cleaned_data["minutes"], **acting
        )
        messages.success(request, _("The meeting is booked."))
    elif what == "join":
        given = request.POST
        gather.join_by_number(
            group=found, number=given.get("number", "")[:40], display_name=given.get("display_name", "")[:200], **acting
        )
        messages.success(request, _("The person has joined."))
    else:
        raise _unclear(_("Nothing was changed."), _("Use one of the buttons of the page."), "")
    return redirect("group", group_id)


def _show_group(request: Request, group_id: UUID, refusal: Refusal | None = None) -> HttpResponse:
    page = group_page(viewer=request.viewer, group_id=group_id, at=request.at)
    with timezone.override(ZoneInfo(page.time_zone)):
        what = request.POST.get("what")
        booking = {"starts_at": page.offered.starts_at, "minutes": page.offered.minutes}
        given = {
            "page": page,
            "kind": KINDS[page.kind],
            "counts": count_words(page),
            "members": [_member_row(member) for member in page.members],
            "edge": [member.name for member in page.members if member.is_on_edge],
            "joining": Joining(request.POST if what == "join" else None),
            "booking": Booking(request.POST if what == "book" else None, initial=booking),
            "errors": summary(refusal) if refusal else [],
            "crumbs": [{"url": redirect("groups").url, "label": _("Groups")}, {"label": page.name}],
        }
        return render(request, "web/practitioner/group.html", given, status=_status(refusal))


def count_words(page: GroupPage) -> str:
    """“11 members of at most 15”, and how many of them the viewer may not see."""
    people = len(page.members) + page.others
    words = ngettext("%(count)d member", "%(count)d members", people) % {"count": people}
    if page.others:
        others = ngettext("You see your own people; %(count)d other is not named.", "You see your own people; %(count)d others are not named.", page.others)  # noqa: E501 # fmt: skip
        return f"{words}. {others % {'count': page.others}}"
    return _("%(members)s, room for %(capacity)d.") % {"members": words, "capacity": page.capacity}


def _member_row(member: Member) -> dict[str, Any]:
    hue, sign = sign_of(member.client_id)
    came = sum(DRAWN.get(mark) == "attended" for mark in member.marks)
    sentence = (
        _("%(came)d of %(all)d meetings") % {"came": came, "all": len(member.marks)}
        if member.marks
        else _("No meeting yet")
    )
    strip = pictures.attendance_strip(
        [DRAWN.get(mark, "cancelled") for mark in member.marks], title=_("Meetings in order"), sentence=sentence
    )
    return {"member": member, "hue": hue, "sign": sign, "strip": strip, "sentence": sentence}


def meeting(request: Request, session_id: UUID) -> HttpResponse:
    """The guide, the register and the note of one meeting."""
    if request.method == "POST":
        try:
            return _record(request, session_id)
        except Refusal as refusal:
            return _show_meeting(request, session_id, refusal)
    return _show_meeting(request, session_id)


def _record(request: Request, session_id: UUID) -> HttpResponse:
    if request.POST.get("what") == "entry":
        return _file(request, session_id)
    found = meeting_to_record(viewer=request.viewer, session_id=session_id, at=request.at)
    form = Note(request.POST)
    if not form.is_valid():
        raise _unclear(_("The meeting was not recorded."), _("Shorten the themes or the note."), "note")
    register = [
        (_uuid(name.removeprefix(MARK_PREFIX)), str(mark))
        for name, mark in request.POST.items()
        if name.startswith(MARK_PREFIX) and mark
    ]
    gather.record_meeting(
        meeting=found,
        register=register,
        themes=form.cleaned_data["themes"],
        note=form.cleaned_data["note"],
        by=request.viewer,
        at=request.at,
    )
    messages.success(request, _("The meeting is recorded."))
    return redirect("meeting", session_id)  # where each one's own part can be filed now


def _file(request: Request, session_id: UUID) -> HttpResponse:
    client_id = _uuid(request.POST.get("client"))
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


def _show_meeting(request: Request, session_id: UUID, refusal: Refusal | None = None) -> HttpResponse:
    page = meeting_page(viewer=request.viewer, session_id=session_id, at=request.at)
    typed = request.POST if refusal else None
    with timezone.override(ZoneInfo(page.time_zone)):
        given = {
            "page": page,
            "agenda": _agenda(page),
            "seats": [_seat(seat, typed) for seat in page.seats],
            "longest": gather.LONGEST_ENTRY,
            "marks": MARKS,
            "form": Note(typed),
            "errors": summary(refusal) if refusal else [],
            "crumbs": [
                {"url": redirect("groups").url, "label": _("Groups")},
                {"url": redirect("group", page.group_id).url, "label": page.group_name},
                {"label": _("Meeting %(number)d") % {"number": page.number}},
            ],
        }
        return render(request, "web/practitioner/meeting.html", given, status=_status(refusal))


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


def _status(refusal: Refusal | None) -> int:
    return 200 if refusal is None else 422 if isinstance(refusal, BadInput) else 409


def _unclear(what: str, instead: str, field: str) -> BadInput:
    return BadInput(what, _("Something on the form is missing or cannot be read."), instead, field)


def _uuid(text: str | None) -> UUID:
    try:
        return UUID(text or "")
    except ValueError:
        raise _unclear(_("Nothing was changed."), _("Open the page again and use its buttons."), "") from None
