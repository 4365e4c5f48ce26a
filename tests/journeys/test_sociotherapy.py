"""Finn's group decides, looks at what came of it, passes a role on, and moves to its next phase."""

from __future__ import annotations

import re

import pytest

from tests.journeys.stage import Stage

pytestmark = pytest.mark.journey


def test_finn_begins_with_what_was_decided_and_passes_a_role_on(stage: Stage) -> None:
    finn = stage.someone("finn")
    finn.opens("Groups")
    finn.opens("Mill Lane Circle")
    if not finn.page.get_by_label("Day and time").is_visible():
        finn.unfolds("Book the next meeting")
    finn.types("Day and time", "2026-03-13T14:00")
    finn.presses("Book")
    finn.sees("The meeting is booked.")
    finn.page.get_by_role("link", name=re.compile("^Decisions and themes")).first.click()
    finn.sees_heading("What did we decide, and what came of it?")
    finn.sees("From last time")
    finn.keeps_a_picture("community-meeting")
    was_open = finn.page.locator("section.card.first ul.tasks > li form")
    count = was_open.count()
    assert count, "A group needs an open decision for this journey."
    was_open.first.get_by_label(re.compile("^What came of it")).fill("It rained, and we did it all the same.")
    was_open.first.get_by_role("button", name=re.compile("^Done")).click()
    finn.sees("Looked at today")
    finn.sees("It rained, and we did it all the same.")
    assert was_open.count() == count - 1
    offered = finn.page.get_by_role("button", name=re.compile("^(Pass on to|Give to) ")).first
    name = offered.locator("span[translate=no]").first.inner_text()
    offered.click()
    finn.page.wait_for_load_state("load")
    assert finn.page.locator("#roles strong", has_text=name).count()
    if not finn.page.get_by_label("What was decided").is_visible():
        finn.unfolds("Write a decision or a task")
    finn.types("What was decided", f"{name} opens the window")
    finn.presses("Save the decision")
    assert "name of a member" in finn.sees_what_went_wrong()
    finn.finds_in("What was decided", f"{name} opens the window")
    finn.types("What was decided", "Whoever is warm opens the window")
    finn.presses("Save the decision")
    finn.sees("The decision is saved.")
    finn.opens("Minutes to print")
    finn.sees("Whoever is warm opens the window")
    sheet = finn.page.locator(".one-sheet").inner_text()
    assert name not in sheet.split(), "A name stands in the minutes."


def test_finn_sees_where_the_group_is_and_cannot_open_memory_alone(stage: Stage) -> None:
    finn = stage.someone("finn", on="tablet")
    finn.opens("Groups")
    finn.opens("Mill Lane Circle")
    finn.opens("Phases and roles")
    finn.sees_heading("Where is the group on its way?")
    finn.sees("Who has carried what?")
    finn.keeps_a_picture("group-phases-tablet")
    finn.unfolds("The group has moved on, or back")
    finn.page.get_by_label("Memory and feelings").check()
    finn.types("Why now", "They asked to speak of what was lost")
    finn.presses("Save the phase")
    assert "The intervention asks first" in finn.sees_what_went_wrong()
    finn.finds_in("Why now", "They asked to speak of what was lost")


def test_finn_reads_why_somebody_left_the_group(stage: Stage) -> None:
    finn = stage.someone("finn")
    finn.opens("Groups")
    finn.opens("Mill Lane Circle")
    finn.opens("Whom to reach out to, who has left")
    finn.unfolds("1 person was asked")
    finn.sees("The evenings are too late for the last bus home.")
    finn.keeps_a_picture("group-leaver")
