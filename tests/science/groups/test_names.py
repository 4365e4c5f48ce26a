"""Names are found wherever they stand and however they are bent; a text without them passes; the places are right."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kith.science.groups import find_names, place_of

# One member each: every name they have, and forms of it that a writer may use.
FORMS: dict[tuple[str, ...], tuple[str, ...]] = {
    ("Alexandra", "Hill"): ("Alexandra's", "Sasha", "HILL", "Alex", "Hills", "alexandra"),
    ("Zofia", "Górska"): ("Zofię", "Zofii", "Gorska", "Zosia", "Górską"),
    ("Margaret", "Brook"): ("Peggy", "Maggie", "margaret", "Brook’s", "M.B.", "M. B."),
    ("Juan", "Muñoz"): ("Juanito", "MUNOZ", "Muñoz", "Mun\u0303oz"),
    ("Jürgen", "Weiß"): ("Juergen", "Jurgen", "Weiss", "Jürgens"),
    ("Оксана", "Коваль"): ("Оксану", "Оксаною", "ОКСАНА", "Коваля", "О.К."),
    ("ليلى", "منصور"): ("وليلى", "ليلي", "لِيلى", "منصورنا", "ولمنصور".replace("ولم", "لم")),
    ("কামাল", "হোসেন"): ("কামালের", "কামাল"),
    ("志强", "陈"): ("今天志强说",),
}
PEOPLE = tuple(FORMS)
PLAIN_WORDS = """
    the group spoke about trust and what helps when it is hard to begin somebody asked who would lead then was
    quiet people laughed again at end we agreed open every round with one word
"""
WORDS = st.sampled_from(PLAIN_WORDS.split())
SENTENCES = st.lists(st.lists(WORDS, min_size=3, max_size=8), min_size=1, max_size=5)
BENT = st.sampled_from([(names, form) for names, forms in FORMS.items() for form in forms])


def whole_words_only(text: str, people: Iterable[Iterable[str]]) -> bool:
    """The check that would be enough if nobody bent a name."""
    names = {name.casefold() for one in people for name in one}
    signs = "".join(sign if sign.isalpha() else " " for sign in text)
    return bool(names & set(signs.casefold().split()))


def prose(sentences: list[list[str]]) -> str:
    return "\n".join(f"{' '.join(words).capitalize()}." for words in sentences)


@settings(max_examples=400)
@given(SENTENCES)
def test_a_text_without_names_passes(sentences: list[list[str]]) -> None:
    assert find_names(prose(sentences), PEOPLE) == ()


@settings(max_examples=800)
@given(SENTENCES, BENT, st.data())
def test_a_bent_name_is_found_wherever_it_stands(
    sentences: list[list[str]], bent: tuple[tuple[str, ...], str], data: st.DataObject
) -> None:
    names, form = bent
    line = data.draw(st.integers(0, len(sentences) - 1))
    place = data.draw(st.integers(1, len(sentences[line]) - 1))  # at the start of a sentence a capital says nothing
    lines = prose(sentences).split("\n")
    lines[line] = " ".join([*lines[line].split()[:place], form, *lines[line].split()[place:]])
    text = "\n".join(lines)
    found = find_names(text, [names])
    assert found, text
    assert all(text[one.start : one.end] == one.words for one in found)
    assert (line + 1, place + 1) in {(at.line, at.word) for at in (place_of(text, one) for one in found)}


def test_comparing_whole_words_would_miss_the_bent_ones() -> None:
    """The control: the simple check sees the names as they are written, and not these."""
    assert whole_words_only("Then Zofia spoke.", PEOPLE)
    bent = [(names, form) for names, forms in FORMS.items() for form in forms]
    missed = [form for names, form in bent if not whole_words_only(f"Then {form} spoke.", [names])]
    assert {"Zofię", "Peggy", "Juanito", "Оксану", "وليلى", "M.B.", "今天志强说", "Alex"} <= set(missed)
    assert [form for names, form in bent if not find_names(f"Then {form} spoke.", [names])] == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("M told us about her son.", ["M"]),
        ("It was hard for MB, who lost a job.", ["MB"]),
        ("M. came from Leeds.", ["M."]),
        ("Then M. was quiet.", []),  # an initial alone says nothing about who it is
        ("Plan B was better than plan C, and I agreed.", []),
        ("A good hour. We met for 90 minutes.", []),
        ("K told us about her son.", []),
    ],
)
def test_initials_count_with_a_telling_detail(text: str, found: list[str]) -> None:
    assert [one.words for one in find_names(text, [("Margaret", "Brook"), ("Ana", "Petrova")])] == found


@pytest.mark.parametrize(
    ("names", "text"),
    [
        (("William", "Ek"), "We will pay the bill. Will it help? Bill by bill."),
        (("Ana", "Lund"), "An anagram game, and bananas with tea."),
        (("Harvey", "Tal"), "We talked about the harvest."),
        (("علي", "حسن"), "تكلمنا عليهم"),
    ],
)
def test_words_that_only_look_like_names_pass(names: tuple[str, ...], text: str) -> None:
    assert find_names(text, [names]) == ()


@given(st.text(max_size=200), st.lists(st.text(max_size=12), max_size=3))
def test_any_text_is_read_and_every_place_is_inside_it(text: str, names: list[str]) -> None:
    for one in find_names(text, [names]):
        assert 0 <= one.start < one.end <= len(text)
        assert text[one.start : one.end] == one.words


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_both_ways_of_writing_an_accent_are_one_name(form: str) -> None:
    assert find_names(unicodedata.normalize(form, "Then Muñoz spoke."), [("Juan", "Muñoz")])
