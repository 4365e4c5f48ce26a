"""`kith network`: many treatments compared through all trials that connect them, by a file of comparisons."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from kith import __version__
from kith.cli import evidence_words as words
from kith.cli.comparisons_csv import Comparisons, Named, read_comparisons
from kith.cli.csv_rows import UnreadableTable
from kith.cli.evidence_words import Said, p_in_words, percent
from kith.cli.network_components import check_components_asked, component_lines, components_as_json
from kith.cli.report import check_report_name, write_report
from kith.cli.shelves import stop
from kith.science.evidence import (
    Components,
    Doubt,
    Estimate,
    EvidenceProblem,
    Model,
    Network,
    NetworkMethod,
    Q,
    doubts,
    fit_components,
    fit_network,
)

NO_TAU2 = "No trial is left to show heterogeneity: every comparison rests on trials that nothing else can check."


def network(
    file: Annotated[Path, typer.Argument(help="A CSV file: one row for each comparison of each trial.")],
    study: Annotated[str, typer.Option(help="The column that names the trials.")],
    treat1: Annotated[str, typer.Option(help="The column of first treatments.")],
    treat2: Annotated[str, typer.Option(help="The column of second treatments.")],
    effect: Annotated[str, typer.Option(help="The column of effects, first minus second; ratios as logarithms.")],
    se: Annotated[str, typer.Option(help="The column of their standard errors.")],
    reference: Annotated[str, typer.Option(help="The treatment that the others are compared with.")],
    larger_is_better: Annotated[
        bool, typer.Option("--larger-is-better/--smaller-is-better", help="Which way is well, for the P-scores.")
    ] = False,
    method: Annotated[NetworkMethod, typer.Option(help="How tau² is estimated.")] = "DL",
    level: Annotated[float, typer.Option(help="The level of intervals.")] = 0.95,
    people: Annotated[str | None, typer.Option(help="The column that counts the people of each trial.")] = None,
    feature: Annotated[
        list[str] | None,
        typer.Option(help="A column of numbers that may change effects (year, severity): are trials alike in it?"),
    ] = None,
    components: Annotated[
        str | None, typer.Option(help="What joins the parts of a treatment's name, as in “+”: what does each part add?")
    ] = None,
    inactive: Annotated[
        str | None, typer.Option(help="With --components: the treatment that has no active part.")
    ] = None,
    league: Annotated[bool, typer.Option("--league", help="Print every difference between two treatments.")] = False,
    ratio: Annotated[bool, typer.Option("--ratio", help="Effects are logarithms of ratios: write ratios.")] = False,
    certainty: Annotated[str | None, typer.Option(help="How sure one may be, as somebody rated it.")] = None,
    source: Annotated[str | None, typer.Option(help="Where the table is from.")] = None,
    report: Annotated[
        Path | None, typer.Option(help="Write a report to this file; its ending decides: .html or .pdf.")
    ] = None,
    json_: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Compare many treatments at once: a network meta-analysis.

    P-scores take smaller effects for better ones unless you say --larger-is-better. A trial with three arms needs its
    three comparisons, and they must add up.
    """
    said = Said(reference, certainty, source, ratio)
    try:
        check_report_name(report)
        asked = check_components_asked(components, inactive)
        read = read_comparisons(
            file, Named(study, treat1, treat2, effect, se, people, tuple(dict.fromkeys(feature or ())))
        )
        found = fit_network(
            read.contrasts, reference=reference, is_larger_better=larger_is_better, method=method, level=level
        )
        reasons = doubts(found, people=read.people, features=read.features)
        parts = (
            None
            if asked is None
            else fit_components(read.contrasts, separator=asked.separator, inactive=asked.inactive, level=level)
        )
        facts = facts_of_network(found, read, said, file.name)
        if report is not None:
            from kith.cli.network_report import report_parts

            write_report(
                report, f"Treatments of {file.name} compared", report_parts(found, facts, reasons, said, parts)
            )
    except (UnreadableTable, EvidenceProblem) as problem:
        stop(str(problem))
    if json_:
        typer.echo(json.dumps(as_json(found, parts), ensure_ascii=False, indent=2, allow_nan=False))
    else:
        told = [as_text(found, facts, reasons, said)]
        told += league_lines(found, said) if league else []
        told += [] if parts is None else component_lines(parts, said)
        typer.echo("\n".join(told))


