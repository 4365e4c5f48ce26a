"""A measure of one's own: Ben builds it, Eve releases it, Ana answers; a second version leaves her score alone."""

from __future__ import annotations

import re

import pytest

from tests.journeys.stage import Person, Stage

pytestmark = pytest.mark.journey

QUESTIONS = ("I wake at night", "I fear the night", "I lie awake")
ANSWERS = ("Never", "Sometimes", "Often")


def opens_part(ben: Person, name: str) -> None:
    """One of the parts of the builder."""
    ben.opens(re.compile(f"^{name}"))


def keeps(ben: Person) -> None:
    """What is typed."""
    ben.presses(re.compile("^Keep"))
    ben.sees("Kept.")


def builds(ben: Person) -> None:
    """Three questions with their answers, a score with two bands, rights and three examples."""
    ben.opens("Measures")
    ben.opens("Our measures")
    ben.types("Name", "How I sleep")
    ben.presses("Start the draft")
    ben.keeps_a_look("own-about")
    ben.types("Thanks after the last question", "Thank you for telling us.")
    keeps(ben)
    opens_part(ben, "Answers")
    ben.presses("Answers in words")
    for number, words in enumerate(ANSWERS, start=1):
        ben.types(re.compile(f"^Words {number}"), words)
    ben.types(re.compile("^Number 4"), "")
    keeps(ben)
    ben.keeps_a_look("own-answers")
    opens_part(ben, "Questions")
    for words in QUESTIONS:
        ben.page.locator("#id_words").fill(words)
        ben.presses("Add the question")
    ben.keeps_a_look("own-questions")
    opens_part(ben, "Scores")
    ben.types("Name of the score", "Sleep")
    ben.presses("Add the score")
    names_bands(ben, second="4")
    keeps(ben)
    ben.keeps_a_look("own-scores")
    opens_part(ben, "Rights")
    ben.ticks(re.compile("^Our own words"))
    ben.types("Who wrote them, or who gave the permission", "Our team")
    ben.types("Where that is kept or stands written", "The shared folder of the service")
    ben.ticks("No question or answer was copied from somebody without the right to")
    keeps(ben)
    ben.keeps_a_look("own-rights")
    opens_part(ben, "Worked examples")
    for answer in ("0 Never", "1 Sometimes", "2 Often"):
        for words in QUESTIONS:
            ben.chooses(re.compile(re.escape(words)), answer)
        ben.types("What this example shows", answer)
        ben.presses("Work it out")
        ben.presses(re.compile("^Yes, this result is right"))
    ben.keeps_a_look("own-examples")


def names_bands(ben: Person, second: str) -> None:
    """Two bands; the second one begins where it is told."""
    ben.types(re.compile("^What staff call it 1"), "calm")
    ben.types(re.compile("^What the person reads 1"), "You sleep well.")
    ben.types(re.compile("^Begins at 2"), second)
    ben.types(re.compile("^What staff call it 2"), "often")
    ben.types(re.compile("^What the person reads 2"), "The nights are hard.")


def releases(stage: Stage, *, sees: str) -> None:
    """Eve looks at it and says yes."""
    eve = stage.someone("eve")
    eve.opens("Measures")
    eve.opens("Our measures")
    eve.page.locator("main").get_by_role("link", name="How I sleep").last.click()
    eve.page.wait_for_load_state("load")
    if eve.page.get_by_role("link", name="version 2").count():
        eve.opens(re.compile("^version 2"))
    eve.opens("Look at it and decide")
    eve.sees(sees)
    eve.keeps_a_look(f"own-release-{sees[:4]}")
    eve.types("What you looked at, or what should be different", "I tried it and worked the examples out.")
    eve.presses("Release it")
    eve.sees("In use")


@pytest.mark.slow
def test_a_measure_is_built_released_answered_and_its_second_version_leaves_the_first_score_alone(
    stage: Stage,
) -> None:
    ben = stage.someone("ben")
    builds(ben)
    ben.opens("Try it")
    for number in range(1, 4):
        ben.page.locator("form#id_questions fieldset").nth(number - 1).get_by_text("Often").click()
    ben.presses("See the result")
    ben.sees("The nights are hard.")
    ben.keeps_a_look("own-try")
    ben.opens("How I sleep")
    ben.sees("Nothing is missing")
    ben.presses("Propose it for release")
    ben.sees("Waits for a second person")
    draft = ben.page.url
    releases(stage, sees="This is the first version")

    ben.looks_for("Ana")
    ben.page.locator("main a[href*='/care/people/']").first.click()
    ben.opens("Assess")
    ben.page.locator("a.task", has_text="How I sleep").click()
    ben.page.wait_for_load_state("load")
    identifier = ben.page.url.rstrip("/").rpartition("/")[2]

    ana = stage.someone("ana", on="phone")
    ana.goes_to(f"/me/check-in/{identifier}/")
    ana.opens("Start")
    for answer in ("Often", "Often", "Never"):
        ana.answers(answer)
        ana.presses("Continue")
    ana.presses(re.compile("^Send"))
    ana.sees("The nights are hard.")
    result = ana.page.url

    ben.goes_to(draft)
    ben.presses("Start the next version")
    opens_part(ben, "Scores")
    ben.unfolds(re.compile("^Change"))
    names_bands(ben, second="5")
    keeps(ben)
    ben.sees(re.compile("now gives another result|Nothing is missing"))
    ben.presses("Propose it for release")
    releases(stage, sees="the band “often” begins at 5, was 4.")

    ana.goes_to(result)
    ana.sees("The nights are hard.")
    ana.goes_to(f"/me/check-in/{identifier}/")
    ana.opens("Start")
    for answer in ("Often", "Often", "Never"):
        ana.answers(answer)
        ana.presses("Continue")
    ana.presses(re.compile("^Send"))
    ana.sees("You sleep well.")
    ana.goes_to(result)
    ana.sees("The nights are hard.")


def test_the_builder_works_on_a_phone_by_night_without_scripts_from_right_to_left(stage: Stage) -> None:
    ben = stage.someone("ben", on="phone", theme="dark", language="en-xb", scripts=False)
    ben.goes_to("/care/measures/")
    ben.keeps_a_look("own-list-phone")
    ben.page.locator("#id_title").fill("Hope")
    ben.page.locator("#id_language").select_option("en")
    ben.page.locator("#id_copy_of").select_option("gad7")
    with ben._turning_the_page():
        ben.page.locator("main form button").last.click()
    builder = ben.page.url
    for part in ("about", "answers", "questions", "scores", "flags", "rights", "languages", "examples"):
        ben.goes_to(f"{builder}?part={part}")
        ben.keeps_a_look(f"own-{part}-phone")
    ben.goes_to(f"{builder}try/")
    ben.keeps_a_look("own-try-phone")
