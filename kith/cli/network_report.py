"""The report of `kith network`: the network, each treatment against the reference, the league, and what to doubt."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from kith.cli.evidence_words import METHODS_IN_WORDS, Said, p_in_words, percent
from kith.cli.network import by_p_score
from kith.cli.network_components import component_parts
from kith.pictures import (
    Drawing,
    ForestRow,
    ForestWords,
    LeagueCell,
    LeagueWords,
    TreatmentNode,
    TrialEdge,
    forest,
    league,
)
from kith.pictures import network_graph as drawn_network
from kith.reports import Bullets, Figure, Heading, Paragraph, Part, Table
from kith.science.evidence import Components, Doubt, Network, Q, Split
from kith.science.evidence.pooling import quantile_of

EMPTY = "There are no trials."


def report_parts(
    network: Network, facts: Sequence[str], reasons: Sequence[Doubt], said: Said, parts: Components | None
) -> Iterator[Part]:
    """The parts of the report, from the network to its doubts."""
    yield Bullets(tuple(facts))
    if said.is_ratio:
        yield Paragraph(
            "Pictures and tables are on the logarithm of the ratio, where nought is no effect, unless they say ratio."
        )
    yield Heading("Which treatments are compared")
    yield Figure(_graph(network))
    yield Heading(f"Each treatment against {network.reference}")
    yield Figure(_forest(network, facts))
    yield _estimates(network)
    yield Heading("Every difference")
    yield Figure(_league(network))
    yield _league_table(network, said)
    if parts is not None:
        yield from component_parts(parts, said)
    yield Heading("Does direct evidence agree with indirect?")
    yield _splits(network)
    yield _designs(network)
    yield Heading("What to doubt")
    yield Bullets(
        tuple([reason.sentence for reason in reasons] or ["Nothing that this check looks for. It is no proof."])
    )


def _graph(network: Network) -> Drawing:
    table_ = network.table
    counts = Counter(name for design in table_.designs for name in design)
    nodes = [TreatmentNode(name, counts[name], _trials(counts[name])) for name in network.treatments]
    pairs = Counter(
        tuple(sorted((one, other))) for one, other in zip(table_.first.tolist(), table_.second.tolist(), strict=True)
    )
    edges = [TrialEdge(one, other, trials) for (one, other), trials in sorted(pairs.items())]
    sentence = f"{len(nodes)} treatments, {network.studies} trials, {len(edges)} pairs that trials compare directly."
    return drawn_network(
        nodes, edges, single_trial="compared by one trial", title="Network", sentence=sentence, empty=EMPTY
    )


def _trials(count: int) -> str:
    return "1 trial" if count == 1 else f"{count} trials"


def _forest(network: Network, facts: Sequence[str]) -> Drawing:
    rows = []
    for name in by_p_score(network):
        one = network.best_model.against_reference[name]
        if name != network.reference:
            label = f"{one.estimate:.2f} ({one.ci[0]:.2f} to {one.ci[1]:.2f})"
            rows.append(ForestRow(name, one.estimate, *one.ci, label, prediction=one.prediction))
    better = "larger" if network.is_larger_better else "smaller"
    sentence = f"Each treatment against {network.reference}, with its interval; {better} is better. {'. '.join(facts)}."
    words = ForestWords("effects below no effect", "effects above no effect", "where a new study is expected")
    return forest(rows, None, words=words, title="Against the reference", sentence=sentence, empty=EMPTY)


def _estimates(network: Network) -> Table:
    rows = []
    for name in by_p_score(network):
        common, best = network.common.against_reference[name], network.best_model.against_reference[name]
        ahead = "none" if best.prediction is None else f"{best.prediction[0]:.3f} to {best.prediction[1]:.3f}"
        rows.append(
            (
                name,
                f"{common.estimate:.3f} ({common.ci[0]:.3f} to {common.ci[1]:.3f})",
                f"{best.estimate:.3f} ({best.ci[0]:.3f} to {best.ci[1]:.3f})",
                ahead,
                f"{network.best_model.p_scores[name]:.3f}",
            )
        )
    kind = METHODS_IN_WORDS[network.method] if network.random else "common effect: heterogeneity cannot be seen"
    heads = ("Treatment", f"common effect ({percent(network.level)})", kind, "prediction", "P-score")
    return Table(heads, tuple(rows))


def _league(network: Network) -> Drawing:
    order = [network.treatments.index(name) for name in by_p_score(network)]
    model = network.best_model
    differences, spreads = model.differences, model.standard_errors
    reach, sign = quantile_of(network.level, None), 1 if network.is_larger_better else -1

    def cell(i: int, j: int) -> LeagueCell:
        difference, spread = float(differences[i, j]), float(spreads[i, j]) or 1.0
        z = difference / spread
        return LeagueCell(f"{difference:.2f}", z, sign * difference > 0, abs(z) > reach)

    words = LeagueWords(
        "the treatment of the row did better",
        "the treatment of the row did worse",
        "an interval that leaves no difference out",
        "Numbers are the treatment of the row minus that of the column.",
    )
    return league(
        [network.treatments[i] for i in order],
        [[cell(i, j) for j in order] for i in order],
        words=words,
        title="League of differences",
        sentence="Every difference between two treatments, in the order of P-scores.",
        empty=EMPTY,
    )


def _league_table(network: Network, said: Said) -> Table:
    rows = [
        (one.treat1, one.treat2, said.number(one.estimate), said.span(one.ci))
        for one in network.league(by_p_score(network))
    ]
    what = "ratio" if said.is_ratio else "difference"
    return Table(("Treatment", "against", what, f"{percent(network.level)} interval"), tuple(rows))


def _splits(network: Network) -> Table:
    heads = ("Comparison", "trials", "direct share", "direct", "indirect", "difference")
    return Table(heads, tuple(_split(split) for split in network.best_model.splits))


def _split(split: Split) -> tuple[str, ...]:
    direct = f"{split.direct:.3f} (SE {split.direct_se:.3f})"
    indirect = difference = "none"
    if split.indirect is not None and split.difference is not None and split.p is not None:
        indirect = f"{split.indirect:.3f} (SE {split.indirect_se:.3f})"
        difference = f"{split.difference:.3f} ({p_in_words(split.p)})"
    name = f"{split.treat1} against {split.treat2}"
    return name, f"{split.trials}", f"{100 * split.share:.0f} %", direct, indirect, difference


def _designs(network: Network) -> Table:
    parts = network.consistency
    rows = [("All", *_q(parts.total)), ("Within designs", *_q(parts.within)), ("Between designs", *_q(parts.between))]
    if parts.between_random is not None:
        rows.append(("Between designs, with tau² within designs", *_q(parts.between_random)))
    rows += [(f"Within {', '.join(design)}", *_q(q)) for design, q in parts.of_designs.items()]
    rows += [(f"Between designs without {', '.join(design)}", *_q(q)) for design, q in parts.detached.items()]
    return Table(("Q", "value", "degrees", "p"), tuple(rows))


def _q(q: Q) -> tuple[str, str, str]:
    return f"{q.value:.2f}", f"{q.freedom}", "none" if q.p is None else p_in_words(q.p)
