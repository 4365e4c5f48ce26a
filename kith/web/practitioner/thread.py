"""The golden thread in words: every part names what it is linked to, in both directions."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kith.care.queries.fidelity_of_plan import PlanFidelity
from kith.care.queries.golden_thread import GoalPart, PlanPart, SessionPart, WorkPart
from kith.care.queries.person import PersonPage
from kith.web.parts.timelines import score_words
from kith.web.practitioner.thread_links import Key, Names, links
from kith.web.practitioner.thread_whole import shown_measure, shown_technique, whole_of

SHOWN_AT_ONCE = 6  # sessions: what fits on a screen; the earlier ones open with a tap


def shown_thread(page: PersonPage) -> dict[str, Any]:
    """The parts of the thread with their links."""
    thread = page.thread
    measures = _measures(page)
    names: dict[Key, tuple[str, str]] = {
        **{each.id: (f"problem-{each.id}", each.words) for each in thread.problems},
        **{each.id: (f"goal-{each.id}", each.words) for each in thread.goals},
        **{each.id: (f"plan-{each.id}", each.title) for each in thread.plans},
        **{each.id: (f"session-{each.id}", _session_name(each)) for each in thread.sessions},
        **{each.id: (f"work-{each.id}", each.title) for each in thread.work},
        **{each.id: (f"technique-{each.id}", each.name) for each in thread.techniques},
        **{each.id: (f"measure-{each.id}", each.name) for each in thread.measures},
    }
    return {
        "whole": whole_of(thread, names, page.may_see),
        "techniques": [shown_technique(each, names) for each in thread.techniques],
        "measures": [shown_measure(each, names) for each in thread.measures],
        "problems": [{"part": each, "goals": links(each.goals, names)} for each in thread.problems],
        "goals": [_goal(each, page, names) for each in thread.goals],
        "plans": [_plan(each, names) for each in thread.plans],
        "sessions": [_session(each, page, names, measures) for each in thread.sessions[:SHOWN_AT_ONCE]],
        "earlier_sessions": [_session(each, page, names, measures) for each in thread.sessions[SHOWN_AT_ONCE:]],
        "work": [_work(each, page, names) for each in thread.work],
        "reviews": [
            {"part": each, "decision": _decisions()[each.decision], "plan": links([each.plan], names)}
            for each in thread.reviews
        ],
    }


def _goal(goal: GoalPart, page: PersonPage, names: Names) -> dict[str, Any]:
    return {
        "part": goal,
        "rating": _rating(goal),
        "problem": links([goal.problem], names),
        "plans": links(goal.plans, names),
        "sessions": links(goal.sessions, names),
        "work": links(goal.work, names),
        "techniques": links((one.id for one in page.thread.techniques if goal.id in one.goals), names),
        "measures": links((one.id for one in page.thread.measures if goal.id in one.goals), names),
    }


def _rating(goal: GoalPart) -> str:
    if not goal.ratings:
        return _("not rated yet")
    (_first_at, first), (last_at, last) = goal.ratings[0], goal.ratings[-1]
    told = {"last": f"{last:g}", "first": f"{first:g}", "day": date_format(localtime(last_at), "j M")}
    if len(goal.ratings) == 1:
        return _("%(last)s of 10 on %(day)s") % told
    return _("%(last)s of 10 on %(day)s, %(first)s at first") % told


def _plan(plan: PlanPart, names: Names) -> dict[str, Any]:
    states = {"proposed": _("Proposed"), "agreed": _("Agreed"), "ended": _("Ended")}
    told = {"attended": plan.attended, "planned": plan.sessions_planned}
    return {
        "part": plan,
        "state": states[plan.state],
        "dose": _("%(attended)d of %(planned)d sessions") % told,
        "review": ngettext(
            "review after each session", "review every %(count)d sessions", plan.review_after_sessions
        ) % {"count": plan.review_after_sessions},
        "goals": links(plan.goals, names),
        "fidelity": _fidelity(plan.fidelity),
    }  # fmt: skip


def _fidelity(found: PlanFidelity | None) -> str:
    """How many sessions were close to the protocol. A checklist that nobody filled in is missing, not failed."""
    if found is None or not found.sessions:
        return ""
    told = {"adherent": found.adherent, "judged": found.judged, "missing": len(found.sessions) - found.judged}
    if not found.judged:
        return _("Closeness to the protocol: no checklist is filled in far enough to judge.")
    words = _("Close to the protocol (80 %% of the points or more): %(adherent)d of %(judged)d sessions judged.") % told
    if not told["missing"]:
        return words
    more = ngettext(
        "In %(missing)d more the checklist is missing or half empty.",
        "In %(missing)d more the checklists are missing or half empty.",
        told["missing"],
    )
    return f"{words} {more % told}"


def _session_name(session: SessionPart) -> str:
    told = {"number": session.number, "group": session.group}
    return _("%(group)s, meeting %(number)d") % told if session.group else _("Session %(number)d") % told


def _measures(page: PersonPage) -> dict[UUID, str]:
    """The score that each session had at hand: the last one since the session before, with its measure's name."""
    if page.course is None or not page.course.known:
        return {}
    found, before = {}, page.course.known[0][0] - timedelta(days=1)
    for session in sorted(page.thread.sessions, key=lambda each: each.starts_at):
        day = localtime(session.starts_at).date()
        taken = [value for when, value in page.course.known if before < when <= day]
        if taken and session.status:
            found[session.id] = f"{page.course.name} {score_words(taken[-1])}"
        before = max(before, day)
    return found


def _session(session: SessionPart, page: PersonPage, names: Names, measures: Mapping[UUID, str]) -> dict[str, Any]:
    measure = measures.get(session.id)
    return {
        "part": session,
        "name": _session_name(session),
        "url": "" if session.group else reverse("session", args=[session.id]),
        "status": _statuses().get(session.status) or _states()[session.state],
        "goals": links(session.goals, names),
        "work": links(session.work, names),
        "techniques": links((one.id for one in page.thread.techniques if session.id in one.sessions), names),
        "measure": [{"url": "#course-title", "label": measure}] if measure else [],
    }


def _work(work: WorkPart, page: PersonPage, names: Names) -> dict[str, Any]:
    states = {
        "set": _("To do"),
        "started": _("Started"),
        "done": _("Done"),
        "part_done": _("Part done"),
        "not_done": _("Not done this time"),
        "withdrawn": _("Taken back"),
    }
    return {
        "part": work,
        "state": states[work.state],
        "url": reverse("work_entry", args=[work.id]),
        "goal": links([work.goal], names),
        "session": links([work.session], names),
        "techniques": links((one.id for one in page.thread.techniques if work.id in one.work), names),
    }


def _statuses() -> dict[str, str]:
    return {
        "attended": _("Attended"),
        "late": _("Came late"),
        "left_early": _("Left early"),
        "cancelled": _("Cancelled"),
        "apologised": _("Apologised"),
        "did_not_attend": _("Did not come"),
    }


def _states() -> dict[str, str]:
    return {"booked": _("Booked"), "held": _("Held"), "cancelled": _("Cancelled"), "missed": _("Did not come")}


def _decisions() -> dict[str, str]:
    return {
        "go_on": _("Go on"),
        "change": _("Change"),
        "step_up": _("Step up"),
        "step_down": _("Step down"),
        "end": _("End"),
    }
