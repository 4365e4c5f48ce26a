"""Finn worries about somebody, Dan finds out who it is and closes it with others; Ana asks to be contacted."""

from __future__ import annotations

import re

import pytest

from tests.journeys.stage import Person, Stage

pytestmark = pytest.mark.journey


def answers_the_alert(person: Person) -> None:
    """In hand, contact, and a look at the safety plan."""
    person.presses("I have it in hand")
    person.types(re.compile("^How you reached the person"), "By phone. She is at her sister's.")
    person.presses("Record the contact")
    person.types("What was said and agreed", "We went through all six steps.")
    person.presses("Record that you looked at it")


def test_from_a_facilitators_worry_to_the_end_by_a_second_person(stage: Stage) -> None:
    finn = stage.someone("finn", on="phone")
    finn.opens("Worried?")
    finn.sees("On duty now")
    finn.types("Who is it about?", "Ana, who was in the group on Tuesday")
    finn.answers("Today, within four hours")
    finn.types("What are you worried about?", "She gave her paints away and said goodbye to everybody.")
    finn.presses("Send")
    finn.sees("owns this from now on and has been told")
    finn.does_not_see("Concerns that wait for an answer")

    dan = stage.someone("dan")
    dan.opens("Worried?")
    dan.sees("Concerns that wait for an answer")
    dan.opens(re.compile("^Told on"))
    dan.sees("She gave her paints away")
    dan.presses("I have it in hand")
    dan.types("Name or number", "ana")
    dan.presses("Look for them")
    dan.keeps_a_look("concern")
    dan.presses(re.compile("^This is who it is about"))
    dan.sees("Raised because somebody is worried")
    answers_the_alert(dan)
    dan.answers("Safety plan renewed together")
    dan.presses("Close the alert")
    dan.sees("This alert is closed")
    dan.keeps_a_look("alert-of-a-concern")


def test_ana_asks_to_be_contacted_and_is_told_the_truth(stage: Stage) -> None:
    ana = stage.someone("ana", on="phone")
    ana.goes_to("/me/goals/")
    ana.opens("I am not well, or worried")
    ana.sees("Nobody reads this page at once")
    ana.presses("Ask them to contact me")
    assert "It needs a level and a sentence." in ana.sees_what_went_wrong()
    ana.answers("Today.")
    ana.types("What is the matter?", "It got worse since Sunday.")
    ana.presses("Ask them to contact me")
    ana.sees("was told, and will try to reach you by")
    ana.keeps_a_look("asked-for-contact")

    ben = stage.someone("ben")
    ben.looks_for("Ana")
    ben.opens(re.compile("alert", re.IGNORECASE))
    ben.sees("The person asked to be contacted")
    ben.sees("It got worse since Sunday.")
    answers_the_alert(ben)
    ben.answers("Made contact, and support is in place")
    ben.presses("Close the alert")
    ben.sees("This alert is closed")
