"""`kith sociogram`: the worked case from a file, occasions, rejections, a picture, and files that are refused."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ElementTree
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from kith.cli import main

CASE = {"1": "234", "2": "135", "3": "124", "4": "316", "5": "267", "6": "547", "7": "652", "8": "123"}
ROWS = "from,to\n" + "".join(f"{by},{to}\n" for by, chosen in CASE.items() for to in chosen)
METHOD = Path(__file__).resolve().parents[2] / "docs/methods/sociometry.md"


def run(folder: Path, text: str, *options: str) -> Result:
    file = folder / "choices.csv"
    file.write_text(text, encoding="utf-8")
    return CliRunner().invoke(main, ["sociogram", str(file), *options])


def values_of(result: Result) -> dict[str, Any]:
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def refusal_of(result: Result) -> str:
    assert (result.exit_code, result.stdout) == (2, "")
    return result.stderr


@pytest.mark.parametrize("options", [["--choices", "3"], []], ids=["given", "the same for all"])
def test_the_worked_case(tmp_path: Path, options: list[str]) -> None:
    found = values_of(run(tmp_path, ROWS, *options, "--json"))
    expected = {
        "density": 0.4286, "reciprocity": 0.8333, "cohesion_possible": 0.3571, "cohesion_fixed": 0.8333,
        "expected_mutual_pairs": 5.1429, "criswell": 6.6667, "unchosen_by_chance": 0.0199,
    }  # fmt: skip
    assert {name: round(found[name], 4) for name in expected} == expected
    assert list(found["in_degree"].values()) == [4, 5, 4, 3, 3, 3, 2, 0]
    assert (found["mutual_pairs"], found["isolates"], found["stars"], found["star_from"]) == (10, ["8"], [], 6)
    second = found["standings"][1]
    assert round(second["probability_of_so_many"], 4) == 0.1266
    assert second["rejection_status"] is None
    assert second["reasons"]["rejection_status"] == "rejections were not asked for"


def test_the_methods_page_holds_the_same_case() -> None:
    text = METHOD.read_text(encoding="utf-8")
    for figure in (".4286", ".8333", ".3571", "5.1429", "6.667", ".0199", ".1266", ".0274"):
        assert figure in text


def test_in_words_with_what_may_help_somebody_on_the_edge(tmp_path: Path) -> None:
    said = run(tmp_path, ROWS, "--choices", "3").stdout
    assert "8 members made 24 choices; 10 pairs are mutual; nobody chooses 8." in said
    assert re.search(r"Criswell index \(1 is chance\) +6\.667", said)
    assert "8 is on the edge. Chance alone seldom does this. What may help: a task shared with 1," in said


def test_members_without_any_choice_are_named_and_empty_cells_are_nobody(tmp_path: Path) -> None:
    found = values_of(run(tmp_path, "from,to\nana,ben\nben,ana\ncy,\n", "--members", "dan, Nan", "--json"))
    assert found["members"] == 5
    assert found["ghosts"] == ["dan", "Nan", "cy"]


def test_who_was_not_asked_has_no_number_of_choices(tmp_path: Path) -> None:
    found = values_of(run(tmp_path, "from,to\nana,ben\nben,ana\n", "--members", "cy", "--not-asked", "cy", "--json"))
    cy = found["standings"][0]
    assert (cy["id"], cy["chooses"], cy["reasons"]["chooses"]) == ("cy", None, "was not asked")
    assert found["ghosts"] == []


def test_rejections_give_status_groups(tmp_path: Path) -> None:
    rows = "from,to,sign\nana,ben,+\nben,ana,choice\ncy,ana,1\ndan,ana,+\nana,cy,-\nben,cy,rejection\ndan,cy,-1\n"
    found = values_of(run(tmp_path, rows, "--valence", "sign", "--json"))
    status = {one["id"]: one["status"] for one in found["standings"]}
    assert (status["ana"], status["cy"]) == ("popular", "rejected")
    assert found["standings"][2]["rejected"] == 3


def test_occasions_are_counted_apart_and_compared(tmp_path: Path) -> None:
    rows = "when,from,to\nfirst,a,b\nfirst,b,a\nfirst,c,a\nsecond,a,b\nsecond,b,a\nsecond,c,a\nsecond,a,c\n"
    found = values_of(run(tmp_path, rows, "--occasion", "when", "--json"))
    assert list(found["occasions"]) == ["first", "second"]
    (change,) = found["changes"]
    assert (change["from"], change["gained"], change["no_longer_isolated"]) == ("first", [["a", "c"]], ["c"])
    assert change["mutual_pairs"] == 1
    said = run(tmp_path, rows, "--occasion", "when").stdout
    assert "From first to second" in said
    assert "no longer on the edge: c" in said


def test_a_picture_is_written(tmp_path: Path) -> None:
    picture = tmp_path / "group.svg"
    assert run(tmp_path, ROWS, "--picture", str(picture)).exit_code == 0
    root = ElementTree.fromstring(picture.read_text(encoding="utf-8"))
    assert "nobody chooses 8" in root.findtext("{http://www.w3.org/2000/svg}desc")
    assert "cannot be written" in run(tmp_path, ROWS, "--picture", str(tmp_path / "none/group.svg")).stderr


@pytest.mark.parametrize(
    ("text", "options", "message"),
    [
        ("from,too\na,b\n", [], "there is no column 'to'; found from, too. Name another: did you mean 'too'?"),
        ("from,to\n", [], "no choice to count; found column names and no rows. Add a row for each choice."),
        ("from,to\na,b\na,b\n", [], "line 3: a choice is there twice; found 'a' to 'b' in line 2 too."),
        ("from,to\n,b\n", [], "line 2: a row lacks a value; found nothing in 'from'."),
        ("from,to\na,a\n", ["--members", "b"], "choices.csv: A choice of oneself does not count; found 'a' to 'a'."),
        ("from,to\na,b\na,c\n", ["--choices", "1"], "more choices than were allowed; found 2 by 'a' with 1 allowed."),
        ("from,to,v\na,b,maybe\n", ["--valence", "v"], "neither a choice nor a rejection; found 'maybe' in 'v'."),
        ("from,to\na,b\n", ["--not-asked", "z"], "Somebody who was not asked is no member; found 'z'."),
    ],
)
def test_choices_that_cannot_be_trusted_are_refused(
    tmp_path: Path, text: str, options: list[str], message: str
) -> None:
    assert message in refusal_of(run(tmp_path, text, *options))
