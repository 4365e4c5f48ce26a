"""A plan from its agreement to its end: fitted to the person, each time with a reason, and ended together."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest

from tests.journeys.stage import Person, Stage
from tests.journeys.test_care import opens_the_person, says_why_all_the_same

pytestmark = pytest.mark.journey


def changes(ben: Person, act: str, reason: str, **said: str) -> None:
    """One change of the course, in the form that has a place for it."""
    form = ben.page.locator(f"form:has(input[name=act][value={act}])")
    form.locator("xpath=ancestor::details[1]").evaluate("one => { one.open = true }")
    for name, value in said.items():
        field = form.locator(f"[name={name}]").first
        if field.evaluate("one => one.tagName") == "SELECT":
            field.select_option([value])
        elif field.get_attribute("type") == "radio":
            form.locator(f"[name={name}][value={value}]").check()
        else:
            field.fill(value)
    for gate in form.locator("[name=gates]").all():
        gate.check()
    form.locator("[name=reason]").fill(reason)
    ben.presses(form.get_by_role("button").inner_text())


def test_a_plan_is_agreed_fitted_and_ended_with_what_ana_takes_along(stage: Stage) -> None:
    ben = stage.someone("ben", scripts=False)
    opens_the_person(ben, "Ana")
    person = ben.page.url.split("?")[0]
    ben.goes_to(f"{person}plan/?choose=cbt-depression")
    for gate in ben.page.locator("#choose [name=gates]").all():
        gate.check()
    ben.types("Why this", "It answers the empty days.")
    ben.types("What the person chose, in their words", "I want to do something.")
    says_why_all_the_same(ben)
    ben.ticks("The person has agreed today")
    ben.presses("Keep this plan")
    ben.sees("The plan is agreed. Book the first session.")

    ben.goes_to(f"{person}plan/")
    changes(ben, "skip", "She has done this before.", meeting="cbt-depression:3")
    ben.sees("She has done this before.")
    changes(ben, "add", "She wants to see the hall first.", title="A look at the hall", minutes="90")
    ben.sees("A look at the hall")
    changes(ben, "move", "Nights are worst now.", meeting="cbt-depression:9", after="cbt-depression:2")
    ben.sees("Nights are worst now.")
    changes(ben, "combine", "Panic comes on the bus.", protocol="cbt-panic", way="alternating")
    ben.sees("asks for checks that are not confirmed")
    changes(ben, "combine", "Panic comes on the bus.")
    ben.sees("Panic comes on the bus.")
    changes(ben, "phase", "Her week is in order.", phase="think")
    ben.sees("Her week is in order.")

    ben.keeps_a_look("plan-course")
    by_night = stage.someone("ben", on="phone", theme="dark", language="en-xb")
    for page in ("plan", "ending"):
        by_night.goes_to(f"{person}{page}/")
        by_night.keeps_a_look(f"{page}-by-night")

    ben.opens("End it")
    ben.sees("What the last meetings should leave")
    ben.types(re.compile("^What helped"), "One walk a day, with Mira.")
    ben.types(re.compile("^Early signs"), "I stop answering the phone.")
    ben.types(re.compile("^What to do then"), "Open the diary again.")
    ben.types(re.compile("^So many months after"), "3")
    again = date.fromisoformat(ben.page.locator("[name=booster_1]").input_value()) + timedelta(days=1)
    ben.page.locator("[name=booster_1]").fill(again.isoformat())
    ben.keeps_a_look("ending")
    ben.presses("Keep the ending")
    ben.sees("The ending is kept.")

    ana = stage.someone("ana", on="phone")
    ana.opens("My story")
    ana.opens("My staying well plan")
    for words in ("One walk a day, with Mira.", "I stop answering the phone.", "Meeting again", "Measuring again"):
        ana.sees(words)
    ana.keeps_a_look("staying-well")
    assert "One walk a day" in ana.prints()
