"""Banks and answers by chance, for the tests of adaptive testing."""

from __future__ import annotations

import random
from typing import Any

from kith.science.adaptive import ItemBank
from kith.science.library import Library

SHIPPED = Library.open().bank("distress-simulated")


def bank_of(parameters: list[tuple[float, list[float]]], area_of: list[str] | None = None, **changes: Any) -> ItemBank:
    """A bank with these parameters, in one content area unless areas are named for the items."""
    area_of = area_of or ["all"] * len(parameters)
    names = list(dict.fromkeys(area_of))
    data = SHIPPED.model_dump(by_alias=True) | {
        "items": [
            {"id": f"item_{place}", "area": area, "a": a, "b": b}
            for place, ((a, b), area) in enumerate(zip(parameters, area_of, strict=True))
        ],
        "areas": [{"id": name, "share": 1 / len(names)} for name in names],
        "forms": {},
    }
    return ItemBank.model_validate(data | changes)


def random_parameters(chance: random.Random, items: int) -> list[tuple[float, list[float]]]:
    """Items with two to six answers, some blunt and some sharp."""
    found = []
    for _ in range(items):
        thresholds = [chance.uniform(-2.5, 1.5)]
        while len(thresholds) < 5 and chance.random() < 0.75:
            thresholds.append(thresholds[-1] + chance.uniform(0.1, 1.2))
        found.append((chance.uniform(0.4, 3.5), thresholds))
    return found
