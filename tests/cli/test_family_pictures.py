"""`kith genogram` and `kith ecomap`: the examples of the methods page, values, pictures, and files that are refused."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from kith.cli import main

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs/methods/family-pictures.md"
EXAMPLES = dict(
    zip(("genogram", "ecomap"), re.findall(r"```yaml\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.S), strict=True)
)
HOME = "household: We\nmembers: [Ana]\nsystems:\n"


def run(folder: Path, command: str, text: str, *options: str) -> Result:
    file = folder / f"{command}.yaml"
    file.write_text(text, encoding="utf-8")
    return CliRunner().invoke(main, [command, str(file), *options])


@pytest.mark.parametrize("command", EXAMPLES)
def test_the_pictures_of_the_page_are_those_of_its_examples(tmp_path: Path, command: str) -> None:
    result = run(tmp_path, command, EXAMPLES[command])
    assert result.exit_code == 0, result.output
    written = (ROOT / f"docs/pictures/{command}.svg").read_text(encoding="utf-8")
    assert result.stdout == written, f"write it again: kith {command} FILE --picture docs/pictures/{command}.svg"


@pytest.mark.parametrize("command", EXAMPLES)
def test_a_picture_is_a_file_of_its_own_at_both_widths(tmp_path: Path, command: str) -> None:
    for options, width in (((), "720"), (("--narrow",), "360")):
        picture = tmp_path / "drawn.svg"
        result = run(tmp_path, command, EXAMPLES[command], *options, "--picture", str(picture))
        assert (result.exit_code, result.stdout) == (0, "")
        text = picture.read_text(encoding="utf-8")
        assert ElementTree.fromstring(text).get("width") == width
        assert "currentColor" not in text
        assert "Canvas" not in text
    refused = run(tmp_path, command, EXAMPLES[command], "--picture", str(tmp_path / "none/drawn.svg"))
    assert refused.exit_code == 2
    assert "the picture cannot be written" in refused.stderr


def test_the_values_of_a_family(tmp_path: Path) -> None:
    found = json.loads(run(tmp_path, "genogram", EXAMPLES["genogram"], "--json").stdout)
    people = {person["id"]: person for person in found["people"]}
    assert len(people) == 16
    assert (people["maria"]["row"], people["rosa"]["row"], people["ana"]["row"], people["kim"]["row"]) == (0, 1, 2, 3)
    assert (people["bens_mother"]["born"], people["antonio"]["died"]) == (None, "unknown")
    assert found["bonds"][2] == {"from": "joao", "to": "rosa", "kind": "harm"}
    assert found["sentence"].startswith("Ana Silva with 15 others in 4 generations; Ana Silva and Rosa are very close;")
    assert "João Silva harms Rosa" in found["sentence"]
    assert round(max(person["step"] for person in people.values()), 1) == 5.6


def test_the_values_of_an_ecomap(tmp_path: Path) -> None:
    found = json.loads(run(tmp_path, "ecomap", EXAMPLES["ecomap"], "--json").stdout)
    assert [system["flow"] for system in found["systems"]].count("none") == 1
    assert "Work at the hospital laundry (Ana), stressful, takes energy" in found["sentence"]
    assert "Friends from the choir (Ana), strong, gives energy" in found["sentence"]


@pytest.mark.parametrize(
    ("command", "text", "message"),
    [
        ("genogram", "people: [{id: ana, name: Ana}]", ":1: A family has one index person. Found: nobody."),
        ("ecomap", "household: We\nmembers: [Ana, Ana]", ":2: A member is there twice. Found: Ana."),
        ("ecomap", f"{HOME}  - {{id: a, name: A, tie: strnog}}", "did you mean 'strong'?"),
        (
            "ecomap",
            HOME + "".join(f"  - {{id: s{n}, name: A, tie: weak}}\n" for n in range(13)),
            "An ecomap has more systems than a page can show. Found: 13 systems.",
        ),
        ("ecomap", HOME + "  - {id: s, name: A, tie: weak}\n" * 2, "share one id"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused(tmp_path: Path, command: str, text: str, message: str) -> None:
    result = run(tmp_path, command, text)
    assert (result.exit_code, result.stdout) == (2, "")
    assert message in result.stderr
