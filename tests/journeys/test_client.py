"""Ana's own ways through her pages: a check-in, work, her safety plan, and leaving in a hurry."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest

from tests.journeys.stage import Person, Stage

pytestmark = pytest.mark.journey

QUESTIONS = 9
RISK_QUESTION = 9
PAGE_OBJECT = re.compile(rb"/Type\s*/Page\b(?!s)")


def answers_one(ana: Person, choice: str) -> None:
    """One question."""
    ana.answers(choice)
    ana.presses("Continue")


def answers_all(ana: Person, *, first: int = 1, risk: str = "Not at all") -> None:
    """One answer a page, from question `first` to the last one."""
    for number in range(first, QUESTIONS + 1):
        ana.sees(f"Question {number} of")
        answers_one(ana, risk if number == RISK_QUESTION else "Several days")


def test_ana_answers_a_check_in_and_gets_help_in_the_same_moment(stage: Stage) -> None:
    ana = stage.someone("ana", on="phone")
    ana.sees("How have you been?")
    ana.opens("Start")
    ana.sees("Who will see it")
    ana.sees("Nobody reads it at once")
    ana.opens("Start")
    ana.sees("Question 1 of")
    ana.answers("Not at all")
    ana.presses("Continue")

    ana.sees("Question 2 of")
    ana.goes_back()
    ana.sees("Question 1 of")
    ana.has_chosen("Not at all")
    ana.presses("Continue")

    ana.answers("Several days")
    ana.presses("Continue")
    ana.opens("Pause and come back later")
    ana.sees("Begun. Go on where you stopped.")
    ana.opens("Go on")
    ana.opens("Go on")
    answers_all(ana, first=3, risk="Several days")

    ana.sees("You are not alone with this")
    ana.sees("has been told and will try to reach you")
    ana.sees("My safety plan")
    ana.keeps_a_picture("check-in-phone")
    ana.goes_on_until("Check your answers", lambda: answers_one(ana, "I'd rather not say"))
    ana.sees_heading("Check your answers")
    ana.presses("Send")

    ana.sees_heading("Thank you")
    ana.sees("You are not alone with this")
    ana.sees(re.compile(r"Your score: \d+, from 0 to 27"))
    ana.does_not_see(re.compile(r"severe|depression", re.IGNORECASE))
    ana.opens("My story")
    ana.keeps_a_picture("my-story-phone")


def test_ana_leaves_a_measure_out_and_thinks_again(stage: Stage) -> None:
    ana = stage.someone("ana", on="phone")
    ana.unfolds("Not today, or rather not")
    ana.opens("How much worry there has been")
    ana.sees_heading("You decide")
    ana.sees("Not answering is an answer too.")
    ana.answers("Not today")
    ana.presses("Keep this")
    ana.sees("Choose one; “I would rather not say” is one too.")
    ana.chooses("Why?", "Too tired or unwell")
    ana.presses("Keep this")
    ana.sees("That is fine, and noted as your answer.")
    ana.sees("Left out this time")
    ana.presses(re.compile("^Answer it after all"))
    ana.sees("You can answer it again.")
    ana.does_not_see("Left out this time")


def test_a_check_in_works_without_scripts(stage: Stage) -> None:
    ana = stage.someone("ana", scripts=False)
    ana.goes_to("/me/check-in/gad7/")
    ana.opens("Start")
    ana.goes_on_until("Check your answers", lambda: answers_one(ana, "Several days"))
    ana.presses("Send")
    ana.sees_heading("Thank you")


def test_work_can_be_written_and_handed_in_without_scripts(stage: Stage) -> None:
    ana = stage.someone("ana", scripts=False)
    ana.opens("My work")
    ana.opens_the_first_open_work()
    ana.opens(re.compile("Start|Go on"))
    ana.types("Where were you, who was there, what happened?", "In the shop. The queue was long.")
    ana.presses("Keep it and pause")
    ana.sees("What you wrote is kept.")
    ana.opens_the_first_open_work()
    ana.opens("Go on")
    ana.finds_in("Where were you, who was there, what happened?", "In the shop. The queue was long.")


@pytest.mark.parametrize("device", ["phone", "small phone"])
def test_exit_by_its_button_leaves_nothing_behind(stage: Stage, device: str) -> None:
    ana = stage.someone("ana", on=device)  # type: ignore[arg-type]
    ana.opens("My goals")
    ana.leaves_by_the_exit_button()
    ana.is_elsewhere()
    ana.presses_the_browsers_back()
    ana.sees_nothing_of_the_record()


def test_exit_by_pressing_shift_three_times_leaves_nothing_behind(stage: Stage) -> None:
    ana = stage.someone("ana")
    ana.opens("My story")
    ana.presses_keys("Shift", "Shift")
    ana.sees_heading("My story")
    ana.presses_keys("Shift")
    ana.is_elsewhere()
    ana.presses_the_browsers_back()
    ana.sees_nothing_of_the_record()


def test_capital_letters_do_not_count_as_leaving(stage: Stage) -> None:
    ana = stage.someone("ana")
    ana.opens("My goals")
    ana.presses_keys("Shift+A", "Shift+B", "Shift+C", "Shift+D")
    ana.is_at("/me/goals/")


def test_the_safety_plan_prints_on_one_page(stage: Stage) -> None:
    ana = stage.someone("ana")
    ana.opens(re.compile("My safety plan"))
    ana.keeps_a_picture("safety-plan-phone")
    printed = ana.page.pdf(format="A4")
    assert len(PAGE_OBJECT.findall(printed)) == 1, "The safety plan must fit on one sheet, to be folded and carried."


def test_a_full_safety_plan_with_what_was_agreed_prints_on_one_page_too(stage: Stage) -> None:
    ana = stage.someone("ana")
    ana.goes_to("/me/safety-plan/?edit=1")
    ana.types("My reasons for living", "My daughter\nThe choir on Thursdays\nThe sea in September")
    ana.page.locator("#id_keep_1_what").fill("The tablets")
    ana.page.locator("#id_keep_1_who").fill("My sister")
    ana.page.locator("#id_keep_1_until").fill("2026-04-01")
    ana.types("Who has a copy", "My sister\nBen")
    ana.types("Who may be asked to get in touch", "My sister")
    ana.presses("Save my plan")
    ana.sees("until 1 April 2026")
    assert "until 1 April 2026" in ana.prints()
    assert len(PAGE_OBJECT.findall(ana.page.pdf(format="A4"))) == 1


def test_help_right_now_needs_no_log_in(stage: Stage) -> None:
    nobody = stage.someone(None, on="phone")
    nobody.goes_to("/right-now/")
    nobody.sees("Samaritans")
    nobody.opens("Try it")
    nobody.sees("Step 1 of")
    nobody.opens("Next")
    nobody.sees("Step 2 of")


@pytest.mark.parametrize("page", ["/me/", "/me/goals/", "/me/story/", "/me/safety-plan/", "/care/", "/programme/"])
def test_everything_else_asks_who_is_there(stage: Stage, page: str) -> None:
    nobody = stage.someone(None, on="phone")
    nobody.goes_to(page)
    nobody.is_at("/log-in/")


def test_dev_of_another_team_is_told_that_ana_is_not_there(stage: Stage) -> None:
    ben = stage.someone("ben")
    ben.looks_for("Ana")
    ben.opens(re.compile("^Ana [A-Z]"))
    about_ana = [urlsplit(ben.page.url).path]
    links = ben.page.eval_on_selector_all("main a[href^='/care/']", "all => all.map(one => one.getAttribute('href'))")
    about_ana += sorted({urlsplit(link).path for link in links} - {"/care/", "/care/refer/", "/care/groups/"})
    assert len(about_ana) > 5, "Too few pages about Ana were found to try."
    dev = stage.someone("dev")
    dev.looks_for("Ana")
    dev.does_not_see("Ana ")
    for address in about_ana:
        answer = dev.page.request.get(address, max_redirects=0)
        assert answer.status == 404, f"Dev asked for {address} and got {answer.status}."
        assert "Ana" not in answer.text(), f"{address} tells Dev about Ana."
