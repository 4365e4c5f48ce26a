"""The rules that rows must keep before they are sent to whoever collects them: what breaks one, and what to do."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

Severity = Literal["error", "warning"]
LONGEST_CONTACT_IN_MINUTES = 480
"""A working day: longer is a slip of the hand."""
STALE_IN_DAYS = 90
"""As the published NHS queries flag an open referral without activity."""
NOT_STATED = "not stated"
ATTENDED = ("attended", "late", "left_early")


@dataclass(frozen=True)
class ReferralRow:
    """One stay in care. Ids are pseudonyms; days are of the service's own clock; None is not known or not yet."""

    referral_id: str
    person_id: str
    received_on: date
    source: str
    site: str
    age: int | None
    gender: str
    ethnicity: str
    deprivation: str
    problem: str
    assessed_on: date | None
    ended_on: date | None
    ending: str


@dataclass(frozen=True)
class ContactRow:
    """One session or meeting of one person, and whether they came."""

    referral_id: str
    contact_on: date
    setting: str
    kind: str
    minutes: int
    attendance: str


@dataclass(frozen=True)
class ScoreRow:
    """One total of one measure, as the person gave it."""

    referral_id: str
    taken_on: date
    instrument: str
    version: str
    total: float


@dataclass(frozen=True)
class DataSet:
    """The rows of a period, with its last day, and what each measure may give: (least, most)."""

    last: date
    referrals: tuple[ReferralRow, ...]
    contacts: tuple[ContactRow, ...]
    scores: tuple[ScoreRow, ...]
    ranges: Mapping[str, tuple[float, float]]


@dataclass(frozen=True)
class Rule:
    """One rule: what is wrong where it is broken, what to do, and the referrals of the rows that break it."""

    id: str
    severity: Severity
    table: str
    wrong: str
    do: str
    broken: Callable[[DataSet], Iterator[str]]


@dataclass(frozen=True)
class Finding:
    """A rule with how many rows were looked at, how many break it, and whose they are."""

    rule: Rule
    rows: int
    broken: tuple[str, ...]


def validate(data: DataSet) -> tuple[Finding, ...]:
    """Look at every rule: errors first, then warnings, each with the most broken on top; kept rules come last.

    An error contradicts the calendar or the measure, and whoever collects would refuse the row. A warning is a gap, or
    something rare enough to look at. The rules are our own; docs/methods/minimum-data-set.md says which column each is
    about.

    >>> late = ReferralRow("r1", "p1", date(2026, 2, 1), "self", "Clinic", 30, "woman", "White", "2",
    ...                    "anxiety", date(2026, 1, 5), None, "")
    >>> found = validate(DataSet(date(2026, 2, 28), (late,), (), (), {}))
    >>> found[0].rule.id, found[0].broken, found[0].rows
    ('R1', ('r1',), 1)
    """
    sizes = {"referrals": len(data.referrals), "contacts": len(data.contacts), "scores": len(data.scores)}
    found = [Finding(rule, sizes[rule.table], tuple(rule.broken(data))) for rule in RULES]
    return tuple(
        sorted(found, key=lambda one: (not one.broken, one.rule.severity != "error", -len(one.broken), one.rule.id))
    )


def _referrals(is_broken: Callable[[ReferralRow], bool]) -> Callable[[DataSet], Iterator[str]]:
    return lambda data: (row.referral_id for row in data.referrals if is_broken(row))


def _received(data: DataSet) -> dict[str, ReferralRow]:
    return {row.referral_id: row for row in data.referrals}


def _contact_before_referral(data: DataSet) -> Iterator[str]:
    stays = _received(data)
    return (row.referral_id for row in data.contacts if row.contact_on < stays[row.referral_id].received_on)


def _contact_after_end(data: DataSet) -> Iterator[str]:
    stays = _received(data)
    return (
        row.referral_id
        for row in data.contacts
        if (ended := stays[row.referral_id].ended_on) is not None and row.contact_on > ended
    )


def _twice(data: DataSet) -> Iterator[str]:
    seen: set[ContactRow] = set()
    for row in data.contacts:
        if row in seen:
            yield row.referral_id
        seen.add(row)


