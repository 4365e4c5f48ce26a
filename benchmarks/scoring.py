"""Scoring a million answer sets at once, and one at a time with validation and flags, beside a bare loop as the floor.

    python -m benchmarks.scoring

The floor adds nine numbers with the fastest plain Python: it checks nothing, names no band and raises no flag.
"""

from __future__ import annotations

import time

import numpy as np

from kith.science.instruments import score, score_many
from kith.science.library import Library

PEOPLE = 1_000_000
SINGLE = 100_000


def main() -> None:
    """Print sets per second for each instrument, and the ratio to the floor."""
    library = Library.open()
    print(f"{'instrument':<18}{'items':>6}{'batch/s':>14}{'single/s':>12}{'floor/s':>12}{'batch/floor':>13}")
    for name in library.instruments:
        instrument = library.instruments[name]
        rng = np.random.default_rng(1)
        values = np.column_stack(
            [rng.choice(instrument.options[item.options].values, PEOPLE) for item in instrument.items]
        ).astype(float)
        begun = time.perf_counter()
        score_many(instrument, values)
        batch = PEOPLE / (time.perf_counter() - begun)
        rows = [[int(value) for value in row] for row in values[:SINGLE]]
        begun = time.perf_counter()
        for row in rows:
            score(instrument, row)
        single = SINGLE / (time.perf_counter() - begun)
        begun = time.perf_counter()
        for row in rows:
            sum(row)
        floor = SINGLE / (time.perf_counter() - begun)
        print(
            f"{name:<18}{len(instrument.items):>6}{batch:>14,.0f}{single:>12,.0f}{floor:>12,.0f}{batch / floor:>13.2f}"
        )


if __name__ == "__main__":
    main()
