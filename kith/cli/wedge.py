"""`kith wedge`: reads a stepped-wedge trial from the means of its clusters in each period."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import numpy as np
import typer

from kith import __version__
from kith.cli.csv_rows import UnreadableTable, id_in, needed_number_in, number_in, read_rows
from kith.cli.shelves import stop
from kith.science.trials import TrialProblem, WedgeEffect, analyse_wedge

NOT_SAID = (
    "The effect is taken to be there at once, to stay, and to be the same in all clusters; where it differs between "
    "them the interval is too narrow. The test by orders holds if the order of crossing was drawn."
)
Cell = tuple[float | None, int, bool]


def wedge(
    file: Annotated[Path, typer.Argument(help="A CSV file with one row for each cluster in each period.")],
    cluster: Annotated[str, typer.Option(help="The column that names the cluster.")] = "cluster",
    period: Annotated[str, typer.Option(help="The column of periods, whole numbers in the order of time.")] = "period",
    treated: Annotated[str, typer.Option(help="The column that is 1 from crossing on, and 0 before.")] = "treated",
    mean: Annotated[str, typer.Option(help="The column of means; empty where nobody was seen.")] = "mean",
    people: Annotated[str, typer.Option(help="The column of how many people.")] = "people",
    orders: Annotated[int, typer.Option(min=19, max=20_000, help="Orders of crossing to draw for the test.")] = 999,
    seed: Annotated[int, typer.Option(min=0, help="The seed of that draw.")] = 1,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Estimate the effect of a stepped-wedge trial beside the passing of time, and test it by orders of crossing.

    kith wedge cells.csv
    """
    try:
        table = _table(file, (cluster, period, treated, mean, people))
        found = _read(table, file, orders, seed)
    except (UnreadableTable, TrialProblem) as problem:
        stop(str(problem))
    if as_json:
        values = {**vars(found), "seed": seed, "not_said": NOT_SAID, "made_by": f"kith {__version__}"}
        typer.echo(json.dumps(values, ensure_ascii=False, indent=2, allow_nan=False))
        return
    typer.echo(
        f"Effect {found.effect:.3f}, 95 % interval {found.low:.3f} to {found.high:.3f} (p {found.p:.4f}, t with "
        f"{found.degrees} degrees; icc {found.icc:.3f}; {found.cells} cells).\n"
        f"By {found.orders} orders of crossing: p {found.p_by_order:.4f} (seed {seed}).\n{NOT_SAID}"
    )


def _table(file: Path, names: tuple[str, str, str, str, str]) -> dict[tuple[str, int], Cell]:
    cluster, period, treated, mean, people = names
    table: dict[tuple[str, int], Cell] = {}
    for line, cells in read_rows(file, names):
        when = needed_number_in(cells[period], period, file, line, what="a period")
        count = needed_number_in(cells[people], people, file, line, what="a number of people")
        crossed = needed_number_in(cells[treated], treated, file, line, what="whether it was treated")
        if crossed not in (0, 1) or not when.is_integer() or not count.is_integer():
            raise UnreadableTable(
                f"{file.name}, line {line}: a cell is not as it should be; found period {when:g}, people {count:g}, "
                f"treated {crossed:g}. Write whole periods and people, and 0 or 1 for treated."
            )
        place = (id_in(cells[cluster], cluster, file, line), int(when))
        if place in table:
            raise UnreadableTable(
                f"{file.name}, line {line}: a cell is there twice; found cluster {place[0]!r} in period {place[1]} "
                "again. Keep one row for each cluster in each period."
            )
        table[place] = (number_in(cells[mean], mean, file, line, what="a mean"), int(count), crossed == 1)
    return table


def _read(table: dict[tuple[str, int], Cell], file: Path, orders: int, seed: int) -> WedgeEffect:
    clusters, periods = (sorted({place[side] for place in table}, key=str if side == 0 else int) for side in (0, 1))
    missing = [(one, when) for one in clusters for when in periods if (one, when) not in table]
    if missing:
        raise UnreadableTable(
            f"{file.name}: a cell has no row; found nothing for cluster {missing[0][0]!r} in period {missing[0][1]} "
            f"({len(missing)} such). Add it, with an empty mean and 0 people where nobody was seen."
        )
    grid = [[table[str(one), int(when)] for when in periods] for one in clusters]
    for name, row in zip(clusters, grid, strict=True):
        if [crossed for *_, crossed in row] != sorted(crossed for *_, crossed in row):
            raise UnreadableTable(
                f"{file.name}: a cluster goes back; found cluster {name!r} untreated after it was treated. In a wedge "
                "each cluster crosses once."
            )
    design = np.array([[crossed for *_, crossed in row] for row in grid], dtype=np.int_)
    means, counts = [[cell[0] for cell in row] for row in grid], [[cell[1] for cell in row] for row in grid]
    return analyse_wedge(design, means, counts, np.random.default_rng(seed), orders=orders)
