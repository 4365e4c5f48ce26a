"""A measure being written: what each change does, what is found missing, and what differs between two versions."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from kith.science.instruments import score
from kith.science.instruments.building import (
    BandRow,
    ChangeProblem,
    Content,
    blank,
    case_faults,
    cases_of,
    change,
    copied,
    differences,
    gaps,
    read,
)
from kith.science.library import Library

TODAY = "2026-01-05"
LIBRARY = Library.open()
FREE = [
    name for name, one in LIBRARY.instruments.items() if one.licence.ship_text and one.licence.rights in ("A", "own")
]
ABOUT = {
    "title": "How I sleep", "short": "Sleep", "recall": "", "recall_days": None, "instruction": "", "stem": "",
    "thanks": "Thank you.", "kind": "symptoms", "direction": "higher_is_worse", "respondents": ["self"],
}  # fmt: skip
OWN = {"rights": "own", "holder": "Us", "where": "Here", "day": "", "notice": "", "is_confirmed": True}
FLAG = {
    "looks_at": "item:q1",
    "side": "at_least",
    "value": 2,
    "urgency": "same_day",
    "response": "x",
    "words": "Afraid",
}
QUESTION = {"words": "I wake", "options": "a1", "reverse": False}
ALWAYS = {"asked_after": "", "asked_from": None, "unasked_counts": None}


def score_given(**more: Any) -> dict[str, Any]:
    bands = (BandRow("b1", None, "calm", "You sleep."), BandRow("b2", 4, "often", "Nights are hard."))
    given = {"scale": "s1", "name": "Sleep", "items": ["q1", "q2", "q3"], "method": "sum", "blanks": 1, "bands": bands}
    return given | more


def done(content: Content, what: str, /, **given: Any) -> Content:
    return change(content, what, given, TODAY)


@pytest.fixture(scope="module")
def whole() -> Content:
    """Three questions, a score with two bands, three confirmed examples: nothing is missing."""
    made = blank(identifier="own-sleep-abcdef", title="How I sleep", language="en", service="Harbour", today=TODAY)
    made = done(done(made, "set_about", **ABOUT), "add_answers", form="choice")
    made = done(made, "set_choices", name="a1", rows=[(0, "Never"), (1, "Sometimes"), (2, "Often")])
    for words in ("I wake", "I fear the night", "I lie awake"):
        made = done(made, "add_question", words=words, options="a1")
    made = done(done(made, "add_score", name="Sleep"), "set_score", **score_given())
    made = done(made, "set_rights", **OWN)
    for number in range(3):
        made = done(made, "add_example", name=f"{number}", answers={"q1": number, "q2": number, "q3": number})
        made = done(made, "confirm_example", number=number + 1)
    return made


def test_a_whole_measure_lacks_nothing_and_reads_as_the_librarys_own(whole: Content) -> None:
    assert gaps(whole) == ()
    reading = read(whole)
    assert reading.instrument is not None
    assert reading.problems == ()
    assert score(reading.instrument, {"q1": 2, "q2": 2, "q3": None}).scores["s1"].value == 6
    assert case_faults({**whole, "cases": cases_of(whole)}) == ()


@pytest.mark.parametrize("name", FREE)
def test_a_copy_lacks_only_what_its_author_must_say(name: str) -> None:
    made = copied(
        LIBRARY.instruments[name],
        LIBRARY.wordings[name],
        identifier="own-copy-abcdef",
        title="A copy",
        language="en",
        service="Harbour",
        today=TODAY,
    )
    allowed = {"rights_not_confirmed", "too_few_examples", "flag_without_response", "no_scores", "words_missing"}
    assert {gap.kind for gap in gaps(made)} <= allowed


def test_a_change_leaves_the_earlier_document_as_it_was(whole: Content) -> None:
    before = copy.deepcopy(whole)
    done(whole, "remove_question", item="q2")
    assert whole == before


def test_taking_a_question_away_takes_all_that_looked_at_it(whole: Content) -> None:
    after_first = {"asked_after": "q1", "asked_from": 1, "unasked_counts": None}
    made = done(whole, "add_flag", **FLAG)
    made = done(made, "set_question", item="q2", **QUESTION, **after_first)
    made = done(made, "remove_question", item="q1")
    instrument = made["instrument"]
    assert [item["id"] for item in instrument["items"]] == ["q2", "q3"]
    assert instrument["flags"] == []
    assert "asked_if" not in instrument["items"][0]
    assert (instrument["scales"][0]["items"], instrument["scales"][0]["highest"]) == (["q2", "q3"], 4)
    assert "q1" not in made["wordings"]["en"]["items"]
    assert read(made).problems == ()


def test_an_average_runs_from_the_lowest_to_the_highest_answer(whole: Content) -> None:
    made = done(whole, "set_score", **score_given(method="mean", bands=()))
    assert (made["instrument"]["scales"][0]["lowest"], made["instrument"]["scales"][0]["highest"]) == (0, 2)


MISSING: dict[str, list[tuple[str, dict[str, Any]]]] = {
    "choice_without_words": [("set_choices", {"name": "a1", "rows": [(0, "Never"), (1, ""), (2, "Often")]})],
    "ends_without_words": [("add_answers", {"form": "rating"})],
    "asks_later": [
        ("set_question", {"item": "q2", **QUESTION, "asked_after": "q1", "asked_from": 1, "unasked_counts": None}),
        ("move_question", {"item": "q1", "steps": 2}),
    ],
    "never_asked": [
        ("set_question", {"item": "q2", **QUESTION, "asked_after": "q1", "asked_from": 9, "unasked_counts": None})
    ],
    "no_scores": [("remove_score", {"scale": "s1"})],
    "band_outside": [("set_score", score_given(bands=(*score_given()["bands"], BandRow("", 9, "never", "Never."))))],
    "band_without_words": [("set_score", score_given(bands=(BandRow("b1", None, "calm", ""),)))],
    "flag_never": [("add_flag", {**FLAG, "value": 3})],
    "rights_not_confirmed": [("set_rights", {**OWN, "is_confirmed": False})],
    "words_missing": [("add_language", {"language": "fr"})],
    "too_few_examples": [("remove_example", {"number": 1})],
    "example_differs": [("set_question", {"item": "q1", **QUESTION, **ALWAYS, "reverse": True})],
    "no_thanks": [("set_about", {**ABOUT, "thanks": ""})],
}


@pytest.mark.parametrize("kind", MISSING)
def test_what_is_missing_is_found(whole: Content, kind: str) -> None:
    made = whole
    for name, given in MISSING[kind]:
        made = done(made, name, **given)
    assert kind in {gap.kind for gap in gaps(made)}


def test_a_second_language_is_whole_when_every_text_of_the_first_is_there(whole: Content) -> None:
    made = done(whole, "add_language", language="fr")
    texts = {("items", name): f"Question {name}" for name in ("q1", "q2", "q3")}
    texts |= {("options", "a1", str(value)): f"Choix {value}" for value in range(3)}
    for band in ("b1", "b2"):
        texts |= {("scales", "s1", "bands", band, to): f"{band} {to}" for to in ("practitioner", "client")}
    made = done(made, "set_language", language="fr", texts={**texts, ("title",): "Sommeil", ("thanks",): "Merci"})
    assert [gap.values["count"] for gap in gaps(made)] == [1]
    made = done(made, "set_language", language="fr", texts={("scales", "s1", "name"): "Sommeil"})
    assert gaps(made) == ()


DIFFERENT: dict[str, tuple[str, dict[str, Any], bool]] = {
    "question_new": ("add_question", {"words": "I dream", "options": "a1"}, True),
    "question_gone": ("remove_question", {"item": "q1"}, True),
    "question_moved": ("move_question", {"item": "q1", "steps": 1}, True),
    "question_words": ("set_question", {"item": "q1", **QUESTION, **ALWAYS, "words": "I wake up"}, False),
    "question_reversed": ("set_question", {"item": "q1", **QUESTION, **ALWAYS, "reverse": True}, True),
    "answer_numbers": ("set_choices", {"name": "a1", "rows": [(0, "Never"), (5, "Often")]}, True),
    "answer_words": ("set_choices", {"name": "a1", "rows": [(0, "No"), (1, "Sometimes"), (2, "Often")]}, False),
    "score_mean": ("set_score", score_given(method="mean"), True),
    "score_blanks": ("set_score", score_given(blanks=0), True),
    "score_questions": ("set_score", score_given(items=["q1", "q2"]), True),
    "band_words": ("set_score", score_given(bands=(BandRow("b1", None, "x", "y"), score_given()["bands"][1])), False),
    "band_gone": ("set_score", score_given(bands=score_given()["bands"][:1]), True),
    "flag_new": ("add_flag", FLAG, False),
    "rights": ("set_rights", {**OWN, "holder": "Somebody else"}, False),
    "language_new": ("add_language", {"language": "fr"}, False),
    "about_title": ("set_about", {**ABOUT, "title": "My sleep"}, False),
}  # fmt: skip


@pytest.mark.parametrize("kind", DIFFERENT)
def test_what_is_different_is_named(whole: Content, kind: str) -> None:
    name, given, changes_scores = DIFFERENT[kind]
    found = differences(whole, done(whole, name, **given))
    assert kind in {one.kind for one in found}
    assert any(one.changes_scores for one in found) == changes_scores


def test_a_band_that_begins_elsewhere_says_where_it_began(whole: Content) -> None:
    bands = (score_given()["bands"][0], BandRow("b2", 5, "often", "Nights are hard."))
    (found,) = differences(whole, done(whole, "set_score", **score_given(bands=bands)))
    assert (found.kind, found.was, found.now, found.values["band"]) == ("band_start", "4", "5", "often")


def test_nothing_is_different_from_itself(whole: Content) -> None:
    assert differences(whole, copy.deepcopy(whole)) == ()


def test_a_measure_has_an_end(whole: Content) -> None:
    made = whole
    for _ in range(97):
        made = done(made, "add_question", words="x", options="a1")
    with pytest.raises(ChangeProblem, match="too_many_questions"):
        done(made, "add_question", words="x", options="a1")


def test_characters_that_cannot_be_shown_are_left_out(whole: Content) -> None:
    made = done(whole, "set_question", item="q1", **{**QUESTION, "words": "I wake\x00\x07"}, **ALWAYS)
    assert made["wordings"]["en"]["items"]["q1"] == "I wake"
