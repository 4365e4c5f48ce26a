"""The registers: what went wrong in somebody's care, who is in danger from a person, and everything that waits."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kith.care.actions import harms as acts
from kith.care.actions.harms import Happened, Seen
from kith.care.models import BadInput, Client, Refusal
from kith.care.models.harms import EXPECTEDNESS, HARM_KINDS, JUDGED, SAFEGUARDING_KINDS, SERIOUSNESS
from kith.care.permissions import reach
from kith.care.queries import harms as queries
from kith.care.queries.harms import EventFacts, HarmsPage, RegisterRow, SafeguardingPage
from kith.web.asking import Request
from kith.web.errors import summary
from kith.web.parts.harm_words import EXPECTED, KINDS, RELATED, SERIOUS, offered
from kith.web.practitioner.about import REFUSED, about
from kith.web.practitioner.fields import day, line, one_of, words


class HappenedForm(forms.Form):
    """What happened, when, what was done about it and who knows."""

    def __init__(self, kinds: tuple[str, ...], *args: Any, today: date, **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields["kind"] = one_of(
            _("What kind of event?"), [("", _("choose")), *offered(KINDS, kinds)], as_list=True
        )
        self.fields["happened_on"] = day(_("When?"), _("The day, or the day you heard of it."), initial=today)
        self.fields["words"] = words(_("What happened?"), _("What was seen or said. No guess at the cause."), rows=3)
        self.fields["done"] = words(_("What was done?"), rows=2)
        self.fields["told"] = line(_("Who was told?"), _("The person, a supervisor, an authority."))
        self.fields["seriousness"] = one_of(_("How serious?"), offered(SERIOUS, SERIOUSNESS), initial="not_judged")
        for name in ("words", "done", "told"):  # people's own words, or a measure's
            self.fields[name].widget.attrs["translate"] = "no"

    def happened(self) -> Happened:
        """What was typed."""
        said = self.cleaned_data
        return Happened(**{**said, "seriousness": said["seriousness"] or "not_judged"})


class JudgeForm(forms.Form):
    """How a second person sees it."""

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields["relatedness"] = one_of(_("Did care cause it?"), offered(RELATED, JUDGED))
        self.fields["expectedness"] = one_of(_("Was it to be expected?"), offered(EXPECTED, EXPECTEDNESS[1:]))
        self.fields["seriousness"] = one_of(_("How serious?"), offered(SERIOUS, SERIOUSNESS[1:]))
        self.fields["words"] = words(_("Why?"), _("And what the service should learn from it."), rows=3)
        self.fields["words"].widget.attrs["translate"] = "no"

    def seen(self) -> Seen:
        """What was typed."""
        said = self.cleaned_data
        return Seen(*(said[name] for name in ("relatedness", "expectedness", "seriousness", "words")))


def harms(request: Request, client_id: UUID) -> HttpResponse:
    """One person's register; a POST records, sets aside or judges."""
    if request.method == "POST":  # whoever may only read stops here, before anything is read
        reach(request.viewer, Client, client_id, "W", "harms", at=request.at)
    page = queries.harms(viewer=request.viewer, client_id=client_id, at=request.at, language=get_language() or "en")
    if request.method != "POST":
        return _show(request, page)
    act, about_id = request.POST.get("act", ""), request.POST.get("event", "")
    try:
        told = _HARM_ACTS.get(act, _nothing)(request, client_id, about_id, page.head.today)
    except _NotFilledIn as typed:
        return _show(request, page, typed.form, about_id)
    except Refusal as refusal:
        return _show(request, page, _as_typed(request, act, page.head.today), about_id, summary(refusal))
    messages.success(request, told)
    return redirect("harms", client_id)


