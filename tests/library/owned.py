"""A library in which the K10 belongs to somebody, and the text of it that a service has a right to."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import yaml

import kith

PACKAGED = Path(kith.__file__ or "").parent / "library"
RIGHT = {
    "holder": "Example Press",
    "reference": "Contract 12 of 2026",
    "valid_until": "2026-12-31",
    "signed_by": "C. Manager",
    "signed_on": "2026-01-15",
}


def with_owned_k10(folder: Path) -> Path:
    """A small library that may not print the questions of the K10."""
    library = folder / "library"
    shutil.copytree(PACKAGED / "pathways", library / "pathways")
    for name in ("k10", "phq9", "session-feedback"):
        shutil.copytree(PACKAGED / "instruments" / name, library / "instruments" / name)
    place = library / "instruments/k10"
    rules = (place / "instrument.yaml").read_text("utf-8")
    rules = rules.replace("class: A\n", "class: B\n").replace("ship_text: true", "ship_text: false")
    (place / "instrument.yaml").write_text(rules, "utf-8")
    words = yaml.safe_load((place / "wording.en.yaml").read_text("utf-8"))
    for name in ("items", "options", "stem", "instruction", "recall"):
        words.pop(name, None)
    write(place / "wording.en.yaml", words)
    return library


def k10_text(**changes: Any) -> dict[str, Any]:
    """The whole wording of the K10 with a right to it."""
    words = yaml.safe_load((PACKAGED / "instruments/k10/wording.en.yaml").read_text("utf-8"))
    return {**words, "right": RIGHT, **changes}


def write(path: Path, content: dict[str, Any]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(yaml.safe_dump(content, allow_unicode=True), "utf-8")
    return path
