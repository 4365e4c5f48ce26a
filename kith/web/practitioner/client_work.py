"""A client's work between meetings: everything that was set, set something now, take something back; a week of it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from kith.care.actions.deliver import Work, set_work, withdraw_work
from kith.care.models import BadInput, Refusal
from kith.care.queries import client_work as found
from kith.care.queries.client_work import ClientWorkPage, ClientWorkRow
from kith.care.queries.planning import plan_to_write
from kith.care.queries.session_guide import WorkOffered
from kith.web.asking import Request
from kith.web.errors import summary
from kith.web.parts.sheet_weeks import rows_of_week
from kith.web.practitioner.about import REFUSED, about
from kith.web.practitioner.fields import day, line, one_of, words
from kith.web.practitioner.names import name_of

A_WEEK = timedelta(days=7)
ICONS = {"worksheet": "notebook-pen", "practice": "wind", "lesson": "book-open", "task": "check"}


class NewWorkForm(forms.Form):
    """A document of the library, or a task in words; why, and until when."""

    def __init__(self, page: ClientWorkPage, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields["work"] = one_of(_("What"), _choices(page), as_list=True)
        self.fields["tasks"] = words(
            _("Or a task in words"), _("What the person is going to do, in their words."), rows=2
        )
        self.fields["why"] = line(_("Why"), _("Left open, the reason that the plan gives is kept."), most=400)
        self.fields["due"] = day(_("Until"), initial=page.head.today + A_WEEK)
        self.fields["obstacle"] = line(_("What may get in the way, and what then"), most=400)


def client_work(request: Request, client_id: UUID) -> HttpResponse:
    """The list with the form below it; a POST sets new work, or takes back one that is open."""
    is_post = request.method == "POST"
    page = found.client_work(viewer=request.viewer, client_id=client_id, at=request.at, to_set=is_post)
    if not is_post:
        return _show(request, page, NewWorkForm(page), [])
    if request.POST.get("act") == "withdraw":
        return _withdraw(request, page)
    form = NewWorkForm(page, request.POST)
    if not form.is_valid():
        return _show(request, page, form, [])
    try:
        _set(request, page, form.cleaned_data)
    except Refusal as refusal:
        return _show(request, page, form, summary(refusal))
    messages.success(request, _("The work is set. The person finds it under “My work”."))
    return redirect("client_work", client_id)


def client_week(request: Request, assignment_id: UUID) -> HttpResponse:
    """One week of a diary on one page; `?day=2026-03-02` is any day of it."""
    try:
        asked = date.fromisoformat(request.GET["day"]) if request.GET.get("day") else None
    except ValueError:
        raise Http404 from None
    page = found.client_week(viewer=request.viewer, assignment_id=assignment_id, day=asked, at=request.at)
    given = {
        **about(request, page.head, page.title, "", is_name=True),
        "page": page,
        "rows": rows_of_week(page.week),
    }
    return render(request, "web/practitioner/client_week.html", given)


def _set(request: Request, page: ClientWorkPage, said: dict[str, Any]) -> None:
    if page.plan_id is None:
        raise BadInput(_("The work was not set."), _("No plan is agreed."), _("Agree a plan first."))
    client = page.head.identity.client_id
    set_work(
        plan=plan_to_write(viewer=request.viewer, client_id=client, plan_id=page.plan_id, at=request.at),
        session=None,
        work=_chosen(page, said),
        by=request.viewer,
        at=request.at,
    )


def _chosen(page: ClientWorkPage, said: dict[str, Any]) -> Work:
    """What the form says, in the words of the plan where it left them open."""
    task = said["tasks"].strip()
    if bool(said["work"]) == bool(task):
        raise BadInput(
            _("The work was not set."),
            _("Both a document and a task are given.") if task else _("Nothing is chosen."),
            _("Choose one from the list, or write a task in words."),
            "work",
        )
    why, due, obstacle = said["why"].strip(), said["due"], said["obstacle"].strip()
    if task:
        return Work("", why, due, obstacle, kind="task", words=task)
    one = next(one for one in (*page.offered, *page.others) if one.key == said["work"])
    return Work(
        one.document, why or one.why, due, obstacle, kind=one.kind, words=one.title if one.kind == "task" else ""
    )


def _withdraw(request: Request, page: ClientWorkPage) -> HttpResponse:
    client = page.head.identity.client_id
    try:
        work = found.work_to_withdraw(
            viewer=request.viewer, client_id=client, assignment_id=_wanted(request), at=request.at
        )
        withdraw_work(assignment=work, by=request.viewer, at=request.at)
    except Refusal as refusal:
        return _show(request, page, NewWorkForm(page), summary(refusal))
    messages.success(request, _("The work is taken back. It stays in the record, and the person no longer finds it."))
    return redirect("client_work", client)


def _wanted(request: Request) -> UUID:
    try:
        return UUID(request.POST.get("work", ""))
    except ValueError:
        raise BadInput(
            _("The work was not taken back."), _("The page did not say which one."), _("Open the page again.")
        ) from None


def _show(request: Request, page: ClientWorkPage, form: NewWorkForm, errors: list[dict[str, str]]) -> HttpResponse:
    given = {
        **about(request, page.head, _("Work between meetings"), ""),
        "page": page,
        "groups": _groups(page),
        "form": form,
        "is_wrong": form.is_bound,
        "errors": errors,
    }
    status = REFUSED if errors or form.is_bound else 200
    return render(request, "web/practitioner/client_work.html", given, status=status)


def _groups(page: ClientWorkPage) -> list[dict[str, Any]]:
    labels = (
        ("open", _("Open"), ("set",)),
        ("begun", _("Begun"), ("started",)),
        ("handed-in", _("Handed in, not finished"), ("part_done", "not_done")),
        ("finished", _("Finished"), ("done",)),
        ("withdrawn", _("Taken back"), ("withdrawn",)),
    )
    groups = [
        {"id": id, "title": title, "rows": [_row(row) for row in page.rows if row.state in states]}
        for id, title, states in labels
    ]
    return [group for group in groups if group["rows"]]


def _row(row: ClientWorkRow) -> dict[str, Any]:
    kinds = {"worksheet": _("Worksheet"), "practice": _("Practice"), "lesson": _("Lesson"), "task": _("Task")}
    return {
        "work": row,
        "kind": _("Diary") if row.is_diary else kinds[row.kind],
        "icon": ICONS[row.kind],
        "done": name_of(row.last_done) if row.last_done else "",
    }


def _choices(page: ClientWorkPage) -> list[Any]:
    """What the plan names first, then what else there is, in groups."""
    kinds = {"worksheet": _("Worksheets"), "practice": _("Practices"), "lesson": _("Lessons")}
    groups = [
        (_("For now, by the plan"), _options(one for one in page.offered if one.is_of_today)),
        (_("Elsewhere in the plan, and what we wrote"), _options(one for one in page.offered if not one.is_of_today)),
        *((label, _options(one for one in page.others if one.kind == kind)) for kind, label in kinds.items()),
    ]
    return [("", _("nothing chosen")), *((label, options) for label, options in groups if options)]


def _options(rows: Iterable[WorkOffered]) -> list[tuple[str, str]]:
    return [(one.key, one.title) for one in rows]