def safeguarding(request: Request, client_id: UUID) -> HttpResponse:
    """Say that somebody is in danger from a person; the few who may read see what was said before."""
    page = queries.safeguarding(viewer=request.viewer, client_id=client_id, at=request.at)
    if request.method != "POST":
        return _show_danger(request, page)
    act, about_id = request.POST.get("act", ""), request.POST.get("event", "")
    try:
        told = _DANGER_ACTS.get(act, _nothing)(request, client_id, about_id, page.today)
    except _NotFilledIn as typed:
        return _show_danger(request, page, typed.form, about_id)
    except Refusal as refusal:
        typed_form = _as_typed(request, act, page.today, SAFEGUARDING_KINDS)
        return _show_danger(request, page, typed_form, about_id, summary(refusal))
    messages.success(request, told)
    return redirect("safeguarding", client_id) if page.may_read else redirect("caseload")


def harm_register(request: Request) -> HttpResponse:
    """Everything the viewer may read, what waits first."""
    rows = queries.harm_register(viewer=request.viewer, at=request.at)
    given = {"rows": [_line(row) for row in rows], "waiting": sum(_waits(row) for row in rows)}
    with timezone.override(ZoneInfo(request.viewer.time_zone)):
        return render(request, "web/practitioner/harm_register.html", given)


class _NotFilledIn(Exception):
    """A form whose fields cannot be read, to be shown again as it was typed."""

    def __init__(self, form: forms.Form) -> None:
        super().__init__()
        self.form = form


def _read(form: Any) -> Any:
    if not form.is_valid():
        raise _NotFilledIn(form)
    return form


def _who(request: Request) -> dict[str, Any]:
    return {"by": request.viewer, "at": request.at}


def _record(request: Request, client_id: UUID, about_id: str, today: date) -> str:
    form = _read(HappenedForm(HARM_KINDS, request.POST, today=today))
    client, _access = reach(request.viewer, Client, client_id, "W", "harms", at=request.at)
    replaces = _event(request, client_id, about_id) if about_id else None
    acts.record_harm(client=client, what=form.happened(), replaces=replaces, **_who(request))
    return _("It is in the register. A second person looks at it.")


def _set_aside(request: Request, client_id: UUID, about_id: str, today: date) -> str:
    event = _event(request, client_id, about_id)
    acts.set_harm_aside(event=event, words=request.POST.get("aside_words", ""), **_who(request))
    return _("Set aside, with your reason.")


def _judge(request: Request, client_id: UUID, about_id: str, today: date) -> str:
    form = _read(JudgeForm(request.POST))
    acts.judge_harm(event=_event(request, client_id, about_id), seen=form.seen(), **_who(request))
    return _("Your judgement is kept.")


def _report(request: Request, client_id: UUID, about_id: str, today: date) -> str:
    form = _read(HappenedForm(SAFEGUARDING_KINDS, request.POST, today=today))
    client, _access = reach(request.viewer, Client, client_id, "W", "safeguarding", at=request.at)
    replaces = _entry(request, client_id, about_id) if about_id else None
    acts.record_safeguarding(client=client, what=form.happened(), replaces=replaces, **_who(request))
    return _("Thank you. Whoever is on duty has been told to look.")


def _judge_danger(request: Request, client_id: UUID, about_id: str, today: date) -> str:
    form = _read(JudgeForm(request.POST))
    acts.judge_safeguarding(event=_entry(request, client_id, about_id), seen=form.seen(), **_who(request))
    return _("Your judgement is kept.")


def _nothing(request: Request, client_id: UUID, about_id: str, today: date) -> str:
    raise BadInput(
        _("Nothing was changed."), _("The page did not say what to do."), _("Use one of the buttons on this page.")
    )


_Act = Callable[[Request, UUID, str, date], str]
_HARM_ACTS: dict[str, _Act] = {"record": _record, "set_aside": _set_aside, "judge": _judge}
_DANGER_ACTS: dict[str, _Act] = {"record": _report, "judge": _judge_danger}


def _event(request: Request, client_id: UUID, about_id: str) -> Any:
    return queries.harm_event(viewer=request.viewer, client_id=client_id, event_id=_uuid(about_id), at=request.at)


def _entry(request: Request, client_id: UUID, about_id: str) -> Any:
    return queries.safeguarding_entry(
        viewer=request.viewer, client_id=client_id, event_id=_uuid(about_id), at=request.at
    )


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise BadInput(
            _("Nothing was changed."), _("The entry was not found."), _("Open the page again and choose it there.")
        ) from None


