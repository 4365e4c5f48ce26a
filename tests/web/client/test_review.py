"""The client's side of a review: the same conversation in plain words, and their own view before it."""

from __future__ import annotations

import pytest
from django.urls import reverse

from kith.care.models import OwnView
from tests.people import People, an_agreed_plan
from tests.web import pseudo
from tests.web.practitioner.screens import Screen


def reviewed(people: People) -> None:
    an_agreed_plan(people, people.ana)
    fields = {
        "decision": "change",
        "reason": "The walks help, the homework does not.",
        "client_says": "Less paper.",
        "look-alliance": "I was late twice.",
        "try-motivation": ["smaller-step"],
    }
    assert Screen(people, "ben").post("review", people.ana.pk, **fields).status_code == 302


def test_ana_reads_what_was_looked_at_decided_and_why(people: People) -> None:
    reviewed(people)
    text = Screen(people, "ana").text("my_review")
    for words in (
        "We change something.",
        "The walks help, the homework does not.",
        "Less paper.",
        "How the two of us work together",
        "I was late twice.",
        "We make the next step smaller, so that it can be done.",
    ):
        assert words in text
    for words in ("off track", "Off track", "signal", "Alliance"):
        assert words not in text


def test_ana_says_her_view_and_ben_reads_it_before_the_review(people: People) -> None:
    an_agreed_plan(people, people.ana)
    ana = Screen(people, "ana")
    answer = ana.post("my_review", areas=["support", "events"], stay="The walks", change="Shorter sheets")
    assert answer.url == "/me/review/"
    assert "It waits for the next review." in ana.text("my_review")
    text = Screen(people, "ben").text("review", people.ana.pk)
    for words in ("What the person wrote before this review", "The people around you", "The walks", "Shorter sheets"):
        assert words in text
    reviewed_fields = {"decision": "go_on", "reason": "Agreed."}
    Screen(people, "ben").post("review", people.ana.pk, **reviewed_fields)
    assert "It was there at a review." in ana.text("my_review")
    assert "What the person wrote before this review" not in Screen(people, "ben").text("review", people.ana.pk)


def test_what_was_typed_stays_when_it_cannot_be_kept(people: People) -> None:
    answer = Screen(people, "ana").post("my_review", areas=["support"], change="x" * 2001)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "It has 2001 characters." in text
    assert "x" * 2001 in text
    assert not OwnView.objects.exists()


def test_nothing_said_is_refused_kindly(people: People) -> None:
    answer = Screen(people, "ana").post("my_review")
    assert answer.status_code == 422
    assert "Say one thing, however small." in answer.content.decode()


def test_the_page_says_that_nobody_reads_at_once_and_leads_to_help(people: People) -> None:
    text = Screen(people, "ana").text("my_review")
    assert "Nobody reads it at once" in text
    assert f'href="{reverse("help_now")}"' in text


@pytest.mark.parametrize("name", ["ben", "eve", "dev", "cleo"])
def test_it_is_the_clients_own_page(people: People, name: str) -> None:
    assert Screen(people, name).get("my_review").status_code == 404
    assert Screen(people, name).post("my_review", stay="x").status_code == 404


def test_every_word_can_be_translated(people: People) -> None:
    reviewed(people)
    Screen(people, "ana").post("my_review", areas=["support"], stay="The walks")
    assert pseudo.untranslated(Screen(people, "ana").pseudo("my_review")) == []
