"""Who belongs to whom, and what surrounds the home: drawn with the person, row by row, and kept in versions."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from kith.care.actions import draw_family
from kith.care.models import BadInput, Refusal, Stale, WrongMoment
from kith.care.queries.family_pictures import FamilyDrawn, FamilyPicturePage, family_picture
from kith.care.queries.staff_looking import open_as_staff
from kith.web.asking import Request
from kith.web.errors import summary
from kith.web.parts.family_drawings import drawing_of
from kith.web.practitioner.about import CONFLICT, REFUSED, about
from kith.web.practitioner.family_forms import RowForm, form_of
from kith.web.practitioner.family_tables import ADD, PARTS, tables_of

QUESTIONS = {"genogram": lazy("Who belongs to the family?"), "ecomap": lazy("What surrounds the home?")}


def genogram(request: Request, client_id: UUID) -> HttpResponse:
    """The family in generations."""
    return _picture(request, client_id, "genogram")


def ecomap(request: Request, client_id: UUID) -> HttpResponse:
    """The home, and the ties to what surrounds it."""
    return _picture(request, client_id, "ecomap")


def _picture(request: Request, client_id: UUID, kind: str) -> HttpResponse:
    wanted = request.GET.get("version", "")
    page = family_picture(viewer=request.viewer, client_id=client_id, kind=kind, at=request.at, version=wanted)
    if request.method != "POST":
        return _show(request, page, kind)
    part, row = _place(page, kind, request.POST.get("row", ""))
    form = form_of(page, part, row, request.POST) if request.POST.get("what") == "save" else None
    if form is not None and not form.is_valid():
        return _show(request, page, kind, form=form, row=row)
    try:
        _act(request, client_id, kind, part, row, form)
    except Refusal as refusal:
        if isinstance(refusal, Stale):  # what was typed is still in the form, and the page shows what is there now
            page = family_picture(viewer=request.viewer, client_id=client_id, kind=kind, at=request.at)
        return _show(request, page, kind, refusal=refusal, form=form, row=row)
    return redirect(kind, client_id)


def _act(request: Request, client_id: UUID, kind: str, part: str, row: int | None, form: RowForm | None) -> None:
    client, _access = open_as_staff(request.viewer, client_id, "W", "formulation", at=request.at)
    given: dict[str, Any] = {"client": client, "kind": kind, "shown": request.POST.get("shown", "")}
    given |= {"by": request.viewer, "at": request.at}
    match request.POST.get("what"):
        case "save" if form is not None:
            draw_family.change_family_picture(part=part, row=row, values=form.cleaned_data, **given)
        case "remove" if row is not None:
            draw_family.remove_from_family_picture(part=part, row=row, **given)
            messages.success(request, _("Removed. Undo brings it back."))
        case "undo":
            draw_family.undo_family_picture(**given)
            messages.success(request, _("The last change is undone."))
        case "keep":
            draw_family.keep_family_picture(is_shared=request.POST.get("is_shared") == "on", **given)
            messages.success(request, _("This version is kept. Go on drawing when you learn more."))
        case _:
            raise BadInput(_("Nothing was changed."), _("No button was used."), _("Use the buttons of the page."))


def _place(page: FamilyPicturePage, kind: str, text: str) -> tuple[str, int | None]:
    """The part and the row that a form is about; a new row of the first part where nothing is said."""
    part, _dash, number = text.partition("-")
    if part not in PARTS[kind]:
        return PARTS[kind][0], None
    rows = getattr(page.drawn, part, ())
    return part, int(number) if number.isdigit() and int(number) < len(rows) and part != "household" else None


def _show(
    request: Request,
    page: FamilyPicturePage,
    kind: str,
    *,
    refusal: Refusal | None = None,
    form: RowForm | None = None,
    row: int | None = None,
) -> HttpResponse:
    if form is None and request.GET.get("change"):
        part, row = _place(page, kind, request.GET["change"])
        form = form_of(page, part, row)
    part = form.part if form is not None else ""
    changing = form if form is not None and row is not None else None
    drawn = page.example or page.drawn
    given = {
        **about(request, page.head, _("Genogram") if kind == "genogram" else _("Ecomap"), "formulate"),
        "page": page,
        "kind": kind,
        "question": QUESTIONS[kind],
        "drawing": drawing_of(drawn),
        "tables": tables_of(page.drawn),
        "changing": changing,
        "changed_row": f"{part}-{row}",
        "adding": [
            {
                "form": form if form is not None and changing is None and part == name else form_of(page, name, None),
                "label": ADD[name],
                "is_open": (part == name and changing is None) or (not part and name == PARTS[kind][0]),
            }
            for name in PARTS[kind]
            if name == "people" or not isinstance(page.drawn, FamilyDrawn) or len(page.drawn.people) > 1
        ],
        "form": form,
        "errors": _errors(refusal, form),
    }
    return render(request, "web/practitioner/family_picture.html", given, status=_status(refusal, form))


def _errors(refusal: Refusal | None, form: RowForm | None) -> list[dict[str, str]]:
    """The refusal, leading to the field of this row's form that it is about, or to the form."""
    if refusal is None:
        return []
    is_there = form is not None and refusal.field in form.fields
    place = f"#{form[refusal.field].auto_id}" if form is not None and is_there else "#id_row"
    return [{**one, "href": place} for one in summary(refusal)]


def _status(refusal: Refusal | None, form: RowForm | None) -> int:
    if isinstance(refusal, Stale | WrongMoment):
        return CONFLICT
    return REFUSED if refusal is not None or (form is not None and form.errors) else 200
