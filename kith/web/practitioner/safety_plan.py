"""A person's safety plan: read it, write the next version together, print it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from kith.care.actions.safety import write_safety_plan
from kith.care.actions.talk_about_safety import review_safety_plan
from kith.care.models import Refusal
from kith.care.queries.safety_plans import PlanVersion, SafetyPlanPage, newest_for, planned_for, safety_plan_page
from kith.web.asking import Request
from kith.web.errors import summary
from kith.web.parts.plan_agreements import AgreementFields, labels_of_changes, split, written_agreements
from kith.web.practitioner.heads import crumbs_to, head_of

REFUSED = 422
STEPS: tuple[tuple[str, Any, Any], ...] = (
    ("warning_signs", lazy("Signs that it is getting hard"), lazy("Thoughts, feelings, places, times of day.")),
    ("coping", lazy("What I can do by myself"), lazy("Things that helped before, even a little.")),
    ("places_and_people", lazy("Places and people that take my mind off it"), lazy("They need not know why.")),
    ("ask_for_help", lazy("People I can ask for help"), lazy("Name and number, one in a line.")),
    ("professionals", lazy("Professionals and services I can call"), lazy("Name and number, one in a line.")),
    ("safer_place", lazy("Making where I am safer"), lazy("What to put out of reach, who keeps it, until when.")),
)


class PlanForm(AgreementFields):
    """Six steps and what was agreed, one thing in a line, in the client's own words."""

    shown = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        for name, label, hint in STEPS:
            self.fields[name] = forms.CharField(
                label=label, help_text=hint, required=False, widget=forms.Textarea(attrs={"rows": 3, "translate": "no"})
            )
        self.fields["reasons_for_living"] = forms.CharField(
            label=lazy("What I want to stay alive for"),
            required=False,
            widget=forms.Textarea(attrs={"rows": 3, "translate": "no"}),
        )

    def own_words(self) -> list[forms.BoundField]:
        """The fields of the steps and of the reasons for living."""
        return [self[name] for name in (*(name for name, _label, _hint in STEPS), "reasons_for_living")]

    def steps(self) -> dict[str, list[str]]:
        """The lines of each step, empty ones left out."""
        return {name: split(self.cleaned_data[name]) for name, _label, _hint in STEPS}


def safety_plan(request: Request, client_id: UUID) -> HttpResponse:
    """The plan; a POST keeps the next version."""
    if request.method != "POST":
        return _show(request, client_id)
    if request.POST.get("act") == "still_fits":
        return _still_fits(request, client_id)
    form = PlanForm(request.POST)
    if not form.is_valid():
        return _show(request, client_id, form)
    try:
        client = planned_for(viewer=request.viewer, client_id=client_id, at=request.at)
        write_safety_plan(
            client=client,
            steps=form.steps(),
            reasons_for_living=form.cleaned_data["reasons_for_living"].strip(),
            agreements=form.agreements(),
            shown=form.cleaned_data["shown"],
            by=request.viewer,
            at=request.at,
        )
    except Refusal as refusal:
        return _show(request, client_id, form, summary(refusal))
    messages.success(request, _("The safety plan is saved. The person sees it too."))
    return redirect("safety_plan", client_id)


def _still_fits(request: Request, client_id: UUID) -> HttpResponse:
    plan = newest_for(viewer=request.viewer, client_id=client_id, at=request.at)
    if plan is not None:
        review_safety_plan(plan=plan, by=request.viewer, at=request.at)
        messages.success(request, _("The look at the plan is kept. It comes up again in three months."))
    return redirect("safety_plan", client_id)


def _show(
    request: Request, client_id: UUID, form: PlanForm | None = None, errors: list[dict[str, str]] | None = None
) -> HttpResponse:
    page = safety_plan_page(viewer=request.viewer, client_id=client_id, at=request.at)
    given = {
        "page": page,
        "crumbs": crumbs_to(page.identity, _("Safety plan"), links_person=page.may_open_person),
        "person": head_of(page.identity),
        "newest": _shown(page.newest) if page.newest else None,
        "earlier": [_shown(version) for version in page.earlier],
        "form": (form or PlanForm(initial=_initial(page))) if page.may_write else None,
        "is_open": form is not None or "edit" in request.GET or page.newest is None,
        "errors": errors,
    }
    return render(request, "web/practitioner/safety_plan.html", given, status=REFUSED if form is not None else 200)


def _initial(page: SafetyPlanPage) -> dict[str, Any]:
    if page.newest is None:
        return {}
    newest = page.newest
    return {
        **{step.name: "\n".join(line.words for line in step.lines) for step in newest.steps},
        **written_agreements(newest.agreements),
        "reasons_for_living": newest.reasons_for_living,
        "shown": newest.id,
    }


def _shown(version: PlanVersion) -> dict[str, Any]:
    labels = {name: label for name, label, _hint in STEPS}
    return {
        "version": version,
        "steps": [{"label": labels[step.name], "lines": step.lines} for step in version.steps],
        "changes": labels_of_changes(version.changes, labels),
    }
