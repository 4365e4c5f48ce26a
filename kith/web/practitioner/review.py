"""Review: what the scores say, what the person says, what was tried; then a dated decision with its reason."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from kith.care.actions.review import Ending, decide_review
from kith.care.models import Refusal
from kith.care.models.way import DECISIONS, ENDINGS
from kith.care.queries.planning import plan_to_write
from kith.care.queries.reviewing import ReviewPage, reviewing
from kith.web.asking import Request
from kith.web.errors import summary
from kith.web.parts.timelines import course_sentence, day_words, expected_sentence, numbers_of, score_words, timeline_of
from kith.web.practitioner.about import REFUSED, about
from kith.web.practitioner.fields import one_of, tick, words
from kith.web.practitioner.names import choices_of, name_of
from kith.web.practitioner.pictures import mark_of, state_words, why_words
from kith.web.practitioner.prompts import PROMPTS

TO_THE_PLAN = frozenset({"change", "step_up", "step_down"})
NEEDS_A_LOOK = frozenset({"off_track", "watch"})


class ReviewForm(forms.Form):
    """What was looked at, what the person says, the decision and its reason."""

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        for prompt in PROMPTS:
            self.fields[f"look-{prompt.id}"] = words(lazy("What we found"), rows=2)
        self.fields["client_says"] = words(lazy("What the person says"), lazy("In their words."), rows=3)
        self.fields["decision"] = one_of(lazy("Decision"), choices_of(DECISIONS))
        self.fields["reason"] = words(lazy("Why"), lazy("A sentence that will still make sense in a year."), rows=3)
        self.fields["ends_care"] = tick(
            lazy("The care here ends too"), lazy("Sessions that are booked are cancelled and the record closes to you.")
        )
        self.fields["ending"] = one_of(lazy("How it ends"), [("", _("choose")), *choices_of(ENDINGS)], as_list=True)
        self.fields["ending_note"] = words(
            lazy("What to remember"), lazy("What helped, early signs, the way back in."), rows=3
        )

    def looks(self) -> list[dict[str, Any]]:
        """Each thing to look at with its questions and its place to write."""
        return [{"prompt": prompt, "field": self[f"look-{prompt.id}"]} for prompt in PROMPTS]

    def looked_at(self) -> dict[str, str]:
        """What was written, by what was looked at."""
        found = {prompt.id: self.cleaned_data[f"look-{prompt.id}"].strip() for prompt in PROMPTS}
        return {name: text for name, text in found.items() if text}


def review(request: Request, client_id: UUID) -> HttpResponse:
    """The page; a POST keeps the decision with what the scores said at this moment."""
    page = reviewing(viewer=request.viewer, client_id=client_id, at=request.at, language=get_language() or "en")
    if request.method != "POST" or page.plan is None:
        return _show(request, page, ReviewForm(), [])
    form = ReviewForm(request.POST)
    if not form.is_valid():
        return _show(request, page, form, [])
    said = form.cleaned_data
    try:
        plan = plan_to_write(viewer=request.viewer, client_id=client_id, plan_id=page.plan.id, at=request.at)
        decide_review(
            plan=plan,
            decision=said["decision"],
            reason=said["reason"],
            client_says=said["client_says"],
            seen_then={**page.seen_then, "looked_at": form.looked_at()},
            ending=Ending(said["ending"], said["ending_note"].strip()) if said["ends_care"] else None,
            by=request.viewer,
            at=request.at,
        )
    except Refusal as refusal:
        return _show(request, page, form, summary(refusal))
    return _onward(request, client_id, said)


def _onward(request: Request, client_id: UUID, said: dict[str, Any]) -> HttpResponse:
    if said["ends_care"]:
        messages.success(request, _("The review is kept, and the care here has ended."))
        return redirect("caseload")
    if said["decision"] == "end":
        messages.success(request, _("The review is kept. Now write down together what to take along."))
        return redirect("ending", client_id)
    if said["decision"] in TO_THE_PLAN:
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
        "needs_a_look": page.status in NEEDS_A_LOOK,
        "feedback": [f"{day_words(when.date())}: {score_words(value)}" for when, value in page.feedback[-4:]],
        "reviews": [{"row": one, "decision": name_of(one.decision)} for one in page.reviews],
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
