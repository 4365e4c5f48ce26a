"""Did it change? One published figure, month by month, before and after something began: frozen months, never rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from kith.care.models import Evaluation, Service
from kith.care.permissions import Viewer, check_function
from kith.care.queries.looking import note_seen
from kith.science.outcomes import PublishedCount, PublishedRate
from kith.science.trials import Interrupted, RunChart, TrialProblem, interrupted, run_chart

REFERRED: Final = "referred"
FIGURES: Final = ("reliable_improvement", "within_six_weeks", "did_not_attend", "completeness", REFERRED)
FEWEST_MONTHS: Final = 3  # a line through fewer has no spread: the smallest that `interrupted` takes
USUAL_MONTHS: Final = 8  # on each side; the customary least of the methods page
MOST_MONTHS: Final = 60


@dataclass(frozen=True)
class MonthFigure:
    """One month: its rate or its count as published, and the number (a share in hundredths), None where withheld.

    Both are None where no snapshot that counts alike holds the month.
    """

    first: date
    rate: PublishedRate | None
    count: PublishedCount | None

    @property
    def value(self) -> float | None:
        """What is drawn and compared."""
        if self.rate is not None:
            return None if self.rate.value is None else self.rate.value * 100
        return None if self.count is None or self.count.people is None else float(self.count.people)


@dataclass(frozen=True)
class ChangePage:
    """The figure month by month; how it runs about its middle; what changed when something began, where that is known.

    `before` and `after` count known months. `chart` is None with no known month, `found` without a day or with too few
    months, and `is_flat` where the months lie on straight lines exactly.
    """

    time_zone: str
    service_name: str
    figure: str
    months: tuple[MonthFigure, ...]
    snapshots: int
    left_out: int
    offered: tuple[date, ...]
    since: date | None
    before: int
    after: int
    chart: RunChart | None
    found: Interrupted | None
    is_flat: bool

    @property
    def first_after(self) -> int | None:
        """The place of the first month after, from 0."""
        return None if self.since is None else [month.first for month in self.months].index(self.since)


def did_it_change(*, viewer: Viewer, at: datetime, figure: str = FIGURES[0], since: date | None = None) -> ChangePage:
    """The months of all snapshots that count by the rules of the newest one; of each month the newest look counts.

    A month that is unknown stays a gap. An unknown `figure` becomes the first one, a `since` that is not offered none.
    """
    check_function(viewer, "programme")
    service = Service.objects.get(pk=viewer.service_id)
    figure = figure if figure in FIGURES else FIGURES[0]
    looks = list(service.evaluations.order_by("-taken_at", "-made_at", "-pk"))
    alike = [one for one in looks if _rules(one) == _rules(looks[0])]
    months = _months(alike, figure)
    offered = tuple(month.first for month in months[1:])
    since = since if since in offered else None
    values = [month.value for month in months]
    place = None if since is None else offered.index(since) + 1
    before, after = _known(values[:place]) if place else 0, _known(values[place:]) if place else 0
    found, is_flat = None, False
    if place is not None and min(before, after) >= FEWEST_MONTHS:
        try:
            found = interrupted(values, place)
        except TrialProblem:  # with months enough there is one reason left: no spread about the lines
            is_flat = True
    note_seen(viewer, "monthly_figures.seen", [], at=at)
    return ChangePage(
        time_zone=service.time_zone,
        service_name=service.name,
        figure=figure,
        months=months,
        snapshots=len(alike),
        left_out=len(looks) - len(alike),
        offered=offered,
        since=since,
        before=before,
        after=after,
        chart=run_chart(values) if _known(values) else None,
        found=found,
        is_flat=is_flat,
    )


def _known(values: list[float | None]) -> int:
    return sum(value is not None for value in values)


def _rules(one: Evaluation) -> tuple[object, ...]:
    """What decides how people are counted: months counted otherwise are another figure."""
    policies: Mapping[str, Any] = one.results["policies"]
    return one.method, policies["version"]


def _months(looks: list[Evaluation], figure: str) -> tuple[MonthFigure, ...]:
    seen: dict[date, MonthFigure] = {}
    for look in looks:
        for row in look.results.get("months", ()):
            if (first := date.fromisoformat(row["first"])) not in seen:
                seen[first] = _month(first, row, figure)
    if not seen:
        return ()
    every = list(_from(min(seen), max(seen)))[-MOST_MONTHS:]
    return tuple(seen.get(first) or MonthFigure(first, None, None) for first in every)


def _month(first: date, row: Mapping[str, Any], figure: str) -> MonthFigure:
    if figure == REFERRED:
        return MonthFigure(first, None, PublishedCount(**row[REFERRED]))
    return MonthFigure(first, PublishedRate(**row["rates"][figure]), None)


def _from(first: date, last: date) -> Iterator[date]:
    while first <= last:
        yield first
        first = (first.replace(day=1) + timedelta(days=32)).replace(day=1)
