"""My safety plan: what do I do when it gets bad?"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kith.care.actions.safety import write_safety_plan
from kith.care.actions.talk_about_safety import review_safety_plan
from kith.care.models import BadInput, Refusal
from kith.care.queries.my_safety_plan import SafetyPlanPage, my_newest_plan
from kith.care.queries.my_safety_plan import my_safety_plan as safety_plan_page
from kith.web.asking import Request
from kith.web.client.page import own_record, show
from kith.web.parts.plan_agreements import AgreementFields, labels_of_changes, split, written_agreements

NONE_YET = UUID(int=0)  # the version on the screen when there was none: a plan written meanwhile is not overwritten
LONGEST = 4000
STEPS = {
    "warning_signs": (
        gettext_lazy("Signs that it is getting hard"),
        gettext_lazy("Thoughts, feelings or things you do that tell you so."),
    ),
    "coping": (
        gettext_lazy("What I can do myself"),
        gettext_lazy("Things that take your mind off it, without anybody else."),
    ),
    "places_and_people": (
        gettext_lazy("Places and people that do me good"),
        gettext_lazy("Where you can go, and who you like to be with."),
    ),
    "ask_for_help": (
        gettext_lazy("People I can ask for help"),
        gettext_lazy("Friends or family, with their telephone numbers."),
    ),
    "professionals": (
        gettext_lazy("Professionals and services I can call"),
        gettext_lazy("Your practitioner, a crisis line, the nearest emergency department."),
    ),
    "safer_place": (
        gettext_lazy("How I make my place safer"),
        gettext_lazy("What to put out of reach, and who can keep it for you."),
    ),
}


def _lines(label: object, help_text: object) -> forms.CharField:
    return forms.CharField(
        label=label,  # type: ignore[arg-type]
        help_text=help_text,  # type: ignore[arg-type]
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
        max_length=LONGEST,
    )


class PlanForm(AgreementFields):
    """Six steps, the reasons for living and what was agreed: one line for each thing."""

    reasons_for_living = _lines(
        gettext_lazy("My reasons for living"), gettext_lazy("People, animals, hopes, things you still want to do.")
    )
    field_order = [*STEPS, "reasons_for_living"]

    def __init__(self, *given: object, **named: object) -> None:
        super().__init__(*given, **named)
        for name, (label, hint) in STEPS.items():
            self.fields[name] = _lines(label, hint)
        self.order_fields(self.field_order)

    def own_words(self) -> list[forms.BoundField]:
        """The fields of the steps and of the reasons for living."""
        return [self[name] for name in self.field_order]


def my_safety_plan(request: Request) -> HttpResponse:
    """The plan with call buttons, one page on paper; `?edit=1` to write it."""
    if request.method == "POST":
        return _still_fits(request) if request.POST.get("act") == "still_fits" else _write(request)
    page = safety_plan_page(viewer=request.viewer, at=request.at)
    if request.GET.get("edit"):
        return show(request, "my_safety_plan_edit", page, form=PlanForm(initial=_written(page)), shown=page.version_id)
    return show(request, "my_safety_plan", page, **_shown_plan(page))


def my_plan_to_keep(request: Request) -> HttpResponse:
    """The plan with the numbers to call and nothing else, for a phone without a connection."""
    page = safety_plan_page(viewer=request.viewer, at=request.at)
    return show(request, "my_plan_to_keep", page, **_shown_plan(page), kept_at=request.at)


def _shown_plan(page: SafetyPlanPage) -> dict[str, Any]:
    labels = {name: label for name, (label, _hint) in STEPS.items()}
    return {
        "steps": [(labels[step.name], step.lines) for step in page.steps],
        "changes": labels_of_changes(page.changes, labels),
    }


def _still_fits(request: Request) -> HttpResponse:
    plan = my_newest_plan(viewer=request.viewer, at=request.at)
    if plan is not None:
        review_safety_plan(plan=plan, by=request.viewer, at=request.at)
        messages.success(request, _("Thank you for looking. You are asked again in three months."))
    return redirect("my_safety_plan")


def _write(request: Request) -> HttpResponse:
    form = PlanForm(request.POST)
    try:
        if not form.is_valid():
            raise BadInput(
                _("The safety plan was not saved."),
                _("One of its parts is too long, or a day is not one."),
                _("Say it in fewer words, and write days like 2026-03-02."),
                next(iter(form.errors)),
            )
        write_safety_plan(
            client=own_record(request, "W", "safety_plan"),
            steps={name: split(form.cleaned_data[name]) for name in STEPS},
            reasons_for_living=form.cleaned_data["reasons_for_living"].strip(),
            agreements=form.agreements(),
            shown=_shown(request.POST.get("shown")),
            by=request.viewer,
            at=request.at,
        )
    except Refusal as refusal:
        page = safety_plan_page(viewer=request.viewer, at=request.at)
        newer = (
            [(STEPS[step.name][0], step.lines) for step in page.steps]
            if str(page.version_id or "") != request.POST.get("shown")
            else []
        )
        return show(
            request, "my_safety_plan_edit", page, refusal=refusal, form=form, shown=page.version_id, newer=newer
        )
    messages.success(request, _("Your safety plan is saved."))
    return redirect("my_safety_plan")


def _written(page: SafetyPlanPage) -> dict[str, str]:
    written = {step.name: "\n".join(line.words for line in step.lines) for step in page.steps}
    return {
        **written,
        "reasons_for_living": "\n".join(page.reasons_for_living),
        **written_agreements(page.agreements),
    }


def _shown(text: str | None) -> UUID:
    try:
        return UUID(text) if text else NONE_YET
    except ValueError:
        raise Http404 from None
