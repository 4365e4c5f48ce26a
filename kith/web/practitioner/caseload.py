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
from kith.care.queries.reasons_to_act import ALL, OpenAlert, OpenFollowUp, Reason
from kith.care.queries.worries import concerns_waiting
from kith.web.asking import Request
from kith.web.parts.allocating_words import new_rows
from kith.web.parts.timelines import day_words
from kith.web.practitioner.clocks import clock_words, follow_up_words, is_late
from kith.web.practitioner.heads import sign_of
from kith.web.practitioner.names import name_of
from kith.web.practitioner.pictures import SIGNALS, case_picture, deciding_words, mark_of
from kith.web.practitioner.reason_names import REASON_NAMES
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
        "reasons": [(name, REASON_NAMES[name], page.counts.get(name, 0)) for name in ALL if page.counts.get(name)],
        "signals": [(name, label) for name, (label, _tone, _icon) in SIGNALS.items()],
        "filters_on": _filters_on(asked),
        "outlook": outlook(viewer=request.viewer, at=request.at),
        "waiting": [waiting_row(row, request.at) for row in concerns_waiting(viewer=request.viewer)],
        "new_people": new_rows(() if any(asked.values()) else newly_allocated(viewer=request.viewer, at=request.at)),
        "may_refer": bool(request.viewer.roles & {"practitioner", "duty"}),
        "may_bring": "practitioner" in request.viewer.roles,
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


def reason_words(reason: Reason, case: Case) -> str:
    """Why this person stands here, in words."""
    return _WORDS[reason.id](reason, case)


def _nothing_due_words(case: Case) -> str:
    reviewed_on = case.situation.reviewed_on
    if case.status == "off_track" and reviewed_on is not None:
        return _("Nothing due: reviewed on %(day)s") % {"day": day_words(reviewed_on)}
    return _("Nothing due")


def _off_track_words(reason: Reason, case: Case) -> str:
    judged = case.course.judgement if case.course else None
    return deciding_words(judged) if judged and judged.reasons else _("Off track")


def _worse_words(reason: Reason, case: Case) -> str:
    left = reason.facts["days_left"]
    if left < 0:
        return _("Reliably worse, and not looked at in time")
    return ngettext(
        "Reliably worse: look at it within %(days)d day", "Reliably worse: look at it within %(days)d days", left
    ) % {"days": left}


def _strained_words(reason: Reason, case: Case) -> str:
    if "fell" in reason.facts:
        return _("Working together is rated lower than last time")
    return _("Working together is rated low")


def _measure_words(reason: Reason, case: Case) -> str:
    days, asked = reason.facts["days"], case.situation.asked
    if asked.due_at is not None:
        told = {"measure": asked.short, "day": date_format(localtime(asked.due_at), "j M")}
        if asked.respondent == "self":
            return _("%(measure)s was due on %(day)s") % told
        return _("%(measure)s by %(who)s was due on %(day)s") % {**told, "who": name_of(asked.respondent)}
    if not reason.facts["scores"]:
        return ngettext(
            "In treatment for %(days)d day without a score", "In treatment for %(days)d days without a score", days
        ) % {"days": days}
    return ngettext("No score for %(days)d day", "No score for %(days)d days", days) % {"days": days}


def _waiting_words(reason: Reason, case: Case) -> str:
    weeks = reason.facts["weeks"]
    if not weeks:
        return _("Waiting since this week")
    return ngettext("Waiting for %(weeks)d week", "Waiting for %(weeks)d weeks", weeks) % {"weeks": weeks}


def _ending_words(reason: Reason, case: Case) -> str:
    left = reason.facts["left"]
    if not left:
        return _("All planned sessions have taken place")
    return ngettext("%(left)d session of the plan is left", "%(left)d sessions of the plan are left", left) % {
        "left": left
    }


def _review_words(reason: Reason, case: Case) -> str:
    count = reason.facts["sessions"]
    return ngettext(
        "Review due: %(count)d session since the last one", "Review due: %(count)d sessions since the last one", count
    ) % {"count": count}


def _work_words(reason: Reason, case: Case) -> str:
    count = reason.facts["pieces"]
    return ngettext("%(count)d piece of work waits to be read", "%(count)d pieces of work wait to be read", count) % {
        "count": count
    }


def _carer_words(reason: Reason, case: Case) -> str:
    """Whatever is due with those who care, without a name and without a word of what they said."""
    facts = reason.facts
    heavy, again, review = (facts.get(act, 0) for act in ("relief", "again", "review"))
    said = (
        heavy and ngettext("%(count)d carer has a heavy load", "%(count)d carers have a heavy load", heavy),
        again and ngettext("%(count)d carer is to be asked again", "%(count)d carers are to be asked again", again),
        review
        and ngettext("%(count)d carer's plan is due for a look", "%(count)d carers' plans are due for a look", review),
    )
    counted = zip(said, (heavy, again, review), strict=True)
    return "; ".join(words % {"count": count} for words, count in counted if words)


def _outreach_words(reason: Reason, case: Case) -> str:
    tries, days = reason.facts["tries"], reason.facts["days"]
    if not tries:
        return _("Nobody has tried to reach them yet")
    tried = ngettext("%(count)d try", "%(count)d tries", tries) % {"count": tries}
    if not days:
        return _("%(tries)s, the last one today") % {"tries": tried}
    since = ngettext("none for %(days)d day", "none for %(days)d days", days) % {"days": days}
    return f"{tried}, {since}"


