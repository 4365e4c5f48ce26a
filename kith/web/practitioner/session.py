"""Book a session; prepare, run and record it on one address."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kith.care.actions.deliver import WhatHappened, book_session, record_session
from kith.care.actions.finish import finish_session, save_session_draft
from kith.care.actions.plan import attest_gates
from kith.care.models import BadInput, Refusal, Stale
from kith.care.queries.courses_of_scores import ScoreCourse
from kith.care.queries.planning import goal_to_write, plan_to_write
from kith.care.queries.session import BookPage, DraftShown, SessionPage, booking, session_page, session_to_write
from kith.care.queries.session_guide import NamedText
from kith.web.asking import Request
from kith.web.errors import summary
from kith.web.parts.timelines import course_sentence
from kith.web.practitioner.about import CONFLICT, REFUSED, about
from kith.web.practitioner.fields import moment, number, one_of
from kith.web.practitioner.names import choices_of, name_of
from kith.web.practitioner.pictures import case_picture, mark_of, state_words
from kith.web.practitioner.record_form import RecordForm, finished
from kith.web.practitioner.signing import signed_words

PARTS = ("prepare", "run", "record")


class BookForm(forms.Form):
    """When, how long and where."""

    def __init__(self, page: BookPage, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        suggested = page.suggested.astimezone(ZoneInfo(page.head.identity.time_zone)).replace(tzinfo=None)
        self.fields["starts_at"] = moment(_("Day and hour"), initial=suggested)
        self.fields["minutes"] = number(_("Minutes"), initial=page.minutes)
        self.fields["setting"] = one_of(
            _("Where"), choices_of(page.settings or (page.setting,)), initial=page.setting, as_list=True
        )


def book(request: Request, client_id: UUID) -> HttpResponse:
    """The next session of the plan; a POST books it."""
    page = booking(viewer=request.viewer, client_id=client_id, at=request.at)
    if request.method != "POST" or page.plan_id is None:
        return _book(request, page, BookForm(page), [])
    form = BookForm(page, request.POST)
    with timezone.override(ZoneInfo(page.head.identity.time_zone)):
        if not form.is_valid():
            return _book(request, page, form, [])
    try:
        plan = plan_to_write(viewer=request.viewer, client_id=client_id, plan_id=page.plan_id, at=request.at)
        made = book_session(
            plan=plan,
            starts_at=_given(form.cleaned_data["starts_at"]),
            minutes=form.cleaned_data["minutes"] or 0,
            setting=form.cleaned_data["setting"] or page.setting,
            practitioner=request.viewer.user_id,
            by=request.viewer,
            at=request.at,
        )
    except Refusal as refusal:
        return _book(request, page, form, summary(refusal))
    messages.success(request, _("The session is booked."))
    return redirect("session", made.pk)


def _given(when: datetime | None) -> datetime:
    if when is None:
        raise BadInput(
            _("The session was not booked."),
            _("It has no day and hour."),
            _("Write both, for example 2026-03-02 14:30."),
            "starts_at",
        )
    return when


def _book(request: Request, page: BookPage, form: BookForm, errors: list[dict[str, str]]) -> HttpResponse:
    given = {
        **about(request, page.head, _("Sessions"), "book"),
        "page": page,
        "form": form,
        "errors": errors,
        "sessions": [{"row": row, "state": name_of(row.state)} for row in page.sessions],
    }
    return render(request, "web/practitioner/book.html", given, status=REFUSED if form.is_bound else 200)


def session(request: Request, session_id: UUID) -> HttpResponse:
    """The three parts; a POST signs, keeps a draft, adds to what was signed, or confirms a check."""
    page = _page(request, session_id)
    if request.method != "POST":
        return _show(request, page, _record_form(page, page.draft), [])
    act = request.POST.get("act", "")
    if act in {"addendum", "attest"}:
        return _beside(request, page, act)
    form = RecordForm(page, request.POST)
    with timezone.override(ZoneInfo(page.head.identity.time_zone)):
        if act == "sign" and not form.is_valid():
            return _show(request, page, form, [], "record")
    try:
        if act == "sign":
            _sign(request, page, form)
        else:
            _keep_draft(request, page)
    except Stale as refusal:
        return _conflict(request, session_id, summary(refusal))
    except Refusal as refusal:
        return _show(request, page, form, summary(refusal), "record")
    if act == "sign":
        messages.success(request, _("The session is recorded and signed."))
        return redirect(reverse("session", args=[session_id]) + "?part=record")
    messages.success(request, _("The draft is kept. Only you see it."))
    return redirect(reverse("session", args=[session_id]) + "?part=record")


def _page(request: Request, session_id: UUID) -> SessionPage:
    return session_page(viewer=request.viewer, session_id=session_id, at=request.at, language=get_language() or "en")


def _sign(request: Request, page: SessionPage, form: RecordForm) -> None:
    row, client = session_to_write(viewer=request.viewer, session_id=page.session_id, at=request.at)
    goals = tuple(
        goal_to_write(viewer=request.viewer, client_id=client.pk, goal_id=UUID(goal), at=request.at)
        for goal in form.cleaned_data.get("goals", ())
    )
    finish_session(
        session=row,
        client=client,
        done=finished(form, page, goals),
        draft_version=form.cleaned_data["draft_version"] or 0,
        by=request.viewer,
        at=request.at,
    )


def _keep_draft(request: Request, page: SessionPage) -> None:
    row, client = session_to_write(viewer=request.viewer, session_id=page.session_id, at=request.at)
    left_out = {"csrfmiddlewaretoken", "act", "draft_version"}
    version = request.POST.get("draft_version", "0")
    save_session_draft(
        session=row,
        client=client,
        content={name: request.POST.getlist(name) for name in request.POST if name not in left_out},
        version=int(version) if version.isdigit() else 0,
        by=request.viewer,
        at=request.at,
    )


def _beside(request: Request, page: SessionPage, act: str) -> HttpResponse:
    """An addendum to what is signed, or checks that are due before this session."""
    try:
        row, client = session_to_write(viewer=request.viewer, session_id=page.session_id, at=request.at)
        if act == "attest" and row.plan is not None:
            attest_gates(plan=row.plan, gates=request.POST.getlist("gates"), by=request.viewer, at=request.at)
            messages.success(request, _("The checks are kept with your name."))
            return redirect("session", page.session_id)
        _add(request, page, row, client)
    except Refusal as refusal:
        part = "record" if act == "addendum" else "prepare"
        return _show(request, page, _record_form(page, page.draft), summary(refusal), part)
    messages.success(request, _("The addendum is signed."))
    return redirect(reverse("session", args=[page.session_id]) + "?part=record")


def _add(request: Request, page: SessionPage, row: Any, client: Any) -> None:
    text = request.POST.get("addendum", "").strip()
    if not text or page.record is None:
        raise BadInput(
            _("The addendum was not signed."),
            _("It has no words.") if page.record is not None else _("Nothing is signed yet that it could add to."),
            _("Write what is missing or was wrong; the signed text stays as it is.")
            if page.record is not None
            else _("Sign the record of the session first."),
            "addendum",
        )
    signed = row.records.get(pk=page.record.id)
    record_session(
        session=row, client=client, what=WhatHappened(text), adds_to=signed, by=request.viewer, at=request.at
    )


def _record_form(page: SessionPage, draft: DraftShown | None) -> RecordForm:
    """The form as it was left: from the draft if there is one, else with what the protocol suggests."""
    if draft is None:
        return RecordForm(page)
    return RecordForm(page, _as_sent(draft.content, draft.version))


def _as_sent(content: Mapping[str, Any], version: int) -> Any:
    data = MultiValueDict({name: list(values) for name, values in content.items()})
    data["draft_version"] = str(version)
    return data


def _conflict(request: Request, session_id: UUID, errors: list[dict[str, str]]) -> HttpResponse:
    """Both texts: yours stays in the form, the newer one stands beside it; saving again is then meant."""
    page = _page(request, session_id)
    data = request.POST.copy()
    data["draft_version"] = str(page.draft.version if page.draft is not None else 0)
    other = page.draft.content if page.draft is not None else {}
    both = [
        {"label": label, "yours": request.POST.get(name, ""), "theirs": "".join(other.get(name) or [""])}
        for name, label in (("note", _("Note")), ("risk", _("Risk check")), ("tasks", _("Something in words")))
    ]
    given = {"both": [one for one in both if one["yours"].strip() != one["theirs"].strip()]}
    return _show(request, page, RecordForm(page, data), errors, "record", status=CONFLICT, **given)


def _show(
    request: Request,
    page: SessionPage,
    form: RecordForm,
    errors: list[dict[str, str]],
    part: str = "",
    status: int | None = None,
    **more: Any,
) -> HttpResponse:
    asked = part or request.GET.get("part", "")
    part = asked if asked in PARTS else _first_part(page)
    labels = {"prepare": _("Prepare"), "run": _("Run"), "record": _("Record")}
    title = _("Session %(number)d") % {"number": page.number}
    if status is None:
        status = REFUSED if errors or (request.method == "POST" and form.errors) else 200
    given = {
        **about(request, page.head, title, "book"),
        "page": page,
        "title": title,
        "part": part,
        "parts": [{"url": f"?part={name}", "label": labels[name], "current": name == part} for name in PARTS],
        "form": form,
        "errors": errors,
        "state": name_of(page.attendance or page.state),
        "setting": name_of(page.setting),
        "scores": [_score(course) for course in page.courses],
        "work": [{"row": row, "state": name_of(row.state)} for row in page.work],
        "agenda": _agenda(page) if page.guide is not None else [],
        "sheets": _sheets(page),
        "first_target": _first_target(page),
        **(signed_words(page.record) if page.record is not None else {}),
        "addendum": request.POST.get("addendum", "") if errors else "",
        "typed_note": request.POST.get("note", "") if errors and page.record is not None else "",
        **more,
    }
    return render(request, "web/practitioner/session.html", given, status=status)


def _first_part(page: SessionPage) -> str:
    if page.record is not None or page.draft is not None:
        return "record"
    return "record" if page.has_begun and page.state == "booked" else "prepare"


def _score(course: ScoreCourse) -> dict[str, Any]:
    judged = course.judgement
    return {
        "name": course.name,
        "words": course_sentence(course),
        "state": state_words(judged) if judged is not None else "",
        "mark": mark_of(judged.status) if judged is not None else None,
        "picture": case_picture(course) if len(course.known) > 1 else None,
        "band": course.points[-1].band if course.points else "",
    }


def _agenda(page: SessionPage) -> list[dict[str, Any]]:
    assert page.guide is not None  # the caller asks only when there is one
    return [
        {
            "minutes": item.minutes,
            "clock": _("from minute %(n)d") % {"n": item.begins},
            "title": item.title,
            "words": item.what,
            "technique": item.technique,
            "technique_is": item.technique_is,
            "begins": item.begins,
        }
        for item in page.guide.agenda
    ]


def _sheets(page: SessionPage) -> list[dict[str, Any]]:
    """The worksheets of this meeting, each with the address at which it is filled in."""
    client = page.head.identity.client_id
    sheets = page.guide.sheets if page.guide is not None else ()
    place = f"?at=session:{page.session_id}"
    return [{"one": one, "url": reverse("sheet_new", args=[client, one.worksheet]) + place} for one in sheets]


def _first_target(page: SessionPage) -> NamedText | None:
    """The rung that this week's card names."""
    if page.guide is None:
        return None
    return next((one for one in page.guide.targets if one.id == page.guide.first_target), None)
