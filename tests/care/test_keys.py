"""The master key: without the right one nothing starts, and nothing is overwritten."""

from __future__ import annotations

import base64
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MAKE = """
import os, django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from tests.people import a_service
a_service()
from django.db import connection
connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
"""
CHECK = """
import django
django.setup()
from django.core.management import call_command
call_command("check", databases=["default"])
"""
WRONG = base64.b64encode(b"w" * 32).decode()


def run(home: Path, program: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """A process of its own, with a home of its own."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("KITH_", "DATABASE_"))}
    told = {"KITH_HOME": str(home), "DJANGO_SETTINGS_MODULE": "kith.config.settings", "PYTHONPATH": str(ROOT)}
    return subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, env=kept | told | variables, capture_output=True, text=True
    )


def content(home: Path) -> dict[str, bytes]:
    """Every file that holds the record or a key."""
    return {file.name: file.read_bytes() for file in home.iterdir() if file.suffix in {".sqlite3", ".key"}}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An installation with one client in it."""
    folder = tmp_path_factory.mktemp("installation")
    made = run(folder, MAKE)
    assert made.returncode == 0, made.stderr[-2000:]
    return folder


@pytest.mark.slow
def test_the_right_key_opens_the_record(home: Path) -> None:
    assert run(home, CHECK).returncode == 0


@pytest.mark.slow
def test_a_wrong_key_stops_the_start_and_says_so(home: Path) -> None:
    before = content(home)
    refused = run(home, CHECK, KITH_MASTER_KEY=WRONG)
    assert refused.returncode != 0
    assert "The master key does not fit" in refused.stderr
    assert content(home) == before


@pytest.mark.slow
@pytest.mark.parametrize("key", ["", "short", base64.b64encode(b"k" * 16).decode(), "not base64!"])
def test_a_key_of_the_wrong_kind_is_refused(home: Path, key: str) -> None:
    before = content(home)
    refused = run(home, CHECK, KITH_MASTER_KEY=key or " ")
    assert refused.returncode != 0
    assert content(home) == before


@pytest.mark.slow
def test_a_missing_key_stops_the_start_and_overwrites_nothing(home: Path) -> None:
    file = home / "master.key"
    kept = file.read_bytes()
    file.unlink()
    before = content(home)
    try:
        refused = run(home, CHECK)
        assert refused.returncode != 0
        assert "master key" in refused.stderr
        assert content(home) == before, "A key was made up although there is a record that it cannot open."
    finally:
        file.write_bytes(kept)
    assert run(home, CHECK).returncode == 0


@pytest.mark.slow
def test_nothing_private_lies_in_the_files_of_an_installation(home: Path) -> None:
    everything = b"".join(file.read_bytes() for file in home.rglob("*") if file.is_file())
    for name in ("Ana", "Petrova", "Low for months"):
        for shape in (name.encode("utf-16-le"), base64.b64encode(name.encode()).rstrip(b"=")):
            assert len(shape) < 5 or shape not in everything
    assert b"Petrova" not in everything
    assert b"Low for months" not in everything
    assert b"Harbour Service" in everything, "The scan does not see even what is plain."
