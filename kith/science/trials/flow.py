"""The flow of people through a trial, as CONSORT asks for it: counts by stage, with reasons, and sums that agree."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kith.science.trials.problems import TrialProblem, check_arms


@dataclass(frozen=True)
class Reason:
    """Why people left at a stage, and how many."""

    why: str
    people: int


@dataclass(frozen=True)
class ArmFlow:
    """One arm from allocation to analysis.

    `lost` were not followed up; `analysed_of_lost` of them are analysed all the same, from what they had answered
    before. `stopped` ended treatment and were followed up: they stay in. `left_out` were followed up and not analysed.
    Raises TrialProblem where received and not received, or analysed, lost and left out, do not make up the allocated.

    >>> arm = ArmFlow("group", 50, 46, (Reason("never came", 4),), lost=(Reason("moved away", 3),), analysed=47)
    >>> arm.lost_people, arm.allocated
    (3, 50)
    """

    arm: str
    allocated: int
    received: int
    not_received: tuple[Reason, ...] = ()
    lost: tuple[Reason, ...] = ()
    stopped: tuple[Reason, ...] = ()
    analysed: int = 0
    left_out: tuple[Reason, ...] = ()
    analysed_of_lost: int = 0

    def __post_init__(self) -> None:
        for reasons in (self.not_received, self.lost, self.stopped, self.left_out):
            _check_reasons(self.arm, reasons)
        for count in (self.allocated, self.received, self.analysed, self.analysed_of_lost):
            _check_count(self.arm, count)
        _check_sum(
            f"{self.arm}: received and did not receive",
            self.received + people_in(self.not_received),
            f"{self.allocated} allocated",
            self.allocated,
        )
        if not self.analysed_of_lost <= min(self.lost_people, self.analysed):
            raise TrialProblem(
                f"{self.arm}: nobody is analysed of the lost who was not lost and analysed; found "
                f"{self.analysed_of_lost} with {self.lost_people} lost and {self.analysed} analysed. Correct one of "
                "them."
            )
        _check_sum(
            f"{self.arm}: analysed, lost and left out",
            self.analysed + self.lost_people - self.analysed_of_lost + people_in(self.left_out),
            f"{self.allocated} allocated",
            self.allocated,
        )
        if people_in(self.stopped) > self.allocated:
            raise TrialProblem(
                f"{self.arm}: more stopped than were allocated; found {people_in(self.stopped)} of {self.allocated}. "
                "Count each person once."
            )

    @property
    def lost_people(self) -> int:
        """How many were not followed up."""
        return people_in(self.lost)


@dataclass(frozen=True)
class Flow:
    """A trial from enrolment to analysis (CONSORT 2025, items 22a and 22b).

    `assessed` is None, with a reason in `not_counted`, where nobody counted who was asked. Raises TrialProblem where
    excluded and randomised do not make up the assessed, or the arms do not make up the randomised.

    >>> arms = (ArmFlow("group", 2, 2, analysed=2), ArmFlow("usual care", 1, 1, analysed=1))
    >>> flow = Flow(5, (Reason("did not want to", 2),), 3, arms)
    >>> flow.analysed, flow.lost_people
    (3, 0)
    """

    assessed: int | None
    excluded: tuple[Reason, ...]
    randomised: int
    arms: tuple[ArmFlow, ...]
    not_counted: str | None = None

    def __post_init__(self) -> None:
        check_arms([one.arm for one in self.arms])
        _check_reasons("Enrolment", self.excluded)
        _check_count("Enrolment", self.randomised)
        if (self.assessed is None) != bool(self.not_counted):
            raise TrialProblem(
                f"An unknown number of people assessed comes with its reason, a known one with none; found "
                f"{self.assessed} and {self.not_counted!r}. Give one of the two."
            )
        if self.assessed is not None:
            found = self.randomised + people_in(self.excluded)
            _check_sum("Excluded and randomised", found, f"{self.assessed} assessed", self.assessed)
        allocated = sum(one.allocated for one in self.arms)
        _check_sum("Allocated to the arms", allocated, f"{self.randomised} randomised", self.randomised)

    @property
    def analysed(self) -> int:
        """How many are analysed, in all arms."""
        return sum(one.analysed for one in self.arms)

    @property
    def lost_people(self) -> int:
        """How many were not followed up, in all arms."""
        return sum(one.lost_people for one in self.arms)


def people_in(reasons: Sequence[Reason]) -> int:
    """How many people the reasons count together; each person has one reason.

    >>> people_in([Reason("moved away", 3), Reason("no answer", 2)])
    5
    """
    return sum(reason.people for reason in reasons)


def _check_reasons(where: str, reasons: Sequence[Reason]) -> None:
    for reason in reasons:
        _check_count(where, reason.people)
        if not reason.why.strip():
            raise TrialProblem(
                f"{where}: people left without a reason; found {reason.people} of them. Write the reason, or that it "
                "is not known."
            )


def _check_count(where: str, people: int) -> None:
    if people < 0:
        raise TrialProblem(f"{where}: a count of people is 0 or more; found {people}. Correct it.")


def _check_sum(what: str, found: int, of: str, expected: int) -> None:
    if found != expected:
        raise TrialProblem(
            f"{what} do not make up all; found {found} of {of}. Find the {abs(expected - found)} "
            f"{'missing' if found < expected else 'counted twice'}, or write that their reason is not known."
        )
