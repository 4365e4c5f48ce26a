"""The caseload: who needs something today, and what."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from kith.care.queries.alliances import REPAIR_SHEET
from kith.care.queries.allocating import newly_allocated
from kith.care.queries.caseload import Case, CaseloadPage
from kith.care.queries.caseload import caseload as find_caseload
from kith.care.queries.on_duty import outlook
from kith.care.queries.reasons_to_act import ALL
from kith.care.queries.worries import concerns_waiting
from kith.web.asking import Request
from kith.web.parts.allocating_words import when_words, why_words
from kith.web.practitioner.clocks import clock_words, follow_up_words, is_late
from kith.web.practitioner.heads import sign_of
from kith.web.practitioner.pictures import SIGNALS, case_picture, mark_of
from kith.web.practitioner.reason_words import alert_of, follow_up_of, reason_name, reason_words
from kith.web.practitioner.worry import waiting_row

MEASURE_ASKED = "phq9"


def caseload(request: Request) -> HttpResponse:
    """The list, filtered by what the address says."""
    asked = {name: request.GET.get(name, "").strip() for name in ("reason", "status", "q")}
    page = find_caseload(
        viewer=request.viewer,
        at=request.at,
        reason=asked["reason"] if asked["reason"] in ALL else "",
        status=asked["status"] if asked["status"] in SIGNALS else "",
        name=asked["q"][:80],
        language=get_language() or "en",
    )
    given = {
        "page": page,
        "count_line": count_line(page),
        "cases": [case_row(case, request.at, shows_practitioner=page.shows_practitioners) for case in page.cases],
        "asked": asked,
        "reasons": [(name, reason_name(name), page.counts.get(name, 0)) for name in ALL if page.counts.get(name)],
        "signals": [(name, label) for name, (label, _tone, _icon) in SIGNALS.items()],
        "filters_on": _filters_on(asked),
        "outlook": outlook(viewer=request.viewer, at=request.at),
        "waiting": [waiting_row(row, request.at) for row in concerns_waiting(viewer=request.viewer)],
        "new_people": [
            (one, when_words(one.way), why_words(one.way))
            for one in newly_allocated(viewer=request.viewer, at=request.at)
        ]
        if not any(asked.values())
        else [],
        "may_refer": bool(request.viewer.roles & {"practitioner", "duty"}),
    }
    return render(request, "web/practitioner/caseload.html", given)


def count_line(page: CaseloadPage) -> str:
    """“18 people, 3 need something today.”"""
    people = ngettext("%(count)d person", "%(count)d people", page.people) % {"count": page.people}
    if not page.for_today:
        return _("%(people)s. Nobody needs something today.") % {"people": people}
    needed = ngettext("%(count)d needs something today", "%(count)d need something today", page.for_today)
    return f"{people}, {needed % {'count': page.for_today}}."


def case_row(case: Case, at: datetime, *, shows_practitioner: bool) -> dict[str, Any]:
    """What the part `case` shows."""
    hue, sign = sign_of(case.client_id)
    clock, is_overdue = _clock(case, at)
    practitioner = _("with %(name)s") % {"name": case.practitioner} if shows_practitioner and case.practitioner else ""
    born = _("born %(year)s") % {"year": case.birth_year} if case.birth_year else ""
    row = {
        "name": case.name,
        "identifier": " · ".join(part for part in (case.number, born, practitioner) if part),
        "url": "" if case.is_limited else reverse("person", args=[case.client_id]),
        "hue": hue,
        "sign": sign,
        "why": reason_words(case.why, case),
        "clock": clock,
        "is_late": is_overdue,
        "act": _act_words(case),
        "course": case_picture(case.course) if case.course and case.course.known else None,
        "state": None if case.is_limited else mark_of(case.status),
        "next": date_format(localtime(case.situation.next_session), "D j M, H:i")
        if case.situation.next_session
        else "",
        "button": _button(case),
    }
    if case.is_limited:
        row["why"] = _("Member of your group")
        row["act"] = _("Their record is with their practitioner.")
    return row


def _outreach_suggestion(case: Case) -> str:
    facts = case.why.facts
    if facts["decide"]:
        return _("Decide with your supervisor whether to go on. Care does not end by it.")
    if facts["other_way"]:
        return _("Try another way: a letter or a visit, if that is safe.")
    return _("Try again, within what is safe for them.")


def _act_words(case: Case) -> str:
    """The suggested act, and what else is due."""
    others = [reason_name(reason.id) for reason in case.reasons[1:]]
    also = _("Also: %(list)s.") % {"list": ", ".join(others)} if others else ""
    return " ".join(part for part in (_suggestion(case), _due_words(case), also) if part)


def _due_words(case: Case) -> str:
    """By when an off-track signal is to be reviewed."""
    due = case.situation.review_due_on
    if due is None:
        return ""
    late, early = _("The review was due by %(day)s."), _("Review it by %(day)s.")
    return (late if due < case.situation.today else early) % {"day": date_format(due, "D j M")}


def _suggestion(case: Case) -> str:
    if case.why.id == "alert_open":
        return {
            "raised": _("Say that you have it in hand, then make contact."),
            "seen": _("Make contact, by a way that is safe."),
            "contacted": _("Look at the safety plan together."),
            "planned": _("Close it with its outcome."),
        }[alert_of(case).state]
    if case.why.id == "waiting" and case.why.facts["assessed"]:
        return _("Agree a plan together.")
    if case.why.id == "case_discussion" and case.may_discuss:
        return _("Talk about it with the practitioner, and record what was agreed.")
    if case.why.id == "outreach_due":
        return _outreach_suggestion(case)
    return {
        "promised": _("Do it, and tell them that it is done."),
        "case_discussion": _(
            "It goes to a case discussion: your supervisor sees it. Review it with the person as well."
        ),
        "follow_up_due": _("Make contact, by a way that is safe, and write down how it went."),
        "follow_up_coming": _("Make contact by then, by a way that is safe."),
        "safety_plan_review": _("Look at it together: does it still fit?"),
        "carer_due": _("Speak with them alone, in the way they called safe."),
        "off_track": _("Look at alliance, motivation, support and life events, and decide together how to go on."),
        "harm_suggested": _("Thank them and ask; then record it in the register, or set it aside."),
        "deteriorated": _("Look at it together, and write down the finding and what you do."),
        "strained": _("Open the next meeting with it: ask what felt wrong, own your part, agree what changes."),
        "missed_session": _("Get in touch, ask how things are, and offer a new time."),
        "review_due": _("Look at scores, goals and plan together, and decide."),
        "overdue_measure": _("Send a check-in, or fill it in together."),
        "unread_work": _("Read it and answer in a line."),
        "plan_ending": _("Talk about the ending and what to keep doing."),
        "ready_to_finish": _("Talk about ending, and about staying well."),
        "waiting": _("Book the assessment."),
    }.get(case.why.id, "")


ONLY_TREATING = frozenset({"talk_about_us", "measure", "book", "take_on"})
"""Acts of whoever treats the person; a supervisor reads why it is due, and has no page to do it on."""


def _button(case: Case) -> dict[str, Any] | None:
    if case.is_limited:
        return _link("raise_concern", case.client_id, _("I am worried"), "second")
    where: dict[str, Callable[[], dict[str, Any] | None]] = {
        "open_alert": lambda: _link("alert", alert_of(case).id, _("Open the alert"), "first"),
        "review": lambda: _review(case),
        "discuss": lambda: _review(case),
        "look_at_harm": lambda: _link("harms", case.client_id, _("Look")),
        "talk_about_us": lambda: {
            "url": reverse("sheet_new", args=[case.client_id, REPAIR_SHEET]),
            "label": _("Repair note"),
        },
        "follow_up": lambda: _link("follow_up", follow_up_of(case).id, _("Record the contact")),
        "safety_plan": lambda: _link("safety_plan", case.client_id, _("Safety plan")),
        "reach_out": lambda: _link("outreach", case.client_id, _("Write down a try")),
        "look_at_carers": lambda: _link("carers", case.client_id, _("Look")),
        "keep_promise": lambda: _link("engagement", case.client_id, _("Look")),
        "book": lambda: _link("book", case.client_id, _("Book")),
        "measure": lambda: {"url": reverse("measure", args=[case.client_id, _asked(case)]), "label": _("Measure")},
        "read_work": lambda: _link("work_entry", case.situation.unread[0][1], _("Read")),
        "take_on": lambda: _take_on(case),
    }
    if case.why.act in ONLY_TREATING and not case.may_plan:
        return None
    return where[case.why.act]() if case.why.act else None


def _review(case: Case) -> dict[str, Any] | None:
    """Who plans reviews; who supervises reads what was decided and records the discussion."""
    if case.may_plan:
        return _link("review", case.client_id, _("Review"))
    return _link("discussion", case.client_id, _("Look at it")) if case.may_discuss else None


def _take_on(case: Case) -> dict[str, Any]:
    if case.why.facts["assessed"]:
        return _link("plan", case.client_id, _("Plan"))
    return _link("assess", case.client_id, _("Assess"))


def _asked(case: Case) -> str:
    if case.situation.asked.instrument:
        return case.situation.asked.instrument
    return case.course.instrument if case.course else MEASURE_ASKED


def _link(name: str, what: Any, label: str, tone: str = "second") -> dict[str, Any]:
    return {"url": reverse(name, args=[what]), "label": label, "tone": tone}


def _clock(case: Case, at: datetime) -> tuple[str, bool]:
    """What the clock of the row says, and whether it is late: of the alert, else of contact that is to be made."""
    alert, again = case.situation.alert, case.situation.follow_up
    if alert is not None:
        return clock_words(alert.state, alert.contact_due_at, at), is_late(alert.state, alert.contact_due_at, at)
    return (follow_up_words(again.due_at, at), at >= again.due_at) if again is not None else ("", False)


def _filters_on(asked: dict[str, str]) -> list[dict[str, Any]]:
    """Each filter that is on, with the address of the list without it."""
    shown = {
        "reason": reason_name(asked["reason"]) if asked["reason"] in ALL else "",
        "status": SIGNALS[asked["status"]][0] if asked["status"] in SIGNALS else "",
        "q": asked["q"],
    }
    return [
        {"label": label, "url": "?" + urlencode({key: asked[key] for key in asked if key != name and asked[key]})}
        for name, label in shown.items()
        if label
    ]
