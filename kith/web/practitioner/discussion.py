"""A supervisor's list of courses that are off track, and one case with its discussion."""

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

from kith.care.actions.discuss import hold_discussion
from kith.care.models import Refusal
from kith.care.queries.off_track import DiscussionPage, OffTrackRow, discussing, people_off_track, plan_to_discuss
from kith.web.asking import Request
from kith.web.errors import summary
from kith.web.parts.timelines import course_sentence, numbers_of, timeline_of
from kith.web.practitioner.about import REFUSED, about
from kith.web.practitioner.fields import words
from kith.web.practitioner.names import name_of
from kith.web.practitioner.pictures import mark_of, why_words
from kith.web.practitioner.review_words import time_words, told_words


class DiscussionForm(forms.Form):
    """What was agreed."""

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields["agreed"] = words(
            lazy("What was agreed"),
            lazy("What will be done, by whom and until when. The practitioner and the person can read it."),
        )


def off_track(request: Request) -> HttpResponse:
    """Case discussions first, then reviews by the day they are due, then what was reviewed."""
    page = people_off_track(viewer=request.viewer, at=request.at, language=get_language() or "en")
    parts: tuple[tuple[str, tuple[OffTrackRow, ...], str], ...] = (
        (_("For case discussion"), page.to_discuss, _("No case waits for a discussion.")),
        (_("To be reviewed"), page.to_review, _("No review is due.")),
        (_("Reviewed, and off track still"), page.reviewed, ""),
    )
    shown = [{"title": title, "rows": [_row(row) for row in rows], "none": none} for title, rows, none in parts]
    return render(request, "web/practitioner/off_track.html", {"page": page, "parts": shown})


def discussion(request: Request, client_id: UUID) -> HttpResponse:
    """One case; a POST records that it was talked about, and what was agreed."""
    form = DiscussionForm(request.POST if request.method == "POST" else None)
    errors: list[dict[str, str]] = []
    if request.method == "POST" and form.is_valid():
        try:
            plan = plan_to_discuss(viewer=request.viewer, client_id=client_id, at=request.at)
            if plan is not None:
                hold_discussion(plan=plan, agreed=form.cleaned_data["agreed"], by=request.viewer, at=request.at)
                messages.success(request, _("The discussion is kept."))
                return redirect("off_track")
        except Refusal as refusal:
            errors = summary(refusal)
    page = discussing(viewer=request.viewer, client_id=client_id, at=request.at, language=get_language() or "en")
    return _show(request, page, form, errors)


def _show(request: Request, page: DiscussionPage, form: DiscussionForm, errors: list[dict[str, str]]) -> HttpResponse:
    course = page.course
    judged = course.judgement if course is not None else None
    given = {
        **about(request, page.head, _("Case discussion"), ""),
        "page": page,
        "looking": page.looking,
        "form": form,
        "errors": errors,
        "mark": mark_of(page.status),
        "why": why_words(judged) if judged is not None else [],
        "figure": _figure(page) if course is not None else None,
        "reviews": [told_words(one, page.head.identity.client_id, links=False) for one in page.looking.told],
    }
    return render(request, "web/practitioner/discussion.html", given, status=REFUSED if form.is_bound else 200)


def _row(row: OffTrackRow) -> dict[str, Any]:
    review = row.review
    judged = row.case.course.judgement if row.case.course is not None else None
    return {
        "row": row,
        "why": why_words(judged)[0] if judged is not None else "",
        "decision": name_of(review.decision) if review is not None else "",
        "time": time_words(review.hours_to_action) if review is not None else "",
    }


def _figure(page: DiscussionPage) -> dict[str, Any]:
    course = page.course
    assert course is not None  # the caller asks only when there is one
    drawing = timeline_of(
        course, title=course.name, sentence=course_sentence(course), sessions=page.sessions, until=page.head.today
    )
    return {"drawing": drawing, "title": course.name, "numbers": numbers_of(course)}
