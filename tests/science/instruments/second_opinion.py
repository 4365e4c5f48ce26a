"""A second scorer, written from the published rules alone: it shares no line and no document with the first."""

from __future__ import annotations

Answers = list[float | None]
Opinion = tuple[dict[str, float | None], dict[str, str | None], set[str]]


def band(value: float | None, edges: list[tuple[str, float]]) -> str | None:
    name = None
    for word, edge in edges:
        if value is not None and value >= edge:
            name = word
    return name


def added(answers: Answers) -> float | None:
    return None if None in answers else sum(a for a in answers if a is not None)


def phq9(answers: Answers) -> Opinion:
    nine = answers[:9]
    known = [a for a in nine if a is not None]
    total: float | None = None
    if len(known) >= 7:
        filled = sum(known) + (9 - len(known)) * (sum(known) / len(known))
        whole = int(filled + 1e-9)
        total = whole + 1 if filled - whole >= 0.5 - 1e-9 else whole
    edges = [("minimal", 0.0), ("mild", 5.0), ("moderate", 10.0), ("moderately_severe", 15.0), ("severe", 20.0)]
    flags = {"thoughts_of_self_harm"} if nine[8] is not None and nine[8] > 0 else set()
    return {"total": total}, {"total": band(total, edges)}, flags


def gad7(answers: Answers) -> Opinion:
    total = added(answers)
    edges = [("minimal", 0.0), ("mild", 5.0), ("moderate", 10.0), ("severe", 15.0)]
    return {"total": total}, {"total": band(total, edges)}, set()


def k10(answers: Answers) -> Opinion:
    total = added(answers)
    edges = [("low", 10.0), ("moderate", 16.0), ("high", 22.0), ("very_high", 30.0)]
    return {"total": total}, {"total": band(total, edges)}, set()


def pcl5(answers: Answers) -> Opinion:
    scores = {
        "total": added(answers),
        "intrusion": added(answers[0:5]),
        "avoidance": added(answers[5:7]),
        "thoughts_and_mood": added(answers[7:14]),
        "arousal": added(answers[14:20]),
    }
    return scores, dict.fromkeys(scores), set()


def pcl5_pattern(answers: Answers) -> bool | None:
    """Tries every way the blanks could have been answered: all low, then all high."""

    def met(fill: float) -> bool:
        high = [(fill if a is None else a) >= 2 for a in answers]
        return any(high[0:5]) and any(high[5:7]) and sum(high[7:14]) >= 2 and sum(high[14:20]) >= 2

    return met(0) if met(0) == met(4) else None


def auditc(answers: Answers) -> Opinion:
    return {"total": added(answers)}, {"total": None}, set()


def goal_rating(answers: Answers) -> Opinion:
    return {"total": answers[0]}, {"total": None}, set()


def session_feedback(answers: Answers) -> Opinion:
    total = added(answers)
    return {"total": total}, {"total": None}, {"low_session_feedback"} if total is not None and total < 24 else set()


def daily_check_in(answers: Answers) -> Opinion:
    scores = dict(zip(("mood", "sleep", "energy", "connection"), answers, strict=True))
    return scores, dict.fromkeys(scores), set()


OPINIONS = {
    "phq9": phq9,
    "gad7": gad7,
    "k10": k10,
    "pcl5": pcl5,
    "auditc": auditc,
    "goal-rating": goal_rating,
    "session-feedback": session_feedback,
    "daily-check-in": daily_check_in,
}
ANSWERS = {
    "phq9": [range(4)] * 10,
    "gad7": [range(4)] * 7,
    "k10": [range(1, 6)] * 10,
    "pcl5": [range(5)] * 20,
    "auditc": [range(5)] * 3,
    "goal-rating": [range(11)],
    "session-feedback": [range(11)] * 4,
    "daily-check-in": [range(11)] * 4,
}
