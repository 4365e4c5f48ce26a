"""Session by session: booking, measures, what was done, the work between sessions, and the reviews."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from kith.simulation.beginnings import agree_plan
from kith.simulation.case import Case, pick
from kith.simulation.happenings import (
    Decision,
    Done,
    Happening,
    MeetingAdded,
    MeetingSkipped,
    PhaseChanged,
    PlanAgreed,
    Reviewed,
    SessionBooked,
    SessionHeld,
    WorkDone,
    WorkReplied,
    WorkSet,
    WorksheetAnswers,
)
from kith.simulation.learning import learning
from kith.simulation.measuring import measure_around_session
from kith.simulation.visits import Calendar, Visit
from kith.simulation.words import phrases
from kith.simulation.worksheets import fill

SESSION_MINUTES, LATE_MINUTES = 50, 40
WORK_SET_RATE, WORK_DONE_RATE, WORK_REPLIED_RATE = 0.70, 0.85, 0.8
# Both protocols of the service ask for a review after six sessions.
REVIEW_EVERY = 6
DONE: tuple[Done, ...] = ("full", "part", "not")


def deliver(case: Case, calendar: Calendar, booked_at: datetime) -> list[Happening]:
    """All sessions of the calendar up to the end; `booked_at` is when the first one was booked."""
    told: list[Happening] = []
    attended, work, plan = 0, None, case.plan_key
    for number, visit in enumerate(calendar.visits, start=1):
        told.append(_booked(case, number, visit, plan, booked_at))
        if visit.attendance is None:
            break
        came = visit.attendance in ("attended", "late")
        attended += came
        held = _held(case, number, visit, attended, work)
        told.append(held)
        if came:
            told += measure_around_session(case, visit.starts_at, held.at, number, attended)
            reviews = _review(case, attended, held.at, plan)
            told += reviews
            plan = _plan_after(case, reviews, plan)
            following = calendar.visits[number] if number < len(calendar.visits) else None
            more, work = _work_between(case, number, attended, held.at, following)
            told += more
            told += _tailored(case, attended, held.at, plan)
            told += learning(case, attended, held.at, following.starts_at if following else case.ends)
        booked_at = _next_booking_at(case, held.at, came)
    return told


def _booked(case: Case, number: int, visit: Visit, plan: str, at: datetime) -> Happening:
    return SessionBooked(
        at=at,
        by=case.practitioner,
        client=case.client.key,
        key=case.key("session", number),
        plan=plan,
        number=number,
        starts_at=visit.starts_at,
        practitioner=case.practitioner,
    )


def _next_booking_at(case: Case, held_at: datetime, came: bool) -> datetime:
    """At the end of a session; after a missed one when somebody has reached the client, a day later."""
    return held_at + timedelta(minutes=5) if came else case.work.opening_from(held_at + timedelta(hours=20))


def _held(case: Case, number: int, visit: Visit, attended: int, work: WorkDone | None) -> SessionHeld:
    came = visit.attendance in ("attended", "late")
    minutes = {"attended": SESSION_MINUTES, "late": LATE_MINUTES}.get(visit.attendance or "", 0)
    ended = visit.starts_at + timedelta(minutes=SESSION_MINUTES if came else 20)
    return SessionHeld(
        at=ended,
        by=case.practitioner,
        key=case.key("session", number),
        client=case.client.key,
        attendance=visit.attendance or "attended",
        minutes=minutes,
        techniques=_techniques(case, attended) if came else (),
        agenda_done=_agenda(case) if came else (),
        note=_note(case, visit, attended),
        work_reviewed=_work_reviewed(case, work) if came else None,
        goals=case.goal_keys[: 1 + attended % 2] if came else (),
    )


def _techniques(case: Case, attended: int) -> tuple[str, ...]:
    """One or two techniques, moving through the programme as the sessions go on."""
    known = case.programme.techniques
    reached = min(len(known) - 1, (attended - 1) * len(known) // max(1, case.planned))
    return known[max(0, reached - 1) : reached + 1] if attended > 2 else known[reached : reached + 1]


def _agenda(case: Case) -> tuple[str, ...]:
    return tuple(item for item in phrases.AGENDA if case.rng.random() < 0.85) or phrases.AGENDA[:1]


def _note(case: Case, visit: Visit, attended: int) -> str:
    if visit.attendance == "did_not_attend":
        return pick(case.rng, phrases.DNA_NOTES)
    if visit.attendance == "cancelled":
        return pick(case.rng, phrases.CANCELLED_NOTES)
    story = case.story
    mood = story.better if case.is_improving_at(attended) else story.worse
    told = f"{mood} {story.notes[(attended - 1) % len(story.notes)]}"
    return f"{pick(case.rng, phrases.LATE_NOTES)} {told}" if visit.attendance == "late" else told


def _work_reviewed(case: Case, work: WorkDone | None) -> str | None:
    if work is None:
        return None
    return phrases.WORK_REVIEWED[2] if work.done == "not" else pick(case.rng, phrases.WORK_REVIEWED[:2])


def _review(case: Case, attended: int, held_at: datetime, plan: str) -> list[Happening]:
    """A review after every sixth session, except for those whose review is overdue at the end.

    The first time that things do not move, the plan is changed: the old one ends and a new one is agreed at once.
    """
    is_last = case.fate.ending == "completed" and attended == case.sessions
    if attended % REVIEW_EVERY or is_last or case.fate.situation == "review_due":
        return []
    better, number, at = case.is_improving_at(attended), attended // REVIEW_EVERY, held_at + timedelta(minutes=3)
    if better or plan != case.plan_key:
        return [review(case, number, at, "go_on", plan, better=better)]
    changed = agree_plan(case, at + timedelta(minutes=1), number=2, why=phrases.CHANGE_WHY)
    return [review(case, number, at, "change", plan, better=False), changed]


def _tailored(case: Case, attended: int, held_at: datetime, plan: str) -> list[Happening]:
    """One client's plan is fitted to her: a meeting more, one fewer, and a phase that takes longer."""
    if case.fate.situation != "ana":
        return []
    who: dict[str, Any] = {"by": case.practitioner, "client": case.client.key, "plan": plan}
    who["at"] = held_at + timedelta(minutes=6)
    said = phrases.TAILORED
    changes: dict[int, list[Happening]] = {
        4: [
            MeetingAdded(**who, title=said["title"], purpose=said["purpose"], reason=said["add_reason"]),
            MeetingSkipped(**who, page=13, reason=said["skip_reason"]),
        ],
        5: [PhaseChanged(**who, phase="activate", reason=said["back_reason"])],
        7: [PhaseChanged(**who, phase="think", reason=said["on_reason"])],
    }
    return changes.get(attended, [])


