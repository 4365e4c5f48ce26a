"""Eve reads how courses end with those she supervises, Ben how his own do, and Cleo is told that it is not hers."""

from __future__ import annotations

import pytest

from tests.journeys.stage import Stage

pytestmark = pytest.mark.journey


def test_a_supervisor_and_a_practitioner_read_how_courses_end_and_a_manager_does_not(stage: Stage) -> None:
    eve = stage.someone("eve")
    eve.opens("Off track")
    eve.opens("How courses end")
    eve.sees_heading("How do courses end with those I supervise?")
    eve.sees("A question for the next supervision, never a judgement")
    eve.sees("of the 20 courses that are needed")
    eve.sees("Ben Okoro")
    eve.keeps_a_picture("how-courses-end")
    ben = stage.someone("ben")
    ben.opens("How do my courses end?")
    ben.sees_heading("How do my courses end?")
    ben.sees("You read this about yourself, and so does your supervisor")
    ben.does_not_see("Gwen Abara")
    cleo = stage.someone("cleo")
    cleo.opens("Outcomes")
    cleo.does_not_see("Ben Okoro")
    assert cleo.page.request.get("/care/how-courses-end/").status == 403
