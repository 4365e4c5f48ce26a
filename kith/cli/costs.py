"""`kith costs`: what courses of care cost, what a recovery costs, and whether more is worth its price."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from kith import __version__
from kith.cli.costed import Asked, Comparison, report_on
from kith.cli.costs_words import Told, as_text, as_values, money
from kith.cli.courses_csv import CourseColumns, rates_of, read_courses, weeks_and_columns
from kith.cli.csv_rows import UnreadableTable
from kith.cli.shelves import stop
from kith.pictures import CurveWords, PlaneWords, acceptability_curve, effectiveness_plane
from kith.science.economics import DRAWS, EconomicsProblem, Rates

MOST_DRAWN = 400  # more dots say no more, and make the file heavy
Column = str | None


def costs(
    file: Annotated[Path, typer.Argument(help="A CSV file: one row for each kind of work in a person's course.")],
    rate: Annotated[list[str] | None, typer.Option(help="GRADE=PRICE: what an hour of a grade costs.")] = None,
    indirect: Annotated[float, typer.Option(help="Hours of other work with each hour with people.")] = 0.0,
    room: Annotated[float, typer.Option(help="What an hour of the room costs.")] = 0.0,
    person: Annotated[str, typer.Option(help="The column that says who it is.")] = "person",
    sessions: Annotated[str, typer.Option(help="The column of how many sessions.")] = "sessions",
    minutes: Annotated[str, typer.Option(help="The column of minutes a session.")] = "minutes",
    grade: Annotated[str, typer.Option(help="The column of the grade of who held them.")] = "grade",
    practitioners: Annotated[Column, typer.Option(help="The column of how many held each; else one.")] = None,
    attenders: Annotated[Column, typer.Option(help="The column of how many people shared each; else one.")] = None,
    other: Annotated[Column, typer.Option(help="The column of costs that are not time.")] = None,
    cost: Annotated[Column, typer.Option(help="The column of costs, where they are known already.")] = None,
    recovered: Annotated[Column, typer.Option(help="The column of recovery: yes, no or empty.")] = None,
    arm: Annotated[Column, typer.Option(help="The column that says who had which care.")] = None,
    usual: Annotated[str | None, typer.Option(help="The arm that others are compared with.")] = None,
    effect: Annotated[Column, typer.Option(help="The column of an effect; more is better.")] = None,
    utility: Annotated[list[str] | None, typer.Option(help="WEEK=COLUMN: utilities, for QALYs.")] = None,
    phq9: Annotated[list[str] | None, typer.Option(help="WEEK=COLUMN: PHQ-9, mapped to utilities.")] = None,
    threshold: Annotated[list[float] | None, typer.Option(help="What one unit of effect may cost.")] = None,
    seed: Annotated[int, typer.Option(min=0, help="The seed of the bootstrap.")] = 1,
    draws: Annotated[int, typer.Option(min=100, help="How many times people are drawn again.")] = DRAWS,
    currency: Annotated[str | None, typer.Option(help="The currency of all prices.")] = None,
    price_year: Annotated[int | None, typer.Option(help="The year of all prices.")] = None,
    source: Annotated[str | None, typer.Option(help="Where the prices are from.")] = None,
    plane: Annotated[Path | None, typer.Option(help="Write the cost-effectiveness plane to this SVG file.")] = None,
    curve: Annotated[Path | None, typer.Option(help="Write the acceptability curve to this SVG file.")] = None,
    json_: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Cost courses of care by sessions, minutes, grade of practitioner and who shared a group.

    kith costs courses.csv --rate senior=72 --rate trainee=48 --recovered recovered --json

    With --arm and --usual each arm stands beside the usual one. No price comes with Kith: give yours, with year and
    source. What is not known is null, with its reason.
    """
    try:
        columns = CourseColumns(
            person, sessions, minutes, grade, practitioners, attenders, other, cost, recovered, arm, effect,
            weeks_and_columns(utility or [], "--utility"), weeks_and_columns(phq9 or [], "--phq9"),
        )  # fmt: skip
        _check_asked(columns, usual, plane or curve)
        asked = Asked(
            rates=Rates(rates_of(rate or []), indirect, room),
            usual=usual,
            thresholds=tuple(sorted(threshold or ())),
            seed=seed,
            draws=draws,
            weeks=tuple(week for week, _ in columns.measured or columns.scores),
            are_scores=bool(columns.scores),
            has_recovered=recovered is not None,
            has_effect=effect is not None,
        )
        report = report_on(read_courses(file, columns), asked, file)
    except (UnreadableTable, EconomicsProblem) as problem:
        stop(str(problem))
    for path, draw in ((plane, _plane), (curve, _curve)):
        if path is not None:
            _write(path, draw(report.comparisons[0], asked, report.effect or "effect"))
    told = Told(currency, price_year, source, usual)
    if json_:
        values = as_values(report, told, __version__)
        typer.echo(json.dumps(values, ensure_ascii=False, indent=2, allow_nan=False))
    else:
        typer.echo(as_text(report, told))


def _check_asked(columns: CourseColumns, usual: str | None, picture: Path | None) -> None:
    named = [name for name, is_there in (("--effect", columns.effect), ("--utility", columns.measured),
                                         ("--phq9", columns.scores)) if is_there]  # fmt: skip
    if len(named) > 1:
        raise UnreadableTable(f"One effect is compared; found {' and '.join(named)}. Choose one of them.")
    if (columns.arm is None) != (usual is None):
        raise UnreadableTable(
            f"Arms are compared with the usual one; found {'--usual' if usual else '--arm'} alone. Give both."
        )
    if picture is not None and usual is None:
        raise UnreadableTable("A plane and a curve are of two arms; found none. Give --arm and --usual, or no picture.")


def _plane(one: Comparison, asked: Asked, effect: str) -> str:
    threshold = asked.thresholds[0] if asked.thresholds else None
    words = PlaneWords(
        effect=f"Extra {effect} a person",
        cost="Extra cost a person",
        estimate="What was found",
        cloud="What chance allows",
        threshold="" if threshold is None else f"Worth its price at {threshold:,.0f}: below and to the right",
    )
    sentence = f"{one.new}: extra cost {money(one.found.cost)}, extra effect {one.found.effect:.4f}; {one.found.place}."
    return effectiveness_plane(
        one.differences[:MOST_DRAWN],
        (one.found.effect, one.found.cost),
        threshold=threshold,
        words=words,
        title=f"{one.new} on the cost-effectiveness plane",
        sentence=sentence,
        empty="",
    ).wide


def _curve(one: Comparison, asked: Asked, effect: str) -> str:
    if one.curve is None:
        stop("A curve needs to know what an effect may cost; found no threshold. Give --threshold.")
    words = CurveWords(
        threshold_axis=f"What may be paid for one more of {effect}",
        probability="How probably it is worth it, in 100",
        curve=one.new,
        threshold=" and ".join(f"{threshold:,.0f}" for threshold in asked.thresholds),
    )
    said = ", ".join(f"{benefit.probability:.2f} at {benefit.threshold:,.0f}" for benefit in one.benefits)
    return acceptability_curve(
        list(zip(one.curve.thresholds, one.curve.probabilities, strict=True)),
        marked=asked.thresholds,
        words=words,
        title=f"How acceptable {one.new} is",
        sentence=f"{one.new} is worth its price with probability {said}.",
        empty="",
    ).wide


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        stop(f"{path}: the picture cannot be written; found {error.strerror or error}. Choose another place.")
