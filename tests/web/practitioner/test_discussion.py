"""The supervisor's list of courses off track, and the page of a case discussion."""

from __future__ import annotations

import pytest

from kith.care.models import CaseDiscussion, Plan
from tests.people import People, a_client, an_agreed_plan
from tests.web import pseudo
from tests.web.practitioner.screens import Screen, a_session, checked_in, queries_of


@pytest.fixture
def agreed(people: People) -> Plan:
    return an_agreed_plan(people, people.ana)


@pytest.fixture
def again(people: People, agreed: Plan) -> Plan:
    """Off track, reviewed, and off track again."""
    checked_in(people, people.ana, 12)
    a_session(people, agreed)
    checked_in(people, people.ana, 20)
    people.later(hours=2)
    reviewed = {"decision": "go_on", "reason": "A hard month.", "look-events": "Her mother is ill."}
    assert Screen(people, "ben").post("review", people.ana.pk, **reviewed).status_code == 302
    a_session(people, agreed)
    checked_in(people, people.ana, 21)
    return agreed


def test_the_list_says_who_when_and_how_soon(people: People, agreed: Plan) -> None:
    checked_in(people, people.ana, 12)
    a_session(people, agreed)
    checked_in(people, people.ana, 20)
    text = Screen(people, "eve").text("off_track")
    for words in ("Ana Petrova", "Ben Okafor", "Review due by", "Nobody has opened it yet.", "No case waits"):
        assert words in text
    Screen(people, "ben").text("person", people.ana.pk)
    assert "First opened" in Screen(people, "eve").text("off_track")


def test_off_track_again_is_discussed_and_everybody_reads_it(people: People, again: Plan) -> None:
    eve = Screen(people, "eve")
    assert "For case discussion" in eve.text("off_track")
    assert f"/care/people/{people.ana.pk}/discussion/" in eve.text("off_track")
    page = eve.text("discussion", people.ana.pk)
    for words in ("Off track again after a review", "Her mother is ill.", "A hard month.", "2 hours after the score"):
        assert words in page
    assert eve.post("discussion", people.ana.pk, agreed="Twice a week, until May.").url == "/care/off-track/"
    assert CaseDiscussion.objects.get().agreed == "Twice a week, until May."
    assert "Twice a week, until May." in Screen(people, "ben").text("review", people.ana.pk)
    assert "Twice a week, until May." in Screen(people, "ana").text("my_review")


def test_nothing_written_is_refused_in_full(people: People, again: Plan) -> None:
    answer = Screen(people, "eve").post("discussion", people.ana.pk, agreed=" ")
    assert answer.status_code == 422
    assert "It does not say what was agreed." in answer.content.decode()
    assert not CaseDiscussion.objects.exists()


def test_without_a_plan_there_is_nothing_to_discuss(people: People) -> None:
    eve = Screen(people, "eve")
    assert "No plan is running" in eve.text("discussion", people.ana.pk)
    assert eve.post("discussion", people.ana.pk, agreed="More").status_code == 422
    assert not CaseDiscussion.objects.exists()


@pytest.mark.parametrize("name", ["ben", "dev", "ana", "cleo", "finn"])
def test_others_find_no_discussion(people: People, agreed: Plan, name: str) -> None:
    assert Screen(people, name).get("discussion", people.ana.pk).status_code == 404
    assert Screen(people, name).post("discussion", people.ana.pk, agreed="More").status_code == 404
    assert Screen(people, name).get("off_track").status_code in {403, 404}
    assert not CaseDiscussion.objects.exists()


def test_the_caseload_of_a_supervisor_leads_to_the_discussion(people: People, again: Plan) -> None:
    text = Screen(people, "eve").text("caseload")
    assert "Off track again after a review" in text
    assert f"/care/people/{people.ana.pk}/discussion/" in text
    assert f"/care/people/{people.ana.pk}/review/" in Screen(people, "ben").text("caseload")


def test_the_list_costs_the_same_however_long_it_is(people: People) -> None:
    def cost(how_many: int, first: int) -> int:
        for number in range(first, first + how_many):
            client = a_client(people, f"client{number}", f"Person{number}", f"Family{number}")
            agreed = an_agreed_plan(people, client)
            checked_in(people, client, 12, f"client{number}")
            a_session(people, agreed)
            checked_in(people, client, 20, f"client{number}")
        eve = Screen(people, "eve")
        assert eve.text("off_track").count('class="task"') == first + how_many
        return queries_of(lambda: eve.text("off_track"))

    assert cost(2, 0) == cost(3, 2)


@pytest.mark.parametrize("page", ["off_track", "discussion"])
def test_every_word_can_be_translated(people: People, again: Plan, page: str) -> None:
    args = [people.ana.pk] if page == "discussion" else []
    assert pseudo.untranslated(Screen(people, "eve").pseudo(page, *args)) == []
