"""Cleo keeps a pair by hand, accepts and undoes; Ben reads who is new for him and why; Dan chooses by hand."""

from __future__ import annotations

import re

import pytest

from tests.journeys.stage import Person, Stage

pytestmark = pytest.mark.journey


def keeps_fiona_with_ben(cleo: Person) -> None:
    cleo.unfolds(re.compile("^Somebody else.*Fiona Whitby"))
    cleo.chooses(re.compile("^Keep with.*Fiona Whitby"), "Ben Okoro")
    cleo.presses(re.compile("^Keep, and propose again.*Fiona Whitby"))
    cleo.sees("Kept by hand")
    cleo.sees("Left to itself, the proposal names")


def test_from_a_proposal_to_somebody_new(stage: Stage) -> None:
    cleo = stage.someone("cleo")
    cleo.opens("Who sees whom")
    cleo.sees_heading("Who sees whom first?")
    cleo.sees("2 people would have somebody.")
    cleo.sees("No free hour when they can come")  # Farida can come on Saturdays only
    cleo.sees(re.compile("^Declined by Dan Whitlock"))
    cleo.presses(re.compile("^Take it back.*Fiona Whitby, Hana Kimura"))
    cleo.sees("Taken back. These two can be proposed again.")
    keeps_fiona_with_ben(cleo)
    cleo.keeps_a_picture("allocating")
    cleo.presses(re.compile("^Accept.*Fiona Whitby"))
    assert "There is no reason." in cleo.sees_what_went_wrong()
    cleo.types("Why this practitioner and not the one proposed?", "They know each other from the group.")
    cleo.presses(re.compile("^Accept.*Fiona Whitby"))
    cleo.sees("Ben Okoro is responsible now. Tell the person.")
    cleo.presses(re.compile("^Undo.*Fiona Whitby"))
    cleo.sees("Undone. The person waits again.")
    keeps_fiona_with_ben(cleo)
    cleo.types("Why this practitioner and not the one proposed?", "They know each other from the group.")
    cleo.presses(re.compile("^Accept.*Fiona Whitby"))
    cleo.presses(re.compile("^Accept 1 pair as proposed"))
    cleo.sees("1 person has somebody now. Tell them.")

    ben = stage.someone("ben", on="phone", theme="dark")
    ben.goes_to("/care/")
    ben.sees("New for you")
    ben.sees(re.compile("^You are free when they can come and speak English;.*Cleo Marchetti chose you by hand.$"))
    ben.keeps_a_look("new-for-ben")
    ben.presses(re.compile("^I have told them.*Fiona Whitby"))
    ben.sees("Noted that the person was told.")
    ben.does_not_see("New for you")

    dan = stage.someone("dan")
    dan.goes_to("/care/refer/")
    dan.sees("Nobody is responsible yet")
    dan.opens("Choose who sees whom")
    dan.unfolds(re.compile("^Choose by hand.*Farida Nair"))
    dan.chooses("Practitioner", "Jo Lindgren: 3 places left, 3 free hours")
    dan.types("Why, though the proposal is another?", "Jo has found an hour on Saturday.")
    dan.ticks("The person knows already")
    dan.presses(re.compile("^Make responsible.*Farida Nair"))
    dan.sees("Jo Lindgren is responsible now.")
    dan.sees("Nobody waits for somebody")
