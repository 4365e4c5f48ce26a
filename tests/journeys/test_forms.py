"""Forms without a log-in: a link, a tablet that is handed over, a sheet of paper, and a form of the wrong person."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest

from tests.journeys.stage import Person, Stage

pytestmark = pytest.mark.journey

PAGE_OBJECT = re.compile(rb"/Type\s*/Page\b(?!s)")
QUESTIONS = 10
RISK_QUESTION = 9


def opens_the_forms(ben: Person, name: str) -> None:
    """Look for somebody and open their forms."""
    ben.looks_for(name)
    ben.opens(re.compile(f"^{name} [A-Z]"))
    ben.opens("Forms")


def answers_from(person: Person, first: int, last: int, *, risk: str = "Not at all") -> None:
    """One answer a page."""
    for number in range(first, last + 1):
        person.sees(f"Question {number} of {QUESTIONS}")
        choice = risk if number == RISK_QUESTION else "Not difficult at all" if number == QUESTIONS else "Several days"
        person.answers(choice)
        person.presses("Continue")


def makes_a_link(ben: Person, *, word: str, respondent: str = "the person") -> str:
    """The address, as it stands on the page once."""
    ben.opens("Send a link")
    ben.chooses("Who answers?", respondent)
    ben.answers("A word or number you agree on")
    ben.types("The word or number you agreed on", word)
    ben.presses("Make the link")
    ben.sees("This address is shown only now")
    ben.keeps_a_look("link-made")
    address = urlsplit(ben.reads("Address"))
    return f"{address.path}?{address.query}"


def test_somebody_answers_by_a_link_and_gets_help_in_the_same_moment(stage: Stage) -> None:
    ben = stage.someone("ben")
    opens_the_forms(ben, "Ana")
    address = makes_a_link(ben, word="blue heron")

    ana = stage.someone(None, on="phone")
    ana.goes_to(address)
    assert not urlsplit(ana.page.url).query, "The secret of the address stays in the address bar."
    ana.sees_heading("Questions for you")
    ana.does_not_see("Ana")
    ana.types("The word or number", "green heron")
    ana.presses("Go on")
    assert "We do not say which." in ana.sees_what_went_wrong()
    ana.types("The word or number", "Blue Heron")
    ana.presses("Go on")
    ana.sees("These questions are about you.")
    ana.keeps_a_look("link-start")
    ana.opens("Start")
    answers_from(ana, 1, 2)
    ana.goes_back()
    ana.has_chosen("Several days")
    ana.presses("Continue")
    answers_from(ana, 3, RISK_QUESTION, risk="Several days")

    ana.sees(f"Question {QUESTIONS} of")
    ana.sees("You are not alone with this")
    ana.sees("The people who gave you these questions have been told")
    ana.sees("Samaritans")
    ana.keeps_a_look("link-help")
    ana.answers("I'd rather not say")
    ana.presses("Continue")
    ana.sees_heading("Check your answers")
    ana.keeps_a_look("link-summary")
    ana.presses("Send")
    ana.sees_heading("Thank you")
    ana.sees("You are not alone with this")
    ana.does_not_see(re.compile("score", re.IGNORECASE))
    ana.does_not_see("Ana")
    ana.presses("Close")
    ana.sees_heading("Nothing is open here")
    ana.presses_the_browsers_back()
    ana.does_not_see("Check your answers")
    ana.goes_to(address)
    ana.types("The word or number", "blue heron")
    ana.presses("Go on")
    assert "We do not say which." in ana.sees_what_went_wrong()

    ben.goes_to("/care/")
    ben.looks_for("Ana")
    ben.opens(re.compile("^Ana [A-Z]"))
    ben.sees("An alert is open")
    ben.opens("Forms")
    ben.sees("link without log-in")
    ben.sees("1 of 1 sent")


def test_a_parent_who_is_worried_is_told_what_to_do_without_scripts(stage: Stage) -> None:
    ben = stage.someone("ben")
    opens_the_forms(ben, "Ana")
    address = makes_a_link(ben, word="seven stones", respondent="a parent")
    mila = stage.someone(None, on="small phone", scripts=False)
    mila.goes_to(address)
    mila.types("The word or number", "seven stones")
    mila.presses("Go on")
    mila.opens("Start")
    answers_from(mila, 1, RISK_QUESTION, risk="Nearly every day")
    mila.sees("You are worried about somebody")
    mila.sees("stay with them if you can")
    mila.opens("Pause and come back later")
    mila.presses("Close")
    mila.sees_heading("Nothing is open here")


def test_the_tablet_is_handed_over_and_shows_nothing_before_and_nothing_after(stage: Stage) -> None:
    tablet = stage.someone("ben", on="desktop")
    opens_the_forms(tablet, "Ana")
    forms = urlsplit(tablet.page.url).path
    tablet.opens("Hand over the tablet")
    tablet.keeps_a_look("tablet-choose")
    tablet.presses("Log me out and hand over")

    tablet.sees_heading("Questions for you")
    tablet.does_not_see("Ana")
    tablet.does_not_see("Ben")
    tablet.keeps_a_look("tablet-start")
    for address in (forms, "/care/", "/"):
        tablet.goes_to(address)
        tablet.is_at("/log-in/")
    tablet.goes_to("/questions/")
    tablet.presses_the_browsers_back()
    tablet.sees_nothing_of_the_record()
    tablet.goes_to("/questions/")
    tablet.opens("Start")
    tablet.keeps_a_look("tablet-question")
    answers_from(tablet, 1, QUESTIONS)
    tablet.sees_heading("Check your answers")
    tablet.presses("Send")
    tablet.sees("Please give the tablet back now.")
    tablet.presses("Give the tablet back")

    tablet.sees_heading("Nothing is open here")
    for _ in range(3):
        tablet.presses_the_browsers_back()
        tablet.does_not_see("Several days")
        tablet.does_not_see("Check your answers")
    tablet.goes_to("/care/")
    tablet.is_at("/log-in/")
    tablet.logs_in("ben")
    tablet.goes_to(forms)
    tablet.sees("shared tablet")


def test_a_sheet_is_printed_and_entered_with_one_key_for_each_answer(stage: Stage) -> None:
    ben = stage.someone("ben")
    opens_the_forms(ben, "Ana")
    forms = urlsplit(ben.page.url).path
    ben.keeps_a_look("forms")
    ben.unfolds("On paper, or ask and type")
    ben.opens(re.compile("^Print.*PHQ-9"))
    ben.sees("It bears the person's number and no name.")
    ben.keeps_a_look("paper")
    printed = ben.prints()
    assert "PHQ9" in printed
    assert "Ana" not in printed, "The sheet names somebody."
    pages = PAGE_OBJECT.findall(ben.page.pdf(format="A4"))
    assert len(pages) == 1, f"The sheet takes {len(pages)} pages; nine questions fit on one."
    ben.opens("Enter from paper")
    ben.types("Day on the sheet", "2026-03-12")
    ben.puts_the_cursor_on("Answers")
    ben.presses_keys(*"2210310201")
    ben.unfolds("Type it a second time to catch slips")
    ben.puts_the_cursor_on("Once more")
    ben.presses_keys(*"2210310301")
    ben.keeps_a_look("paper-entry")
    ben.presses("Keep and score")
    assert "8: 2 / 3" in ben.sees_what_went_wrong()
    ben.puts_the_cursor_on("Once more")
    ben.presses_keys(*"2210310201")
    ben.presses("Keep and score")
    ben.sees("The sheet is kept.")
    ben.sees(re.compile("12 March 2026.*answered by the person"))

    ben.opens("Wrong person or a slip? Put it right")
    ben.keeps_a_look("put-right")
    ben.answers("Entered in error")
    ben.types("What happened", "It was the sheet of somebody else in the pile.")
    ben.presses("Withdraw it")
    ben.sees("The form is withdrawn.")
    ben.is_at(forms)
    ben.sees("Entered in error")
