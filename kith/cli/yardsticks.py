"""What `kith evaluate` measures people against: from a policy of the library, or from norms given by hand."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from statistics import mean
from typing import TYPE_CHECKING

from kith.science.change import UnknownMeasure, cutoff_a, cutoff_b, cutoff_c, minimum_reliable_change

if TYPE_CHECKING:
    from kith.science.change import MeasurePolicy
    from kith.science.instruments import Instrument
    from kith.science.instruments.facts import DatedFact


class UnclearYardstick(Exception):
    """The options do not say what counts as better. The message has three parts."""


class CutoffType(StrEnum):
    """The cut-offs of Jacobson & Truax (1991)."""

    A = "a"
    B = "b"
    C = "c"


@dataclass(frozen=True)
class Yardstick:
    """What people are measured against. `sd` and `reliability` are None where a policy fixes the reliable change.

    `lowest` and `highest` are the ends of the scale, where they are known.
    """

    cutoff: float
    reliable_change: float
    higher_is_worse: bool
    source: str
    sd: float | None = None
    reliability: float | None = None
    notes: tuple[str, ...] = ()
    lowest: float = -math.inf
    highest: float = math.inf


@dataclass(frozen=True)
class Norms:
    """The figures given by hand, as options; None where one was left out."""

    sd: float | None = None
    reliability: float | None = None
    cutoff: float | None = None
    cutoff_type: CutoffType | None = None
    norm_mean: float | None = None
    norm_sd: float | None = None
    clinical_mean: float | None = None
    higher_is_better: bool | None = None

    def given(self) -> list[str]:
        """The options that were given."""
        return ["--" + name.replace("_", "-") for name, value in vars(self).items() if value is not None]

    @property
    def takes_own_mean(self) -> bool:
        """Whether the cut-off is worked out from the mean of the file itself."""
        return self.cutoff is None and self.clinical_mean is None and self.cutoff_type is not CutoffType.B


def yardstick_from_library(measure: str, day: date, norms: Norms, folder: Path | None = None) -> Yardstick:
    """The cut-off and the reliable change of the policy in force for a measure; without one, those of its instrument.

    Raises UnclearYardstick when figures were given by hand too, UnknownMeasure when neither a policy nor the
    instrument says what counts, and ValueError when the policy has no reliable change.
    """
    if norms.given():
        raise UnclearYardstick(
            f"Two answers to what counts; found --instrument and {', '.join(norms.given())}. Keep --instrument, or "
            "give the figures by hand."
        )
    from kith.science.library import Library  # reading documents takes time that figures given by hand need not spend

    library = Library.open(folder)
    try:
        return _from_policy(library.measure_policies.policy(measure, day), day)
    except UnknownMeasure:
        found = _from_instrument(library.instruments[measure], day) if measure in library.instruments else None
        if found is None:
            raise
        return found


def _from_policy(policy: MeasurePolicy, day: date) -> Yardstick:
    limits = policy.limits()
    return Yardstick(
        cutoff=limits.caseness,
        reliable_change=limits.reliable_change,
        higher_is_worse=limits.higher_is_worse,
        source=f"{policy.name}, policy version {policy.version} in force on {day:%Y-%m-%d}: {policy.source}.",
        notes=_doubts(policy.provenance.caseness, policy.provenance.reliable_change),
        lowest=policy.low,
        highest=policy.high,
    )


def _from_instrument(instrument: Instrument, day: date) -> Yardstick | None:
    """By the instrument's own caseness and default reliable change, where it has both for the same scale."""
    side = "at_or_above" if instrument.higher_is_worse else "at_or_below"
    for change in instrument.change:
        for cutoff in instrument.cutoffs:
            counts = cutoff.purpose == "caseness" and cutoff.side == side and cutoff.scale == change.scale
            default = change.is_default and change.concept == "reliable" and change.rule == "at_least"
            if counts and default and _holds(cutoff, day) and _holds(change, day):
                return Yardstick(
                    cutoff=cutoff.at,
                    reliable_change=change.value,
                    higher_is_worse=instrument.higher_is_worse,
                    source=f"{instrument.short} {instrument.version}: its own figures; no measure policy is in force.",
                    notes=_doubts(cutoff.provenance, change.provenance),
                )
    return None


