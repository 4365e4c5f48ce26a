"""Pete writes down on his phone what he and Ana did; Ana reads it on hers and sees it differently."""

from __future__ import annotations

import pytest

from tests.journeys.stage import Stage

pytestmark = pytest.mark.journey
DID = "We went back to the garden with the key."


def test_what_pete_writes_ana_reads_and_answers(stage: Stage) -> None:
    pete = stage.someone("pete", on="small phone")
    pete.goes_to("/care/peers/day/")
    pete.sees_heading("My day as a peer supporter")
    pete.answers("So-so. I take it slowly today")
    pete.presses("Keep it")
    pete.sees("Kept for you alone.")
    pete.keeps_a_look("peer-day")
    pete.opens("Ana Sorel")
    pete.answers("We went somewhere together")
    pete.presses("Keep it")
    pete.sees_what_went_wrong()
    pete.types("What did you do together?", DID)
    pete.types("What did you agree?", "Thursday at two.")
    pete.presses("Keep it")
    pete.sees(DID)
    pete.keeps_a_picture("peer-log")

    ana = stage.someone("ana", on="small phone", theme="dark")
    ana.goes_to("/me/")
    ana.opens("My peer supporter")
    ana.sees("Thursday at two.")
    ana.unfolds("Answer: Friday 13 March")
    ana.types("In your words", "I held the key myself.")
    ana.presses("I see it differently")
    ana.sees("I held the key myself.")
    ana.keeps_a_look("my-peer")

    pete.goes_to("/care/peers/day/")
    pete.sees("They see an entry differently.")
    pete.opens("Ana Sorel")
    pete.sees("I held the key myself.")
    pete.goes_to("/care/peers/warm-line/")
    pete.keeps_a_picture("warm-line")

    ana.goes_to("/me/peer/choose/")
    ana.keeps_a_look("peer-choice")
    ana.presses("End it")
    ana.sees("They see nothing of yours any more.")
    pete.goes_to("/care/peers/day/")
    pete.does_not_see("Ana Sorel")
