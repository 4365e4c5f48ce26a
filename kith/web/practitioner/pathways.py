"""Pathways of stepped care: what each says, what it says about one person, and the step the person is at."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from kith import pictures
from kith.care.actions.step import Step, change_step
from kith.care.models import Refusal
from kith.care.queries.pathways import FactShown, PathwayPage, RuleShown, StepsPage
from kith.care.queries.pathways import pathway as one_pathway
from kith.care.queries.pathways import steps_of_care as find_steps
from kith.care.queries.staff_looking import open_as_staff
from kith.web.asking import Request
from kith.web.errors import summary
from kith.web.parts.timelines import score_words
from kith.web.practitioner.about import REFUSED, about
from kith.web.practitioner.fields import one_of, words
from kith.web.practitioner.names import name_of, names_of

KINDS: dict[str, Any] = {
    "person_first": lazy("A person first"),
    "start": lazy("Begin here"),
    "direct": lazy("Begin higher at once"),
    "wait": lazy("While waiting"),
    "hold": lazy("Go on"),
    "step_up": lazy("Step up"),
    "step_down": lazy("Step down"),
    "finish": lazy("Finish"),
}
STATES: dict[str, tuple[Any, str, str]] = {
    "applies": (lazy("Applies"), "good", "circle-check"),
    "waits": (lazy("Cannot be judged yet"), "info", "circle-help"),
    "no": (lazy("Does not apply"), "", "minus"),
}


class StepForm(forms.Form):
    """The step that was decided on, and why."""

    def __init__(self, page: StepsPage, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        steps = [(str(one.step), f"{one.step}. {one.name}") for one in page.pathway.steps]
        self.fields["to_step"] = one_of(lazy("Step of care from today"), steps)
        self.fields["step_reason"] = words(
            lazy("Why this step"),
            lazy("What speaks for it, also where the rules say otherwise. The person can read it."),
        )


def pathway(request: Request, pathway: str) -> HttpResponse:
    """One pathway of the library, with its picture, its rules and its sources."""
    page = one_pathway(viewer=request.viewer, name=pathway, at=request.at)
    given = {
        **_pathway(page, None),
        "crumbs": [{"url": reverse("interventions"), "label": _("Interventions")}, {"url": "", "label": _("Pathway")}],
        "tabs": [
            {
                "url": reverse("pathway", args=[one.id]),
                "label": one.title,
                "is_name": True,
                "current": one.id == page.id,
            }
            for one in page.all
        ],
    }
    return render(request, "web/practitioner/pathway.html", given)


def steps_of_care(request: Request, client_id: UUID) -> HttpResponse:
    """What the pathway says about a person; a POST records the step that was decided on."""
    said = {name: request.GET.get(name, "").strip()[:60] for name in request.GET}
    page = find_steps(
        viewer=request.viewer,
        client_id=client_id,
        at=request.at,
        name=said.pop("pathway", ""),
        said=said,
        language=get_language() or "en",
    )
    if request.method != "POST":
        return _show(request, page, StepForm(page, initial=_initial(page)), [])
    form = StepForm(page, request.POST)
    if not form.is_valid():
        return _show(request, page, form, [])
    try:
        _keep(request, client_id, page, form.cleaned_data)
    except Refusal as refusal:
        return _show(request, page, form, summary(refusal))
    messages.success(request, _("The step of care is recorded. Now choose together what comes."))
    return redirect("plan", client_id)


def _keep(request: Request, client_id: UUID, page: StepsPage, said: dict[str, Any]) -> None:
    client, _access = open_as_staff(request.viewer, client_id, "W", "plan", at=request.at)
    step = Step(
        to=int(said["to_step"]) if said["to_step"] else None,
        pathway=page.pathway.id,
        reason=said["step_reason"],
        rules=tuple(rule.id for rule in page.pathway.rules if rule.state == "applies"),
    )
    change_step(client=client, step=step, by=request.viewer, at=request.at)


def _initial(page: StepsPage) -> dict[str, str]:
    return {"to_step": str(page.step)} if page.step else {}


def _show(request: Request, page: StepsPage, form: StepForm, errors: list[dict[str, str]]) -> HttpResponse:
    client = page.head.identity.client_id
    given = {
        **about(request, page.head, _("Pathway and step of care"), "plan"),
        **_pathway(page.pathway, page.step),
        "steps": page,
        "form": form,
        "errors": errors,
        "known": [_known(fact) for fact in page.facts if not fact.is_asked],
        "asked": [_asked(fact) for fact in page.facts if fact.is_asked],
        "tabs": [
            {
                "url": f"{reverse('steps_of_care', args=[client])}?{urlencode({'pathway': one.id})}",
                "label": one.title,
                "is_name": True,
                "current": one.id == page.pathway.id,
            }
            for one in page.pathway.all
        ],
        "query": request.GET.urlencode(),
    }
    return render(request, "web/practitioner/steps_of_care.html", given, status=REFUSED if form.is_bound else 200)


def _pathway(page: PathwayPage, here: int | None) -> dict[str, Any]:
    """What both pages show of a pathway."""
    rules = [_rule(rule) for rule in page.rules]
    return {
        "page": page,
        "drawing": pathway_drawing(page, here),
        "applying": [rule for rule in rules if rule["rule"].state == "applies"],
        "waiting": [rule for rule in rules if rule["rule"].state == "waits"],
        "others": [rule for rule in rules if rule["rule"].state in {"no", ""}],
    }


def pathway_drawing(page: PathwayPage, here: int | None) -> pictures.Drawing:
    """The picture of a pathway; `here` is the step a person is at."""
    return pictures.pathway_picture(
        [pictures.PathwayStep(one.step, one.name, one.what) for one in page.steps],
        [
            pictures.PathwayRule(one.number, one.kind, one.from_step, one.step, one.state == "applies")  # type: ignore[arg-type]
            for one in page.rules
        ],
        pictures.PathwayWords({kind: str(name) for kind, name in KINDS.items()}, _("Here now")),
        here=here,
        title=page.title,
        sentence=_("The steps from the highest down. Each number is a rule in the list below."),
    )


def _rule(rule: RuleShown) -> dict[str, Any]:
    label, tone, icon = STATES.get(rule.state, ("", "", ""))
    return {
        "rule": rule,
        "kind": KINDS[rule.kind],
        "provenance": name_of(rule.provenance),
        "missing": names_of(rule.missing),
        "state": {"label": label, "tone": tone, "icon": icon},
    }


def _known(fact: FactShown) -> dict[str, str]:
    """A fact that the record holds, or that it does not know."""
    return {"what": fact.what, "value": _value_words(fact)}


def _value_words(fact: FactShown) -> str:
    if fact.value is None:
        return _("not known")
    if isinstance(fact.value, bool):
        return _("yes") if fact.value else _("no")
    return name_of(fact.value) if isinstance(fact.value, str) else score_words(float(fact.value))


def _asked(fact: FactShown) -> dict[str, Any]:
    """A question that only a person can answer; its answer lives in the address."""
    unknown = ("", _("not said yet"))
    choices = {
        "yes_no": [unknown, ("yes", _("yes")), ("no", _("no"))],
        "word": [unknown, *((word, name_of(word)) for word in fact.words)],
    }.get(fact.type, [])
    given = {True: "yes", False: "no", None: ""}
    value = given[fact.value] if fact.value is None or isinstance(fact.value, bool) else fact.value
    return {
        "id": fact.id,
        "what": fact.what,
        "choices": choices,
        "value": value,
        "low": fact.minimum,
        "high": fact.maximum,
    }
