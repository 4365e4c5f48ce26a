"""Looking back on a meeting: how it went, who took part, how close it was to the plan, who is to be asked after."""

from __future__ import annotations

from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from kith.care.actions import look_back as verbs
from kith.care.models import Refusal
from kith.care.queries.look_back import Absent, DebriefShown, LookBackPage, Present, absence_of
from kith.care.queries.look_back import look_back as look_back_page
from kith.care.queries.meeting import meeting_to_record
from kith.care.queries.meeting_marks import MarksOfOne
from kith.web.asking import Request
from kith.web.errors import status_of, summary
from kith.web.practitioner.fields import words
from kith.web.practitioner.group_forms import unclear, uuid_in
from kith.web.practitioner.group_words import MARKS, OUTCOMES, ROLES
from kith.web.practitioner.meeting_marks import DONE_WORDS, others_done, spoke_words

ROLE, FIDELITY = "role-", "fidelity-"


class LookBackForm(forms.Form):
    """Three questions."""

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields |= {
            "went_well": words(_("What went well"), _("No names."), rows=3),
            "was_hard": words(_("What was hard"), _("Also what was hard for the two of you together."), rows=3),
            "next_time": words(_("What to do next time"), _("One or two things, and who does them."), rows=2),
        }


def look_back(request: Request, session_id: UUID) -> HttpResponse:
    """The page; its forms keep a look back, and say that somebody was asked after."""
    if request.method == "POST":
        try:
            return _keep(request, session_id)
        except Refusal as refusal:
            return _show(request, session_id, refusal)
    return _show(request, session_id)


def _keep(request: Request, session_id: UUID) -> HttpResponse:
    acting: dict[str, Any] = {"by": request.viewer, "at": request.at}
    if request.POST.get("what") == "asked":
        absence = absence_of(
            viewer=request.viewer,
            session_id=session_id,
            attendance_id=uuid_in(request.POST.get("absence")),
            at=request.at,
        )
        if absence is None:
            raise Http404
        verbs.ask_after(attendance=absence, outcome=request.POST.get("outcome", ""), **acting)
        messages.success(request, _("Saved. News about one person goes into that person's own record."))
        return redirect("look_back", session_id)
    form = LookBackForm(request.POST)
    if not form.is_valid():
        raise unclear(_("Nothing was saved."), _("Shorten the text that is marked."), "went_well")
    seen = verbs.LookBack(**form.cleaned_data, roles=_roles(request), fidelity=_fidelity(request))
    meeting = meeting_to_record(viewer=request.viewer, session_id=session_id, at=request.at)
    verbs.write_debrief(meeting=meeting, seen=seen, **acting)
    messages.success(request, _("Your look back is saved."))
    return redirect("look_back", session_id)


def _roles(request: Request) -> dict[UUID, str]:
    sent = {name.removeprefix(ROLE): str(role) for name, role in request.POST.items() if name.startswith(ROLE)}
    return {uuid_in(who): role for who, role in sent.items() if role}


def _fidelity(request: Request) -> dict[str, int]:
    rated = {name.removeprefix(FIDELITY): value for name, value in request.POST.items() if name.startswith(FIDELITY)}
    return {name: int(str(value)) for name, value in rated.items() if value in dict(DONE_WORDS)}


def _show(request: Request, session_id: UUID, refusal: Refusal | None = None) -> HttpResponse:
    page = look_back_page(viewer=request.viewer, session_id=session_id, at=request.at)
    typed = request.POST if refusal and request.POST.get("what") != "asked" else None
    chosen = typed if typed is not None else QueryDict()
    own = next((one for one in page.marks if one.is_own), None)
    began = {item: str(points) for item, points in own.done.items()} if own is not None and typed is None else {}
    with timezone.override(ZoneInfo(page.time_zone)):
        given = {
            "page": page,
            "form": LookBackForm(typed),
            "checklist": [
                {
                    "name": f"{FIDELITY}{name}",
                    "text": text,
                    "chosen": chosen.get(f"{FIDELITY}{name}", began.get(name, "")),
                    "others": others_done(page.marks, name),
                }
                for name, text in page.checklist
            ],
            "done": DONE_WORDS,
            "begins_with_marks": bool(began),
            "has_counted": own is not None and own.has_counted,
            "present": [_seat(one, chosen, page.marks) for one in page.present],
            "roles": list(ROLES.items()),
            "absent": [_absent(one) for one in page.absent],
            "outcomes": list(OUTCOMES.items()),
            "written": [_written(one) for one in page.written],
            "errors": summary(refusal) if refusal else [],
            "crumbs": _crumbs(page),
        }
        return render(request, "web/practitioner/look_back.html", given, status=status_of(refusal))


def _seat(one: Present, chosen: QueryDict, marks: tuple[MarksOfOne, ...]) -> dict[str, Any]:
    """A member with the counts of those who tapped, one's own first."""
    role = f"{ROLE}{one.client_id}"
    counted = [mark for mark in marks if mark.has_counted]
    return {
        "one": one,
        "role": role,
        "chosen_role": chosen.get(role, ""),
        "own": next((mark.spoke.get(one.client_id, 0) for mark in counted if mark.is_own), None),
        "others": [(mark.author, mark.spoke.get(one.client_id, 0)) for mark in counted if not mark.is_own],
    }


def _absent(one: Absent) -> dict[str, Any]:
    tries = [(when, str(OUTCOMES[outcome])) for when, outcome in one.tries]
    return {"one": one, "mark": dict(MARKS).get(one.mark, ""), "tries": tries}


def _written(one: DebriefShown) -> dict[str, Any]:
    parts = [
        (name, ", ".join(word for word in (spoke_words(spoke), str(ROLES.get(role, ""))) if word))
        for name, spoke, role in one.took_part
    ]
    share = one.fidelity.share
    return {"one": one, "parts": parts, "share": None if share is None else round(100 * share)}


def _crumbs(page: LookBackPage) -> list[dict[str, str]]:
    return [
        {"url": redirect("groups").url, "label": _("Groups")},
        {"url": redirect("group", page.group_id).url, "label": page.group_name},
        {"url": redirect("meeting", page.id).url, "label": _("Meeting %(number)d") % {"number": page.number}},
        {"label": _("Look back")},
    ]
