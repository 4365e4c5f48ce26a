"""`kith groups` as a person at a terminal meets it: groups with reasons, who is left over and why, what is refused."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from typer.testing import CliRunner, Result

from kith.cli import main
from kith.cli.groups import EXAMPLE

REFERENCE = Path(__file__).resolve().parents[2] / "docs/reference/group-requests.md"


def kith(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["groups", *map(str, arguments)])


@pytest.fixture
def request_file(tmp_path: Path) -> Path:
    file = tmp_path / "waiting.yaml"
    file.write_text(EXAMPLE, encoding="utf-8")
    return file


def values_of(result: Result) -> dict[str, Any]:
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def members_of(values: dict[str, Any]) -> dict[str, list[str]]:
    return {group["id"]: [member["id"] for member in group["members"]] for group in values["groups"]}


def test_a_composition_as_json(request_file: Path) -> None:
    values = values_of(kith("compose", request_file, "--seconds", "60", "--json"))
    assert members_of(values) == {"tuesday": ["ana", "bea"], "thursday": ["carl", "dima"]}
    assert values["status"] == "people left over"
    assert values["objective"] >= values["bound"] > 0
    assert values["gap"] < 0.001
    (left,) = values["unplaced"]
    assert left["id"] == "eve"
    assert left["reasons"] == ["eve cannot be placed, because: the languages eve understands."]
    assert values["conflicts"][0]["rules"] == [{"rule": "language", "about": "eve"}]
    ana = values["groups"][0]["members"][0]
    assert "prefers it" in ana["reasons"]
    assert ana["kilometres"] is None
    assert values["unknown_severity"] == 0


def test_the_same_in_words(request_file: Path) -> None:
    said = kith("compose", request_file, "--seconds", "0").stdout
    assert "4 placed, 1 left over.\n" in said
    assert "tuesday (tue 10:00, en): 2 of 4 seats" in said
    assert "eve: eve cannot be placed, because: the languages eve understands." in said


def test_pins_are_kept_from_a_file_and_from_the_command(request_file: Path, tmp_path: Path) -> None:
    pins = tmp_path / "pins.json"
    pins.write_text('{"bea": "thursday", "dima": null}', encoding="utf-8")
    values = values_of(
        kith("compose", request_file, "--pins", pins, "--pin", "ana=thursday", "--json", "--seconds", "60")
    )
    assert members_of(values)["thursday"] == ["ana", "bea"]
    assert {left["id"]: left["pinned"] for left in values["unplaced"]} == {"carl": False, "dima": True, "eve": False}
    assert values["groups"][1]["members"][0]["pinned"]


def test_pins_that_cannot_be_kept_end_with_exit_code_1_and_the_rules(request_file: Path) -> None:
    result = kith("compose", request_file, "--pin", "ana=thursday", "--pin", "carl=thursday", "--json")
    assert result.exit_code == 1
    values = json.loads(result.stdout)
    assert (values["status"], values["groups"], values["objective"]) == ("cannot", [], None)
    assert values["conflicts"][0]["words"] == (
        "These cannot all be met: ana and carl are to be apart; ana is pinned; carl is pinned."
    )
    said = kith("compose", request_file, "--pin", "eve=tuesday")
    assert said.exit_code == 1
    assert "eve cannot be placed, because: eve is pinned; the languages eve understands." in said.stdout


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("smallest: 2", "smallest: 5", "A group is larger at its smallest than at its largest. Found: smallest 5"),
        ("slot: tue 10:00", "slott: tue 10:00", "Unknown key in groups.0. Found: 'slott'. Write instead: did you mean"),
        ("id: bea", "id: ana", "Two people share one id. Found: ana. Write instead: an id of its own for each."),
        ("[ana, carl]", "[ana, karl]", "There is no such person. Found: karl. Write instead: did you mean 'carl'?"),
        ("never_alone: [gender]", "never_alone: [gendre]", "Nobody has this attribute. Found: gendre."),
        ("prefers: [tuesday]", "prefers: [tuesdays]", "There is no such group. Found: tuesdays."),
        ("severity: 14", "severity: high", "The value of people.0.severity does not fit. Found: 'high'"),
        ("[ana, carl]", "[ana, ana]", "Somebody is to be apart from themselves. Found: ana."),
    ],
)
def test_a_request_that_makes_no_sense_is_refused_with_its_line(
    request_file: Path, old: str, new: str, message: str
) -> None:
    assert old in EXAMPLE
    request_file.write_text(EXAMPLE.replace(old, new, 1), encoding="utf-8")
    result = kith("compose", request_file)
    assert (result.exit_code, result.stdout) == (2, "")
    assert message in result.stderr
    assert "waiting.yaml:" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--pin", "ana"], "A pin cannot be read; found 'ana'. Write person=group, or person=- for no group."),
        (["--pin", "anna=tuesday"], "A pin names nobody; found 'anna'. Write instead: did you mean 'ana'?"),
        (["--pin", "ana=thirsday"], "A pin names no group; found 'thirsday'. Write instead: did you mean 'thursday'?"),
        (["--pins", "no-such-file"], "The file cannot be read. Found: No such file or directory."),
    ],
)
def test_a_pin_that_cannot_be_read_is_refused(request_file: Path, arguments: list[str], message: str) -> None:
    result = kith("compose", request_file, *arguments)
    assert result.exit_code == 2
    assert message in result.stderr


def test_pins_that_are_no_mapping_are_refused(request_file: Path, tmp_path: Path) -> None:
    for text, message in [("- ana\n", "Pins are not a mapping. Found: list."), ("ana: 3\n", "A pin names no group.")]:
        file = tmp_path / "pins.yaml"
        file.write_text(text, encoding="utf-8")
        assert message in kith("compose", request_file, "--pins", file).stderr


def test_an_invented_waiting_list_can_be_composed(tmp_path: Path) -> None:
    file = tmp_path / "invented.json"
    written = kith("invent", "--people", "30", "--groups", "4", "--seed", "3").stdout
    file.write_text(written, encoding="utf-8")
    assert written == kith("invent", "--people", "30", "--groups", "4", "--seed", "3").stdout
    values = values_of(kith("compose", file, "--seconds", "0", "--json"))
    assert sum(map(len, members_of(values).values())) + len(values["unplaced"]) == 30


def test_the_example_stands_in_the_reference_and_every_key_is_explained_there() -> None:
    from kith.science.groups import Aims, Candidate, Offer, Request

    text = REFERENCE.read_text(encoding="utf-8")
    assert kith("example").stdout == EXAMPLE
    assert f"```yaml\n{EXAMPLE}```" in text
    assert yaml.safe_load(EXAMPLE)
    for shape in (Request, Offer, Candidate, Aims):
        assert not [name for name in shape.model_fields if f"`{name}`" not in text]
