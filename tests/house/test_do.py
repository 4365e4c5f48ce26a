"""The one command: it counts honestly, repairs what was interrupted, and can speak to an old Python."""

from __future__ import annotations

import ast
import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

SOME_TESTS = """
import pytest
def test_right(): pass
def test_wrong(): assert False
@pytest.mark.skip
def test_later(): pass
@pytest.fixture
def broken(): raise ValueError
def test_unready(broken): pass
"""


@pytest.fixture
def do(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """do.py as a module, with an environment of its own in a temporary folder."""
    specification = importlib.util.spec_from_file_location("do", root / "do.py")
    assert specification is not None
    assert specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    monkeypatch.setattr(module, "VENV", str(tmp_path / "venv"))
    monkeypatch.setattr(module, "PYTHON", str(tmp_path / "venv" / "bin" / "python"))
    return module


@pytest.fixture
def installed(do: ModuleType, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was installed, without installing it: an environment is a link to this Python."""
    kinds: list[str] = []

    def make_environment() -> None:
        python = Path(do.PYTHON)
        python.parent.mkdir(parents=True, exist_ok=True)
        if not python.exists():
            python.symlink_to(sys.executable)

    monkeypatch.setattr(do, "make_environment", make_environment)
    monkeypatch.setattr(do, "install", kinds.append)
    monkeypatch.setattr(do, "add_kith", lambda: None)
    monkeypatch.setattr(do, "compile_everything", lambda: None)
    return kinds


def count(do: ModuleType, folder: Path, source: str) -> dict[str, int]:
    path = folder / "test_some.py"
    path.write_text(source)
    return do.count_outcomes([sys.executable, "-m", "pytest", "-q", "-c", "/dev/null", "-p", "no:django", str(path)])


def test_an_old_python_can_read_it(root: Path) -> None:
    ast.parse((root / "do.py").read_text(), feature_version=(3, 6))


def test_it_counts_what_pytest_counts(do: ModuleType, tmp_path: Path) -> None:
    assert count(do, tmp_path, SOME_TESTS) == {"passed": 1, "failed": 2, "skipped": 1}


@pytest.mark.parametrize("ending", ["import os; os._exit(0)", "import os; os._exit(3)", "this is no Python", ""])
def test_a_run_that_ends_badly_is_a_failure(do: ModuleType, tmp_path: Path, ending: str) -> None:
    assert count(do, tmp_path, ending) == {"passed": 0, "failed": 1, "skipped": 0}


def test_an_unchanged_environment_is_left_alone(do: ModuleType, installed: list[str]) -> None:
    do.prepare("runtime")
    do.prepare("runtime")
    assert installed == ["runtime"]


def test_the_larger_environment_serves_the_smaller_need(do: ModuleType, installed: list[str]) -> None:
    do.prepare("runtime")
    do.prepare("dev")
    do.prepare("runtime")
    assert installed == ["runtime", "dev"]


def test_an_interrupted_installation_begins_afresh(
    do: ModuleType, installed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(kind: str) -> None:
        Path(do.VENV, "half-a-package").touch()
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(do, "install", interrupted)
        with pytest.raises(KeyboardInterrupt):
            do.prepare("runtime")
    do.prepare("runtime")
    assert installed == ["runtime"]
    assert not Path(do.VENV, "half-a-package").exists()


def test_a_moved_checkout_gets_a_new_environment(
    do: ModuleType, installed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    do.prepare("runtime")
    Path(do.VENV, "knows-the-old-place").touch()
    written = do.read_stamp("runtime")
    monkeypatch.setattr(do, "read_stamp", lambda kind: written | {"root": "elsewhere"})
    do.prepare("runtime")
    assert not Path(do.VENV, "knows-the-old-place").exists()


def test_an_environment_that_is_linked_from_elsewhere_is_not_touched(
    do: ModuleType, installed: list[str], tmp_path: Path
) -> None:
    """Two checkouts that share one environment would else empty it under each other's feet."""
    theirs = tmp_path / "theirs"
    (theirs / "bin").mkdir(parents=True)
    (theirs / "bin" / "kith").write_text("in use")
    Path(do.VENV).symlink_to(theirs)
    with pytest.raises(do.Stop, match="belongs to another checkout"):
        do.prepare("dev")
    assert not installed
    assert (theirs / "bin" / "kith").read_text() == "in use"
