"""Choosing what to try: two people at one screen, and once against what was suggested, with a reason."""

from __future__ import annotations

import re

import pytest

from tests.journeys.stage import Stage
from tests.journeys.test_care import opens_the_person

pytestmark = pytest.mark.journey


def test_ana_and_ben_choose_a_plan_together_and_ana_reads_it_again_alone(stage: Stage) -> None:
    ben = stage.someone("ben", scripts=False)
    opens_the_person(ben, "Ana")
    person = ben.page.url.split("?")[0]
    ben.goes_to(f"{person}plan/before/")
    for name in ("danger_to_self", "danger_from_others"):
        ben.page.locator(f"[name=is_{name}][value=no]").check()
    ben.page.locator("[name=asked_goals]").check()
    ben.presses("Keep what we asked")
    ben.sees("Kept with today's date. These are the options now.")
    ben.unfolds("Choose another intervention")
    ben.keeps_a_picture("plan-options")
    ben.sees("From about 50 people here and 2 published figures")
    ben.sees("Too few people here yet")
    ben.goes_to(f"{person}plan/together/?with=behavioural-activation&with=interpersonal-therapy")
    ben.sees("What could we try?")
    ben.sees("Nothing for now")
    ben.page.locator("[name=few_meetings][value='2']").check()
    ben.presses("Show me")
    ben.sees("Moved forward, because of what matters to you.")
    ben.sees("Fits: Not too many meetings")
    ben.keeps_a_picture("choosing-together")
    ben.page.locator("[name=outcome][value=behavioural-activation]").check()
    ben.types("In your words: what and why", "Small steps, and not so many meetings.")
    reason = ben.page.locator("[name=override_reason]")
    if reason.count():
        reason.fill("It is of another step than the pathway considers; she wants to begin with doing.")
    ben.presses("Keep what we chose")
    ben.sees("The choice is kept. Now write down the plan")
    ben.sees("Small steps, and not so many meetings.")

    by_night = stage.someone("ben", on="phone", theme="dark", language="en-xb")
    by_night.goes_to(f"{person}plan/together/?few_meetings=2")
    by_night.keeps_a_look("choosing-together-by-night")

    ana = stage.someone("ana", on="phone")
    ana.goes_to("/me/choice/")
    ana.sees("Small steps, and not so many meetings.")
    ana.sees("You can change your mind.")
    ana.keeps_a_picture("my-choice")
    assert "Small steps, and not so many meetings." in ana.prints()


def test_ben_chooses_against_the_suggestion_with_a_reason_and_eve_looks_at_it_again(stage: Stage) -> None:
    ben = stage.someone("ben", scripts=False)
    opens_the_person(ben, "Ana")
    person = ben.page.url.split("?")[0]
    ben.goes_to(f"{person}plan/?choose=cbt-social-anxiety")
    ben.sees("This asks for a reason")
    for gate in ben.page.locator("#choose [name=gates]").all():
        gate.check()
    ben.types("Why this", "What keeps her in is the fear of being looked at.")
    ben.types("What the person chose, in their words", "I want to be able to eat with others again.")
    ben.presses("Keep this plan")
    ben.sees("no reason is given")
    ben.sees("I want to be able to eat with others again.")
    ben.types("Why this all the same", "The fear came out only today; the list of problems follows.")
    ben.presses("Keep this plan")
    ben.sees("The proposal is kept.")
    ben.sees("The fear came out only today; the list of problems follows.")

    eve = stage.someone("eve")
    eve.opens("Off track")
    eve.opens("Decisions revisited")
    eve.sees("The fear came out only today; the list of problems follows.")
    eve.sees("I want to be able to eat with others again.")
    eve.opens(re.compile("^Talk about it"))
