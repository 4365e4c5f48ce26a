"""Counts of a run, kept in build/safety.json for the table of the documentation."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

FILE = Path(__file__).resolve().parents[2] / "build/safety.json"


def keep(name: str, **counts: Any) -> None:
    """Add the counts of one test."""
    FILE.parent.mkdir(exist_ok=True)
    known = json.loads(FILE.read_text()) if FILE.exists() else {}
    known[name] = counts
    FILE.write_text(json.dumps(known, indent=1, sort_keys=True) + "\n")
    print(f"{name}: {counts}")
