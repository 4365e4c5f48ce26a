"""Groups: the list, and one group: when it meets, who is in it, how it is, what was agreed."""

from __future__ import annotations

from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from kith import pictures
from kith.care.actions import forming, gather, run_group
from kith.care.models import Refusal
from kith.care.models.agreements import LIMITS
from kith.care.queries.calendars import group_calendar as calendar_of
from kith.care.queries.group_climate import Climate, MemberClimate
from kith.care.queries.groups import GroupPage, Member, group_to_change, membership_of
from kith.care.queries.groups import group as group_page
from kith.care.queries.groups import groups as groups_page
from kith.care.queries.running_groups import meeting_to_change
from kith.web.asking import Request
from kith.web.errors import status_of, summary
from kith.web.parts.calendar import calendar_file
from kith.web.parts.week_words import day_words, language_words
from kith.web.practitioner.group_forms import Booking, Describing, Joining, Moving, unclear, uuid_in
from kith.web.practitioner.group_words import KINDS, NEEDS, STOPS, listed
from kith.web.practitioner.heads import sign_of

DRAWN: dict[str, pictures.Attendance] = {
    "attended": "attended",
    "late": "attended",
    "left_early": "attended",
    "apologised": "cancelled",
    "cancelled": "cancelled",
    "did_not_attend": "missed",
}


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
            viewer=request.viewer,
            group_id=group_id,
            membership_id=uuid_in(request.POST.get("membership")),
            at=request.at,
        )
        gather.leave_group(membership=place, **acting)
        messages.success(request, _("The place in the group has ended."))
    elif what == "book":
        with timezone.override(ZoneInfo(found.service.time_zone)):
            form = Booking(request.POST)
            if not form.is_valid():
                raise unclear(
                    _("The meeting was not booked."), _("Give a day with a time, and the minutes."), "starts_at"
                )
        gather.book_meeting(
            group=found, starts_at=form.cleaned_data["starts_at"], minutes=form.cleaned_data["minutes"], **acting
        )
        messages.success(request, _("The meeting is booked."))
    elif what == "join":
        given = request.POST
        gather.join_by_number(
            group=found,
            number=given.get("number", "")[:40],
            display_name=given.get("display_name", "")[:200],
            is_prepared=bool(given.get("is_prepared")),
            unprepared=given.get("unprepared", ""),
            **acting,
        )
        messages.success(request, _("The person has joined."))
    elif what in ("call_off", "move"):
        _change_meeting(request, group_id, acting)
    elif what == "end":
        run_group.end_group(group=found, **acting)
        messages.success(request, _("The group has ended. Its members are told."))
    elif what == "begin":
        forming.begin_group(group=found, **acting)
        messages.success(request, _("The group has begun."))
    elif what == "describe":
        about = Describing(request.POST, languages=_languages(found.language))
        if not about.is_valid():
            raise unclear(_("The group was not changed."), _("Correct the fields that are marked."), "purpose")
        forming.describe_group(
            group=found,
            frame=about.frame,
            capacity=about.cleaned_data["capacity"] or 0,
            agreement=about.cleaned_data["agreement"],
            **acting,
        )
        messages.success(request, _("Saved."))
    else:
        raise unclear(_("Nothing was changed."), _("Use one of the buttons of the page."), "")
    return redirect("group", group_id)


def _change_meeting(request: Request, group_id: UUID, acting: dict[str, Any]) -> None:
    row = meeting_to_change(
        viewer=request.viewer, group_id=group_id, session_id=uuid_in(request.POST.get("meeting")), at=request.at
    )
    if request.POST.get("what") == "call_off":
        run_group.call_off_meeting(meeting=row, **acting)
        messages.success(request, _("The meeting is called off. Its members are told. You can book it again below."))
        return
    assert row.group is not None
    with timezone.override(ZoneInfo(row.group.service.time_zone)):
        form = Moving(request.POST)
        if not form.is_valid():
            raise unclear(_("The meeting was not moved."), _("Give a day with a time."), "moved_to")
    run_group.move_meeting(meeting=row, starts_at=form.cleaned_data["moved_to"], **acting)
    messages.success(request, _("The meeting is moved. Its members are told."))


