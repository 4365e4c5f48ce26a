"""Ana reads what could suit her and why, tells how it was, and Ben reads what might come next."""

from __future__ import annotations

import pytest

from tests.journeys.stage import Stage
from tests.journeys.test_care import opens_the_person

pytestmark = pytest.mark.journey


def test_ana_tells_how_it_was_and_plans_the_next_one(stage: Stage) -> None:
    ana = stage.someone("ana", on="small phone")
    ana.goes_to("/me/things-to-do/")
    ana.sees("My plan: Singing for everybody")
    ana.sees("A seat near the door.")
    ana.sees("Nobody has checked this since")
    ana.keeps_a_look("things-to-do")
    ana.opens("Say how it was")
    ana.answers("Yes, I went")
    ana.presses("Continue")
    ana.answers("8")
    ana.keeps_a_look("how-it-was")
    ana.presses("Continue")
    ana.page.locator("#id_said").fill("We laughed.")
    ana.presses("Continue")
    ana.sees("Thank you. Your team can read it.")
    ana.sees("8 of 10")

    ben = stage.someone("ben")
    opens_the_person(ben, "Ana")
    ben.opens("Things to do")
    ben.sees("It was good. Ask whether they would like to go again, and when.")
    ben.sees("We laughed.")
    ben.keeps_a_look("outings-of-ana")


def test_ben_checks_what_nobody_has_looked_at_for_too_long(stage: Stage) -> None:
    ben = stage.someone("ben")
    ben.goes_to("/care/things-to-do/")
    ben.sees("Nobody has checked this since")
    ben.keeps_a_look("list-of-things-to-do")
    ben.presses("Still so: Quiet hour in the library")
    ben.sees("Checked today. Thank you.")
    ben.does_not_see("Nobody has checked this since")
