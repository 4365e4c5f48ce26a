"""The course of the plan that runs, on its page: each change in a form of its own, always with a reason."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from kith.care.actions.tailor import Change, change_phase, move_to_version, tailor_plan, tailoring_of, undo_tailoring
from kith.care.queries.plan_course import BandShown, CourseShown, MeetingShown
from kith.care.queries.planning import plan_to_write
from kith.web.asking import Request
from kith.web.practitioner.fields import any_of, line, number, one_of, words

ACTS = {
    "skip": lazy("Skip a meeting"),
    "move": lazy("Move a meeting"),
    "lengthen": lazy("Give more time, or repeat"),
    "add": lazy("Add a meeting"),
    "combine": lazy("Combine with another intervention"),
    "phase": lazy("Change the phase"),
    "undo": lazy("Undo a change"),
    "version": lazy("Move to the newer version"),
}
MADE = {
    "skip": lazy("Skipped"),
    "move": lazy("Moved"),
    "lengthen": lazy("Lengthened"),
    "add": lazy("Added"),
    "combine": lazy("Combined"),
    "undo": lazy("Undone"),
}
WAYS = [
    ("after", lazy("after this one")),
    ("alternating", lazy("by turns, one meeting each")),
    ("beside", lazy("beside it, in the same meetings")),
]
WHERE = {
    "new": lazy("New"),
    "gone": lazy("Gone"),
    "changed": lazy("Changed"),
    "check": lazy("check"),
    "harm": lazy("possible harm"),
    "phase": lazy("phase"),
    "meeting": lazy("meeting"),
    "technique": lazy("technique"),
}
FACTS = {
    "dose": lazy("how many meetings, how long and how often"),
    "frame": lazy("what every meeting begins and ends with"),
    "not_for": lazy("whom it is not for"),
    "excludes": lazy("what rules it out"),
    "builds_on": lazy("what it builds on"),
    "not_working_if": lazy("what counts as not working"),
    "ending": lazy("how it ends"),
}
SOON = 5  # meetings that are shown unfolded
STATES = {
    "held": (lazy("Held"), "good", "circle-check"),
    "booked": (lazy("Booked"), "info", "calendar-days"),
    "next": (lazy("Next"), "brand", "circle-dot"),
    "planned": (lazy("Planned"), "", "circle-dashed"),
    "skipped": (lazy("Skipped"), "", "minus"),
}


class ChangeForm(forms.Form):
    """One change of the course; which fields it has depends on the act."""

    def __init__(self, act: str, course: CourseShown, data: Any = None, *, meeting: str = "") -> None:
        super().__init__(data, auto_id=f"id_{act}_%s")
        self.act, self.course = act, course
        ahead = [(one.key, _numbered(one)) for one in course.ahead]
        places = [
            ("", _("next")),
            *((one.key, _("after %(meeting)s") % {"meeting": _numbered(one)}) for one in _before(course)),
        ]
        if act in ("skip", "move", "lengthen"):
            self.fields["meeting"] = one_of(lazy("Meeting"), ahead, initial=meeting, as_list=True)
        if act == "add":
            pages = [("", _("none, a meeting of its own")), *_pages(course)]
            self.fields["page"] = one_of(lazy("Page that it follows"), pages, as_list=True)
            self.fields["title"] = line(lazy("What it is about"), lazy("Only when it follows no page."))
            self.fields["purpose"] = words(lazy("What it is for"), rows=2)
        if act in ("add", "move"):
            self.fields["after"] = one_of(lazy("Where it comes"), places, as_list=True)
        if act in ("add", "lengthen"):
            self.fields["minutes"] = number(lazy("Minutes"), lazy("Leave it empty for the usual time."))
        if act == "lengthen":
            self.fields["times"] = number(lazy("How many times more"), lazy("Leave it empty if it is not repeated."))
        self._other_fields(act, course)
        self.fields["reason"] = words(lazy("Why"), lazy("A sentence that will still make sense in a year."), rows=2)

    def _other_fields(self, act: str, course: CourseShown) -> None:
        if act == "combine":
            partners = [(one.protocol, f"★ {one.title}" if one.goes_with else one.title) for one in course.partners]
            hint = lazy("★ its authors say that it goes with this one.")
            self.fields["protocol"] = one_of(lazy("Intervention"), partners, hint, as_list=True)
            self.fields["way"] = one_of(lazy("In which way"), list(WAYS), initial="after")
            chosen = str(self.data.get("protocol", "")) if self.is_bound else ""
            partner = next((one for one in course.partners if one.protocol == chosen), None)
            if partner is not None and partner.gates:
                self.fields["gates"] = any_of(lazy("Checks before it may begin"), list(partner.gates), CONFIRM)
        if act == "phase":
            phases = [(one.key, one.title) for one in course.phases if not one.is_now]
            self.fields["phase"] = one_of(lazy("Phase"), phases, as_list=True)
        if act == "undo":
            standing = [(str(one.id), f"{MADE[one.act]}: {one.about}") for one in course.changes if one.stands]
            self.fields["undoes"] = one_of(lazy("Change"), standing, as_list=True)
        if act == "version" and course.newer is not None and course.newer.gates:
            gates = list(course.newer.gates)
            self.fields["gates"] = any_of(lazy("Checks before it may begin"), gates, CONFIRM)

    def change(self) -> Change:
        """What was chosen, as a change of the course."""
        said = {name: value for name, value in self.cleaned_data.items() if value not in ("", None)}
        protocol, _sign, page = str(said.pop("page", "")).rpartition(":")
        if page:
            said |= {"protocol": protocol, "page": int(page)}
        for name in ("reason", "gates"):
            said.pop(name, None)
        return Change("", self.act, **said)


CONFIRM = lazy("Tick what you have done yourself. Your name is kept beside each.")


def change_course(request: Request, client_id: UUID, course: CourseShown, form: ChangeForm) -> HttpResponse:
    """Make the change of a valid form; a refusal is for the caller to show."""
    said = form.cleaned_data
    given: dict[str, Any] = {"reason": said["reason"], "by": request.viewer, "at": request.at}
    plan = plan_to_write(viewer=request.viewer, client_id=client_id, plan_id=course.plan, at=request.at)
    if form.act == "undo" and said["undoes"]:
        undo_tailoring(tailoring=tailoring_of(plan, UUID(said["undoes"])), **given)
    elif form.act == "phase":
        change_phase(plan=plan, phase=said["phase"], **given)
    elif form.act == "version":
        move_to_version(plan=plan, gates=said.get("gates", ()), **given)
    else:
        tailor_plan(plan=plan, change=form.change(), gates=said.get("gates", ()), **given)
    messages.success(request, _("The change is kept with its reason."))
    return redirect("plan", client_id)


def course_for_page(course: CourseShown, bound: ChangeForm | None, meeting: str) -> dict[str, Any]:
    """Everything that the template of the course shows."""
    acts = [act for act in ACTS if act != "version" or course.newer is not None]
    acts = [act for act in acts if act != "undo" or any(one.stands for one in course.changes)]
    open_act = bound.act if bound is not None else "skip" if meeting else ""
    return {
        "course": course,
        "bands": course.bands,
        "parts": _parts(course),
        "checks_wait": any(one.position <= course.held + 1 for one in course.checks),
        "skipped": [_row(one) for one in course.skipped],
        "changes": [{"change": one, "made": MADE[one.act]} for one in course.changes],
        "forms": [
            {
                "act": act,
                "label": ACTS[act],
                "form": bound if bound is not None and bound.act == act else ChangeForm(act, course, meeting=meeting),
                "is_open": act == open_act,
            }
            for act in acts
        ],
        "differences": [_difference(one.kind, one.where, one.name) for one in course.newer.differences]
        if course.newer is not None
        else [],
    }


def _difference(kind: str, where: str, name: str) -> dict[str, Any]:
    if where == "fact":
        return {"kind": WHERE[kind], "where": FACTS[name], "name": ""}
    return {"kind": WHERE[kind], "where": WHERE[where], "name": name}


def _parts(course: CourseShown) -> list[dict[str, Any]]:
    """The meetings in three parts: held, soon, later; later ones are unfolded where somebody has changed one."""
    rows = [_row(one, band) for band in course.bands for one in band.meetings]
    held, ahead = rows[: course.held], rows[course.held :]
    later = ahead[SOON:]
    is_changed = any(each.act != "combine" for row in later for each in row["meeting"].changes)
    parts = [
        {"label": _("Held"), "rows": held, "is_open": False},
        {"label": _("Next"), "rows": ahead[:SOON], "is_open": True},
        {"label": _("Later"), "rows": later, "is_open": is_changed},
    ]
    return [part for part in parts if part["rows"]]


def _row(one: MeetingShown, band: BandShown | None = None) -> dict[str, Any]:
    label, tone, icon = STATES.get(one.state, STATES["planned"])
    return {
        "meeting": one,
        "phase": band.title if band is not None else "",
        "chip": {"label": label, "tone": tone, "icon": icon},
        "changes": [{"change": each, "made": MADE[each.act]} for each in one.changes if each.act != "combine"],
        "can_change": one.state in ("next", "planned", "booked"),
    }


def _numbered(one: MeetingShown) -> str:
    return f"{one.position}. {one.title}"


def _before(course: CourseShown) -> list[MeetingShown]:
    """Where something may come after: the last meeting that was held, and every later one."""
    return [one for one in course.meetings if one.position >= max(course.held, 1)]


def _pages(course: CourseShown) -> list[tuple[str, str]]:
    """Every page of the course, to be met once more."""
    return [(one.page_key, _numbered(one)) for one in course.meetings if one.page_key]