def _quiet_words(reason: Reason) -> str:
    weeks = reason.facts["weeks"]
    return ngettext(
        "No meeting with their peer supporter for %(weeks)d week",
        "No meeting with their peer supporter for %(weeks)d weeks",
        weeks,
    ) % {"weeks": weeks}


def _outreach_suggestion(case: Case) -> str:
    facts = case.why.facts
    if facts["decide"]:
        return _("Decide with your supervisor whether to go on. Care does not end by it.")
    if facts["other_way"]:
        return _("Try another way: a letter or a visit, if that is safe.")
    return _("Try again, within what is safe for them.")


_WORDS: dict[str, Callable[[Reason, Case], str]] = {
    "alert_open": lambda reason, case: _("Open alert, owned by %(name)s") % {"name": _alert(case).owner},
    "case_discussion": lambda reason, case: _("Off track again after a review"),
    "follow_up_due": lambda reason, case: _follow_up_words(case),
    "follow_up_coming": lambda reason, case: _follow_up_words(case),
    "safety_plan_review": lambda reason, case: (
        _("The safety plan was to be looked at on %(day)s") % {"day": date_format(localtime(reason.since), "j M")}
    ),
    "off_track": _off_track_words,
    "harm_suggested": lambda reason, case: _("Named something hard about care in their answers"),
    "deteriorated": _worse_words,
    "strained": _strained_words,
    "missed_session": lambda reason, case: (
        _("Did not come on %(day)s") % {"day": date_format(localtime(reason.since), "j M")}
    ),
    "outreach_due": _outreach_words,
    "promised": lambda reason, case: (
        ngettext(
            "%(count)d thing is promised before the first meeting",
            "%(count)d things are promised before the first meeting",
            reason.facts["things"],
        )
        % {"count": reason.facts["things"]}
    ),
    "carer_due": _carer_words,
    "review_due": _review_words,
    "overdue_measure": _measure_words,
    "unread_work": _work_words,
    "peer_quiet": lambda reason, case: _quiet_words(reason),
    "peer_review": lambda reason, case: _("They have met their peer supporter three times"),
    "plan_ending": _ending_words,
    "ready_to_finish": lambda reason, case: _("Reliably recovered"),
    "waiting": _waiting_words,
    "nothing_due": lambda reason, case: _nothing_due_words(case),
}


def _act_words(case: Case) -> str:
    """The suggested act, and what else is due."""
    others = [str(REASON_NAMES[reason.id]) for reason in case.reasons[1:]]
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
        }[_alert(case).state]
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
        "peer_quiet": _("Ring both, each alone, and ask how it is. Ending is all right, and needs no reason."),
        "peer_review": _("Ask both, each alone, whether it is right for them."),
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
        "open_alert": lambda: _link("alert", _alert(case).id, _("Open the alert"), "first"),
        "review": lambda: _review(case),
        "discuss": lambda: _review(case),
        "look_at_harm": lambda: _link("harms", case.client_id, _("Look")),
        "talk_about_us": lambda: {
            "url": reverse("sheet_new", args=[case.client_id, REPAIR_SHEET]),
            "label": _("Repair note"),
        },
        "follow_up": lambda: _link("follow_up", _follow_up(case).id, _("Record the contact")),
        "safety_plan": lambda: _link("safety_plan", case.client_id, _("Safety plan")),
        "reach_out": lambda: _link("outreach", case.client_id, _("Write down a try")),
        "look_at_carers": lambda: _link("carers", case.client_id, _("Look")),
        "keep_promise": lambda: _link("engagement", case.client_id, _("Look")),
        "look_at_peer": lambda: _link("peer_match", case.client_id, _("Look")),
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


def _alert(case: Case) -> OpenAlert:
    assert case.situation.alert is not None  # the reason "open alert" holds only with one
    return case.situation.alert


def _follow_up(case: Case) -> OpenFollowUp:
    assert case.situation.follow_up is not None  # its two reasons hold only with one
    return case.situation.follow_up


def _follow_up_words(case: Case) -> str:
    return _("Contact again by %(when)s") % {"when": date_format(localtime(_follow_up(case).due_at), "D j M, H:i")}


def _clock(case: Case, at: datetime) -> tuple[str, bool]:
    """What the clock of the row says, and whether it is late: of the alert, else of contact that is to be made."""
    alert, again = case.situation.alert, case.situation.follow_up
    if alert is not None:
        return clock_words(alert.state, alert.contact_due_at, at), is_late(alert.state, alert.contact_due_at, at)
    return (follow_up_words(again.due_at, at), at >= again.due_at) if again is not None else ("", False)


def _filters_on(asked: dict[str, str]) -> list[dict[str, Any]]:
    """Each filter that is on, with the address of the list without it."""
    shown = {
        "reason": REASON_NAMES[asked["reason"]] if asked["reason"] in ALL else "",
        "status": SIGNALS[asked["status"]][0] if asked["status"] in SIGNALS else "",
        "q": asked["q"],
    }
    return [
        {"label": label, "url": "?" + urlencode({key: asked[key] for key in asked if key != name and asked[key]})}
        for name, label in shown.items()
        if label
    ]
