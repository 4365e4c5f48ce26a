"""`kith bank` as a person at a terminal meets it; no number of an invented bank comes without saying so."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from kith.cli import main
from kith.science.library import Library

BANK = "distress-simulated"
CAUTION = "Simulated bank: for trying the machinery, not for people."


def kith(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["bank", *arguments])


def values(*arguments: str) -> dict:
    result = kith(*arguments, "--json")
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)


@pytest.mark.parametrize(
    "arguments",
    [
        ("list",),
        ("show", BANK),
        ("next", BANK),
        ("next", BANK, "--answers", "mood_01=1"),
        ("simulate", BANK, "--people", "5"),
    ],
)
def test_every_output_says_that_the_bank_is_simulated(arguments: tuple[str, ...]) -> None:
    assert CAUTION in kith(*arguments).stdout.splitlines()
    found = json.loads(kith(*arguments, "--json").stdout)
    for one in found if isinstance(found, list) else [found]:
        assert one["simulated"] is True
        assert one["caution"] == CAUTION


def test_the_list_of_banks() -> None:
    rows = {row["bank"]: row for row in json.loads(kith("list", "--json").stdout)}
    assert rows[BANK]["items_count"] == 60
    assert rows[BANK]["provenance"] == "computed"
    assert BANK in kith("list").stdout


def test_a_bank_is_shown_with_all_its_items() -> None:
    shown, bank = values("show", BANK), Library.open().bank(BANK)
    assert [item["id"] for item in shown["items"]] == list(bank.tables.items)
    assert shown["stopping"]["standard_error"] == bank.stopping.standard_error
    assert all(item.id in kith("show", BANK).stdout for item in bank.items)


def test_before_the_first_answer_there_is_an_item_and_no_number() -> None:
    found = values("next", BANK)
    assert found["next"] == "mood_05"
    assert [found[key] for key in ("theta", "standard_error", "t_score", "t_error", "interval_95")] == [None] * 5
    assert "Nothing is known yet" in kith("next", BANK).stdout


def test_answers_may_stand_together_or_apart_and_a_dash_is_a_skip() -> None:
    together = values("next", BANK, "--answers", "mood_05=3,energy_03=-,thinking_12=2")
    apart = values("next", BANK, "--answers", "mood_05=3", "--answers", "energy_03=-", "--answers", "thinking_12=2")
    assert together == apart
    assert together["answered"] == 2
    assert together["next"] not in ("mood_05", "energy_03", "thinking_12")
    assert together["t_score"] == pytest.approx(50 + 10 * together["theta"])


def test_a_whole_test_from_the_first_item_to_its_reason_to_stop() -> None:
    given: list[str] = []
    found = values("next", BANK)
    while found["next"]:
        given.append(f"{found['next']}=2")
        found = values("next", BANK, "--answers", ",".join(given))
    assert found["stopped"] == "precise"
    assert found["standard_error"] <= 0.3
    said = kith("next", BANK, "--answers", ",".join(given)).stdout
    assert "The test is over: the standard error is small enough." in said
    assert f"T-score {found['t_score']:.1f}" in said


def test_the_same_seed_simulates_the_same_people() -> None:
    arguments = ("simulate", BANK, "--people", "40", "--seed")
    assert values(*arguments, "7") == values(*arguments, "7") != values(*arguments, "8")
    found = values(*arguments, "7")
    assert found["adaptive"]["items"] < found["full"]["items"] == 60
    assert sum(found["stops"].values()) == found["adaptive"]["people"] == 40
    assert sum(found["area_shares"].values()) == pytest.approx(1)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("next", "distres-simulated"), "Write instead: did you mean 'distress-simulated'?"),
        (("show", "../distress-simulated"), "There is no item bank '../distress-simulated'"),
        (
            ("next", BANK, "--answers", "mod_01=2"),
            "no such item. Found: 'mod_01'. Write instead: did you mean 'mood_01'?",
        ),
        (("next", BANK, "--answers", "mood_01=5"), "Found: 5. Give a whole number from 0 to 4, or leave it blank."),
        (
            ("next", BANK, "--answers", "mood_01=1,mood_01=2"),
            "answered twice. Found: mood_01. Give each item one answer.",
        ),
        (("next", BANK, "--answers", "mood_01"), "cannot be read. Found: 'mood_01'. Write item=answer"),
        (("next", BANK, "--answers", "mood_01=-1"), "cannot be read. Found: 'mood_01=-1'. Write item=answer"),
        (("next", BANK, "--answers", "mood_01=1.5"), "cannot be read. Found: 'mood_01=1.5'. Write item=answer"),
        (("next", BANK, "--answers", "mood_01=²"), "cannot be read. Found: 'mood_01=²'. Write item=answer"),
        (("list", "--library", "no-such-folder"), "no library here"),
    ],
)
def test_an_error_has_three_parts(arguments: tuple[str, ...], message: str) -> None:
    result = kith(*arguments)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert message in result.stderr


def test_listing_banks_never_wakes_django_or_numpy() -> None:
    script = (
        "import sys\n"
        "from kith.cli import main\n"
        "main(['bank', 'list', '--json'], standalone_mode=False)\n"
        "print(sorted({'django', 'numpy'} & set(sys.modules)), file=sys.stderr)\n"
    )
    result = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=Path(__file__).parents[2]
    )
    assert result.stderr.strip() == "[]"
