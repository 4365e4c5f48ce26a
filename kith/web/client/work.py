"""My work: what do I practise between meetings?"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kith.care.actions.deliver import hand_in_work
from kith.care.actions.practise import MOST, finish_work
from kith.care.models import Assignment, BadInput, Refusal, Stale
from kith.care.permissions import reach
from kith.care.queries.my_work import my_work as work_page
from kith.care.queries.my_work_item import WorkItemPage
from kith.care.queries.my_work_item import my_work_item as item_page
from kith.web.asking import Request
from kith.web.client.lessons import reading
from kith.web.client.page import key_in, show
from kith.web.client.practices import ratings_in
from kith.web.client.sheets import END, on_to, save_step, show_step, whole
from kith.web.errors import summary
from kith.web.parts.sheet_pictures import pictures_across, pictures_of

HOW_FAR = {
    "full": gettext_lazy("All of it"),
    "part": gettext_lazy("Part of it"),
    "not": gettext_lazy("Not this time"),
}


class HandIn(forms.Form):
    """How far it went, and what got in the way. Not done is an answer too."""

    done = forms.ChoiceField(label=gettext_lazy("How far did you get?"), widget=forms.RadioSelect, required=False)
    obstacle = forms.CharField(
        label=gettext_lazy("Did something get in the way?"),
        help_text=gettext_lazy("This helps to plan the next step. You can leave it empty."),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        max_length=2000,
    )

    def __init__(self, *given: Any, can_hand_in: tuple[str, ...], **named: Any) -> None:
        super().__init__(*given, **named)
        field = self.fields["done"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(done, words) for done, words in HOW_FAR.items() if done in can_hand_in]


def my_work(request: Request) -> HttpResponse:
    """The list: to do, done, and replies that were not read yet."""
    return show(request, "my_work", work_page(viewer=request.viewer, at=request.at))


def my_work_item(request: Request, assignment_id: UUID) -> HttpResponse:
    """One piece of work: an overview, its steps (`?step=1`), handing in, and saying that a diary is finished."""
    if request.method == "POST":
        if "form-step" in request.POST:
            return save_step(request, assignment_id)
        return (
            _finish(request, assignment_id) if request.POST.get("do") == "finish" else _hand_in(request, assignment_id)
        )
    page = item_page(viewer=request.viewer, assignment_id=assignment_id, at=request.at)
    number = request.GET.get("step", "")
    if page.worksheet is not None and number:
        return show_step(request, page, number, form=HandIn(can_hand_in=page.can_hand_in))
    return _overview(request, page, HandIn(can_hand_in=page.can_hand_in) if page.worksheet is None else None)


def _overview(request: Request, page: WorkItemPage, form: HandIn | None, **more: Any) -> HttpResponse:
    return show(request, "my_work_item", page, form=form, **more, **_content(request, page))


def _finish(request: Request, assignment_id: UUID) -> HttpResponse:
    try:
        assignment, _access = reach(request.viewer, Assignment, assignment_id, "W", "work", at=request.at)
        finish_work(assignment=assignment, by=request.viewer, at=request.at)
    except Refusal as refusal:
        page = item_page(viewer=request.viewer, assignment_id=assignment_id, at=request.at)
        return _overview(request, page, None, refusal=refusal)
    messages.success(request, _("Finished. What you wrote stays here."))
    return redirect("my_work_item", assignment_id)


def _hand_in(request: Request, assignment_id: UUID) -> HttpResponse:
    page = item_page(viewer=request.viewer, assignment_id=assignment_id, at=request.at)
    form = HandIn(request.POST, can_hand_in=page.can_hand_in or tuple(HOW_FAR))
    try:
        assignment, _access = reach(request.viewer, Assignment, assignment_id, "W", "work", at=request.at)
        key = key_in(request.POST.get("key"))
        if key == page.key and page.worksheet is not None and page.version != whole(request.POST.get("version")):
            raise Stale(
                _("The work was not handed in."),
                _("It was changed in another window."),
                _("Look at it once more, then hand it in."),
            )
        if not form.is_valid() or not form.cleaned_data["done"]:
            raise BadInput(
                _("The work was not handed in."),
                _("It does not say how far you got."),
                _("Choose one of the answers."),
                "done_0",
            )
        hand_in_work(
            assignment=assignment,
            key=key,
            done=form.cleaned_data["done"],
            answers=dict(page.written) if page.worksheet is not None else ratings_in(request.POST),
            obstacle=form.cleaned_data["obstacle"].strip(),
            by=request.viewer,
            at=request.at,
        )
    except Refusal as refusal:
        errors = [{**error, "href": _place(page, refusal)} for error in summary(refusal)]
        if page.worksheet is not None:
            return show_step(request, page, END, form=form, refusal=refusal, errors=errors)
        return _overview(request, page, form, refusal=refusal, typed=request.POST, errors=errors)
    messages.success(request, _("Handed in. Thank you: done, part done and not done all help."))
    return on_to(request, reverse("my_work_item", args=[assignment_id]))


def _place(page: WorkItemPage, refusal: Refusal) -> str:
    """Where to put it right: on the step that has the field, or on this page."""
    name = refusal.field.partition(".")[0]
    for number, step in enumerate(page.worksheet.steps if page.worksheet else (), start=1):
        if any(getattr(asked, "id", "") == name for asked in step.fields):
            return f"?step={number}#id_{refusal.field}"
    return f"#id_{refusal.field}" if refusal.field else ""


def _content(request: Request, page: WorkItemPage) -> dict[str, Any]:
    newest, sheet = page.newest, page.worksheet
    return {
        "pictures": pictures_of(sheet, newest.kept) if sheet is not None and newest is not None else [],
        "across": pictures_across(sheet, page.across) if sheet is not None and len(page.across) > 1 else [],
        "scale": range(MOST + 1),
        **(reading(page.lesson, request.GET) if page.lesson is not None else {}),
    }
