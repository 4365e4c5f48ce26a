"""After an answer, a concern or a missed meeting that tells of danger: seen, contacted, plan reviewed, closed."""

from __future__ import annotations

from datetime import datetime, timedelta

from kith.science.pathways import LATELY
from kith.simulation.answers import PHQ9, SUICIDAL_THOUGHTS_ITEM, with_answer
from kith.simulation.case import Case, pick
from kith.simulation.happenings import (
    AlertClosed,
    AlertContacted,
    AlertPlanReviewed,
    AlertSeen,
    ConcernRaised,
    EndingCountersigned,
    EpisodeEnded,
    GroupMet,
    Happening,
    Measured,
    SafetyPlanWritten,
    SessionHeld,
)
from kith.simulation.measuring import measured, phq9_answers
from kith.simulation.words import phrases
from kith.simulation.words.safety_plans import SAFETY_STEPS

# How long before the end the open alerts were raised, and how many of the four steps were done by then.
OPEN_ALERTS: dict[str, tuple[float, int]] = {
    "alert_new": (1.6, 0),
    "alert_seen": (22.0, 1),
    "alert_contacted": (44.0, 2),
}

FROM_HOME = "phq9-from-home"


def tells_of_danger(happening: Happening) -> bool:
    """Whether this raises an alert: PHQ-9 item 9 above "not at all", or a concern.

    >>> from datetime import UTC
    >>> tells_of_danger(Happening(at=datetime(2026, 1, 5, tzinfo=UTC), by="ben"))
    False
    """
    if isinstance(happening, Measured) and happening.instrument == PHQ9.instrument:
        return bool(dict(happening.answers)[SUICIDAL_THOUGHTS_ITEM])
    return isinstance(happening, ConcernRaised)


def answer_alerts(case: Case, told: list[Happening]) -> list[Happening]:
    """The team's answers to every alert in one client's story; each alert is closed before the next can rise.

    `told` holds the meetings of the client's groups too. Whoever ends within thirty days of an alert has a supervisor's
    word for it.
    """
    in_order = sorted(told, key=lambda happening: happening.at)
    ended = next((h for h in in_order if isinstance(h, EpisodeEnded)), None)
    raisers = [h for h in in_order if _may_raise(case, h) and (ended is None or h.at < ended.at)]
    answers: list[Happening] = []
    newest: datetime | None = None
    for n, raised in enumerate(raisers):
        if tells_of_danger(raised) or (_is_missed(case, raised) and newest and raised.at - newest <= LATELY):
            until = raisers[n + 1].at if n + 1 < len(raisers) else ended.at if ended else None
            has_plan = any(isinstance(h, SafetyPlanWritten) for h in answers)
            answers += _answer(case, raised, until, has_plan=has_plan)
            newest = max(raised.at, answers[-1].at if answers else raised.at)
    if ended is not None and newest is not None and ended.at - newest <= LATELY:
        answers.append(_countersigned(case, newest, ended.at))
    return answers


def _may_raise(case: Case, happening: Happening) -> bool:
    is_phq9 = isinstance(happening, Measured) and happening.instrument == PHQ9.instrument
    return isinstance(happening, ConcernRaised) or is_phq9 or _is_missed(case, happening)


def _is_missed(case: Case, happening: Happening) -> bool:
    """Stayed away without a word, alone or from the group."""
    if isinstance(happening, GroupMet):
        return dict(happening.register).get(case.client.key) == "absent"
    return isinstance(happening, SessionHeld) and happening.attendance == "did_not_attend"


def _countersigned(case: Case, newest: datetime, ended_at: datetime) -> Happening:
    at = ended_at - min((ended_at - newest) / 2, timedelta(days=1))
    words = pick(case.rng, phrases.COUNTERSIGN_WORDS)
    return EndingCountersigned(at=at, by=case.supervisor, client=case.client.key, words=words)


