"""What clients write in their worksheets: answers by field of the library's worksheets, out of the client's story."""

from __future__ import annotations

from datetime import date

import numpy as np

from kith.simulation.case import pick
from kith.simulation.happenings import WorksheetAnswers
from kith.simulation.words import Story
from kith.simulation.words.work_words import FEELINGS, LEFT_OUT, LIFTED, ORDINARY_ACTIVITIES, SANK, SURPRISES

CLOCK_TIMES = ("08:30", "10:00", "12:30", "15:00", "17:30", "20:00")


def fill(
    rng: np.random.Generator, worksheet: str, story: Story, *, day: date, progress: float, in_part: bool
) -> WorksheetAnswers:
    """Answers to the fields of one worksheet, complete enough to be kept as finished.

    `progress` runs from 0 (the first week) to 1 (the end of the plan): ratings after the work move further with it.
    Work done `in_part` has fewer rows and no optional sentences.

    >>> from kith.simulation.words.stories_family import LOSS
    >>> from datetime import date
    >>> fill(np.random.default_rng(1), "activity-diary", LOSS, day=date(2026, 3, 2), progress=0.5, in_part=True)["day"]
    '2026-03-02'
    """
    makers = {"thought-record": _thought_record, "activity-diary": _activity_diary, "exposure-record": _exposure_record}
    return makers[worksheet](rng, story, day, progress, in_part)


def _rating(rng: np.random.Generator, mean: float, top: int) -> int:
    """A whole rating round `mean`; by tens on a scale to 100."""
    step = 10 if top == 100 else 1
    return int(np.clip(round(rng.normal(mean, top / 10) / step) * step, 0, top))


def _thought_record(
    rng: np.random.Generator, story: Story, day: date, progress: float, in_part: bool
) -> WorksheetAnswers:
    thought = pick(rng, story.thoughts)
    mood_before, belief_before = _rating(rng, 75, 100), _rating(rng, 80, 100)
    answers: WorksheetAnswers = {
        "when_day": day.isoformat(),
        "situation": thought.situation,
        "mood": pick(rng, FEELINGS),
        "mood_before": mood_before,
        "thoughts": thought.thought,
        "hot_thought": thought.thought,
        "belief_before": belief_before,
        "evidence_for": thought.evidence_for,
        "evidence_against": thought.evidence_against,
        "balanced_thought": thought.balanced,
        "balanced_belief": _rating(rng, 45 + 35 * progress, 100),
        "belief_after": max(0, belief_before - _rating(rng, 15 + 30 * progress, 100)),
        "mood_after": max(0, mood_before - _rating(rng, 15 + 25 * progress, 100)),
    }
    return answers if in_part else answers | {"next_step": pick(rng, story.first_steps)}


def _activity_diary(
    rng: np.random.Generator, story: Story, day: date, progress: float, in_part: bool
) -> WorksheetAnswers:
    activities = [pick(rng, story.activities), *(pick(rng, ORDINARY_ACTIVITIES) for _ in CLOCK_TIMES)]
    times = CLOCK_TIMES[2:4] if in_part else CLOCK_TIMES
    rows = [_diary_row(rng, at, activity, progress) for at, activity in zip(times, activities, strict=False)]
    answers: WorksheetAnswers = {"day": day.isoformat(), "rows": rows}
    return answers if in_part else answers | {"lifted": pick(rng, LIFTED), "sank": pick(rng, SANK)}


def _diary_row(rng: np.random.Generator, at: str, activity: str, progress: float) -> dict[str, str | int | bool]:
    return {
        "at": at,
        "activity": activity,
        "planned": bool(rng.random() < 0.5),
        "mastery": _rating(rng, 4 + 3 * progress, 10),
        "pleasure": _rating(rng, 3.5 + 3.5 * progress, 10),
        "mood": _rating(rng, 3.5 + 3 * progress, 10),
    }


def _exposure_record(
    rng: np.random.Generator, story: Story, day: date, progress: float, in_part: bool
) -> WorksheetAnswers:
    before, expected = _rating(rng, 70 - 15 * progress, 100), _rating(rng, 75 - 20 * progress, 100)
    peak, end = min(100, before + 10), max(0, before - 20 - _rating(rng, 15 * progress, 100))
    curve = (before, peak, (peak + end) // 2) if in_part else (before, peak, before, (peak + end) // 2, end)
    return {
        "day": day.isoformat(),
        "task": story.feared_step,
        "prediction": story.thoughts[0].thought,
        "expected": expected,
        "safety_behaviours": pick(rng, LEFT_OUT),
        "distress_before": before,
        "ratings": [{"at": f"16:{5 * n:02d}", "distress": distress} for n, distress in enumerate(curve)],
        "distress_end": end,
        "dropped": "some" if in_part else "all",
        "happened": story.thoughts[0].evidence_against,
        "violated": "in_part" if in_part else "not_at_all",
        "learned": pick(rng, SURPRISES),
        "expected_after": max(0, expected - _rating(rng, 30, 100)),
    }
