"""The warm line: who is on it, a call counted in seconds, and what was needed lately."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _

from kith.care.actions import warm_line as verbs
from kith.care.models import Refusal
from kith.care.queries.warm_line import WarmLinePage, line_peer, line_shift
from kith.care.queries.warm_line import warm_line as line_page
from kith.web.asking import Request
from kith.web.errors import status_of, summary
from kith.web.parts.peer_words import CALL_NEEDS, PASSED_ON
from kith.web.practitioner.fields import moment, number, one_of
from kith.web.practitioner.group_forms import unclear, uuid_in


class CallForm(forms.Form):
    """One call; there is no place for a name."""

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields |= {
            "need": one_of(_("What was needed most?"), list(CALL_NEEDS.items())),
            "passed_on": one_of(_("Who was it passed on to?"), list(PASSED_ON.items()), initial="nobody"),
            "minutes": number(_("How many minutes?")),
        }


class ShiftForm(forms.Form):
    """Who is on the line from when to when."""

    def __init__(self, *args: Any, page: WarmLinePage, **given: Any) -> None:
        super().__init__(*args, **given)
        people = [(str(pk), format_html('<span translate="no">{}</span>', name)) for pk, name in page.peers]
        self.fields |= {
            "person": one_of(_("Who"), people),
            "starts": moment(_("From")),
            "ends": moment(_("To")),
        }


def warm_line(request: Request) -> HttpResponse:
    """The page; a POST counts a call, plans a shift or takes one off."""
    refused = None
    if request.method == "POST":
        try:
            act = _ACTS.get(request.POST.get("what", ""))
            if act is None:
                raise unclear(_("Nothing was changed."), _("Use one of the buttons of the page."), "")
            messages.success(request, act(request))
            return redirect("warm_line")
        except Refusal as refusal:
            refused = refusal
    page = line_page(viewer=request.viewer, at=request.at)
    what = request.POST.get("what") if refused else ""
    with timezone.override(page.time_zone):
        given = {
            "page": page,
            "call": CallForm(request.POST if what == "call" else None),
            "shift": ShiftForm(request.POST if what == "plan" else None, page=page),
            "needs": [(words, page.needs.get(code, 0)) for code, words in CALL_NEEDS.items()],
            "passed_on": [(words, page.passed_on.get(code, 0)) for code, words in PASSED_ON.items()],
            "errors": summary(refused) if refused else [],
        }
        return render(request, "web/practitioner/warm_line.html", given, status=status_of(refused))


def _count(request: Request) -> str:
    form = _filled(CallForm(request.POST))
    shift = line_shift(viewer=request.viewer, shift_id=uuid_in(request.POST.get("shift")))
    verbs.count_call(shift=shift, by=request.viewer, at=request.at, **form)
    return _("Counted. Breathe before the next one.")


def _plan(request: Request) -> str:
    page = line_page(viewer=request.viewer, at=request.at)
    form = _filled(ShiftForm(request.POST, page=page), "person", "starts", "ends")
    person = line_peer(viewer=request.viewer, person_id=uuid_in(form["person"]), at=request.at)
    verbs.plan_warm_line(person=person, starts=form["starts"], ends=form["ends"], by=request.viewer, at=request.at)
    return _("The shift is on the warm line's list.")


def _leave(request: Request) -> str:
    shift = line_shift(viewer=request.viewer, shift_id=uuid_in(request.POST.get("shift")))
    verbs.leave_warm_line(shift=shift, by=request.viewer, at=request.at)
    return _("The shift was taken off.")


_ACTS: dict[str, Callable[[Request], str]] = {"call": _count, "plan": _plan, "leave": _leave}


def _filled(form: forms.Form, *needed: str) -> dict[str, Any]:
    """What was typed; a refusal in three parts where a field is empty or cannot be read."""
    empty = [name for name in needed if form.is_valid() and form.cleaned_data[name] in (None, "")]
    wrong = [*form.errors, *empty]
    if wrong:
        raise unclear(_("Nothing was kept."), _("Correct the fields that are marked."), wrong[0])
    return form.cleaned_data
