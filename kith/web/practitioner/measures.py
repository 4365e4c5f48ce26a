"""Measures over time: who is asked what and how often, whose turn it is, and what became of each time of asking."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from kith import pictures
from kith.care.actions.schedule import (
    Asking,
    end_schedule,
    refuse_request,
    reopen_request,
    set_schedule,
    skip_request,
)
from kith.care.models import Refusal
from kith.care.models.asking import FOLLOW_UP_MONTHS, REASONS, RHYTHMS
from kith.care.models.measuring import RESPONDENTS
from kith.care.queries import measuring_over_time
from kith.care.queries.measuring_over_time import (
    AskedMeasure,
    MeasuresPage,
    ScheduleShown,
    TimeOfAsking,
    request_to_decide,
    schedule_to_end,
)
from kith.care.queries.staff_looking import open_as_staff
from kith.web.asking import Request
from kith.web.errors import summary
from kith.web.practitioner.about import REFUSED, about
from kith.web.practitioner.fields import any_of, day, number, one_of, words
from kith.web.practitioner.names import choices_of, name_of
from kith.web.practitioner.sent import check_sent, chosen_id
from kith.web.reasons import REASON_WORDS

RHYTHM_WORDS: dict[str, Any] = {
    "every_session": lazy("At every session"),
    "weekly": lazy("Every week"),
    "fortnightly": lazy("Every two weeks"),
    "monthly": lazy("Every month"),
    "follow_up": lazy("After the care has ended"),
}
STATE_WORDS: dict[str, tuple[Any, str, str]] = {
    "answered": (lazy("Answered"), "good", "circle-check"),
    "skipped": (lazy("Passed over"), "", "minus"),
    "refused": (lazy("Declined"), "", "circle-dashed"),
    "expired": (lazy("No answer"), "caution", "x"),
    "overdue": (lazy("Overdue"), "danger", "triangle-alert"),
    "open": (lazy("Open"), "info", "circle-dot"),
}
"""Each state of a time of asking: word, tone, shape."""


GROUPS = frozenset({"respondent", "rhythm", "months_after", "decision"})  # fields of several choices


class ScheduleForm(forms.Form):
    """Ask a measure at a rhythm."""

    def __init__(self, page: MeasuresPage, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        made_for = {who for one in page.askable for who in one.respondents}
        self.fields["instrument"] = one_of(
            lazy("Which measure?"),
            [("", _("Choose one")), *((one.instrument, f"{one.short}: {one.title}") for one in page.askable)],
            as_list=True,
        )
        self.fields["instrument"].widget.attrs["translate"] = "no"
        self.fields["respondent"] = one_of(
            lazy("Who fills it in?"),
            choices_of([who for who in RESPONDENTS if who in made_for]),
            initial="self",
        )
        self.fields["rhythm"] = one_of(
            lazy("How often?"), [(name, RHYTHM_WORDS[name]) for name in RHYTHMS], initial="every_session"
        )
        self.fields["months_after"] = any_of(
            lazy("How many months after the ending?"),
            [(str(months), _months(months)) for months in FOLLOW_UP_MONTHS],
            lazy("Only for a measure that is asked after the care has ended."),
            initial=[str(months) for months in FOLLOW_UP_MONTHS],
        )
        self.fields["starts_on"] = day(lazy("From which day on?"), initial=page.head.today)
        self.fields["ends_on"] = day(lazy("Until which day?"), lazy("Leave it empty for as long as the care lasts."))
        self.fields["days_open"] = number(
            lazy("For how many days can it be answered?"),
            lazy("Counted from the due day. Leave it empty for the usual."),
        )


class DecideForm(forms.Form):
    """Not this time, on the person's behalf."""

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields["decision"] = one_of(
            lazy("What was said?"),
            [("skip", _("Not this time")), ("refuse", _("Would rather not answer this one"))],
            initial="skip",
        )
        self.fields["reason"] = one_of(
            lazy("Why?"),
            [("", _("Choose a reason")), *((code, REASON_WORDS[code]) for code in REASONS)],
            as_list=True,
        )
        self.fields["words"] = words(lazy("In words, if it helps"), rows=2)


def measures(request: Request, client_id: UUID) -> HttpResponse:
    """The page; a POST does what `act` names."""
    if request.method == "POST":
        open_as_staff(request.viewer, client_id, "W", "plan", at=request.at)
    page = measuring_over_time.measures(
        viewer=request.viewer, client_id=client_id, at=request.at, language=get_language() or "en"
    )
    if request.method != "POST":
        return _show(request, page)
    try:
        done = _ACTS[request.POST.get("act", "")](request, client_id, page)
    except KeyError:
        return redirect("measures", client_id)
    except Refusal as refusal:
        return _show(request, page, summary(refusal))
    messages.success(request, done)
    return redirect("measures", client_id)


def _set(request: Request, client_id: UUID, page: MeasuresPage) -> str:
    form = ScheduleForm(page, request.POST, prefix="set")
    check_sent(form)
    given = form.cleaned_data
    client, _access = open_as_staff(request.viewer, client_id, "W", "plan", at=request.at)
    asking = Asking(
        instrument=given["instrument"],
        rhythm=given["rhythm"],
        starts_on=given["starts_on"] or page.head.today,
        respondent=given["respondent"],
        ends_on=given["ends_on"],
        days_open=given["days_open"],
        months_after=tuple(int(months) for months in given["months_after"]),
    )
    set_schedule(client=client, asking=asking, by=request.viewer, at=request.at)
    return _("The measure is asked from now on.")


def _end(request: Request, client_id: UUID, page: MeasuresPage) -> str:
    schedule = schedule_to_end(
        viewer=request.viewer, client_id=client_id, schedule_id=chosen_id(request, "schedule"), at=request.at
    )
    end_schedule(schedule=schedule, by=request.viewer, at=request.at)
    return _("It is not asked any more. What was answered stays.")


