"""The pinned answers of metafor, and the tables they were worked out from."""

from __future__ import annotations

import csv
from collections import defaultdict
from functools import cache
from pathlib import Path

import numpy as np

from kith.science.evidence import Contrast

FOLDER = Path(__file__).resolve().parents[3] / "validation/evidence"

NO_METAPSY = "the reference data (metapsy_trials_slim.csv) is not beside the checkout"


def metapsy() -> Path | None:
    """The open table of trials, where it lies beside the checkout or a folder above it; it does not come with Kith."""
    name = "shared/reference-data/metapsy_trials_slim.csv"
    return next((above / name for above in FOLDER.parents if (above / name).exists()), None)


def rows_of(name: str) -> list[dict[str, str]]:
    """The rows of a table beside the R script."""
    with (FOLDER / f"{name}.csv").open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


@cache
def answers() -> dict[str, dict[str, float]]:
    """What metafor answered: case, then quantity."""
    found: dict[str, dict[str, float]] = defaultdict(dict)
    for row in rows_of("pinned"):
        found[row["case"]][row["quantity"]] = float(row["value"])
    return dict(found)


@cache
def sets() -> dict[str, np.ndarray]:
    """Sets of studies: estimates, variances and one column, (3, k)."""
    found: dict[str, list[tuple[float, float, float]]] = defaultdict(list)
    for row in rows_of("sets"):
        found[row["set"]].append((float(row["y"]), float(row["v"]), float(row["x"])))
    return {name: np.array(rows).T for name, rows in found.items()}


@cache
def network(name: str) -> tuple[Contrast, ...]:
    """The comparisons of a network."""
    return tuple(
        Contrast(row["study"], row["treat1"], row["treat2"], float(row["effect"]), float(row["se"]))
        for row in rows_of(name)
    )
