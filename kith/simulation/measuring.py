"""What a client answers: questionnaires at the assessment and at sessions, feedback, goal ratings, daily check-ins."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from kith.simulation.answers import (
    GAD7,
    PHQ9,
    SUICIDAL_THOUGHTS_ITEM,
    answer_scale,
    answer_sliders,
    with_answer,
)
from kith.simulation.case import Case
from kith.simulation.happenings import Answers, Happening, Measured

GOAL_RATING, SESSION_FEEDBACK, DAILY_CHECK_IN = "goal-rating", "session-feedback", "daily-check-in"
GOAL_ITEMS = ("how_near",)
FEEDBACK_ITEMS = ("heard", "what_matters", "way_of_working", "overall")
CHECK_IN_ITEMS = ("mood", "sleep", "energy", "connection")
MISSING_RATE = 0.10
GOAL_RATING_RATE, FEEDBACK_RATE = 0.30, 0.22
CHECK_IN_DAYS, CHECK_IN_RATE = 30, 0.8
LANGUAGE = "en"
CHECK_IN_FROM = time(19, 30)


def measured(case: Case, at: datetime, instrument: str, answers: Answers, key: str, **about: str | None) -> Measured:
    """The client answers an instrument, alone."""
    return Measured(
        at=at,
        by=case.client.key,
        client=case.client.key,
        key=f"{case.client.key}-{key}",
        instrument=instrument,
        answers=answers,
        language=LANGUAGE,
        respondent="self",
        session=about.get("session"),
        goal=about.get("goal"),
    )


def phq9_answers(case: Case, attended: int) -> Answers:
    """PHQ-9 answers after `attended` sessions. Ana's ninth answer is set, because her page tells a story about it."""
    answers = answer_scale(case.rng, PHQ9, case.truth.depression[attended], item_shifts=case.phq9_shifts)
    if case.fate.situation == "ana":
        return with_answer(answers, SUICIDAL_THOUGHTS_ITEM, 1 if attended in (1, case.sessions - 1) else 0)
    return answers


def measure_state(case: Case, at: datetime, attended: int, key: str, session: str | None = None) -> list[Happening]:
    """PHQ-9 and then GAD-7, two minutes apart."""
    gad7 = answer_scale(case.rng, GAD7, case.truth.anxiety[attended], item_shifts=case.gad7_shifts)
    return [
        measured(case, at, PHQ9.instrument, phq9_answers(case, attended), f"phq9-{key}", session=session),
        measured(case, at + timedelta(minutes=2), GAD7.instrument, gad7, f"gad7-{key}", session=session),
    ]


def measure_around_session(
    case: Case, starts_at: datetime, held_at: datetime, number: int, attended: int
) -> list[Happening]:
    """The measures of one attended session; about one in ten sessions goes without PHQ-9 and GAD-7."""
    rng, session = case.rng, case.key("session", number)
    before = starts_at - timedelta(minutes=float(rng.uniform(8, 20) if rng.random() < 0.6 else rng.uniform(300, 1200)))
    told: list[Happening] = []
    if not _is_left_out(case, attended):
        told += measure_state(case, before, attended, str(number), session)
    if rng.random() < GOAL_RATING_RATE or case.fate.situation == "ana":
        told += _rate_goals(case, before + timedelta(minutes=4), attended, number, session)
    if rng.random() < FEEDBACK_RATE or case.fate.situation == "ana":
        after = held_at + timedelta(minutes=float(rng.uniform(5, 90)))
        mean = float(rng.normal(8.3 if case.is_improving_at(attended) else 6.6, 0.8))
        sliders = answer_sliders(rng, FEEDBACK_ITEMS, mean=mean, sd=0.8)
        told.append(measured(case, after, SESSION_FEEDBACK, sliders, f"feedback-{number}", session=session))
    return told


def _is_left_out(case: Case, attended: int) -> bool:
    if case.fate.situation == "overdue_measure":
        return attended > case.sessions - 3
    if case.fate.situation in ("ana", "off_track", "review_due") or attended == case.sessions:
        return False
    return bool(case.rng.random() < MISSING_RATE)


def _rate_goals(case: Case, at: datetime, attended: int, number: int, session: str) -> list[Happening]:
    gained = case.truth.depression[0] - case.truth.depression[attended]
    told: list[Happening] = []
    for i, goal in enumerate(case.goal_keys[: 2 if case.fate.situation == "ana" else 1]):
        rating = answer_sliders(case.rng, GOAL_ITEMS, mean=2.5 + 0.5 * gained - i, sd=0.9)
        key = f"goal-{i + 1}-rating-{number}"
        told.append(
            measured(case, at + timedelta(seconds=30 * i), GOAL_RATING, rating, key, session=session, goal=goal)
        )
    return told


def check_in_daily(case: Case, since: datetime) -> list[Happening]:
    """Daily check-ins of the last month, or `since` the client began, a few days left out."""
    today = case.work.local(case.ends).date()
    told: list[Happening] = []
    for ago in range(CHECK_IN_DAYS, 0, -1):
        if case.rng.random() > CHECK_IN_RATE:
            continue
        evening = timedelta(minutes=float(case.rng.uniform(0, 120)))
        at = case.work.at(today - timedelta(days=ago), CHECK_IN_FROM) + evening
        mean = 3.6 + 2.6 * (CHECK_IN_DAYS - ago) / CHECK_IN_DAYS
        sliders = answer_sliders(case.rng, CHECK_IN_ITEMS, mean=mean, sd=1.2)
        if at < since:
            continue
        told.append(measured(case, at, DAILY_CHECK_IN, sliders, f"check-in-{CHECK_IN_DAYS - ago + 1}"))
    return told
