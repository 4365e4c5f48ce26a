"""Choose together what to try: options with their reasons and doubts, the person's own choice, and until when."""

from __future__ import annotations

from dataclasses import replace
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

from kith.care.actions.choose import Decision, choose_plan
from kith.care.actions.plan import Choice, agree_plan, attest_gates
from kith.care.models import Refusal
from kith.care.queries.options_shown import ChosenProtocol
from kith.care.queries.planning import ASKED, PlanPage, goal_to_write, plan_to_write, planning
from kith.care.queries.staff_looking import open_as_staff
from kith.web.asking import Request
from kith.web.errors import summary
from kith.web.practitioner.about import REFUSED, about
from kith.web.practitioner.choice_words import choice_words
from kith.web.practitioner.fields import any_of, line, number, one_of, tick, words
from kith.web.practitioner.here_words import NO_SHIFT
from kith.web.practitioner.names import choices_of, name_of, names_of
from kith.web.practitioner.option_words import (
    CIRCUMSTANCES,
    alike_words,
    excluded_words,
    lacking_words,
    option_words,
    to_ask_words,
)
from kith.web.practitioner.tailoring import ACTS, ChangeForm, change_course, course_for_page

BEST = 5  # options shown in full; the others are folded, and the catalogue has them all


class ChoiceForm(forms.Form):
    """What was chosen together, for one intervention."""

    def __init__(self, option: ChosenProtocol, page: PlanPage, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        first = [gate for gate in option.gates if gate.before_session == 1]
        self.gates = {gate.id for gate in first}
        if first:
            self.fields["gates"] = any_of(
                lazy("Checks before this may begin"),
                [(gate.id, gate.text) for gate in first],
                lazy("Tick what you have done yourself. Your name is kept beside each. A proposal can wait for them."),
            )
        dose = _("Between %(low)d and %(high)d, %(often)s.") % {
            "low": option.sessions_min,
            "high": option.sessions_max,
            "often": option.frequency,
        }
        self.fields["sessions_planned"] = number(lazy("Sessions"), dose, initial=option.sessions)
        self.fields["setting"] = one_of(
            lazy("Where"), choices_of(option.settings), initial=option.settings[0], as_list=True
        )
        self.fields["format"] = one_of(lazy("How"), choices_of(option.formats), initial=option.formats[0], as_list=True)
        self.fields["why"] = words(lazy("Why this"), lazy("What in the formulation it answers."), rows=3)
        self.fields["client_choice"] = words(
            lazy("What the person chose, in their words"),
            lazy("Also when they would rather have something else, and what you agreed then."),
            rows=3,
            initial=_chosen_before(option, page),
        )
        self.fields["made_with"] = line(
            lazy("Who was there"), lazy("Beside the two of you: somebody of the family, an interpreter. Or nobody.")
        )
        if option.needs_reason:
            self.fields["override_reason"] = words(
                lazy("Why this all the same"),
                lazy("It is not among the suggested, or something speaks against it. Your supervisor reads this."),
                rows=3,
            )
        self.fields["not_working_if"] = words(
            lazy("What will count as not working"),
            lazy("So that nobody goes on with something that does not help."),
            rows=3,
            initial="\n".join(option.not_working_if),
        )
        if page.goals:
            self.fields["goals"] = any_of(
                lazy("Goals it works towards"),
                [(str(goal.id), goal.words) for goal in page.goals],
                initial=[str(goal.id) for goal in page.goals],
            )
        self.fields["is_agreed"] = tick(
            lazy("The person has agreed today"), lazy("It becomes the plan at once, and the one before ends.")
        )


def _chosen_before(option: ChosenProtocol, page: PlanPage) -> str:
    """What the person said when the two of them chose it, where no plan has come of that yet."""
    newest = page.choices[0] if page.choices else None
    return newest.words if newest is not None and newest.plan is None and newest.protocol == option.protocol else ""


def plan(request: Request, client_id: UUID) -> HttpResponse:
    """Options and plans; a POST proposes, agrees or confirms a check."""
    facts = {name: request.GET.get(name, "") for name in ASKED}
    page = planning(
        viewer=request.viewer, client_id=client_id, at=request.at, facts=facts, language=get_language() or "en"
    )
    if request.method != "POST":
        option = page.offered.chosen(request.GET.get("choose", ""))
        return _show(request, page, option, ChoiceForm(option, page) if option is not None else None, [])
    if request.POST.get("act") in {"agree", "attest"}:
        return _later(request, client_id, page)
    if request.POST.get("act") in ACTS:
        return _tailored(request, client_id, page)
    option = page.offered.chosen(request.POST.get("protocol", ""))
    if option is None:
        return redirect("plan", client_id)
    form = ChoiceForm(option, page, request.POST)
    if not form.is_valid():
        return _show(request, page, option, form, [])
    try:
        kept = _propose(request, client_id, page, option, form.cleaned_data)
    except Refusal as refusal:
        return _show(request, page, option, form, summary(refusal))
    messages.success(
        request,
        _("The plan is agreed. Book the first session.")
        if kept == "agreed"
        else _("The proposal is kept. Agree it when the person has decided."),
    )
    return redirect("book" if kept == "agreed" else "plan", client_id)


def _propose(request: Request, client_id: UUID, page: PlanPage, option: ChosenProtocol, said: dict[str, Any]) -> str:
    client, _access = open_as_staff(request.viewer, client_id, "W", "plan", at=request.at)
    goals = tuple(
        goal_to_write(viewer=request.viewer, client_id=client_id, goal_id=UUID(goal), at=request.at)
        for goal in said.get("goals", ())
    )
    choice = Choice(
        protocol=option.protocol,
        sessions_planned=said["sessions_planned"] or 0,
        setting=said["setting"] or option.settings[0],
        format=said["format"] or option.formats[0],
        why=said["why"],
        client_choice=said["client_choice"],
        not_working_if=said["not_working_if"],
        options_shown=tuple(one.protocol for one in page.offered.options),
        goals=goals,
        gates_attested=tuple(said.get("gates", ())),
    )
    decision = Decision(said["client_choice"], said["made_with"], said.get("override_reason", ""))
    kept = choose_plan(
        client=client, choice=choice, decision=decision, is_agreed=said["is_agreed"], by=request.viewer, at=request.at
    )
    return kept.plan.state if kept.plan is not None else ""


def _later(request: Request, client_id: UUID, page: PlanPage) -> HttpResponse:
    """Agree a proposal, or confirm checks that became due."""
    known = page.proposed if request.POST["act"] == "agree" else page.current
    if known is None:
        return redirect("plan", client_id)
    try:
        row = plan_to_write(viewer=request.viewer, client_id=client_id, plan_id=known.id, at=request.at)
        gates = request.POST.getlist("gates")
        if gates:
            row = attest_gates(plan=row, gates=gates, by=request.viewer, at=request.at)
        if request.POST["act"] == "agree":
            agree_plan(plan=row, by=request.viewer, at=request.at)
    except Refusal as refusal:
        return _show(request, page, None, None, summary(refusal))
    messages.success(request, _("The plan is agreed.") if request.POST["act"] == "agree" else _("The checks are kept."))
    return redirect("plan", client_id)


def _tailored(request: Request, client_id: UUID, page: PlanPage) -> HttpResponse:
    """Change the course of the plan that runs."""
    if page.course is None:
        return redirect("plan", client_id)
    form = ChangeForm(request.POST["act"], page.course, request.POST)
    if not form.is_valid():
        return _show(request, page, None, None, [], form)
    try:
        return change_course(request, client_id, page.course, form)
    except Refusal as refusal:
        where = replace(refusal, field=f"{form.act}_{refusal.field}") if refusal.field in form.fields else refusal
        return _show(request, page, None, None, summary(where), form)


def _show(
    request: Request,
    page: PlanPage,
    option: ChosenProtocol | None,
    form: ChoiceForm | None,
    errors: list[dict[str, str]],
    change: ChangeForm | None = None,
) -> HttpResponse:
    is_refused = bool(errors) or change is not None or (form is not None and form.is_bound)
    given = {
        **about(request, page.head, _("Plan"), "plan"),
        **_offered(page),
        "page": page,
        "errors": errors,
        "form": change or form,
        "chosen": option,
        "is_choosing": option is not None or any(request.GET.get(name) for name in ASKED),
        "tailoring": course_for_page(page.course, change, request.GET.get("change", "")) if page.course else None,
        "yes_no": [("", _("not said yet")), ("yes", _("yes")), ("no", _("no"))],
        "waiting": [{"then": one.then, "missing": names_of(one.missing)} for one in page.waiting],
        "advice": [{"row": one, "provenance": name_of(one.provenance)} for one in page.advice],
        "plans": [{"plan": one, "state": name_of(one.state)} for one in page.history],
        "reviews": [{"review": one, "decision": name_of(one.decision)} for one in page.reviews],
        "choices": [choice_words(one) for one in page.choices],
    }
    return render(request, "web/practitioner/plan.html", given, status=REFUSED if is_refused else 200)


def _offered(page: PlanPage) -> dict[str, Any]:
    """Today's options in words: what is offered, what waits for an answer, what is ruled out and why."""
    offered, client_id = page.offered, page.head.identity.client_id
    options = [option_words(one, _choose(one.protocol, page)) for one in offered.options]
    excluded = [excluded_words(one) for one in offered.excluded if not one.is_other_problem_only]
    return {
        "offered": offered,
        "why_alike": alike_words(offered.because),
        "no_shift": NO_SHIFT[offered.why_no_shift] if offered.why_no_shift and not offered.has_shift else "",
        "options": options[:BEST],
        "others": options[BEST:],
        "dangers": [CIRCUMSTANCES[name] for name in offered.dangers_first],
        "needed": [lacking_words(one, client_id, offered.newer) for one in offered.lacking],
        "excluded": excluded,
        "for_others": [one for one in offered.excluded if one.is_other_problem_only],
        "to_ask": [to_ask_words(one, client_id, offered.newer) for one in offered.to_ask],
    }


def _choose(protocol: str, page: PlanPage) -> str:
    asked = urlencode({"choose": protocol, **{name: page.facts[name] for name in ASKED if page.facts[name]}})
    return f"{reverse('plan', args=[page.head.identity.client_id])}?{asked}#choose"
