"""A bank that could give wrong numbers, or pass invented ones off as measured, is refused with its line."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from kith.science.adaptive import ItemBank, bank_faults
from kith.science.documents import LibraryProblems, check, parse
from kith.science.library import Library
from kith.simulation.item_banks import invent_bank
from tests.science.adaptive.banks import SHIPPED, bank_of
from validation.simulated_bank import FILE, PER_AREA, SEED, as_text

TEXT = Path(FILE).read_text(encoding="utf-8")

# What is written, what is written instead, what stands on the line that is named, what is said, what is advised.
MISTAKES = {
    "thresholds that fall": ("b: [0.05, 0.91", "b: [0.95, 0.91", "mood_01", "do not rise", "rise strictly"),
    "a discrimination of nought": ("a: 1.74", "a: 0", "mood_01", "does not fit", "greater than 0"),
    "a discrimination beyond belief": ("a: 1.74", "a: 17.4", "mood_01", "does not fit", "less than or equal to 10"),
    "an area nobody knows": ("_01, area: mood", "_01, area: mod", "mood_01", "no content area", "did you mean 'mood'?"),
    "two items of one id": ("{id: mood_02", "{id: mood_01", "a: 1.18", "Two items share one id", "each id once"),
    "shares beyond the whole": ("mood, share: 0.25", "mood, share: 0.5", "areas:", "do not add up", "shares of 1"),
    "an area that wants too much": ("at_least: 1}", "at_least: 16}", "areas:", "more answers than", "larger maximum"),
    "a form with a stranger": ("- mood_05\n", "- mood_55\n", "mood_55", "no item of this name", "did you mean 'mood_"),
    "a form with a twin": ("- mood_10\n", "- mood_05\n", "mood_05", "share one id", "each id once"),
    "fewest above most": ("minimum: 4", "minimum: 40", "stopping:", "fewest items exceed", "smaller first"),
    "a grid too short": ("lowest: -6.0", "lowest: -3.0", "grid:", "does not reach", "four prior SDs"),
    "a grid too coarse": ("nodes: 121", "nodes: 31", "grid:", "too coarse", "quarter of the prior SD"),
    "an invention that hides it": ("'Simulated bank: ", "'Bank: ", "title:", "does not say so", "Simulated bank"),
    "an invention with a source": ("provenance: computed", "provenance: verified", "verified", "no source", "computed"),
    "real by declaration": (
        "is_simulated: true",
        "is_simulated: false",
        "computed",
        "source that was read",
        "verified",
    ),
    "too many answers for 2pl": ("model: graded", "model: 2pl", "mood_01", "has two answers", "one threshold"),
    "a source nobody listed": (
        "source: kith",
        "source: kiht",
        "kiht",
        "no source of this name",
        "did you mean 'kith'?",
    ),
    "signed by nobody": ("awaiting clinical review", "reviewed", "review:", "not by whom", "awaiting clinical review"),
    "an unknown key": ("measures:", "measure:", "measure:", "Unknown key", "did you mean 'measures'?"),
}


@pytest.mark.parametrize("mistake", MISTAKES.values(), ids=list(MISTAKES))
def test_a_mistake_is_named_with_its_line_and_its_remedy(mistake: tuple[str, str, str, str, str]) -> None:
    right, wrong, on_line, what, instead = mistake
    assert right in TEXT, "the test plants nothing"
    text = TEXT.replace(right, wrong, 1)
    document = parse(text, "bank.yaml")
    try:
        problems = bank_faults(check(document, ItemBank), document)
    except LibraryProblems as found:
        problems = list(found.problems)
    lines = text.splitlines()
    told = [(lines[problem.line - 1], problem.what, problem.instead) for problem in problems]
    assert any(on_line in line and what in said and instead in advice for line, said, advice in told), told


def test_the_shipped_bank_is_what_its_seed_gives() -> None:
    bank = invent_bank(seed=SEED, per_area=PER_AREA)
    assert bank == SHIPPED
    assert as_text(bank) == TEXT


def test_every_bank_of_the_library_says_what_it_is() -> None:
    for bank in Library.open().banks.values():
        assert bank.review.status == "awaiting clinical review"
        assert (bank.caution is not None) == bank.is_simulated
        if bank.is_simulated:
            assert "simulated" in bank.title.lower()
            assert "not for people" in bank.caution


def test_a_bank_made_in_python_is_checked_too() -> None:
    with pytest.raises(ValidationError, match="do not rise"):
        bank_of([(1.0, [0.5, 0.5])])
    with pytest.raises(ValidationError, match="finite number"):
        bank_of([(1.0, [float("nan")])])
    with pytest.raises(ValidationError, match="too few items"):
        bank_of([(1.0, [0.5])], areas=[{"id": "all", "share": 1, "at_least": 2}])


def test_a_bank_of_items_of_two_answers() -> None:
    bank = bank_of([(1.0, [0.5]), (2.0, [-0.5])], model="2pl")
    assert [item.answers for item in bank.items] == [2, 2]
    assert bank.tables.log_probability.shape == (4, 121)
