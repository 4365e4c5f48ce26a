"""Cleo asks that rows may leave, Pia lets them go, and Cleo reads what is to be run."""

from __future__ import annotations

import pytest

from tests.journeys.stage import Stage

pytestmark = pytest.mark.journey


def test_rows_leave_only_when_a_second_person_has_let_them_go(stage: Stage) -> None:
    cleo, pia = stage.someone("cleo"), stage.someone("pia")
    cleo.opens("Outcomes")
    cleo.opens("Rows that leave")
    cleo.sees_heading("Which rows may leave the record?")
    cleo.chooses("Which rows?", "Tables of referrals and sessions")
    cleo.types("What are they for?", "The university hospital plans its beds with them, by contract 12 of 2026.")
    cleo.presses("Ask for the rows")
    cleo.sees("It is asked for. The privacy officer decides.")
    cleo.keeps_a_picture("rows-that-leave")
    pia.opens("Research")
    pia.opens("Rows that leave")
    pia.sees("The university hospital plans its beds")
    pia.page.get_by_role("article").filter(has_text="university hospital").get_by_role("link").click()
    pia.sees("May these rows leave?")
    pia.types("Why", "Contract 12 of 2026 names these columns")
    pia.presses("Let them go")
    pia.sees("The rows may be taken after a pause of a day.")
    cleo.page.get_by_role("article").filter(has_text="university hospital").get_by_role("link").click()
    cleo.sees("Let go, after a pause")
    cleo.sees("Nothing is to be done until the pause is over.")
    cleo.opens("Rows that leave")
    cleo.page.get_by_role("article").filter(has_text="The ministry collects the data set").get_by_role("link").click()
    cleo.sees("kith dataset out")
