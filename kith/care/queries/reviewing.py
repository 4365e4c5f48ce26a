"""Review: what the scores say and by which rule, what was tried so far, and what earlier reviews decided."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from kith.care.models.kept_documents import protocol_of
from kith.care.models.knowledge import library
from kith.care.permissions import Viewer
from kith.care.queries.assessing import courses_of_client
from kith.care.queries.choices import ChoiceTold, choices_told
from kith.care.queries.client_head import ClientHead, client_head
from kith.care.queries.courses_of_scores import ScoreCourse
from kith.care.queries.golden_thread import GoalPart, GoldenThread, PlanPart, SessionPart, golden_thread
from kith.care.queries.looking import note_seen
from kith.care.queries.looking_into import LookingInto, looking_into
from kith.care.queries.staff_looking import open_as_staff

NEEDS_A_LOOK = frozenset({"off_track", "watch"})
METHOD = "kith.science.change.signal"


@dataclass(frozen=True)
class Tried:
    """What was done in this plan so far."""

    attended: int
    missed: int
    planned: int
    techniques: tuple[tuple[str, int], ...]
    work_set: int
    work_done: int
    weeks: int | None


@dataclass(frozen=True)
class ReviewPage:
    """Everything a decision about the plan should rest on."""

    head: ClientHead
    plan: PlanPart | None
    not_working_if: tuple[str, ...]
    course: ScoreCourse | None
    others: tuple[ScoreCourse, ...]
    sessions: tuple[tuple[date, bool], ...]
    tried: Tried
    goals: tuple[GoalPart, ...]
    feedback: tuple[tuple[datetime, float], ...]
    looking: LookingInto
    seen_then: dict[str, Any]
    choice: ChoiceTold | None

    @property
    def status(self) -> str:
        """The signal of the main course."""
        judgement = self.course.judgement if self.course is not None else None
        return judgement.status if judgement is not None else "not_enough_data"

    @property
    def needs_a_look(self) -> bool:
        """Whether the signal asks to look at the six areas."""
        return self.status in NEEDS_A_LOOK


def reviewing(*, viewer: Viewer, client_id: UUID, at: datetime, language: str = "en") -> ReviewPage:
    """The page on which the plan that is running is reviewed."""
    client, access = open_as_staff(viewer, client_id, "W", "plan", at=at)
    episode = client.newest_episode()
    thread = GoldenThread()
    if episode is not None:
        thread = golden_thread(viewer=viewer, client=client, episode=episode, access=access, at=at)
    plan = next((one for one in thread.plans if one.state == "agreed"), None)
    row = episode.plans.filter(pk=plan.id).first() if episode and plan else None
    agreed = protocol_of(row) if row is not None else None
    courses = courses_of_client(viewer=viewer, client=client, episode=episode, at=at, language=language)
    course = courses.main(row.protocol if row is not None else "")
    zone = ZoneInfo(client.service.time_zone)
    own = tuple(one for one in thread.sessions if plan is not None and one.plan == plan.id and one.status)
    feedback = (
        client.score_set.standing()
        .filter(measurement__instrument="session-feedback", value__isnull=False, measurement__episode=episode)
        .order_by("measurement__taken_at", "pk")
    )
    note_seen(viewer, "review.seen", [client.pk], at=at)
    return ReviewPage(
        head=client_head(viewer=viewer, client=client, access=access, episode=episode, at=at),
        plan=plan,
        not_working_if=agreed.not_working_if if agreed is not None else (),
        course=course,
        others=tuple(one for one in courses.all if one is not course and one.known and one.judgement is not None),
        sessions=tuple(
            (one.starts_at.astimezone(zone).date(), one.is_present) for one in thread.sessions if one.status
        ),
        tried=_tried(plan, own, thread, at),
        goals=tuple(one for one in thread.goals if not one.is_closed),
        feedback=tuple(
            (when, value) for when, value in feedback.values_list("measurement__taken_at", "value") if value is not None
        ),
        looking=looking_into(
            viewer=viewer,
            client=client,
            access=access,
            episode=episode,
            course=course,
            sessions=thread.sessions,
            at=at,
            language=language,
        ),
        seen_then=_seen_then(courses.all, course, own),
        choice=next(
            (
                one
                for one in choices_told(viewer=viewer, episode=episode, access=access)
                if plan is not None and one.plan == plan.id
            ),
            None,
        ),
    )


def _tried(plan: PlanPart | None, sessions: Sequence[SessionPart], thread: GoldenThread, at: datetime) -> Tried:
    counted: dict[str, int] = {}
    for session in sessions:
        for name in session.techniques:
            counted[name] = counted.get(name, 0) + 1
    ids = {session.id for session in sessions}
    work = [piece for piece in thread.work if piece.session in ids and piece.state != "withdrawn"]
    return Tried(
        attended=sum(session.is_present for session in sessions),
        missed=sum(not session.is_present for session in sessions),
        planned=plan.sessions_planned if plan is not None else 0,
        techniques=tuple(sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))),
        work_set=len(work),
        work_done=sum(piece.was_done for piece in work),
        weeks=(at - plan.agreed_at).days // 7 if plan is not None and plan.agreed_at is not None else None,
    )


def _seen_then(
    courses: Sequence[ScoreCourse], main: ScoreCourse | None, sessions: Sequence[SessionPart]
) -> dict[str, Any]:
    """What is kept beside the decision, so that it can be judged later by what was known then."""
    return {
        "method": METHOD,
        "library": library().version,
        "sessions_attended": sum(session.is_present for session in sessions),
        "main": main.key if main is not None else "",
        "courses": {
            one.key: {
                "scores": [[day.isoformat(), value] for day, value in one.known],
                "signal": one.judgement.status if one.judgement is not None else "not_enough_data",
                "reasons": list(one.judgement.reasons) if one.judgement is not None else [],
                "cut_off": one.judgement.cut_off if one.judgement is not None else None,
                "reliable_change": one.judgement.reliable_change if one.judgement is not None else None,
                "source": one.judgement.source if one.judgement is not None else "",
                "judged_by": _ground(one),
            }
            for one in courses
            if one.known
        },
    }


def _ground(course: ScoreCourse) -> dict[str, Any]:
    """What the signal rested on then: finished courses, or rules and why only those."""
    by = course.judgement.judged_by if course.judgement is not None else None
    if by is None:
        return {}
    if by.learned_on is None:
        return {"rules": by.why_not}
    return {"finished_courses": by.people, "learned_on": by.learned_on.isoformat()}
