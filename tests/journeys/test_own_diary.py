"""A diary of one's own: Ben makes it, Eve releases it, Ben sets it in a session, and Ana fills it in."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.stage import Person, Stage

pytestmark = pytest.mark.journey


def makes(ben: Person) -> None:
    """Two questions in one form, and then one more word in the editor."""
    ben.opens("Interventions")
    ben.opens("What we wrote")
    ben.sees("Nothing of your own yet")
    ben.opens("Make a diary")
    ben.types("Title", "My nights")
    ben.page.locator("#id_words-1").fill("How rested am I?")
    ben.page.locator("#id_words-2").fill("Did I nap?")
    ben.page.locator("#id_answer-2").select_option("yes_no")
    ben.keeps_a_look("own-diary")
    ben.presses("Make the draft")
    ben.sees("Nothing is missing")
    ben.keeps_a_look("own-editor")


def writes_while_it_is_checked(ben: Person) -> None:
    """A number that is none is said at once, without a button; so is that it is right again."""
    minutes = ben.page.get_by_label("Minutes")
    minutes.fill("two")
    minutes.blur()
    ben.sees("Write a number in digits.")
    ben.sees("1 thing to put right")
    minutes.fill("2")
    minutes.blur()
    ben.sees("Nothing is missing")
    ben.types("What it is for", "To see what makes nights better.")
    ben.presses("Keep")
    assert ben.reads("What it is for") == "To see what makes nights better."


def sets(ben: Person) -> None:
    """The diary as work from the next session with Ana."""
    ben.looks_for("Ana")
    ben.opens(re.compile("^Ana [A-Z]"))
    ben.opens("Book")
    ben.opens(re.compile(r"^Session \d+.*Booked"))
    ben.opens("Prepare")
    ben.opens(re.compile("^Run the session"))
    ben.opens(re.compile("^Record it"))
    ben.answers("Came")
    ben.types(re.compile("^Note$"), "We looked at her nights.")
    ben.unfolds(re.compile("^Something else"))
    ben.page.locator("#id_other").select_option(label="My nights")
    ben.page.locator("#id_why-other").fill("To see the nights of this week")
    ben.keeps_a_look("own-set")
    ben.presses("Record and sign")
    ben.sees("The session is recorded and signed.")


def does_one_step(ana: Person) -> None:
    """One page of the diary."""
    ana.fills_the_step("I lay awake")
    ana.presses("Continue")


@pytest.mark.slow
def test_a_diary_is_made_released_by_two_set_and_filled_in(stage: Stage) -> None:
    ben = stage.someone("ben")
    makes(ben)
    writes_while_it_is_checked(ben)
    ben.opens("Look at it")
    ben.sees("How rested am I?")
    ben.keeps_a_look("own-preview")
    ben.opens("Back to the text")
    ben.presses("Propose it for release")
    ben.sees("Waits for a second person")

    eve = stage.someone("eve")
    eve.goes_to("/care/own/")
    eve.sees("Waits for you")
    eve.keeps_a_look("own-documents-eve")
    eve.page.locator("main").get_by_role("link", name="My nights").first.click()
    eve.page.wait_for_load_state("load")
    eve.keeps_a_look("own-document-release")
    eve.types("What you looked at, or what should be different", "I filled it in for a week.")
    eve.presses("Release it")
    eve.sees("In use")

    sets(ben)
    ana = stage.someone("ana")
    ana.opens("My work")
    ana.opens(re.compile("My nights"))
    ana.opens("Start")
    ana.keeps_a_look("own-diary-ana")
    ana.goes_on_until("Hand in", lambda: does_one_step(ana))
    ana.answers("All of it")
    ana.presses("Hand in")
    ana.sees("Handed in. Thank you")


def test_the_editor_works_on_a_phone_by_night_without_scripts_from_right_to_left(stage: Stage) -> None:
    ben = stage.someone("ben", on="phone", theme="dark", language="en-xb", scripts=False)
    ben.goes_to("/care/own/")
    ben.keeps_a_look("own-documents-phone")
    ben.goes_to("/care/own/diary/")
    ben.keeps_a_look("own-diary-phone")
    ben.goes_to("/care/own/packs/")
    ben.keeps_a_look("own-packs-phone")
    ben.goes_to("/care/own/")
    ben.page.locator("#id_title").fill("Ours")
    ben.page.locator("#id_begin").select_option("protocol:cbt-depression")
    with ben._turning_the_page():
        ben.page.locator("main form button").last.click()
    editor = ben.page.url.partition("?")[0]
    for place in ("", "harms", "sessions", "sessions.0", "dose", "sources"):
        ben.goes_to(f"{editor}?part={place}")
        ben.keeps_a_look(f"own-part-{place or 'about'}-phone")
    ben.goes_to(f"{editor}preview/")
    ben.keeps_a_look("own-preview-phone")


@pytest.mark.slow
def test_two_windows_at_once_lose_nothing_that_was_typed(stage: Stage) -> None:
    ben = stage.someone("ben")
    ben.goes_to("/care/own/")
    ben.page.locator("#id_title").fill("Evenings")
    ben.page.locator("#id_begin").select_option("worksheet")
    ben.presses("Start the draft")
    other = ben.page.context.new_page()
    other.goto(ben.page.url)
    other.get_by_label("What it is for").fill("To look back.")
    other.get_by_label("What it is for").blur()
    expect(other.get_by_text("Kept.", exact=True)).to_be_visible()
    ben.types("What it is for", "To sleep better.")
    ben.page.get_by_label("What it is for").blur()
    ben.sees("The draft was changed in another window.")
    ben.sees("To look back.")
    assert ben.reads("What it is for") == "To sleep better."
    ben.presses("Keep")
    ben.sees("Kept.")
    assert ben.reads("What it is for") == "To sleep better."
