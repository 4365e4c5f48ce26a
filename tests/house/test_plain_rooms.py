"""Science, simulation, pictures and reports get values and give values: no clock, no hidden chance, no Django."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOMS = ("science", "simulation", "pictures", "reports")
# Reading any of these makes the same call give different answers on different days.
CLOCKS = {
    "datetime.now",
    "datetime.utcnow",
    "datetime.today",
    "date.today",
    "datetime.datetime.now",
    "datetime.datetime.utcnow",
    "datetime.datetime.today",
    "datetime.date.today",
    "time.time",
    "time.time_ns",
    "time.localtime",
    "time.gmtime",
    "time.monotonic",
    "time.perf_counter",
}
CHANCE = {"uuid.uuid1", "uuid.uuid4", "os.urandom"}
CHANCE_MODULES = {"random", "secrets"}
# numpy's seeded generators are the allowed way; everything else in numpy.random has a state nobody passed in.
SEEDED = {"Generator", "SeedSequence", "PCG64", "BitGenerator", "Philox"}

# Every module of a room is imported while Django cannot be.
WITHOUT_DJANGO = """
import importlib, pkgutil, sys
sys.path.insert(0, sys.argv[1])
class Absent:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in {"django", "ninja"}:
            raise ImportError("Django is absent here, and " + name + " was asked for")
sys.meta_path.insert(0, Absent())
room = importlib.import_module("kith." + sys.argv[2])
def fail(name):
    raise
for module in pkgutil.walk_packages(room.__path__, room.__name__ + ".", fail):
    importlib.import_module(module.name)
"""


def full_names(tree: ast.Module) -> dict[str, str]:
    """What each imported name of a module stands for, e.g. np -> numpy, now_of -> datetime.datetime."""
    names: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                top = alias.name.split(".")[0]
                names[alias.asname or top] = alias.name if alias.asname else top
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {alias.asname or alias.name: f"{node.module}.{alias.name}" for alias in node.names}
    return names


def dotted(node: ast.expr, names: dict[str, str]) -> str | None:
    """`np.random.rand` as numpy.random.rand; None for what is not a plain dotted name."""
    if isinstance(node, ast.Name):
        return names.get(node.id)
    if isinstance(node, ast.Attribute) and (before := dotted(node.value, names)):
        return f"{before}.{node.attr}"
    return None


def surprises(source: str) -> list[str]:
    """Every place in a module that reads a clock or draws from a chance nobody handed in."""
    tree = ast.parse(source)
    names = full_names(tree)
    found = [f"imports {name}" for name in names.values() if name.split(".")[0] in CHANCE_MODULES]
    for node in ast.walk(tree):
        name = dotted(node, names) if isinstance(node, ast.Attribute | ast.Name) else None
        if name in CLOCKS | CHANCE:
            found.append(f"line {node.lineno}: {name}")
        elif isinstance(node, ast.Call) and (called := dotted(node.func, names)):
            found += unseeded(node, called)
    return found


def unseeded(call: ast.Call, called: str) -> list[str]:
    """A call into numpy.random that was given no seed."""
    if not called.startswith("numpy.random."):
        return []
    what = called.removeprefix("numpy.random.")
    if what in SEEDED or (what == "default_rng" and (call.args or call.keywords)):
        return []
    return [f"line {call.lineno}: {called} without a seed"]


def import_without_django(folder: Path, room: str) -> subprocess.CompletedProcess[str]:
    """Import every module of a room in a fresh Python that has no Django."""
    return subprocess.run(
        [sys.executable, "-c", WITHOUT_DJANGO, str(folder), room], cwd=folder, capture_output=True, text=True
    )


@pytest.mark.parametrize("room", ROOMS)
def test_no_clock_and_no_hidden_chance(room: str, root: Path) -> None:
    found = {
        str(path.relative_to(root)): places
        for path in (root / "kith" / room).rglob("*.py")
        if (places := surprises(path.read_text()))
    }
    assert not found, f"Take the date, or the numpy Generator, as an argument instead: {found}"


@pytest.mark.parametrize(
    "source",
    [
        "from datetime import datetime\nx = datetime.now()",
        "import datetime\nx = datetime.date.today()",
        "import datetime as dt\nx = dt.datetime.now(dt.UTC)",
        "from time import time\nx = time()",
        "import time\nx = time.time()",
        "import random\nx = random.random()",
        "from secrets import token_hex",
        "import numpy as np\nx = np.random.rand(3)",
        "import numpy as np\nx = np.random.default_rng()",
        "from numpy.random import default_rng\nx = default_rng()",
        "from uuid import uuid4\nx = uuid4()",
    ],
)
def test_a_clock_or_hidden_chance_is_found(source: str) -> None:
    assert surprises(source)


@pytest.mark.parametrize(
    "source",
    [
        "import numpy as np\nx = np.random.default_rng(7).normal()",
        "import numpy as np\ndef draw(chance: np.random.Generator) -> float:\n    return chance.normal()",
        "from datetime import date, timedelta\nx = date(2026, 1, 1) + timedelta(days=1)",
    ],
)
def test_values_and_seeds_are_fine(source: str) -> None:
    assert not surprises(source)


@pytest.mark.parametrize("room", ROOMS)
def test_the_room_works_without_django(room: str, root: Path) -> None:
    if not (root / "kith" / room).is_dir():
        pytest.skip(f"The house has no room kith/{room}.")
    result = import_without_django(root, room)
    assert result.returncode == 0, result.stderr


def test_a_room_that_needs_django_is_found(copy_of_house: Path) -> None:
    (copy_of_house / "kith/science/mistake.py").write_text("from django.db import models\n")
    result = import_without_django(copy_of_house, "science")
    assert "Django is absent here" in result.stderr
