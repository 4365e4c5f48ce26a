"""Rows of people that are told apart without saying who they are: what leaves the record, and in how much detail."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal
from uuid import UUID

from kith.science.outcomes.signal_accuracy import age_band

POLICY: Final = "outcome-rows-3"
"""Stands beside every export. A change of what leaves, or in how much detail, is a new number."""

OTHER_WORDS: Final = "in other words"
GENDERS: Final = frozenset({"woman", "man", "non-binary"})
ETHNICITIES: Final = frozenset({"Asian", "Black", "Mixed", "Other", "White"})
"""What people say of themselves is free text and could name them; only these words leave, others as `OTHER_WORDS`."""
FIFTHS: Final = range(1, 6)
KEPT_BYTES: Final = 16  # 128 bits: two of a billion referrals meet with a chance of about 1 in 10^21

Attendance = Literal["attended", "missed", "cancelled"]


@dataclass(frozen=True)
class Told:
    """What the record holds of the person that an export may draw on, still in full; none of it leaves as it is."""

    born_on: str
    gender: str
    ethnicity: str
    deprivation: str
    problem: str | None = None  # its broad group already
    harms: int | None = None  # None where no register is kept
    serious_harms: int | None = None


@dataclass(frozen=True)
class Stay:
    """The days of one stay in care, None for what has not been; `ending` is a word of a fixed list."""

    received: date
    assessed: date | None = None
    ended: date | None = None
    ending: str = ""


@dataclass(frozen=True)
class Visit:
    """One appointment that was due, in the order of time; `order` sorts it among visits and marks."""

    order: tuple[object, ...]
    day: date
    attendance: Attendance


@dataclass(frozen=True)
class Mark:
    """One score of PHQ-9 or GAD-7; `order` sorts it among visits and marks."""

    order: tuple[object, ...]
    instrument: str
    value: float


@dataclass(frozen=True)
class ReferralRow:
    """One referral as it leaves."""

    referral: str
    provider: str
    received: date
    assessed: date | None
    ended: date | None
    ending: str | None
    problem: str | None
    ethnicity: str | None
    gender: str | None
    age_band: str | None
    deprivation_decile: int | None
    deprivation_quintile: int | None
    harms: int | None
    serious_harms: int | None


@dataclass(frozen=True)
class SessionRow:
    """One appointment, or one measure that was filled in, as it leaves."""

    referral: str
    number: int
    held_on: date | None
    kind: str
    attendance: str
    phq9: float | None
    gad7: float | None
    specific: float | None


def pseudonym(key: bytes, of: UUID) -> str:
    """A name that stays the same under one key and cannot be worked out, or joined with another, without it.

    In words: the first 128 bits of HMAC-SHA-256 of the id (RFC 2104), as hexadecimal digits.

    >>> pseudonym(b"one", UUID(int=1)) == pseudonym(b"one", UUID(int=1)) != pseudonym(b"two", UUID(int=1))
    True
    """
    return hmac.new(key, of.bytes, hashlib.sha256).digest()[:KEPT_BYTES].hex()


def referral_row(name: str, *, provider: str, stay: Stay, told: Told) -> ReferralRow:
    """The referral, with the person's strata in broad bands; None where nothing was said, or nothing that can be read.

    >>> ana = Told("1990-04-12", "woman", "from the harbour", "2")
    >>> row = referral_row("a1", provider="Harbour", stay=Stay(date(2026, 1, 5)), told=ana)
    >>> row.age_band, row.gender, row.ethnicity, row.deprivation_quintile
    ('26 to 44', 'woman', 'in other words', 2)
    """
    return ReferralRow(
        referral=name,
        provider=provider,
        received=stay.received,
        assessed=stay.assessed,
        ended=stay.ended,
        ending=stay.ending or None,
        problem=told.problem,
        ethnicity=_known(told.ethnicity, ETHNICITIES),
        gender=_known(told.gender, GENDERS),
        age_band=_band(told.born_on, stay.received),
        deprivation_decile=None,
        deprivation_quintile=_fifth(told.deprivation),
        harms=told.harms,
        serious_harms=told.serious_harms,
    )


def session_rows(name: str, visits: Iterable[Visit], marks: Iterable[Mark]) -> list[SessionRow]:
    """Appointments and measures of one referral, numbered from 1 in the order of time.

    The wait ends with the first session attended, so that one alone keeps its day. Of all others the order is enough.

    >>> seen = [Visit((2,), date(2026, 2, 9), "attended"), Visit((1,), date(2026, 2, 2), "missed")]
    >>> [(row.number, row.kind, row.held_on, row.phq9) for row in session_rows("a1", seen, [Mark((0,), "phq9", 16.0)])]
    [(1, 'measure', None, 16.0), (2, 'treatment', None, None), (3, 'treatment', datetime.date(2026, 2, 9), None)]
    """
    laid: list[Visit | Mark] = sorted([*visits, *marks], key=lambda one: one.order)
    first = min((one.day for one in laid if isinstance(one, Visit) and one.attendance == "attended"), default=None)
    rows = []
    for number, one in enumerate(laid, start=1):
        row = _visited(name, number, one, first) if isinstance(one, Visit) else _marked(name, number, one)
        first = None if row.held_on else first
        rows.append(row)
    return rows


def _visited(name: str, number: int, visit: Visit, first: date | None) -> SessionRow:
    day = visit.day if visit.attendance == "attended" and visit.day == first else None
    return SessionRow(name, number, day, "treatment", visit.attendance, None, None, None)


def _marked(name: str, number: int, mark: Mark) -> SessionRow:
    phq9, gad7 = (mark.value if mark.instrument == wanted else None for wanted in ("phq9", "gad7"))
    return SessionRow(name, number, None, "measure", "attended", phq9, gad7, None)


def _known(word: str, words: frozenset[str]) -> str | None:
    return (word if word in words else OTHER_WORDS) if word else None


def _fifth(word: str) -> int | None:
    return int(word) if word in {str(fifth) for fifth in FIFTHS} else None


def _band(born_on: str, day: date) -> str | None:
    try:
        return age_band(date.fromisoformat(born_on), day)
    except ValueError:
        return None