def _holds(fact: DatedFact, day: date) -> bool:
    return (fact.valid_from or date.min) <= day <= (fact.valid_to or date.max)


def _doubts(*provenance: str) -> tuple[str, ...]:
    return ("Its figures are not yet verified at their source.",) if "recalled" in provenance else ()


def yardstick_from_norms(norms: Norms, scores_before: Sequence[float]) -> Yardstick:
    """The cut-off and the reliable change by Jacobson & Truax (1991), from figures given by hand.

    A clinical mean that is needed and not given is taken from the file, with a note. Raises UnclearYardstick when
    figures are missing or contradict one another, and ValueError when one is impossible.
    """
    if norms.sd is None or norms.reliability is None:
        raise UnclearYardstick(
            f"A reliable change needs --sd and --reliability; found {', '.join(norms.given()) or 'neither'}. Take "
            "both from a study of people like these, or name a measure with --instrument."
        )
    notes: list[str] = []
    if norms.higher_is_better is None:
        notes.append("Lower was taken to be better. Say --higher-is-better if it is not so.")
    cutoff, source = _cutoff(norms, norms.sd, scores_before, notes)
    return Yardstick(
        cutoff=cutoff,
        reliable_change=minimum_reliable_change(norms.sd, norms.reliability),
        higher_is_worse=not norms.higher_is_better,
        source=f"Jacobson & Truax (1991): SD {norms.sd:g}, reliability {norms.reliability:g}; {source}.",
        sd=norms.sd,
        reliability=norms.reliability,
        notes=tuple(notes),
    )


def _cutoff(norms: Norms, sd: float, scores_before: Sequence[float], notes: list[str]) -> tuple[float, str]:
    """The cut-off and how it was come by."""
    by_norms = [option for option in norms.given() if option in ("--cutoff-type", "--norm-mean", "--norm-sd")]
    if norms.cutoff is not None:
        if by_norms:
            raise UnclearYardstick(
                f"Two answers to where the clinical range ends; found --cutoff and {', '.join(by_norms)}. Keep one."
            )
        return norms.cutoff, "cut-off given by hand"
    if not by_norms:
        raise UnclearYardstick(
            "Recovery needs a cut-off; found neither --cutoff nor norms. Give --cutoff, or --norm-mean and --norm-sd "
            "of people who are well, or --cutoff-type a."
        )
    kind = norms.cutoff_type or CutoffType.C
    if kind is CutoffType.A:
        clinical = _clinical_mean(norms, scores_before, notes)
        cutoff = cutoff_a(clinical_mean=clinical, clinical_sd=sd, higher_is_worse=not norms.higher_is_better)
        return cutoff, f"cut-off a from a clinical mean of {clinical:.4g}"
    if norms.norm_mean is None or norms.norm_sd is None:
        raise UnclearYardstick(
            f"Cut-off {kind} needs --norm-mean and --norm-sd; found {', '.join(by_norms)}. Give both, of people "
            "who are well."
        )
    well = f"mean {norms.norm_mean:g} and SD {norms.norm_sd:g} of people who are well"
    if kind is CutoffType.B:
        cutoff = cutoff_b(
            functional_mean=norms.norm_mean, functional_sd=norms.norm_sd, higher_is_worse=not norms.higher_is_better
        )
        return cutoff, f"cut-off b from {well}"
    clinical = _clinical_mean(norms, scores_before, notes)
    cutoff = cutoff_c(
        clinical_mean=clinical, clinical_sd=sd, functional_mean=norms.norm_mean, functional_sd=norms.norm_sd
    )
    return cutoff, f"cut-off c from a clinical mean of {clinical:.4g}, and {well}"


def _clinical_mean(norms: Norms, scores_before: Sequence[float], notes: list[str]) -> float:
    if norms.clinical_mean is not None:
        return norms.clinical_mean
    if not scores_before:
        raise UnclearYardstick(
            "The cut-off needs a clinical mean; found no --clinical-mean and no score before in the file. Give "
            "--clinical-mean, from a study of people before treatment."
        )
    own = mean(scores_before)
    notes.append(
        f"The clinical mean, {own:.4g}, is this file's own mean before ({len(scores_before)} people), so the cut-off "
        "moves with the people in the file. Give --clinical-mean for one that stays."
    )
    return own
