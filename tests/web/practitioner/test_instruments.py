"""The catalogue of measures: found by purpose and words, each with its rights and what its numbers rest on."""

from __future__ import annotations

from django.utils.html import escape

from kith.science.library import Library
from tests.people import People
from tests.web import pseudo
from tests.web.practitioner.screens import Screen

LIBRARY = Library.open()


def test_every_instrument_has_a_page_that_says_who_may_print_it(people: People) -> None:
    ben = Screen(people, "ben")
    for name, definition in LIBRARY.instruments.items():
        text = ben.text("instrument", name)
        assert escape(definition.short) in text
        assert escape(definition.licence.licence) in text
        words = next(iter(LIBRARY.wordings[name].values())).items
        assert ("not ours to print" in text) == (words is None), name


def test_a_figure_says_where_it_is_from_and_whether_anybody_read_it_there(people: People) -> None:
    text = Screen(people, "ben").text("instrument", "phq9")
    for said in ("10 or more", "6 points or more", "read at its source", "from memory, not yet verified", "Löwe"):
        assert said in text


def test_a_pattern_is_never_shown_as_a_sum(people: People) -> None:
    text = Screen(people, "ben").text("instrument", "cssrs-screener")
    assert "a pattern, never a sum" in text
    assert "What each number means" not in text


def test_the_list_is_found_by_purpose_and_by_words(people: People) -> None:
    ben = Screen(people, "ben")

    def listed(**asked: str) -> list[str]:
        text = ben.text("instruments", **asked)
        return [name for name in LIBRARY.instruments if f'/care/instruments/{name}/"' in text]

    assert listed() == list(LIBRARY.instruments)
    assert "worries-about-others" in listed(**{"for": "paranoid_fears"})
    assert "phq9" not in listed(**{"for": "paranoid_fears"})
    assert listed(q="panic disorder") == ["pdss-sr"]
    assert "core10" not in listed(text="1")
    assert "No measure fits" in ben.text("instruments", q="no such thing")


def test_an_unknown_instrument_is_absent_and_a_client_has_no_catalogue(people: People) -> None:
    assert Screen(people, "ben").get("instrument", "phq99").status_code == 404
    assert Screen(people, "ana").get("instruments").status_code == 403


def test_every_word_of_ours_can_be_translated(people: People) -> None:
    screen = Screen(people, "ben")
    for page in (("instruments",), ("instrument", "phq9"), ("instrument", "sdq-parent"), ("instrument", "assist")):
        assert pseudo.untranslated(screen.pseudo(*page)) == []
