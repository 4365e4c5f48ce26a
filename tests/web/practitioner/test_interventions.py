"""The catalogue of interventions: found by what it must fit, whole, side by side, and in a client's words."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.utils.html import escape

from kith.science.library import Library
from kith.web.practitioner.names import NAMES
from kith.web.practitioner.span_words import GOALS
from tests.people import People
from tests.web.practitioner.screens import Screen

LIBRARY = Library.open()


def listed(screen: Screen, **asked: str) -> set[str]:
    text = screen.text("interventions", **asked)
    return {name for name, one in LIBRARY.protocols.items() if f'value="{name}"' in text}


def test_every_intervention_has_a_page_with_its_harms_its_checks_and_every_meeting(people: People) -> None:
    ben = Screen(people, "ben")
    for name, one in LIBRARY.protocols.items():
        text = ben.text("intervention", name)
        for words in (one.title, *(harm.text for harm in one.harms), *(gate.text for gate in one.gates)):
            assert escape(words) in text, name
        for page in one.pages:
            assert escape(page.title) in text, name


def test_the_list_is_found_by_problem_place_leader_and_words(people: People) -> None:
    ben = Screen(people, "ben")
    assert listed(ben) == set(LIBRARY.protocols)
    panic = listed(ben, problem="panic")
    assert panic == {name for name, one in LIBRARY.protocols.items() if "panic" in one.problems}
    assert "cbt-panic" in panic
    assert "community-sociotherapy" in listed(ben, profession="lay_worker")
    assert "cbt-panic" not in listed(ben, profession="lay_worker")
    assert "cbt-panic" in listed(ben, q="interoceptive")
    assert listed(ben, q="no such words anywhere") == set()


def test_surer_evidence_leaves_out_what_is_less_sure(people: People) -> None:
    ben = Screen(people, "ben")
    sure = listed(ben, certainty="moderate")
    assert "cbt-depression" in sure
    assert "community-sociotherapy" not in sure


def test_a_list_that_is_empty_says_what_to_do(people: People) -> None:
    assert "take a filter away" in Screen(people, "ben").text("interventions", q="no such words anywhere")


def test_two_side_by_side_show_what_differs(people: People) -> None:
    text = Screen(people, "ben").text("compare", of=["cbt-panic", "community-sociotherapy"])
    for one in ("cbt-panic", "community-sociotherapy"):
        assert escape(LIBRARY.protocol(one).who_it_may_help) in text
    assert "differs" in text


def test_an_intervention_is_explained_in_a_clients_words_with_what_may_be_hard(people: People) -> None:
    text = Screen(people, "ben").text("explain", "cbt-panic")
    one = LIBRARY.protocol("cbt-panic")
    assert escape(one.title_for_client) in text
    for harm in one.harms:
        assert escape(harm.text) in text
    assert "You can stop at any time" in text


def documents() -> Iterator[tuple[str, str, str]]:
    for name, sheet in LIBRARY.worksheets.items():
        yield "library_worksheet", name, sheet.title
    for name, practice in LIBRARY.practices.items():
        yield "library_practice", name, practice.title
    for full in LIBRARY.lessons:
        if full.endswith(".en"):
            yield "library_lesson", full.removesuffix(".en"), LIBRARY.lessons[full].title


def test_every_document_can_be_looked_over(people: People) -> None:
    ben = Screen(people, "ben")
    for page, name, title in documents():
        assert escape(title) in ben.text(page, name), name


def test_an_empty_form_has_room_for_every_answer(people: People) -> None:
    text = Screen(people, "ben").text("library_worksheet", "thought-record")
    for field in LIBRARY.worksheet("thought-record").asked:
        assert escape(field.label) in text


@pytest.mark.parametrize("page", ["intervention", "explain", "library_worksheet", "library_practice", "library_lesson"])
def test_what_is_not_there_looks_like_nothing(people: People, page: str) -> None:
    assert Screen(people, "ben").get(page, "no-such-thing").status_code == 404


def test_every_problem_format_leader_and_goal_of_the_library_has_a_name() -> None:
    named = {
        name
        for one in LIBRARY.protocols.values()
        for names in (one.problems, one.format, one.settings, *(who.professions for who in one.deliverers))
        for name in names
    }
    assert not named - set(NAMES), "give each of these a name that can be translated"
    assert {goal for one in LIBRARY.protocols.values() for goal in one.goals} <= set(GOALS)
