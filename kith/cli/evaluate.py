"""`kith evaluate`: who got better, by a file of scores before and after."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated

import typer

from kith.cli.csv_rows import UnreadableTable
from kith.cli.evaluation import Evaluation, as_json, as_plot, as_text, evaluate_people
from kith.cli.evaluation_published import as_json as published_as_json
from kith.cli.evaluation_published import as_text as published_as_text
from kith.cli.evaluation_published import publish_evaluation
from kith.cli.paired_csv import Columns, check_scores, read_people
from kith.cli.shelves import stop
from kith.cli.yardsticks import CutoffType, Norms, UnclearYardstick, yardstick_from_library, yardstick_from_norms
from kith.pictures.jacobson import jacobson
from kith.science.change import UnknownMeasure
from kith.science.documents import LibraryError


def evaluate(
    file: Annotated[Path, typer.Argument(help="A CSV file: one row a person, with a score before and a score after.")],
    id: Annotated[str, typer.Option(help="The column that says who it is.")],
    before: Annotated[str, typer.Option(help="The column of scores before.")],
    after: Annotated[str, typer.Option(help="The column of scores after.")],
    by: Annotated[str | None, typer.Option(help="A column to group people by.")] = None,
    instrument: Annotated[str | None, typer.Option(help="Take cut-off and reliable change from the library.")] = None,
    on: Annotated[
        str | None, typer.Option(help="The day whose policy counts, YYYY-MM-DD; today when left out.")
    ] = None,
    sd: Annotated[float | None, typer.Option(help="Standard deviation of people before treatment.")] = None,
    reliability: Annotated[float | None, typer.Option(help="Reliability of the scale, 0 to 1.")] = None,
    cutoff: Annotated[float | None, typer.Option(help="Where the clinical range starts, if you know it.")] = None,
    cutoff_type: Annotated[CutoffType | None, typer.Option(help="Work the cut-off out: a, b or c.")] = None,
    norm_mean: Annotated[float | None, typer.Option(help="Mean of people who are well.")] = None,
    norm_sd: Annotated[float | None, typer.Option(help="Standard deviation of people who are well.")] = None,
    clinical_mean: Annotated[float | None, typer.Option(help="Mean of people before treatment.")] = None,
    higher_is_better: Annotated[
        bool | None, typer.Option("--higher-is-better/--lower-is-better", help="Which way is well.")
    ] = None,
    plot: Annotated[Path | None, typer.Option(help="Write a Jacobson plot to this SVG file.")] = None,
    library: Annotated[Path | None, typer.Option(help="Another library folder.")] = None,
    publish: Annotated[
        bool,
        typer.Option("--publish", help="Withhold counts of 1 to 7, round the rest to 5: fit to leave the service."),
    ] = False,
    json_: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Count who recovered, improved, stayed the same or deteriorated, from a file of scores before and after.

    Say what counts in one of three ways: --instrument; or --sd and --reliability with --cutoff; or --sd and
    --reliability with --norm-mean and --norm-sd. Nobody is dropped: people without both scores are counted as unknown.
    Numbers are exact and may point at people; use --publish for anything that leaves the service.
    """
    try:
        people = read_people(file, Columns(id=id, before=before, after=after, by=by))
        norms = Norms(
            sd=sd,
            reliability=reliability,
            cutoff=cutoff,
            cutoff_type=cutoff_type,
            norm_mean=norm_mean,
            norm_sd=norm_sd,
            clinical_mean=clinical_mean,
            higher_is_better=higher_is_better,
        )
        if publish:
            _check_publishable(id, by, plot, norms.takes_own_mean and not instrument)
        yardstick = (
            yardstick_from_library(instrument, _day(on), norms, library)
            if instrument
            else yardstick_from_norms(norms, [person.before for person in people if person.before is not None])
        )
        check_scores(people, file, lowest=yardstick.lowest, highest=yardstick.highest)
        evaluation = evaluate_people(people, yardstick, by=by)
        if plot is not None:
            _write(plot, jacobson(as_plot(people, evaluation, before=before, after=after)).wide)
    except (UnreadableTable, UnclearYardstick, UnknownMeasure, LibraryError, Unpublishable, ValueError) as problem:
        stop(str(problem))
    _print(evaluation, by, publish=publish, json_=json_)


class Unpublishable(Exception):
    """What was asked cannot be made fit to leave. The message has three parts."""


def _check_publishable(id: str, by: str | None, plot: Path | None, takes_own_mean: bool) -> None:
    if plot is not None or by == id:
        raise Unpublishable(
            "Nothing is published: each person would be seen. Found --publish with "
            f"{'--plot' if plot is not None else '--by and --id of the same column'}. Leave one of the two out."
        )
    if takes_own_mean:
        raise Unpublishable(
            "Nothing is published: a cut-off from this file's own mean tells of how many people it is. Found no "
            "--clinical-mean. Give --clinical-mean or --cutoff."
        )


def _print(evaluation: Evaluation, by: str | None, *, publish: bool, json_: bool) -> None:
    if publish:
        published = publish_evaluation(evaluation)
        values, text = published_as_json(published), published_as_text(published, by=by)
    else:
        values, text = as_json(evaluation), as_text(evaluation, by=by)
    typer.echo(json.dumps(values, ensure_ascii=False, indent=2, allow_nan=False) if json_ else text)


def _day(written: str | None) -> date:
    if written is None:
        return datetime.now(UTC).date()
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise UnclearYardstick(
            f"--on needs a day; found {written!r}. Write it as year-month-day, for example 2026-03-02."
        ) from None


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise UnclearYardstick(
            f"{path}: the picture cannot be written; found {error.strerror or error}. Choose another place with --plot."
        ) from None