def _as_typed(request: Request, act: str, today: date, kinds: tuple[str, ...] = HARM_KINDS) -> forms.Form | None:
    """The form that was sent, so that nothing typed is lost."""
    if act == "judge":
        return JudgeForm(request.POST)
    return HappenedForm(kinds, request.POST, today=today) if act == "record" else None


def _show(
    request: Request,
    page: HarmsPage,
    typed: forms.Form | None = None,
    about_id: str = "",
    errors: list[dict[str, str]] | None = None,
) -> HttpResponse:
    today = page.head.today
    new = typed if isinstance(typed, HappenedForm) and not about_id else None
    review = {"kind": "reliable_deterioration"} if page.to_review else {}
    given = {
        **about(request, page.head, _("What went wrong"), "person"),
        "page": page,
        "suggested": [_shown(one, HARM_KINDS, today, typed, about_id) for one in page.suggested],
        "events": [_shown(one, HARM_KINDS, today, typed, about_id) for one in page.events],
        "new": new or HappenedForm(HARM_KINDS, today=today, initial=review),
        "form": typed,
        "errors": errors or [],
        "aside_words": request.POST.get("aside_words", ""),
    }
    return render(request, "web/practitioner/harms.html", given, status=REFUSED if request.method == "POST" else 200)


def _show_danger(
    request: Request,
    page: SafeguardingPage,
    typed: forms.Form | None = None,
    about_id: str = "",
    errors: list[dict[str, str]] | None = None,
) -> HttpResponse:
    new = typed if isinstance(typed, HappenedForm) and not about_id else None
    given = {
        "page": page,
        "events": [_shown(one, SAFEGUARDING_KINDS, page.today, typed, about_id) for one in page.events],
        "new": new or HappenedForm(SAFEGUARDING_KINDS, today=page.today),
        "form": typed,
        "errors": errors or [],
    }
    with timezone.override(ZoneInfo(page.time_zone)):
        status = REFUSED if request.method == "POST" else 200
        return render(request, "web/practitioner/safeguarding.html", given, status=status)


def _shown(
    one: EventFacts, kinds: tuple[str, ...], today: date, typed: forms.Form | None, about_id: str
) -> dict[str, Any]:
    """One entry with its words and the forms that belong to it, each under ids of its own."""
    is_here = str(one.id) == about_id
    own_ids = f"id_{one.id.hex[:8]}_%s"
    begun = {
        "kind": one.kind,
        "happened_on": one.happened_on,
        "words": one.words,
        "done": one.done,
        "told": one.told,
        "seriousness": one.seriousness,
    }
    if one.standing == "suggested":
        begun |= {"kind": "", "words": "\n".join(one.answers)}
    judged = one.judgement
    return {
        "one": one,
        "kind": KINDS[one.kind],
        "seriousness": SERIOUS[one.seriousness],
        "judged": (RELATED[judged.relatedness], EXPECTED[judged.expectedness], SERIOUS[judged.seriousness])
        if judged
        else (),
        "correct": typed
        if is_here and isinstance(typed, HappenedForm)
        else HappenedForm(kinds, today=today, initial=begun, auto_id=own_ids),
        "judge": typed
        if is_here and isinstance(typed, JudgeForm)
        else JudgeForm(auto_id=own_ids.replace("%s", "j_%s")),
        "is_open": is_here and typed is not None,
    }


def _waits(row: RegisterRow) -> bool:
    return row.standing == "suggested" or (row.standing == "recorded" and not row.is_judged)


def _line(row: RegisterRow) -> dict[str, Any]:
    standing = {
        "suggested": (_("Suggested: look at it"), "caution"),
        "set_aside": (_("Set aside"), ""),
    }
    judged = (_("Looked at by two"), "good")
    waits = (_("Waits for somebody else"), "info") if row.is_mine else (_("Waits for a second person"), "caution")
    return {
        "row": row,
        "kind": KINDS[row.kind],
        "state": standing.get(row.standing) or (judged if row.is_judged else waits),
        "address": "safeguarding" if row.is_safeguarding else "harms",
    }
