"""The accuracy of signals and a reference as they may leave the service: counts suppressed and rounded first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from kith.science.change import Reference
from kith.science.disclosure import shown_count
from kith.science.outcomes.published import (
    PublishedCount,
    PublishedRange,
    PublishedRate,
    publish_count,
    publish_ranges,
    publish_rate,
)
from kith.science.outcomes.rates import Rate
from kith.science.outcomes.signal_accuracy import Accuracy, JudgedCourse, Study, by_group, study

FIRST_ALERT_EDGES = (2, 4, 8)
"""Sessions by which a first signal is early, in time, or late: our convention."""


@dataclass(frozen=True)
class PublishedAccuracy:
    """The four shares for one kind of ending, fit for a page."""

    people: PublishedCount
    ended_so: PublishedCount
    sensitivity: PublishedRate
    specificity: PublishedRate
    ppv: PublishedRate
    npv: PublishedRate

    @classmethod
    def of_values(cls, values: Mapping[str, Any]) -> PublishedAccuracy:
        """What was kept as JSON."""
        return cls(
            PublishedCount(**values["people"]),
            PublishedCount(**values["ended_so"]),
            *(PublishedRate(**values[name]) for name in ("sensitivity", "specificity", "ppv", "npv")),
        )


@dataclass(frozen=True)
class PublishedStudy:
    """One way of judging, fit for a page."""

    badly: PublishedAccuracy
    deteriorated: PublishedAccuracy
    first_alerts: tuple[PublishedRange, ...]
    burden: PublishedRate
    calibration: PublishedRate

    @classmethod
    def of_values(cls, values: Mapping[str, Any]) -> PublishedStudy:
        """What was kept as JSON."""
        return cls(
            badly=PublishedAccuracy.of_values(values["badly"]),
            deteriorated=PublishedAccuracy.of_values(values["deteriorated"]),
            first_alerts=tuple(PublishedRange(**one) for one in values["first_alerts"]),
            burden=PublishedRate(**values["burden"]),
            calibration=PublishedRate(**values["calibration"]),
        )


def publish_signals(judged: Sequence[JudgedCourse]) -> dict[str, Any]:
    """The study of these courses as plain values that can be kept."""
    return asdict(_study(study(judged)))


def publish_groups(judged: Sequence[JudgedCourse]) -> dict[str, list[dict[str, Any]]]:
    """Bad endings by group, as plain values; small groups keep their name and lose their numbers."""
    return {
        kind: [{"name": name, **asdict(_accuracy(one))} for name, one in names.items()]
        for kind, names in by_group(judged).items()
    }


def publish_reference(reference: Reference) -> dict[str, Any]:
    """A reference as plain values, its counts of people rounded as everywhere else."""
    bands = tuple(replace(band, people=shown_count(band.people).value or 0) for band in reference.bands)
    return replace(reference, bands=bands, people=shown_count(reference.people).value or 0).as_values()


def _study(one: Study) -> PublishedStudy:
    sessions = [session for session, people in one.first_alerts.items() for _ in range(people)]
    return PublishedStudy(
        badly=_accuracy(one.badly),
        deteriorated=_accuracy(one.deteriorated),
        first_alerts=publish_ranges(sessions, edges=FIRST_ALERT_EDGES),
        burden=_rate(one.burden),
        calibration=_rate(one.calibration),
    )


def _accuracy(one: Accuracy) -> PublishedAccuracy:
    return PublishedAccuracy(
        people=publish_count(one.people),
        ended_so=publish_count(one.ended_so),
        sensitivity=_rate(one.sensitivity),
        specificity=_rate(one.specificity),
        ppv=_rate(one.ppv),
        npv=_rate(one.npv),
    )


def _rate(one: Rate) -> PublishedRate:
    return publish_rate(one.numerator, one.denominator)
