"""What to doubt in a network before its numbers are used: single and tiny trials, no loops, trials not alike."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from kith.science.evidence.contrasts import Table, pieces_of
from kith.science.evidence.network import Network

TINY_TRIAL: Final = 50  # people, convention: a trial this small sees only effects larger than most therapies have
FAR_APART: Final = 0.05  # p of a split node; with many comparisons one in twenty crosses it by chance
Kind = Literal[
    "single trial", "tiny trial", "best rests on one trial", "no loop", "direct and indirect differ", "not alike"
]


@dataclass(frozen=True)
class Doubt:
    """One reason for doubt, about some treatments, in a sentence."""

    kind: Kind
    treatments: tuple[str, ...]
    sentence: str


def doubts(
    network: Network,
    *,
    people: Mapping[str, int] | None = None,
    features: Mapping[str, Mapping[str, float]] | None = None,
) -> tuple[Doubt, ...]:
    """The reasons to doubt a network.

    `people` are the participants of each trial; without them nothing is said about tiny trials. `features` are numbers
    of each trial that may change effects (year, severity at the start): for each, comparisons whose trials do not
    overlap in it are named, because differences between treatments and differences between trials cannot then be told
    apart. That a network gives no reason for doubt is not proof that its trials are alike.

    >>> from kith.science.evidence.contrasts import Contrast
    >>> from kith.science.evidence.network import fit_network
    >>> trials = [Contrast("s1", "a", "b", -0.5, 0.2), Contrast("s2", "b", "c", -0.2, 0.2)]
    >>> [doubt.kind for doubt in doubts(fit_network(trials, reference="b"))]
    ['single trial', 'single trial', 'best rests on one trial', 'no loop']
    """
    table = network.table
    trials = {name: [s for s, design in enumerate(table.designs) if name in design] for name in table.treatments}
    alone = [name for name in table.treatments if len(trials[name]) == 1]
    found = [_single(name, table.studies[trials[name][0]]) for name in alone]
    found += [
        _tiny(name, table, trials[name], people) for name in table.treatments if _is_tiny(table, trials[name], people)
    ]
    best = max(network.best_model.p_scores.items(), key=lambda item: item[1])[0]
    if best in alone:
        what = f"{best} comes first, and rests on one trial; a single trial with a large effect often is not repeated."
        found.append(Doubt("best rests on one trial", (best,), what))
    return (*found, *_loops(table), *_split(network), *_unlike(table, features or {}))


def _single(name: str, study: str) -> Doubt:
    return Doubt("single trial", (name,), f"What is known of {name} here comes from one trial ({study}).")


def _is_tiny(table: Table, studies: Sequence[int], people: Mapping[str, int] | None) -> bool:
    known = [people[table.studies[s]] for s in studies if people and table.studies[s] in people]
    return len(known) == len(studies) and sum(known) < TINY_TRIAL


def _tiny(name: str, table: Table, studies: Sequence[int], people: Mapping[str, int] | None) -> Doubt:
    count = sum((people or {})[table.studies[s]] for s in studies)
    return Doubt("tiny trial", (name,), f"All trials of {name} together have {count} people, fewer than {TINY_TRIAL}.")


def _loops(table: Table) -> list[Doubt]:
    """Comparisons that no second path can check; none where every one lies on a loop."""
    pairs = {
        tuple(sorted((table.treatments[one], table.treatments[other])))
        for one, other in zip(table.first.tolist(), table.second.tolist(), strict=True)
    }
    joined = {(one, other) for one, other in pairs}
    bridges = [
        pair
        for pair in sorted(joined)
        if len(pieces_of(table.treatments, [other for other in joined if other != pair])) > 1
    ]
    if not bridges:
        return []
    names = tuple(sorted({name for pair in bridges for name in pair}))
    named = "; ".join(f"{one} and {other}" for one, other in bridges)
    return [Doubt("no loop", names, f"Nothing indirect can check the comparison of {named}.")]


def _split(network: Network) -> list[Doubt]:
    return [
        Doubt(
            "direct and indirect differ",
            (split.treat1, split.treat2),
            f"Direct and indirect evidence on {split.treat1} and {split.treat2} differ by {split.difference:.2f} "
            f"(p {split.p:.3f}).",
        )
        for split in network.best_model.splits
        if split.p is not None and split.difference is not None and split.p < FAR_APART
    ]


def _unlike(table: Table, features: Mapping[str, Mapping[str, float]]) -> list[Doubt]:
    found = []
    for feature, values in features.items():
        spans: dict[tuple[str, ...], tuple[float, float]] = {}
        for study, design in zip(table.studies, table.designs, strict=True):
            if study in values:
                low, high = spans.get(design, (values[study], values[study]))
                spans[design] = (min(low, values[study]), max(high, values[study]))
        apart = [
            (one, other)
            for place, one in enumerate(spans)
            for other in list(spans)[place + 1 :]
            if spans[one][0] > spans[other][1] or spans[other][0] > spans[one][1]
        ]
        found += [
            Doubt(
                "not alike",
                tuple(dict.fromkeys((*one, *other))),
                f"Trials of {' and '.join(one)} and trials of {' and '.join(other)} do not overlap in {feature}.",
            )
            for one, other in apart
        ]
    return found
