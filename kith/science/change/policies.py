"""Which cut-off and which reliable change count, for which measure, from which day: policies, dated and sourced."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal, Self

from pydantic import Field, model_validator

from kith.science.documents import did_you_mean, fault
from kith.science.sources import Id, LibraryValue, Provenance, Review


class UnknownMeasure(LookupError):
    """No policy for this measure on this day."""


@dataclass(frozen=True)
class Limits:
    """What counting needs of a measure: a score of `caseness` is a case, a change of `reliable_change` is reliable."""

    caseness: float
    reliable_change: float
    higher_is_worse: bool = True


class PolicyProvenance(LibraryValue):
    """How sure each figure of a policy is."""

    caseness: Provenance
    reliable_change: Provenance
    dates: Provenance


class MeasurePolicy(LibraryValue):
    """How one measure is counted during one period.

    A score of `caseness` or more (or less, when lower is worse) is in the clinical range. A change of `reliable_change`
    or more is reliable; None where no figure is published. `effective_from` and `effective_to` are the first and the
    last day in force; None is open.
    """

    measure: Id
    name: str
    version: int = Field(ge=1)
    low: float
    high: float
    higher_is_worse: bool
    caseness: float
    reliable_change: float | None = Field(gt=0)
    effective_from: date | None
    effective_to: date | None
    source: str
    provenance: PolicyProvenance
    note: str = ""

    @model_validator(mode="after")
    def _figures_fit(self) -> Self:
        if not self.low < self.caseness <= self.high:
            raise fault(
                "A caseness outside the scale",
                self.caseness,
                f"above {self.low:g}, at most {self.high:g}",
                ("caseness",),
            )
        if self.reliable_change is not None and self.reliable_change > self.high - self.low:
            wide = f"at most {self.high - self.low:g}"
            raise fault("A reliable change wider than the scale", self.reliable_change, wide, ("reliable_change",))
        if self.effective_from and self.effective_to and self.effective_from > self.effective_to:
            raise fault("A policy ends before it starts", self.effective_to, "a later day", ("effective_to",))
        return self

    def is_in_force(self, day: date) -> bool:
        """Whether the policy holds on a day; both its first and its last day count."""
        return (self.effective_from or date.min) <= day <= (self.effective_to or date.max)

    def limits(self) -> Limits:
        """The figures that counting needs. Raises ValueError when the policy has no reliable change."""
        if self.reliable_change is None:
            raise ValueError(
                f"Reliable outcomes need a reliable change; the policy of {self.name} has none. Count by another "
                "measure, such as the fallback of its pair."
            )
        return Limits(self.caseness, self.reliable_change, self.higher_is_worse)


class Pairing(LibraryValue):
    """Which two measures are counted for people with one kind of problem; `fallback` when the second was not taken."""

    problem: str
    name: str
    codes: tuple[str, ...]
    depression: str
    anxiety: str
    fallback: str | None
    provenance: Provenance

    def measures(self) -> dict[str, str]:
        """The measures by the part they play, leaving out a fallback that is not there."""
        named = {"depression": self.depression, "anxiety": self.anxiety, "fallback": self.fallback}
        return {part: measure for part, measure in named.items() if measure is not None}


class MeasurePolicies(LibraryValue):
    """All measure policies of a deployment: the document `pathways/measure-policies.yaml`."""

    id: Literal["measure-policies"]
    version: int = Field(ge=1)
    review: Review
    policies: tuple[MeasurePolicy, ...]
    pairings: tuple[Pairing, ...]

    @model_validator(mode="after")
    def _periods_and_pairs_fit(self) -> Self:
        for place, policy in enumerate(self.policies):
            if any(other.measure == policy.measure and _overlap(other, policy) for other in self.policies[:place]):
                advice = "periods that do not share a day"
                raise fault("Two policies for one measure on one day", policy.measure, advice, ("policies", place))
        known = {policy.measure for policy in self.policies}
        for place, pairing in enumerate(self.pairings):
            for key, measure in pairing.measures().items():
                if measure not in known:
                    advice = did_you_mean(measure, known)
                    raise fault("There is no policy for a paired measure", measure, advice, ("pairings", place, key))
        return self

    def on(self, day: date) -> MeasurePolicies:
        """The policies in force on a day. Pairings whose measures are not all in force fall away.

        >>> MeasurePolicies(id="measure-policies", version=1, review=Review(status="awaiting clinical review"),
        ...                 policies=(), pairings=()).on(date(2026, 3, 2)).policies
        ()
        """
        policies = tuple(policy for policy in self.policies if policy.is_in_force(day))
        known = {policy.measure for policy in policies}
        pairings = tuple(pair for pair in self.pairings if {pair.depression, pair.anxiety} <= known)
        return self.model_copy(update={"policies": policies, "pairings": pairings})

    def policy(self, measure: str, day: date) -> MeasurePolicy:
        """The policy of one measure on one day. Raises UnknownMeasure, with the nearest name, when there is none."""
        known = {policy.measure: policy for policy in self.on(day).policies}
        if measure in known:
            return known[measure]
        raise UnknownMeasure(
            f"No measure policy for {measure!r} is in force on {day:%Y-%m-%d}; found "
            f"{', '.join(sorted(known)) or 'none'}. Write another measure ({did_you_mean(measure, known)}), or add its "
            "policy to measure-policies.yaml."
        )

    def pair(self, problem: str, day: date, *, anxiety_taken: bool = True) -> tuple[MeasurePolicy, MeasurePolicy]:
        """The depression and the anxiety measure counted for a problem; the fallback when the second was not taken.

        Raises UnknownMeasure when no pairing for the problem is in force, or there is nothing to fall back on.
        """
        pairings = {pairing.problem: pairing for pairing in self.on(day).pairings}
        if problem not in pairings:
            raise UnknownMeasure(
                f"No pair of measures for {problem!r} is in force on {day:%Y-%m-%d}; found "
                f"{', '.join(sorted(pairings)) or 'none'}. Write another problem: {did_you_mean(problem, pairings)}"
            )
        pairing = pairings[problem]
        second = pairing.anxiety if anxiety_taken else pairing.fallback
        if second is None:
            raise UnknownMeasure(
                f"{pairing.name} needs {pairing.depression} and {pairing.anxiety}; found no {pairing.anxiety}, and "
                "no other measure may stand in for it. Ask for it, or leave the person's outcome unknown."
            )
        return self.policy(pairing.depression, day), self.policy(second, day)


def _overlap(one: MeasurePolicy, other: MeasurePolicy) -> bool:
    starts = max(one.effective_from or date.min, other.effective_from or date.min)
    return starts <= min(one.effective_to or date.max, other.effective_to or date.max)
