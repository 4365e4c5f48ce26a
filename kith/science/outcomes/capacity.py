"""How much care a service gives in a week, to whom, and what it lacks to know: from facts of a period, fit to show."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean, median, stdev

from kith.science.disclosure import FEWEST_PRACTITIONERS, SMALL_NUMBERS, shown_count
from kith.science.outcomes.programme_values import EpisodeFacts, Period, PublishedStratum
from kith.science.outcomes.published import (
    PublishedCount,
    PublishedFigure,
    PublishedRate,
    publish_count,
    publish_figure,
    publish_rate,
)

DAYS_IN_A_WEEK = 7
RATE_DECIMALS = 3
"""Rates a week are a few hundredths; of rounded counts, three decimals tell no more than the counts do."""


@dataclass(frozen=True)
class StaffWork:
    """One practitioner: single sessions of the period, and people in care whom they lead at its end, with their weight.

    The weight comes from `matching.weight_of`; 0 where they lead nobody.
    """

    sessions: int
    people: int
    weight: float = 0.0


@dataclass(frozen=True)
class GroupsRunning:
    """Therapy groups that run at the end of the period; places of one and weeks of one, None where no end is set."""

    groups: int
    places: float | None
    weeks: float | None


@dataclass(frozen=True)
class PublishedCapacity:
    """What a week of the service holds, and what people do who wait and who are in care."""

    in_care: PublishedCount
    practitioners: PublishedFigure
    sessions_each: PublishedFigure
    caseload: PublishedFigure
    caseload_weight: PublishedFigure
    referrals_a_week: PublishedFigure
    leaving_a_week: PublishedFigure
    drop_out_a_session: PublishedFigure
    hours_of_a_course: PublishedFigure
    hours_error: PublishedFigure
    groups: GroupsRunning


@dataclass(frozen=True)
class PublishedMissing:
    """One thing that should be known of everybody: of how many it is not."""

    what: str
    of_whom: str
    missing: PublishedRate


def capacity_results(
    episodes: Sequence[EpisodeFacts],
    staff: Sequence[StaffWork],
    groups: GroupsRunning,
    *,
    period: Period,
    referred: PublishedCount,
) -> PublishedCapacity:
    """What a week of the service holds, from rounded counts.

    In words: people in care came to a first session and had not ended; sessions each are single sessions of the period,
    over its weeks and the practitioners who held any; a caseload is the median of people in care by who leads them, and
    of what they weigh by the rule of the last day.
    Leaving is the people who left the list in the period without a session, over the weeks that everybody waited in it;
    drop-out is those who stayed away for good, over the sessions that people came to. Hours of a course are those of
    practitioners, the mean and its standard error over finished courses; an hour of a group is shared by who came.
    Fewer than three practitioners are not described. `referred` is taken as it already stands on the page. Source: the
    numbers that `economics.Clinic` and `economics.session_cost` ask for. Assumes complete records of sessions.

    >>> from datetime import UTC, date, datetime
    >>> june = Period(date(2026, 6, 1), date(2026, 6, 28), datetime(2026, 6, 1, tzinfo=UTC),
    ...               datetime(2026, 6, 29, tzinfo=UTC))
    >>> one = EpisodeFacts("Clinic", {}, date(2026, 6, 1), True, (date(2026, 6, 8), date(2026, 6, 15)), (), None, False,
    ...                    (None, None), (None, None))
    >>> found = capacity_results([one] * 30, [StaffWork(20, 10)] * 3, GroupsRunning(0, None, None), period=june,
    ...                          referred=PublishedCount(30))
    >>> found.sessions_each.value, found.caseload.value, found.referrals_a_week.value
    (5.0, 10, 7.5)
    """
    in_care = sum(bool(one.attended_on) and one.ended_on is None for one in episodes)
    weeks = ((period.last - period.first).days + 1) / DAYS_IN_A_WEEK
    working = [one for one in staff if one.sessions]
    held = publish_count(sum(one.sessions for one in working))
    finished = [
        one.practitioner_hours for one in episodes if one.has_finished and one.ended_on and period.first <= one.ended_on
    ]
    return PublishedCapacity(
        in_care=publish_count(in_care),
        practitioners=_of_staff(len(working), working, in_care),
        sessions_each=_of_staff(_a_week(held, weeks * max(len(working), 1)).value, working, in_care),
        caseload=_of_staff(median(people) if (people := [one.people for one in staff if one.people]) else None,
                           working, in_care),
        caseload_weight=_of_staff(median(weights) if (weights := [one.weight for one in staff if one.people]) else None,
                                  working, in_care),
        referrals_a_week=_a_week(referred, weeks),
        leaving_a_week=_leaving(episodes, period),
        drop_out_a_session=_drop_out(episodes, period),
        hours_of_a_course=publish_figure(fmean(finished) if finished else None, people=len(finished)),
        hours_error=publish_figure(
            stdev(finished) / math.sqrt(len(finished)) if len(finished) > 1 else None, people=len(finished)
        ),
        groups=groups,
    )  # fmt: skip


def _of_staff(value: float | None, working: Sequence[StaffWork], in_care: int) -> PublishedFigure:
    if 0 < len(working) < FEWEST_PRACTITIONERS or (working and value is None):
        return PublishedFigure(None, shown_count(in_care).value, SMALL_NUMBERS)
    return publish_figure(value if working else None, people=in_care)


def _a_week(count: PublishedCount, weeks: float) -> PublishedFigure:
    return PublishedFigure(None if count.people is None else round(count.people / weeks, 1), count.people, count.reason)


def _leaving(episodes: Sequence[EpisodeFacts], period: Period) -> PublishedFigure:
    """Those who left while they waited, over the weeks that everybody waited within the period."""
    left, days = 0, 0
    for one in episodes:
        until = min(one.attended_on[0] if one.attended_on else period.last, one.ended_on or period.last, period.last)
        days += max((until - max(one.received_on, period.first)).days, 0)
        left += not one.attended_on and one.ended_on is not None and period.first <= one.ended_on <= period.last
    return _ratio(left, days // DAYS_IN_A_WEEK)


def _drop_out(episodes: Sequence[EpisodeFacts], period: Period) -> PublishedFigure:
    came = sum(period.first <= day <= period.last for one in episodes for day in one.attended_on)
    gone = sum(
        one.has_dropped_out and bool(one.attended_on)
        for one in episodes
        if one.ended_on and period.first <= one.ended_on <= period.last
    )
    return _ratio(gone, came)


def _ratio(top: int, bottom: int) -> PublishedFigure:
    """A rate of events over weeks or sessions, both rounded first."""
    above, below = shown_count(top), shown_count(bottom)
    if above.value is None or not below.value:
        return PublishedFigure(None, above.value, above.reason or SMALL_NUMBERS)
    return PublishedFigure(round(above.value / below.value, RATE_DECIMALS), above.value)


def missing_results(
    episodes: Sequence[EpisodeFacts],
    equity: dict[str, tuple[PublishedStratum, ...]],
    *,
    period: Period,
    referred: PublishedCount,
    unrecorded: tuple[int, int],
    not_stated: str,
) -> tuple[PublishedMissing, ...]:
    """What should be known and is not, the widest gap first.

    In words: first and last scores of the courses that finished in the period; a first session that lies before its
    referral, of those who came to one; what people were not asked or did not say, taken from the equity tables as they
    are shown; and sessions that are over without anybody saying who came. Withheld gaps come last. Raises ValueError as
    `publish_rate` does.

    >>> from datetime import UTC, date, datetime
    >>> june = Period(date(2026, 6, 1), date(2026, 6, 28), datetime(2026, 6, 1, tzinfo=UTC),
    ...               datetime(2026, 6, 29, tzinfo=UTC))
    >>> found = missing_results([], {}, period=june, referred=PublishedCount(0), unrecorded=(10, 40), not_stated="")
    >>> found[0].what, found[0].missing.value
    ('attendance', 0.25)
    """
    finished = [one for one in episodes if one.has_finished and one.ended_on and period.first <= one.ended_on]
    scores = (("depression", 0, "first"), ("depression", 1, "last"), ("anxiety", 0, "first"), ("anxiety", 1, "last"))
    came = [one for one in episodes if one.attended_on and period.first <= one.attended_on[0] <= period.last]
    found = [
        PublishedMissing(f"{measure}_{when}", "finished",
                         publish_rate(sum(getattr(one, measure)[place] is None for one in finished), len(finished)))
        for measure, place, when in scores
    ]  # fmt: skip
    backwards = publish_rate(sum(one.days_to_first is None for one in came), len(came))
    found += [
        PublishedMissing("referral_date", "began", backwards),
        PublishedMissing("attendance", "sessions", publish_rate(*unrecorded)),
    ]
    found += [
        PublishedMissing(name, "referred", _as_shown(rows, referred, not_stated)) for name, rows in equity.items()
    ]
    return tuple(sorted(found, key=lambda one: (one.missing.value is None, -(one.missing.value or 0.0), one.what)))


def _as_shown(rows: Sequence[PublishedStratum], referred: PublishedCount, not_stated: str) -> PublishedRate:
    """A share of two numbers that stand on the page already, so that nothing new is told."""
    missing = next((row.referred for row in rows if row.category == not_stated), PublishedCount(0))
    if missing.people is None or not referred.people:
        return PublishedRate(None, referred.people, None, None, None, missing.reason or SMALL_NUMBERS)
    top = min(missing.people, referred.people)
    rate = publish_rate(top, referred.people)
    return rate if rate.value is not None else PublishedRate(None, referred.people, None, None, None, SMALL_NUMBERS)
