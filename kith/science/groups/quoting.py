"""Finds where a text comes close to what one person told in confidence: the same words in a row, or much the same."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from kith.science.groups.name_forms import Word, is_without_spaces, words_of

IN_A_ROW: Final = 5
"""Words in a row that two people seldom write by chance; shorter runs are phrases. Our own convention."""
SHARE: Final = 0.6
"""Of the telling words of one sealed sentence: at half, chance begins; at four fifths, a retelling slips through."""
FEWEST: Final = 3  # telling words that a sentence must share: with two, any two sentences on one matter would be close
SHORTEST: Final = 2  # a sealed sentence of so few telling words is close where all of them stand in one sentence
STEM: Final = 4  # letters of a word that are compared, so that endings do not matter; shorter words tell nothing
SIGNS_IN_A_ROW: Final = 6  # in scripts without spaces
_SENTENCE: Final = re.compile(r"[.!?;\n。！？]+")
_COMMON_WORDS: Final = """
    about after again also always because been before being both came come could does each even ever every from gets
    goes going have having here into just know like made make many more most much must never only other over said same
    says should some such than that their them then there these they thing things this those time told very want wants
    were what when where which while will with would your
"""
_COMMON: Final = frozenset(_COMMON_WORDS.split())


@dataclass(frozen=True)
class Quote:
    """A piece of the text that comes close to something sealed."""

    start: int
    end: int
    words: str


def find_quotes(text: str, sealed: Iterable[str]) -> tuple[Quote, ...]:
    """Every sentence of a text that repeats something sealed, or tells much the same in other forms of its words.

    A sentence is close when it shares five words in a row with a sealed text, or six signs in a row in a script without
    spaces; or three fifths of the telling words of one sealed sentence, and at least three, or both where it has only
    two. Telling are words of four letters and more that are not on a short list, compared by their first four letters.
    Better one too many: whoever writes can ask the person first, or leave it out. Other words for the same thing are
    not found.

    >>> told = ["He thinks of living alone for a while. Nobody knows."]
    >>> [one.words for one in find_quotes("We walk on Friday. He thought about it: thinking, living alone.", told)]
    ['He thought about it: thinking, living alone']
    >>> find_quotes("We walk together once a week, on Friday.", told)
    ()
    """
    told = list(sealed)
    runs = {run for one in told for run in _runs(one)}
    sentences = [telling for one in told for _, piece in _sentences(one) if len(telling := _telling(piece)) >= SHORTEST]
    return tuple(
        Quote(start, start + len(piece), piece)
        for start, piece in _sentences(text)
        if runs & set(_runs(piece)) or any(_is_close(_telling(piece), one) for one in sentences)
    )


def _is_close(said: set[str], told: set[str]) -> bool:
    return len(said & told) >= max(min(FEWEST, len(told)), SHARE * len(told))


def _sentences(text: str) -> Iterator[tuple[int, str]]:
    """Where each begins, and its words."""
    start = 0
    for end, after in [*((match.start(), match.end()) for match in _SENTENCE.finditer(text)), (len(text), len(text))]:
        piece = text[start:end]
        if piece.strip():
            yield start + len(piece) - len(piece.lstrip()), piece.strip()
        start = after


def _runs(text: str) -> Iterator[tuple[str, ...]]:
    words = [word.plain for word in words_of(text)]
    yield from (tuple(words[n : n + IN_A_ROW]) for n in range(len(words) - IN_A_ROW + 1))
    for word in words:
        if is_without_spaces(word):
            yield from ((word[n : n + SIGNS_IN_A_ROW],) for n in range(len(word) - SIGNS_IN_A_ROW + 1))


def _telling(text: str) -> set[str]:
    return {word.plain[:STEM] for word in words_of(text) if _tells(word)}


def _tells(word: Word) -> bool:
    return len(word.plain) >= STEM and word.plain not in _COMMON


__all__ = ["Quote", "find_quotes"]
