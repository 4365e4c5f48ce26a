"""Ben draws Ana's family with her and shares it; Finn lets a couple talk in turns and offers what they will try."""

from __future__ import annotations

import pytest

from tests.journeys.stage import Stage
from tests.journeys.test_care import opens_the_person

pytestmark = pytest.mark.journey


def test_a_family_is_drawn_with_ana_and_she_sees_it_when_it_is_shared(stage: Stage) -> None:
    ben = stage.someone("ben")
    opens_the_person(ben, "Ana")
    ben.opens("Formulate")
    ben.opens("Genogram: who belongs to the family")
    ben.sees("This is an example")
    ben.keeps_a_look("genogram-empty")
    ben.types("Name", "Mum")
    ben.chooses("How they are related", "Mother or father of")
    ben.presses("Add a person")
    ben.types("Name", "Dad")
    ben.chooses("How they are related", "Mother or father of")
    ben.presses("Add a person")
    ben.sees("Child by birth, of Mum and Dad")
    ben.types("Name", "Third")
    ben.chooses("How they are related", "Mother or father of")
    ben.presses("Add a person")
    assert "two parents already" in ben.sees_what_went_wrong()
    ben.finds_in("Name", "Third")
    ben.presses("Undo")
    ben.does_not_see("Child by birth, of Mum and Dad")
    ben.keeps_a_look("genogram")

    ana = stage.someone("ana", on="small phone", theme="dark", language="en-xb")
    ana.goes_to("/me/family/")
    ana.does_not_see("Mum")
    ben.ticks("Share this version with the person")
    ben.presses("Keep this version")
    ben.sees("A version that was kept")
    ana.goes_to("/me/family/")
    ana.sees("Mum")
    ana.keeps_a_look("my-family")


def test_a_couple_talks_in_turns_and_only_the_next_try_is_offered(stage: Stage) -> None:
    finn = stage.someone("finn", on="small phone")
    finn.goes_to("/care/groups/")
    finn.opens("Two Chairs")
    finn.opens("Each one alone, and what all agree to")
    finn.opens("Talk in turns")
    finn.keeps_a_look("turns")
    finn.presses("Begin")
    finn.sees("One thing only, in about five sentences")
    for turn in ("first", "second"):
        finn.presses("has said it")
        finn.presses("has said it back")
        finn.keeps_a_look(f"turns-{turn}")
        finn.presses("Yes, that was it: swap")
    finn.sees("Everybody has had a turn")
    finn.presses("Agree on a next try")
    finn.types("The next try", "We walk once on Friday after supper.")
    finn.presses("Offer it to everybody")
    finn.sees("We walk once on Friday after supper.")
