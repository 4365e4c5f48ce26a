"""Working through a worksheet step by step, a row in the moment it happens, a picture; and reading it again.

What a step's form says about itself is named `form-…`: no field of a worksheet has a dash in its name.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from kith.care.actions import practise
from kith.care.actions.picturing import LARGEST, refused_size
from kith.care.models import Assignment, Refusal
from kith.care.permissions import reach
from kith.care.queries import my_sheets
from kith.care.queries.my_work_item import WorkItemPage, shown_fields
from kith.care.queries.my_work_item import my_work_item as item_page
from kith.web.asking import BY_SCRIPT, Request
from kith.web.client.page import show
from kith.web.parts.sheet_pictures import pictures_of
from kith.web.parts.sheet_weeks import rows_of_week
from kith.web.parts.worksheet_form import fields_of, kept_in_view, read_step

END = "end"


def show_step(request: Request, page: WorkItemPage, number: str, **more: Any) -> HttpResponse:
    """One step, or the end; a step that is not asked after what was answered leads on to the next one."""
    assert page.worksheet is not None
    assert page.course is not None
    if not page.can_hand_in and not more.get("refusal"):
        raise Http404
    if number == END:
        return show(request, "my_work_end", page, before=page.course.before(len(page.worksheet.steps) + 1), **more)
    asked = whole(number)
    if not 1 <= asked <= len(page.worksheet.steps):
        raise Http404
    if asked not in page.course.asked and not more.get("refusal"):
        return redirect(_address(page, asked))
    step = page.worksheet.steps[asked - 1]
    shown = shown_fields(step, page.values)
    written = {**page.written, **more.pop("typed", {})}
    fields = fields_of(shown, written, request.GET.get("more", ""), page.picks)
    return show(
        request,
        "worksheet",
        page,
        step=step,
        fields=kept_in_view(shown, fields, page.worksheet.named()),
        number=asked,
        place=page.course.place(asked),
        of=len(page.course.asked) + len(page.course.undecided),
        before=page.course.before(asked),
        has_picture=any(field.type == "picture" for field in shown),
        **more,
    )


def save_step(request: Request, assignment_id: UUID) -> HttpResponse:
    """Keep what was typed on one step; whatever cannot be kept stays on the page."""
    key = _uuid(request.POST.get("form-key"))
    page = item_page(viewer=request.viewer, assignment_id=assignment_id, at=request.at, key=key)
    number = whole(request.POST.get("form-step"))
    if page.worksheet is None or not 1 <= number <= len(page.worksheet.steps):
        raise Http404
    moment = request.at.astimezone(ZoneInfo(page.time_zone))
    typed = read_step(page.worksheet.steps[number - 1].fields, request.POST, f"{moment:%H:%M}")
    assignment, _access = reach(request.viewer, Assignment, assignment_id, "W", "work", at=request.at)
    answers = {**page.written, **typed}
    try:
        names = [field.id for field in page.worksheet.steps[number - 1].fields if field.type == "picture"]
        practise.save_step(
            assignment=assignment,
            key=page.key,
            answers=answers,
            pictures=_pictures_sent(request, page, names),
            version=whole(request.POST.get("form-version")),
            by=request.viewer,
            at=request.at,
        )
    except Refusal as refusal:
        practise.hear_refused(assignment=assignment, key=page.key, answers=answers, by=request.viewer, at=request.at)
        help_now = my_sheets.help_after_refusal(
            viewer=request.viewer, assignment_id=assignment_id, key=page.key, at=request.at
        )
        heard = replace(page, help=help_now)
        return show_step(request, heard, str(number), refusal=refusal, typed=typed)
    return _after_saving(request, assignment_id, number)


def my_work_entry(request: Request, assignment_id: UUID, entry_id: UUID) -> HttpResponse:
    """One entry, to read again and to print."""
    page = my_sheets.my_work_entry(viewer=request.viewer, assignment_id=assignment_id, entry_id=entry_id, at=request.at)
    return show(request, "my_work_entry", page, pictures=pictures_of(page.worksheet, page.answers))


def my_work_week(request: Request, assignment_id: UUID) -> HttpResponse:
    """One week of a diary; `?day=2026-03-02` is any day of it."""
    try:
        day = date.fromisoformat(request.GET["day"]) if request.GET.get("day") else None
    except ValueError:
        raise Http404 from None
    page = my_sheets.my_work_week(viewer=request.viewer, assignment_id=assignment_id, day=day, at=request.at)
    return show(request, "my_work_week", page, rows=rows_of_week(page.week))


def work_picture(request: Request, picture_id: UUID) -> HttpResponse:
    """A picture of somebody's work, for whoever may read the work."""
    picture = my_sheets.work_picture(viewer=request.viewer, picture_id=picture_id, at=request.at)
    return HttpResponse(picture.content, content_type=picture.media_type, headers={"Content-Disposition": "inline"})


def on_to(request: Request, address: str) -> HttpResponse:
    """Go on to a page; a script that sent the form is told where."""
    if request.headers.get(BY_SCRIPT):
        return HttpResponse(address, content_type="text/plain; charset=utf-8")
    return redirect(address)


def whole(text: str | None) -> int:
    """A number that a form sent; 0 for anything else."""
    return int(text) if text and text.isdecimal() and len(text) < 9 else 0


def _uuid(text: str | None) -> UUID | None:
    try:
        return UUID(text or "")
    except ValueError:
        return None


def _pictures_sent(request: Request, page: WorkItemPage, names: list[str]) -> dict[str, bytes | None]:
    """The pictures that came along, by field; None for one that is to be taken away."""
    if not names:
        return {}
    if not request.FILES and whole(request.META.get("CONTENT_LENGTH")) > LARGEST:
        raise refused_size()
    sent: dict[str, bytes | None] = {name: file.read() for name in names if (file := request.FILES.get(name))}
    removed = request.POST.get("form-do", "").removeprefix("remove:")
    return sent | ({removed: None} if removed in names and page.written.get(removed) else {})


def _after_saving(request: Request, assignment_id: UUID, number: int) -> HttpResponse:
    here, then = reverse("my_work_item", args=[assignment_id]), request.POST.get("form-do", "next")
    act, _colon, name = then.partition(":")
    if act == "add":
        return on_to(request, f"{here}?step={number}&more={name}#id_{name}")
    if act == "rate":
        messages.success(request, _("Noted. You can write down the next one."))
        return on_to(request, f"{here}?step={number}#id_{name}")
    if act == "remove":
        return on_to(request, f"{here}?step={number}#id_{name}")
    if act == "pause":
        messages.success(request, _("What you wrote is kept. Go on whenever you like."))
        return on_to(request, reverse("my_work"))
    page = item_page(viewer=request.viewer, assignment_id=assignment_id, at=request.at)
    assert page.worksheet is not None
    seen = set(request.POST.getlist("form-shown"))
    asked = [
        field.id
        for field in shown_fields(page.worksheet.steps[number - 1], page.values)
        if field.type != "keep_in_view"
    ]
    new = [one for one in asked if seen and one not in seen]
    return on_to(request, f"{here}?step={number}#id_{new[0]}" if new else _address(page, number))


def _address(page: WorkItemPage, number: int) -> str:
    """What comes after a step: the next one that is asked, or the end."""
    assert page.course is not None
    following = page.course.after(number)
    return f"{reverse('my_work_item', args=[page.assignment_id])}?step={END if following is None else following}"
