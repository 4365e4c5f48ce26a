"""A random-effects meta-analysis (REML, Hartung-Knapp) of few and of many studies, beside metafor in the same run.

    python -m benchmarks.pooling

The floor is one weighted mean. Where R has no metafor, it says so.
"""

from __future__ import annotations

import shutil
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kith.science.evidence import leave_one_out, pool

SIZES = (13, 100, 480)
RUNS = 21


def main() -> None:
    """Print the time of a fit for each size, beside the floor and metafor, and of leaving each study out."""
    tables = [_invent(size) for size in SIZES]
    peers = _metafor(tables)
    heads = ("studies", "median ms", "floor ms", "leave one out ms", "metafor ms", "ratio")
    print("".join(f"{head:>18}" for head in heads))
    for size, (y, v), peer in zip(SIZES, tables, peers, strict=True):
        ours = _median(partial(pool, y, v))
        cells = (
            f"{ours:.3f}",
            f"{_median(partial(_weighted_mean, y, v)):.4f}",
            f"{_median(partial(leave_one_out, y, v), 1):.1f}",
        )
        ratio = f"1/{peer / ours:,.0f}" if peer else "-"
        print("".join(f"{cell:>18}" for cell in (size, *cells, f"{peer:.1f}" if peer else "not installed", ratio)))


def _invent(size: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    rng = np.random.default_rng(size)
    v = rng.uniform(0.01, 0.3, size)
    return rng.normal(0.7, np.sqrt(v + 0.3)), v


def _weighted_mean(y: NDArray[np.float64], v: NDArray[np.float64]) -> float:
    return float((y / v).sum() / (1 / v).sum())


def _metafor(tables: list[tuple[NDArray[np.float64], NDArray[np.float64]]]) -> list[float | None]:
    nothing: list[float | None] = [None] * len(tables)
    if shutil.which("Rscript") is None:
        return nothing
    with tempfile.TemporaryDirectory() as folder:
        files = [Path(folder) / f"{place}.csv" for place in range(len(tables))]
        for file, (y, v) in zip(files, tables, strict=True):
            np.savetxt(file, np.column_stack([y, v]), delimiter=",", header="y,v", comments="")
        script = Path(__file__).with_name("pooling.R")
        done = subprocess.run(["Rscript", str(script), *map(str, files)], capture_output=True, text=True, check=False)
    return [float(line) for line in done.stdout.split()] if done.returncode == 0 else nothing


def _median(work: Callable[[], object], runs: int = RUNS) -> float:
    work()
    times = []
    for _ in range(runs):
        begun = time.perf_counter()
        work()
        times.append((time.perf_counter() - begun) * 1000)
    return statistics.median(times)


if __name__ == "__main__":
    main()