def _show_group(request: Request, group_id: UUID, refusal: Refusal | None = None) -> HttpResponse:
    page = group_page(viewer=request.viewer, group_id=group_id, language=get_language() or "en", at=request.at)
    with timezone.override(ZoneInfo(page.time_zone)):
        what = request.POST.get("what")
        booking = {"starts_at": page.offered.starts_at, "minutes": page.offered.minutes}
        climate = _climate(page.climate)
        signs = climate["signs"] if climate else {}
        given = {
            "page": page,
            "limits": LIMITS,
            "kind": KINDS[page.kind],
            "counts": count_words(page),
            "members": [_member_row(member, signs.get(member.client_id)) for member in page.members],
            "edge": [member.name for member in page.members if member.is_on_edge],
            "joining": Joining(request.POST if what == "join" else None),
            "booking": Booking(request.POST if what == "book" else None, initial=booking),
            "describing": Describing(
                request.POST if what == "describe" else None,
                languages=_languages(page.frame.language),
                initial=_described(page),
            ),
            "facts": _facts(page),
            "climate": climate,
            "errors": summary(refusal) if refusal else [],
            "crumbs": [{"url": redirect("groups").url, "label": _("Groups")}, {"label": page.name}],
        }
        return render(request, "web/practitioner/group.html", given, status=status_of(refusal))


def group_calendar(request: Request, group_id: UUID) -> HttpResponse:
    """The meetings to come, as a file for a calendar."""
    entries = calendar_of(viewer=request.viewer, group_id=group_id, at=request.at)
    return calendar_file(entries, title=_("Meeting"), at=request.at)


def _languages(own: str) -> tuple[str, ...]:
    return tuple(sorted({own, *(code for code, _name in settings.LANGUAGES)}))


def _described(page: GroupPage) -> dict[str, Any]:
    """What the form for changing a group begins with."""
    frame = page.frame
    return {
        "purpose": frame.purpose,
        "weekday": str(frame.weekday or ""),
        "meets_at": frame.meets_at,
        "smallest": frame.smallest,
        "capacity": page.capacity,
        "is_open": "yes" if frame.is_open else "no",
        "language": frame.language,
        "room": frame.room,
        "access": list(frame.access),
        "link": frame.link,
        "agreement": "\n".join(page.agreement),
    }


def _facts(page: GroupPage) -> dict[str, Any]:
    """The day and the needs of a group in words."""
    frame = page.frame
    return {
        "day": day_words(frame.weekday) if frame.weekday else "",
        "language": language_words(frame.language),
        "access": listed(frame.access, NEEDS),
    }


def _climate(climate: Climate | None) -> dict[str, Any] | None:
    """How the group is, as a picture and as signs by member; None where nobody was asked or the viewer may not know."""
    if climate is None:
        return None
    known = [one for one in climate.meetings if one.mean is not None]
    last = known[-1] if known else None
    sentence = (
        _("Meeting %(number)d: %(mean).0f of %(most).0f on average, from %(count)d answers.")
        % {"number": last.number, "mean": last.mean, "most": climate.highest, "count": last.answered}
        if last
        else _("Too few answers for a mean: one needs three, or it would say what one member said.")
    )
    drawing = pictures.trend(
        [pictures.TrendPoint(str(one.number), one.mean) for one in climate.meetings],
        centre=climate.low_below,
        words=pictures.TrendWords(
            centre=_("below this, ask what could be different"),
            inner="",
            outer="",
            hidden=_("fewer than three answers"),
        ),
        title=_("How the meetings were"),
        sentence=sentence,
        empty=_("The picture begins with the third meeting that three members answered about."),
    )
    signs = {one.client_id: one for one in climate.members}
    return {"drawing": drawing, "sentence": sentence, "signs": signs, "stops": listed(climate.stops, STOPS)}


def count_words(page: GroupPage) -> str:
    """“11 members of at most 15”, and how many of them the viewer may not see."""
    people = len(page.members) + page.others
    words = ngettext("%(count)d member", "%(count)d members", people) % {"count": people}
    if page.others:
        others = ngettext("You see your own people; %(count)d other is not named.", "You see your own people; %(count)d others are not named.", page.others)  # noqa: E501 # fmt: skip
        return f"{words}. {others % {'count': page.others}}"
    return _("%(members)s, room for %(capacity)d.") % {"members": words, "capacity": page.capacity}


def _member_row(member: Member, signs: MemberClimate | None) -> dict[str, Any]:
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
    return {"member": member, "hue": hue, "sign": sign, "strip": strip, "sentence": sentence, "signs": signs}
