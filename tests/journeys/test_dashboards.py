"""Cleo asks each question that a manager has; Ben reads what is known; Finn looks at who chooses whom."""

from __future__ import annotations

import re

import pytest

from tests.journeys.stage import Stage

pytestmark = pytest.mark.journey


def test_cleo_asks_what_a_recovery_costs_and_is_told_that_too_few_are_known(stage: Stage) -> None:
    cleo = stage.someone("cleo")
    cleo.goes_to("/service/costs/")
    cleo.sees_heading("What does a recovery cost?")
    cleo.sees("The snapshot holds too little for a cost")
    cleo.opens("Choose the months")
    cleo.sees_heading("Outcomes")


@pytest.mark.parametrize(
    ("where", "question", "said"),
    [
        ("/service/gaps/", "What is missing from the record?", "Nothing that can be shown is missing"),
        ("/programme/harms/", "Harms, counted", "not kept yet"),
        ("/programme/change/", "Did it change?", "month"),
    ],
)
def test_cleo_asks_what_is_missing_what_went_wrong_and_whether_it_changed(
    stage: Stage, where: str, question: str, said: str
) -> None:
    cleo = stage.someone("cleo")
    cleo.goes_to(where)
    cleo.sees_heading(question)
    cleo.sees(re.compile(said))


def test_cleo_finds_the_trials(stage: Stage) -> None:
    cleo = stage.someone("cleo")
    cleo.goes_to("/trials/")
    cleo.sees_heading("Which trials run here?")
    cleo.sees("Open the trial")
    cleo.keeps_a_picture("trials")


def test_cleo_reads_what_each_number_counts_and_sees_months_sites_and_groups(stage: Stage) -> None:
    cleo = stage.someone("cleo")
    for question in ("Does it change from month to month?", "Is anybody served less well?"):
        cleo.opens("Outcomes")
        cleo.sees("What to do differently this month")
        cleo.opens(question)
        cleo.sees_heading(question)
        cleo.sees(re.compile("^Frozen on "))
    cleo.opens("Does care harm anybody, and are alerts answered?")  # the next page, by the button below
    cleo.opens("Outcomes")
    cleo.opens("What does each number count, from how many, by which code?")
    cleo.sees_heading("What does each number count?")
    cleo.sees("How it is worked out")
    cleo.keeps_a_picture("definitions")


def test_ben_finds_what_is_known_and_how_sure_it_is(stage: Stage) -> None:
    ben = stage.someone("ben")
    ben.opens("Interventions")
    ben.opens("Evidence")
    ben.sees_heading("Evidence")
    ben.keeps_a_picture("evidence")
    ben.opens(re.compile("for depression in adults|depression", re.IGNORECASE))
    ben.sees(re.compile("How sure"))
    ben.keeps_a_picture("evidence-question")


def test_finn_sees_who_chooses_whom_and_no_member_does(stage: Stage) -> None:
    finn = stage.someone("finn")
    finn.opens("Groups")
    finn.opens("Mill Lane Circle")
    finn.opens("Who chooses whom")
    finn.sees_heading("Who chooses whom")
    address = finn.page.url
    finn.keeps_a_picture("who-chooses-whom")
    finn.opens("Mill Lane Circle")
    finn.opens("Whom to reach out to, who has left")
    finn.keeps_a_picture("group-working")
    ana = stage.someone("ana")
    assert ana.page.request.get(address).status == 404
