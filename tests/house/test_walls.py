"""The walls between rooms stand, and each of them stops the mistake it is there for."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

ROOMS = ("config", "cli", "web", "care", "simulation", "reports", "science", "pictures")
# For each mistake: where it is made, what is written there, and the wall that has to stop it. A module that does not
# exist in the house is made for the occasion.
MISTAKES = {
    "science reads the record": ("science/mistake.py", "import kith.care", "1. "),
    "care opens a page": ("care/mistake.py", "import kith.web", "1. "),
    "science looks at invented people": ("science/mistake.py", "import kith.simulation", "1. "),
    "a picture computes": ("pictures/mistake.py", "import kith.science", "1. "),
    "a page calls the command line": ("web/mistake.py", "import kith.cli", "1. "),
    "the API borrows from the pages": ("api/__init__.py", "import kith.web", "1. "),
    "a new room nobody argued for": ("annexe/__init__.py", "", "1. "),
    "science asks Django": ("science/mistake.py", "import django", "2. "),
    "the simulation asks Django": ("simulation/mistake.py", "from django.db import models", "2. "),
    "a picture asks Django": ("pictures/mistake.py", "import django", "2. "),
    "a report asks Django": ("reports/mistake.py", "import django", "2. "),
    "science writes a report": ("science/mistake.py", "import kith.reports", "1. "),
    "science becomes an API": ("science/mistake.py", "import ninja", "2. "),
    "a reader of documents scores": ("science/documents/mistake.py", "import kith.science.instruments", "3. "),
    "an instrument opens the library": ("science/instruments/mistake.py", "import kith.science.library", "3. "),
    "an instrument adapts": ("science/instruments/mistake.py", "import kith.science.adaptive", "3. "),
    "change depends on protocols": ("science/change/mistake.py", "import kith.science.protocols", "3. "),
    "disclosure control counts outcomes": ("science/disclosure/mistake.py", "import kith.science.outcomes", "3. "),
    "a noun acts": ("care/models/mistake.py", "import kith.care.actions", "4. "),
    "a question acts": ("care/queries/mistake.py", "import kith.care.actions", "4. "),
    "a permission asks": ("care/permissions/mistake.py", "import kith.care.queries", "4. "),
    "an earlier step calls a later one": ("care/actions/assess.py", "import kith.care.actions.review", "4b. "),
    "a page computes": ("web/mistake.py", "import kith.science", "5. "),
    "a page looks at invented people": ("web/mistake.py", "import kith.simulation", "5. "),
}


def broken_walls(output: str) -> list[str]:
    """The names of the contracts that lint-imports reports as broken."""
    return re.findall(r"^(.+?) BROKEN\b", output, flags=re.MULTILINE)


def plant(kith: Path, place: str, text: str) -> None:
    """Write the mistake, and make the modules on both of its ends where the house has none yet."""
    for name in [*(f"kith.{room}" for room in ROOMS), *re.findall(r"kith\.[a-z.]+", text)]:
        ensure_module(kith.parent, name)
    path = kith / place
    ensure_module(kith.parent, ".".join(("kith", *Path(place).parent.parts)))
    path.parent.mkdir(parents=True, exist_ok=True)
    before = path.read_text() if path.exists() else ""
    path.write_text(f"{before}\n{text}\n")


def ensure_module(folder: Path, name: str) -> None:
    """Have a package or module of that name, without touching one that exists."""
    place = folder.joinpath(*name.split("."))
    if not place.with_suffix(".py").exists():
        place.mkdir(parents=True, exist_ok=True)
        (place / "__init__.py").touch()


def test_every_wall_stands(run_tool) -> None:
    result = run_tool("lint-imports", "--no-logo", "--no-cache")
    if result.returncode:
        pytest.fail(result.stdout + result.stderr, pytrace=False)


@pytest.mark.parametrize("mistake", MISTAKES)
def test_the_wall_stops(mistake: str, copy_of_house: Path, run_tool) -> None:
    place, text, wall = MISTAKES[mistake]
    plant(copy_of_house / "kith", place, text)
    result = run_tool("lint-imports", "--no-logo", "--no-cache", folder=copy_of_house)
    assert result.returncode != 0, f"Nothing stopped it: {result.stdout}"
    broken = broken_walls(result.stdout)
    assert any(name.startswith(wall) for name in broken), f"Wall {wall} stood by; broken: {broken}\n{result.stdout}"


def test_every_wall_has_a_mistake_that_breaks_it(root: Path) -> None:
    contracts = tomllib.loads((root / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    tried = {wall for _, _, wall in MISTAKES.values()}
    assert {contract["name"].split(" ")[0] + " " for contract in contracts} == tried


def test_both_doors_stand_behind_the_fifth_wall(root: Path) -> None:
    contracts = tomllib.loads((root / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    guarded = next(contract["source_modules"] for contract in contracts if contract["id"] == "doors")
    doors = [f"kith.{name}" for name in ("web", "api") if (root / "kith" / name / "__init__.py").exists()]
    assert set(doors) <= set(guarded), f"Add {set(doors) - set(guarded)} to source_modules of the contract `doors`."
