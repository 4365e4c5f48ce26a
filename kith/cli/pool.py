"""`kith pool`: one number from many studies, by a file of effects, with everything that must stand beside it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import fields, replace
from pathlib import Path
from typing import Annotated, Any

import typer

from kith import __version__
from kith.cli.csv_rows import UnreadableTable
from kith.cli.evidence_words import Said, facts_of, p_in_words, provenance
from kith.cli.pool_kinds import Kinds, kinds_as_json, kinds_in_words, kinds_of
from kith.cli.report import check_report_name, write_report
from kith.cli.shelves import stop
from kith.cli.studies_csv import Studies, Wanted, read_studies, where_of
from kith.pictures import PooledFacts
from kith.science.evidence import (
    ASSUMED_CORRELATION,
    EvidenceProblem,
    Method,
    Pooled,
    PredictionForm,
    Test,
    pool,
    tau2_interval,
)


def pool_studies(
    file: Annotated[Path, typer.Argument(help="A CSV file: one row a study, with its effect and how sure it is.")],
    effect: Annotated[str, typer.Option(help="The column of effects; ratios as logarithms.")],
    variance: Annotated[str | None, typer.Option(help="The column of sampling variances.")] = None,
    se: Annotated[str | None, typer.Option(help="The column of standard errors, instead of variances.")] = None,
    method: Annotated[Method, typer.Option(help="How tau² is estimated.")] = "REML",
    test: Annotated[Test, typer.Option(help="Normal, Hartung-Knapp, or its ad hoc form.")] = "knha",
    prediction: Annotated[
        PredictionForm, typer.Option(help="Prediction by the distribution of the test, or by t with k - 2 degrees.")
    ] = "test",
    level: Annotated[float, typer.Option(help="The level of intervals.")] = 0.95,
    study: Annotated[
        str | None, typer.Option(help="The column that names the studies; several rows of one name are joined first.")
    ] = None,
    correlation: Annotated[
        float, typer.Option(help="Assumed between any two effects of one study, where they are joined.")
    ] = ASSUMED_CORRELATION,
    where: Annotated[
        list[str] | None, typer.Option(help="Only rows with this: column=value. One column twice: either value.")
    ] = None,
    group: Annotated[
        str | None, typer.Option(help="A column of words: pool each group by itself, and compare.")
    ] = None,
    moderator: Annotated[
        list[str] | None, typer.Option(help="A column of numbers: do effects rise with it? Several go in together.")
    ] = None,
    people: Annotated[str | None, typer.Option(help="The column that counts their people.")] = None,
    year: Annotated[str | None, typer.Option(help="The column of their years, for results as they were added.")] = None,
    ratio: Annotated[bool, typer.Option("--ratio", help="Effects are logarithms of ratios: write ratios.")] = False,
    comparator: Annotated[str | None, typer.Option(help="What the treatment was compared with.")] = None,
    certainty: Annotated[str | None, typer.Option(help="How sure one may be, as somebody rated it.")] = None,
    source: Annotated[str | None, typer.Option(help="Where the table is from.")] = None,
    report: Annotated[
        Path | None, typer.Option(help="Write a report to this file; its ending decides: .html or .pdf.")
    ] = None,
    json_: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Pool the effects of studies: a random-effects meta-analysis.

    A pooled effect never stands alone: the interval, where a new study is expected, heterogeneity, comparator,
    certainty and provenance are printed with it, or that they are not known.
    """
    said = Said(comparator, certainty, source, ratio)
    try:
        check_report_name(report)
        wanted = Wanted(
            effect=effect,
            variance=variance,
            se=se,
            study=study,
            people=people,
            year=year,
            where=where_of(where or ()),
            correlation=correlation,
            group=group,
            moderators=tuple(dict.fromkeys(moderator or ())),
        )
        studies = read_studies(file, wanted)
        pooled = pool(
            studies.estimates,
            studies.variances,
            method=method,
            test=test,
            prediction=prediction,
            level=level,
            labels=studies.names,
        )
        facts = _facts(studies, pooled, said, file.name)
        kinds = kinds_of(studies, pooled)
        if report is not None:
            from kith.cli.pool_report import report_parts

            write_report(report, f"Studies of {file.name} pooled", report_parts(studies, pooled, facts, said, kinds))
    except (UnreadableTable, EvidenceProblem) as problem:
        stop(str(problem))
    if json_:
        typer.echo(json.dumps(as_json(pooled, studies, kinds), ensure_ascii=False, indent=2, allow_nan=False))
    else:
        typer.echo("\n".join([as_text(pooled, facts, said), *kinds_in_words(kinds, said)]))


def _facts(studies: Studies, pooled: Pooled, said: Said, file: str) -> PooledFacts:
    profile = None if pooled.method == "FE" else tau2_interval(studies.estimates, studies.variances, level=pooled.level)
    people = sum(studies.people) if studies.people else None
    facts = facts_of(pooled, profile, people, said, lambda told: provenance(told, file, __version__))
    return replace(
        facts, studies=facts.studies + joined_in_words(studies), provenance=facts.provenance + _chosen(studies)
    )


def joined_in_words(studies: Studies) -> str:
    """How many effects stand behind the studies, where there are more of them than studies."""
    if not studies.are_joined:
        return ""
    return (
        f"; {studies.effects} effects, those of one study joined first with an assumed correlation of "
        f"{studies.correlation:g}"
    )


def _chosen(studies: Studies) -> str:
    return f"; only rows where {studies.chosen}" if studies.where else ""


def as_json(pooled: Pooled, studies: Studies, kinds: Kinds) -> dict[str, Any]:
    """The pooled result; `i2` is in percent, and `prediction` is null, with a reason, where there is none.

    `effects` counts the rows behind the studies; `correlation` was assumed between those of one study, null where no
    study had two. `groups` and `moderators` are there where they were asked for.
    """
    found: dict[str, Any] = {
        "k": pooled.k,
        "estimate": pooled.estimate,
        "se": pooled.se,
        "ci": list(pooled.ci),
        "tau2": pooled.tau2,
        "i2": pooled.i2,
        "q": pooled.q,
        "prediction": None if pooled.prediction is None else list(pooled.prediction),
    }
    if pooled.prediction is None:
        found["prediction_reason"] = pooled.no_prediction
    found |= {"effects": studies.effects, "correlation": studies.correlation if studies.are_joined else None}
    return found | kinds_as_json(kinds)


def as_text(pooled: Pooled, facts: PooledFacts, said: Said) -> str:
    """The pooled result and, line by line, what must stand beside it."""
    first = f"Pooled: {said.number(pooled.estimate)}, standard error {pooled.se:.4f} ({p_in_words(pooled.p)})"
    scale = ["Ratios; the standard error is of the logarithm."] if said.is_ratio else []
    return "\n".join([first, *scale, *lines_of(facts)])


def lines_of(facts: PooledFacts) -> Sequence[str]:
    """The facts in their order."""
    return [getattr(facts, one.name) for one in fields(facts)]