def _plan_after(case: Case, reviews: list[Happening], plan: str) -> str:
    """The key of the plan that runs after these reviews."""
    return next((happening.key for happening in reviews if isinstance(happening, PlanAgreed)), plan)


def review(case: Case, number: int, at: datetime, decision: Decision, plan: str, *, better: bool) -> Happening:
    """One dated decision about the plan, with the reason and the client's own word."""
    return Reviewed(
        at=at,
        by=case.practitioner,
        client=case.client.key,
        key=case.key("review", number),
        plan=plan,
        decision=decision,
        reason=pick(case.rng, phrases.REVIEW_REASONS_BETTER if better else phrases.REVIEW_REASONS_SAME),
        client_says=pick(case.rng, phrases.CLIENT_SAYS_BETTER if better else phrases.CLIENT_SAYS_SAME),
    )


def _work_between(
    case: Case, number: int, attended: int, held_at: datetime, following: Visit | None
) -> tuple[list[Happening], WorkDone | None]:
    """Work set at the end of a session, perhaps done and answered before the next one."""
    always = case.fate.situation == "ana"
    if following is None or not (always or case.rng.random() < WORK_SET_RATE):
        return [], None
    key, last = case.key("work", number), following.attendance is None
    due = case.ends if always and last else following.starts_at - timedelta(days=1)
    worksheet = case.programme.worksheets[min(attended // 4, len(case.programme.worksheets) - 1)]
    task = WorkSet(
        at=held_at + timedelta(minutes=2),
        by=case.practitioner,
        client=case.client.key,
        key=key,
        session=case.key("session", number),
        worksheet=worksheet,
        why=pick(case.rng, phrases.WORK_WHYS[worksheet]),
        due_on=case.work.local(due).date(),
        obstacle_plan=pick(case.rng, phrases.OBSTACLE_PLANS),
    )
    if (always and last) or case.rng.random() > WORK_DONE_RATE:
        return [task], None
    done = _done(case, task, number, attended, held_at, following.starts_at)
    return [task, done, *_replied(case, done, following.starts_at)], done


def _done(case: Case, task: WorkSet, number: int, attended: int, since: datetime, until: datetime) -> WorkDone:
    at = since + (until - since) * float(case.rng.uniform(0.25, 0.8))
    done = DONE[int(case.rng.choice(3, p=(0.58, 0.28, 0.14)))]
    day = case.work.local(at).date()
    progress = attended / max(1, case.planned)
    answers: WorksheetAnswers = {}
    if done != "not":
        in_part = done == "part"
        answers = fill(case.rng, task.worksheet, case.story, day=day, progress=progress, in_part=in_part)
    return WorkDone(
        at=at,
        by=case.client.key,
        work=task.key,
        client=case.client.key,
        key=case.key("entry", number),
        answers=answers,
        done=done,
        obstacle=None if done == "full" else pick(case.rng, phrases.OBSTACLES),
    )


def _replied(case: Case, done: WorkDone, until: datetime) -> list[Happening]:
    at = case.work.opening_from(done.at + timedelta(hours=float(case.rng.uniform(2, 30))))
    if at >= until or case.rng.random() > WORK_REPLIED_RATE:
        return []
    words = phrases.WORK_REPLIES[4] if done.done == "not" else pick(case.rng, phrases.WORK_REPLIES[:4])
    return [WorkReplied(at=at, by=case.practitioner, work=done.work, words=words)]
