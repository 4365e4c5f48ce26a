"""Answering without an account: one question a page, saved at once, help at once, sent once."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from kith.care.actions.inviting import answer_invited, hear_refused_invited, send_invited
from kith.care.models import BadInput, Refusal
from kith.care.queries.invited import InvitedForm, held_invitation, invited_form, invited_page
from kith.web.asking import Request
from kith.web.invited.going_round import to_the_next
from kith.web.invited.page import show
from kith.web.middleware import ROUND
from kith.web.parts.answer_form import answer_sent, asked, key_sent, version_sent


def invited(request: Request) -> HttpResponse:
    """Before the first question: why, who reads it, that nobody reads it at once, and how to stop."""
    page = invited_page(viewer=request.viewer, at=request.at)
    return redirect("invited_done") if page.is_used else show(request, "start", page)


def invited_question(request: Request, instrument: str, number: int) -> HttpResponse:
    """One question. An answer is saved at once; one that asks for help shows help on the very next page."""
    then = request.POST.get("then") or request.GET.get("then", "")
    refusal = _keep(request, instrument) if request.method == "POST" else None
    if request.method == "POST" and refusal is None:
        following = ("invited_summary", instrument) if then else ("invited_question", instrument, number + 1)
        return redirect(*following)
    form = _form(request, instrument)
    if form.page.is_used or form.is_sent:
        return redirect("invited_done" if form.page.is_used else "invited")
    if number > len(form.questions):
        return redirect("invited_summary", instrument)
    return show(request, "question", form.page, form=form, then=then, **asked(request, form.questions, number, refusal))


def invited_summary(request: Request, instrument: str) -> HttpResponse:
    """What was answered this time, with a way to change each answer, before it is sent."""
    refusal: Refusal | None = None
    if request.method == "POST":
        try:
            send_invited(
                invitation=held_invitation(viewer=request.viewer),
                instrument=instrument,
                key=key_sent(request),
                version=version_sent(request),
                language=request.POST.get("language", "en")[:12],
                by=request.viewer,
                at=request.at,
            )
            return redirect("invited_done")
        except Refusal as problem:
            refusal = problem
    form = _form(request, instrument)
    if form.page.is_used or form.is_sent:
        return redirect("invited_done")
    if not form.answered and refusal is None:
        return redirect("invited")
    return show(request, "summary", form.page, refusal=refusal, form=form)


def invited_done(request: Request) -> HttpResponse:
    """Thanks and what comes next; help where an answer asked for it. No answer and no score is on it."""
    page = invited_page(viewer=request.viewer, at=request.at)
    if not page.is_used and not any(part.is_sent for part in page.parts):
        return redirect("invited")
    if page.is_used and not page.help and ROUND in request.session:
        messages.success(request, _("Thank you. Your answers are sent and closed. Pass the tablet on."))
        return to_the_next(request)
    return show(request, "done", page)


def _form(request: Request, instrument: str) -> InvitedForm:
    shown = key_sent(request) if request.POST.get("key") else None
    return invited_form(viewer=request.viewer, instrument=instrument, at=request.at, key=shown)


def _keep(request: Request, instrument: str) -> Refusal | None:
    """Keep the answer; one that cannot be kept is heard all the same, and why it was not kept is handed back."""
    try:
        answer = _answer(request, instrument)
    except BadInput as problem:
        return problem
    try:
        answer_invited(**answer, version=version_sent(request))
    except Refusal as problem:
        hear_refused_invited(**answer)
        return problem
    return None


def _answer(request: Request, instrument: str) -> dict[str, Any]:
    return {
        "invitation": held_invitation(viewer=request.viewer),
        "instrument": instrument,
        "item": request.POST.get("item", ""),
        "value": answer_sent(request),
        "key": key_sent(request),
        "by": request.viewer,
        "at": request.at,
    }