def _decide(request: Request, client_id: UUID, page: MeasuresPage) -> str:
    asked = request_to_decide(
        viewer=request.viewer, client_id=client_id, request_id=chosen_id(request, "request"), at=request.at
    )
    form = DecideForm(request.POST, prefix=f"decide-{asked.pk}")
    check_sent(form)
    decide = refuse_request if form.cleaned_data["decision"] == "refuse" else skip_request
    decide(
        request=asked,
        reason=form.cleaned_data["reason"],
        words=form.cleaned_data["words"],
        by=request.viewer,
        at=request.at,
    )
    return _("Noted with its reason. Nothing is overdue.")


def _reopen(request: Request, client_id: UUID, page: MeasuresPage) -> str:
    asked = request_to_decide(
        viewer=request.viewer, client_id=client_id, request_id=chosen_id(request, "request"), at=request.at
    )
    reopen_request(request=asked, by=request.viewer, at=request.at)
    return _("It can be answered again.")


_ACTS: dict[str, Callable[[Request, UUID, MeasuresPage], str]] = {
    "set": _set,
    "end": _end,
    "decide": _decide,
    "reopen": _reopen,
}


def _show(request: Request, page: MeasuresPage, errors: list[dict[str, str]] | None = None) -> HttpResponse:
    act, typed = request.POST.get("act", ""), request.POST if errors else None
    prefix = "set" if act == "set" else f"decide-{request.POST.get('request', '')}"
    for error in errors or []:
        error["href"] = _place(error["href"], prefix)
    given = {
        **about(request, page.head, _("Measures"), "measures"),
        "page": page,
        "errors": errors or [],
        "measures": [_shown(page, one, typed) for one in page.measures],
        "set_form": ScheduleForm(page, typed if act == "set" else None, prefix="set") if page.may_change else None,
        "is_setting": act == "set" and bool(errors),
    }
    return render(request, "web/practitioner/measures.html", given, status=REFUSED if errors else 200)


def _place(href: str, prefix: str) -> str:
    """Where on the page a fault can be put right: in this form, and at the first choice of a group."""
    name = href.removeprefix("#id_").removeprefix(f"{prefix}-")
    return f"#id_{prefix}-{name}{'_0' if name in GROUPS else ''}" if name else ""


def _shown(page: MeasuresPage, one: AskedMeasure, typed: Any) -> dict[str, Any]:
    waiting = one.open
    form = None
    if waiting is not None and page.may_decide:
        is_this = typed is not None and typed.get("request") == str(waiting.id)
        form = DecideForm(typed if is_this else None, prefix=f"decide-{waiting.id}")
    return {
        "one": one,
        "who": name_of(one.respondent),
        "schedules": [{"row": row, "often": _often(row), "next": _next(row)} for row in one.schedules],
        "waiting": waiting,
        "state": _state(waiting) if waiting is not None else None,
        "form": form,
        "undo": [each for each in one.times if each.id in one.may_undo] if page.may_decide else [],
        "drawing": _strip(one),
        "numbers": _numbers(one) if one.times else None,
    }


def _state(asked: TimeOfAsking) -> dict[str, Any]:
    label, tone, icon = STATE_WORDS[asked.state]
    return {"label": label, "tone": tone, "icon": icon}


def _often(row: ScheduleShown) -> str:
    if row.rhythm == "follow_up":
        return _("%(months)s months after the ending") % {"months": ", ".join(str(one) for one in row.months_after)}
    return str(RHYTHM_WORDS[row.rhythm])


def _next(row: ScheduleShown) -> str:
    if row.next_on is not None:
        return date_format(row.next_on, "DATE_FORMAT")
    return {
        "every_session": _("when the next session is booked"),
        "follow_up": _("after the care has ended"),
    }.get(row.rhythm, _("not any more"))


def _months(months: int) -> str:
    return ngettext("%(count)d month", "%(count)d months", months) % {"count": months}


def _strip(one: AskedMeasure) -> pictures.Drawing:
    return pictures.asked_strip(
        [each.state for each in one.times],  # type: ignore[misc]  # the states of the query are the marks
        {kind: str(STATE_WORDS[kind][0]) for kind in pictures.ASKED_MARKS},
        title=_("%(measure)s, %(who)s") % {"measure": one.short, "who": name_of(one.respondent)},
        sentence=completion_words(one),
        empty=_("Nothing has been asked yet."),
    )


def completion_words(one: AskedMeasure) -> str:
    """How often it was answered, of how often it was asked; no share of nothing."""
    if not one.asked:
        return _("Not counted yet: no time of asking is over.") if one.times else _("Nothing has been asked yet.")
    told = {"answered": one.answered, "asked": one.asked, "percent": round(100 * one.answered / one.asked)}
    return (
        ngettext(
            "Answered %(answered)d of the %(asked)d time it was asked (%(percent)d %%).",
            "Answered %(answered)d of the %(asked)d times it was asked (%(percent)d %%).",
            one.asked,
        )
        % told
    )


def _numbers(one: AskedMeasure) -> dict[str, Any]:
    rows = [
        [
            date_format(each.due_on, "DATE_FORMAT"),
            STATE_WORDS[each.state][0],
            " ".join(part for part in (_why(each), each.words) if part),
        ]
        for each in reversed(one.times)
    ]
    return {"heads": [_("Due"), _("What became of it"), _("Why")], "rows": rows}


def _why(each: TimeOfAsking) -> str:
    if not each.reason:
        return ""
    reason = str(REASON_WORDS[each.reason])
    return _("%(reason)s (said by the person).") % {"reason": reason} if each.by_the_person else f"{reason}."
