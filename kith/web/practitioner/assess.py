"""Assess the circumstances, and fill in any instrument of the library for or with somebody."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from kith.care.actions.assess import record_assessment
from kith.care.actions.measure import submit_measurement
from kith.care.models import BadInput, Refusal
from kith.care.queries.assessing import MeasurePage, Result, assessing, measuring
from kith.care.queries.check_in import Question
from kith.care.queries.staff_looking import open_as_staff
from kith.web.asking import Request, id_in
from kith.web.errors import summary
from kith.web.parts.timelines import score_words
from kith.web.practitioner.about import REFUSED, about
from kith.web.practitioner.clocks import clock_words
from kith.web.practitioner.fact_words import reading_words
from kith.web.practitioner.fields import words
from kith.web.practitioner.in_order import answers_by_item, answers_in_order
from kith.web.practitioner.names import choices_of, name_of
from kith.web.practitioner.pictures import case_picture, mark_of, state_words, why_words

PARTS: tuple[tuple[str, Any, Any], ...] = (
    (
        "psychological",
        lazy("Thoughts, feelings, behaviour, body"),
        lazy("What is hard, since when, how it shows on a bad day and on a better one. This is what is worked on."),
    ),
    (
        "social",
        lazy("People"),
        lazy(
            "Who is close, who helps, who hurts; family, friends, faith, isolation. People carry more than methods do."
        ),
    ),
    (
        "environmental",
        lazy("Home, money, work, place"),
        lazy("Housing, income, work or school, migration, unfair treatment. Some troubles need advice, not therapy."),
    ),
    (
        "strengths",
        lazy("What is strong"),
        lazy("What the person still does, has got through before, believes in. The plan is built on it."),
    ),
    (
        "preferences",
        lazy("What the person wants"),
        lazy(
            "Hopes, language, gender of the practitioner, alone or in a group, online or here. Wishes met help to stay."
        ),
    ),
    (
        "barriers",
        lazy("What could get in the way"),
        lazy("Travel, hours, childcare, reading, disability, cost. To plan round it before it ends the care."),
    ),
    (
        "risk",
        lazy("Safety"),
        lazy(
            "What you asked and what was answered: self-harm, harm from others, children at home, what keeps "
            "them safe. In words; a level from a score predicts nothing."
        ),
    ),
)


class AssessmentForm(forms.Form):
    """The circumstances in seven parts, as words."""

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        for name, label, hint in PARTS:
            self.fields[name] = words(label, hint)


def assess(request: Request, client_id: UUID) -> HttpResponse:
    """The form, beside what was written last time; a POST keeps a new assessment."""
    if request.method != "POST":
        return _assessment(request, client_id, AssessmentForm(), [])
    form = AssessmentForm(request.POST)
    if not form.is_valid():
        return _assessment(request, client_id, form, [])
    try:
        client, _access = open_as_staff(request.viewer, client_id, "W", "formulation", at=request.at)
        record_assessment(client=client, circumstances=form.cleaned_data, by=request.viewer, at=request.at)
    except Refusal as refusal:
        return _assessment(request, client_id, form, summary(refusal))
    messages.success(request, _("The assessment is kept. Next: name the problems, and draft the formulation together."))
    return redirect(reverse("assess", args=[client_id]) + "#next")


def _assessment(request: Request, client_id: UUID, form: AssessmentForm, errors: list[dict[str, str]]) -> HttpResponse:
    page = assessing(viewer=request.viewer, client_id=client_id, at=request.at, language=get_language() or "en")
    given = {
        **about(request, page.head, _("Assess"), "assess"),
        "page": page,
        "form": form,
        "errors": errors,
        "last": [(label, page.last[name]) for name, label, _hint in PARTS if page.last.get(name)],
        "measures": [
            {"row": row, "about": row.title if row.is_own else name_of(row.measures)} for row in page.measures
        ],
    }
    return render(request, "web/practitioner/assess.html", given, status=REFUSED if form.is_bound else 200)


def measure(request: Request, client_id: UUID, instrument: str) -> HttpResponse:
    """All questions on one page; a POST scores them and leads to the result."""
    if request.method != "POST":
        done = id_in(request.GET.get("done", ""))
        return _measure(request, client_id, instrument, {}, [], done)
    page = _page(request, client_id, instrument, None)
    try:
        client, _access = open_as_staff(request.viewer, client_id, "W", "answers", at=request.at)
        sent = submit_measurement(
            client=client,
            instrument=instrument,
            key=id_in(request.POST.get("key", "")) or page.key,
            answers=_answers(page.questions, request.POST),
            language=get_language() or "en",
            respondent=_respondent(page, request.POST.get("respondent", "")),
            by=request.viewer,
            at=request.at,
        )
    except Refusal as refusal:
        return _measure(request, client_id, instrument, request.POST.dict(), summary(refusal), None)
    messages.success(request, _("The answers are kept."))
    return redirect(reverse("measure", args=[client_id, instrument]) + f"?done={sent.pk}")


def _page(request: Request, client_id: UUID, instrument: str, done: UUID | None) -> MeasurePage:
    return measuring(
        viewer=request.viewer,
        client_id=client_id,
        instrument=instrument,
        at=request.at,
        language=get_language() or "en",
        measurement_id=done,
    )


def _measure(
    request: Request,
    client_id: UUID,
    instrument: str,
    typed: Mapping[str, Any],
    errors: list[dict[str, str]],
    done: UUID | None,
) -> HttpResponse:
    page = _page(request, client_id, instrument, done)
    given = {
        **about(request, page.head, page.short, "", is_name=True),
        "page": page,
        "errors": errors,
        "key": id_in(str(typed.get("key", ""))) or page.key,
        "in_order": typed.get("in_order", ""),
        "respondent": typed.get("respondent") or _asked_of(page, request.GET.get("by", "")),
        "respondents": choices_of(page.respondents),
        "questions": [{"asked": one, "chosen": typed.get(f"q_{one.item}", "")} for one in page.questions],
        "result": _result(request, page.result) if page.result is not None else None,
        "alert_is_below": page.result is not None and page.result.alert is not None,
    }
    template = "web/practitioner/measure_result.html" if page.result else "web/practitioner/measure.html"
    return render(request, template, given, status=REFUSED if errors else 200)


def _answers(questions: tuple[Question, ...], typed: Mapping[str, Any]) -> dict[str, float | None]:
    """Answers by item: from the line of numbers if one was typed, else from the choices; a dash or a gap is blank."""
    in_order = str(typed.get("in_order", ""))
    return answers_in_order(in_order, questions) if in_order.strip() else answers_by_item(typed, questions, "q_")


def _asked_of(page: MeasurePage, named: str) -> str:
    """Whom the address names, else whose turn it is."""
    return named if named in page.respondents else page.respondent


def _respondent(page: MeasurePage, given: str) -> str:
    if given and given not in page.respondents:
        raise BadInput(
            _("The answers were not kept."),
            _("It does not say who answered."),
            _("Choose the person, a parent, a carer, a teacher or a clinician."),
            "respondent",
        )
    return given or page.respondent


def _result(request: Request, result: Result) -> dict[str, Any]:
    course = result.course
    judged = course.judgement if course is not None else None
    change = _change(result)
    return {
        "shown": result,
        "by": name_of(result.respondent),
        "how": name_of(result.mode),
        "reading": reading_words(result.reading) if result.reading is not None else None,
        "change": change,
        "state": state_words(judged) if judged is not None else "",
        "why": why_words(judged) if judged is not None else [],
        "mark": mark_of(judged.status) if judged is not None else None,
        "judged": judged,
        "picture": case_picture(course) if course is not None and len(course.known) > 1 else None,
        "clock": clock_words(result.alert.state, result.alert.contact_due_at, request.at) if result.alert else "",
    }


def _change(result: Result) -> str:
    """How far the score has moved since the first one, in points; nothing is said where there is no first one."""
    scales = result.reading.scales if result.reading is not None else ()
    if result.first is None or not scales or scales[0].value is None:
        return _("This is the first score, so there is no change to speak of yet.") if scales else ""
    moved = scales[0].value - result.first
    told = {"points": score_words(abs(moved)), "first": score_words(result.first)}
    if not moved:
        return _("The same as at the start (%(first)s).") % told
    if moved > 0:
        return _("Up by %(points)s since the start (%(first)s).") % told
    return _("Down by %(points)s since the start (%(first)s).") % told
