"""`kith queue`: plans side by side as the methods page has them, a picture, and clinics that cannot be."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ElementTree
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from kith.cli import main

PAGE = Path(__file__).resolve().parents[2] / "docs/methods/queues.md"
CASE = [
    "--referrals", "8", "--practitioners", "2.5", "--sessions-each", "18", "--sessions", "12", "--drop-out", "0.08",
    "--leaving", "0.03", "--waiting", "40", "--groups", "1", "--places", "8", "--group-weeks", "10",
    "--more-groups", "1",
]  # fmt: skip


def run(*options: str) -> Result:
    return CliRunner().invoke(main, ["queue", *options])


def values_of(result: Result) -> dict[str, Any]:
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_the_worked_case_of_the_page() -> None:
    found, text = values_of(run(*CASE, "--json")), PAGE.read_text(encoding="utf-8")
    assert [one["name"] for one in found["plans"]] == ["As now", "+1 practitioners", "+1 groups", "Both"]
    for one in found["plans"][:3]:
        low, high = one["waiting_range"]
        row = f"| {one['starts_a_week']:.2f} | {one['load']:.2f} | "
        assert row in text
        assert f"| {one['waiting_simulated']:.1f} ({low:.0f} to {high:.0f}) | " in text
        waits = f"| {one['weeks_waited_by_formula']:.1f} | {one['weeks_waited_simulated']:.1f} |"
        assert f"{waits} {one['weeks_ahead_by_formula']:.1f} |" in text
    now = found["plans"][0]
    assert now["waiting_by_formula"] == pytest.approx(48.0777, abs=1e-4)
    assert now["weeks_ahead_by_formula"] == pytest.approx(6.6865, abs=1e-4)
    assert found["practitioners_needed"] == 3
    assert len(now["by_week"]) == 52


def test_in_words() -> None:
    said = run(*CASE).stdout
    assert "As now: 6.5 can begin a week, load 1.23" in said
    assert "48 wait (27 to 68), by the formula 48; 71 have given up" in said
    assert "those who begin have waited 6.6 weeks, by the formula 6.6; who is referred then will wait 6.7" in said
    assert "For a wait that settles at 6 weeks or fewer, by the formula: 3 practitioners." in said


def test_only_what_is_asked_for_is_compared() -> None:
    found = values_of(run(*CASE[:-2], "--more-practitioners", "0", "--runs", "20", "--json"))
    assert [one["name"] for one in found["plans"]] == ["As now"]
    nobody = values_of(run("--referrals", "0", *CASE[2:8], "--runs", "20", "--json"))["plans"][0]
    assert nobody["weeks_waited_simulated"] is None
    assert nobody["reasons"]["weeks_waited_simulated"] == "nobody began in this week"


def test_a_picture_is_written(tmp_path: Path) -> None:
    picture = tmp_path / "queue.svg"
    assert run(*CASE, "--runs", "20", "--picture", str(picture)).exit_code == 0
    said = ElementTree.fromstring(picture.read_text("utf-8")).findtext("{http://www.w3.org/2000/svg}desc")
    assert said.startswith("How many wait after 52 weeks. As now: ")
    assert "cannot be written" in run(*CASE, "--runs", "20", "--picture", str(tmp_path / "none/q.svg")).stderr


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--drop-out", "8"], "drop out is a share from 0 to 1; found 8. Divide a percentage by 100."),
        (["--referrals", "nan"], "referrals is a number of at least 0; found nan."),
        (["--places", "0"], "A group has places and weeks; found 0 places and 10 weeks."),
        (["--more-practitioners", "-9"], "practitioners is a number of at least 0; found -6.5."),
        (["--within", "-1"], "weeks is a number of at least 0; found -1."),
    ],
)
def test_a_clinic_that_cannot_be_is_refused(options: list[str], message: str) -> None:
    result = run(*CASE, *options, "--runs", "20")
    assert (result.exit_code, result.stdout) == (2, "")
    assert message in result.stderr
