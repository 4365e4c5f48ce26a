"""Making a measure of one's own on the pages: part by part, with what is missing, two people, and the try-out."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from kith.care.actions import author
from kith.care.actions.wording_of_changes import IN_CHANGES
from kith.care.models import OwnInstrument
from kith.science.instruments import building
from kith.web.practitioner.own_words import CHANGED, MISSING
from tests.care.own_measures import a_complete_draft, a_released_measure
from tests.people import People, a_service
from tests.web import pseudo
from tests.web.practitioner.screens import Screen

PARTS = ("about", "answers", "questions", "scores", "flags", "rights", "languages", "examples")


@pytest.fixture
def ben(people: People) -> Screen:
    return Screen(people, "ben")


def change(screen: Screen, own: OwnInstrument, what: str, row: str = "", /, **fields: Any) -> Any:
    """Send one form of the builder, with the count that the page shows."""
    own.refresh_from_db()
    return screen.post("own_instrument", own.pk, change=what, row=row, edits=own.edits, **fields)


def kept(screen: Screen, own: OwnInstrument, what: str, row: str = "", /, **fields: Any) -> None:
    answer = change(screen, own, what, row, **fields)
    assert answer.status_code == 302, re.findall(r"<small>(.*?)</small>", answer.content.decode())


def build(ben: Screen) -> OwnInstrument:
    """Three questions, from an empty page to a draft that lacks nothing, as a hand does it."""
    ben.post("own_instruments", title="How I sleep", language="en", copy_of="")
    own = OwnInstrument.objects.get()
    kept(ben, own, "add_answers", form="choice")
    rows = {"value-0": "0", "words-0": "Never", "value-1": "1", "words-1": "Sometimes", "value-2": "2"}
    kept(ben, own, "set_choices", "a1", **rows, **{"words-2": "Often"})
    for words in ("I wake at night", "I fear the night", "I feel rested"):
        kept(ben, own, "add_question", words=words, options="a1")
    kept(ben, own, "set_question", "q3", words="I feel rested", options="a1", reverse="on", asked_after="")
    kept(ben, own, "add_score", name="Sleep")
    bands = {"band-0": "", "staff-0": "calm", "client-0": "You sleep well.", "from-1": "4", "staff-1": "often"}
    items, scored = ["q1", "q2", "q3"], {"name": "Sleep", "method": "sum", "blanks": "1"}
    kept(ben, own, "set_score", "s1", items=items, **scored, **bands, **{"client-1": "The nights are hard."})
    about = {"title": "How I sleep", "short": "Sleep", "kind": "symptoms", "direction": "higher_is_worse"}
    kept(ben, own, "set_about", **about, respondents=["self"], thanks="Thank you.")
    kept(ben, own, "set_rights", rights="own", holder="Our team", where="Our shared folder", is_confirmed="on")
    for number, answers in enumerate(((0, 0, 2), (2, 2, 0), (1, 1, "")), start=1):
        typed = {f"answer-q{place}": str(value) for place, value in enumerate(answers, start=1)}
        kept(ben, own, "add_example", name=f"Example {number}", **typed)
        kept(ben, own, "confirm_example", str(number))
    return own


def test_a_practitioner_builds_a_measure_and_a_supervisor_releases_it(people: People, ben: Screen) -> None:
    own = build(ben)
    assert "Nothing is missing" in ben.text("own_instrument", own.pk)
    kept(ben, own, "propose")
    eve = Screen(people, "eve")
    assert "The worked examples, run again" in eve.text("own_instrument_release", own.pk)
    assert eve.post("own_instrument_release", own.pk, do="release", reason="Tried it twice").status_code == 302
    own.refresh_from_db()
    assert (own.state, own.released_by) == ("released", people.accounts["eve"])
    assert "How I sleep" in ben.text("assess", people.ana.pk)
    assert "I wake at night" in ben.text("measure", people.ana.pk, own.identifier)


def test_the_list_of_what_is_missing_leads_to_each_place(people: People, ben: Screen) -> None:
    own = build(ben)
    kept(ben, own, "set_choices", "a1", **{"value-0": "0", "words-0": "Never", "value-1": "1", "words-1": ""})
    text = ben.text("own_instrument", own.pk)
    assert "In answers 1 there are no words for: 1." in text
    assert 'href="?part=answers#answers-a1"' in text
    assert 'id="answers-a1"' in ben.text("own_instrument", own.pk, part="answers")
    answer = change(ben, own, "propose")
    assert answer.status_code == 409
    assert "still missing" in answer.content.decode()


def test_what_cannot_be_kept_stays_typed_with_its_fault_at_its_place(people: People, ben: Screen) -> None:
    own = build(ben)
    fields = {"name": "All of it", "method": "sum", "blanks": "1", "staff-0": "calm", "from-1": "many", "staff-1": "x"}
    answer = change(ben, own, "set_score", "s1", items=["q1"], **fields)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "Found: “many”." in text
    assert 'href="#id_bands-s1"' in text
    assert 'id="id_bands-s1"' in text
    assert 'value="All of it"' in text
    own.refresh_from_db()
    assert own.words["scales"]["s1"]["name"] == "Sleep"


def test_a_second_window_does_not_overwrite_the_first_and_nothing_typed_is_lost(people: People, ben: Screen) -> None:
    own = build(ben)
    shown = own.edits
    kept(ben, own, "add_question", words="I dream", options="a1")
    answer = ben.post(
        "own_instrument", own.pk, change="add_question", row="", edits=shown, words="I lie awake", options="a1"
    )
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "I lie awake</textarea>" in text
    own.refresh_from_db()
    assert "I lie awake" not in own.words["items"].values()
    assert f'name="edits" value="{own.edits}"' in text


def test_the_last_change_can_be_undone(people: People, ben: Screen) -> None:
    own = build(ben)
    kept(ben, own, "remove_question", "q1")
    kept(ben, own, "undo", part="questions")
    own.refresh_from_db()
    assert [item["id"] for item in own.content["instrument"]["items"]] == ["q1", "q2", "q3"]


def test_trying_it_shows_the_result_and_keeps_nothing(people: People, ben: Screen) -> None:
    own = build(ben)
    text = ben.post("own_instrument_try", own.pk, q_q1="2", q_q2="2", q_q3="0").content.decode()
    assert "What these answers come to" in text
    assert "The nights are hard." in text
    assert not people.ana.measurement_set.exists()
    answer = ben.post("own_instrument_try", own.pk, q_q1="9", q_q2="2", q_q3="0")
    assert answer.status_code == 422


def test_the_release_page_says_what_is_different(people: People, ben: Screen) -> None:
    own = a_released_measure(people)
    kept(ben, own, "start_version")
    draft = OwnInstrument.objects.get(number=2)
    names = {band["id"]: band["from"] for band in draft.content["instrument"]["scales"][0]["bands"]}
    bands = {"band-0": "b1", "staff-0": "calm", "client-0": "You sleep well.", "band-1": "b2", "from-1": "5"}
    assert names == {"b1": 0, "b2": 4}
    kept(
        ben, draft, "set_score", "s1", name="Sleep", items=["q1", "q2", "q3"], method="sum", blanks="1", **bands,
        **{"staff-1": "often", "client-1": "The nights are hard."},
    )  # fmt: skip
    kept(ben, draft, "set_question", "q1", words="I wake up at night", options="a1", asked_after="")
    eve = Screen(people, "eve")
    text = eve.text("own_instrument_release", draft.pk)
    assert "the band “often” begins at 5, was 4." in text
    assert "Question 1: was “I wake at night”, now “I wake up at night”." in text
    assert "begin a new line" in text


def test_a_version_that_was_sent_back_says_why(people: People, ben: Screen) -> None:
    own = a_complete_draft(people)
    kept(ben, own, "propose")
    eve = Screen(people, "eve")
    assert eve.post("own_instrument_release", own.pk, do="send_back", reason="").status_code == 422
    assert eve.post("own_instrument_release", own.pk, do="send_back", reason="Say “nights”").status_code == 302
    assert "Say “nights”" in ben.text("own_instrument", own.pk)


def test_the_author_cannot_release_and_a_manager_finds_no_release_page(people: People, ben: Screen) -> None:
    own = a_complete_draft(people)
    kept(ben, own, "propose")
    assert ben.post("own_instrument_release", own.pk, do="release", reason="Fine").status_code == 409
    cleo = Screen(people, "cleo")
    assert cleo.get("own_instrument_release", own.pk).status_code == 403
    assert cleo.get("own_instrument", own.pk).status_code == 200
    own.refresh_from_db()
    assert own.state == "proposed"


@pytest.mark.parametrize("page", ["own_instrument", "own_instrument_try", "own_instrument_release"])
def test_another_service_finds_nothing_there(people: People, page: str) -> None:
    own = a_released_measure(people)
    there = a_service("Hill Service", at=people.at)
    screen = Screen(there, "ben")
    assert screen.get(page, own.pk).status_code == 404
    assert screen.post(page, own.pk, change="start_version", do="release").status_code == 404
    assert own.title not in screen.text("own_instruments")
    assert screen.get("measure", there.ana.pk, own.identifier).status_code == 404
    assert Screen(there, "ana").get("check_in", own.identifier).status_code == 404
    assert screen.post("own_instruments", title="Mine", language="en", copy_of=own.identifier).status_code == 422


@pytest.mark.parametrize("part", PARTS)
def test_every_word_of_ours_can_be_translated(people: People, ben: Screen, part: str) -> None:
    own = a_complete_draft(people)
    for name, given in (("add_language", {"language": "fr"}), ("remove_question", {"item": "q2"})):
        own = author.save_draft(
            own=own, change=author.Change(name, given), edits=own.edits, by=people.sees("ben"), at=people.at
        )
    with ben.now():
        assert pseudo.untranslated(pseudo.read(ben.browser, f"/care/measures/{own.pk}/?part={part}")) == []


@pytest.mark.parametrize("page", ["own_instruments", "own_instrument", "own_instrument_try", "own_instrument_release"])
def test_every_word_of_the_other_pages_can_be_translated(people: People, page: str) -> None:
    own = a_released_measure(people)
    args = [] if page == "own_instruments" else [own.pk]
    assert pseudo.untranslated(Screen(people, "eve").pseudo(page, *args)) == []


def test_the_other_language_is_written_beside_the_first(people: People, ben: Screen) -> None:
    own = a_complete_draft(people)
    kept(ben, own, "add_language", language="fr")
    text = ben.text("own_instrument", own.pk, part="languages")
    assert "13 texts are missing" in text
    kept(ben, own, "set_language", "fr", **{"w-items-q1": "Je me réveille la nuit"})
    own.refresh_from_db()
    assert own.content["wordings"]["fr"]["items"] == {"q1": "Je me réveille la nuit"}
    assert "français: words are missing for 12 texts" in ben.text("own_instrument", own.pk)


@pytest.mark.parametrize("name", ["ana", "finn", "dan", "ada", "pia"])
def test_those_who_make_no_measures_are_told_so(people: People, name: str) -> None:
    own = a_released_measure(people)
    screen = Screen(people, name)
    assert screen.get("own_instruments").status_code == 403
    assert screen.get("own_instrument", own.pk).status_code == 403


@pytest.mark.parametrize(
    ("file", "call", "said"),
    [
        ("gaps", "Gap", MISSING),
        ("differing", "Difference", CHANGED),
        ("*", "ChangeProblem", {**IN_CHANGES, "gone": ""}),
    ],
)
def test_whatever_science_finds_has_its_sentence(file: str, call: str, said: dict[str, Any]) -> None:
    found: set[str] = set()
    for path in Path(building.__file__).parent.glob(f"{file}.py"):
        found |= set(re.findall(rf'\b{call}\(\s*"(\w+)"', path.read_text()))
    assert found
    assert {kind for kind in found if not kind.startswith("too_many_")} <= set(said)  # those share one sentence
