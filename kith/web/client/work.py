"""My work: what do I practise between meetings?"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kith.care.actions.deliver import hand_in_work
from kith.care.actions.practise import save_work
from kith.care.models import Assignment, BadInput, Refusal, Stale
from kith.care.permissions import reach
from kith.care.queries.my_work import WorkItemPage
from kith.care.queries.my_work import my_work as work_page
from kith.care.queries.my_work import my_work_item as item_page
from kith.web.asking import Request
from kith.web.client.page import show
from kith.web.client.worksheet_form import fields_of, read_step
from kith.web.errors import summary
from kith.web.parts.lesson_text import lesson_html

HOW_FAR = {
    "full": gettext_lazy("All of it"),
    "part": gettext_lazy("Part of it"),
    "not": gettext_lazy("Not this time"),
}
RATED_FROM, RATED_TO = 0, 10


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
    """One piece of work: an overview, its steps (`?step=1`), and handing in."""
    if request.method == "POST":
        return (
            _hand_in(request, assignment_id) if request.POST.get("do") == "hand_in" else _save(request, assignment_id)
        )
    page = item_page(viewer=request.viewer, assignment_id=assignment_id, at=request.at)
    number = request.GET.get("step", "")
    if page.worksheet is not None and number:
        return _show_step(request, page, number)
    form = HandIn(can_hand_in=page.can_hand_in) if page.worksheet is None else None
    return show(request, "my_work_item", page, form=form, **_content(page))


def _show_step(request: Request, page: WorkItemPage, number: str, **more: Any) -> HttpResponse:
    assert page.worksheet is not None
    steps = page.worksheet.steps
    if not number.isdecimal() or len(number) > 3 or int(number) < 1 or not page.can_hand_in:
        raise Http404
    if int(number) > len(steps):
        return show(request, "my_work_end", page, **({"form": HandIn(can_hand_in=page.can_hand_in)} | more))
    step = steps[int(number) - 1]
    written = {**page.written, **more.pop("typed", {})}
    fields = fields_of(step, written, request.GET.get("more", ""), page.asked_in(int(number)))
    return show(
        request,
        "worksheet",
        page,
        step=step,
        fields=fields,
        number=int(number),
        place=_place_among(page, int(number)),
        of=len(page.steps_asked),
        before=max((one for one in page.steps_asked if one < int(number)), default=0),
        **more,
    )


def _place_among(page: WorkItemPage, number: int) -> int:
    """Which of the asked steps this is."""
    return sum(one <= number for one in page.steps_asked) or 1


def _save(request: Request, assignment_id: UUID) -> HttpResponse:
    page = item_page(viewer=request.viewer, assignment_id=assignment_id, at=request.at)
    number = request.POST.get("step", "")
    if page.worksheet is None or not number.isdecimal() or not 1 <= int(number) <= len(page.worksheet.steps):
        raise Http404
    typed = read_step(page.worksheet.steps[int(number) - 1], request.POST, page.asked_in(int(number)))
    try:
        assignment, _access = reach(request.viewer, Assignment, assignment_id, "W", "work", at=request.at)
        save_work(
            assignment=assignment,
            key=page.key,
            answers={**page.written, **typed},
            version=_whole(request.POST.get("version")),
            by=request.viewer,
            at=request.at,
        )
    except Refusal as refusal:
        return _show_step(request, page, number, refusal=refusal, typed=typed)
    return _after_saving(request, assignment_id, int(number), page.asked_in(int(number)))


def _after_saving(request: Request, assignment_id: UUID, number: int, before: frozenset[str]) -> HttpResponse:
    here, then = reverse("my_work_item", args=[assignment_id]), request.POST.get("do", "next")
    if then.startswith("add:"):
        return redirect(f"{here}?step={number}&more={then.removeprefix('add:')}#id_{then.removeprefix('add:')}")
    if then == "pause":
        messages.success(request, _("What you wrote is kept. Go on whenever you like."))
        return redirect("my_work")
    page = item_page(viewer=request.viewer, assignment_id=assignment_id, at=request.at)
    if page.asked_in(number) - before:  # an answer on this very step has opened another question of it
        return redirect(f"{here}?step={number}")
    return redirect(f"{here}?step={page.step_after(number)}")


def _hand_in(request: Request, assignment_id: UUID) -> HttpResponse:
    page = item_page(viewer=request.viewer, assignment_id=assignment_id, at=request.at)
    form = HandIn(request.POST, can_hand_in=page.can_hand_in or tuple(HOW_FAR))
    try:
        assignment, _access = reach(request.viewer, Assignment, assignment_id, "W", "work", at=request.at)
        key = _key(request.POST.get("key"))
        if key == page.key and page.worksheet is not None and page.version != _whole(request.POST.get("version")):
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
            answers=dict(page.written) if page.worksheet is not None else _ratings(request),
            obstacle=form.cleaned_data["obstacle"].strip(),
            by=request.viewer,
            at=request.at,
        )
    except Refusal as refusal:
        errors = [{**error, "href": _place(page, refusal)} for error in summary(refusal)]
        if page.worksheet is not None:
            return _show_step(
                request, page, str(len(page.worksheet.steps) + 1), form=form, refusal=refusal, errors=errors
            )
        return show(
            request,
            "my_work_item",
            page,
            refusal=refusal,
            form=form,
            typed=request.POST,
            errors=errors,
            **_content(page),
        )
    messages.success(request, _("Handed in. Thank you: done, part done and not done all help."))
    return redirect("my_work_item", assignment_id)


def _place(page: WorkItemPage, refusal: Refusal) -> str:
    """Where to put it right: on the step that has the field, or on this page."""
    name = refusal.field.partition(".")[0]
    for number, step in enumerate(page.worksheet.steps if page.worksheet else (), start=1):
        if any(getattr(asked, "id", "") == name for asked in step.fields):
            return f"?step={number}#id_{refusal.field}"
    return f"#id_{refusal.field}" if refusal.field else ""


def _ratings(request: Request) -> dict[str, int]:
    steps = {str(step) for step in range(RATED_FROM, RATED_TO + 1)}
    return {when: int(request.POST[when]) for when in ("before", "after") if request.POST.get(when) in steps}


def _content(page: WorkItemPage) -> dict[str, Any]:
    return {
        "body": lesson_html(page.lesson.body) if page.lesson is not None else "",
        "scale": range(RATED_FROM, RATED_TO + 1),
    }


def _key(text: str | None) -> UUID:
    try:
        return UUID(text or "")
    except ValueError:
        raise Http404 from None


def _whole(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 9 else 0
