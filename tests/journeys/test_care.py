"""Ben's ways with the people in his care, and what Eve, who supervises him, sees of it."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.journeys.stage import Person, Stage

pytestmark = pytest.mark.journey


def test_ben_finds_the_open_alert_on_top_and_brings_it_to_its_end(stage: Stage) -> None:
    ben = stage.someone("ben")
    ben.sees_heading("Caseload")
    ben.sees(re.compile(r"\d+ people, \d+ need something today"))
    ben.keeps_a_picture("caseload")
    on_top = ben.page.locator(".case").first
    expect(on_top).to_contain_text("Open alert")
    expect(on_top.locator(".chip.danger")).to_contain_text(re.compile("contact due|overdue|late", re.IGNORECASE))
    name = on_top.locator(".case-who a").inner_text()
    ben.opens(re.compile("^Open the alert"))

    ben.sees(name)
    ben.sees("How far it is")
    if ben.page.get_by_role("button", name="I have it in hand").count():
        ben.presses("I have it in hand")
        ben.sees("You have it in hand. Make contact next.")
    ben.types(
        re.compile("^How you reached the person"),
        "Called her at four. She is at her sister's and wants to come tomorrow.",
    )
    ben.presses("Record the contact")
    ben.sees("The contact is recorded.")
    ben.types("What was said and agreed", "We read the plan together on the phone; her sister keeps the tablets.")
    ben.presses("Record that you looked at it")
    ben.answers("Made contact, and support is in place")
    ben.types("What was said and agreed", "She has the crisis number and a meeting tomorrow at ten.")
    ben.presses("Close the alert")
    ben.sees("This alert is closed")
    ben.goes_to("/care/")
    expect(ben.page.locator(".case").first.locator(".case-who a")).not_to_have_text(name)


def test_ben_asks_a_measure_once_a_week_and_notes_why_it_was_left_out(stage: Stage) -> None:
    ben = stage.someone("ben")
    opens_the_person(ben, "Ana")
    ben.opens("Measures over time")
    ben.sees(re.compile(r"Answered \d+ of the \d+ times it was asked"))
    ben.unfolds("Ask another measure")
    ben.chooses("Which measure?", "K10: How the past 4 weeks have felt")
    ben.answers("Every week")
    ben.presses("Ask it from now on")
    ben.sees("The measure is asked from now on.")
    ben.sees("Not counted yet: no time of asking is over.")
    k10 = ben.page.locator("section.card", has_text="K10")
    k10.locator("summary", has_text="Not this time").click()
    k10.get_by_label("Why?").select_option(label="No time for it")
    ben.presses("Keep with its reason")
    ben.sees("Noted with its reason. Nothing is overdue.")
    ben.sees("Answered 0 of the 1 time it was asked (0 %).")


def test_eve_sees_whose_case_to_talk_about_first_and_cannot_write(stage: Stage) -> None:
    eve = stage.someone("eve")
    eve.sees_heading("Caseload")
    whys = eve.page.locator(".case-why").all_inner_texts()
    assert whys, "Eve supervises nobody's people."
    urgent = [index for index, why in enumerate(whys) if re.search("alert|hard about care|worse", why)]
    assert urgent == list(range(len(urgent))), f"People in danger, harmed or worse must stand first: {whys}"
    eve.page.locator(".case-who a").first.click()
    eve.page.wait_for_load_state("load")
    person = eve.page.url
    assert eve.page.locator("main form[method=post]").count() == 0, "Eve is offered something to write."
    for page in ("assess/", "plan/", "goals/", "formulate/", "review/", "book/"):
        answer = eve.page.request.get(person + page)
        forms = "<main" in answer.text() and re.search(r'<main.*<form[^>]*method="post"', answer.text(), re.DOTALL)
        assert answer.status in (403, 404) or not forms, f"Eve is offered a form on {page}."


def opens_the_person(ben: Person, name: str) -> None:
    """Look for somebody and open their page."""
    ben.looks_for(name)
    ben.opens(re.compile(f"^{name} [A-Z]"))


def does_one_step(ana: Person) -> None:
    """One page of a worksheet."""
    ana.fills_the_step("I read the letter")
    ana.presses("Continue")


def test_ben_holds_a_session_with_ana_who_does_the_work_and_reads_his_answer(stage: Stage) -> None:
    ben = stage.someone("ben")
    opens_the_person(ben, "Ana")
    ben.sees("The course so far")
    ben.sees("The golden thread")
    ben.scrolls_to("The course so far")
    ben.keeps_a_picture("person")
    ben.opens("Book")
    ben.opens(re.compile(r"^Session \d+.*Booked"))
    ben.opens("Prepare")
    ben.sees("What this session is for")
    ben.sees("Work to look at together")
    ben.opens(re.compile("^Run the session"))
    ben.sees("Risk check")
    ben.keeps_a_picture("session")
    ben.opens(re.compile("^Record it"))
    ben.answers("Came")
    ben.types(re.compile("^Note$"), "Looked at two thought records. She found the balanced thought alone.")
    ben.types(re.compile("^Risk check$"), "Asked directly; she says no thoughts of death this week.")
    ben.presses("Record and sign")
    ben.sees("The session is recorded and signed.")
    ben.sees("She found the balanced thought alone.")

    ana = stage.someone("ana")
    ana.opens("My work")
    ana.opens_the_first_open_work()
    work = urlsplit(ana.page.url).path.rstrip("/").rpartition("/")[2]
    ana.opens(re.compile("^(Start|Go on)$"))
    ana.goes_on_until("Hand in", lambda: does_one_step(ana))
    ana.answers("All of it")
    ana.presses("Hand in")
    ana.sees("Handed in. Thank you")

    ben.goes_to(f"/care/work/{work}/")
    ben.sees("I read the letter")
    ben.types("Your answer", "You read it although you were afraid. What did you learn about the fear?")
    ben.presses("Answer")

    ana.opens("My work")
    ana.sees("New reply")
    ana.goes_to(f"/me/work/{work}/")
    ana.sees("What did you learn about the fear?")


def says_why_all_the_same(ben: Person) -> None:
    """The reason that is asked for where something speaks against what is chosen."""
    reason = ben.page.locator("[name=override_reason]")
    if reason.count():
        reason.fill("She wants this, and we look again after four meetings.")


def test_a_review_finds_no_change_and_another_plan_follows(stage: Stage) -> None:
    ben = stage.someone("ben")
    ben.opens(re.compile("^Review"))
    ben.sees("Go on, change, step up, step down, or end?")
    ben.sees("Look at these one by one before you decide")
    ben.types(re.compile("^What we found"), "She likes coming, but the exercises feel like homework from school.")
    ben.types(re.compile("^What the person says"), "I come because of you, not because of the sheets.")
    ben.answers("Change something")
    ben.types(re.compile("^Why$"), "Twelve weeks without change; she asks for something with other people.")
    ben.presses("Keep the decision")
    ben.sees("The review is kept. Now choose together what comes instead.")
    ben.sees("What would suit this person?")
    ben.sees("It suggests; you and the person decide.")
    ben.opens(re.compile("^Choose this"))
    for box in ben.page.locator("main input[name=gates]").all():
        box.check(force=True)
    ben.types("Why this", "Being with others is what her formulation says is missing.")
    ben.types("What the person chose, in their words", "I would rather do this with others.")
    says_why_all_the_same(ben)
    ben.ticks("The person has agreed today")
    ben.presses("Keep this plan")
    ben.sees("The plan is agreed. Book the first session.")
    ben.opens("Plan")
    ben.sees("I would rather do this with others.")
