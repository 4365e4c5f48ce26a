"""`kith randomise`: lists that show nothing, seals that notice everything, and one person at a time."""

from __future__ import annotations

import json
import stat
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from kith.cli import main
from tests.science.trials.test_randomisation import people_with_margins

TWO = ["--arm", "group", "--arm", "usual"]
NEW = ["--level", "sex=F", "--level", "severity=severe", "--level", "site=2"]


def run(*words: str) -> Result:
    return CliRunner().invoke(main, ["randomise", *words])


def values_of(result: Result) -> dict[str, Any]:
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def refusal_of(result: Result) -> str:
    assert (result.exit_code, result.stdout) == (2, ""), result.output
    return result.stderr


@pytest.fixture
def listed(tmp_path: Path) -> Path:
    file = tmp_path / "allocation.json"
    values_of(run("list", str(file), "--people", "24", *TWO, "--stratum", "site=north,south", "--seed", "7", "--json"))
    return file


def test_a_list_is_drawn_and_nothing_of_it_is_printed(tmp_path: Path) -> None:
    file = tmp_path / "allocation.json"
    said = run("list", str(file), "--people", "24", *TWO, "--stratum", "site=north,south")
    assert said.exit_code == 0
    kept = json.loads(file.read_text())
    for secret in (kept["seed"], kept["key"], "group", "usual"):
        assert secret not in said.output
    assert kept["seal"] in said.output
    assert "site north" in said.output
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [one["stratum"] for one in kept["lists"]] == [{"site": "north"}, {"site": "south"}]
    assert all(abs(one["arms"].count("group") - one["arms"].count("usual")) == 0 for one in kept["lists"])


def test_two_lists_differ_and_a_seed_repeats_one(tmp_path: Path) -> None:
    files = [tmp_path / f"{n}.json" for n in range(4)]
    for file, seed in zip(files, ([], [], ["--seed", "5"], ["--seed", "5"]), strict=True):
        values_of(run("list", str(file), "--people", "40", *TWO, *seed, "--json"))
    lists = [json.loads(file.read_text())["lists"] for file in files]
    assert lists[0] != lists[1]
    assert lists[2] == lists[3]


def test_a_list_is_never_written_over_another(listed: Path) -> None:
    before = listed.read_bytes()
    assert "Choose a new name" in refusal_of(run("list", str(listed), "--people", "8", *TWO))
    assert listed.read_bytes() == before


def test_the_seal_is_checked(listed: Path) -> None:
    seal = json.loads(listed.read_text())["seal"]
    assert values_of(run("check", str(listed), "--seal", seal, "--json"))["is_unchanged"]
    assert "Unchanged" in run("check", str(listed)).stdout
    assert "not those of the published seal" in refusal_of(run("check", str(listed), "--seal", "0" * 64))


@pytest.mark.parametrize("change", ["swap", "drop"])
def test_a_changed_list_is_noticed_even_when_its_seal_was_changed_too(listed: Path, change: str) -> None:
    kept = json.loads(listed.read_text())
    seal = kept["seal"]
    if change == "swap":
        arms = kept["lists"][0]["arms"]
        place = arms.index("usual")
        arms[0], arms[place] = arms[place], arms[0] if arms[0] != "usual" else "group"
    else:
        kept["lists"].pop()
    kept["seal"] = "anything"
    listed.write_text(json.dumps(kept))
    assert "not those of the published seal" in refusal_of(run("check", str(listed), "--seal", seal))
    assert "Somebody changed the file" in refusal_of(run("check", str(listed)))
    assert "Somebody changed the file" in refusal_of(
        run("reveal", str(listed), "--place", "1", "--level", "site=north")
    )


def test_one_place_is_revealed(listed: Path) -> None:
    kept = json.loads(listed.read_text())["lists"][1]["arms"]
    found = [
        values_of(run("reveal", str(listed), "--place", str(place), "--level", "site=south", "--json"))["arm"]
        for place in (1, 2, 5)
    ]
    assert found == [kept[0], kept[1], kept[4]]
    assert run("reveal", str(listed), "--place", "1", "--level", "site=south").stdout.strip() == kept[0]
    assert "no list for this person" in refusal_of(run("reveal", str(listed), "--place", "1", "--level", "site=east"))
    assert "no such place" in refusal_of(run("reveal", str(listed), "--place", "99", "--level", "site=south"))


