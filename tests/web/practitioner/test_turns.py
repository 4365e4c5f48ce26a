"""A couple practises on one screen: turns, a problem in six steps, and only what all agree to is kept."""

from __future__ import annotations

from typing import Any

import pytest

from kith.care.actions import together
from kith.care.models import Group, JointSummary
from tests.care.test_together import NOTHING, SECRET, bo, couple
from tests.people import People
from tests.web import pseudo
from tests.web.practitioner.screens import Screen

__all__ = ["bo", "couple"]  # fixtures


@pytest.fixture
def safe_couple(people: People, couple: Group) -> Group:
    for place in couple.memberships.all():
        given: dict[str, Any] = {"group": couple, "client": place.client, "by": people.sees("finn"), "at": people.at}
        together.ask_alone(said=NOTHING, answer="safe", was_alone=True, **given)
        together.keep_confidence(words=SECRET, **given)
    return couple


def page_of(answer: Any) -> str:
    assert answer.status_code == 200
    text: str = answer.content.decode()
    return text


def test_nobody_practises_before_everybody_was_asked_alone(people: People, couple: Group) -> None:
    finn = Screen(people, "finn")
    for page in ("talk_in_turns", "solve_together"):
        assert "You cannot practise together now." in finn.text(page, couple.pk)
        assert finn.post(page, couple.pk, what="offer", attempt="We walk.").status_code == 422
    assert "Practise together" not in finn.text("together", couple.pk)
    assert not JointSummary.objects.exists()


def test_the_turn_goes_round_and_what_was_missed_is_said_back_again(people: People, safe_couple: Group) -> None:
    finn, group = Screen(people, "finn"), safe_couple.pk
    assert "Practise together" in finn.text("together", group)
    assert "Nothing that is said here is written down" in finn.text("talk_in_turns", group)
    first = page_of(finn.post("talk_in_turns", group, what="again"))
    one, other = [place.display_name for place in safe_couple.memberships.order_by("starts", "made_at")]
    speaker = one if f"{one} speaks" in first else other
    listener = other if speaker == one else one
    assert f"{speaker} speaks" in first
    state: dict[str, Any] = {"speaker": "0", "turn": "0"}
    back = page_of(finn.post("talk_in_turns", group, what="next", stage="say", **state))
    assert f"{listener} says it back" in back
    asked = page_of(finn.post("talk_in_turns", group, what="next", stage="back", **state))
    assert f"Is that what {speaker} meant?" in asked
    assert f"{listener} says it back" in page_of(
        finn.post("talk_in_turns", group, what="missed", stage="check", **state)
    )
    swapped = page_of(finn.post("talk_in_turns", group, what="next", stage="check", **state))
    assert f"{listener} speaks" in swapped
    assert 'name="speaker" value="1"' in swapped
    ended = page_of(finn.post("talk_in_turns", group, what="next", stage="check", speaker="1", turn="1"))
    assert "Everybody has had a turn" in ended
    assert SECRET not in first + back + asked + swapped + ended


def test_a_next_try_is_offered_and_stands_when_all_say_yes(people: People, safe_couple: Group) -> None:
    finn, group = Screen(people, "finn"), safe_couple.pk
    assert finn.post("talk_in_turns", group, what="offer", attempt=" ").status_code == 422
    assert finn.post("talk_in_turns", group, what="offer", attempt="We walk on Friday.").status_code == 302
    offered = JointSummary.objects.get()
    assert (offered.words, offered.is_offered, offered.agreed_at) == ("We walk on Friday.", True, None)
    for name in ("ana", "bo"):
        Screen(people, name).post("my_groups", summary=offered.pk, agrees="yes")
    offered.refresh_from_db()
    assert offered.agreed_at is not None


def test_a_problem_goes_through_six_steps_and_ideas_are_not_kept(people: People, safe_couple: Group) -> None:
    finn, group = Screen(people, "finn"), safe_couple.pk
    empty = finn.post("solve_together", group, what="next", place="0", problem=" ")
    assert empty.status_code == 422
    assert "Nothing is written yet." in empty.content.decode()
    texts = {"problem": "Mornings are loud.", "ideas": "A bell\nA list", "weigh": "The list is quiet"}
    second = page_of(finn.post("solve_together", group, what="next", place="0", **texts))
    assert "Which ways are there?" in second
    assert "Mornings are loud." in second
    assert "What is the problem?" in page_of(finn.post("solve_together", group, what="back", place="1", **texts))
    texts |= {"choice": "A list", "attempt": "Each writes theirs tonight", "look_back": "Sunday"}
    assert finn.post("solve_together", group, what="offer", place="5", **texts).status_code == 302
    words = JointSummary.objects.get().words
    assert "Each writes theirs tonight" in words
    assert "A bell" not in words
    assert SECRET not in second


def test_a_plan_without_a_try_is_not_offered(people: People, safe_couple: Group) -> None:
    answer = Screen(people, "finn").post("solve_together", safe_couple.pk, what="offer", place="5", problem="Loud")
    assert answer.status_code == 422
    assert not JointSummary.objects.exists()


def test_forged_places_do_no_harm(people: People, safe_couple: Group) -> None:
    finn = Screen(people, "finn")
    forged = {"speaker": "99", "turn": "-3", "stage": "dance", "what": "next"}
    assert "speaks" in page_of(finn.post("talk_in_turns", safe_couple.pk, **forged))
    assert "When do you look back?" in page_of(finn.post("solve_together", safe_couple.pk, place="900"))


@pytest.mark.parametrize("name", ["ana", "ben", "dev", "cleo"])
@pytest.mark.parametrize("page", ["talk_in_turns", "solve_together"])
def test_others_find_no_exercise(people: People, safe_couple: Group, name: str, page: str) -> None:
    assert Screen(people, name).get(page, safe_couple.pk).status_code == 404


def test_every_word_is_translated(people: People, safe_couple: Group) -> None:
    finn = Screen(people, "finn")
    for page in ("talk_in_turns", "solve_together", "together"):
        assert pseudo.untranslated(finn.pseudo(page, safe_couple.pk)) == []