def _score_before_referral(data: DataSet) -> Iterator[str]:
    stays = _received(data)
    return (row.referral_id for row in data.scores if row.taken_on < stays[row.referral_id].received_on)


def _score_out_of_range(data: DataSet) -> Iterator[str]:
    for row in data.scores:
        least, most = data.ranges.get(row.instrument, (row.total, row.total))
        if not least <= row.total <= most:
            yield row.referral_id


def _unpaired(data: DataSet) -> Iterator[str]:
    came, days = _attended(data.contacts), defaultdict(set)
    for row in data.scores:
        days[row.referral_id, row.instrument].add(row.taken_on)
    for stay in data.referrals:
        pairs = (len(days[stay.referral_id, name]) > 1 for name in ("phq9", "gad7"))
        if stay.ended_on is not None and len(came[stay.referral_id]) > 1 and not all(pairs):
            yield stay.referral_id


def _stale(data: DataSet) -> Iterator[str]:
    touched = defaultdict(list)
    for row in data.contacts:
        touched[row.referral_id].append(row.contact_on)
    for stay in data.referrals:
        newest = max([stay.received_on, *touched[stay.referral_id]])
        if stay.ended_on is None and (data.last - newest).days > STALE_IN_DAYS:
            yield stay.referral_id


def _attended(contacts: Sequence[ContactRow]) -> dict[str, list[date]]:
    came = defaultdict(list)
    for row in contacts:
        if row.attendance in ATTENDED:
            came[row.referral_id].append(row.contact_on)
    return came


RULES: tuple[Rule, ...] = (
    Rule("R1", "error", "referrals", "Assessed before the referral came", "Correct the day of the referral.",
         _referrals(lambda row: row.assessed_on is not None and row.assessed_on < row.received_on)),
    Rule("R2", "error", "referrals", "Ended before the referral came", "Correct the day of the referral.",
         _referrals(lambda row: row.ended_on is not None and row.ended_on < row.received_on)),
    Rule("R3", "error", "referrals", "Ended without saying how", "Say how care ended.",
         _referrals(lambda row: row.ended_on is not None and not row.ending)),
    Rule("R4", "error", "referrals", "Age below 0 or above 120", "Correct the date of birth.",
         _referrals(lambda row: row.age is not None and not 0 <= row.age <= 120)),
    Rule("C1", "error", "contacts", "A contact before the referral came", "Correct one of the two days.",
         _contact_before_referral),
    Rule("C2", "error", "contacts", "A contact after care had ended", "Correct the ending, or begin a new stay.",
         _contact_after_end),
    Rule("C3", "error", "contacts", "A contact of no minutes, or longer than a working day", "Correct the minutes.",
         lambda data: (row.referral_id for row in data.contacts
                       if not 0 < row.minutes <= LONGEST_CONTACT_IN_MINUTES)),
    Rule("S1", "error", "scores", "A total outside what the measure may give", "Look at the form, and withdraw it.",
         _score_out_of_range),
    Rule("R5", "warning", "referrals", "Age not known", "Ask for the date of birth.",
         _referrals(lambda row: row.age is None)),
    Rule("R6", "warning", "referrals", "Gender not stated", "Ask once more, and say why.",
         _referrals(lambda row: row.gender == NOT_STATED)),
    Rule("R7", "warning", "referrals", "Ethnicity not stated", "Ask once more, and say why.",
         _referrals(lambda row: row.ethnicity == NOT_STATED)),
    Rule("R8", "warning", "referrals", "Deprivation not known", "Look it up from the postcode.",
         _referrals(lambda row: row.deprivation == NOT_STATED)),
    Rule("R9", "warning", "referrals", "Open, and without a contact for more than 90 days", "Ask the practitioner.",
         _stale),
    Rule("R10", "warning", "referrals", "Main problem not known", "Ask what the main problem is.",
         _referrals(lambda row: row.problem == NOT_STATED)),
    Rule("C4", "warning", "contacts", "The same contact twice", "Look whether one was recorded by mistake.", _twice),
    Rule("S2", "warning", "scores", "A score before the referral came", "Correct the day of the referral.",
         _score_before_referral),
    Rule("S3", "warning", "referrals", "A finished course without two scores on PHQ-9 and GAD-7",
         "Ask in every session.", _unpaired),
)  # fmt: skip
