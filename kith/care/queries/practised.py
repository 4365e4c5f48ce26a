"""What a client practised of their own accord, as those who work with them read it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from statistics import fmean

from kith.care.models import Client
from kith.care.permissions import FULL, Access, Viewer
from kith.care.queries.working import title_of


@dataclass(frozen=True)
class Practised:
    """One practice, how often it was done, and the means before and after over the times that have both numbers."""

    title: str
    times: int
    rated: int
    before: float | None
    after: float | None


def practised_since(*, viewer: Viewer, client: Client, access: Access, since: datetime | None) -> tuple[Practised, ...]:
    """Every practice done after `since`, the most used first; nothing for whoever may not read the work in full."""
    if not viewer.is_staff or access.level("R", "work") != FULL:
        return ()
    runs = client.practicerun_set.order_by("done_at")
    found: dict[str, list[Mapping[str, int]]] = defaultdict(list)
    for run in runs if since is None else runs.filter(done_at__gt=since):
        found[run.practice].append(run.ratings)
    rows = [_practised(practice, ratings) for practice, ratings in found.items()]
    return tuple(sorted(rows, key=lambda row: (-row.times, row.title)))


def _practised(practice: str, ratings: list[Mapping[str, int]]) -> Practised:
    both = [(one["before"], one["after"]) for one in ratings if {"before", "after"} <= set(one)]
    return Practised(
        title=title_of("practice", practice),
        times=len(ratings),
        rated=len(both),
        before=fmean(before for before, _after in both) if both else None,
        after=fmean(after for _before, after in both) if both else None,
    )
