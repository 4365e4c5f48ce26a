"""Ana and Pete have met three times; Ben asks both, each alone, and neither reads what the other said."""

from __future__ import annotations

import re

import pytest

from tests.journeys.stage import Stage

pytestmark = pytest.mark.journey
SAID = (
    ("Is it right for the person?", "Something has to change"),
    ("Is it right for the peer supporter?", "Yes, go on"),
)


def test_ben_asks_both_and_neither_reads_what_the_other_said(stage: Stage) -> None:
    ben = stage.someone("ben")
    ben.goes_to("/care/?reason=peer_review")
    ben.sees(re.compile(r"Also: .*Peer support: ask both"))
    ben.opens("Ana Sorel")
    ben.opens("Peer support")
    ben.opens("How they came together")
    ben.sees("They have met 3 times, the last time on 6 March 2026.")
    ben.keeps_a_picture("ask-both")
    ben.presses("I have asked both")
    assert "One of the answers is missing." in ben.sees_what_went_wrong()
    for question, answer in SAID:
        group = ben.page.get_by_role("group", name=question)
        group.locator("label.choice", has_text=answer).click()
    ben.presses("I have asked both")
    ben.sees("Neither reads what the other said.")
    ben.sees("Ask whoever said so what would help, and keep it between you and them.")
    ben.goes_to("/care/?reason=peer_review")
    ben.does_not_see("Ana Sorel")

    ana = stage.someone("ana", on="small phone")
    ana.goes_to("/me/peer/choose/")
    ana.sees("Pete walks beside you")
    ana.does_not_see("Yes, go on")
    pete = stage.someone("pete", on="phone", theme="dark")
    pete.goes_to("/care/peers/day/")
    pete.opens("Ana Sorel")
    pete.does_not_see("Something has to change")
