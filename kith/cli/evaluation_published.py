"""What `kith evaluate --publish` prints: the same counts and shares, made fit to leave as one table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kith.cli.evaluation import FEW_COMPLETE, LABELS, NOT_AN_EFFECT, Evaluation
from kith.cli.yardsticks import Yardstick
from kith.science.disclosure import ShownCount, shown_breakdowns, shown_count, shown_table
from kith.science.outcomes import CategoryTotals, PublishedRate, publish_rate

ENDINGS = ("recovered", "improved", "unchanged", "deteriorated")
ROUNDED = (
    "Counts from 1 to 7 are withheld and all others are rounded to the nearest 5, a total now and then to the other "
    "multiple of 5 beside it; shares and intervals are those of the rounded counts. Fewer than 10 people with both "
    "scores are not broken down."
)


@dataclass(frozen=True)
class PublishedTotals:
    """People as they may leave: None is withheld."""

    people: int | None
    complete: int | None
    began_clinical: int | None
    counts: Mapping[str, int | None]
    rates: Mapping[str, PublishedRate]


@dataclass(frozen=True)
class PublishedEvaluation:
    """Everybody and each group, from one table of groups by endings; what a reader must know."""

    yardstick: Yardstick
    everybody: PublishedTotals
    groups: Mapping[str, PublishedTotals]
    notes: tuple[str, ...]


def publish_evaluation(evaluation: Evaluation) -> PublishedEvaluation:
    """The evaluation as it may leave the service.

    People with both scores are one table, of groups by how they ended, shown at once with its margins. Those who lack a
    score, and everybody, stand beside it.
    """
    everybody, groups = evaluation.everybody, evaluation.groups
    if groups:
        table = shown_table([_endings(totals) for totals in groups.values()])
        whole = _published(everybody, table.columns, table.total)
        parts = {
            name: _published(totals, cells, complete)
            for (name, totals), cells, complete in zip(groups.items(), table.cells, table.rows, strict=True)
        }
    else:
        shown = shown_breakdowns(_endings(everybody))
        whole, parts = _published(everybody, shown.breakdowns[0], shown.total), {}
    return PublishedEvaluation(
        evaluation.yardstick, whole, parts, (*evaluation.yardstick.notes, *_cautions(whole), ROUNDED)
    )


def _endings(totals: CategoryTotals) -> list[int]:
    return [getattr(totals, name) for name in ENDINGS]


def _published(totals: CategoryTotals, cells: Sequence[ShownCount], complete: ShownCount) -> PublishedTotals:
    counts = dict(zip(ENDINGS, cells, strict=True))
    is_broken_down = counts["deteriorated"].reason in (None, "small_numbers")
    began = shown_count(totals.began_clinical) if is_broken_down else counts["recovered"]
    counts["harmed"] = shown_count(totals.harmed) if is_broken_down else counts["deteriorated"]
    counts["unknown"] = shown_count(totals.unknown)
    return PublishedTotals(
        people=shown_count(totals.people).value,
        complete=complete.value,
        began_clinical=began.value,
        counts={name: count.value for name, count in counts.items()},
        rates=_rates(totals, complete if is_broken_down else ShownCount(None, complete.reason), began),
    )


def _rates(totals: CategoryTotals, complete: ShownCount, began: ShownCount) -> dict[str, PublishedRate]:
    of_complete = {name: getattr(totals, name) for name in (*ENDINGS, "harmed")}
    of_complete["recovered_or_improved"] = totals.recovered + totals.improved
    return {
        **{name: publish_rate(count, totals.complete, total=complete) for name, count in of_complete.items()},
        "recovered_of_began_clinical": publish_rate(totals.recovered, totals.began_clinical, total=began),
        "complete": publish_rate(totals.complete, totals.people),
    }


def _cautions(whole: PublishedTotals) -> list[str]:
    cautions = [NOT_AN_EFFECT]
    both = whole.rates["complete"]
    if both.value is not None and both.value < FEW_COMPLETE:
        cautions.append(
            f"About {both.numerator} of {both.denominator} people have both scores. If those who left fared worse, "
            "these rates are too good."
        )
    return cautions


def as_json(published: PublishedEvaluation) -> dict[str, object]:
    """The published evaluation as plain values, under the names of the exact one."""
    yardstick = published.yardstick
    return {
        "published": True,
        **_totals_as_json(published.everybody),
        "cutoff": yardstick.cutoff,
        "reliable_change": yardstick.reliable_change,
        "higher_is_worse": yardstick.higher_is_worse,
        "yardstick": yardstick.source,
        "groups": {name: _totals_as_json(totals) for name, totals in published.groups.items()},
        "notes": list(published.notes),
    }


def _totals_as_json(totals: PublishedTotals) -> dict[str, object]:
    return {
        "n": totals.people,
        "n_complete": totals.complete,
        "n_began_clinical": totals.began_clinical,
        "counts": dict(totals.counts),
        "rates": {
            name: {
                "numerator": one.numerator,
                "denominator": one.denominator,
                "rate": one.value,
                "low": one.low,
                "high": one.high,
                "interval": "95 % Wilson, of the rounded counts",
            }
            for name, one in totals.rates.items()
        },
    }


def as_text(published: PublishedEvaluation, *, by: str | None) -> str:
    """The published evaluation as a page of text."""
    lines = [
        f"Cut-off {published.yardstick.cutoff:.4g}; fit to leave the service.",
        published.yardstick.source,
        "",
        f"{'':<40}{'count':>20}{'share':>9}   95 % interval (Wilson)",
        *_block(f"Everybody: {_number(published.everybody.people)} people", published.everybody),
    ]
    for name, totals in published.groups.items():
        lines += ["", *_block(f"{by} = {name}: {_number(totals.people)} people", totals)]
    return "\n".join([*lines, "", *[f"Note: {note}" for note in published.notes]])


def _block(title: str, totals: PublishedTotals) -> list[str]:
    return [
        title,
        *[_row(label, totals.rates[name]) for name, label in LABELS.items()],
        f"{'  unknown: a score is missing':<40}{_number(totals.counts['unknown']):>20}",
    ]


def _row(label: str, one: PublishedRate) -> str:
    count = f"{_number(one.numerator)} of {_number(one.denominator)}"
    if one.value is None or one.low is None or one.high is None:
        why = "nobody to count" if one.denominator == 0 else "withheld"
        return f"  {label:<38}{count:>20}{'-':>9}   {why}"
    return f"  {label:<38}{count:>20}{100 * one.value:>7.1f} %   {100 * one.low:.1f} to {100 * one.high:.1f} %"


def _number(count: int | None) -> str:
    return "few" if count is None else str(count)