def as_json(network: Network, parts_of_treatments: Components | None) -> dict[str, Any]:
    """The network. `tau2` and `random` are null, with a reason, where nothing is left to show heterogeneity.

    `p_scores` and `league` are of the random-effects model where there is one; `league` has every difference once,
    the first treatment minus the second. `components` are there where they were asked for.
    """
    parts = network.consistency
    found: dict[str, Any] = {
        "tau2": network.tau2,
        "q": parts.total.value,
        "q_within": parts.within.value,
        "q_between": parts.between.value,
        "common": _model(network.common),
        "random": None if network.random is None else _model(network.random),
        "p_scores": network.best_model.p_scores,
        "league": [
            {"treat1": one.treat1, "treat2": one.treat2, "estimate": one.estimate, "se": one.se, "ci": list(one.ci)}
            for one in network.league(by_p_score(network))
        ],
    }
    if parts_of_treatments is not None:
        found["components"] = components_as_json(parts_of_treatments)
    return found if network.tau2 is not None else found | {"tau2_reason": NO_TAU2, "random_reason": NO_TAU2}


def _model(model: Model) -> dict[str, dict[str, Any]]:
    return {
        name: {"estimate": one.estimate, "se": one.se, "ci": list(one.ci)}
        for name, one in model.against_reference.items()
    }


def facts_of_network(network: Network, read: Comparisons, said: Said, file: str) -> tuple[str, ...]:
    """Everything that must stand beside the numbers of a network."""
    parts = network.consistency
    count = f"{sum(read.people.values()):,}" if read.people else "not stated (name their column with --people)"
    inconsistency = f"I² {network.i2:.1f} %" if network.i2 is not None else "I² unknown"
    tau2 = f"tau² {network.tau2:.4f} ({network.method}), {inconsistency}" if network.tau2 is not None else NO_TAU2
    direction = "larger" if network.is_larger_better else "smaller"
    return (
        f"Trials: {network.studies}, with {network.comparisons} comparisons of {len(network.treatments)} treatments",
        f"People: {count}",
        *read.without_a_number,
        f"Heterogeneity: {tau2}",
        f"Q {_q(parts.total)}: within designs {_q(parts.within)}, between designs {_q(parts.between)}",
        words.comparator(said),
        words.certainty(said),
        f"P-scores take {direction} effects for better ones; a rank says nothing of how large a difference is",
        words.provenance(said, file, __version__),
    )


def _q(q: Q) -> str:
    return f"{q.value:.2f} with {q.freedom} degrees" + ("" if q.p is None else f" ({p_in_words(q.p)})")


def as_text(network: Network, facts: tuple[str, ...], reasons: tuple[Doubt, ...], said: Said) -> str:
    """Each treatment against the reference, from the highest P-score to the lowest, then facts and doubts."""
    heads = (f"against {network.reference}", f"{percent(network.level)} interval", "a new trial", "P-score")
    width = max(20, *map(len, network.treatments)) + 2
    rows = [f"{'treatment':<{width}}{heads[0]:>22}   {heads[1]:<20}{heads[2]:<24}{heads[3]:>7}"]
    for name in by_p_score(network):
        one = network.best_model.against_reference[name]
        score = network.best_model.p_scores[name]
        rows.append(f"{name:<{width}}{_against(name, one, network, said):<69}{score:>7.3f}")
    kind = "Random effects" if network.random else "Common effect"
    lines = [f"{kind}:", *rows, "", *facts]
    return "\n".join([*lines, *(["", "Doubts:"] if reasons else []), *(f"  {reason.sentence}" for reason in reasons)])


def _against(name: str, one: Estimate, network: Network, said: Said) -> str:
    if name == network.reference:
        return f"{'-':>22}   reference"
    ahead = said.span(one.prediction) if one.prediction else "unknown"
    return f"{said.number(one.estimate):>22}   {said.span(one.ci):<20}{ahead}"


def league_lines(network: Network, said: Said) -> list[str]:
    """Every difference, from the first place to the last, with its interval."""
    lines = ["", f"Every difference, the first minus the second ({percent(network.level)} interval):"]
    if said.is_ratio:
        lines[1] = f"Every ratio, the first over the second ({percent(network.level)} interval):"
    return lines + [
        f"  {one.treat1} against {one.treat2}: {said.number(one.estimate)} ({said.span(one.ci)})"
        for one in network.league(by_p_score(network))
    ]


def by_p_score(network: Network) -> list[str]:
    """The treatments from the highest P-score to the lowest."""
    scores = network.best_model.p_scores
    return sorted(network.treatments, key=lambda name: (-scores[name], name))
