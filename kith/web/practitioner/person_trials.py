"""Does somebody take part in a trial? Asking, the arm once it was drawn by somebody else, and what became of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from kith.care.actions import enrol
from kith.care.models import Refusal
from kith.care.queries.person_trials import Factors, TakingPart, TrialOffered, drawn_in_reach, factors_of, trial_to_ask
from kith.care.queries.person_trials import person_trials as trials_page
from kith.care.queries.staff_looking import open_as_staff
from kith.web.asking import Request
from kith.web.errors import status_of, summary
from kith.web.parts.trial_words import ERRORS, LEFT, OUTCOMES, STEPS
from kith.web.practitioner.about import about
from kith.web.practitioner.fields import day, one_of
from kith.web.practitioner.sent import check_sent, chosen_id

REASONS = [("", lazy("Choose a reason")), *((code, words) for code, words in LEFT.items() if code != "not_known_yet")]


class AskedForm(forms.Form):
    """What came of asking; a field for each thing in which arms are to be alike."""

    def __init__(self, factors: Factors, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields["outcome"] = one_of(lazy("What came of it?"), list(OUTCOMES.items()))
        self.fields["consented_on"] = day(
            lazy("On which day did they agree?"), lazy("The day on the signed form. Only for somebody who takes part.")
        )
        for place, (name, levels) in enumerate(factors):
            choices = [("", _("Choose one")), *((level, level) for level in levels)]
            self.fields[f"level_{place}"] = one_of(name, choices, as_list=True)


class StepForm(forms.Form):
    """What became of somebody, and why where they left."""

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields["step"] = one_of(lazy("What happened?"), list(STEPS.items()), as_list=True)
        self.fields["reason"] = one_of(lazy("Why, where somebody left"), REASONS, as_list=True)


class ErrorForm(forms.Form):
    """What was wrong with an arm that was drawn."""

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields["reason"] = one_of(lazy("What was wrong?"), [("", _("Choose one")), *ERRORS.items()], as_list=True)


def person_trials(request: Request, client_id: UUID) -> HttpResponse:
    """The page; a POST does what `act` names."""
    refusal: Refusal | None = None
    if request.method == "POST":
        open_as_staff(request.viewer, client_id, "W", "trial", at=request.at)
        act = _ACTS.get(request.POST.get("act", "ask"), _ask)
        try:
            messages.success(request, act(request, client_id))
        except Refusal as refused:
            refusal = refused
        else:
            return redirect("person_trials", client_id)
    page = trials_page(viewer=request.viewer, client_id=client_id, at=request.at)
    sent = request.POST if refusal else None
    given = {
        **about(request, page.head, _("Trials"), "person_trials"),
        "page": page,
        "errors": summary(refusal) if refusal else [],
        "asked": [_shown(one, may_write=page.may_write) for one in page.asked],
        "offered": [{"one": one, "form": _form(one, sent), "is_open": _is_sent(one, sent)} for one in page.offered],
    }
    return render(request, "web/practitioner/person_trials.html", given, status=status_of(refusal))


def _is_sent(one: TrialOffered, sent: Any) -> bool:
    return bool(sent) and sent.get("trial") == str(one.id)


def _form(one: TrialOffered, sent: Any) -> AskedForm:
    return AskedForm(one.factors, sent if _is_sent(one, sent) else None, prefix=f"ask-{one.id}")


def _shown(one: TakingPart, *, may_write: bool) -> dict[str, Any]:
    is_drawn = may_write and one.drawn_id is not None
    return {
        "one": one,
        "outcome": OUTCOMES[one.outcome],
        "error": ERRORS[one.error] if one.error else "",
        "steps": [
            {"step": STEPS[each.step], "reason": LEFT[each.reason] if each.reason else "", "at": each.noted_at}
            for each in one.steps
        ],
        "step_form": StepForm(prefix=f"step-{one.drawn_id}") if is_drawn else None,
        "error_form": ErrorForm(prefix=f"error-{one.drawn_id}") if is_drawn and not one.error else None,
    }


def _ask(request: Request, client_id: UUID) -> str:
    trial_id = chosen_id(request, "trial")
    client, trial = trial_to_ask(viewer=request.viewer, client_id=client_id, trial_id=trial_id, at=request.at)
    factors = factors_of(trial)
    form = AskedForm(factors, request.POST, prefix=f"ask-{trial_id}")
    check_sent(form)
    given = form.cleaned_data
    written = enrol.ask_about_trial(
        client=client,
        trial=trial,
        outcome=given["outcome"],
        levels={name: given[f"level_{place}"] for place, (name, _levels) in enumerate(factors)},
        consented_on=given["consented_on"],
        by=request.viewer,
        at=request.at,
    )
    if written.outcome == "enrolled":
        return _("They take part. Somebody who enrols nobody draws the arm now; you read it here.")
    return _("Kept: they were asked and do not take part.")


def _step(request: Request, client_id: UUID) -> str:
    drawn_id = chosen_id(request, "drawn")
    drawn = drawn_in_reach(viewer=request.viewer, client_id=client_id, drawn_id=drawn_id, at=request.at)
    form = StepForm(request.POST, prefix=f"step-{drawn_id}")
    check_sent(form)
    enrol.note_step(drawn=drawn, **form.cleaned_data, by=request.viewer, at=request.at)
    return _("Kept.")


def _error(request: Request, client_id: UUID) -> str:
    drawn_id = chosen_id(request, "drawn")
    drawn = drawn_in_reach(viewer=request.viewer, client_id=client_id, drawn_id=drawn_id, at=request.at)
    form = ErrorForm(request.POST, prefix=f"error-{drawn_id}")
    check_sent(form)
    enrol.flag_error(drawn=drawn, **form.cleaned_data, by=request.viewer, at=request.at)
    return _("Kept. They are counted in the arm that was drawn all the same.")


_ACTS: dict[str, Callable[[Request, UUID], str]] = {"ask": _ask, "step": _step, "error": _error}