def test_a_ratio_gets_blocks_that_fit_it(tmp_path: Path) -> None:
    file = tmp_path / "allocation.json"
    values_of(run("list", str(file), "--people", "60", *TWO, "--ratio", "2", "--ratio", "1", "--json"))
    kept = json.loads(file.read_text())
    assert set(kept["blocks"]) == {6, 9}
    arms = kept["lists"][0]["arms"]
    assert arms.count("group") == 2 * arms.count("usual")
    assert values_of(run("check", str(file), "--json"))["is_unchanged"]


def test_cautions(tmp_path: Path) -> None:
    def cautions(*more: str) -> str:
        file = tmp_path / f"{len(list(tmp_path.iterdir()))}.json"
        return " ".join(values_of(run("list", str(file), "--people", "20", *TWO, *more, "--json"))["cautions"])

    assert cautions() == ""
    assert "one block size" in cautions("--block", "4")
    assert "often leaves arms of unlike size" in cautions("--simple")
    assert "whoever knows it knows the list" in cautions("--seed", "1")
    assert "There are 4 strata" in cautions("--stratum", "a=1,2", "--stratum", "b=1,2")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--block", "5"], "multiples of 2"),
        (["--simple", "--block", "4"], "--simple with one of them"),
        (["--stratum", "site"], "Write site=north,south"),
        (["--stratum", "site=north"], "two levels or more"),
        (["--ratio", "1"], "one whole number for each arm"),
        (["--key", "short"], "found 5 characters"),
    ],
)
def test_lists_that_cannot_be_drawn_leave_no_file(tmp_path: Path, words: list[str], said: str) -> None:
    file = tmp_path / "allocation.json"
    assert said in refusal_of(run("list", str(file), "--people", "20", *TWO, *words))
    assert not file.exists()


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"people": 3}', "not json"])
def test_files_that_are_no_lists_are_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "allocation.json"
    file.write_text(text)
    assert "no list of allocations" in refusal_of(run("check", str(file)))
    assert "cannot be opened" in refusal_of(run("check", str(tmp_path / "absent.json")))


@pytest.fixture
def people(tmp_path: Path) -> str:
    rows = [[one.levels["sex"], one.levels["severity"], one.levels["site"], one.arm] for one in people_with_margins()]
    file = tmp_path / "people.csv"
    file.write_text("sex,severity,site,arm\n" + "".join(",".join(row) + "\n" for row in rows))
    return str(file)


def test_the_worked_case_of_minimisation(people: str) -> None:
    arms = ["--arm", "A", "--arm", "B"]
    found = values_of(run("minimise", people, *arms, *NEW, "--json"))
    assert (found["imbalance"], found["preferred"]) == ({"A": 9.0, "B": 3.0}, ["B"])
    assert found["probabilities"] == pytest.approx({"A": 0.2, "B": 0.8})
    again = values_of(run("minimise", people, *arms, *NEW, "--seed", found["seed"], "--json"))
    assert again == found
    by_variance = values_of(run("minimise", people, *arms, *NEW, "--spread", "variance", "--json"))
    assert by_variance["imbalance"] == {"A": 7.25, "B": 1.25}
    weighted = values_of(run("minimise", people, *arms, *NEW, "--weight", "severity=3", "--json"))
    assert weighted["imbalance"] == {"A": 17.0, "B": 7.0}
    said = run("minimise", people, *arms, *NEW, "--first", "60").stdout
    assert "B 3 (probability 0.50)" in said
    assert "every arm had one chance" in said


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--arm", "A", "--arm", "C", *NEW], "found 'B' for person"),
        (["--arm", "A", "--arm", "B", *NEW, "--probability", "1"], "never certain"),
        (["--arm", "A", "--arm", "B", *NEW, "--weight", "site=much"], "found 'much' for 'site'"),
        (["--arm", "A", "--arm", "B", "--level", "age=40"], "no column 'age'"),
        (["--arm", "A", "--arm", "B", "--level", "sex=F", "--level", "sex=M"], "once each; found 'sex=F'"),
    ],
)
def test_what_cannot_be_minimised_is_refused(people: str, words: list[str], said: str) -> None:
    assert said in refusal_of(run("minimise", people, *words))
