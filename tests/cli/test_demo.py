"""`kith demo`: made once, used again, made anew when asked, and never at the cost of somebody's files."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from kith.cli.demo import OURS, PERSONAS, _forget


def kith_demo(home: Path, *options: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("KITH_", "DJANGO_", "DATABASE_"))}
    return subprocess.run(
        [sys.executable, "-m", "kith", "demo", "--no-serve", "--clients", "40", *options],
        env=kept | {"KITH_HOME": str(home)},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


@pytest.mark.slow
def test_the_demonstration_is_made_once_and_prints_a_login_for_each_role(tmp_path: Path) -> None:
    home = tmp_path / "demo"
    first = kith_demo(home)
    assert first.returncode == 0, first.stderr
    for name, role in PERSONAS.items():
        assert role in first.stdout
        assert name in first.stdout
    database = (home / "kith.sqlite3").stat().st_mtime_ns
    again = kith_demo(home)
    assert "still here" in again.stdout
    assert (home / "kith.sqlite3").stat().st_mtime_ns == database


def test_a_folder_with_strangers_in_it_is_not_forgotten(tmp_path: Path) -> None:
    (tmp_path / "thesis.docx").write_text("years of work")
    with pytest.raises(Exception, match=r"thesis\.docx"):
        _forget(tmp_path)
    assert (tmp_path / "thesis.docx").exists()


def test_a_demonstration_of_ours_is_forgotten_whole(tmp_path: Path) -> None:
    home = tmp_path / "demo"
    home.mkdir()
    for name in OURS - {"static", "outbox"}:
        (home / name).write_text("")
    _forget(home)
    assert not home.exists()
