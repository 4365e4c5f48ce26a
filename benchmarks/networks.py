"""A network meta-analysis with all of its outputs, on networks of 70 to 93 trials.

    python -m benchmarks.networks

The floor inverts one matrix of the network's size and does nothing else. netmeta needed 4 to 11 seconds for such
networks, as measured by others before this was written; it was not to be had on this machine. Where R has it,
`networks.R` times it on the same networks in the same run.
"""

from __future__ import annotations

import csv
import shutil
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable
from functools import partial
from itertools import combinations
from pathlib import Path

import numpy as np

from kith.science.evidence import Contrast, doubts, fit_network

SIZES = ((70, 9), (80, 15), (93, 22))  # trials and treatments
NETMETA_MS = (4000, 11000)
NO_NETMETA = 3  # how networks.R ends where the package is missing
RUNS = 15


def main() -> None:
    """Print the time of each network beside the floor and beside netmeta."""
    heads = ("trials", "treatments", "rows", "median ms", "worst ms", "floor ms", "of 4 s", "netmeta")
    print("".join(f"{head:>15}" for head in heads))
    for trials, treatments in SIZES:
        rows = invent(trials, treatments, np.random.default_rng(trials))
        matrix = np.random.default_rng(1).normal(size=(treatments, treatments))
        times = _times(partial(_network, rows))
        median, floor = statistics.median(times), statistics.median(_times(partial(np.linalg.inv, matrix)))
        cells = (
            f"{median:.1f}",
            f"{max(times):.1f}",
            f"{floor:.3f}",
            f"1/{NETMETA_MS[0] / median:.0f}",
            _netmeta(rows),
        )
        print("".join(f"{cell:>15}" for cell in (trials, treatments, len(rows), *cells)))


def _network(rows: list[Contrast]) -> None:
    doubts(fit_network(rows, reference="t0"))


def invent(trials: int, treatments: int, rng: np.random.Generator) -> list[Contrast]:
    """A connected network, every eighth trial with three arms and every twentieth with four."""
    truth, rows = rng.normal(0, 0.4, treatments), []
    for trial in range(trials):
        size = 4 if trial % 20 == 19 else 3 if trial % 8 == 7 else 2
        arms = rng.choice(treatments, size, replace=False)
        if trial < treatments - 1:
            arms[0] = trial + 1
            arms[1:] = rng.choice(trial + 1, len(arms) - 1, replace=trial + 1 < len(arms) - 1)
            arms = np.unique(arms)
        v = np.exp(rng.uniform(-4, -2, len(arms)))
        y = truth[arms] + rng.normal(0, 0.2, len(arms)) + rng.normal(0, np.sqrt(v))
        rows += [
            Contrast(f"s{trial}", f"t{arms[i]}", f"t{arms[j]}", float(y[i] - y[j]), float(np.sqrt(v[i] + v[j])))
            for i, j in combinations(range(len(arms)), 2)
        ]
    return rows


def _netmeta(rows: list[Contrast]) -> str:
    if shutil.which("Rscript") is None:
        return "no R here"
    with tempfile.TemporaryDirectory() as folder:
        table = Path(folder) / "network.csv"
        with table.open("w", newline="") as lines:
            writer = csv.writer(lines)
            writer.writerow(["study", "treat1", "treat2", "effect", "se"])
            writer.writerows([row.study, row.treat1, row.treat2, row.effect, row.se] for row in rows)
        script = Path(__file__).with_name("networks.R")
        done = subprocess.run(["Rscript", str(script), str(table)], capture_output=True, text=True, check=False)
    return "not installed" if done.returncode == NO_NETMETA else done.stdout.strip() or done.stderr.strip()[-200:]


def _times(work: Callable[[], object]) -> list[float]:
    work()  # the first call also loads
    found = []
    for _ in range(RUNS):
        begun = time.perf_counter()
        work()
        found.append((time.perf_counter() - begun) * 1000)
    return found


if __name__ == "__main__":
    main()
