"""What in a snapshot asks to be done differently: from published numbers alone, in the order in which to look at it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from kith.science.outcomes.limits import FunnelLimits, funnel_limits, place
from kith.science.outcomes.programme_values import PublishedStratum
from kith.science.outcomes.published import PublishedCount, PublishedRate

SCORES_WANTED: Final = 0.9
"""Below this share of finished courses with both scores, the rates say little about the others."""
SEEN_IN_SIX_WEEKS_WANTED: Final = 0.75
"""The NHS standard for a first session within six weeks."""
LOW_IS_WORSE: Final = ("treated", "within_six_weeks", "completeness", "recovery", "reliable_improvement")
HIGH_IS_WORSE: Final = ("reliable_deterioration", "did_not_attend")
MOST_GROUPS: Final = 2
"""More than two at once are a list to file away, not something to do this month."""


@dataclass(frozen=True)
class Attention:
    """One thing: `what` it is, and for a group or a month which `rate` of `whom` (a stratum and its category)."""

    what: str
    rate: str = ""
    stratum: str = ""
    whom: str = ""
    month: date | None = None


def attention(
    rates: Mapping[str, PublishedRate],
    counts: Mapping[str, PublishedCount],
    equity: Mapping[str, Sequence[PublishedStratum]],
    months: Mapping[str, Sequence[tuple[date, str | None]]],
) -> tuple[Attention, ...]:
    """What to do something about, safety first; a snapshot in which nothing asks for it gives `all_well` alone.

    In words: alerts answered late come before all; then too few finished courses, and nothing else is said of them;
    then scores that are missing, and waits below the standard; then groups whose rate is worse than the whole
    service's by more than 99.8 % limits (Spiegelhalter 2005), the two furthest outside them; then a rate whose newest
    month that can be shown lies as far outside. Our own convention. A rate that is withheld says nothing.

    >>> few = PublishedCount(0, None)
    >>> attention({}, {"late": PublishedCount(10, None), "finished": few, "missing_pairs": few}, {}, {})
    (Attention(what='late_alerts', rate='', stratum='', whom='', month=None), Attention(what='too_few', rate='', \
stratum='', whom='', month=None))
    """
    return tuple(_found(rates, counts, equity, months)) or (Attention("all_well"),)


def _found(
    rates: Mapping[str, PublishedRate],
    counts: Mapping[str, PublishedCount],
    equity: Mapping[str, Sequence[PublishedStratum]],
    months: Mapping[str, Sequence[tuple[date, str | None]]],
) -> Iterator[Attention]:
    if counts["late"].people != 0:
        yield Attention("late_alerts")
    if not counts["finished"].people:
        yield Attention("too_few")
        return
    missing, completeness = counts["missing_pairs"], rates["completeness"].value
    is_much = bool(missing.people) and (completeness is None or completeness < SCORES_WANTED)
    if is_much:
        yield Attention("missing_scores")
    if (seen := rates["within_six_weeks"].value) is not None and seen < SEEN_IN_SIX_WEEKS_WANTED:
        yield Attention("long_waits")
    yield from _groups(rates, counts, equity)
    yield from _months(months)
    if missing.people != 0 and not is_much:
        yield Attention("missing_scores")


def _groups(
    rates: Mapping[str, PublishedRate],
    counts: Mapping[str, PublishedCount],
    equity: Mapping[str, Sequence[PublishedStratum]],
) -> Iterator[Attention]:
    whole = {name: rates[name].value for name in (*LOW_IS_WORSE, *HIGH_IS_WORSE) if name in rates}
    referred, treated = (counts[name].people if name in counts else None for name in ("referred", "treated"))
    whole["treated"] = min(treated / referred, 1.0) if treated and referred else None
    outside: list[tuple[float, Attention]] = []
    for stratum, rows in equity.items():
        for row in rows:
            for name, expected in whole.items():
                found: PublishedRate | None = getattr(row, name, None)
                if expected is None or found is None or found.value is None or not found.denominator:
                    continue
                limits = funnel_limits(expected, found.denominator)
                if _is_much_worse(name, place(found.value, limits)):
                    outside.append((_distance(found.value, limits), Attention("group", name, stratum, row.category)))
    outside.sort(key=lambda one: (-one[0], one[1].rate, one[1].stratum, one[1].whom))
    yield from (one for _far, one in outside[:MOST_GROUPS])


def _distance(value: float, limits: FunnelLimits) -> float:
    spread = max(limits.alarm_high - limits.alarm_low, 1e-9)
    return abs(value - limits.expected) / spread


def _is_much_worse(name: str, standing: str | None) -> bool:
    return standing == ("very_high" if name in HIGH_IS_WORSE else "very_low")


def _months(months: Mapping[str, Sequence[tuple[date, str | None]]]) -> Iterator[Attention]:
    for name, rows in months.items():
        shown = [(first, standing) for first, standing in rows if standing is not None]
        if shown and _is_much_worse(name, shown[-1][1]):
            yield Attention("month", name, month=shown[-1][0])
            return
