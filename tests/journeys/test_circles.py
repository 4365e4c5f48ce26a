"""Ana asks her house to talk about something; Finn puts it on the agenda; the rules change, and Ana says yes anew."""

from __future__ import annotations

import re

import pytest

from tests.journeys.stage import Person, Stage

pytestmark = pytest.mark.journey

ASKS = "Could we have quiet hours on Sundays?"
RULE = "Telephones stay in the basket."


def house(stage: Stage, *, on: str | None = None) -> Person:
    finn = stage.someone("finn", on=on)  # type: ignore[arg-type]
    finn.opens("Groups")
    finn.opens("House meeting")
    return finn


def test_ana_asks_for_a_point_and_finn_puts_it_on_and_calls_the_roster(stage: Stage) -> None:
    ana = stage.someone("ana")
    ana.page.goto("/me/groups/")
    part = ana.page.locator("section.card", has=ana.page.get_by_role("heading", name="House meeting"))
    part.get_by_text(re.compile("^Ask for something to be talked about")).click()
    part.get_by_label("What should we talk about?").fill(ASKS)
    part.get_by_role("button", name=re.compile("^Ask for it")).click()
    ana.sees("Those who lead the group read it")
    finn = house(stage)
    finn.page.get_by_role("link", name=re.compile("^Decisions and themes")).first.click()
    finn.opens("Add to the agenda, tick off, who is here")
    finn.sees_heading("What do we talk about, and who is here?")
    finn.presses("Bring the roster up to date")
    finn.sees("came to the roster")
    asked = finn.page.locator("li", has=finn.page.locator("textarea", has_text=ASKS))
    asked.get_by_role("button", name=re.compile("^Put it on the agenda")).click()
    finn.sees("It is on the agenda, in nobody's name.")
    finn.keeps_a_picture("house-agenda")
    finn.page.get_by_role("button", name=re.compile(f"^We talked about it.*{re.escape(ASKS)}")).click()
    finn.sees("Talked about in this meeting")


def test_new_rules_ask_ana_again_and_she_keeps_what_she_said_yes_to(stage: Stage) -> None:
    finn = house(stage, on="tablet")
    finn.unfolds("Change when, where and what was agreed")
    rules = finn.page.get_by_label("What was agreed")
    rules.fill(f"{rules.input_value()}\n{RULE}")
    rules.locator("xpath=ancestor::form").get_by_role("button", name="Save").click()
    finn.opens("Who has said yes, and the sheet to sign")
    finn.sees("Not said yes to the text as it stands:")
    finn.sees("Yes to an earlier text")
    ana = stage.someone("ana")
    ana.page.goto("/me/groups/")
    ana.page.get_by_role("link", name=re.compile("^Read it, and say yes.*House meeting")).click()
    ana.sees("The text has changed since your yes.")
    ana.sees(RULE)
    ana.presses("I have read it and say yes")
    ana.sees("You have said yes to this text.")
    ana.keeps_a_picture("my-agreement-phone")
    finn.page.reload()
    rows = finn.page.locator("ul.tasks > li", has_text="Ana")
    assert "on their own device" in rows.first.inner_text()
