"""`kith queue`: how long people will wait, as now and with one more practitioner or one more group."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from kith import __version__
from kith.cli.shelves import stop
from kith.pictures import QueueLine, QueueWords, queue_forecast
from kith.science.economics import RUNS, Clinic, EconomicsProblem, Figure, Option, practitioners_needed, what_if

NOW = "As now"


def queue(
    referrals: Annotated[float, typer.Option(help="Referrals a week.")],
    practitioners: Annotated[float, typer.Option(help="Practitioners, in whole posts or parts of one.")],
    sessions_each: Annotated[float, typer.Option(help="Individual sessions a week of each.")],
    sessions: Annotated[int, typer.Option(help="Sessions of a whole course, one a week.")],
    drop_out: Annotated[float, typer.Option(help="Share that does not come back, after each session.")] = 0.0,
    leaving: Annotated[float, typer.Option(help="Rate a week at which people who wait give up.")] = 0.0,
    waiting: Annotated[int, typer.Option(help="How many wait now.")] = 0,
    groups: Annotated[int, typer.Option(help="Groups that run.")] = 0,
    places: Annotated[int, typer.Option(help="Places of a group.")] = 0,
    group_weeks: Annotated[int, typer.Option(help="Weeks of a group.")] = 0,
    more_practitioners: Annotated[float, typer.Option(help="What if there were so many more.")] = 1.0,
    more_groups: Annotated[int, typer.Option(help="What if there were so many more; needs --places.")] = 0,
    weeks: Annotated[int, typer.Option(min=2, max=520, help="How far to look ahead.")] = 52,
    within: Annotated[float, typer.Option(help="A wait in weeks for which practitioners are counted.")] = 6.0,
    seed: Annotated[int, typer.Option(min=0, help="The seed of the simulation.")] = 1,
    runs: Annotated[int, typer.Option(min=20, max=10_000, help="How many times it is run.")] = RUNS,
    picture: Annotated[Path | None, typer.Option(help="Write a picture to this SVG file.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Forecast a waiting list by formula and by simulation, as it is and with more people to see it.

    kith queue --referrals 8 --practitioners 2.5 --sessions-each 18 --sessions 12 --waiting 40

    The formula knows no chance and is too kind to a clinic that is nearly full: read both.
    """
    try:
        now = Clinic(
            referrals, practitioners, sessions_each, sessions, drop_out, leaving, waiting, groups, places, group_weeks
        )
        clinics = _plans(now, more_practitioners, more_groups)
        options = what_if(clinics, weeks=weeks, seed=seed, runs=runs)
        needed = practitioners_needed(now, weeks=within)
    except EconomicsProblem as problem:
        stop(str(problem))
    if picture is not None:
        _write(picture, _drawn(options, waiting))
    if as_json:
        found = {"weeks": weeks, "plans": [_values(one) for one in options], "practitioners_needed": needed}
        found |= {"within_weeks": within, "runs": runs, "seed": seed, "made_by": f"kith {__version__}"}
        typer.echo(json.dumps(found, ensure_ascii=False, indent=2, allow_nan=False))
        return
    typer.echo(f"After {weeks} weeks ({runs} runs; nine in ten lie in the range):")
    for one in options:
        typer.echo(_lines(one))
    typer.echo(f"For a wait that settles at {within:g} weeks or fewer, by the formula: {needed} practitioners.")


def _plans(now: Clinic, practitioners: float, groups: int) -> dict[str, Clinic]:
    plans = {NOW: now}
    if practitioners:
        plans[f"{practitioners:+g} practitioners"] = now.with_more(practitioners=practitioners)
    if groups:
        plans[f"{groups:+d} groups"] = now.with_more(groups=groups)
    if practitioners and groups:
        plans["Both"] = now.with_more(practitioners=practitioners, groups=groups)
    return plans


def _values(one: Option) -> dict[str, Any]:
    end = one.at_end
    figures = {"weeks_waited_simulated": end.weeks_waited, "share_of_sessions_used": one.simulated.slots_used}
    return {
        "name": one.name,
        "starts_a_week": one.starts_a_week,
        "load": one.load,
        "waiting_by_formula": one.fluid.waiting,
        "weeks_waited_by_formula": one.fluid.weeks_waited,
        "weeks_ahead_by_formula": one.fluid.weeks_ahead,
        "waiting_simulated": end.waiting,
        "waiting_range": [end.low, end.high],
        **{name: figure.value for name, figure in figures.items()},
        "begun": one.simulated.begun,
        "gave_up": one.simulated.left,
        "by_week": [week.waiting for week in one.simulated.weeks],
        "reasons": {name: figure.reason for name, figure in figures.items() if figure.value is None},
    }


def _lines(one: Option) -> str:
    end = one.at_end
    formula = one.fluid
    return "\n".join(
        [
            f"{one.name}: {one.starts_a_week:.1f} can begin a week, load {one.load:.2f}",
            f"  {end.waiting:.0f} wait ({end.low:.0f} to {end.high:.0f}), by the formula {formula.waiting:.0f}; "
            f"{one.simulated.left:.0f} have given up",
            f"  those who begin have waited {_weeks(end.weeks_waited)}, by the formula {formula.weeks_waited:.1f}; "
            f"who is referred then will wait {formula.weeks_ahead:.1f} by the formula",
        ]
    )


def _weeks(figure: Figure) -> str:
    return f"{figure.value:.1f} weeks" if figure.value is not None else f"none ({figure.reason})"


def _drawn(options: tuple[Option, ...], waiting: int) -> str:
    lines = []
    for one in options:
        weeks = one.simulated.weeks
        low = (float(waiting), *(week.low for week in weeks)) if one.name == NOW else ()
        high = (float(waiting), *(week.high for week in weeks)) if one.name == NOW else ()
        lines.append(QueueLine(one.name, (float(waiting), *(week.waiting for week in weeks)), low, high))
    ends = "; ".join(f"{one.name}: {one.at_end.waiting:.0f}" for one in options)
    return queue_forecast(
        lines,
        words=QueueWords("Weeks from now", "People who wait", "Nine in ten runs, as now"),
        title="The waiting list ahead",
        sentence=f"How many wait after {len(options[0].simulated.weeks)} weeks. {ends}.",
        empty="",
    ).wide


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        stop(f"{path}: the picture cannot be written; found {error.strerror or error}. Choose another with --picture.")
