"""A clinic as a queue sees it: who comes, who can be seen, how long a course holds a place, and who gives up."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from kith.science.economics.problems import EconomicsProblem, check_not_below, check_share


@dataclass(frozen=True)
class Clinic:
    """A clinic with one waiting list.

    Everybody in individual care has one session a week, of up to `sessions`; after each, the share `drop_out` does not
    come back. Groups are closed: `places` begin together, hold them for `group_weeks`, and then the group begins anew.
    `leaving` is the rate a week at which people who wait give up; `waiting` is how many wait now.
    """

    referrals: float
    practitioners: float
    sessions_each: float
    sessions: int
    drop_out: float = 0.0
    leaving: float = 0.0
    waiting: int = 0
    groups: int = 0
    places: int = 0
    group_weeks: int = 0

    def __post_init__(self) -> None:
        check_not_below(0, referrals=self.referrals, practitioners=self.practitioners, sessions_each=self.sessions_each)
        check_not_below(0, leaving=self.leaving, waiting=self.waiting, groups=self.groups)
        check_not_below(1, sessions=self.sessions)
        check_share(drop_out=self.drop_out)
        if self.groups and (self.places < 1 or self.group_weeks < 1):
            raise EconomicsProblem(
                f"A group has places and weeks; found {self.places} places and {self.group_weeks} weeks. Give both, or "
                "no groups."
            )
        if not self.slots and not self.groups:
            raise EconomicsProblem("A clinic can see somebody; found no session a week and no group. Give either.")

    @property
    def slots(self) -> int:
        """Individual sessions a week, rounded down: people in individual care at one time."""
        return math.floor(self.practitioners * self.sessions_each + 1e-9)

    @property
    def sessions_a_course(self) -> float:
        """Sessions that a course holds a place for, on average: 1 + (1 - d) + (1 - d)² + ..., up to `sessions` terms.

        >>> Clinic(5, 2, 10, sessions=3, drop_out=0.5).sessions_a_course
        1.75
        """
        return math.fsum((1 - self.drop_out) ** term for term in range(self.sessions))

    @property
    def starts_a_week(self) -> float:
        """How many courses can begin in a week: slots over sessions a course, and places of groups over their weeks.

        >>> Clinic(5, 2, 10, sessions=8, groups=1, places=8, group_weeks=16).starts_a_week
        3.0
        """
        grouped = self.groups * self.places / self.group_weeks if self.groups else 0.0
        return self.slots / self.sessions_a_course + grouped

    @property
    def load(self) -> float:
        """Referrals over the courses that can begin: above 1, the list grows until enough people give up."""
        return self.referrals / self.starts_a_week

    def with_more(self, *, practitioners: float = 0, groups: int = 0) -> Clinic:
        """The same clinic with more, or fewer, of both; a further group is like those there are.

        >>> Clinic(5, 2, 10, sessions=8).with_more(practitioners=1).starts_a_week
        3.75
        """
        return replace(self, practitioners=self.practitioners + practitioners, groups=self.groups + groups)
