"""Finn runs and records a whole meeting of his group on the tablet in the room, from the door to the debrief."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, expect

from tests.journeys.stage import Person, Stage

pytestmark = pytest.mark.journey

ARRIVAL = (("How are you as you come in?", 4), ("Quite a lot",), ("A word alone",), ("No",))
AFTERWARDS = (
    ("How were you when you came?", 4),
    ("Did you feel part of the group today?", 8),
    ("Could you speak when you wanted to?", 7),
    ("Did we work on what matters to you?", 8),
    ("Did you feel safe in the group?", 9),
    ("How are you now, as you go?", 7),
    ("A little",),
    ("No",),
    ("No",),
)


def answers(person: Person, questions: tuple[tuple[str, int] | tuple[str], ...]) -> None:
    """One question a page, and everything sent at the end."""
    person.opens("Start")
    for question in questions:
        if len(question) == 2:
            person.rates(*question)
        else:
            person.answers(question[0])
        person.presses("Continue")
    person.presses("Send")


def turns(person: Person) -> Locator:
    """The names on the tablet that can be opened now."""
    return person.page.locator("button.turn")


def takes_the_turn(person: Person, place: int = 0) -> str:
    """Whoever has the tablet touches their own name."""
    name = turns(person).nth(place).inner_text().strip()
    with person.page.expect_navigation(wait_until="load"):
        turns(person).nth(place).tap()
    person.sees_heading("Questions for you")
    return name


def everything_is_kept(person: Person) -> None:
    """The service has said yes to each mark."""
    expect(person.page.locator("[data-marks]:not([data-unsent])")).to_have_count(1)


def comes_back(finn: Person, meeting: str) -> None:
    """The tablet is given back, and Finn logs in again."""
    finn.presses("Give the tablet back to those who lead")
    finn.is_at("/log-in/")
    finn.logs_in("finn")
    finn.goes_to(meeting)


def a_running_meeting(finn: Person) -> str:
    """The meeting that began five minutes ago."""
    finn.opens("Groups")
    finn.opens("Mill Lane Circle")
    if not finn.page.get_by_label("Day and time").is_visible():
        finn.unfolds("Book the next meeting")
    finn.types("Day and time", "2026-03-13T13:35")
    finn.presses("Book")
    finn.opens(re.compile("^Open the meeting"))
    finn.sees("Who came?")
    return finn.page.url.split("#")[0]


def test_the_whole_meeting_from_the_door_to_the_debrief(stage: Stage) -> None:
    finn = stage.someone("finn", on="tablet")
    meeting = a_running_meeting(finn)
    page = finn.page

    # Roles of the day, from whoever's turn it is to the next with one touch.
    roles = page.locator("#roles .role")
    with page.expect_navigation(wait_until="load"):
        roles.first.get_by_role("button").tap()
    first = roles.first.locator(".carrier").inner_text()
    with page.expect_navigation(wait_until="load"):
        roles.first.get_by_role("button", name=re.compile("^Pass on to")).tap()
    assert roles.first.locator(".carrier").inner_text() != first
    finn.keeps_a_look("meeting-roles")

    # What to do, minute by minute.
    agenda = page.locator("#plan .agenda .minutes")
    assert agenda.count() > 3
    assert re.match(r"\d+ min\s*13:35", agenda.first.inner_text())

    # At the door: each alone on the tablet, which locks in between.
    finn.presses(re.compile("^Pass the tablet round ?: How do you come in"))
    finn.sees_heading("Whose turn is it?")
    finn.is_logged_in = False
    seats = turns(finn).count()
    assert seats > 3, "A group needs its members for this journey."
    finn.keeps_a_picture("tablet-round")
    answered = takes_the_turn(finn)
    finn.keeps_a_look("tablet-round-start")
    answers(finn, ARRIVAL)
    finn.sees("Your answers are sent and closed. Pass the tablet on.")
    assert turns(finn).count() == seats - 1
    finn.presses_the_browsers_back()
    page.wait_for_load_state("load")
    assert "Quite a lot" not in page.content(), "The next one reads what was answered."
    finn.goes_to("/questions/round/")
    takes_the_turn(finn)
    finn.opens("This is not me, or I would rather not")
    finn.presses("Pass the tablet on")
    comes_back(finn, meeting)
    finn.sees(re.compile(f"1 of {seats} have answered"))
    finn.unfolds(re.compile("^What they said"))
    finn.sees("The member wants a word alone")
    finn.sees("4 / 10")
    finn.keeps_a_look("meeting-checks")

    # Taps, also while the connection is away.
    taps = page.locator("[data-tap]")
    for place in (0, 0, 0, 1):
        taps.nth(place).tap()
    page.locator("[data-tap-back]").first.tap()
    count = page.locator("[data-count]")
    expect(count.first).to_have_text("2")
    everything_is_kept(finn)
    finn.are_pages_checked = False
    page.context.set_offline(True)
    taps.first.tap()
    finn.sees("No connection. What you marked is kept on this device")
    taps.nth(1).tap()
    page.locator("#done fieldset").first.get_by_label("Yes").tap()
    finn.scrolls_to("Who speaks?")
    finn.keeps_a_picture("meeting-taps-tablet")
    page.context.set_offline(False)
    finn.sees("What waited has been sent.")
    finn.look.heard.clear()  # the browser said that there was no connection
    finn.are_pages_checked = True
    page.locator("#done fieldset").nth(1).get_by_label("In part").tap()
    everything_is_kept(finn)
    finn.goes_to(meeting)
    assert [count.nth(place).inner_text() for place in (0, 1, 2)] == ["3", "2", "0"]
    expect(page.locator("#done fieldset").first.get_by_label("Yes")).to_be_checked()
    expect(page.locator("#done fieldset").nth(1).get_by_label("In part")).to_be_checked()
    finn.scrolls_to("What was done?")
    finn.keeps_a_look("meeting-done")
    taps.nth(2).focus()
    finn.presses_keys("1", "1", "Backspace")  # the same with a keyboard
    expect(count.first).to_have_text("4")
    everything_is_kept(finn)

    # The register with somebody late and somebody absent, and a note in which a name has slipped in.
    marks = page.locator("#id_register select")
    for place in range(marks.count()):
        marks.nth(place).select_option(label=("Came late", "Did not attend")[place] if place < 2 else "Attended")
    absent = page.locator("#id_register label span[translate=no]").nth(2).inner_text()
    member = page.locator("#id_register label span[translate=no]").first.inner_text().split()[0]
    finn.types("Themes", "Coming late, and being waited for")
    finn.types("How the group was", f"{member} came late and was greeted warmly.")
    finn.presses("Record the meeting")
    problem = finn.sees_what_went_wrong()
    assert "name of a member" in problem
    assert f"“{member}”" in problem, "It does not say which word to change."
    finn.types("How the group was", "One came late and was greeted warmly.")
    finn.presses("Record the meeting")
    finn.sees("The meeting is recorded.")

    # How it was, again each alone.
    finn.presses(re.compile("^Pass the tablet round ?: How was the meeting"))
    finn.is_logged_in = False
    assert turns(finn).count() == seats - 1, "Whoever was absent is not asked how it was."
    assert absent not in page.locator("main").inner_text()
    takes_the_turn(finn)
    answers(finn, AFTERWARDS)
    finn.sees("Your answers are sent and closed. Pass the tablet on.")
    comes_back(finn, meeting)
    finn.sees(re.compile(f"1 of {seats - 1} have answered"))

    # For one person's own record.
    folded = page.locator("main details", has=page.locator("input[name=client]"))
    folded.first.locator("summary").tap()
    folded.first.get_by_label("What the meeting was for this person").fill("Came late, stayed, and spoke four times.")
    with page.expect_navigation(wait_until="load"):
        folded.first.get_by_role("button", name=re.compile("^File it")).tap()
    finn.sees("It is filed to the person's own record.")

    # The debrief begins with what was marked; the absent one is asked after.
    finn.opens("Look back, and ask after the absent")
    finn.sees("It begins with what you marked while the meeting ran.")
    expect(page.get_by_role("group").filter(has=page.locator(".done-marks")).first.get_by_label("Yes")).to_be_checked()
    finn.sees("spoke 4 times")
    finn.sees("spoke 0 times")
    finn.types("What went well", "People waited for one another")
    finn.presses("Save the look back")
    finn.sees("Your look back is saved.")
    finn.keeps_a_picture("look-back-tablet")
    gone = page.locator("#absent li", has=page.locator("select")).first
    expect(gone).to_contain_text(absent)
    gone.get_by_label(re.compile("What came of it")).select_option(label="I left word in the way they allow")
    with page.expect_navigation(wait_until="load"):
        gone.get_by_role("button", name=re.compile("^Save")).tap()
    finn.opens("Mill Lane Circle")
    finn.sees("Ask how they are")  # word was left, and nobody has spoken with them yet
    expect(page.locator("section", has=page.get_by_role("heading", name="Ask how they are"))).to_contain_text(absent)
    assert answered in page.content()


def test_a_tap_without_scripts_is_a_page_of_its_own(stage: Stage) -> None:
    """The control: what the script saves is a page for each touch, and nothing else."""
    finn = stage.someone("finn", on="tablet", scripts=False)
    finn.opens("Groups")
    finn.opens("Mill Lane Circle")
    finn.opens(re.compile("^Look back"))
    finn.opens(re.compile("^Meeting"))
    finn.page.locator("summary", has_text="Marks made while it ran").tap()
    before = int(finn.page.locator("[data-count]").nth(2).inner_text())
    with finn.page.expect_navigation(wait_until="load"):
        finn.page.locator("[data-tap]").nth(2).tap()
    assert int(finn.page.locator("[data-count]").nth(2).inner_text()) == before + 1
