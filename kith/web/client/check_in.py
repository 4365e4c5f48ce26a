"""Check-in: how have I been? One question a page, saved at once, sent once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language

from kith.care.actions.measure import answer_question, hear_refused_answer, send_check_in
from kith.care.models import BadInput, Refusal
from kith.care.queries.check_in import CheckIn, Result
from kith.care.queries.check_in import check_in as check_in_page
from kith.care.queries.check_in import check_in_done as done_page
from kith.web.asking import Request
from kith.web.client.page import own_record, readers_of, show
from kith.web.client.sentences import since_last, since_start
from kith.web.parts.answer_form import answer_sent, asked, key_sent, version_sent


@dataclass(frozen=True)
class ResultWords:
    """One result with its sentences."""

    result: Result
    start: str
    last: str


def check_in(request: Request, instrument: str) -> HttpResponse:
    """Before the first question: why, who will see it, how long, that nobody reads it at once, and how to leave."""
    if instrument == "goal-rating":
        return redirect("my_goals")
    page = _page(request, instrument)
    return show(request, "check_in", page, readers=readers_of(page.readers))


def check_in_question(request: Request, instrument: str, number: int) -> HttpResponse:
    """One question. An answer is saved at once; one that asks for help shows help on the very next page."""
    then = request.POST.get("then") or request.GET.get("then", "")
    refusal = _keep(request, instrument) if request.method == "POST" else None
    if request.method == "POST" and refusal is None:
        following = ("check_in_summary", instrument) if then else ("check_in_question", instrument, number + 1)
        return redirect(*following)
    page = _page(request, instrument)
    if number > len(page.questions):
        return redirect("check_in_summary", instrument)
    return show(request, "question", page, then=then, **asked(request, page.questions, number, refusal))


def check_in_summary(request: Request, instrument: str) -> HttpResponse:
    """Everything answered, with a way to change each answer, before it is sent."""
    refusal: Refusal | None = None
    if request.method == "POST":
        try:
            sent = send_check_in(
                client=own_record(request, "W", "answers"),
                instrument=instrument,
                key=key_sent(request),
                version=version_sent(request),
                language=request.POST.get("language", "en")[:12],
                by=request.viewer,
                at=request.at,
            )
            return redirect("check_in_done", sent.pk)
        except Refusal as problem:
            refusal = problem
    page = _page(request, instrument)
    if not page.answered and refusal is None:
        return redirect("check_in", instrument)
    return show(request, "check_in_summary", page, refusal=refusal, readers=readers_of(page.readers))


def check_in_done(request: Request, measurement_id: UUID) -> HttpResponse:
    """Thanks, the result in plain words, help where an answer asks for it, and what comes next."""
    page = done_page(
        viewer=request.viewer, measurement_id=measurement_id, language=get_language() or "en", at=request.at
    )
    results = [ResultWords(one, since_start(one.since.start), since_last(one.since.last)) for one in page.results]
    return show(request, "check_in_done", page, results=results)


def _page(request: Request, instrument: str) -> CheckIn:
    shown = key_sent(request) if request.POST.get("key") else None
    return check_in_page(
        viewer=request.viewer, instrument=instrument, language=get_language() or "en", at=request.at, key=shown
    )


def _keep(request: Request, instrument: str) -> Refusal | None:
    """Keep the answer; one that cannot be kept is heard all the same, and why it was not kept is handed back."""
    try:
        answer = _answer(request, instrument)
    except BadInput as problem:
        return problem
    try:
        answer_question(**answer, version=version_sent(request))
    except Refusal as problem:
        hear_refused_answer(**answer)
        return problem
    return None


def _answer(request: Request, instrument: str) -> dict[str, Any]:
    return {
        "client": own_record(request, "W", "answers"),
        "instrument": instrument,
        "item": request.POST.get("item", ""),
        "value": answer_sent(request),
        "key": key_sent(request),
        "by": request.viewer,
        "at": request.at,
    }
