"""Cleo's way through the outcomes of the programme, and Finn's through a meeting of his group."""

from __future__ import annotations

import csv
import re

import pytest

from tests.journeys.stage import Stage

pytestmark = pytest.mark.journey


def test_cleo_sees_the_outcomes_takes_a_snapshot_and_downloads_its_numbers(stage: Stage) -> None:
    cleo = stage.someone("cleo")
    cleo.opens("Outcomes")
    cleo.sees_heading("Outcomes")
    cleo.sees("What to do differently this month")
    cleo.unfolds("What it counts")
    cleo.presses("Take a new snapshot")
    cleo.sees("The snapshot is being counted. Look again in a minute.")
    cleo.sees("What to do differently this month")
    with cleo.page.expect_download() as saved:
        cleo.page.get_by_role("link", name=re.compile("CSV")).first.click()
    rows = list(csv.reader(saved.value.path().read_text(encoding="utf-8").splitlines()))
    assert {"figure", "numerator", "denominator", "definition"} <= set(rows[0])
    assert len(rows) > 20
    assert not [cell for row in rows for cell in row if cell[:1] in ("=", "@", "+")], "A cell could start a formula."


def test_cleo_asks_how_good_the_signals_are_and_is_told_what_is_missing(stage: Stage) -> None:
    """The service of the journeys is too young to have learned anything."""
    cleo = stage.someone("cleo")
    cleo.opens("Signals")
    cleo.sees_heading("How good are the signals?")
    cleo.sees("The service has not learned yet")
    cleo.presses("Learn from finished courses")
    cleo.sees("Nothing was learned.")
    cleo.sees("Go on measuring.")


def test_finn_runs_a_meeting_from_one_page_and_the_note_names_nobody(stage: Stage) -> None:
    finn = stage.someone("finn")
    finn.opens("Groups")
    finn.page.locator("main h2 a").first.click()
    finn.page.wait_for_load_state("load")
    if not finn.page.get_by_label("Day and time").is_visible():
        finn.unfolds("Book the next meeting")
    finn.types("Day and time", "2026-03-13T13:00")
    finn.presses("Book")
    finn.sees("The meeting is booked.")
    finn.opens(re.compile("^Open the meeting|^Record the last meeting"))
    finn.sees("Who came?")
    finn.scrolls_to("Who came?")
    finn.keeps_a_picture("group")
    seats = finn.page.locator("#id_register select")
    assert seats.count() > 2, "A group needs its members for this journey."
    for number in range(seats.count()):
        seats.nth(number).select_option(label="Did not attend" if number == 0 else "Attended")
    member = finn.page.locator("#id_register label span[translate=no]").first.inner_text().split()[0]
    finn.types("Themes", "Trust, and who speaks first")
    finn.types("How the group was", f"It was quiet until {member} told the others about the letter.")
    finn.presses("Record the meeting")
    assert "name of a member" in finn.sees_what_went_wrong()
    finn.finds_in("Themes", "Trust, and who speaks first")
    finn.finds_in("How the group was", f"It was quiet until {member} told the others about the letter.")
    chosen = seats.first.evaluate("one => one.selectedOptions[0].textContent")
    assert chosen == "Did not attend", "The register forgot a mark."
    finn.types("How the group was", "It was quiet until one of them told the others about a letter.")
    finn.presses("Record the meeting")
    finn.sees("The meeting is recorded.")
    finn.sees("Trust, and who speaks first")
    finn.scrolls_to("For one person's own record")
    folded = finn.page.locator("main details", has=finn.page.locator("input[name=client]"))
    other = folded.nth(1).locator("summary span").first.inner_text().split()[0]
    folded.first.locator("summary").click()
    folded.first.get_by_label("What the meeting was for this person").fill(f"Sat beside {other} and spoke twice.")
    folded.first.get_by_label("The person may read it").check()
    folded.first.get_by_role("button", name=re.compile("^File it")).click()
    assert f"“{other}”" in finn.sees_what_went_wrong()
    words = finn.page.get_by_label("What the meeting was for this person").first
    assert words.input_value() == f"Sat beside {other} and spoke twice.", "What was typed is lost."
    words.fill("Sat beside somebody new and spoke twice.")
    folded.first.get_by_role("button", name=re.compile("^File it")).click()
    finn.sees("It is filed to the person's own record.")
    finn.sees("1 entry")
    finn.keeps_a_picture("group-entry")


