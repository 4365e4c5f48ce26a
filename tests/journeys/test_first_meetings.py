"""Ana says what makes it hard to come; Ben sees it and keeps a promise; a message that may not be left is not left."""

from __future__ import annotations

import re

import pytest

from tests.journeys.stage import Stage

pytestmark = pytest.mark.journey


def test_from_what_is_in_the_way_to_what_was_promised(stage: Stage) -> None:
    ana = stage.someone("ana", on="phone")
    ana.opens(re.compile("^Making it easy to come"))
    ana.sees_heading("How can we make it easy to come?")
    ana.goes_to("/me/start/barriers/")
    ana.sees("Question 1 of")
    ana.presses("Continue")
    assert "Nothing is chosen." in ana.sees_what_went_wrong()
    ana.answers("I do not want others to know")
    ana.presses("Continue")
    ana.answers("We meet in a place that does not look like a clinic")
    ana.presses("Continue")
    ana.answers("Somebody who has been through it")
    ana.presses("Continue")
    ana.answers("I'd rather not say")
    ana.presses("Continue")
    ana.answers("A phone call")
    ana.presses("Continue")
    ana.types(re.compile("^What small thing"), "Sleep through one night")
    ana.presses("Continue")
    ana.sees("Sleep through one night")
    ana.keeps_a_look("my-start")

    ben = stage.someone("ben")
    ben.looks_for("ana")
    ben.opens(re.compile("^Ana"))
    ben.opens("Before the first meeting")
    ben.sees("Somebody who has been through it")
    ben.sees("They said yes")
    ben.presses(re.compile("We meet in a place"))
    ben.sees("Marked as done.")
    ben.keeps_a_picture("first-meeting")


def test_a_message_that_may_not_be_left_is_not_left(stage: Stage) -> None:
    ben = stage.someone("ben")
    ben.looks_for("ana")
    ben.opens(re.compile("^Ana"))
    ben.opens("Reaching them")
    ben.presses("Begin: fell silent")
    ben.sees("Make the first try")
    ben.chooses("How did you try?", "Phone call")
    ben.chooses("What came of it?", "Message or letter left")
    ben.types("A line about it", "It rang for long")
    ben.presses("Write it down")
    assert "not within what is safe" in ben.sees_what_went_wrong()
    ben.finds_in("A line about it", "It rang for long")
    ben.chooses("How did you try?", "Letter")
    ben.presses("Write it down")
    assert "Others may open a letter" in ben.sees_what_went_wrong()
    ben.ticks(re.compile("^Letter or visit"))
    ben.presses("Write it down")
    ben.sees("Plan the next try, or decide together.")
    ben.keeps_a_picture("outreach")
