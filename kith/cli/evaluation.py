"""What `kith evaluate` works out, and how it is put into words and into JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from kith.cli.paired_csv import Person
from kith.cli.yardsticks import Yardstick
from kith.pictures.jacobson import JacobsonPlot, Point
from kith.science.change import classify, classify_by_points, is_clinical, minimum_reliable_points
from kith.science.outcomes import CategoryTotals, Rate, known_of, total_by_group, total_categories

FEW_COMPLETE = 0.8
"""Below four fifths with both scores, what became of the others can turn the result: say so first."""

NOT_AN_EFFECT = "A change from before to after is not the effect of the treatment: people also change without it."


@dataclass(frozen=True)
class Evaluation:
    """The totals of everybody and of each group, the yardstick, and what a reader must know."""

    yardstick: Yardstick
    everybody: CategoryTotals
    groups: Mapping[str, CategoryTotals]
    notes: tuple[str, ...]


def evaluate_people(people: Sequence[Person], yardstick: Yardstick, *, by: str | None) -> Evaluation:
    """Counts every person once, in one of recovered, improved, unchanged, deteriorated or unknown."""
    before = np.array([person.before for person in people], dtype=np.float64)
    after = np.array([person.after for person in people], dtype=np.float64)
    began = is_clinical(before, yardstick.cutoff, higher_is_worse=yardstick.higher_is_worse)
    if yardstick.sd is not None and yardstick.reliability is not None:
        found = classify(
            before,
            after,
            cutoff=yardstick.cutoff,
            sd=yardstick.sd,
            reliability=yardstick.reliability,
            higher_is_worse=yardstick.higher_is_worse,
        )
    else:
        found = classify_by_points(
            before,
            after,
            cutoff=yardstick.cutoff,
            reliable_change=yardstick.reliable_change,
            higher_is_worse=yardstick.higher_is_worse,
        )
    everybody = total_categories(found, began_clinical=began)
    groups = total_by_group(found, began_clinical=began, groups=[person.group for person in people]) if by else {}
    known = known_of(before[:, None], after[:, None], [yardstick.cutoff], higher_is_worse=yardstick.higher_is_worse)
    could_recover = int(np.count_nonzero(known.could_recover))
    cautions = _cautions(everybody, groups, could_recover=could_recover)
    return Evaluation(yardstick, everybody, groups, (*yardstick.notes, *cautions))


def _cautions(everybody: CategoryTotals, groups: Mapping[str, CategoryTotals], *, could_recover: int) -> list[str]:
    cautions = [NOT_AN_EFFECT]
    if everybody.complete < FEW_COMPLETE * everybody.people:
        cautions.append(
            f"{everybody.unknown} of {everybody.people} people lack a score. If those who left fared worse, these "
            "rates are too good."
        )
    if everybody.unknown:
        cautions.append(
            f"Whatever became of the {everybody.unknown} who lack a score, between {everybody.recovered} and "
            f"{everybody.recovered + could_recover} of all {everybody.people} people recovered."
        )
    shares = [totals.completeness.value or 0.0 for totals in groups.values()]
    if shares and max(shares) - min(shares) > 0.1:
        cautions.append("The groups differ in how many have both scores: compare their rates with care.")
    if everybody.began_clinical < everybody.complete:
        outside = everybody.complete - everybody.began_clinical
        cautions.append(
            f"{outside} with both scores began outside the clinical range; they can improve but not recover."
        )
    return cautions


def as_json(evaluation: Evaluation) -> dict[str, object]:
    """The evaluation as plain values for JSON."""
    yardstick = evaluation.yardstick
    return {
        **_totals_as_json(evaluation.everybody),
        "cutoff": yardstick.cutoff,
        "reliable_change": yardstick.reliable_change,
        "higher_is_worse": yardstick.higher_is_worse,
        "yardstick": yardstick.source,
        "groups": {name: _totals_as_json(totals) for name, totals in evaluation.groups.items()},
        "notes": list(evaluation.notes),
    }


def _totals_as_json(totals: CategoryTotals) -> dict[str, object]:
    counts = ("recovered", "improved", "unchanged", "deteriorated", "harmed", "unknown")
    return {
        "n": totals.people,
        "n_complete": totals.complete,
        "n_began_clinical": totals.began_clinical,
        "counts": {name: getattr(totals, name) for name in counts},
        "rates": {name: _rate_as_json(one) for name, one in _rates(totals).items()},
    }


def _rates(totals: CategoryTotals) -> dict[str, Rate]:
    return {
        "recovered": totals.of_complete(totals.recovered),
        "improved": totals.of_complete(totals.improved),
        "unchanged": totals.of_complete(totals.unchanged),
        "deteriorated": totals.of_complete(totals.deteriorated),
        "harmed": totals.of_complete(totals.harmed),
        "recovered_of_began_clinical": totals.recovery,
        "recovered_or_improved": totals.reliable_improvement,
        "complete": totals.completeness,
    }


def _rate_as_json(one: Rate) -> dict[str, object]:
    return {
        "numerator": one.numerator,
        "denominator": one.denominator,
        "rate": one.value,
        "low": one.low,
        "high": one.high,
        "interval": "95 % Wilson",
    }


LABELS = {
    "complete": "both scores",
    "recovered": "recovered",
    "improved": "improved",
    "unchanged": "unchanged",
    "deteriorated": "deteriorated",
    "harmed": "  of these harmed",
    "recovered_or_improved": "recovered or improved",
    "recovered_of_began_clinical": "recovered, of those clinical at first",
}


def as_text(evaluation: Evaluation, *, by: str | None) -> str:
    """The evaluation as a page of text."""
    yardstick = evaluation.yardstick
    better = "lower" if yardstick.higher_is_worse else "higher"
    lines = [
        f"Cut-off {yardstick.cutoff:.4g}; a change of {_size(yardstick)} is reliable; {better} is better.",
        yardstick.source,
        "",
        f"{'':<40}{'count':>12}{'share':>9}   95 % interval (Wilson)",
        *_block(f"Everybody: {evaluation.everybody.people} people", evaluation.everybody),
    ]
    for name, totals in evaluation.groups.items():
        lines += ["", *_block(f"{by} = {name}: {totals.people} people", totals)]
    return "\n".join([*lines, "", *[f"Note: {note}" for note in evaluation.notes]])


def _size(yardstick: Yardstick) -> str:
    if yardstick.sd is None or yardstick.reliability is None:
        return f"at least {yardstick.reliable_change:.4g} points"
    whole = minimum_reliable_points(yardstick.sd, yardstick.reliability)
    return f"more than {yardstick.reliable_change:.4g} points ({whole} or more on a scale of whole points)"


def _block(title: str, totals: CategoryTotals) -> list[str]:
    rates = _rates(totals)
    return [
        title,
        *[_row(label, rates[name]) for name, label in LABELS.items()],
        f"{'  unknown: a score is missing':<40}{totals.unknown:>12}",
    ]


def _row(label: str, one: Rate) -> str:
    count = f"{one.numerator} of {one.denominator}"
    if one.value is None or one.low is None or one.high is None:
        return f"  {label:<38}{count:>12}{'-':>9}   nobody to count"
    return f"  {label:<38}{count:>12}{100 * one.value:>7.1f} %   {100 * one.low:.1f} to {100 * one.high:.1f} %"


def as_plot(people: Sequence[Person], evaluation: Evaluation, *, before: str, after: str) -> JacobsonPlot:
    """The evaluation as a Jacobson plot."""
    totals, yardstick = evaluation.everybody, evaluation.yardstick
    return JacobsonPlot(
        points=[
            Point(person.before, person.after, person.group)
            for person in people
            if person.before is not None and person.after is not None
        ],
        cutoff=yardstick.cutoff,
        reliable_change=yardstick.reliable_change,
        higher_is_worse=yardstick.higher_is_worse,
        missing=totals.unknown,
        before_label=f"{before} (before)",
        after_label=f"{after} (after)",
        sentence=(
            f"Of {totals.complete} people with both scores, {totals.recovered} recovered, {totals.improved} improved, "
            f"{totals.unchanged} did not change reliably and {totals.deteriorated} deteriorated."
        ),
    )
