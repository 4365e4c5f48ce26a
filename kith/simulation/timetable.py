"""Gives each client a weekday and hour of their own with their practitioner, so that nobody is booked twice."""

from __future__ import annotations

from datetime import datetime, timedelta

import numpy as np

from kith.simulation.fates import Fate
from kith.simulation.weeks import WorkingTime

SOON = timedelta(days=2, hours=23)


def share_hours(
    rng: np.random.Generator, work: WorkingTime, ends: datetime, carers: tuple[str, ...], fates: tuple[Fate, ...]
) -> tuple[datetime, ...]:
    """The weekly hour of each client, named by its first start after `ends`.

    Ana and clients with an open alert choose first, because they are to be seen within three days. Two clients of
    one practitioner share an hour only when the week is full, which takes more than twenty-five of them.
    """
    starts = work.session_starts_after(ends)
    taken: set[tuple[str, datetime]] = set()
    hours: dict[int, datetime] = {}
    for i in sorted(range(len(fates)), key=lambda i: not _is_seen_soon(fates[i])):
        wanted = [start for start in starts if not _is_seen_soon(fates[i]) or start < ends + SOON]
        pool = [start for start in wanted if (carers[i], start) not in taken] or wanted
        hours[i] = pool[int(rng.integers(len(pool)))]
        if fates[i].situation not in ("referred", "allocated"):
            taken.add((carers[i], hours[i]))
    return tuple(hours[i] for i in range(len(fates)))


def _is_seen_soon(fate: Fate) -> bool:
    return fate.situation == "ana" or fate.situation.startswith("alert_")
