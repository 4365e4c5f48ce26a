"""Ana says what she likes, reads what could suit her and why, goes somewhere and tells how it was; Ben reads it."""

from __future__ import annotations

import re

import pytest

from tests.journeys.stage import Stage
from tests.journeys.test_care import opens_the_person

pytestmark = pytest.mark.journey


def test_ana_says_what_she_likes_plans_to_go_and_tells_how_it_was(stage: Stage) -> None:
    ana = stage.someone("ana", on="small phone")
    ana.goes_to("/me/")
    ana.opens(re.compile("^Things to do"))
    ana.sees("My plan: Singing for everybody")
    ana.sees("Nobody has checked this since")
    ana.keeps_a_picture("things-to-do")
    ana.presses("Take it back")
    ana.sees("The plan is taken back. That is fine.")

    ana.opens(re.compile("^Likes"))
    ana.ticks("Books and stories")
    ana.keeps_a_look("what-i-like")
    for _ in range(4):  # the other three answers stay as they were
        ana.presses("Continue")
    ana.sees("Fits: Books and stories · Talking over tea · English · Free · A walk away")
    ana.unfolds("1 thing was left out, and why")
    ana.sees("Not what was wished for")

    ana.presses(re.compile("^I would like to go.*Quiet hour in the library"))
    ana.types("On which day would you like to go?", "2026-03-16")
    ana.presses("Continue")
    ana.types("With whom would you like to go?", "My sister")
    ana.presses("Continue")
    ana.presses("Continue")
    ana.sees("My plan: Quiet hour in the library")
    ana.sees("Monday 16 March")

    ana.opens("Say how it was")
    ana.answers("Yes, I went")
    ana.presses("Continue")
    ana.answers("8")
    ana.keeps_a_look("how-it-was")
    ana.presses("Continue")
    ana.types("Would you like to say anything about it?", "We laughed.")
    ana.presses("Continue")
    ana.sees("Thank you. Your team can read it.")
    ana.sees(re.compile("Went · 8 of 10"))

    ben = stage.someone("ben")
    opens_the_person(ben, "Ana")
    ben.opens("What they like to do")
    ben.sees("It was good. Ask whether they would like to go again, and when.")
    ben.sees("We laughed.")
    ben.keeps_a_look("outings-of-ana")


def test_ben_checks_what_nobody_has_looked_at_for_too_long(stage: Stage) -> None:
    ben = stage.someone("ben")
    ben.goes_to("/care/things-to-do/")
    ben.sees("1 thing is to be checked again")
    ben.keeps_a_look("list-of-things-to-do")
    ben.presses(re.compile("^Still so.*Quiet hour in the library"))
    ben.sees("Checked today. Thank you.")
    ben.does_not_see("Nobody has checked this since")