def test_finn_looks_back_on_a_tablet_and_asks_after_the_absent(stage: Stage) -> None:
    finn = stage.someone("finn", on="tablet")
    finn.opens("Groups")
    finn.opens("Mill Lane Circle")
    finn.sees("Is the group working?")
    finn.page.get_by_role("link", name=re.compile("^Look back")).first.click()
    finn.sees("Who did not come")
    absent = finn.page.locator("#absent li", has=finn.page.locator("select")).first
    absent.get_by_label(re.compile("What came of it")).select_option(label="I spoke with them")
    absent.get_by_role("button", name=re.compile("^Save")).click()
    finn.sees("Saved. News about one person goes into that person's own record.")
    finn.sees("Reached")
    finn.types("What went well", "Rohan laughed with the others")
    finn.presses("Save the look back")
    assert "name of a member" in finn.sees_what_went_wrong()
    finn.finds_in("What went well", "Rohan laughed with the others")
    finn.types("What went well", "People laughed together")
    finn.page.get_by_label(re.compile("^Their part")).first.select_option(label="Opens the door for others")
    finn.presses("Save the look back")
    finn.sees("Your look back is saved.")
    finn.sees("People laughed together")


def test_finn_forms_groups_from_the_waiting_list_and_sees_why(stage: Stage) -> None:
    finn = stage.someone("finn")
    finn.opens("Groups")
    finn.opens("Form groups")
    finn.sees("People stand here by their number until they have a place.")
    finn.sees("Proposal")
    finn.sees("Without a place")
    finn.keeps_a_picture("form-groups")
    words = finn.page.locator("main").inner_text()
    numbers = re.findall(r"K[0-9]{5}", words)
    assert len(numbers) > 2, "The list of this journey is too short."
    finn.unfolds(re.compile(f"^Place by hand: {numbers[0]}"))
    finn.page.get_by_label(re.compile(f"^Place by hand: {numbers[0]}")).select_option(label="No group now")
    finn.presses("Propose again round the places chosen by hand")
    finn.sees("Kept out by hand.")
    finn.opens("Let go of them")
    finn.presses(re.compile("^Give [0-9]+ people a place$"))
    assert "does not say why they join yet" in finn.sees_what_went_wrong()
    for field in finn.page.get_by_label(re.compile("^Why they join before they were prepared")).all():
        field.fill("Talked on the telephone; the talk alone is on Monday")
    finn.presses(re.compile("^Give [0-9]+ people a place$"))
    finn.sees("people have a place now.")
    finn.opens("Groups")
    finn.opens("Evening Circle")
    finn.sees("It has not begun.")
    finn.presses("Begin the group")
    finn.sees("The group has begun.")


def test_guests_at_a_peer_circle_are_a_number_and_nothing_else(stage: Stage) -> None:
    finn = stage.someone("finn")
    finn.opens("Groups")
    finn.opens("Form groups")
    if not finn.page.get_by_label("Name", exact=True).is_visible():
        finn.unfolds(re.compile("^Open a group for this list"))
    finn.types("Name", "Open door")
    finn.page.get_by_label("Kind").select_option(label="Peer support group")
    finn.page.get_by_label("Finn Larsen").check()
    finn.page.get_by_label("Day", exact=True).select_option(label="Friday")
    finn.types("Hour", "13:00")
    finn.presses("Open the group")
    finn.sees("The group is open for people from the list.")
    finn.opens("Groups")
    finn.opens("Open door")
    if not finn.page.get_by_label("Day and time").is_visible():
        finn.unfolds("Book the next meeting")
    finn.types("Day and time", "2026-03-13T13:00")
    finn.presses("Book")
    finn.opens(re.compile("^Open the meeting"))
    finn.types("Themes", "Coming back after a long time")
    finn.types("Guests", "3")
    finn.presses("Record the meeting")
    finn.sees("The meeting is recorded.")
    finn.sees("3 guests")


def test_a_confidence_stays_sealed_where_a_couple_is_seen_together(stage: Stage) -> None:
    finn = stage.someone("finn")
    secret = "Thinks of living alone for a while"
    finn.opens("Groups")
    finn.opens("Two Chairs")
    finn.opens("Each one alone, and what all agree to")
    finn.sees("1 of 2 said yes, 0 said no")
    finn.unfolds(re.compile("^Keep something told in confidence"))
    finn.page.get_by_label("What was told").first.fill(secret)
    finn.page.get_by_role("button", name=re.compile("^Seal it")).first.click()
    finn.sees("Sealed. Only you can read it.")
    finn.sees(secret)
    finn.keeps_a_picture("together")
    finn.opens("Two Chairs")
    assert secret not in finn.page.content(), "The page of the group tells a confidence."
    finn.unfolds("Book the next meeting") if not finn.page.get_by_label("Day and time").is_visible() else None
    finn.types("Day and time", "2026-03-14T10:00")
    finn.presses("Book")
    finn.sees("The meeting is booked.")
