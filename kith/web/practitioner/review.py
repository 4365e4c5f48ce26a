"""Review: what the scores say, what the person says, what was tried; then a dated decision with its reason."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kith.care.actions.looking_into import Looked
from kith.care.actions.review import Ending, decide_review
from kith.care.models import Refusal
from kith.care.queries.planning import goal_to_write, plan_to_write
from kith.care.queries.reviewing import ReviewPage, reviewing
from kith.web.asking import Request
from kith.web.errors import summary
from kith.web.parts.timelines import course_sentence, day_words, expected_sentence, numbers_of, score_words, timeline_of
from kith.web.practitioner.about import REFUSED, about
from kith.web.practitioner.choice_words import choice_words
from kith.web.practitioner.pictures import mark_of, state_words, why_words
from kith.web.practitioner.review_form import ReviewForm
from kith.web.practitioner.review_words import told_words

TO_THE_STEPS = frozenset({"step_up", "step_down"})


def review(request: Request, client_id: UUID) -> HttpResponse:
    """The page; a POST keeps the decision with what the scores said at this moment."""
    page = reviewing(viewer=request.viewer, client_id=client_id, at=request.at, language=get_language() or "en")
    if request.method != "POST" or page.plan is None:
        return _show(request, page, ReviewForm(page), [])
    form = ReviewForm(page, request.POST)
    if not form.is_valid():
        return _show(request, page, form, [])
    try:
        _decide(request, client_id, page, form)
    except Refusal as refusal:
        return _show(request, page, form, summary(refusal))
    return _onward(request, client_id, form.cleaned_data)


def _decide(request: Request, client_id: UUID, page: ReviewPage, form: ReviewForm) -> None:
    assert page.plan is not None  # the caller asks only when there is one
    said = form.cleaned_data
    goals = {
        name: goal_to_write(viewer=request.viewer, client_id=client_id, goal_id=UUID(name), at=request.at)
        for name in form.goals_named()
    }
    decide_review(
        plan=plan_to_write(viewer=request.viewer, client_id=client_id, plan_id=page.plan.id, at=request.at),
        decision=said["decision"],
        reason=said["reason"],
        client_says=said["client_says"],
        seen_then=page.seen_then,
        looked=Looked(form.areas(), form.tries(goals), page.looking.seen),
        ending=Ending(said["ending"], said["ending_note"].strip()) if said["ends_care"] else None,
        by=request.viewer,
        at=request.at,
    )


def _onward(request: Request, client_id: UUID, said: dict[str, Any]) -> HttpResponse:
    if said["ends_care"]:
        messages.success(request, _("The review is kept, and the care here has ended."))
        return redirect("caseload")
    if said["decision"] == "end":
        messages.success(request, _("The review is kept. Now write down together what to take along."))
        return redirect("ending", client_id)
    if said["decision"] in TO_THE_STEPS:
        messages.success(request, _("The review is kept. Now record the step of care, and choose together what comes."))
        return redirect("steps_of_care", client_id)
    if said["decision"] == "change":
        messages.success(request, _("The review is kept. Now choose together what comes instead."))
        return redirect("plan", client_id)
    messages.success(request, _("The review is kept."))
    return redirect("person", client_id)


def _show(request: Request, page: ReviewPage, form: ReviewForm, errors: list[dict[str, str]]) -> HttpResponse:
    course = page.course
    judged = course.judgement if course is not None else None
    given = {
        **about(request, page.head, _("Review"), "review"),
        "page": page,
        "looking": page.looking,
        "form": form,
        "errors": errors,
        "mark": mark_of(page.status),
        "state": state_words(judged) if judged is not None else "",
        "why": why_words(judged) if judged is not None else [],
        "judged": judged,
        "figure": _figure(page) if course is not None else None,
        "others": [
            {"words": course_sentence(one), "mark": mark_of(one.judgement.status)}
            for one in page.others
            if one.judgement is not None
        ],
        "needs_a_look": page.needs_a_look,
        "choice": choice_words(page.choice) if page.choice is not None else None,
        "is_late": page.looking.due_on is not None and page.looking.due_on < page.head.today,
        "feedback": [f"{day_words(when.date())}: {score_words(value)}" for when, value in page.feedback[-4:]],
        "reviews": [told_words(one, page.head.identity.client_id) for one in page.looking.told],
        "goals": [
            {
                "words": goal.words,
                "first": score_words(goal.ratings[0][1]) if goal.ratings else "",
                "last": score_words(goal.ratings[-1][1]) if goal.ratings else "",
            }
            for goal in page.goals
        ],
    }
    return render(request, "web/practitioner/review.html", given, status=REFUSED if form.is_bound else 200)


def _figure(page: ReviewPage) -> dict[str, Any]:
    course = page.course
    assert course is not None  # the caller asks only when there is one
    drawing = timeline_of(
        course,
        title=course.name,
        sentence=" ".join(filter(None, [course_sentence(course), expected_sentence(course)])),
        sessions=page.sessions,
        until=page.head.today,
    )
    return {"drawing": drawing, "title": course.name, "numbers": numbers_of(course)}
