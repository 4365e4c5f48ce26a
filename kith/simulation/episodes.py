"""One client's whole story, from the referral to the end or to today."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import numpy as np

from kith.simulation.alerts import OPEN_ALERTS, answer_alerts, raise_open_alert
from kith.simulation.answers import GAD7, PHQ9, draw_item_shifts
from kith.simulation.beginnings import begin
from kith.simulation.case import Case, pick
from kith.simulation.courses import draw_kind, true_course
from kith.simulation.delivery import deliver
from kith.simulation.endings import end
from kith.simulation.fates import WAITING, Fate
from kith.simulation.happenings import ConcernRaised, EpisodeEnded, Happening, PlanAgreed, SessionHeld
from kith.simulation.measuring import check_in_daily
from kith.simulation.people import Client, CourseKind, Truth
from kith.simulation.programmes import BY_STREAM, CBT_DEPRESSION, Programme
from kith.simulation.visits import draw_calendar
from kith.simulation.weeks import WorkingTime
from kith.simulation.words import ADULT_STORIES, YOUNG_STORIES, phrases
from kith.simulation.words.stories_family import LOSS

ANA_SESSIONS, ANA_PLANNED = 9, 12
# Ana's true course: PHQ-9 and GAD-7 fall slowly, with a dip backwards in the seventh week.
ANA_TRUTH = Truth(
    kind="steady",
    depression=(19.0, 18.5, 17.5, 16.5, 15.0, 14.0, 12.5, 14.0, 11.5, 9.5),
    anxiety=(14.0, 13.5, 13.0, 12.0, 11.5, 10.5, 9.5, 10.5, 8.5, 7.5),
    suicidal_thoughts_tendency=0.0,
)
# An ending by agreement comes early when both totals stay below these for two sessions running.
WELL_BELOW = (8.5, 7.0)
LEAST_SESSIONS = 4
CONCERN_RATE, CHECK_IN_CLIENT_RATE = 0.05, 0.05
YOUNG_UNTIL_AGE_DAYS = 19 * 365


@dataclass(frozen=True, kw_only=True)
class Team:
    """Who looks after one client, and the first start of their weekly hour after the end of the period."""

    practitioner: str
    duty: str
    supervisor: str
    upcoming: datetime


def tell_episode(
    rng: np.random.Generator,
    client: Client,
    fate: Fate,
    team: Team,
    work: WorkingTime,
    begins: datetime,
    ends: datetime,
) -> tuple[list[Happening], Case]:
    """Everything that happened with one client up to `ends`, in order of time, but for the answers to alerts."""
    case = _open_case(rng, client, fate, team, work, begins, ends)
    calendar = draw_calendar(rng, fate, case.sessions, work, upcoming=team.upcoming, begins=begins, ends=ends)
    told = begin(case, calendar)
    plan = next((happening for happening in told if isinstance(happening, PlanAgreed)), None)
    if plan is not None:
        told += deliver(case, calendar, plan.at + timedelta(minutes=5))
    told += _from_outside_sessions(case, told)
    told += end(case, told)
    return _in_order_until(ends, told), case


def answer(case: Case, told: list[Happening]) -> list[Happening]:
    """What the team did about every alert that the client's story and the meetings of their groups have raised."""
    return [happening for happening in answer_alerts(case, told) if happening.at <= case.ends]


def _from_outside_sessions(case: Case, told: list[Happening]) -> list[Happening]:
    more: list[Happening] = []
    if case.fate.situation in OPEN_ALERTS:
        more += raise_open_alert(case)
    if case.fate.situation == "ana" or (case.fate.situation == "steady" and case.rng.random() < CHECK_IN_CLIENT_RATE):
        more += check_in_daily(case, since=max(happening.at for happening in told if isinstance(happening, PlanAgreed)))
    if case.fate.situation in ("steady", "ended") and case.rng.random() < CONCERN_RATE:
        more += _concern(case, told)
    return more


