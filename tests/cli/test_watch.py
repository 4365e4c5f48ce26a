"""`kith watch`: a signal when harm comes more often than expected, unknown counted as unknown, and nonsense refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from kith.cli.entry import main


def watched(tmp_path: Path, cells: list[str], *given: str) -> Result:
    file = tmp_path / "people.csv"
    file.write_text("person,harmed\n" + "".join(f"{n},{cell}\n" for n, cell in enumerate(cells)))
    return CliRunner().invoke(main, ["watch", str(file), "--expected", "0.1", "--odds-ratio", "3", *given])


def test_four_of_five_are_a_signal_and_one_of_twenty_is_none(tmp_path: Path) -> None:
    """By hand: each harm adds ln 3 - ln 1.2 = 0.916, each other person takes 0.182; 2.77 is passed after the fifth."""
    done = watched(tmp_path, ["1", "0", "1", "", "1", "1"])
    assert "4 of 5 known outcomes are harm; 1 unknown" in done.stdout
    assert "SIGNAL after person 6, in the order of the file." in done.stdout
    calm = watched(tmp_path, ["1"] + ["0"] * 19)
    assert "No signal so far." in calm.stdout
    assert "never that care is safe" in " ".join(calm.stdout.split())


def test_as_json_with_its_path(tmp_path: Path) -> None:
    found = json.loads(watched(tmp_path, ["1", "0"], "--json").stdout)
    assert [round(one, 3) for one in found["path"]] == [0.916, 0.734]
    assert (found["signal_at"], found["people"], found["unknown"]) == (None, 2, 0)


@pytest.mark.parametrize(
    ("cells", "given", "says"),
    [
        (["2"], (), "neither harmed nor not"),
        (["yes"], (), "is not a number"),
        (["1"], ("--odds-ratio", "1"), "A ratio of 2 is usual"),
        (["1"], ("--harmed", "worse"), "worse"),
    ],
)
def test_what_cannot_be_read_is_refused(tmp_path: Path, cells: list[str], given: tuple[str, ...], says: str) -> None:
    done = watched(tmp_path, cells, *given)
    assert done.exit_code != 0
    assert says in " ".join(done.output.split())