def raise_open_alert(case: Case) -> list[Happening]:
    """A PHQ-9 sent from home shortly before the end, with a ninth answer that needs somebody."""
    hours, _ = OPEN_ALERTS[case.fate.situation]
    answers = with_answer(phq9_answers(case, case.sessions), SUICIDAL_THOUGHTS_ITEM, 2 if hours < 3 else 1)
    return [measured(case, case.ends - timedelta(hours=hours), PHQ9.instrument, answers, FROM_HOME)]


def _answer(case: Case, raised: Happening, until: datetime | None, *, has_plan: bool) -> list[Happening]:
    """Four steps (and a first safety plan where there is none), the last before `until`."""
    steps = _steps(case, raised, _moments(case, raised, until), has_plan=has_plan)
    if isinstance(raised, Measured) and raised.key == _from_home_key(case):
        return steps[: OPEN_ALERTS[case.fate.situation][1]]
    return steps


def _from_home_key(case: Case) -> str:
    return f"{case.client.key}-{FROM_HOME}"


def _moments(case: Case, raised: Happening, until: datetime | None) -> tuple[datetime, ...]:
    """When it was seen, contacted, reviewed and closed; squeezed in proportion if there is too little time."""
    rng = case.rng
    seen = timedelta(minutes=float(rng.gamma(1.6, 18) + 2))
    mean_hours = 4.0 if _is_moderate(raised) else 1.6
    contacted = seen + timedelta(hours=float(rng.gamma(1.5, mean_hours / 1.5) + 0.2))
    reviewed = contacted + timedelta(hours=float(rng.gamma(1.4, 9)))
    closed = reviewed + timedelta(hours=float(rng.gamma(1.6, 14) + 1))
    allowed = (until - raised.at) * 0.9 if until else closed
    factor = min(1.0, allowed / closed)
    return tuple(raised.at + after * factor for after in (seen, contacted, reviewed, closed))


def _is_moderate(raised: Happening) -> bool:
    """An answer of "some days", a concern or a missed meeting can wait until the next working day; more cannot."""
    return not isinstance(raised, Measured) or dict(raised.answers)[SUICIDAL_THOUGHTS_ITEM] == 1


def _steps(case: Case, raised: Happening, moments: tuple[datetime, ...], *, has_plan: bool) -> list[Happening]:
    client, rng = case.client.key, case.rng
    seen, contacted, reviewed, closed = moments
    steps: list[Happening] = [
        AlertSeen(at=seen, by=_who(case, seen), client=client),
        AlertContacted(
            at=contacted, by=_who(case, contacted), client=client, note=pick(rng, phrases.ALERT_CONTACT_NOTES)
        ),
    ]
    if not has_plan:
        halfway = contacted + (reviewed - contacted) / 2
        steps.append(SafetyPlanWritten(at=halfway, by=_writer(case, halfway), client=client, steps=_six_steps(case)))
    return [
        *steps,
        AlertPlanReviewed(
            at=reviewed, by=_who(case, reviewed), client=client, note=pick(rng, phrases.ALERT_PLAN_NOTES)
        ),
        AlertClosed(
            at=closed,
            by=case.duty if raised.by == case.practitioner else _who(case, closed),  # never whoever raised it
            client=client,
            outcome=pick(rng, phrases.ALERT_OUTCOMES),
            note=pick(rng, phrases.ALERT_CLOSED_NOTES),
        ),
    ]


def _who(case: Case, moment: datetime) -> str:
    """The client's practitioner in working hours, else the person on duty."""
    return case.practitioner if case.work.is_open(moment) else case.duty


def _writer(case: Case, moment: datetime) -> str:
    """The practitioner writes it down with the client; out of hours the client writes it alone."""
    return case.practitioner if case.work.is_open(moment) else case.client.key


def _six_steps(case: Case) -> dict[str, list[str]]:
    return {step: _some(case, lines) for step, lines in SAFETY_STEPS.items()}


def _some(case: Case, lines: tuple[str, ...]) -> list[str]:
    chosen = sorted(case.rng.permutation(len(lines))[:2])
    return [lines[i] for i in chosen]
