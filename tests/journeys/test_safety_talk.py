"""From a talk about safety to the contact that follows it: what Ben hears, what he does at once, and by when again."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.stage import Person, Stage

pytestmark = pytest.mark.journey


def says(person: Person, topic: str, answer: str) -> None:
    """The answer to one topic, which stands in its own group."""
    person.page.get_by_role("group", name=re.compile(f"^\\d\\. {re.escape(topic)}")).get_by_label(
        answer, exact=True
    ).check()


def test_a_talk_raises_the_alert_and_ends_with_contact_made_again(stage: Stage) -> None:
    ben = stage.someone("ben")
    ben.looks_for("Ana")
    ben.page.locator(".case-who a").first.click()
    ben.opens("Talk about safety")
    ben.sees("it is never a reason to give care or to refuse it")
    for topic, answer in (
        ("Not wanting to live", "Yes"),
        ("Thoughts of suicide", "Yes"),
        ("Ways that came to mind", "Yes"),
        ("Meaning to act on the thoughts", "No"),
        ("A plan they mean to carry out", "No"),
        ("What has happened before", "No"),
        ("Danger right now", "No"),
    ):
        says(ben, topic, answer)
    ben.types("What is within reach", "Tablets at home; her sister would keep them.")
    ben.types("What keeps the person alive", "Her daughter.")
    ben.types("Who was told", "Eve, at three o'clock. Ana agreed.")
    ben.presses("Keep this talk")

    ben.sees("The talk is kept.")
    ben.sees("today, within four hours")
    ben.sees("An alert is open")
    ben.sees("Contact again")
    ben.does_not_see(re.compile(r"(low|medium|moderate|high|no) risk", re.IGNORECASE))
    ben.keeps_a_picture("safety-talk")

    ben.page.locator("main").get_by_role("link", name="Safety plan").first.click()
    ben.unfolds(re.compile("^Write (it|the next version) together"))
    ben.page.get_by_label("What", exact=True).first.fill("The tablets")
    ben.page.get_by_label("Who keeps it").first.fill("Her sister")
    ben.page.get_by_label("Until").first.fill("2026-04-01")
    ben.page.get_by_label("What I can do by myself").fill("Walk to the river")
    ben.presses("Save this version")
    ben.sees("until 1 April 2026")

    ben.opens("Open the alert")
    ben.sees("Raised by a talk about safety")
    ben.presses("I have it in hand")
    ben.types(re.compile("^How you reached the person"), "In the room, for an hour.")
    ben.presses("Record the contact")
    ben.types("What was said and agreed", "Her sister keeps the tablets.")
    ben.presses("Record that you looked at it")
    ben.answers("Safety plan renewed together")
    ben.presses("Close the alert")
    ben.sees("This alert is closed")

    ben.looks_for("Ana")
    row = ben.page.locator(".case").first
    expect(row).to_contain_text("Contact again by")
    expect(row).to_contain_text("due in")
    row.get_by_role("link", name="Record the contact").click()
    ben.answers("No, nobody was reached")
    ben.types("How you tried, and how the person is", "Rang twice, no answer. No message left.")
    ben.presses("Record this")
    ben.sees("not reached")
    ben.answers("Yes, we spoke")
    ben.types("How you tried, and how the person is", "Spoke for ten minutes. The tablets are with her sister.")
    ben.presses("Record this")
    ben.sees("The person was reached")
    ben.looks_for("Ana")
    expect(ben.page.locator(".case").first).not_to_contain_text("Contact again")


def test_ana_finds_numbers_in_every_country_without_logging_in(stage: Stage) -> None:
    nobody = stage.someone(None, on="small phone")
    nobody.goes_to("/right-now/")
    nobody.opens("Numbers in other countries")
    nobody.sees("If a life is in danger now")
    nobody.sees("New Zealand")
