"""Ana draws who is around her and shows it as she likes; her sister is asked herself, by a link of her own."""

from __future__ import annotations

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
    ben.keeps_a_look("around-ana")
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
    ana = stage.someone("ana", on="small phone", theme="dark", language="en-xb")
    ana.goes_to("/me/carers/")
    ana.sees("Tuesday evenings I swim.")
    ana.does_not_see("16 of 24")
    ana.keeps_a_look("my-carers")
