"""What was told in confidence is found where a text repeats it or tells much the same; other texts pass."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.science.groups import find_quotes, place_of

TOLD = (
    "I am thinking of leaving him. My sister in Leeds would take me in with the children.",
    "He drinks at night.",
    "Він погрожував мені ножем минулої зими",
    "我打算离开他回到母亲家",
)


@pytest.mark.parametrize(
    "text",
    [
        "I am thinking of leaving him",
        "We heard that she was THINKING OF LEAVING HIM, and more.",
        "The sister in Leeds takes children in.",
        "There were nights of drinking: a drink each night.",
        "Вона каже: погрожував ножем зимою минулою.",
        "他说我打算离开他回到母亲家了",
        "A good hour.\nHer sister could take the children to Leeds for a while.",
    ],
)
def test_what_was_told_is_found_in_the_same_words_and_in_bent_ones(text: str) -> None:
    assert find_quotes(text, TOLD), text


@pytest.mark.parametrize(
    "text",
    [
        "We walk once on Friday after supper.",
        "We say one good thing at night.",
        "Each keeps an evening for themselves, and the children come along on Sundays.",
        "",
        "我们周五一起散步",
    ],
)
def test_other_texts_pass(text: str) -> None:
    assert find_quotes(text, TOLD) == ()


def test_comparing_the_words_as_they_stand_would_miss_a_retelling() -> None:
    """The control: a search for the sealed words sees the first text and not the second."""
    same, retold = (
        "I am thinking of leaving him.",
        "She told us of her thoughts: that the sister takes the children in.",
    )
    assert [any(one.split(".")[0] in text for one in TOLD) for text in (same, retold)] == [True, False]
    assert [bool(find_quotes(text, TOLD)) for text in (same, retold)] == [True, True]


def test_the_place_is_that_of_the_sentence() -> None:
    text = "A good hour.\nHe drinks at night."
    (found,) = find_quotes(text, TOLD)
    assert (found.words, text[found.start : found.end]) == ("He drinks at night", "He drinks at night")
    assert place_of(text, found).line == 2


@given(st.text(max_size=200), st.lists(st.text(max_size=80), max_size=3))
def test_any_text_is_read_and_every_place_is_inside_it(text: str, told: list[str]) -> None:
    for one in find_quotes(text, told):
        assert text[one.start : one.end] == one.words


TELLING = st.sampled_from(["window", "kitchen", "brother", "letter", "garden", "promise", "winter", "quarrel"])


@given(st.lists(TELLING, min_size=3, unique=True))
def test_a_sentence_is_close_to_itself_in_any_order(words: list[str]) -> None:
    assert find_quotes(" ".join(reversed(words)), [" ".join(words)])
