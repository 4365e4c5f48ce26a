"""Ana draws who is around her and shows it as she likes; her sister is asked herself, by a link of her own."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest

from tests.journeys.stage import Stage
from tests.journeys.test_care import opens_the_person

pytestmark = pytest.mark.journey


def test_ana_draws_who_is_around_her_and_decides_who_sees_it(stage: Stage) -> None:
    ana = stage.someone("ana", on="small phone")
    ana.goes_to("/me/around/")
    ana.sees("On the map: 1 close, 3 near, 1 further away.")
    ana.unfolds("Put somebody or something on the map")
    ana.types("What do you call them?", "Yusuf at the bakery")
    ana.presses("Put it on the map")
    ana.sees("It is on your map.")
    ana.sees("1 close, 4 near, 1 further away")
    ana.keeps_a_look("around-me")

    ben = stage.someone("ben")
    opens_the_person(ben, "Ana")
    ben.opens("People and places")
    ben.sees("Yusuf at the bakery")
    ben.keeps_a_picture("connections")
    ana.presses("Keep it to myself again")
    ana.sees("Only you see your map now.")
    ben.goes_to(ben.page.url)
    ben.does_not_see("Yusuf at the bakery")


def test_a_sister_is_heard_and_ana_reads_only_what_she_shares(stage: Stage) -> None:
    ben = stage.someone("ben")
    opens_the_person(ben, "Ana")
    ben.opens("Those who care")
    ben.sees("The load was 16 of 24")
    ben.sees("Tuesday evenings I swim.")
    ben.keeps_a_look("those-who-care")
    ben.goes_to("/care/?reason=carer_due")
    ben.sees("1 carer is to be asked again")
    ben.does_not_see("Tom")
    ana = stage.someone("ana", on="small phone", theme="dark", language="en-xb")
    ana.goes_to("/me/carers/")
    ana.sees("Tuesday evenings I swim.")
    ana.does_not_see("16 of 24")
    ana.keeps_a_look("my-carers")


def test_mia_answers_by_her_own_link_and_keeps_a_plan_that_ana_does_not_read(stage: Stage) -> None:
    ben = stage.someone("ben")
    opens_the_person(ben, "Ana")
    ben.opens("Those who care")
    ben.types("Name of the carer", "Mia")
    ben.chooses("Who are they to the person?", "Friend or neighbour")
    ben.chooses("Who named them?", "The person")
    ben.types("How to reach them safely and alone", "Mornings")
    ben.presses("Write down")
    ben.presses(re.compile("They said yes.*Mia"))
    ben.unfolds(re.compile("Make their link.*Mia"))
    ben.page.get_by_label("A word that only you and the carer know").last.fill("blue heron")
    ben.page.get_by_role("button", name="Make the link").last.click()
    ben.sees("This address is shown only now")
    address = urlsplit(ben.reads("Address"))

    mia = stage.someone(None, on="small phone", theme="dark")
    mia.goes_to(f"{address.path}?{address.query}")
    mia.types("The word or number", "blue heron")
    mia.presses("Go on")
    mia.keeps_a_look("carer-start")
    mia.opens("Start")
    for number in range(1, 11):
        mia.sees(f"Question {number} of 10")
        mia.answers("No" if number == 10 else "Quite a lot")
        mia.presses("Continue")
    mia.presses("Send")
    mia.sees("Only the team reads them.")
    mia.opens("My own plan")
    mia.opens("Start")
    for words in ("Tuesdays I swim", "Jo", "The team", "I lend no money"):
        mia.page.locator("#id_words").fill(words)
        mia.presses("Continue")
    mia.keeps_a_look("carer-plan")
    mia.presses("Keep my plan")
    mia.opens("I am alone: show my plan")
    mia.sees("The person you look after cannot read it.")

    ben.goes_to(ben.page.url)
    ben.sees("I lend no money")
    ana = stage.someone("ana")
    ana.goes_to("/me/carers/")
    ana.does_not_see("I lend no money")
    ana.does_not_see("Mia")
