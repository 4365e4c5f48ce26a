"""Paper: a sheet to print, and its answers typed again with one key each."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kith.care.actions.paper import PaperForm, enter_paper_form
from kith.care.models import BadInput, Refusal
from kith.care.queries.filled_in import SheetPage, sheet
from kith.care.queries.staff_looking import open_as_staff
from kith.web.asking import Request
from kith.web.errors import summary
from kith.web.practitioner.about import REFUSED, about
from kith.web.practitioner.fields import day, one_of
from kith.web.practitioner.in_order import answers_by_item, answers_in_order
from kith.web.practitioner.names import choices_of

FIRST, SECOND = "a_", "b_"


class SheetForm(forms.Form):
    """The head of the sheet: who filled it in, and on which day."""

    def __init__(self, page: SheetPage, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields["respondent"] = one_of(
            _("Who filled it in?"), choices_of(page.respondents), initial=page.respondent, as_list=True
        )
        self.fields["filled_in_on"] = day(_("Day on the sheet"), initial=page.head.today)


def paper_form(request: Request, client_id: UUID, instrument: str) -> HttpResponse:
    """The sheet: its text where it may be printed, else a numbered grid. It bears a number and no name."""
    page = _page(request, client_id, instrument)
    answers = {choice.value for one in page.questions for choice in one.choices}
    given = {
        **about(request, page.head, _("Paper form"), ""),
        "page": page,
        "is_sheet": True,
        "code": f"{page.instrument.upper()} {page.version} / {page.number}",
        "respondents": choices_of(page.respondents),
        "columns": sorted(answers),
        "grid": [(one, {choice.value for choice in one.choices}) for one in page.questions],
    }
    return render(request, "web/practitioner/paper_form.html", given)


def paper_entry(request: Request, client_id: UUID, instrument: str) -> HttpResponse:
    """One key for each answer; a POST keeps the sheet as of its day and leads to the result."""
    page = _page(request, client_id, instrument)
    if request.method != "POST":
        return _entry(request, page, SheetForm(page), {}, [])
    form, typed = SheetForm(page, request.POST), request.POST.dict()
    if not form.is_valid():
        return _entry(request, page, form, typed, [])
    try:
        client, _access = open_as_staff(request.viewer, client_id, "W", "answers", at=request.at)
        sent = enter_paper_form(
            client=client,
            form=_paper(page, form, typed),
            key=_key(page, typed),
            by=request.viewer,
            at=request.at,
        )
    except Refusal as refusal:
        return _entry(request, page, form, typed, summary(refusal))
    messages.success(request, _("The sheet is kept."))
    return redirect(reverse("measure", args=[client_id, instrument]) + f"?done={sent.pk}")


def _page(request: Request, client_id: UUID, instrument: str) -> SheetPage:
    return sheet(
        viewer=request.viewer,
        client_id=client_id,
        instrument=instrument,
        at=request.at,
        language=get_language() or "en",
    )


def _paper(page: SheetPage, form: SheetForm, typed: Mapping[str, Any]) -> PaperForm:
    first = _row(page, typed, FIRST, "in_order")
    if first is None:
        raise BadInput(
            _("The answers were not kept."),
            _("None is typed yet."),
            _("Type one sign for each question: its number, or a dash where there is no answer."),
            "in_order",
        )
    return PaperForm(
        instrument=page.instrument,
        answers=first,
        filled_in_on=_day(form.cleaned_data["filled_in_on"]),
        respondent=form.cleaned_data["respondent"] or page.respondent,
        language=page.language,
        again=_row(page, typed, SECOND, "again"),
    )


def _row(page: SheetPage, typed: Mapping[str, Any], prefix: str, line: str) -> dict[str, float | None] | None:
    """A row of answers, from the line if one was typed, else from the small fields; None when both are empty."""
    if str(typed.get(line, "")).strip():
        return answers_in_order(str(typed[line]), page.questions, line)
    if any(str(typed.get(f"{prefix}{one.item}", "")).strip() for one in page.questions):
        return answers_by_item(typed, page.questions, prefix)
    return None


def _day(given: date | None) -> date:
    if given is None:
        raise BadInput(
            _("The answers were not kept."),
            _("The day on the sheet is missing."),
            _("Write the day it was filled in, for example 2026-03-02."),
            "filled_in_on",
        )
    return given


def _key(page: SheetPage, typed: Mapping[str, Any]) -> UUID:
    try:
        return UUID(str(typed.get("key", "")))
    except ValueError:
        return page.key


def _entry(
    request: Request, page: SheetPage, form: SheetForm, typed: Mapping[str, Any], errors: list[dict[str, str]]
) -> HttpResponse:
    rows = [
        {
            "asked": one,
            "offered": " ".join(str(choice.value) for choice in one.choices) if len(one.choices) < 7 else _ends(one),
            "first": typed.get(f"{FIRST}{one.item}", ""),
            "second": typed.get(f"{SECOND}{one.item}", ""),
        }
        for one in page.questions
    ]
    given = {
        **about(request, page.head, page.short, "", is_name=True),
        "page": page,
        "form": form,
        "errors": errors,
        "rows": rows,
        "most": max(len(str(choice.value)) for one in page.questions for choice in one.choices),
        "in_order": typed.get("in_order", ""),
        "again": typed.get("again", ""),
        "key": _key(page, typed),
        "is_typed_again": any(row["second"] for row in rows) or bool(typed.get("again")),
        "is_line": bool(typed.get("in_order") or typed.get("again")),
    }
    return render(request, "web/practitioner/paper_entry.html", given, status=REFUSED if form.is_bound else 200)


def _ends(question: Any) -> str:
    return f"{question.choices[0].value} … {question.choices[-1].value}"
