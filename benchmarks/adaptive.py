"""One step of an adaptive test (take an answer, estimate, choose the next item) on banks of three sizes.

    python -m benchmarks.adaptive

The floor finds the largest number in one row of the information table and does nothing else. Where R with the package
catR is installed, the same bank is stepped through there as well (EAP, then the most informative item at the estimate);
otherwise it says so. catR needs about 34 ms for a step, as measured by others before this was written.
"""

from __future__ import annotations

import shutil
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from kith.science.adaptive import ItemBank, StoppingRule, estimate_many, start
from kith.simulation.item_banks import invent_answers, invent_bank

SIZES = (52, 100, 300)  # four areas of 13, 25 and 75 items
PEOPLE, STEPS = 200, 30
CATR_MS = 34.0
NO_CATR = 3  # how adaptive.R ends where the package is missing
MANY = 1_000_000
RULE = StoppingRule(standard_error=1e-6, minimum=1, maximum=STEPS)


def main() -> None:
    """Print the time of a step for each size, beside the floor and beside catR, and the time of a million forms."""
    print(f"{'items':>6}{'median ms':>11}{'p99 ms':>9}{'floor ms':>10}{'of 34 ms':>10}   catR")
    for size in SIZES:
        bank = invent_bank(seed=1, per_area=size // 4)
        steps = _steps(bank)
        median, p99 = statistics.median(steps), float(np.quantile(steps, 0.99))
        floor = _floor(bank)
        print(f"{size:>6}{median:>11.4f}{p99:>9.4f}{floor:>10.4f}{'1/%.0f' % (CATR_MS / median):>10}   {_catr(bank)}")
    seconds = _million()
    print(f"A fixed form of 8 items for {MANY:,} people: {seconds:.2f} s, {MANY / seconds:,.0f} a second")


def _steps(bank: ItemBank) -> list[float]:
    rng = np.random.default_rng(2)
    answers = invent_answers(bank, rng.normal(size=PEOPLE), rng).tolist()
    positions, times = bank.tables.positions, []
    for row in answers:
        test = start(bank, RULE)
        while test.next_item is not None:
            given = row[positions[test.next_item]]
            times.append(_milliseconds(lambda test=test, given=given: test.answer(test.next_item, given)))
            test = test.answer(test.next_item, given)
    return times


def _floor(bank: ItemBank) -> float:
    columns = np.ascontiguousarray(bank.tables.information.T)
    return statistics.median(_milliseconds(column.argmax) for _ in range(50) for column in columns)


def _million() -> float:
    bank = invent_bank(seed=1, per_area=15)
    form = bank.forms["short_8"]
    answers = np.random.default_rng(3).integers(0, 5, size=(MANY, len(form)))
    return _milliseconds(lambda: estimate_many(bank, answers, form)) / 1000


def _milliseconds(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return (time.perf_counter() - begun) * 1000


def _catr(bank: ItemBank) -> str:
    """The median step of catR on the same bank, or why there is none."""
    rscript = shutil.which("Rscript")
    if rscript is None:
        return "not installed (no R)"
    with tempfile.TemporaryDirectory() as folder:
        table = Path(folder) / "bank.csv"
        table.write_text("\n".join(",".join(map(str, (item.a, *item.b))) for item in bank.items), encoding="utf-8")
        script = Path(__file__).with_name("adaptive.R")
        result = subprocess.run([rscript, str(script), str(table), str(STEPS)], capture_output=True, text=True)
    if result.returncode == NO_CATR:
        return "not installed (R without catR)"
    return result.stdout.strip() if result.returncode == 0 else f"failed: {result.stderr.strip()[-60:]}"


if __name__ == "__main__":
    main()
