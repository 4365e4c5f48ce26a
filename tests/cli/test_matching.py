"""`kith match` proposes what its example says, keeps what it is told to keep, and says what is wrong with a file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from kith.cli.entry import main
from kith.cli.matching import EXAMPLE

RUNNER = CliRunner()


@pytest.fixture
def waiting(tmp_path: Path) -> str:
    path = tmp_path / "waiting.yaml"
    path.write_text(EXAMPLE, encoding="utf-8")
    return str(path)


def test_the_example_is_matched_in_words(waiting: str) -> None:
    assert RUNNER.invoke(main, ["match", "example"]).output == EXAMPLE
    said = RUNNER.invoke(main, ["match", "propose", waiting])
    assert said.exit_code == 0
    assert "2 of 3 people have somebody." in said.output
    assert "ana: eve, tue 10:00, video" in said.output
    assert "as wished, gender: woman" in said.output
    assert "bo: ben, thu 18:00, in person" in said.output
    assert "only one thing keeps them from eve: meets video then; the person wants in person" in said.output
    assert "ben: 1 more, room for 1, 75% of a full caseload" in said.output


def test_the_same_as_values_with_somebody_kept(waiting: str) -> None:
    said = RUNNER.invoke(main, ["match", "propose", waiting, "--keep", "ana=ben", "--json"])
    values = json.loads(said.output)
    (ana,) = [one for one in values["matches"] if one["id"] == "ana"]
    assert (ana["practitioner"], ana["is_kept"], ana["way"]["format"]) == ("ben", True, "in person")
    assert ana["unmet"] == [{"name": "gender", "value": "woman", "why": "needed elsewhere"}]
    out = RUNNER.invoke(main, ["match", "propose", waiting, "--keep", "ana=-", "--json"])
    assert [one["reasons"] for one in json.loads(out.output)["unmatched"] if one["id"] == "ana"] == [
        ["was left out on request"]
    ]


@pytest.mark.parametrize(
    ("keep", "what"),
    [("ana", "cannot be read"), ("ann=ben", "did you mean 'ana'"), ("carl=eve", "carl cannot stay with eve")],
)
def test_what_cannot_be_kept_is_said(waiting: str, keep: str, what: str) -> None:
    said = RUNNER.invoke(main, ["match", "propose", waiting, "--keep", keep])
    assert said.exit_code != 0
    assert what in said.output


def test_a_mistake_in_the_file_is_named_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "wrong.yaml"
    wrong = EXAMPLE.replace("in person], must", "on paper], must")
    path.write_text(wrong, encoding="utf-8")
    said = RUNNER.invoke(main, ["match", "propose", str(path)])
    assert said.exit_code != 0
    line = 1 + next(n for n, text in enumerate(wrong.splitlines()) if "on paper" in text)
    assert f"wrong.yaml:{line}: " in said.output
