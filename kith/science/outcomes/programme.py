"""What a programme reaches in a period, from its episodes and alerts to results that may be shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import date
from statistics import median

from kith.science.disclosure import (
    FEW_OR_NOBODY,
    SMALLEST_SHOWN,
    ShownCount,
    join_small_places,
    shown_breakdowns,
    shown_count,
)
from kith.science.outcomes.dated_limits import DatedLimits, outcomes_of
from kith.science.outcomes.funnel import Journey, funnel
from kith.science.outcomes.limits import funnel_limits, place
from kith.science.outcomes.programme_values import (
    AlertFacts,
    EpisodeFacts,
    Period,
    ProgrammeResults,
    PublishedAlerts,
    PublishedAttendance,
    PublishedMonth,
    PublishedOutcomes,
    PublishedPlace,
    PublishedStep,
    PublishedStratum,
    PublishedWaits,
)
from kith.science.outcomes.published import (
    PublishedRate,
    publish_count,
    publish_figure,
    publish_ranges,
    publish_rate,
)
from kith.science.outcomes.rates import Rate, rate
from kith.science.outcomes.recovery import RecoveryRates, recovery_rates
from kith.science.outcomes.trends import months_between
from kith.science.outcomes.waits import SIX_WEEKS_IN_DAYS, summarise_waits

METHOD = "programme-outcomes-4"

WAIT_EDGES_IN_DAYS = (14, 28, 42, 84, 126)
LONG_BETWEEN_IN_DAYS, TOO_LONG_BETWEEN_IN_DAYS = 28, 90
"""First to second session, as the published NHS queries flag it."""
BY_GROUP = ("within_six_weeks", "completeness", "recovery", "reliable_improvement", "reliable_deterioration")
"""The rates of finished courses that are shown of each place, each month and each group of people."""


def programme_results(
    episodes: Iterable[EpisodeFacts],
    alerts: Iterable[AlertFacts],
    *,
    period: Period,
    limits: DatedLimits,
    strata: Sequence[str],
    staff_of_place: Mapping[str, Set[object]],
) -> ProgrammeResults:
    """The results of a period, each count suppressed and rounded before anything is worked out from it.

    In words: the funnel follows the referrals received in the period; waits and outcomes are of the courses that
    finished in it (ended after two attended sessions or more); outcomes are counted by both measures as
    `count_outcomes` does, by the limits in force on the day the care ended; sessions are those of the period. Sources:
    NHS Talking Therapies manual and NHS England's published queries; small numbers as in `disclosure`. Missing scores
    lower the completeness and enter no rate; unknown categories are given as a category of their own by the caller.
    These are changes before and after care without a comparison group: not the effect of treatment. Raises ValueError
    as `count_outcomes` does.

    >>> from datetime import UTC, date, datetime
    >>> from kith.science.change import Limits
    >>> year = Period(date(2026, 1, 1), date(2026, 12, 31), datetime(2026, 1, 1, tzinfo=UTC),
    ...               datetime(2027, 1, 1, tzinfo=UTC))
    >>> one = EpisodeFacts("Clinic", {}, date(2026, 1, 5), True, (date(2026, 2, 2), date(2026, 2, 9)), (),
    ...                    date(2026, 6, 1), False, (16, 8), (13, 6))
    >>> results = programme_results([one] * 20, [], period=year, limits=DatedLimits.always(Limits(10, 6), Limits(8, 4)),
    ...                             strata=(), staff_of_place={"Clinic": {"Ben"}})
    >>> results.outcomes.recovery.value, results.waits.days_to_first.value
    (1.0, 28.0)
    """
    everybody = list(episodes)
    referred = [one for one in everybody if period.first <= one.received_on <= period.last]
    ended = [one for one in everybody if one.ended_on and period.first <= one.ended_on <= period.last]
    finished = [one for one in ended if one.has_finished]

    def recovered(some: Sequence[EpisodeFacts]) -> RecoveryRates:
        return recovery_of(some, limits)

    counted = _referred(referred, period, strata)
    return ProgrammeResults(
        funnel=tuple(_funnel(referred, counted.total)),
        waits=_waits(finished, everybody, period),
        outcomes=_outcomes(recovered(finished)),
        attendance=_attendance(everybody, ended, finished, period),
        alerts=_alerts(list(alerts), period),
        equity={name: _equity(name, referred, finished, recovered, counted.by_stratum[name]) for name in strata},
        places=_places(finished, everybody, period, staff_of_place, recovered),
        months=tuple(_months(finished, everybody, counted.by_month, period, recovered)),
    )


@dataclass(frozen=True)
class _Referred:
    """The people referred: once in all, and by each thing that the page breaks them down by, made fit together."""

    total: ShownCount
    by_stratum: Mapping[str, Mapping[str, ShownCount]]
    by_month: Mapping[date, ShownCount]


def _referred(referred: list[EpisodeFacts], period: Period, strata: Sequence[str]) -> _Referred:
    by_stratum = {name: Counter(one.strata[name] for one in referred) for name in strata}
    by_month = {first: 0 for first, _last in months_between(period.first, period.last)}
    for one in referred:
        by_month[max(first for first in by_month if first <= one.received_on)] += 1
    shown = shown_breakdowns(*(list(counts.values()) for counts in by_stratum.values()), list(by_month.values()))
    *strata_shown, months_shown = shown.breakdowns
    return _Referred(
        shown.total,
        {
            name: dict(zip(counts, parts, strict=True))
            for (name, counts), parts in zip(by_stratum.items(), strata_shown, strict=True)
        },
        dict(zip(by_month, months_shown, strict=True)),
    )


def _journey(one: EpisodeFacts) -> Journey:
    return Journey(one.is_assessed, len(one.attended_on), one.ended_on is not None)


def _funnel(referred: list[EpisodeFacts], total: ShownCount) -> Iterator[PublishedStep]:
    """The steps; a step that everybody reached is the total that stands beside its parts, and not another number."""

    def shown(people: int) -> ShownCount:
        return total if people == len(referred) else shown_count(people)

    for step in funnel([_journey(one) for one in referred]):
        share = step.of_previous
        of_previous = publish_rate(share.numerator, share.denominator, total=shown(share.denominator))
        yield PublishedStep(step.id, publish_count(shown(step.people)), of_previous)


def recovery_of(some: Sequence[EpisodeFacts], limits: DatedLimits) -> RecoveryRates:
    """What became of people by both measures, as `recovery_rates` counts it; without complete scores in no rate.

    >>> from kith.science.change import Limits
    >>> recovery_of([], DatedLimits.always(Limits(10, 6), Limits(8, 4))).reliable_improvement.value is None
    True
    """
    return recovery_rates(outcomes_of(some, limits))


def _waits(finished: list[EpisodeFacts], everybody: list[EpisodeFacts], period: Period) -> PublishedWaits:
    known = [days for one in finished if (days := one.days_to_first) is not None]
    seconds = [days for one in finished if (days := one.days_to_second) is not None]
    waits = summarise_waits(known)
    waiting = [
        (period.last - one.received_on).days
        for one in everybody
        if one.received_on <= period.last and not one.attended_on and one.ended_on is None
    ]
    return PublishedWaits(
        days_to_first=publish_figure(waits.median_days, people=len(known)),
        within_six_weeks=publish_rate(waits.within_six_weeks.numerator, len(known)),
        within_eighteen_weeks=publish_rate(waits.within_eighteen_weeks.numerator, len(known)),
        ranges=publish_ranges(known, edges=WAIT_EDGES_IN_DAYS),
        days_to_second=publish_figure(median(seconds) if seconds else None, people=len(seconds)),
        second_after_28_days=publish_rate(sum(days > LONG_BETWEEN_IN_DAYS for days in seconds), len(seconds)),
        second_after_90_days=publish_rate(sum(days > TOO_LONG_BETWEEN_IN_DAYS for days in seconds), len(seconds)),
        waiting=publish_count(len(waiting)),
        waiting_over_six_weeks=publish_count(sum(days > SIX_WEEKS_IN_DAYS for days in waiting)),
    )


def _outcomes(rates: RecoveryRates) -> PublishedOutcomes:
    paired, finished = rates.completeness.numerator, rates.completeness.denominator
    return PublishedOutcomes(
        finished=publish_count(finished),
        missing_pairs=publish_count(finished - paired),
        **{name: publish_rate(one.numerator, one.denominator) for name, one in vars(rates).items()},
    )


def _attendance(
    everybody: list[EpisodeFacts], ended: list[EpisodeFacts], finished: list[EpisodeFacts], period: Period
) -> PublishedAttendance:
    came, stayed_away = _sessions(everybody, period)
    treated = [one for one in ended if one.attended_on]
    counts = [len(one.attended_on) for one in finished]
    return PublishedAttendance(
        sessions_of_a_course=publish_figure(median(counts) if counts else None, people=len(counts)),
        did_not_attend=publish_rate(stayed_away, came + stayed_away),
        dropped_out=publish_rate(sum(one.has_dropped_out for one in treated), len(treated)),
    )


def _sessions(some: Iterable[EpisodeFacts], period: Period) -> tuple[int, int]:
    """Sessions of the period that people came to, and those they missed without saying so."""
    came = missed = 0
    for one in some:
        came += sum(period.first <= day <= period.last for day in one.attended_on)
        missed += sum(period.first <= day <= period.last for day in one.missed_on)
    return came, missed


def _alerts(alerts: list[AlertFacts], period: Period) -> PublishedAlerts:
    raised = [one for one in alerts if period.begins <= one.raised_at < period.ends]
    contacted = [(one, one.contacted_at) for one in raised if one.contacted_at and one.contacted_at < period.ends]
    hours = [(when - one.raised_at).total_seconds() / 3600 for one, when in contacted]
    judged = len(contacted) + sum(
        one.due_at < period.ends and (one.contacted_at is None or one.contacted_at >= period.ends) for one in raised
    )
    in_time = sum(when <= one.due_at for one, when in contacted)
    still_open = [
        one for one in alerts if one.raised_at < period.ends and (one.closed_at is None or one.closed_at >= period.ends)
    ]
    ages = [(period.ends - one.raised_at).total_seconds() / 86_400 for one in still_open]
    return PublishedAlerts(
        raised=publish_count(len(raised)),
        hours_to_contact=publish_figure(round(median(hours), 1) if hours else None, people=len(hours)),
        contacted_in_time=publish_rate(in_time, judged),
        late=publish_count(judged - in_time),
        open=publish_count(len(still_open)),
        days_open=publish_figure(round(median(ages), 1) if ages else None, people=len(ages)),
    )


def _equity(
    name: str,
    referred: list[EpisodeFacts],
    finished: list[EpisodeFacts],
    recovered: Callable[[Sequence[EpisodeFacts]], RecoveryRates],
    shown: Mapping[str, ShownCount],
) -> tuple[PublishedStratum, ...]:
    rows = []
    for category in sorted({one.strata[name] for one in (*referred, *finished)}):
        came = [one for one in referred if one.strata[name] == category]
        there = [one for one in finished if one.strata[name] == category]
        shares = {**vars(recovered(there)), "within_six_weeks": _seen_in_six_weeks(there)}
        rows.append(
            PublishedStratum(
                category=category,
                referred=publish_count(shown.get(category, ShownCount(0))),
                treated=publish_rate(sum(bool(one.attended_on) for one in came), len(came), total=shown.get(category)),
                **{one: _of_a_group(shares[one]) for one in BY_GROUP},
            )
        )
    return tuple(rows)


def _of_a_group(share: Rate) -> PublishedRate:
    """A rate of a group; that it had nobody is not told apart from that it had few."""
    if share.denominator < SMALLEST_SHOWN:
        return PublishedRate(None, None, None, None, None, FEW_OR_NOBODY)
    return publish_rate(share.numerator, share.denominator)


def _seen_in_six_weeks(finished: Sequence[EpisodeFacts]) -> Rate:
    waits = [days for one in finished if (days := one.days_to_first) is not None]
    return rate(sum(days <= SIX_WEEKS_IN_DAYS for days in waits), len(waits))


def _places(
    finished: list[EpisodeFacts],
    everybody: list[EpisodeFacts],
    period: Period,
    staff_of_place: Mapping[str, Set[object]],
    recovered: Callable[[Sequence[EpisodeFacts]], RecoveryRates],
) -> dict[str, tuple[PublishedPlace, ...]]:
    """Each rate by place, in the order of the alphabet: never ranked."""

    def counts(where: Set[str]) -> dict[str, tuple[int, int]]:
        there = [one for one in finished if one.place in where]
        return _tally(there, [one for one in everybody if one.place in where], period, recovered)

    people = Counter(one.place for one in everybody)
    groups = join_small_places({name: (people[name], staff) for name, staff in staff_of_place.items()})
    whole = counts(frozenset(staff_of_place))
    found: dict[str, list[PublishedPlace]] = {name: [] for name in whole}
    for group in groups if len(groups) > 1 else ():
        for name, (top, bottom) in counts(group).items():
            found[name].append(_place(tuple(sorted(group)), top, bottom, publish_rate(*whole[name]).value))
    return {name: tuple(places) for name, places in found.items()}


def _tally(
    finished: list[EpisodeFacts],
    everybody: list[EpisodeFacts],
    period: Period,
    recovered: Callable[[Sequence[EpisodeFacts]], RecoveryRates],
) -> dict[str, tuple[int, int]]:
    """The rates that are compared between places and between months, as (how many, of how many)."""
    rates = {**vars(recovered(finished)), "within_six_weeks": _seen_in_six_weeks(finished)}
    came, missed = _sessions(everybody, period)
    return {
        **{name: (rates[name].numerator, rates[name].denominator) for name in BY_GROUP},
        "did_not_attend": (missed, came + missed),
    }


def _months(
    finished: list[EpisodeFacts],
    everybody: list[EpisodeFacts],
    referred: Mapping[date, ShownCount],
    period: Period,
    recovered: Callable[[Sequence[EpisodeFacts]], RecoveryRates],
) -> Iterator[PublishedMonth]:
    for first, last in months_between(period.first, period.last):
        ended = [one for one in finished if one.ended_on and first <= one.ended_on <= last]
        rates = _tally(ended, everybody, replace(period, first=first, last=last), recovered)
        yield PublishedMonth(
            first=first.isoformat(),
            referred=publish_count(referred[first]),
            rates={name: publish_rate(*counts) for name, counts in rates.items()},
        )


def _place(names: tuple[str, ...], top: int, bottom: int, expected: float | None) -> PublishedPlace:
    rate = publish_rate(top, bottom)
    if rate.value is None or not rate.denominator or expected is None:
        return PublishedPlace(names, rate, None)
    return PublishedPlace(names, rate, place(rate.value, funnel_limits(expected, rate.denominator)))
