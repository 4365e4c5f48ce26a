"""Formulate together: boxes as a form, the diagram as it prints, every version kept."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from kith import pictures
from kith.care.actions.formulate import write_formulation
from kith.care.models import Refusal, Stale
from kith.care.queries.formulating import FormulatePage, Version, formulating
from kith.care.queries.staff_looking import open_as_staff
from kith.web.asking import Request
from kith.web.errors import summary
from kith.web.practitioner.about import CONFLICT, REFUSED, about
from kith.web.practitioner.assess import PARTS
from kith.web.practitioner.fields import tick, words

TWO_THREE_ONE = (
    2,
    3,
    1,
)  # causes above, the problem between what keeps it going and what helps, then how it hangs together


class FormulationForm(forms.Form):
    """The boxes of one template."""

    shown = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, page: FormulatePage, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        for box in page.boxes:
            hint = _("%(prompt)s For example: %(example)s") % {"prompt": box.prompt, "example": f"“{box.example}”"}
            self.fields[box.id] = words(box.label, hint, rows=3, initial=box.text)
        self.fields["is_shared"] = tick(
            lazy("Share this version with the person"), lazy("They can read and print it. You cannot take it back.")
        )
        self.initial["shown"] = page.newest.id if page.newest is not None else ""
        self.box_names = [box.id for box in page.boxes]

    def boxes(self) -> dict[str, str]:
        """What is written in each box."""
        return {name: self.cleaned_data[name] for name in self.box_names}


def formulate(request: Request, client_id: UUID) -> HttpResponse:
    """The form and the diagram; a POST writes the next version."""
    template = request.POST.get("template", "") or request.GET.get("template", "")
    page = formulating(viewer=request.viewer, client_id=client_id, at=request.at, template=template)
    if request.method != "POST":
        return _show(request, page, FormulationForm(page), [])
    form = FormulationForm(page, request.POST)
    if not form.is_valid():
        return _show(request, page, form, [], status=REFUSED)
    try:
        client, _access = open_as_staff(request.viewer, client_id, "W", "formulation", at=request.at)
        write_formulation(
            client=client,
            template=page.template.id,
            boxes=form.boxes(),
            is_shared=form.cleaned_data["is_shared"],
            shown=form.cleaned_data["shown"],
            by=request.viewer,
            at=request.at,
        )
    except Stale as refusal:
        return _conflict(request, page, form, summary(refusal))
    except Refusal as refusal:
        return _show(request, page, form, summary(refusal), status=REFUSED)
    messages.success(request, _("This version is kept. Read it back together, and change it as you learn."))
    return redirect("formulate", client_id)


def _conflict(
    request: Request, page: FormulatePage, form: FormulationForm, errors: list[dict[str, str]]
) -> HttpResponse:
    """Both texts, side by side; saving again is then meant, so the form now knows the newer version."""
    newest = page.newest
    theirs = {box.id: box.text for box in newest.boxes} if newest is not None else {}
    both = [
        {"label": box.label, "yours": form.cleaned_data[box.id], "theirs": theirs.get(box.id, "")}
        for box in page.boxes
        if form.cleaned_data[box.id].strip() != theirs.get(box.id, "").strip()
    ]
    data = request.POST.copy()
    data["shown"] = newest.id if newest is not None else ""
    given = {"both": both, "their_version": newest}
    return _show(request, page, FormulationForm(page, data), errors, status=CONFLICT, **given)


def _show(
    request: Request,
    page: FormulatePage,
    form: FormulationForm,
    errors: list[dict[str, str]],
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    seen = page.version(request.GET.get("version", ""))
    given = {
        **about(request, page.head, _("Formulate"), "formulate"),
        "page": page,
        "form": form,
        "errors": errors,
        "seen": seen,
        "drawing": _drawing(seen) if seen is not None else None,
        "conclusion": _conclusion(seen) if seen is not None else None,
        "assessment": [(label, page.assessment[name]) for name, label, _hint in PARTS if page.assessment.get(name)],
        **more,
    }
    return render(request, "web/practitioner/formulate.html", given, status=status)


def _drawing(version: Version) -> pictures.Drawing:
    """The diagram of one version, in the order in which its arrows run."""
    boxes = {box.id: box for box in version.boxes}
    parts = tuple(
        pictures.Part(boxes[name].label, tuple(filter(None, boxes[name].text.splitlines())))
        for name in _order(version.rows)
    )
    title = version.title
    sentence = " ".join(
        _("%(label)s: %(text)s.") % _told(boxes[name]) for name in _order(version.rows) if boxes[name].text
    )
    draw = pictures.maintenance_cycle if version.kind == "cycle" else pictures.five_ps
    return draw(parts, title=title, sentence=sentence or title, empty=_("Nothing is written yet."))


def _told(box: Any) -> dict[str, str]:
    return {"label": box.label.rstrip("?"), "text": " ".join(box.text.split()).rstrip(".")}


def _order(rows: tuple[tuple[str, ...], ...]) -> list[str]:
    if tuple(len(row) for row in rows) == TWO_THREE_ONE:
        (before, now, _last) = rows
        return [*before, now[1], now[0], now[2]]
    return [name for row in rows for name in row]


def _conclusion(version: Version) -> dict[str, str] | None:
    """How it hangs together, in a sentence below the diagram, for templates that end in one box."""
    if tuple(len(row) for row in version.rows) != TWO_THREE_ONE:
        return None
    box = next(box for box in version.boxes if box.id == version.rows[-1][0])
    return {"label": box.label, "text": box.text} if box.text else None