def _concern(case: Case, told: list[Happening]) -> list[Happening]:
    """The practitioner worries about something seen in an early session."""
    held = [happening for happening in told if isinstance(happening, SessionHeld) and happening.minutes]
    if len(held) < 3:
        return []
    at = held[1].at + timedelta(minutes=15)
    words = pick(case.rng, phrases.CONCERNS)
    return [ConcernRaised(at=at, by=case.practitioner, client=case.client.key, words=words, level="moderate")]


def _in_order_until(ends: datetime, told: list[Happening]) -> list[Happening]:
    """In order of time, cut at the end of the period and at the end of the episode."""
    in_order = sorted(told, key=lambda happening: happening.at)
    episode_end = next((happening.at for happening in in_order if isinstance(happening, EpisodeEnded)), ends)
    return [happening for happening in in_order if happening.at <= min(ends, episode_end)]


def _open_case(
    rng: np.random.Generator,
    client: Client,
    fate: Fate,
    team: Team,
    work: WorkingTime,
    begins: datetime,
    ends: datetime,
) -> Case:
    is_young = (work.local(ends).date() - client.date_of_birth).days < YOUNG_UNTIL_AGE_DAYS
    story = LOSS if fate.situation == "ana" else pick(rng, YOUNG_STORIES if is_young else ADULT_STORIES)
    programme = CBT_DEPRESSION if fate.situation == "ana" else BY_STREAM[story.stream]
    planned, sessions, truth = _course(rng, client, fate, programme)
    return Case(
        client=client,
        practitioner=team.practitioner,
        duty=team.duty,
        supervisor=team.supervisor,
        fate=fate,
        story=story,
        programme=programme,
        planned=planned,
        sessions=sessions,
        truth=truth,
        phq9_shifts=draw_item_shifts(rng, PHQ9, last=truth.suicidal_thoughts_tendency),
        gad7_shifts=draw_item_shifts(rng, GAD7),
        work=work,
        begins=begins,
        ends=ends,
        rng=rng,
    )


def _course(rng: np.random.Generator, client: Client, fate: Fate, programme: Programme) -> tuple[int, int, Truth]:
    """Sessions planned, sessions attended, and the true course over those."""
    if fate.situation == "ana":
        return ANA_PLANNED, ANA_SESSIONS, ANA_TRUTH
    planned = pick(rng, programme.planned)
    so_far = _sessions_so_far(rng, fate, planned)
    truth = true_course(
        rng, sessions=max(planned, so_far), kind=_kind(rng, fate), deprivation_quintile=client.deprivation_quintile
    )
    attended = _good_enough(truth, planned) if fate.ending == "completed" else so_far
    cut = replace(truth, depression=truth.depression[: attended + 1], anxiety=truth.anxiety[: attended + 1])
    return max(planned, attended + (fate.ending is None)), attended, cut


def _kind(rng: np.random.Generator, fate: Fate) -> CourseKind:
    """The kind of course; who stands off track or close to a good end at the end of the period has the kind for it."""
    if fate.situation == "off_track":
        return "deteriorating"
    if fate.situation == "plan_ending":
        return "early_responder"
    return draw_kind(rng)


def _sessions_so_far(rng: np.random.Generator, fate: Fate, planned: int) -> int:
    """Attended sessions of an episode that is open or was cut short."""
    if fate.situation in WAITING or fate.ending == "declined":
        return 0
    if fate.situation == "plan_ending":
        return planned - 1
    ranges = {
        "new": (1, 3),
        "off_track": (6, 11),
        "review_due": (7, 11),
        "overdue_measure": (5, 11),
        "ended": (1, 7),
    }
    low, high = ranges.get(fate.situation, (3, 11))
    return int(rng.integers(low, high))


def _good_enough(truth: Truth, planned: int) -> int:
    """The session after which two people agree to end: well for two sessions running, or the plan is over."""
    for s in range(LEAST_SESSIONS, planned):
        if max(truth.depression[s - 1 : s + 1]) < WELL_BELOW[0] and max(truth.anxiety[s - 1 : s + 1]) < WELL_BELOW[1]:
            return s
    return planned
