"""Ana says that care did harm, Ben writes it down, Eve judges it. Hidden is gone. A low mark leads to repair."""

from __future__ import annotations

import re

import pytest

from tests.journeys.stage import Person, Stage
from tests.journeys.test_care import opens_the_person

pytestmark = pytest.mark.journey

NO = ("Does it go too fast", "Do hard memories", "harder to decide", "lose hope", "ashamed", "trouble with people")


def place_of(person: Person) -> str:
    """The beginning of the addresses about the person whose page is open."""
    found = re.search(r"/care/people/[0-9a-f-]+/", person.page.url)
    assert found is not None, person.page.url
    return found.group(0)


def test_from_an_answer_to_the_register_to_a_second_person(stage: Stage) -> None:
    ana = stage.someone("ana")
    ana.goes_to("/me/check-in/negative-effects/1/")
    ana.sees("Does the help make you feel worse?")
    ana.answers("Very much")
    ana.presses("Continue")
    for _question in NO:
        ana.answers("No")
        ana.presses("Continue")
    ana.answers("Very much")
    ana.presses("Continue")
    for _question in ("because of who you are", "somebody else here", "dark thoughts"):
        ana.answers("No")
        ana.presses("Continue")
    ana.presses("Send")

    ben = stage.someone("ben")
    ben.looks_for("Ana")
    ben.sees(re.compile("Care may have done harm|Named something hard about care"))
    opens_the_person(ben, "Ana")
    ben.opens("What went wrong")
    ben.sees("The client feels worse through the help")
    ben.keeps_a_look("harms-suggested")
    ben.unfolds("Record it")
    record = ben.page.locator("article.card.first form").first
    record.get_by_label("What kind of event?").select_option(label="Another unwanted effect of care")
    record.get_by_label("What was done?").fill("We go slower, and talk about it each time.")
    record.get_by_role("button").click()
    ben.sees("It is in the register.")
    ben.sees("You wrote this. A colleague judges it.")
    place = place_of(ben)

    eve = stage.someone("eve")
    eve.goes_to("/care/harms/")
    eve.sees("Waits for a second person")
    eve.keeps_a_picture("harm-register")
    eve.goes_to(f"{place}harms/")
    eve.unfolds("Judge it as the second person")
    eve.answers("Probable")
    eve.answers("Expected: known")
    eve.answers("Moderate: needed")
    eve.types("Why?", "It began when the memories were worked on.")
    eve.presses("Keep the judgement")
    eve.sees("Looked at by two")
    eve.keeps_a_look("harms-judged")


def test_what_is_hidden_is_gone_and_two_people_bring_it_back(stage: Stage) -> None:
    ana = stage.someone("ana")
    ana.goes_to("/me/work/")
    before = ana.page.locator("main a.task").count()
    assert before
    ana.goes_to("/me/record/")
    ana.opens("When somebody else may look")
    ana.keeps_a_look("my-privacy")
    ana.answers("Worksheets, diaries and exercises")
    ana.presses("Take these away")
    ana.goes_to("/me/work/")
    assert ana.page.locator("main a.task[href^='/me/work/']").count() == 0
    ana.does_not_see(re.compile("hidden", re.IGNORECASE))
    ana.keeps_a_look("my-work-hidden")

    ben = stage.someone("ben")
    opens_the_person(ben, "Ana")
    ben.opens("Hidden on their pages")
    ben.sees("Abuse-safe mode is on")
    ben.keeps_a_look("safe-mode")
    ben.presses("I agree to show everything again")
    ben.sees("It needs a second person.")
    ana.goes_to("/me/work/")
    assert ana.page.locator("main a.task[href^='/me/work/']").count() == 0
    ana.goes_to("/me/record/others/")
    ana.presses("I want everything back")
    ana.goes_to("/me/work/")
    assert ana.page.locator("main a.task").count() == before


def test_a_low_mark_leads_to_a_repair_note(stage: Stage) -> None:
    ana = stage.someone("ana", on="small phone", theme="dark", language="en-xb")
    ana.goes_to("/me/record/between-us/")
    ana.keeps_a_look("my-limits")
    ana.goes_to("/me/check-in/session-feedback/1/")
    for _question in ("heard", "what matters", "way of working", "overall"):
        ana.rates("", 4)
        ana.page.locator("main form.stack button, main form button.button").first.click()
    ana.page.locator("main form button.button").first.click()

    ben = stage.someone("ben")
    opens_the_person(ben, "Ana")
    ben.goes_to(place_of(ben) + "sheets/rupture-and-repair/")
    ben.answers("Spoke up")
    ben.answers("What we do")
    ben.types("In the person's words", "You did not listen.")
    ben.types("What was your part in it?", "I hurried.")
    ben.answers("Partly")
    ben.page.get_by_role("group", name="Does it go to supervision?").get_by_text("Yes").click()
    ben.presses("Keep this sheet")
    ben.sees("You did not listen.")
    ben.keeps_a_look("repair-note")
