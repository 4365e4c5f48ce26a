"""Invents the referrals and sessions of a whole country's talking therapies, as columns, part by part.

Nobody in it is real. The rates follow what NHS Talking Therapies publishes for a year, so that speed and memory are
measured on something of the right size and shape. What each rate rests on is said beside it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from kith.simulation.national_scores import Scores, invent_scores

Column = NDArray[np.generic]
Columns = dict[str, Column]

REFERRALS_A_PART = 100_000  # about 550,000 session rows: what is held in memory at one time

PROVIDERS = 190
ETHNICITIES = ("Asian", "Black", "Mixed", "Other", "White")
ETHNICITY_SHARES = (0.07, 0.05, 0.04, 0.03, 0.81)
GENDERS = ("female", "male", "non-binary")
GENDER_SHARES = (0.66, 0.33, 0.01)
AGE_BANDS = ("16-25", "26-64", "65+")
AGE_SHARES = (0.25, 0.68, 0.07)
# Shares are our convention; the names are those of the pairings in the library's measure policies.
PROBLEMS = {
    "depression": 0.30,
    "generalised-anxiety": 0.20,
    "mixed-anxiety-depression": 0.20,
    "social-anxiety": 0.05,
    "ptsd": 0.08,
    "agoraphobia": 0.02,
    "ocd": 0.05,
    "panic": 0.05,
    "health-anxiety": 0.03,
    "specific-phobia": 0.02,
}
SHARE_ASSESSED = 0.80  # convention
SHARE_LEFT = 0.35  # of treated whose course had two sessions or more, left before its end: convention
SHARE_TREATED = 0.69  # of referrals: 1.24 of 1.81 million in 2021-22
SHARE_OF_A_COURSE = 0.54  # of treated: two attended treatment sessions or more, 670 of 1,250 thousand in 2024-25
SESSIONS_OF_A_COURSE = 8.2  # mean, 2022-23
SHARE_MISSED = 0.11  # of appointments, recalled
SHARE_CANCELLED = 0.14  # convention
# Ln days from referral to first treatment: 90.3 % within 42 days and 98.5 % within 126, April 2025.
WAIT_MEAN, WAIT_SPREAD = 2.05, 1.25
DAYS_BETWEEN = 10.0  # convention


@dataclass(frozen=True)
class Part:
    """One part of the country: columns of equal length, one row a referral, and one row an appointment."""

    referrals: Columns
    sessions: Columns


def invent_nation(*, referrals: int, first_day: date, days: int, seed: int, skip: int = 0) -> Iterator[Part]:
    """The country in parts of up to 100,000 referrals, always the same for the same seed; `skip` leaves parts out.

    A part is worked out from the seed and its number alone, so that work that was stopped can go on where it was.
    """
    for number, start in enumerate(range(0, referrals, REFERRALS_A_PART)):
        if number >= skip:
            count = min(REFERRALS_A_PART, referrals - start)
            yield _part(np.random.default_rng([seed, number]), start, count, np.datetime64(first_day), days)


def _part(rng: np.random.Generator, start: int, count: int, first_day: np.datetime64, days: int) -> Part:
    received = np.sort(rng.integers(0, days, count))
    decile = rng.integers(1, 11, count)
    ethnicity = rng.choice(len(ETHNICITIES), count, p=ETHNICITY_SHARES)
    problem = rng.choice(len(PROBLEMS), count, p=list(PROBLEMS.values()))
    treated = rng.random(count) < SHARE_TREATED
    of_a_course = treated & (rng.random(count) < SHARE_OF_A_COURSE)
    more = rng.negative_binomial(2, 2 / (2 + SESSIONS_OF_A_COURSE - 2), count)
    attended = np.where(of_a_course, 2 + more, treated.astype(np.int64))
    is_assessed = treated | (rng.random(count) < (SHARE_ASSESSED - SHARE_TREATED) / (1 - SHARE_TREATED))
    wait = np.ceil(rng.lognormal(WAIT_MEAN, WAIT_SPREAD, count)).astype(np.int64)
    visits = _visits(rng, attended, is_assessed, wait)
    scores = invent_scores(rng, visits.of, visits.place, attended, decile, ethnicity, problem, visits.was_there)
    last = np.zeros(count, dtype=np.int64)
    np.maximum.at(last, visits.of, visits.day)
    ended = received + last + rng.integers(7, 29, count)
    referral = np.arange(start, start + count, dtype=np.int64)
    return Part(
        referrals={
            "referral": referral,
            "provider": _named([f"P{n:03d}" for n in range(PROVIDERS)], _provider(rng, count)),
            "received": first_day + received,
            "assessed": np.where(is_assessed, first_day + received + np.maximum(wait // 2, 1), np.datetime64("NaT")),
            "ended": first_day + ended,
            "problem": _named(list(PROBLEMS), problem),
            "ethnicity": _named(ETHNICITIES, ethnicity),
            "gender": _named(GENDERS, rng.choice(len(GENDERS), count, p=GENDER_SHARES)),
            "age_band": _named(AGE_BANDS, rng.choice(len(AGE_BANDS), count, p=AGE_SHARES)),
            "deprivation_decile": decile.astype(np.int8),
            "ending": _named(ENDINGS, _ending(rng, treated, of_a_course)),
        },
        sessions=_rows(referral, first_day + received, visits, scores),
    )


@dataclass(frozen=True)
class _Visits:
    """Appointments: whose (a row of the part), its number, its place among those attended, the day, and how it went."""

    of: NDArray[np.int64]
    number: NDArray[np.int64]
    place: NDArray[np.int64]
    day: NDArray[np.int64]
    kind: NDArray[np.int64]
    attendance: NDArray[np.int64]

    @property
    def was_there(self) -> NDArray[np.bool_]:
        return np.asarray(self.attendance == 0)


ENDINGS = ("completed", "dropped_out", "declined")
KINDS = ("assessment", "treatment")
ATTENDANCE = ("attended", "missed", "cancelled")


def _visits(
    rng: np.random.Generator, attended: NDArray[np.int64], assessed: NDArray[np.bool_], wait: NDArray[np.int64]
) -> _Visits:
    """An assessment for those who came to one, the sessions they attended, and between them those they did not."""
    lost = rng.binomial(np.maximum(attended, 1) * 2, (SHARE_MISSED + SHARE_CANCELLED) / 2 / 0.87)
    total = assessed + attended + lost
    of = np.repeat(np.arange(len(attended)), total)
    order = np.arange(len(of)) - np.repeat(np.cumsum(total) - total, total)
    is_assessment = assessed[of] & (order == 0)
    later = order - assessed[of]  # the place among treatment appointments
    # Of these, the ones not attended are spread at random; the first and the last that count stay attended.
    is_lost = _some_of_each(rng, of, total, lost, is_assessment)
    attendance = np.where(
        is_lost, np.where(rng.random(len(of)) < SHARE_MISSED / (SHARE_MISSED + SHARE_CANCELLED), 1, 2), 0
    )
    came_before: NDArray[np.int64] = np.cumsum(~is_lost) - ~is_lost
    place: NDArray[np.int64] = came_before - np.repeat(
        came_before[(np.cumsum(total) - total)[total > 0]], total[total > 0]
    )
    first = np.where(is_assessment, np.maximum(wait[of] // 2, 1), wait[of])
    gap = np.maximum(later, 0) * DAYS_BETWEEN
    day = first + np.where(is_assessment, 0, gap).astype(np.int64)
    return _Visits(of, order + 1, place, day, (~is_assessment).astype(np.int64), attendance)


def _some_of_each(
    rng: np.random.Generator,
    of: NDArray[np.int64],
    total: NDArray[np.int64],
    wanted: NDArray[np.int64],
    never: NDArray[np.bool_],
) -> NDArray[np.bool_]:
    """Mark `wanted` rows of each person at random, never those of `never`."""
    draw = rng.random(len(of)) + never  # what may not be marked comes last
    ranked = np.lexsort((draw, of))
    rank = np.empty(len(of), dtype=np.int64)
    rank[ranked] = np.arange(len(of)) - np.repeat(np.cumsum(total) - total, total)
    return np.asarray(rank < wanted[of])


def _rows(referral: NDArray[np.int64], received: NDArray[np.datetime64], visits: _Visits, scores: Scores) -> Columns:
    return {
        "referral": referral[visits.of],
        "number": visits.number.astype(np.int16),
        "held_on": received[visits.of] + visits.day,
        "kind": _named(KINDS, visits.kind),
        "attendance": _named(ATTENDANCE, visits.attendance),
        "phq9": scores.phq9,
        "gad7": scores.gad7,
        "specific": scores.specific,
    }


def _ending(rng: np.random.Generator, treated: NDArray[np.bool_], of_a_course: NDArray[np.bool_]) -> NDArray[np.int64]:
    """A place in ENDINGS for each: who never began has declined, who came once only has dropped out."""
    stayed = of_a_course & (rng.random(len(treated)) >= SHARE_LEFT)
    return np.where(stayed, 0, np.where(treated, 1, 2))


def _provider(rng: np.random.Generator, count: int) -> NDArray[np.int64]:
    """Providers differ in size by about a factor of ten; the sizes are the same in every part."""
    size = np.random.default_rng(7).lognormal(0.0, 0.7, PROVIDERS)
    return rng.choice(PROVIDERS, count, p=size / size.sum())


def _named(names: tuple[str, ...] | list[str], codes: NDArray[np.int64]) -> Column:
    return np.asarray(names)[codes]
