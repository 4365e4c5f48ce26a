"""My start: one question a page, every one can be left out, and an answer that cannot be kept loses nothing."""

from __future__ import annotations

from kith.care.actions import engage
from kith.care.models import Barrier
from tests.people import People
from tests.web.practitioner.screens import Screen


def test_from_what_is_in_the_way_to_a_first_small_goal(people: People) -> None:
    ana = Screen(people, "ana")
    assert "You can leave out each one" in ana.text("my_start")
    answers = {
        "barriers": {"kinds": ["cost", "other"], "words": "My mother must not know"},
        "help": {"chosen": ["fare_paid"]},
        "who": {"who": "woman"},
        "where": {"where": "not_said"},
        "how": {"how": "sms"},
        "goal": {"step": "Sleep through", "benefit": ""},
    }
    onward = [*list(answers)[1:], ""]
    for (part, fields), after in zip(answers.items(), onward, strict=True):
        assert "Question" in ana.text("my_start_part", part)
        sent = ana.post("my_start_part", part, **fields)
        assert sent.status_code == 302
        assert sent["Location"] == f"/me/start/{after}/".replace("//", "/")
    text = ana.text("my_start")
    for words in ("It costs too much", "We pay for the way", "A woman", "A text message", "Sleep through"):
        assert words in text
    assert '<span translate="no">Sleep through' in text.replace(' class="muted"', "")


def test_nothing_in_the_way_skips_what_would_help(people: People) -> None:
    ana = Screen(people, "ana")
    sent = ana.post("my_start_part", "barriers", kinds=["nothing"])
    assert sent["Location"] == "/me/start/who/"
    assert ana.get("my_start_part", "help").status_code == 302


def test_rather_not_say_changes_nothing_and_goes_on(people: People) -> None:
    engage.tell_barriers(client=people.ana, kinds=("cost",), by=people.sees("ben"), at=people.at)
    ana = Screen(people, "ana")
    assert ana.post("my_start_part", "barriers", kinds=["not_said"])["Location"] == "/me/start/help/"
    assert Barrier.objects.get().gone_at is None


def test_what_was_typed_is_there_again_when_nothing_is_chosen(people: People) -> None:
    answer = Screen(people, "ana").post("my_start_part", "barriers", words="My mother")
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "Nothing is chosen." in text
    assert "My mother" in text


def test_no_such_question_and_no_such_page_for_others(people: People) -> None:
    assert Screen(people, "ana").get("my_start_part", "money").status_code == 404
    assert Screen(people, "ben").get("my_start").status_code == 404


def test_all_of_it_can_be_translated(people: People) -> None:
    ana = Screen(people, "ana")
    for page in (ana.pseudo("my_start"), ana.pseudo("my_start_part", "who")):
        assert "Whom would you like" not in page
        assert "How can we make it easy" not in page
