"""What `kith costs` says: the same results as plain values and as a page of text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median
from typing import Any

from kith.cli.costed import Comparison, Report
from kith.science.economics import SOURCES, CostPerOutcome, Figure, Interval

UNSTATED = "not stated"


@dataclass(frozen=True)
class Told:
    """What a person said about the costs that the numbers do not tell; None where they said nothing."""

    currency: str | None
    price_year: int | None
    source: str | None
    usual: str | None


def as_values(report: Report, told: Told, version: str) -> dict[str, Any]:
    """The results as plain values; what there is none of is null, with its reason under `reasons`."""
    costs = [one.cost for one in report.people]
    grades = sorted({grade for one in report.people for grade in one.by_grade})
    found: dict[str, Any] = {
        "people": len(costs),
        "left_out_without_a_cost": report.unknown_costs,
        "currency": told.currency,
        "price_year": told.price_year,
        "source_of_prices": told.source,
        "total_cost": sum(costs),
        "cost_per_course": sum(costs) / len(costs),
        "median_cost_per_course": median(costs),
        "cost_by_grade": {grade: sum(one.by_grade.get(grade, 0.0) for one in report.people) for grade in grades},
        "recovery": None,
        "effect": report.effect,
        "usual": told.usual,
        "without_an_arm": report.no_arm if report.comparisons else None,
        "comparisons": [_comparison(one) for one in report.comparisons],
        "made_by": f"kith {version}",
    }
    if report.per_recovery is not None and report.by_bootstrap is not None:
        found["recovery"] = _recovery(report.per_recovery, report.by_bootstrap)
    if any(one.other_link is not None for one in report.comparisons):
        found["mapping"] = {
            "used": SOURCES["kolovos"].citation,
            "beside": SOURCES["furukawa"].citation,
            "label": "mapped, not measured",
        }
    return found


def _recovery(exact: CostPerOutcome, drawn: CostPerOutcome) -> dict[str, Any]:
    figures = {
        "cost_per_recovery": exact.ratio,
        "if_all_unknown_had_recovered": exact.if_unknown_reached,
        "if_no_unknown_had_recovered": exact.if_unknown_missed,
    }
    return {
        "people": exact.people,
        "recovered": exact.reached,
        "unknown": exact.unknown,
        "total_cost": exact.total_cost,
        **{name: one.value for name, one in figures.items()},
        "interval_fieller": _ends(exact.interval),
        "interval_bootstrap": _ends(drawn.interval),
        "reasons": {name: one.reason for name, one in figures.items() if one.value is None}
        | {
            name: one.interval.reason
            for name, one in (("interval_fieller", exact), ("interval_bootstrap", drawn))
            if one.interval.reason is not None
        },
    }


def _ends(interval: Interval) -> list[float | None]:
    return [interval.low, interval.high]


def _comparison(one: Comparison) -> dict[str, Any]:
    figures: dict[str, Figure] = {"icer": one.found.icer}
    if one.other_link is not None:
        figures |= {
            "effect_by_other_link_at_least": one.other_link[0],
            "effect_by_other_link_at_most": one.other_link[1],
        }
    reasons = {name: figure.reason for name, figure in figures.items() if figure.value is None}
    reasons |= {"icer_interval": one.found.interval.reason} if one.found.interval.reason is not None else {}
    reasons |= {"adjusted_effect": one.no_adjusted} if one.adjusted is None else {}
    reasons |= {"acceptability": "no threshold was given"} if one.curve is None else {}
    return {
        "new": one.new,
        "people": list(one.people),
        "left_out_without_an_effect": list(one.left_out),
        "extra_cost": one.found.cost,
        "extra_effect": one.found.effect,
        "place": one.found.place,
        **{name: figure.value for name, figure in figures.items()},
        "icer_interval": _ends(one.found.interval),
        "adjusted_effect": None if one.adjusted is None else one.adjusted.adjusted,
        "adjusted_effect_interval": None if one.adjusted is None else list(one.adjusted.ci),
        "net_benefit": [
            {
                "threshold": benefit.threshold,
                "value": benefit.value,
                "interval": list(benefit.ci),
                "probability_above_0": benefit.probability,
            }
            for benefit in one.benefits
        ],
        "shares_of_plane": dict(one.shares),
        "acceptability": None
        if one.curve is None
        else [list(pair) for pair in zip(one.curve.thresholds, one.curve.probabilities, strict=True)],
        "reasons": reasons,
    }


def as_text(report: Report, told: Told) -> str:
    """The results as a page of text, every number with what it is out of."""
    return "\n".join(_lines(report, told))


def _lines(report: Report, told: Told) -> Iterator[str]:
    costs = [one.cost for one in report.people]
    year, source = told.price_year or UNSTATED, told.source or UNSTATED
    yield f"{len(costs)} courses cost {money(sum(costs))} in all, {money(sum(costs) / len(costs))} each."
    yield f"  Currency: {told.currency or UNSTATED}; price year: {year}; source of prices: {source}."
    if report.unknown_costs:
        yield f"  {report.unknown_costs} people have no cost and are in no figure."
    if report.per_recovery is not None and report.by_bootstrap is not None:
        yield from _recovery_lines(report.per_recovery, report.by_bootstrap)
    for one in report.comparisons:
        yield from _comparison_lines(one, told, report.effect or "effect")


def _recovery_lines(exact: CostPerOutcome, drawn: CostPerOutcome) -> Iterator[str]:
    yield f"A recovery costs {shown(exact.ratio)}: {exact.reached} of {exact.people} people recovered."
    yield f"  95 % interval: {span(exact.interval)} (Fieller), {span(drawn.interval)} (bootstrap)."
    if exact.unknown:
        yield (
            f"  Of {exact.unknown} more it is not known: {shown(exact.if_unknown_reached)} if all of them recovered, "
            f"{shown(exact.if_unknown_missed)} if none did."
        )


def _comparison_lines(one: Comparison, told: Told, effect: str) -> Iterator[str]:
    yield ""
    yield f"{one.new} beside {told.usual}: {one.people[0]} and {one.people[1]} people; {effect}."
    if sum(one.left_out):
        yield f"  Left out without an effect: {one.left_out[0]} and {one.left_out[1]}."
    yield f"  Extra cost {money(one.found.cost)}, extra effect {one.found.effect:.4f} a person: {one.found.place}."
    yield f"  Extra cost for one more: {shown(one.found.icer)}; 95 % interval {span(one.found.interval)}."
    if one.adjusted is not None:
        low, high = one.adjusted.ci
        yield f"  Adjusted for the start, extra effect {one.adjusted.adjusted:.4f} ({low:.4f} to {high:.4f})."
    if one.other_link is not None:
        least, most = one.other_link
        said = (
            f"none: {least.reason}"
            if least.value is None or most.value is None
            else f"{least.value:.4f} to {most.value:.4f}"
        )
        yield f"  By the other link ({SOURCES['furukawa'].citation}), extra effect {said}."
    for benefit in one.benefits:
        yield (
            f"  At {money(benefit.threshold)}: net benefit {money(benefit.value)} ({money(benefit.ci[0])} to "
            f"{money(benefit.ci[1])}), probably worth it with {benefit.probability:.2f}."
        )


def money(value: float) -> str:
    """An amount in words.

    >>> money(1234.5), money(-20)
    ('1,234.50', '-20.00')
    """
    return f"{value:,.2f}"


def shown(figure: Figure) -> str:
    """A number, or why there is none."""
    return money(figure.value) if figure.value is not None else f"none ({figure.reason})"


def span(interval: Interval) -> str:
    """An interval, or why it has none, or no end on one side."""
    if interval.low is None and interval.high is None:
        return f"none ({interval.reason})"
    low = f"no lower end ({interval.reason})" if interval.low is None else money(interval.low)
    high = f"no upper end ({interval.reason})" if interval.high is None else money(interval.high)
    return f"{low} to {high}"
