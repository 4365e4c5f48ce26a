"""What Cleo sees where enough people are counted: a service of 400, made only when its pictures are wanted.

Small counts are never shown, so the forty people of all other journeys leave most of these pages nearly empty.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.journeys.conftest import make_service
from tests.journeys.stage import Stage

CLIENTS = 400
pytestmark = [
    pytest.mark.journey,
    pytest.mark.skipif(
        os.environ.get("KITH_KEEP_PICTURES") != "1",
        reason=f"Telling a year of {CLIENTS} people takes minutes. KITH_KEEP_PICTURES=1 does it.",
    ),
]


@pytest.fixture(scope="module")
def made_service(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """In place of the small service, for this module alone."""
    home = tmp_path_factory.mktemp("larger-service")
    make_service(home, CLIENTS)
    return home


@pytest.mark.parametrize(
    ("question", "part", "picture"),
    [
        ("Who comes, and how long do they wait?", "Who came, and how far?", "outcomes-who-comes"),
        ("What becomes of people?", "How did courses end?", "outcomes-reached"),
        ("How large is the change, and what is it beside others?", "", "outcomes-change"),
        ("Is anybody served less well?", "Gender", "outcomes-by-group"),
        ("Does care harm anybody, and are alerts answered?", "", "outcomes-harm"),
        ("Does it change from month to month?", "Referred", "outcomes-by-month"),
        ("Do sites differ by more than chance?", "", "outcomes-by-site"),
        ("Is there room for those who come?", "", "outcomes-room"),
    ],
)
def test_each_question_about_outcomes_has_a_picture(stage: Stage, question: str, part: str, picture: str) -> None:
    cleo = stage.someone("cleo")
    cleo.opens("Outcomes")
    cleo.opens(question)
    cleo.sees_heading(question)
    cleo.scrolls_to(part or question)
    cleo.keeps_a_picture(picture)


@pytest.mark.parametrize(
    ("where", "heading", "picture"),
    [
        ("/programme/", "Outcomes", "outcomes"),
        ("/service/", "How is the service doing?", "service-now"),
        ("/service/gaps/", "What is missing from the record?", "gaps"),
        ("/programme/harms/", "Unwanted events and effects of care", "harms-counted"),
        ("/programme/change/?figure=referred&since=2025-11-01", "Did it change?", "did-it-change"),
    ],
)
def test_what_is_asked_beside_them(stage: Stage, where: str, heading: str, picture: str) -> None:
    cleo = stage.someone("cleo")
    cleo.goes_to(where)
    cleo.scrolls_to(heading)
    cleo.keeps_a_picture(picture)


def test_the_report_for_a_funder(stage: Stage) -> None:
    cleo = stage.someone("cleo")
    cleo.opens("Report for a funder")
    cleo.sees_heading("What did the service reach?")
    cleo.keeps_a_picture("funder-report")
