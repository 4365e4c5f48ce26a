"""Where is the group on its way? Its phases, what would show that it is ready for more, and who carried what."""

from __future__ import annotations

from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kith import pictures
from kith.care.actions import share
from kith.care.models import Refusal
from kith.care.queries.group_phases import PhaseShown, PhasesPage
from kith.care.queries.group_phases import group_phases as phases_page
from kith.care.queries.groups import group_to_change
from kith.web.asking import Request
from kith.web.errors import status_of, summary
from kith.web.practitioner.fields import any_of, one_of, words
from kith.web.practitioner.group_forms import as_name, unclear
from kith.web.practitioner.sociotherapy_words import crumbs_of


class MoveForm(forms.Form):
    """Which phase the group is in from now on, and why."""

    def __init__(self, *args: Any, page: PhasesPage, **given: Any) -> None:
        super().__init__(*args, **given)
        others = [(one.id, as_name(one.title)) for one in page.phases if not one.is_now]
        gates = [(name, as_name(text)) for one in page.phases for name, text in one.gates]
        self.fields["phase"] = one_of(_("Which phase is the group in now?"), others, initial=_next(page))
        self.fields["reason"] = words(
            _("Why now"), _("What you saw in the group that shows it. No names. Going back is no failure."), rows=3
        )
        if gates:
            self.fields["gates"] = any_of(_("Asked before some phases: tick what is so"), gates)


def group_phases(request: Request, group_id: UUID) -> HttpResponse:
    """The page; its form moves the group to another phase."""
    if request.method == "POST":
        try:
            return _move(request, group_id)
        except Refusal as refusal:
            return _show(request, group_id, refusal)
    return _show(request, group_id)


def _move(request: Request, group_id: UUID) -> HttpResponse:
    found = group_to_change(viewer=request.viewer, group_id=group_id, at=request.at)
    page = phases_page(viewer=request.viewer, group_id=group_id, at=request.at)
    form = MoveForm(request.POST, page=page)
    if not form.is_valid():
        raise unclear(_("The phase was not changed."), _("Choose from the list, and shorten the text."), "phase")
    share.move_phase(
        group=found,
        phase=form.cleaned_data["phase"],
        reason=form.cleaned_data["reason"],
        gates=form.cleaned_data.get("gates", []),
        by=request.viewer,
        at=request.at,
    )
    messages.success(request, _("Saved. Where the group was before stays readable below."))
    return redirect("group_phases", group_id)


def _show(request: Request, group_id: UUID, refusal: Refusal | None = None) -> HttpResponse:
    page = phases_page(viewer=request.viewer, group_id=group_id, at=request.at)
    now = next((one for one in page.phases if one.is_now), None)
    with timezone.override(ZoneInfo(page.time_zone)):
        given = {
            "page": page,
            "now": now,
            "next": next((one for one in page.phases if one.id == _next(page)), None),
            "drawing": _drawn(page, now),
            "phases": [{"one": one, "meetings": _meetings(one)} for one in page.phases],
            "turns": _turns(page) if page.rows is not None else None,
            "form": MoveForm(request.POST if refusal else None, page=page),
            "errors": summary(refusal) if refusal else [],
            "crumbs": crumbs_of(page, _("Phases and roles")),
        }
        return render(request, "web/practitioner/group_phases.html", given, status=status_of(refusal))


def _next(page: PhasesPage) -> str:
    ids = [one.id for one in page.phases]
    place = next((number for number, one in enumerate(page.phases) if one.is_now), -1)
    return ids[place + 1] if 0 <= place < len(ids) - 1 else ""


def _meetings(one: PhaseShown) -> str:
    if not one.meetings:
        return ""
    first, last = one.meetings[0], one.meetings[-1]
    if first == last:
        return _("meeting %(number)d") % {"number": first}
    return _("meetings %(first)d–%(last)d") % {"first": first, "last": last}


def _drawn(page: PhasesPage, now: PhaseShown | None) -> pictures.Drawing:
    held = ngettext("%(count)d meeting held", "%(count)d meetings held", page.held) % {"count": page.held}
    place = page.phases.index(now) + 1 if now else 0
    sentence = (
        _("%(phase)s: phase %(place)d of %(all)d. %(held)s.")
        % {"phase": now.title, "place": place, "all": len(page.phases), "held": held}
        if now
        else _("This intervention has no phases.")
    )
    stops = [
        pictures.PhaseStop(one.title, _meetings(one), _state(one, place, n)) for n, one in enumerate(page.phases, 1)
    ]
    return pictures.phase_path(stops, here=_("Here"), title=_("Phases"), sentence=sentence, empty=sentence)


def _state(one: PhaseShown, now: int, number: int) -> Any:
    return "now" if one.is_now else "passed" if number < now else "ahead"


def _turns(page: PhasesPage) -> dict[str, Any]:
    """A row for each member with what they carried when, as a picture and as a table."""
    rows = page.rows or ()
    titles = list(dict.fromkeys(title for row in rows for _number, title in row.carried))
    signs = {title: chr(ord("A") + place) if place < 26 else "*" for place, title in enumerate(titles)}
    drawn = [
        pictures.TurnRow(row.name, {number: signs[title] for number, title in reversed(row.carried)}) for row in rows
    ]
    without = [row.name for row in rows if not row.carried]
    sentence = (
        ngettext(
            "%(count)d member has not carried a role yet.",
            "%(count)d members have not carried a role yet.",
            len(without),
        )
        % {"count": len(without)}
        if without
        else _("Every member has carried a role.")
    )
    drawing = pictures.turn_grid(
        drawn,
        page.meetings,
        key=[(sign, title) for title, sign in signs.items()],
        title=_("Roles over the meetings"),
        sentence=sentence,
        empty=_("Give out the first roles in a meeting; here you will see who has carried what."),
    )
    lines = [
        (row.name, ", ".join(f"{title} ({number})" for number, title in row.carried) or _("none yet")) for row in rows
    ]
    return {"drawing": drawing, "without": without, "rows": lines, "is_empty": not titles}
