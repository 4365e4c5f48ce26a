"""What goes wrong in care, as practitioners write it down and a supervisor judges it a few days later."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

import numpy as np

from kith.simulation.case import Case, pick
from kith.simulation.happenings import Happening, HarmJudged, HarmNoted, SessionHeld
from kith.simulation.words.harms import OTHERS, SEEN, WORSE, Told

LEAST_SESSIONS = 4
WRITTEN_WHEN_WORSE, WRITTEN_OTHERWISE = 0.7, 0.15
"""Shares of courses with an entry: assumptions put in so that there is something to look at, and no finding."""
UNTIL_WRITTEN, UNTIL_JUDGED = timedelta(minutes=20), timedelta(days=2)


def tell_harms(rng: np.random.Generator, case: Case, told: Sequence[Happening]) -> list[Happening]:
    """At most one event in a course that is well under way, written down after a session and judged before the next.

    What happened lately is left to whoever plays with the service: nothing of it waits for a judgement.
    """
    held = [one for one in told if isinstance(one, SessionHeld) and one.attendance in ("attended", "late")]
    if case.fate.situation == "ana" or len(held) < LEAST_SESSIONS:
        return []
    is_worse = case.truth.kind == "deteriorating"
    if rng.random() > (WRITTEN_WHEN_WORSE if is_worse else WRITTEN_OTHERWISE):
        return []
    after = held[int(rng.integers(1, len(held) - 1))]
    what = WORSE if is_worse else pick(rng, OTHERS)
    written = after.at + UNTIL_WRITTEN
    judged = case.work.opening_from(written + UNTIL_JUDGED)
    return [] if judged > case.ends else [_written(case, what, written), _judged(case, what, judged)]


def _written(case: Case, what: Told, at: datetime) -> HarmNoted:
    return HarmNoted(
        at=at,
        by=case.practitioner,
        client=case.client.key,
        key=case.key("harm", 1),
        kind=what.kind,
        happened_on=case.work.local(at).date(),
        words=what.words,
        done=what.done,
        seriousness=what.seriousness,
    )


def _judged(case: Case, what: Told, at: datetime) -> HarmJudged:
    return HarmJudged(
        at=at,
        by=case.supervisor,
        client=case.client.key,
        harm=case.key("harm", 1),
        relatedness=what.relatedness,
        expectedness=what.expectedness,
        seriousness=what.seriousness,
        words=SEEN,
    )
