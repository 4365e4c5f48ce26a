"""What did we decide, and what came of it? Decisions, roles and themes of one meeting."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from kith.care.actions import share
from kith.care.models import Refusal, Session
from kith.care.queries.community_meeting import community_meeting as community_page
from kith.care.queries.community_meeting import decision_in
from kith.care.queries.meeting import meeting_to_record
from kith.web.asking import Request
from kith.web.errors import status_of, summary
from kith.web.practitioner.fields import any_of, day, line, one_of, words
from kith.web.practitioner.group_forms import keep_words, unclear, uuid_in
from kith.web.practitioner.meeting_roles import pass_on, role_row, take
from kith.web.practitioner.sociotherapy_words import (
    HERE_AND_NOW,
    KINDS_DECIDED,
    RESULTS,
    crumbs_of,
)


class DecisionForm(forms.Form):
    """What was decided, who carries it as a role, and by when."""

    def __init__(self, *args: Any, roles: list[str], **given: Any) -> None:
        super().__init__(*args, **given)
        known = ", ".join(roles[:4])
        self.fields |= {
            "kind": one_of(_("What it is"), list(KINDS_DECIDED.items()), initial="decision"),
            "decision": words(_("What was decided"), _("Members read this. No names."), rows=2),
            "carried_by": line(
                _("Who carries it"),
                _("A role, not the name of a member: %(roles)s, all of us, or a colleague.") % {"roles": known}
                if known
                else _("A role, not the name of a member."),
                most=120,
            ),
            "due_on": day(_("By when"), _("Leave it empty if it has no day.")),
        }


class ThemesForm(forms.Form):
    """What the meeting was about between those in the room."""

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields |= {
            "themes": any_of(_("What was it about, between those in the room?"), list(HERE_AND_NOW.items())),
            "here_and_now": words(_("In a sentence"), _("About the group, without names."), rows=2),
        }
        keep_words(self, "here_and_now")


def community_meeting(request: Request, session_id: UUID) -> HttpResponse:
    """The page; its forms keep a decision, what came of one, a role taken or passed on, and the themes."""
    if request.method == "POST":
        try:
            return _keep(request, session_id)
        except Refusal as refusal:
            return _show(request, session_id, refusal)
    return _show(request, session_id)


def _keep(request: Request, session_id: UUID) -> HttpResponse:
    act = ACTS.get(request.POST.get("what", ""))
    if act is None:
        raise unclear(_("Nothing was changed."), _("Use one of the buttons of the page."), "")
    meeting = meeting_to_record(viewer=request.viewer, session_id=session_id, at=request.at)
    place = act(request, meeting)
    return redirect(redirect("community_meeting", session_id).url + place)


def _decide(request: Request, meeting: Session) -> str:
    form = DecisionForm(request.POST, roles=[])
    if not form.is_valid():
        raise unclear(_("Nothing was saved."), _("Correct the fields that are marked."), "decision")
    said = form.cleaned_data
    share.write_decision(
        meeting=meeting,
        kind=said["kind"],
        words=said["decision"],
        carried_by=said["carried_by"],
        due_on=said["due_on"],
        by=request.viewer,
        at=request.at,
    )
    messages.success(request, _("The decision is saved. Members can read it on their own page."))
    return ""


def _end(request: Request, meeting: Session) -> str:
    decision = decision_in(
        viewer=request.viewer,
        session_id=meeting.pk,
        decision_id=uuid_in(request.POST.get("decision")),
        at=request.at,
    )
    share.end_decision(
        decision=decision,
        meeting=meeting,
        result=request.POST.get("result", ""),
        words=request.POST.get("words", ""),
        by=request.viewer,
        at=request.at,
    )
    messages.success(request, _("Saved."))
    return ""


def _note(request: Request, meeting: Session) -> str:
    form = ThemesForm(request.POST)
    if not form.is_valid():
        raise unclear(_("Nothing was saved."), _("Choose from the list, and shorten the text."), "here_and_now")
    said = form.cleaned_data
    share.note_here_and_now(
        meeting=meeting, themes=said["themes"], words=said["here_and_now"], by=request.viewer, at=request.at
    )
    messages.success(request, _("Saved."))
    return ""


ACTS: dict[str, Callable[[Request, Session], str]] = {
    "decide": _decide,
    "result": _end,
    "take": take,
    "pass": pass_on,
    "themes": _note,
}


def _show(request: Request, session_id: UUID, refusal: Refusal | None = None) -> HttpResponse:
    page = community_page(viewer=request.viewer, session_id=session_id, at=request.at)
    what = request.POST.get("what") if refusal else None
    noted = {"themes": list(page.themes), "here_and_now": page.theme_words}
    with timezone.override(ZoneInfo(page.time_zone)):
        given = {
            "page": page,
            "deciding": DecisionForm(
                request.POST if what == "decide" else None, roles=[one.title for one in page.roles]
            ),
            "noting": ThemesForm(request.POST if what == "themes" else None, initial=noted),
            "open": [_open(one, request.POST if what == "result" else None) for one in page.open],
            "decided": [{"one": one, "kind": KINDS_DECIDED[one.kind]} for one in page.decided],
            "ended": [{"one": one, "result": RESULTS[one.result]} for one in page.ended],
            "results": list(RESULTS.items()),
            "roles": [role_row(one, page.seats) for one in page.roles],
            "typed_role": request.POST.get("own", "") if what == "take" else "",
            "themes": [HERE_AND_NOW[code] for code in page.themes if code in HERE_AND_NOW],
            "errors": summary(refusal) if refusal else [],
            "crumbs": crumbs_of(page, _("Community meeting"), meeting=True),
        }
        return render(request, "web/practitioner/community_meeting.html", given, status=status_of(refusal))


def _open(one: Any, typed: Any) -> dict[str, Any]:
    is_this = typed is not None and typed.get("decision") == str(one.id)
    return {"one": one, "kind": KINDS_DECIDED[one.kind], "typed": typed.get("words", "") if is_this else ""}
