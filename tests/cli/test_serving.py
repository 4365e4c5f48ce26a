"""An installation that must not start says why, and leaves everything as it was."""

from __future__ import annotations

import base64
import os
import subprocess
import sys
from pathlib import Path

import pytest


def kith_send(home: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """The smallest command that opens an installation."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("KITH_", "DJANGO_", "DATABASE_"))}
    return subprocess.run(
        [sys.executable, "-m", "kith", "send"],
        env=kept | {"KITH_HOME": str(home)} | variables,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.mark.parametrize(
    ("variables", "said"),
    [
        ({"KITH_SECRET_KEY": "short"}, "weak secret key"),
        ({"KITH_MASTER_KEY": "bm90IGEga2V5"}, "master key cannot be read"),
        ({"KITH_HOSTS": "*"}, "every host name"),
    ],
)
def test_an_unsafe_setting_is_refused_with_what_to_do(tmp_path: Path, variables: dict[str, str], said: str) -> None:
    refused = kith_send(tmp_path, **variables)
    assert refused.returncode == 2
    assert said in refused.stderr
    assert "Traceback" not in refused.stderr
    assert not (tmp_path / "kith.sqlite3").exists()


@pytest.mark.slow
def test_a_wrong_master_key_is_refused_and_nothing_is_overwritten(tmp_path: Path) -> None:
    home = tmp_path / "home"
    made = subprocess.run(
        [sys.executable, "-c", WITH_A_KEY],
        env={name: value for name, value in os.environ.items() if not name.startswith("DATABASE_")}
        | {"KITH_HOME": str(home), "DJANGO_SETTINGS_MODULE": "kith.config.settings"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert made.returncode == 0, made.stderr
    before = (home / "kith.sqlite3").read_bytes()
    other = base64.b64encode(bytes(range(32))).decode()
    refused = kith_send(home, KITH_MASTER_KEY=other)
    assert refused.returncode == 2
    assert "does not fit" in refused.stderr
    assert (home / "kith.sqlite3").read_bytes() == before
    assert kith_send(home).returncode == 0


WITH_A_KEY = """
import uuid
from kith.cli.serving import prepare
prepare()
from kith.care.models.keys import key_of
from django.db import connection
key_of(uuid.uuid4())
connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
"""
