"""`kith power`: every printed number of people from the command line, in words and as JSON."""

from __future__ import annotations

import json
from typing import Any

import pytest
from typer.testing import CliRunner

from kith.cli import main


def values_of(line: str) -> dict[str, Any]:
    result = CliRunner().invoke(main, ["power", *line.split(), "--json"])
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def said(line: str) -> str:
    result = CliRunner().invoke(main, ["power", *line.split()])
    assert result.exit_code == 0, result.output
    return result.stdout


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("means --difference 0.3", {"per_arm": 176, "by_formula": 174.4}),
        ("means --difference 0.3 --power 0.9", {"per_arm": 235}),
        ("means --difference 0.3 --loss 0.2", {"per_arm": 176, "to_ask_per_arm": 220}),
        ("means --difference 0.3 --baseline-correlation 0.5", {"by_formula": 130.8}),
        ("proportions --one 0.45 --other 0.55", {"per_arm": 392, "by_formula": 391.3}),
        ("no-worse --margin 0.3", {"per_arm": 234, "by_formula": 233.5}),
        ("clusters --difference 0.3 --size 20 --icc 0.05", {"by_formula_rounded": 18, "design_effect": 1.95}),
        ("clusters --difference 0.3 --size 20 --icc 0.05 --cv 0.4", {"design_effect": 2.11}),
        ("groups --difference 0.3 --size 8 --icc 0.05", {"groups": 27, "design_effect": 1.35}),
        ("wedge --step 3 --step 3 --step 3 --step 3 --difference 0.3 --icc 0.05 --people 20", {"power": 0.867}),
    ],
)
def test_the_printed_numbers(line: str, expected: dict[str, float]) -> None:
    found = values_of(line)
    for name, value in expected.items():
        decimals = len(str(value).partition(".")[2])
        assert round(found[name], decimals) == value
    assert found["power"] > 0.79


def test_looks_by_haybittle_and_peto_and_what_can_still_be_shown() -> None:
    found = values_of("looks --at 0.5 --at 1 --kind Haybittle-Peto --seen 0.5 --seen-at 0.5")
    assert found["z"][0] == 3
    assert 1.96 < found["z"][1] < 1.97
    assert found["conditional_power_trend"] < 0.2 < found["conditional_power_planned"]
    words = said("looks --at 0.5 --at 1 --seen 0.5 --seen-at 0.5")
    assert "if what was seen goes on" in words
    assert "conditional_power_trend" not in values_of("looks --at 0.5 --at 1")
    result = CliRunner().invoke(main, ["power", "looks", "--at", "0.5", "--at", "1", "--seen", "1"])
    assert result.exit_code == 2
    assert "Give --seen with" in " ".join(result.stderr.split())


@pytest.mark.parametrize(
    "line",
    [
        "means --difference 0.3",
        "means --difference 0.3 --baseline-correlation 0.5",
        "clusters --difference 0.3 --size 20 --icc 0.05",
        "groups --difference 0.3 --size 8 --icc 0.05",
        "proportions --one 0.45 --other 0.55",
    ],
)
def test_the_power_of_what_was_found_is_enough_and_one_less_is_not(line: str) -> None:
    found = values_of(line)
    unit = {"groups": found.get("in_groups"), "clusters": found.get("clusters_per_arm")}
    people = unit.get(line.split()[0]) or found["per_arm"]
    less = people - (8 if line.startswith("groups") else 1)
    assert values_of(f"{line} --per-arm {people}")["power"] == pytest.approx(found["power"])
    assert values_of(f"{line} --per-arm {less}")["power"] < 0.8 <= found["power"]


def test_a_wedge_is_given_the_people_it_needs() -> None:
    found = values_of("wedge --step 3 --step 3 --step 3 --step 3 --difference 0.3 --icc 0.05")
    assert found["people_per_cluster_and_period"] == 17
    assert found["power"] >= 0.8
    assert (found["clusters"], found["periods"]) == (12, 5)


def test_boundaries() -> None:
    found = values_of("looks --at 0.5 --at 1")
    assert [round(z, 3) for z in found["z"]] == [2.963, 1.969]
    assert found["alpha_spent"][-1] == pytest.approx(0.05)
    assert [round(z, 3) for z in values_of("looks --at 0.5 --at 1 --kind Pocock")["z"]] == [2.157, 2.201]


def test_in_words() -> None:
    assert said("means --difference 0.3 --loss 0.2").startswith("176 in each arm; ask 220, so that they are left")
    assert "so 18" in said("clusters --difference 0.3 --size 20 --icc 0.05")
    assert "|z| reaches 2.963" in said("looks --at 0.5 --at 1")
    assert "27 groups of 8 (216 people)" in said("groups --difference 0.3 --size 8 --icc 0.05")
    assert "power 0.867" in said("wedge --step 3 --step 3 --step 3 --step 3 --difference 0.3 --icc 0.05 --people 20")
    assert said("proportions --one 0.45 --other 0.55 --per-arm 392").startswith("Power 0.801 with 392")


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("means --difference 0", "above 0; found 0"),
        ("means --difference 0.3 --power 80", "Write it as a share"),
        ("means --difference 0.3 --loss 1", "below 1; found 1"),
        ("clusters --difference 0.3 --size 20 --icc 5", "intracluster correlation"),
        ("groups --difference 0.3 --size 8 --icc 0.05 --per-arm 9", "Groups must be 2 or more; found 1"),
        ("wedge --step 3 --difference 0.3 --icc 0.05", "Sequences must be 2"),
        ("wedge --step 3 --step 3 --difference 0.3 --icc 0.05 --people 0", "above 0; found 0"),
        ("looks --at 0.5", "the last at 1"),
    ],
)
def test_what_cannot_be_planned_is_refused(line: str, words: str) -> None:
    result = CliRunner().invoke(main, ["power", *line.split()])
    assert (result.exit_code, result.stdout) == (2, "")
    assert words in result.stderr
