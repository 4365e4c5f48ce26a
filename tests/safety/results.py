"""Counts of a run, kept in build/safety/: one file for each test, since several processes write at once."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parents[2] / "build/safety"


def keep(name: str, **counts: Any) -> None:
    """Keep the counts of one test."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    (FOLDER / f"{name}.json").write_text(json.dumps(counts, indent=1, sort_keys=True) + "\n")
    print(f"{name}: {counts}")
