"""One person: what keeps them safe, the course of their scores, and the golden thread."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kith.care.queries.courses_of_scores import ScoreCourse
from kith.care.queries.person import PersonPage
from kith.care.queries.person import person as find_person
from kith.web.asking import Request
from kith.web.parts.timelines import numbers_of, score_words
from kith.web.practitioner.clocks import clock_words, follow_up_words
from kith.web.practitioner.heads import crumbs_to, head_of
from kith.web.practitioner.pictures import gain_words, mark_of, person_picture, state_words, why_words
from kith.web.practitioner.thread import shown_thread


def person(request: Request, client_id: UUID) -> HttpResponse:
    """The page; `?measure=` chooses the course that is drawn."""
    page = find_person(
        viewer=request.viewer,
        client_id=client_id,
        at=request.at,
        measure=request.GET.get("measure", ""),
        language=get_language() or "en",
    )
    given = {
        "page": page,
        "crumbs": crumbs_to(page.identity),
        "person": {**head_of(page.identity), "chips": _chips(page)},
        "team": ", ".join(each.name for each in page.team),
        "alert_clock": clock_words(page.alert.state, page.alert.contact_due_at, request.at) if page.alert else "",
        "follow_up_clock": follow_up_words(page.follow_up.due_at, request.at) if page.follow_up else "",
        "acts": _acts(page),
        "tabs": _tabs(page),
        "figure": _figure(page) if page.course else None,
        "answers_url": _answers_url(page),
        "thread": shown_thread(page),
        "channel": _channel(page),
    }
    return render(request, "web/practitioner/person.html", given)


def _answers_url(page: PersonPage) -> str:
    """Where the answers behind the drawn course stand question by question, for those who may read them."""
    if page.course is None or "answers" not in page.may_see:
        return ""
    return f"{reverse('answers', args=[page.identity.client_id])}?measure={page.course.key}"


def _chips(page: PersonPage) -> list[dict[str, Any]]:
    words = {
        "waiting": _("Waiting"),
        "assessed": _("Assessed, waiting for treatment"),
        "in_treatment": _("In treatment"),
        "ended": _("Care here has ended"),
    }
    chips: list[dict[str, Any]] = [{"label": words[page.state], "tone": "", "icon": "route"}] if page.state else []
    if page.course and page.course.judgement:
        chips.append(mark_of(page.course.judgement.status))
    return chips


def _tabs(page: PersonPage) -> list[dict[str, Any]]:
    """One link for each course: different measures, versions and respondents are never on one line."""
    names = [course.name for course in page.courses]
    return [
        {
            "url": f"?measure={course.key}",
            "label": _tab_label(course, names),
            "current": course == page.course,
            "is_name": True,
        }
        for course in page.courses
    ]


def _tab_label(course: ScoreCourse, names: list[str]) -> str:
    by = {
        "parent": _("by a parent"),
        "carer": _("by a carer"),
        "teacher": _("by a teacher"),
        "clinician": _("by a clinician"),
    }
    parts = [course.name, by.get(course.respondent, "")]
    if names.count(course.name) > 1 and course.respondent == "self":
        parts.append(_("version %(number)s") % {"number": course.version})
    return " ".join(part for part in parts if part)


def _figure(page: PersonPage) -> dict[str, Any]:
    course = page.course
    assert course is not None  # the caller asks only when there is one
    judged = course.judgement
    return {
        "drawing": person_picture(page, course),
        "title": course.name,
        "numbers": numbers_of(course),
        "state": state_words(judged)
        if judged
        else _("No limits are known for this measure, so the change is not judged."),
        "why": [*why_words(judged), *gain_words(page.gains)] if judged else [],
        "judged": judged,
        "cut_off": score_words(judged.cut_off) if judged else "",
        "change": score_words(judged.reliable_change) if judged and judged.reliable_change is not None else "",
        "missed": [date_format(day, "j M") for day in page.missed],
    }


def _acts(page: PersonPage) -> list[dict[str, str]]:
    """The buttons that this viewer may press, in the order of the way."""
    client = page.identity.client_id
    instrument = page.course.instrument if page.course else "phq9"
    rows = (
        ("assess", _("Assess"), "clipboard-check", reverse("assess", args=[client])),
        ("formulate", _("Formulate"), "git-branch", reverse("formulate", args=[client])),
        ("goals", _("Goals"), "target", reverse("goals", args=[client])),
        ("plan", _("Plan"), "route", reverse("plan", args=[client])),
        ("book", _("Book"), "calendar-days", reverse("book", args=[client])),
        ("work", _("Work between meetings"), "book-open", reverse("client_work", args=[client])),
        ("sheets", _("Sheets and contacts"), "notebook-pen", reverse("sheets", args=[client])),
        ("engagement", _("Before the first meeting"), "door-open", reverse("engagement", args=[client])),
        ("outreach", _("Reaching them"), "phone", reverse("outreach", args=[client])),
        ("group_wait", _("A place in a group"), "users", reverse("group_wait", args=[client])),
        ("group_entry", _("From groups"), "users", reverse("from_groups", args=[client])),
        ("peer_log", _("Peer support"), "footprints", reverse("peer_log", args=[client])),
        ("connections", _("People and places"), "circle-dot", reverse("around", args=[client])),
        ("measure", _("Measure"), "clipboard-list", reverse("measure", args=[client, instrument])),
        ("measures", _("Measures over time"), "history", reverse("measures", args=[client])),
        ("forms", _("Forms"), "list-checks", reverse("forms", args=[client])),
        ("harms", _("What went wrong"), "circle-alert", reverse("harms", args=[client])),
        ("limits", _("What stays between us"), "lock", reverse("limits", args=[client])),
        ("safe_mode", _("Hidden on their pages"), "eye-off", reverse("safe_mode", args=[client])),
        ("review", _("Review"), "scale", reverse("review", args=[client])),
        ("safety_talk", _("Talk about safety"), "message-circle", reverse("safety_talk", args=[client])),
        ("concern", _("I am worried"), "bell", reverse("raise_concern", args=[client])),
    )
    return [
        {"label": label, "icon": icon, "url": url}
        for act, label, icon, url in rows
        if act in page.may
        or act == "measures"
        or (act in ("work", "group_entry", "peer_log", "connections") and act in page.may_see)
    ]


def _channel(page: PersonPage) -> str:
    names = {"none": _("No messages"), "sms": _("Text message"), "email": _("Email"), "phone": _("Phone")}
    return names[page.contact.channel] if page.contact else ""
