"""Where things are, and a copy of the house in which a test may make a deliberate mistake."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TOOLS = Path(sys.executable).parent
# Folders that are no part of the checkout, for a copy without git.
NOT_OURS = {".venv", ".git", ".kith", ".hypothesis", "__pycache__", "node_modules", "build", "dist"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test in this folder is about the house."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.house)


@pytest.fixture(scope="session")
def root() -> Path:
    """The top folder of the checkout."""
    return ROOT


@pytest.fixture(scope="session")
def files() -> list[Path]:
    """Every file of the checkout: what git keeps or would keep; without git, all that is no leftover."""
    ask_git = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listing = subprocess.run(ask_git, cwd=ROOT, capture_output=True, text=True)
    if listing.returncode == 0:
        found = [ROOT / name for name in listing.stdout.split("\0") if name]
    else:
        found = [path for path in ROOT.rglob("*") if not is_left_over(path.relative_to(ROOT))]
    return sorted(path for path in set(found) if path.is_file() and path.suffix != ".pyc")


def is_left_over(path: Path) -> bool:
    """True for what tools and environments leave behind."""
    return any(part in NOT_OURS or part.endswith("_cache") for part in path.parts)


@pytest.fixture(scope="session")
def run_tool() -> Callable[..., subprocess.CompletedProcess[str]]:
    """Run a tool of the environment, on the checkout or on a copy of it, and keep what it says."""

    def run(name: str, *arguments: str, folder: Path = ROOT) -> subprocess.CompletedProcess[str]:
        return subprocess.run([TOOLS / name, *arguments], cwd=folder, capture_output=True, text=True)

    return run


@pytest.fixture
def copy_of_house(tmp_path: Path) -> Path:
    """The code and its settings, without data: a place for deliberate mistakes."""

    def unwanted(folder: str, names: list[str]) -> set[str]:
        return {name for name in names if name == "__pycache__" or not (Path(folder, name).is_dir() or ".py" in name)}

    shutil.copytree(ROOT / "kith", tmp_path / "kith", ignore=unwanted)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path
