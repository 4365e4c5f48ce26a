"""Scoring a million answer sets at once, and one at a time with validation and flags, beside CamCOPS and a bare loop.

    python -m benchmarks.scoring                          beside the floor only
    python -m benchmarks.scoring --camcops PYTHON         beside CamCOPS's task classes too, in the same run
    python -m benchmarks.scoring --install-camcops DIR    first make CamCOPS an environment of its own in DIR

The floor adds the numbers of a set with the fastest plain Python: it checks nothing, names no band and raises no flag.
CamCOPS is the peer because it is open, from a university, and scores one form at a time as a class for each measure.
It needs ImageMagick's library (Debian: libmagickwand-6.q16-6).
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import time
import venv
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np

from kith.science.instruments import Instrument, score, score_many
from kith.science.library import Library

PEOPLE = 1_000_000
SINGLE = 50_000
PEER = 20_000
FIRST_SCORE = (
    "import time; t = time.perf_counter(); from kith.science.library import Library; "
    "from kith.science.instruments import score; "
    "score(Library.open().instruments['phq9'], [1] * 9); print(time.perf_counter() - t)"
)


def main() -> None:
    """Print sets per second for each instrument, with the ratios to the floor and to CamCOPS."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--camcops", help="the Python of an environment that has CamCOPS")
    asked.add_argument("--install-camcops", metavar="DIR", help="make that environment here first")
    asked.add_argument("--only", nargs="*", default=[], help="these instruments alone")
    given = asked.parse_args()
    peer_python = install(Path(given.install_camcops)) if given.install_camcops else given.camcops
    library = Library.open()
    names = [name for name in library.instruments if not given.only or name in given.only]
    peer = ask_peer(peer_python) if peer_python else {}
    heads = ("instrument", "items", "batch/s", "single/s", "floor/s", "CamCOPS/s", "batch x", "single x")
    print("{:<26}{:>6}{:>14}{:>12}{:>14}{:>11}{:>9}{:>9}".format(*heads))
    for name in names:
        print(row(library.instruments[name], peer.get("sets_per_second", {}).get(name)), flush=True)
    ours = float(subprocess.check_output([sys.executable, "-c", FIRST_SCORE], text=True))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"\nimport and first score: {ours:.2f} s here"
        + (
            f", CamCOPS {peer['import_and_first_seconds']:.1f} s, 1/{peer['import_and_first_seconds'] / ours:.0f}"
            if peer
            else ""
        )
    )
    print(
        f"peak memory: {peak:,.0f} MB here with a million sets in it"
        + (f", CamCOPS {peer['peak_mb']:,.0f} MB with {PEER:,} sets" if peer else "")
    )


def row(instrument: Instrument, peer: float | None) -> str:
    """The line of one instrument."""
    rng = np.random.default_rng(1)
    columns = [rng.choice(instrument.options[item.options].values, PEOPLE) for item in instrument.items]
    values = np.column_stack(columns).astype(np.int8 if max(map(np.max, columns)) < 127 else np.int16)
    rows = [[int(value) for value in line] for line in values[:SINGLE]]
    batch = rate(PEOPLE, lambda: score_many(instrument, values))
    single = rate(SINGLE, lambda: every(score(instrument, line) for line in rows))
    floor = rate(SINGLE, lambda: every(sum(line) for line in rows))
    beside = f"{peer:>11,.0f}{batch / peer:>9,.0f}{single / peer:>9.1f}" if peer else f"{'-':>11}{'-':>9}{'-':>9}"
    return f"{instrument.id:<26}{len(instrument.items):>6}{batch:>14,.0f}{single:>12,.0f}{floor:>14,.0f}{beside}"


def every(results: Iterable[object]) -> None:
    """Works them all out and keeps none."""
    for _ in results:
        pass


def rate(count: int, act: Any) -> float:
    """How many a second, the better of two tries."""
    best = 0.0
    for _ in range(2):
        begun = time.perf_counter()
        act()
        best = max(best, count / (time.perf_counter() - begun))
    return best


def ask_peer(python: str) -> dict[str, Any]:
    """What CamCOPS does in the same minutes on the same machine."""
    script = Path(__file__).with_name("camcops_peer.py")
    found: dict[str, Any] = json.loads(
        subprocess.check_output([python, "-W", "ignore", str(script), str(PEER)], text=True)
    )
    assert found["first"] == 9, "CamCOPS does not score as expected"
    return found


def install(folder: Path) -> str:
    """An environment with CamCOPS and nothing of ours; takes some twenty minutes, most of it compiling."""
    python = folder / "bin" / "python"
    if not python.exists():
        venv.create(folder, with_pip=True)
        limits = folder / "constraints.txt"
        limits.write_text("setuptools<70\n", encoding="utf-8")  # newer ones lack what its dependencies build with
        command = [str(python), "-m", "pip", "install", "camcops-server"]
        subprocess.run(command, env={**os.environ, "PIP_CONSTRAINT": str(limits)}, check=True)
    return str(python)


if __name__ == "__main__":
    main()
