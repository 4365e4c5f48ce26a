"""Ben and Ana fill in a sheet together at a meeting; Ana reads it afterwards, at night on her phone."""

from __future__ import annotations

import pytest

from tests.journeys.stage import Stage
from tests.journeys.test_care import opens_the_person

pytestmark = pytest.mark.journey


def test_an_inventory_that_is_filled_in_together_is_read_by_ana(stage: Stage) -> None:
    ben = stage.someone("ben")
    opens_the_person(ben, "Ana")
    ben.opens("Sheets")
    ben.keeps_a_look("sheets-empty")
    ben.unfolds("Other sheets of the library")
    ben.opens("The people in my life")
    ben.types("Who? A first name or a letter", "Mira")
    ben.types("Who are they to you?", "Sister")
    ben.rates("How near do they feel?", 8)
    ben.answers("A quarrel or different wishes with somebody")
    ben.presses("Keep this sheet")
    ben.sees("There is more to fill in")
    ben.keeps_a_look("sheet-new-more")
    ben.answers("We have stopped trying and nothing moves")
    ben.presses("Keep this sheet")
    ben.sees_what_went_wrong()
    ben.finds_in("Who? A first name or a letter", "Mira")
    ben.types("How is it tied to how you feel?", "I think of it at night.")
    ben.presses("Keep this sheet")
    ben.sees("I think of it at night.")
    ben.keeps_a_look("sheet")
    ben.opens("Correct it")
    ben.finds_in("How is it tied to how you feel?", "I think of it at night.")
    ben.opens("Leave")
    ben.opens("Sheets")
    ben.keeps_a_look("sheets")

    ana = stage.someone("ana", on="small phone", theme="dark", language="en-xb")
    ana.goes_to("/me/together/")
    ana.keeps_a_look("together")
    ana.opens("The people in my life")
    ana.sees("I think of it at night.")
    ana.keeps_a_look("together-sheet")
