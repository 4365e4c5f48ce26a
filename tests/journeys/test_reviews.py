"""Off track: the client says how she sees it, six areas are looked at, a decision is taken, and she reads the same."""

from __future__ import annotations

import re

import pytest

from tests.journeys.stage import Stage
from tests.journeys.test_care import opens_the_person

pytestmark = pytest.mark.journey


def test_off_track_is_looked_into_decided_and_read_by_ana(stage: Stage) -> None:
    ben = stage.someone("ben", scripts=False)
    opens_the_person(ben, "Ana")
    person = ben.page.url.split("?")[0]
    ben.goes_to(f"{person}measure/phq9/")
    ben.unfolds("Enter from paper")
    ben.types("Answers in order", "3 3 3 3 3 3 3 3 0 2")
    ben.presses("Keep and score")
    ben.sees("24")

    ana = stage.someone("ana", on="phone")
    ana.opens("My story")
    ana.opens("Is it helping? Our reviews")
    ana.ticks("The people around you")
    ana.types("What should change?", "Shorter sheets, please.")
    ana.presses("Keep it for the review")
    ana.sees("It waits for the next review.")
    ana.keeps_a_look("my-review")

    ben.goes_to(f"{person}review/")
    ben.sees("Off track")
    ben.sees("Reliably worse than at the start")
    ben.sees("Review it by")
    ben.keeps_a_picture("review")
    ben.sees("What the person wrote before this review")
    ben.sees("Shorter sheets, please.")
    ben.sees("A signal is a prompt for review, not a decision.")
    for area in ("alliance", "motivation"):
        ben.page.locator(f"details:has([name=look-{area}])").evaluate("one => { one.open = true }")
    ben.page.locator("[name=look-alliance]").fill("I was late twice, and she took it badly.")
    ben.page.locator("[name=try-alliance][value=name-own-part]").check()
    ben.page.locator("[name=try-motivation][value=smaller-step]").check()
    ben.keeps_a_look("review-filled-in")
    ben.presses("Keep the decision")
    ben.sees("No decision was chosen.")
    ben.sees("I was late twice, and she took it badly.")
    ben.page.locator("[name=decision][value=step_up]").check()
    ben.page.locator("[name=reason]").fill("More of the same is not kind.")
    ben.presses("Keep the decision")

    ben.sees("Record the step of care")
    ben.page.locator("[name=to_step][value='3']").check()
    ben.page.locator("[name=step_reason]").fill("Guided help has not been enough.")
    ben.keeps_a_look("steps-of-care")
    ben.presses("Record the step")
    ben.sees("Step of care now: 3.")

    by_night = stage.someone("ben", on="phone", theme="dark", language="en-xb")
    for page in ("steps", "review"):
        by_night.goes_to(f"{person}{page}/")
        by_night.keeps_a_look(f"{page}-by-night")
    by_night.goes_to("/care/pathways/psychosis-and-bipolar/")
    by_night.keeps_a_look("pathway-by-night")

    eve = stage.someone("eve", on="phone")
    eve.goes_to("/care/off-track/")
    eve.sees_heading("Off track")
    eve.sees("Ana Sorel")
    eve.keeps_a_look("off-track")

    ana.goes_to("/me/review/")
    ana.sees("We try a stronger kind of help.")
    ana.sees("More of the same is not kind.")
    ana.sees("I was late twice, and she took it badly.")
    ana.sees(re.compile("I begin with my part"))
    ana.sees("It was there at a review.")
