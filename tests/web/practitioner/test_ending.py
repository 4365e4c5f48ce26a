"""The page on which Ben and Ana end a plan, and what Ana takes along."""

from __future__ import annotations

from typing import Any

import pytest

from kith.care.models import Plan, PlanEnding
from tests.people import People, an_agreed_plan
from tests.web import pseudo
from tests.web.practitioner.screens import Screen

WRITTEN = {
    "helped": "Getting up early.",
    "early_signs": "I stop answering.",
    "what_to_do": "Call Mira.",
    "whom_to_ask": "Mira.",
    "measures": ["phq9"],
    "months_after": "1, 3",
}


@pytest.fixture
def agreed(people: People) -> Plan:
    return an_agreed_plan(people, people.ana)


@pytest.fixture
def screen(people: People, agreed: Plan) -> Screen:
    return Screen(people, "ben")


def end(screen: Screen, **changes: Any) -> Any:
    return screen.post("ending", screen.people.ana.pk, **(WRITTEN | changes))


def test_the_page_prepares_the_ending_from_the_protocol(screen: Screen) -> None:
    text = screen.text("ending", screen.people.ana.pk)
    for words in ("Early signs, named by the client", "1, 3, 6, 12", "Also set", "Cook for my daughter again"):
        assert words in text


def test_the_plan_ends_and_ana_reads_it_on_her_own_page(screen: Screen, agreed: Plan) -> None:
    later = screen.people.at.date().replace(year=screen.people.at.year + 1)
    assert end(screen, booster_1=later.isoformat(), sets_worksheet="on").status_code == 302
    agreed.refresh_from_db()
    assert agreed.state == "ended"
    ana = Screen(screen.people, "ana")
    assert "/me/staying-well/" in ana.text("story")
    text = ana.text("my_staying_well")
    for words in ("Getting up early.", "I stop answering.", "Call Mira.", "Meeting again", "PHQ-9"):
        assert words in text
    assert "the last one has its ending" in screen.text("ending", screen.people.ana.pk)


def test_a_review_that_ends_the_plan_leads_into_its_ending(screen: Screen, agreed: Plan) -> None:
    answer = screen.post("review", screen.people.ana.pk, decision="end", reason="Done.", client_says="Yes.")
    assert answer.url.endswith("/ending/")
    assert "write down what to take along" in screen.text("ending", screen.people.ana.pk)
    assert end(screen).status_code == 302
    assert PlanEnding.objects.get().plan_id == agreed.pk


def test_the_care_ends_with_it_when_that_is_decided(screen: Screen, agreed: Plan) -> None:
    assert end(screen, ends_care="on", ending="completed").status_code == 302
    agreed.episode.refresh_from_db()
    assert agreed.episode.state == "ended"


@pytest.mark.parametrize(
    "changes",
    [
        {"helped": "", "early_signs": "", "what_to_do": "", "whom_to_ask": ""},
        {"months_after": "soon"},
        {"months_after": "0"},
        {"measures": []},
        {"booster_1": "2020-01-01"},
        {"booster_1": "next week"},
        {"ends_care": "on", "ending": ""},
    ],
)
def test_an_ending_that_cannot_be_kept_keeps_what_was_typed(screen: Screen, agreed: Plan, changes: Any) -> None:
    answer = end(screen, **changes)
    assert answer.status_code == 422
    if "helped" not in changes:
        assert "Getting up early." in answer.content.decode()
    agreed.refresh_from_db()
    assert agreed.state == "agreed"


@pytest.mark.parametrize(("name", "page"), [("ben", "ending"), ("ana", "my_staying_well")])
def test_the_pages_read_whole_in_another_language(screen: Screen, name: str, page: str) -> None:
    end(screen)
    person = Screen(screen.people, name)
    about = (screen.people.ana.pk,) if page == "ending" else ()
    person.text(page, *about)  # takes the message along
    assert pseudo.untranslated(person.pseudo(page, *about)) == []


def test_ana_without_an_ending_is_told_what_will_be_here(screen: Screen) -> None:
    assert "Nothing to take along yet" in Screen(screen.people, "ana").text("my_staying_well")
