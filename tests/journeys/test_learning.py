"""Ana does a guided practice, reads a lesson and looks at her cards; with and without scripts."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from kith.science.library import Library
from tests.journeys.conftest import surroundings
from tests.journeys.stage import PATIENCE, Person, Stage
from tests.journeys.work_for_ana import addresses, with_work

pytestmark = pytest.mark.journey

SET = ("lesson:panic-cycle", "lesson:worry-and-not-knowing", "practice:urge-surfing", "practice:body-scan")
LIBRARY = Library.open()
MOST_CARDS = 12  # of the lesson that the story of Ana has read, and of these


@pytest.fixture(scope="module")
def made_service(made_service: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The service of the journeys, in which Ben has set a lesson and a practice for Ana."""
    home = tmp_path_factory.mktemp("with-learning") / "home"
    with_work(made_service, home, SET, surroundings(home))
    return home


@pytest.fixture
def work(made_service: Path) -> dict[str, str]:
    return addresses(made_service)


def touches(ana: Person, key: str) -> None:
    """A key of the guide, which turns no page."""
    ana.page.locator(".stage-keys").get_by_role("button", name=key).click()


def test_a_practice_is_guided_through_its_steps_and_kept(stage: Stage) -> None:
    ana = stage.someone("ana")
    ana.goes_to("/me/work/")
    ana.opens(re.compile("Practices"))
    ana.opens(re.compile("To calm down"))
    ana.opens(re.compile("Slow breathing"))
    ana.rates("How tense do you feel now?", 8)
    words = ana.page.locator("[data-words]")
    expect(words).to_contain_text("Sit so that your back is held")
    touches(ana, "Next step")
    touches(ana, "Start")
    expect(ana.page.locator("[data-phase]")).to_have_text("Breathe in", timeout=PATIENCE)
    expect(ana.page.locator("[data-phase]")).to_have_text("Breathe out", timeout=PATIENCE)
    touches(ana, "Pause")
    resting = ana.page.locator("[data-time]").inner_text()
    ana.page.wait_for_timeout(1200)
    assert ana.page.locator("[data-time]").inner_text() == resting
    for _step in range(4):
        touches(ana, "Next step")
    expect(words).to_have_text("The practice is over.")
    assert ana.page.evaluate("document.activeElement.textContent") == "After"
    ana.page.locator("[data-after] .scale input[value='3']").check(force=True)
    ana.presses("Keep it")
    ana.sees("8 before, 3 after")


@pytest.mark.parametrize(("scripts", "practice"), [(True, "urge-surfing"), (False, "body-scan")])
def test_a_set_practice_is_handed_in(stage: Stage, work: dict[str, str], scripts: bool, practice: str) -> None:
    ana = stage.someone("ana", scripts=scripts)
    ana.goes_to(work[f"practice:{practice}"])
    expect(ana.page.locator("[data-stage]")).to_be_visible(visible=scripts)
    expect(ana.page.locator("[data-steps]")).to_be_visible(visible=not scripts)
    ana.rates(LIBRARY.practices[practice].rate.question, 7)
    ana.answers("Part of it")
    ana.presses("Hand in")
    ana.sees("Handed in. Thank you")


@pytest.mark.parametrize(("scripts", "name"), [(True, "panic-cycle"), (False, "worry-and-not-knowing")])
def test_a_lesson_answers_at_once_and_its_cards_rest(
    stage: Stage, work: dict[str, str], scripts: bool, name: str
) -> None:
    front = LIBRARY.lesson(name).front
    asked = front.check[0]
    ana = stage.someone("ana", scripts=scripts)
    ana.goes_to(work[f"lesson:{name}"])
    ana.answers(asked.options[asked.fits % len(asked.options)])
    ana.page.get_by_role("button", name="Look").first.click()
    ana.sees("Look again.")
    ana.answers(asked.options[asked.fits - 1])
    ana.page.get_by_role("button", name="Look").first.click()
    ana.sees(asked.because)
    ana.opens("In short words")
    ana.sees(" ".join(front.easy_read.split())[:40])
    ana.answers("All of it")
    ana.presses("Hand in")
    ana.goes_to("/me/cards/")
    for _card in range(MOST_CARDS):
        if not ana.page.locator(".flash").count():
            break
        ana.unfolds("Show the answer")
        ana.presses("It came to mind")
    ana.sees("The next card comes on")
