"""A growth curve with a slope of their own for each person, fitted to a million scores, beside lme4 and statsmodels.

    python -m benchmarks.growth [--rows 1000000] [--limit 600]

Once with everybody measured at the same sessions, once at times of their own. Each fit is timed by the clock and in
processor time (which others on the machine disturb less); reading the table is not counted. A peer that is not
installed, or is not done within the limit, is said to be so.
"""

from __future__ import annotations

import argparse
import multiprocessing
import multiprocessing.connection
import shutil
import subprocess
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path

import numpy as np

from kith.science.change.growth import fit_growth

SESSIONS = 8
NO_PEER = 3  # how growth.R ends where lme4 is missing
Fit = tuple[float, float, float]  # seconds by the clock, in processor time, and the criterion
Table = tuple[np.ndarray, np.ndarray, np.ndarray]


def main() -> None:
    """Print a row for each kind of times."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--limit", type=float, default=600.0)
    asked = parser.parse_args()
    for kind in ("shared", "irregular"):
        table = invent(asked.rows // SESSIONS, is_shared=kind == "shared")
        ours = fit_ours(table)
        print(f"{kind}: ours {_told(ours)}")
        for name, peer in (("lme4", _lme4), ("statsmodels", _statsmodels)):
            found = peer(table, asked.limit)
            if isinstance(found, str):
                print(f"{kind}: {name} {found}")
                continue
            ratios = f"{found[0] / ours[0]:.1f} times as long by the clock, {found[1] / ours[1]:.1f} in processor time"
            print(f"{kind}: {name} {_told(found)}; {ratios}; criterion ours less theirs {ours[2] - found[2]:+.6f}")


def _told(fit: Fit) -> str:
    return f"{fit[0]:.2f} s by the clock, {fit[1]:.2f} s in processor time, criterion {fit[2]:.4f}"


def invent(people: int, *, is_shared: bool) -> Table:
    """Invented people with eight scores each: person, time, score."""
    rng = np.random.default_rng(1)
    person = np.repeat(np.arange(people), SESSIONS)
    sessions = np.tile(np.arange(SESSIONS, dtype=np.float64), people)
    times = sessions if is_shared else np.round(sessions + rng.uniform(0, 0.9, sessions.size), 3)
    own = rng.multivariate_normal([0, 0], [[20, -3], [-3, 4]], people)[person]
    score = 16 - 2.6 * np.log1p(times) + own[:, 0] + own[:, 1] * np.log1p(times) + rng.normal(0, 3, times.size)
    return person, times, score


def fit_ours(table: Table) -> Fit:
    """The fit of `kith.science.change.growth`."""
    clock, processor = time.perf_counter(), time.process_time()
    growth = fit_growth(*table, shape="log1p", slope=True)
    return time.perf_counter() - clock, time.process_time() - processor, growth.criterion


def _lme4(table: Table, limit: float) -> Fit | str:
    rscript = shutil.which("Rscript")
    if rscript is None:
        return "is not here: no R"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "scores.csv"
        columns = np.column_stack(table)
        np.savetxt(path, columns, delimiter=",", header="person,time,score", comments="", fmt=["%d", "%.3f", "%.10f"])
        command = [rscript, str(Path(__file__).with_suffix(".R")), str(path)]
        try:
            done = subprocess.run(command, capture_output=True, text=True, timeout=limit)
        except subprocess.TimeoutExpired:
            return f"gave nothing in {limit:.0f} s"
    if done.returncode == NO_PEER:
        return "is not here: R has no lme4"
    if done.returncode:
        return f"failed: {done.stderr.strip()[-200:]}"
    clock, processor, criterion = map(float, done.stdout.split())
    return clock, processor, criterion


def _statsmodels(table: Table, limit: float) -> Fit | str:
    if find_spec("statsmodels") is None:
        return "is not here"
    there, here = multiprocessing.Pipe()
    work = multiprocessing.Process(target=_fit_statsmodels, args=(table, there))
    work.start()
    there.close()  # so that a peer that fails is not taken for one that is slow
    try:
        return here.recv() if here.poll(limit) else f"gave nothing in {limit:.0f} s"
    except EOFError:
        return "failed"
    finally:
        work.terminate()


def _fit_statsmodels(table: Table, answer: multiprocessing.connection.Connection) -> None:
    from statsmodels.regression.mixed_linear_model import MixedLM

    person, times, score = table
    design = np.column_stack([np.ones(times.size), np.log1p(times)])
    clock, processor = time.perf_counter(), time.process_time()
    fit = MixedLM(score, design, groups=person, exog_re=design).fit(reml=True)
    answer.send((time.perf_counter() - clock, time.process_time() - processor, -2 * float(fit.llf)))


if __name__ == "__main__":
    main()
