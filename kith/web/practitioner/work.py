"""Read what somebody wrote between meetings, and answer inside it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from kith.care.actions.deliver import reply_to_work
from kith.care.models import BadInput, Refusal
from kith.care.queries import working
from kith.care.queries.working import EntryShown, WorkEntryPage, entry_to_answer
from kith.web.asking import Request
from kith.web.errors import summary
from kith.web.parts.sheet_pictures import pictures_across, pictures_of
from kith.web.practitioner.about import REFUSED, about
from kith.web.practitioner.fields import words
from kith.web.practitioner.names import name_of


class ReplyForm(forms.Form):
    """A few lines inside the work."""

    words = words(
        lazy("Your answer"), lazy("What you saw and what it tells you. The person reads it with their work."), rows=3
    )


def work_entry(request: Request, assignment_id: UUID) -> HttpResponse:
    """The work as it was written; a POST answers one entry."""
    if request.method != "POST":
        return _show(request, assignment_id, [])
    try:
        entry = entry_to_answer(
            viewer=request.viewer, assignment_id=assignment_id, entry_id=_chosen(request), at=request.at
        )
        reply_to_work(entry=entry, words=request.POST.get("words", ""), by=request.viewer, at=request.at)
    except Refusal as refusal:
        return _show(request, assignment_id, summary(refusal))
    messages.success(request, _("Your answer stands beside the work."))
    return redirect("work_entry", assignment_id)


def _chosen(request: Request) -> UUID:
    try:
        return UUID(request.POST.get("entry", ""))
    except ValueError:
        raise BadInput(
            _("The reply was not sent."), _("The page did not say to which entry."), _("Open the page again.")
        ) from None


def _show(request: Request, assignment_id: UUID, errors: list[dict[str, str]]) -> HttpResponse:
    page = working.work_entry(viewer=request.viewer, assignment_id=assignment_id, at=request.at)
    given = {
        **about(request, page.head, page.title, "", is_name=True),
        "page": page,
        "errors": errors,
        "state": name_of(page.state),
        "entries": [_entry(request, page, one, bool(errors)) for one in page.entries],
        "across": pictures_across(page.worksheet, [(one.handed_in_at, one.written) for one in page.entries])
        if page.worksheet is not None and len(page.entries) > 1
        else [],
    }
    return render(request, "web/practitioner/work_entry.html", given, status=REFUSED if errors else 200)


def _entry(request: Request, page: WorkEntryPage, one: EntryShown, is_refused: bool) -> dict[str, Any]:
    is_this = is_refused and request.POST.get("entry") == str(one.id)
    return {
        "row": one,
        "done": name_of(one.done),
        "pictures": pictures_of(page.worksheet, one.written) if page.worksheet is not None else [],
        "form": ReplyForm(request.POST if is_this else None, auto_id="id_%s" if is_this else f"id_{one.id}_%s"),
    }
