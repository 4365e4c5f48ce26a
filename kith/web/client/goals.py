"""My goals: what do I want, and how near is it?"""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from kith import pictures
from kith.care.actions.measure import submit_measurement
from kith.care.actions.plan import agree_goal
from kith.care.models import BadInput, Goal, Refusal
from kith.care.permissions import reach
from kith.care.queries.my_goals import GoalShown
from kith.care.queries.my_goals import my_goals as goals_page
from kith.web.asking import Request
from kith.web.client.page import own_record, show
from kith.web.client.sentences import number


class NewGoal(forms.Form):
    """A goal in one's own words."""

    words = forms.CharField(
        label=gettext_lazy("What do you want to be different?"),
        help_text=gettext_lazy("In your own words, for example: cook for my daughter again."),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        max_length=1000,
    )
    first_step = forms.CharField(
        label=gettext_lazy("What is a first small step?"),
        help_text=gettext_lazy("So small that it can hardly fail. You can leave this empty."),
        required=False,
        max_length=400,
    )


def my_goals(request: Request) -> HttpResponse:
    """Every goal with its way so far; rate one, or add one."""
    refusal: Refusal | None = None
    form = NewGoal(request.POST if request.POST.get("do") == "add" else None)
    if request.method == "POST":
        try:
            if request.POST.get("do") == "add":
                _add(request, form)
            else:
                _rate(request)
            return redirect("my_goals")
        except Refusal as problem:
            refusal = problem
    page = goals_page(viewer=request.viewer, at=request.at, language=get_language() or "en")
    shown = [_shown(goal) for goal in page.goals]
    return show(request, "my_goals", page, refusal=refusal, form=form, goals=shown, scale=range(11))


def _add(request: Request, form: NewGoal) -> None:
    if not form.is_valid():
        raise BadInput(_("The goal was not added."), _("It is too long."), _("Say it in fewer words."), "words")
    agree_goal(
        client=own_record(request, "W", "goals"), problem=None, by=request.viewer, at=request.at, **form.cleaned_data
    )
    messages.success(request, _("Your goal is on the list."))


def _rate(request: Request) -> None:
    try:
        goal_id, key = UUID(request.POST.get("goal", "")), UUID(request.POST.get("key", ""))
    except ValueError:
        raise Http404 from None
    goal, _access = reach(request.viewer, Goal, goal_id, "W", "goals", at=request.at)
    rating = request.POST.get("rating", "")
    if rating not in {str(step) for step in range(11)}:
        raise BadInput(
            _("The goal was not rated."),
            _("No number is chosen."),
            _("Choose a number from 0 to 10."),
            f"rating-{goal_id}",
        )
    submit_measurement(
        client=own_record(request, "W", "answers"),
        instrument="goal-rating",
        key=key,
        answers={"how_near": int(rating)},
        language=request.POST.get("language", "en")[:12],
        goal=goal,
        by=request.viewer,
        at=request.at,
    )
    messages.success(request, _("Your rating is kept. Small steps count."))


def _shown(goal: GoalShown) -> dict[str, Any]:
    return {"goal": goal, "key": uuid4(), "drawing": _ladder(goal) if goal.last else None}


def _ladder(goal: GoalShown) -> pictures.Drawing:
    first, last = goal.first, goal.last
    assert first is not None
    assert last is not None
    values = {"first": number(first.value or 0), "last": number(last.value or 0), "day": date_format(last.day, "j F")}
    sentence = (
        _("You rated this goal %(last)s on %(day)s.")
        if first is last
        else _("It was %(first)s at first, and %(last)s on %(day)s.")
    ) % values
    return pictures.goal_ladder(
        [pictures.Rung(date_format(rating.day, "j M"), rating.value) for rating in goal.ratings],
        bottom=_("Not started"),
        top=_("All the way"),
        title=_("My goal: %(words)s") % {"words": goal.words},
        sentence=sentence,
        empty=_("Rate this goal to begin."),
    )
