"""A carer's own plan by the link they were given: read behind one more step, written one question a page."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as lazy

from kith.care.actions import carer_plan as planning
from kith.care.models import Refusal
from kith.care.queries.invited import CarerPlanPage, held_invitation
from kith.care.queries.invited import carer_plan as plan_page
from kith.web.asking import Request
from kith.web.invited.page import show
from kith.web.parts.carer_words import PARTS

EXAMPLES = {
    "break": lazy("For example: every Thursday from 5 to 7 I go swimming. My sister stays at home."),
    "support": lazy("For example: the carers' group on Monday, or a walk with a friend."),
    "ring": lazy("For example: my brother Tom, the team in the day, the crisis line at night."),
    "no_more": lazy("For example: I will not get up more than once a night. I will not lend money."),
}


def carer_plan(request: Request) -> HttpResponse:
    """The plan: covered until its carer asks for it, because somebody may be looking; kept and shared from here."""
    refusal: Refusal | None = None
    if request.method == "POST":
        try:
            planning.keep_carer_plan(
                invitation=held_invitation(viewer=request.viewer),
                is_shared=request.POST.get("share") == "yes",
                by=request.viewer,
                at=request.at,
            )
            return redirect("carer_plan")
        except Refusal as problem:
            refusal = problem
    plan = _plan(request)
    rows = [
        {"number": number, "title": PARTS[part], "words": words} for number, (part, words) in enumerate(plan.parts, 1)
    ]
    is_open = request.GET.get("show") == "1" or refusal is not None
    return show(request, "carer_plan", plan.page, refusal=refusal, plan=plan, rows=rows, is_open=is_open)


def carer_plan_part(request: Request, number: int) -> HttpResponse:
    """One question; its answer is kept at once, and the next one comes."""
    plan = _plan(request)
    if not 1 <= number <= len(plan.parts):
        raise Http404
    part, words = plan.parts[number - 1]
    refusal: Refusal | None = None
    if request.method == "POST":
        words = request.POST.get("words", "")
        try:
            planning.write_carer_plan(
                invitation=held_invitation(viewer=request.viewer),
                part=part,
                words=words,
                by=request.viewer,
                at=request.at,
            )
            if number < len(plan.parts):
                return redirect("carer_plan_part", number + 1)
            return redirect(reverse("carer_plan") + "?show=1")
        except Refusal as problem:
            refusal = problem
    given = {"number": number, "of": len(plan.parts), "title": PARTS[part], "hint": EXAMPLES[part], "words": words}
    return show(request, "carer_plan_part", plan.page, refusal=refusal, before=number - 1, **given)


def stop_being_asked(request: Request) -> HttpResponse:
    """A carer takes back their yes; afterwards nothing is open in this browser."""
    if request.method != "POST":
        return show(request, "stop_being_asked", _plan(request).page)
    planning.stop_being_asked(invitation=held_invitation(viewer=request.viewer), by=request.viewer, at=request.at)
    request.session.flush()
    return redirect("invited_over")


def _plan(request: Request) -> CarerPlanPage:
    return plan_page(viewer=request.viewer, at=request.at)
