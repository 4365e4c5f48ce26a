"""Writes the simulated item bank of the library from its seed.

    python -m validation.simulated_bank

The same seed gives the same file; a test holds the library to it.
"""

from __future__ import annotations

from pathlib import Path

import yaml

import kith
from kith.science.adaptive import ItemBank
from kith.simulation.item_banks import invent_bank

SEED, PER_AREA = 1969, 15
FILE = Path(kith.__file__).parent / "library" / "banks" / "distress-simulated.yaml"


class Flow(dict):  # type: ignore[type-arg]
    """A mapping that is written on one line."""


yaml.SafeDumper.add_representer(
    Flow, lambda dumper, data: dumper.represent_mapping("tag:yaml.org,2002:map", data, flow_style=True)
)


def as_text(bank: ItemBank) -> str:
    """The bank as a document of the library, each item on one line."""
    data = bank.model_dump(mode="json", by_alias=True, exclude_none=True, exclude_defaults=False)
    for key in ("items", "areas", "sources"):
        data[key] = [Flow(one) for one in data[key]]
    for key in ("prior", "grid", "stopping", "review"):
        data[key] = Flow(data[key])
    text = yaml.safe_dump(data, sort_keys=False, width=118, allow_unicode=True)
    return text.replace("'2026-11-26'", "2026-11-26")


def main() -> None:
    """Write the file."""
    FILE.write_text(as_text(invent_bank(seed=SEED, per_area=PER_AREA)), encoding="utf-8")
    print(f"Wrote {FILE.name}")


if __name__ == "__main__":
    main()
