"""What can be offered: a protocol with what this service has of it, and what is known of its effect."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final, Literal, get_args

from kith.science.evidence.pooling import quantile_of
from kith.science.findings import RATIOS, Measure
from kith.science.protocols import Exclusion, Protocol, Strength
from kith.science.protocols.protocol import Format, Goal, Setting
from kith.science.recommendation.person import AccessNeed
from kith.science.recommendation.problems import RecommendationProblem
from kith.science.sources import Certainty, Provenance

__all__ = ["COMPARATORS", "STEP_OF_FORMAT", "Comparator", "Dose", "Evidence", "Offer", "ServiceSide", "offer_from"]

Comparator = Literal["usual_care", "other_therapy", "placebo", "any_control", "waiting_list"]
STANDARDISED: Final = frozenset({"g", "d", "SMD"})
"""Measures in standard deviations. Ratios and points of a scale are shown and never set against them."""

COMPARATORS: Final[tuple[Comparator, ...]] = get_args(Comparator)
"""In the order in which a figure is shown first: usual care is what the person would have otherwise; a waiting list
comes last, because it flatters (behavioural activation for depression: g 1.09 against waiting and 0.62 against usual
care, in the protocol of this library)."""

STEP_OF_FORMAT: Final[dict[Format, int]] = {
    "self_guided": 2,
    "group": 2,
    "peer": 2,
    "blended": 3,
    "individual": 3,
    "couple": 3,
    "family": 3,
}
"""The step of stepped care at which a format usually stands: own convention, after the pathways of the library."""


@dataclass(frozen=True)
class Dose:
    """Fewest and most meetings, and minutes for each."""

    sessions_min: int
    sessions_max: int
    minutes: int


@dataclass(frozen=True, kw_only=True)
class ServiceSide:
    """What the service has of one protocol. None: nobody has counted the wait, or can say whether there is a place."""

    languages: frozenset[str]
    has_interpreter: bool = False
    meets: frozenset[AccessNeed] = frozenset()
    weeks_wait: float | None = None
    has_places: bool | None = None
    formats: frozenset[Format] | None = None
    settings: frozenset[Setting] | None = None


@dataclass(frozen=True, kw_only=True)
class Offer:
    """One protocol as this service can give it. `gates` and `harms` are ids: the page has their words."""

    id: str
    version: str
    problems: tuple[str, ...]
    goals: frozenset[Goal]
    formats: frozenset[Format]
    settings: frozenset[Setting]
    dose: Dose
    excludes: tuple[Exclusion, ...]
    builds_on: frozenset[Strength]
    gates: tuple[str, ...]
    harms: tuple[str, ...]
    languages: frozenset[str]
    has_interpreter: bool
    meets: frozenset[AccessNeed]
    weeks_wait: float | None
    has_places: bool | None

    @property
    def steps(self) -> frozenset[int]:
        """The steps of care at which its formats stand."""
        return frozenset(STEP_OF_FORMAT[one] for one in self.formats)


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """One estimate of what a protocol adds for a problem, over a named comparator, with its interval at `level`.

    A standardised difference is better above nought. Of another `measure` (a ratio, points of a scale) `better` says
    on which side of no effect people are better off, and it takes no part in telling options apart. `is_rated` is False
    where nobody has said how sure it is, and `certainty` then is the lowest there is. What lies behind it is None where
    it is not known: how many studies and people, where a new study may lie, how far the studies differ. Raises
    RecommendationProblem when the interval does not hold the estimate, or a number is missing.
    """

    offer: str
    problem: str
    comparator: Comparator
    estimate: float
    low: float
    high: float
    certainty: Certainty
    provenance: Provenance
    source: str
    level: float = 0.95
    is_rated: bool = True
    measure: Measure = "SMD"
    better: Literal["above", "below"] = "above"
    studies: int | None = None
    people: int | None = None
    prediction: tuple[float, float] | None = None
    i2: float | None = None
    tau2: float | None = None

    def __post_init__(self) -> None:
        numbers = (self.estimate, self.low, self.high, self.level)
        is_ordered = all(map(math.isfinite, numbers)) and self.low <= self.estimate <= self.high
        if not is_ordered or not 0 < self.level < 1:
            raise RecommendationProblem(
                f"An estimate lies within its interval; found {self.estimate:g} ({self.low:g} to {self.high:g}) at "
                f"level {self.level:g} for {self.offer}. Give three numbers with better as larger, and 0.95 for 95 %."
            )

    @property
    def is_standardised(self) -> bool:
        """Whether it is in standard deviations, so that it can stand beside another."""
        return self.measure in STANDARDISED

    @property
    def is_benefit(self) -> bool:
        """Whether the whole interval lies on the better side of no effect."""
        no_effect = 1.0 if self.measure in RATIOS else 0.0
        return self.low > no_effect if self.better == "above" else self.high < no_effect

    def reach(self, end: Literal["low", "high"], level: float) -> float:
        """How far one end of the interval lies from the estimate, brought to another level as if normal."""
        given = self.estimate - self.low if end == "low" else self.high - self.estimate
        return given * quantile_of(level, None) / quantile_of(self.level, None)


def offer_from(protocol: Protocol, service: ServiceSide) -> Offer:
    """The offer that a protocol makes in a service: formats and settings are what both have.

    Source: own design; nothing is worked out. What the service does not say about formats and settings is taken from
    the protocol. Raises nothing: an offer without a common format stays, and is excluded with that reason.

    >>> from kith.science.library import Library
    >>> panic = Library.open().protocol("cbt-panic")
    >>> offer = offer_from(panic, ServiceSide(languages=frozenset({"en"}), weeks_wait=3.0))
    >>> offer.problems, offer.dose.sessions_max, sorted(offer.steps)
    (('panic', 'agoraphobia'), 14, [3])
    """
    formats, settings = frozenset(protocol.format), frozenset(protocol.settings)
    return Offer(
        id=protocol.id,
        version=protocol.version,
        problems=protocol.problems,
        goals=frozenset(protocol.goals),
        formats=formats if service.formats is None else formats & service.formats,
        settings=settings if service.settings is None else settings & service.settings,
        dose=Dose(protocol.dose.sessions_min, protocol.dose.sessions_max, protocol.dose.minutes),
        excludes=protocol.excludes,
        builds_on=frozenset(protocol.builds_on),
        gates=tuple(gate.id for gate in protocol.gates),
        harms=tuple(harm.id for harm in protocol.harms),
        languages=service.languages,
        has_interpreter=service.has_interpreter,
        meets=service.meets,
        weeks_wait=service.weeks_wait,
        has_places=service.has_places,
    )
