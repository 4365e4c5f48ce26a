"""Ending a plan: what helped, early signs, what to do then, whom to ask, and when to meet and measure again."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from kith.care.actions.ending import Closing, end_plan_with
from kith.care.actions.review import Ending
from kith.care.models import BadInput, Refusal
from kith.care.models.way import ENDINGS
from kith.care.queries.endings import EndingPage
from kith.care.queries.endings import ending as ending_page
from kith.care.queries.planning import plan_to_write
from kith.web.asking import Request
from kith.web.errors import summary
from kith.web.practitioner.about import REFUSED, about
from kith.web.practitioner.fields import any_of, day, line, one_of, tick, words
from kith.web.practitioner.names import choices_of

BOOSTERS = 3  # places for days; more than three meetings after the end is another plan


class EndingForm(forms.Form):
    """What is written down together, the days that were agreed, and whether the care ends too."""

    def __init__(self, page: EndingPage, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields["helped"] = words(lazy("What helped"), rows=3)
        self.fields["early_signs"] = words(
            lazy("Early signs"), lazy("By what the person, or somebody close, would notice first."), rows=3
        )
        self.fields["what_to_do"] = words(lazy("What to do then"), lazy("First steps, small enough."), rows=3)
        self.fields["whom_to_ask"] = words(lazy("Whom to ask"), lazy("People and services, with numbers."), rows=3)
        if page.measures:
            usual = [name for name, _short in page.measures if name in page.suggested]
            self.fields["measures"] = any_of(lazy("Measure again"), list(page.measures), initial=usual)
            months = ", ".join(str(one) for one in page.months)
            hint = lazy("Months from today, for example 1, 3, 6. Leave it empty to ask nothing.")
            self.fields["months_after"] = line(lazy("So many months after"), hint, initial=months)
        for number in range(BOOSTERS):
            usual_day = page.boosters[number] if number < len(page.boosters) else None
            label = _("Meeting again %(number)d") % {"number": number + 1}
            self.fields[f"booster_{number + 1}"] = day(label, initial=usual_day)
        if page.worksheet and page.is_running:
            label = _("Also set “%(title)s” for them to fill in") % {"title": page.worksheet}
            self.fields["sets_worksheet"] = tick(label)
        self.fields["ends_care"] = tick(
            lazy("The care here ends too"), lazy("Sessions that are booked are cancelled and the record closes to you.")
        )
        self.fields["ending"] = one_of(lazy("How it ends"), [("", _("choose")), *choices_of(ENDINGS)], as_list=True)
        self.fields["ending_note"] = words(lazy("What to remember"), lazy("For colleagues, if they come back."), rows=3)

    def closing(self) -> Closing:
        """What was written; BadInput where the months are not numbers."""
        said = self.cleaned_data
        days = [said[f"booster_{number + 1}"] for number in range(BOOSTERS)]
        return Closing(
            helped=said["helped"],
            early_signs=said["early_signs"],
            what_to_do=said["what_to_do"],
            whom_to_ask=said["whom_to_ask"],
            measures=tuple(said.get("measures", ())) if said.get("months_after") else (),
            months_after=_months(said.get("months_after", "")),
            boosters=tuple(one for one in days if isinstance(one, date)),
            sets_worksheet=said.get("sets_worksheet", False),
        )


def _months(given: str) -> tuple[int, ...]:
    parts = [part.strip() for part in given.replace(";", ",").split(",") if part.strip()]
    if not all(part.isdecimal() for part in parts):
        raise BadInput(
            _("The ending was not kept."),
            _("“%(given)s” is not a list of months.") % {"given": given},
            _("Write whole months, for example 1, 3, 6."),
            "months_after",
        )
    return tuple(int(part) for part in parts)


def ending(request: Request, client_id: UUID) -> HttpResponse:
    """The page; a POST ends the plan, or completes one that a review has just ended."""
    page = ending_page(viewer=request.viewer, client_id=client_id, at=request.at)
    if request.method != "POST" or page.plan is None:
        return _show(request, page, EndingForm(page), [])
    form = EndingForm(page, request.POST)
    if not form.is_valid():
        return _show(request, page, form, [])
    said = form.cleaned_data
    try:
        plan = plan_to_write(viewer=request.viewer, client_id=client_id, plan_id=page.plan, at=request.at)
        end_plan_with(
            plan=plan,
            closing=form.closing(),
            ends_care=Ending(said["ending"], said["ending_note"].strip()) if said["ends_care"] else None,
            by=request.viewer,
            at=request.at,
        )
    except Refusal as refusal:
        return _show(request, page, form, summary(refusal))
    if said["ends_care"]:
        messages.success(request, _("The ending is kept, and the care here has ended."))
        return redirect("caseload")
    messages.success(request, _("The ending is kept. The person finds it under “My story”."))
    return redirect("ending", client_id)


def _show(request: Request, page: EndingPage, form: EndingForm, errors: list[dict[str, str]]) -> HttpResponse:
    given = {
        **about(request, page.head, _("Ending"), "plan"),
        "page": page,
        "form": form,
        "errors": errors,
    }
    return render(request, "web/practitioner/ending.html", given, status=REFUSED if form.is_bound else 200)
