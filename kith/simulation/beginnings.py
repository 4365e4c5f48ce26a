"""From the referral to the plan: what happens before the first session."""

from __future__ import annotations

from datetime import datetime, timedelta

from kith.simulation.case import Case, pick
from kith.simulation.happenings import (
    Allocated,
    Assessed,
    ConsentGiven,
    Formulated,
    GoalAgreed,
    Happening,
    PlanAgreed,
    ProblemNamed,
    Purpose,
    Referred,
)
from kith.simulation.measuring import measure_state
from kith.simulation.programmes import OPTIONS
from kith.simulation.staffing import CLEO, DAN
from kith.simulation.visits import Calendar
from kith.simulation.words import phrases

CONSENT_RATES: tuple[tuple[Purpose, float], ...] = (("sharing", 0.85), ("research", 0.55), ("recording", 0.3))


def begin(case: Case, calendar: Calendar) -> list[Happening]:
    """Everything from the referral to the agreed plan, as far as this client has come."""
    told = [_referred(case, calendar.referred_at)]
    if case.fate.situation == "referred":
        return told
    assessed_at = calendar.assessed_at
    told.append(_allocated(case, calendar.referred_at, assessed_at))
    if assessed_at is not None:
        told += _consents(case, assessed_at - timedelta(minutes=25))
        told += measure_state(case, assessed_at - timedelta(minutes=10), 0, "0")
        told += _assess(case, assessed_at + timedelta(minutes=50))
        if case.fate.ending != "declined":
            told += _agree(case, assessed_at + timedelta(minutes=60))
    return told


def _referred(case: Case, at: datetime) -> Happening:
    return Referred(
        at=at,
        by=DAN,
        client=case.client.key,
        site=case.client.site,
        source="school" if case.client.site == "hillcrest" else pick(case.rng, phrases.REFERRAL_SOURCES),
        reason=case.story.problems[0],
        received_on=case.work.local(at).date(),
    )


def _allocated(case: Case, referred_at: datetime, assessed_at: datetime | None) -> Happening:
    last = (assessed_at or case.ends) - timedelta(hours=2)
    at = referred_at + (last - referred_at) * float(case.rng.uniform(0.3, 0.8))
    at = max(referred_at + timedelta(minutes=30), min(case.work.opening_from(at), last))
    return Allocated(at=at, by=CLEO, client=case.client.key, practitioner=case.practitioner)


def _consents(case: Case, at: datetime) -> list[Happening]:
    key = case.client.key
    told: list[Happening] = [ConsentGiven(at=at, by=key, client=key, purpose="treatment", given=True)]
    for n, (purpose, rate) in enumerate(CONSENT_RATES, start=1):
        given = bool(case.rng.random() < rate)
        told.append(ConsentGiven(at=at + timedelta(minutes=n), by=key, client=key, purpose=purpose, given=given))
    return told


def _assess(case: Case, at: datetime) -> list[Happening]:
    story, rng, client, by = case.story, case.rng, case.client.key, case.practitioner
    circumstances = {
        "psychological": story.psychological,
        "social": story.social,
        "environmental": story.environmental,
        "strengths": pick(rng, phrases.STRENGTHS),
        "preferences": pick(rng, phrases.PREFERENCES),
        "barriers": pick(rng, phrases.BARRIERS),
        "risk": pick(rng, phrases.RISK_TEXTS),
    }
    told: list[Happening] = [Assessed(at=at, by=by, client=client, circumstances=circumstances)]
    for n, words in enumerate(story.problems, start=1):
        key = case.key("problem", n)
        told.append(ProblemNamed(at=at + timedelta(minutes=n), by=by, client=client, key=key, words=words))
    return told


def _agree(case: Case, at: datetime) -> list[Happening]:
    """Formulation, goals and plan."""
    told: list[Happening] = [_formulated(case, at)]
    goals = zip(case.goal_keys, case.story.goals, case.story.first_steps, strict=True)
    for n, (key, words, first_step) in enumerate(goals, start=1):
        told.append(
            GoalAgreed(
                at=at + timedelta(minutes=n),
                by=case.practitioner,
                client=case.client.key,
                key=key,
                problem=case.key("problem", n),
                words=words,
                first_step=first_step,
            )
        )
    return [*told, agree_plan(case, at + timedelta(minutes=5), number=1, why=case.programme.why)]


def _formulated(case: Case, at: datetime) -> Happening:
    story, shared = case.story, bool(case.rng.random() < 0.7) or case.fate.situation == "ana"
    five_ps = story.stream == "depression"
    boxes = (
        {
            "presenting": story.problems[0],
            "predisposing": story.early_years,
            "precipitating": story.trigger,
            "perpetuating": story.keeps_going,
            "protective": pick(case.rng, phrases.STRENGTHS),
            "hypothesis": pick(case.rng, phrases.HYPOTHESES),
        }
        if five_ps
        else {
            "trigger": story.thoughts[0].situation,
            "thought": story.thoughts[0].thought,
            "feeling": story.problems[0],
            "body": story.psychological,
            "doing": story.keeps_going,
            "short_term": pick(case.rng, phrases.SHORT_TERM),
            "long_term": story.problems[1],
        }
    )
    return Formulated(
        at=at,
        by=case.practitioner,
        client=case.client.key,
        key=case.key("formulation", 1),
        template="five-ps" if five_ps else "maintenance-cycle",
        boxes=boxes,
        shared=shared,
    )


def agree_plan(case: Case, at: datetime, *, number: int, why: str) -> Happening:
    """The client's `number`-th plan: which intervention, how much of it, why, and what would show that it fails."""
    rng = case.rng
    return PlanAgreed(
        at=at,
        by=case.practitioner,
        client=case.client.key,
        key=case.key("plan", number),
        protocol=case.programme.protocol,
        sessions_planned=case.planned,
        setting="community" if case.client.site == "hillcrest" else pick(rng, phrases.SETTINGS),
        format="individual",
        why=why,
        client_choice=pick(rng, phrases.CHOICES),
        not_working_if=pick(rng, phrases.NOT_WORKING_IF),
        goals=case.goal_keys,
        options_considered=OPTIONS[case.story.stream],
    )
