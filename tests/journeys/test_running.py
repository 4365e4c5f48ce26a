"""A session from its brief to the golden thread, and the record of somebody in training on its way to a supervisor."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.stage import Person, Stage
from tests.journeys.test_care import opens_the_person

pytestmark = pytest.mark.journey


def opens_the_booked_session(ben: Person) -> None:
    opens_the_person(ben, "Ana")
    ben.opens("Book")
    ben.opens(re.compile(r"^Session \d+.*Booked"))


def test_ben_runs_a_session_by_the_clock_and_finds_on_the_thread_what_it_was_for(stage: Stage) -> None:
    ben = stage.someone("ben")
    opens_the_booked_session(ben)
    ben.opens("Prepare")
    ben.sees("What this session is for")
    ben.keeps_a_look("session-prepare")
    ben.opens(re.compile("^Run the session"))
    ben.page.get_by_role("button", name="Start the clock").click()
    ben.sees(re.compile(r"^Minute 0 of \d+$"))
    expect(ben.page.locator(".agenda [aria-current=step]")).to_have_count(1)
    ben.keeps_a_look("session-run")
    ben.opens(re.compile("^Record it"))
    ben.answers("Came")
    ben.types(re.compile("^Note$"), "Looked at the week together.")
    ben.types(re.compile("^Risk check$"), "Asked directly; no thoughts of death this week.")
    ben.unfolds("Techniques used")
    ben.unfolds("What each technique was for")
    ben.keeps_a_look("session-record")
    ben.types(re.compile("^Something in words"), "Ring my sister on Sunday.")
    ben.presses("Record and sign")
    ben.sees("Techniques used, and what for")
    ben.sees("Waits for a supervisor")
    ben.sees("Ring my sister on Sunday.")
    ben.keeps_a_look("session-signed")

    opens_the_person(ben, "Ana")
    ben.sees("The whole in one picture")
    ben.scrolls_to("The golden thread")
    ben.keeps_a_picture("golden-thread")
    goal = ben.page.locator(".strands > li").first
    technique = goal.locator("a[href^='#technique-']").first
    place = technique.get_attribute("href")
    technique.click()
    part = ben.page.locator(str(place))
    expect(part).to_be_in_viewport()
    back = part.locator("a[href^='#goal-']").first
    back.click()
    expect(ben.page.locator(str(back.get_attribute("href")))).to_be_in_viewport()
    assert part.locator("a[href^='#session-']").count(), "The technique leads to no session."

    ana = stage.someone("ana")
    ana.opens("My work")
    ana.opens(re.compile("^Ring my sister on Sunday"))
    ana.answers("All of it")
    ana.presses("Hand in")
    ana.sees("Handed in. Thank you")


def test_what_ben_thinks_stays_his_and_what_is_dangerous_goes_into_the_record(stage: Stage) -> None:
    ben = stage.someone("ben", on="phone", theme="dark")
    opens_the_person(ben, "Ana")
    ben.opens("Book")
    ben.opens(re.compile(r"^Session \d+.*Held"))
    ben.opens("Think about it for yourself")
    ben.sees("Only you read this")
    ben.types("In your own words", "I hurried her. She said she thinks of dying on some nights.")
    ben.presses("Keep it for me")
    assert "words about danger: dying" in ben.sees_what_went_wrong()
    ben.finds_in("In your own words", "I hurried her. She said she thinks of dying on some nights.")
    ben.finds_in("What goes into the record", "She said she thinks of dying on some nights.")
    ben.keeps_a_look("process-note")
    ben.answers("Copy the sentences below into the record")
    ben.presses("Keep it for me")
    ben.sees("Kept. Only you read it.")
    ben.opens(re.compile(r"Session \d+"))
    ben.sees("She said she thinks of dying on some nights.")
    ben.does_not_see("I hurried her.")


def test_eve_returns_a_record_that_ben_adds_to_and_then_approves_it(stage: Stage) -> None:
    eve = stage.someone("eve")
    eve.opens("To sign off")
    eve.keeps_a_look("sign-offs")
    eve.opens(re.compile("^Ana "))
    eve.sees("Looked at the week together.")
    eve.types("To the trainee", "Say what she took from it.")
    eve.keeps_a_look("sign-off")
    eve.presses("Return it")
    eve.sees("The record goes back.")

    ben = stage.someone("ben")
    opens_the_person(ben, "Ana")
    ben.opens("Book")
    ben.opens(re.compile(r"^Session \d+.*Held"))
    ben.sees("The record was returned")
    ben.sees("Say what she took from it.")
    ben.types("Add to it", "She said: I can ask for help.")
    ben.presses("Sign the addendum")
    ben.sees("Waits for a supervisor")

    eve.opens(re.compile("^Ana "))
    eve.sees("She said: I can ask for help.")
    eve.presses("Approve")
    eve.sees("Nothing waits for you.")
    opens_the_person(ben, "Ana")
    ben.opens("Book")
    ben.opens(re.compile(r"^Session \d+.*Held"))
    ben.sees("Approved by a supervisor")
