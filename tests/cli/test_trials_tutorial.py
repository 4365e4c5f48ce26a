"""The tutorial on trials prints what its commands print, from the tables that it shows."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from typer.testing import CliRunner

from kith.cli import main

TUTORIAL = Path(__file__).resolve().parents[2] / "docs/tutorials/what-the-trials-say.md"
TABLES = ("vaccine.csv", "depression.csv")


def runs() -> list[tuple[str, str]]:
    """Each command with what the tutorial says it prints."""
    blocks = re.findall(r"```console\n\$ kith (.*?)\n```\n+```text\n(.*?)```", TUTORIAL.read_text(), re.DOTALL)
    return [(command.replace("\\\n", " "), printed) for command, printed in blocks]


def test_the_tutorial_shows_runs() -> None:
    assert len(runs()) == 3


@pytest.mark.parametrize("place", range(3))
def test_it_prints_what_the_command_prints(place: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tables = re.findall(r"```csv\n(.*?)```", TUTORIAL.read_text(), re.DOTALL)
    for name, table in zip(TABLES, tables, strict=True):
        (tmp_path / name).write_text(table, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    command, printed = runs()[place]
    result = CliRunner().invoke(main, shlex.split(command))
    assert result.exit_code == 0, result.stderr
    assert result.stdout.rstrip() == printed.rstrip()
    for report in re.findall(r"--report (\S+)", command):
        assert "<svg" in (tmp_path / report).read_text(encoding="utf-8")
