"""Cleo fills the holes of a week and publishes it; Ben says that he is away; Dan sees who is on duty and what waits."""

from __future__ import annotations

import re

import pytest

from tests.journeys.stage import Person, Stage

pytestmark = pytest.mark.journey


def plans(cleo: Person, who: str, starts: str, ends: str) -> None:
    form = cleo.page.locator("form:has(input[value=plan])")
    form.locator("[name=person]").select_option(label=who)
    form.locator("[name=starts]").fill(starts)
    form.locator("[name=ends]").fill(ends)
    cleo.presses("Put on the rota")
    cleo.sees("The shift is on the rota.")


def test_a_week_is_published_without_a_hole(stage: Stage) -> None:
    cleo = stage.someone("cleo")
    cleo.goes_to("/care/rota/")
    cleo.sees("Somebody is on duty at every hour of the coming two weeks.")
    for _ in range(3):
        cleo.opens("Week after")
    cleo.sees("Draft, does not count yet")
    cleo.keeps_a_picture("rota")
    cleo.presses("Publish this week")
    assert "Mon 30 Mar, 08:00 to Tue 31 Mar, 00:00" in cleo.sees_what_went_wrong()
    plans(cleo, "Dan Whitlock", "2026-03-30T08:00", "2026-03-31T00:00")
    plans(cleo, "Dan Whitlock", "2026-04-04T00:00", "2026-04-06T00:00")
    cleo.presses("Publish this week")
    cleo.sees("The week is published: it counts from now on.")
    cleo.presses(re.compile("^Take off.*Nina Halvorsen, Tue 31 Mar, 00:00"))
    assert "Nobody else would be on duty in that time" in cleo.sees_what_went_wrong()


def test_ben_says_that_he_is_away_and_back(stage: Stage) -> None:
    ben = stage.someone("ben", on="phone")
    ben.goes_to("/care/rota/")
    ben.unfolds("I am away")
    ben.page.locator("form:has(input[value=away]) [name=starts]").fill("2026-03-20T09:00")
    ben.presses("Say that I am away")
    ben.sees("Kept. What you hold goes to the next person when your absence begins.")
    ben.sees("Ben Okoro")
    ben.presses(re.compile("^Back again.*Ben Okoro"))
    ben.sees("The absence is over.")


def test_dan_sees_what_waits_for_him(stage: Stage) -> None:
    dan = stage.someone("dan")
    dan.goes_to("/care/")
    dan.sees("On duty now:")
    dan.sees("Open alert")
    dan.keeps_a_picture("duty-queue")
    eve = stage.someone("eve")
    eve.goes_to("/programme/alerts/")
    eve.keeps_a_picture("alert-times")
