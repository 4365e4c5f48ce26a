"""What a course of care costs: time of people, what that time carries with it, and the share of a group."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from kith.science.economics.problems import EconomicsProblem, check_not_below

MINUTES_IN_AN_HOUR = 60


@dataclass(frozen=True)
class Rates:
    """What an hour costs, by grade of practitioner, in one currency and at the prices of one year.

    `indirect` is the hours of preparation, notes and supervision that come with each hour with people: 0.5 to 1 is
    recalled from unit cost collections, and is not verified. It is 0 where the price of an hour already holds them.
    `room` is what an hour of the room costs.
    """

    per_hour: Mapping[str, float]
    indirect: float = 0.0
    room: float = 0.0

    def __post_init__(self) -> None:
        check_not_below(0, indirect=self.indirect, room=self.room)
        for grade, price in self.per_hour.items():
            check_not_below(0, **{f"price of an hour of {grade}": price})


@dataclass(frozen=True)
class Work:
    """A piece of a course: so many sessions of so many minutes, each held by practitioners of one grade.

    `attenders` is how many people shared a session, on average; a session of one person has 1.
    """

    sessions: float
    minutes: float
    grade: str
    practitioners: float = 1
    attenders: float = 1


@dataclass(frozen=True)
class Meeting:
    """One meeting of a group, or of one person: who came. Nobody may have come; the hour is paid all the same."""

    minutes: float
    grade: str
    attended: tuple[str, ...]
    practitioners: float = 1


@dataclass(frozen=True)
class SharedCosts:
    """The cost of meetings, by person; `unshared` is that of meetings to which nobody came."""

    by_person: Mapping[str, float]
    unshared: float

    @property
    def total(self) -> float:
        """All that the meetings cost."""
        return sum(self.by_person.values()) + self.unshared


@dataclass(frozen=True)
class CourseCost:
    """What one course cost, by grade. `other` is what is not time: materials, travel, an interpreter."""

    by_grade: Mapping[str, float] = field(default_factory=dict)
    other: float = 0.0

    @property
    def total(self) -> float:
        """The whole cost of the course."""
        return sum(self.by_grade.values()) + self.other


def session_cost(minutes: float, grade: str, rates: Rates, *, practitioners: float = 1) -> float:
    """What one session costs, whoever shares it.

    In words: hours times (practitioners times the price of their hour times one plus the indirect hours, plus the
    room). Source: bottom-up costing, as in Drummond and others (2015), Methods for the Economic Evaluation of Health
    Care Programmes, chapter 7. Assumes one grade for all practitioners of a session. Raises EconomicsProblem for a
    grade without a price and for numbers below 0.

    >>> session_cost(60, "high", Rates({"high": 70}, indirect=0.5, room=10))
    115.0
    """
    check_not_below(0, minutes=minutes, practitioners=practitioners)
    if grade not in rates.per_hour:
        known = ", ".join(sorted(rates.per_hour)) or "none"
        raise EconomicsProblem(
            f"An hour of {grade!r} has no price; found prices for {known}. Give its price, with its year and source."
        )
    paid = practitioners * rates.per_hour[grade] * (1 + rates.indirect) + rates.room
    return minutes / MINUTES_IN_AN_HOUR * paid


def course_cost(work: Iterable[Work], rates: Rates, *, other: float = 0.0) -> CourseCost:
    """What a course costs: for each piece, sessions times the cost of a session over those who shared it.

    Assumes that a session costs the same whoever came. Raises EconomicsProblem as `session_cost` does, and where
    fewer than one person shared a session.

    >>> both = [Work(6, 60, "high"), Work(8, 90, "high", practitioners=2, attenders=6)]
    >>> course_cost(both, Rates({"high": 60})).total
    600.0
    """
    check_not_below(0, other_cost=other)
    by_grade: dict[str, float] = {}
    for piece in work:
        check_not_below(0, sessions=piece.sessions)
        check_not_below(1, attenders=piece.attenders)
        each = session_cost(piece.minutes, piece.grade, rates, practitioners=piece.practitioners)
        by_grade[piece.grade] = by_grade.get(piece.grade, 0.0) + piece.sessions * each / piece.attenders
    return CourseCost(by_grade, other)


def shared_costs(meetings: Sequence[Meeting], rates: Rates) -> SharedCosts:
    """Share the cost of each meeting equally among those who came; nothing is lost, and nothing is counted twice.

    A meeting to which nobody came is paid all the same: its cost stays in `unshared`, which belongs to the programme
    and to no person. Raises EconomicsProblem as `session_cost` does.

    >>> found = shared_costs([Meeting(60, "high", ("Ana", "Ben")), Meeting(60, "high", ())], Rates({"high": 60}))
    >>> found.by_person["Ana"], found.unshared, found.total
    (30.0, 60.0, 120.0)
    """
    by_person: dict[str, float] = {}
    unshared = 0.0
    for meeting in meetings:
        cost = session_cost(meeting.minutes, meeting.grade, rates, practitioners=meeting.practitioners)
        if not meeting.attended:
            unshared += cost
        for person in meeting.attended:
            by_person[person] = by_person.get(person, 0.0) + cost / len(meeting.attended)
    return SharedCosts(by_person, unshared)


def at_prices_of(cost: float, index: Mapping[int, float], *, spent: int, wanted: int) -> float:
    """A cost at the prices of another year: times the index of that year over the index of the year it was spent in.

    No index comes with this: give one of the pay and prices of health services, with its source. Raises
    EconomicsProblem for a year that the index does not hold.

    >>> at_prices_of(100, {2019: 80.0, 2024: 100.0}, spent=2019, wanted=2024)
    125.0
    """
    for year in (spent, wanted):
        if year not in index or index[year] <= 0:
            held = ", ".join(str(one) for one in sorted(index)) or "none"
            raise EconomicsProblem(f"The index has no price level for {year}; found {held}. Add it from its source.")
    return cost * index[wanted] / index[spent]
