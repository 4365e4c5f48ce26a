"""Problems in words both agree on, and goals in the person's own: added, closed, and how near they came each time."""

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

from kith import pictures
from kith.care.actions.formulate import name_problem, resolve_problem
from kith.care.actions.plan import agree_goal, close_goal
from kith.care.models import Refusal
from kith.care.queries import planning
from kith.care.queries.golden_thread import GoalPart
from kith.care.queries.planning import GoalsPage, goal_to_write, problem_to_write
from kith.care.queries.staff_looking import open_as_staff
from kith.web.asking import Request
from kith.web.errors import summary
from kith.web.parts.timelines import day_words
from kith.web.practitioner.about import REFUSED, about
from kith.web.practitioner.fields import line, one_of, words
from kith.web.practitioner.sent import check_sent, chosen_id


class ProblemForm(forms.Form):
    """One problem."""

    words = words(lazy("What is hard?"), lazy("In words you both agree on, short enough to remember."), rows=2)


class GoalForm(forms.Form):
    """One goal."""

    words = words(
        lazy("What do you want to be different?"),
        lazy("The person's own words. Something they would be doing, not only something that stops."),
        rows=2,
    )
    first_step = line(lazy("A first step, small enough to succeed"), lazy("What, when, where."))

    def __init__(self, page: GoalsPage, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        open_ones = [(str(one.id), one.words) for one in page.problems if not one.is_resolved]
        self.fields["problem"] = one_of(
            lazy("Which problem does it answer?"), [("", _("None of them")), *open_ones], as_list=True
        )
        self.fields["problem"].widget.attrs["translate"] = "no"


def goals(request: Request, client_id: UUID) -> HttpResponse:
    """The lists; a POST does one of four things, named by `act`."""
    page = planning.goals(viewer=request.viewer, client_id=client_id, at=request.at)
    if request.method != "POST":
        return _show(request, page)
    try:
        done = _ACTS[request.POST.get("act", "")](request, client_id, page)
    except KeyError:
        return redirect("goals", client_id)
    except Refusal as refusal:
        return _show(request, page, summary(refusal))
    messages.success(request, done)
    return redirect("goals", client_id)


def _name(request: Request, client_id: UUID, page: GoalsPage) -> str:
    form = ProblemForm(request.POST, prefix="problem")
    check_sent(form)
    client, _access = open_as_staff(request.viewer, client_id, "W", "plan", at=request.at)
    name_problem(client=client, words=form.cleaned_data["words"], by=request.viewer, at=request.at)
    return _("The problem is on the list.")


def _resolve(request: Request, client_id: UUID, page: GoalsPage) -> str:
    problem = problem_to_write(
        viewer=request.viewer, client_id=client_id, problem_id=chosen_id(request, "problem"), at=request.at
    )
    resolve_problem(problem=problem, by=request.viewer, at=request.at)
    return _("Marked as resolved. It stays in the history.")


def _agree(request: Request, client_id: UUID, page: GoalsPage) -> str:
    form = GoalForm(page, request.POST, prefix="goal")
    check_sent(form)
    client, _access = open_as_staff(request.viewer, client_id, "W", "plan", at=request.at)
    chosen = form.cleaned_data["problem"]
    problem = (
        problem_to_write(viewer=request.viewer, client_id=client_id, problem_id=UUID(chosen), at=request.at)
        if chosen
        else None
    )
    agree_goal(
        client=client,
        words=form.cleaned_data["words"],
        first_step=form.cleaned_data["first_step"],
        problem=problem,
        by=request.viewer,
        at=request.at,
    )
    return _("The goal is on the list. The person rates it from 0 to 10 at each check-in.")


def _close(request: Request, client_id: UUID, page: GoalsPage) -> str:
    goal = goal_to_write(viewer=request.viewer, client_id=client_id, goal_id=chosen_id(request, "goal"), at=request.at)
    close_goal(goal=goal, by=request.viewer, at=request.at)
    return _("The goal is closed. It stays in the history.")


_ACTS: dict[str, Callable[[Request, UUID, GoalsPage], str]] = {
    "name": _name,
    "resolve": _resolve,
    "agree": _agree,
    "close": _close,
}


def _show(request: Request, page: GoalsPage, errors: list[dict[str, str]] | None = None) -> HttpResponse:
    act = request.POST.get("act", "")
    typed = request.POST if errors else None
    if errors and act in {"name", "agree"} and errors[0]["href"] == "#id_words":
        errors[0]["href"] = f"#id_{'problem' if act == 'name' else 'goal'}-words"
    given = {
        **about(request, page.head, _("Goals"), "goals"),
        "page": page,
        "problem_form": ProblemForm(typed if act == "name" else None, prefix="problem"),
        "goal_form": GoalForm(page, typed if act == "agree" else None, prefix="goal"),
        "errors": errors or [],
        "goals": [{"goal": goal, "ladder": _ladder(goal), "problem": _problem(page, goal)} for goal in page.open_goals],
    }
    return render(request, "web/practitioner/goals.html", given, status=REFUSED if errors else 200)


def _problem(page: GoalsPage, goal: GoalPart) -> str:
    return next((one.words for one in page.problems if one.id == goal.problem), "")


def _ladder(goal: GoalPart) -> pictures.Drawing:
    rungs = [pictures.Rung(day_words(when.date()), value) for when, value in goal.ratings]
    sentence = _("Not rated yet.")
    if goal.ratings:
        told = {"first": f"{goal.ratings[0][1]:g}", "last": f"{goal.ratings[-1][1]:g}"}
        sentence = _("Rated %(last)s of 10 now; %(first)s at the start.") % told
    return pictures.goal_ladder(
        rungs,
        bottom=_("Not at all"),
        top=_("All the way"),
        title=_("How near the goal was"),
        sentence=sentence,
        empty=_("Not rated yet. The person rates it at the next check-in."),
    )
