"""`kith single-case`: one person or a few, before and after a start that was drawn."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Any

import typer

from kith import __version__
from kith.cli.csv_rows import UnreadableTable, id_in, number_in, read_rows
from kith.cli.shelves import stop
from kith.science.trials import (
    Overlap,
    RandomisationTest,
    TrialProblem,
    multiple_baseline_test,
    overlap,
    phase_test,
    possible_changes,
    possible_starts,
    staggered_baseline_test,
)

ONE_PERSON = "one person"
NOT_SAID = (
    "p holds only if the moment of the change was drawn, each possible one with one chance, before the values were "
    "seen. It says nothing of the next person."
)


@dataclass
class _Person:
    """The values of one person and the name of the phase of each, in the order of time."""

    values: list[float | None] = field(default_factory=list)
    phases: list[str] = field(default_factory=list)

    @property
    def changes(self) -> tuple[int, ...]:
        """The places at which another phase begins."""
        return tuple(
            place for place, (one, other) in enumerate(pairwise(self.phases), start=1) if one.lower() != other.lower()
        )


def single_case(
    file: Annotated[Path, typer.Argument(help="A CSV file with one row for each period, in the order of time.")],
    fewest: Annotated[int, typer.Option(help="The fewest periods in a phase that the draw allowed.")],
    higher_is_worse: Annotated[bool, typer.Option("--higher-is-worse/--higher-is-better", help="Which way is worse.")],
    phase: Annotated[str, typer.Option(help="The column of phases: A before, B with treatment.")] = "phase",
    value: Annotated[str, typer.Option(help="The column of values; an empty cell is unknown.")] = "value",
    by: Annotated[str, typer.Option(help="The column that names the person, where there are several.")] = "",
    staggered: Annotated[
        bool, typer.Option("--staggered", help="Starts were fixed; who gets which one was drawn.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Test a start that was drawn: AB, ABAB for one person; with --by a multiple baseline, drawn starts or staggered.

    kith single-case ana.csv --fewest 5 --higher-is-worse
    """
    try:
        people = _people(file, phase, value, by)
        found = _test(people, fewest, higher_is_worse=higher_is_worse, staggered=staggered)
        pairs = {name: _overlap(one, higher_is_worse=higher_is_worse) for name, one in people.items()}
    except (UnreadableTable, TrialProblem) as problem:
        stop(str(problem))
    if as_json:
        typer.echo(json.dumps(_json(found, pairs), ensure_ascii=False, indent=2, allow_nan=False))
        return
    rows = [
        f"Better by {found.difference:.3f} on average (below 0 is worse). Of {found.assignments} that could have been "
        f"drawn, {round(found.p * found.assignments)} are as large: p {found.p:.4f}, at least {found.smallest_p:.4f}.",
        *(
            f"  {name}: NAP {one.nap:.3f}, Tau {one.tau:.3f}, Tau-U {one.tau_u:.3f} ({one.pairs} pairs)"
            for name, one in pairs.items()
            if one is not None
        ),
        NOT_SAID,
    ]
    typer.echo("\n".join(rows))


def _people(file: Path, phase: str, value: str, by: str) -> dict[str, _Person]:
    people: dict[str, _Person] = {}
    for line, cells in read_rows(file, [phase, value, *([by] if by else [])]):
        one = people.setdefault(id_in(cells[by], by, file, line) if by else ONE_PERSON, _Person())
        if (name := cells[phase]).upper() not in {"A", "B"}:
            raise UnreadableTable(
                f"{file.name}, line {line}: a phase is A or B; found {name[:20]!r}. Write A for periods without and B "
                "for periods with the treatment."
            )
        one.values.append(number_in(cells[value], value, file, line, what="a value"))
        one.phases.append(name.upper())
    for who, one in people.items():
        if one.phases[0] != "A" or not one.changes:
            raise UnreadableTable(
                f"{file.name}: {who} has no phase before and after; found phases {''.join(one.phases)[:40]}. Begin "
                "with A, and let B follow."
            )
    if not people:
        raise UnreadableTable(f"{file.name}: nothing to test; found column names and no rows. Add a row for a period.")
    return people


def _test(people: dict[str, _Person], fewest: int, *, higher_is_worse: bool, staggered: bool) -> RandomisationTest:
    each = list(people.values())
    if len(each) == 1:
        (one,) = each
        possible = possible_changes(len(one.values), phases=len(one.changes) + 1, fewest=fewest)
        return phase_test(one.values, one.changes, possible, higher_is_worse=higher_is_worse)
    if any(len(one.changes) != 1 for one in each):
        raise TrialProblem(
            f"With several people each has one start; found {[len(one.changes) for one in each]} changes of phase. "
            "Test people who went back one by one."
        )
    series, actual = [one.values for one in each], [one.changes[0] for one in each]
    if staggered:
        return staggered_baseline_test(series, actual, higher_is_worse=higher_is_worse)
    windows = [possible_starts(len(one.values), fewest_before=fewest, fewest_after=fewest) for one in each]
    return multiple_baseline_test(series, actual, windows, higher_is_worse=higher_is_worse)


def _overlap(one: _Person, *, higher_is_worse: bool) -> Overlap | None:
    """Pairs of the first phase with the second; None with more phases, where pairs would mix times."""
    if len(one.changes) > 1:
        return None
    (start,) = one.changes
    return overlap(one.values[:start], one.values[start:], higher_is_worse=higher_is_worse)


def _json(found: RandomisationTest, pairs: dict[str, Overlap | None]) -> dict[str, Any]:
    return {
        "difference": found.difference,
        "p": found.p,
        "assignments": found.assignments,
        "smallest_p": found.smallest_p,
        "overlap": {
            name: one
            and {"nap": one.nap, "tau": one.tau, "tau_u": one.tau_u, "pairs": one.pairs, "unknown": one.unknown}
            for name, one in pairs.items()
        },
        "not_said": NOT_SAID,
        "made_by": f"kith {__version__}",
    }
