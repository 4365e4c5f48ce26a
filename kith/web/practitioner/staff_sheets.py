"""Fill in a worksheet as staff, read it, correct it; and everything that was filled in for one person.

All steps stand on one page. What only some answers ask for appears when the page is sent, and nothing typed is lost.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kith.care.actions.fill_in import Filled, correct_sheet, fill_in_sheet
from kith.care.models import Refusal, Session, Sheet
from kith.care.queries import staff_sheets
from kith.care.queries.planning import plan_to_write
from kith.care.queries.session import session_to_write
from kith.care.queries.staff_sheets import SheetForm
from kith.web.asking import Request
from kith.web.errors import summary
from kith.web.parts.sheet_pictures import pictures_across, pictures_of
from kith.web.parts.worksheet_form import FieldShown, fields_of, kept_in_view, read_step
from kith.web.practitioner.about import REFUSED, about

Typed = dict[str, Any]


def sheets(request: Request, client_id: UUID) -> HttpResponse:
    """Everything that staff filled in for this person, by worksheet."""
    page = staff_sheets.sheets_of(viewer=request.viewer, client_id=client_id, at=request.at)
    groups = [
        {"one": one, "across": pictures_across(one.worksheet, one.across) if len(one.across) > 1 else []}
        for one in page.groups
    ]
    given = {**about(request, page.head, _("Sheets and contacts"), ""), "page": page, "groups": groups}
    return render(request, "web/practitioner/sheets.html", given)


def sheet(request: Request, sheet_id: UUID) -> HttpResponse:
    """One sheet to read and to print, with its pictures."""
    page = staff_sheets.sheet_to_read(viewer=request.viewer, sheet_id=sheet_id, at=request.at)
    given = {
        **about(request, page.head, page.row.title, "", is_name=True),
        "page": page,
        "pictures": pictures_of(page.worksheet, page.answers),
    }
    return render(request, "web/practitioner/sheet.html", given)


def sheet_new(request: Request, client_id: UUID, worksheet: str) -> HttpResponse:
    """A worksheet to fill in; `?at=session:…` or `?at=contact:…` says where, a POST keeps it or shows it again."""
    page = staff_sheets.sheet_to_fill(viewer=request.viewer, client_id=client_id, worksheet=worksheet, at=request.at)
    return _answer(request, page, "")


def sheet_correct(request: Request, sheet_id: UUID) -> HttpResponse:
    """The same form with what a sheet says; a POST keeps the corrected version beside the old one."""
    page = staff_sheets.sheet_to_correct(viewer=request.viewer, sheet_id=sheet_id, at=request.at)
    return _answer(request, page, reverse("sheet", args=[sheet_id]))


def _answer(request: Request, page: SheetForm, back: str) -> HttpResponse:
    if request.method != "POST" or page.plan_id is None:
        return _form(request, page, _as_typed(page.answers), back)
    typed = _typed(request, page)
    act, _colon, more = request.POST.get("form-do", "").partition(":")
    if act != "keep":
        return _form(request, page, typed, back, more=more if act == "add" else "")
    new = _asked_now(page, typed) - set(request.POST.getlist("form-shown"))
    if new:
        return _form(request, page, typed, back, new=new)
    try:
        row = _keep(request, page, typed)
    except Refusal as refusal:
        return _form(request, page, typed, back, refusal=refusal)
    messages.success(request, _("The sheet is kept."))
    return redirect("sheet", row.pk)


def _typed(request: Request, page: SheetForm) -> Typed:
    now = request.at.astimezone(ZoneInfo(page.head.identity.time_zone))
    found: Typed = {}
    for step in page.worksheet.steps:
        found |= read_step(step.fields, request.POST, f"{now:%H:%M}")
    return found if request.POST.getlist("form-shown") else {}


def _asked_now(page: SheetForm, typed: Mapping[str, Any]) -> set[str]:
    values = staff_sheets.values_so_far(page.worksheet, typed)
    shown = (field for step in page.worksheet.steps for field in staff_sheets.shown_fields(step, values))
    return {field.id for field in shown if field.type != "keep_in_view" and field.type != "picture"}


def _keep(request: Request, page: SheetForm, typed: Typed) -> Sheet:
    client = page.head.identity.client_id
    key = _key(request)
    if page.sheet_id is not None:
        row = staff_sheets.sheet_to_change(viewer=request.viewer, sheet_id=page.sheet_id, at=request.at)
        kept = {field.id: page.answers.get(field.id) for field in page.worksheet.asked if field.type == "picture"}
        return correct_sheet(sheet=row, answers=kept | typed, key=key, by=request.viewer, at=request.at)
    assert page.plan_id is not None  # the caller asks only when there is one
    kind, _colon, name = request.POST.get("form-at", "").partition(":")
    return fill_in_sheet(
        plan=plan_to_write(viewer=request.viewer, client_id=client, plan_id=page.plan_id, at=request.at),
        filled=Filled(
            worksheet=page.worksheet.id,
            answers=typed,
            is_together=page.may_be_together and request.POST.get("form-how") == "together",
            session=_session(request, page, name) if kind == "session" else None,
            contact=name if kind == "contact" and name in dict(page.contacts) else "",
        ),
        key=key,
        by=request.viewer,
        at=request.at,
    )


def _session(request: Request, page: SheetForm, name: str) -> Session | None:
    chosen = next((one.id for one in page.meetings if str(one.id) == name), None)
    if chosen is None:
        return None
    return session_to_write(viewer=request.viewer, session_id=chosen, at=request.at)[0]


def _key(request: Request) -> UUID:
    try:
        return UUID(request.POST.get("form-key", ""))
    except ValueError:
        return uuid.uuid4()


def _form(
    request: Request,
    page: SheetForm,
    typed: Typed,
    back: str,
    *,
    more: str = "",
    new: set[str] | None = None,
    refusal: Refusal | None = None,
) -> HttpResponse:
    sent = request.POST if request.method == "POST" else request.GET
    kept_open = set(request.POST.getlist("form-shown")) if refusal is not None else set()
    given = {
        **about(request, page.head, page.worksheet.title, "", is_name=True),
        "page": page,
        "back": back or reverse("sheets", args=[page.head.identity.client_id]),
        "steps": _steps(page, typed, more, kept_open),
        "places": _places(page),
        "place": sent.get("form-at", "") or sent.get("at", ""),
        "is_alone": request.POST.get("form-how") == "alone",
        "key": str(_key(request)),
        "is_longer": bool(new),
        "errors": summary(refusal) if refusal is not None else [],
    }
    return render(request, "web/practitioner/sheet_new.html", given, status=REFUSED if refusal is not None else 200)


def _steps(page: SheetForm, typed: Typed, more: str, kept_open: set[str]) -> list[dict[str, Any]]:
    """The steps with the fields that are asked after what was typed; a refused page keeps those it had shown."""
    values = staff_sheets.values_so_far(page.worksheet, typed)
    steps = []
    for step in page.worksheet.steps:
        asked = {id(field) for field in staff_sheets.shown_fields(step, values)}
        shown = [
            field
            for field in step.fields
            if field.type not in {"computed", "picture"}
            and (id(field) in asked or (field.type != "keep_in_view" and field.id in kept_open))
        ]
        fields: list[FieldShown] = kept_in_view(
            shown, fields_of(shown, typed, more, page.picks), page.worksheet.named()
        )
        if fields:
            steps.append({"title": step.title, "help": step.help, "fields": fields})
    return steps


def _places(page: SheetForm) -> list[tuple[str, str, bool]]:
    """Where it was filled in: value, words, and whether the words are the library's own."""
    contacts = [(f"contact:{name}", title, True) for name, title in page.contacts]
    zone = ZoneInfo(page.head.identity.time_zone)
    meetings = [
        (
            f"session:{one.id}",
            _("Session %(number)d, %(day)s")
            % {"number": one.number, "day": date_format(one.starts_at.astimezone(zone), "DATE_FORMAT")},
            False,
        )
        for one in page.meetings
    ]
    return [*contacts, *meetings]


def _as_typed(value: Any) -> Any:
    """Kept answers as a form would send them."""
    if isinstance(value, Mapping):
        return {name: _as_typed(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_as_typed(one) for one in value]
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:g}" if isinstance(value, float) else "" if value is None else value
