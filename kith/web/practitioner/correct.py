"""A form of the wrong person, or one entered in error: withdraw it, or move it, after a second look."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kith.care.actions.correct import move_measurement, withdraw_measurement
from kith.care.models import BadInput, Refusal
from kith.care.queries.filled_in import CorrectPage, correcting, measurement_to_correct, right_person
from kith.web.asking import Request
from kith.web.errors import summary
from kith.web.practitioner.about import REFUSED, about
from kith.web.practitioner.forms import shown_form
from kith.web.practitioner.names import choices_of

REASONS = ("entered_in_error", "filled_in_twice", "wrong_person", "asked_to")


def correct_form(request: Request, measurement_id: UUID) -> HttpResponse:
    """The form with its answers; a POST withdraws it, looks for the right person, or moves it there."""
    act = request.POST.get("act", "") if request.method == "POST" else ""
    if not act:
        return _show(request, measurement_id, "", [])
    number = request.POST.get("number", "").strip()
    try:
        if act == "withdraw":
            return _withdraw(request, measurement_id)
        page = _found(request, measurement_id, number)
        return _move(request, measurement_id, page) if act == "move" else _render(request, page, act, [])
    except Refusal as refusal:
        return _show(request, measurement_id, act, summary(refusal), number if act == "move" else "")


def _withdraw(request: Request, measurement_id: UUID) -> HttpResponse:
    row = measurement_to_correct(viewer=request.viewer, measurement_id=measurement_id, at=request.at)
    withdraw_measurement(
        measurement=row,
        reason=request.POST.get("reason", ""),
        words=request.POST.get("words", ""),
        by=request.viewer,
        at=request.at,
    )
    messages.success(request, _("The form is withdrawn. It stays in the record, marked, and counts nowhere."))
    return redirect("forms", row.client_id)


def _found(request: Request, measurement_id: UUID, number: str) -> CorrectPage:
    page = _page(request, measurement_id, number)
    if not page.target_number:
        raise BadInput(
            _("The form was not moved."),
            _("Nobody with the number “%(number)s” is among the people you work with.") % {"number": number[:20]},
            _("Look at the number on the person's page, or ask somebody who works with both."),
            "number",
        )
    return page


def _move(request: Request, measurement_id: UUID, page: CorrectPage) -> HttpResponse:
    row = measurement_to_correct(viewer=request.viewer, measurement_id=measurement_id, at=request.at)
    to = right_person(viewer=request.viewer, number=page.target_number, at=request.at)
    assert to is not None  # the page has just found them
    move_measurement(measurement=row, to=to, words=request.POST.get("words", ""), by=request.viewer, at=request.at)
    messages.success(request, _("The form is moved. Look now whether its answers ask for something to be done."))
    return redirect("forms", to.pk)


def _page(request: Request, measurement_id: UUID, number: str) -> CorrectPage:
    return correcting(
        viewer=request.viewer,
        measurement_id=measurement_id,
        number=number,
        at=request.at,
        language=get_language() or "en",
    )


def _show(
    request: Request, measurement_id: UUID, act: str, errors: list[dict[str, str]], number: str = ""
) -> HttpResponse:
    return _render(request, _page(request, measurement_id, number), act, errors)


def _render(request: Request, page: CorrectPage, act: str, errors: list[dict[str, str]]) -> HttpResponse:
    given = {
        **about(request, page.head, _("Put a form right"), ""),
        "page": page,
        "form_row": shown_form(page.form),
        "errors": errors,
        "reasons": choices_of(REASONS),
        "reason": request.POST.get("reason", ""),
        "words": request.POST.get("words", ""),
        "number": request.POST.get("number", ""),
        "act": act,
    }
    return render(request, "web/practitioner/correct_form.html", given, status=REFUSED if errors else 200)
