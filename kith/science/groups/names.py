"""Finds where a text that must hold nobody's name holds one: in any case, accent, script, short form or ending."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, Protocol

from kith.science.groups.name_forms import Word, is_form, is_without_spaces, parts_of, plain, words_of
from kith.science.groups.nicknames import ALSO_WORDS, short_forms

_INITIALS: Final = re.compile(r"(?<!\w)([^\W\d_])(\.?) ?([^\W\d_])(\.?)(?!\w)")
_ONE_INITIAL: Final = re.compile(r"(?<![\w.])([^\W\d_])(\.?)(?!\w)")
_SENTENCE: Final = re.compile(r"(?<=[^\W\d_]{2})[.!?]+\s|\n")
# Besides initials, these say who somebody is: whose relative, what work, where, how old. English, and numbers.
_TELLING_WORDS: Final = """
    son daughter sons daughters husband wife partner mother father mum dad brother sister child children baby twin
    twins divorce wedding funeral pregnant job work works boss school teacher nurse driver street village church
    mosque court prison hospital diagnosis medication letter visa
"""
_TELLING: Final = frozenset(_TELLING_WORDS.split())


@dataclass(frozen=True)
class NameFound:
    """A piece of the text that may name somebody: where it stands, and whether it is a name or somebody's initials."""

    start: int
    end: int
    words: str
    kind: str  # name | initials


class Piece(Protocol):
    """Part of a text."""

    @property
    def start(self) -> int:
        """Where it begins."""
        ...


@dataclass(frozen=True)
class Place:
    """Where a piece stands as a reader counts: line and word of that line, from 1."""

    line: int
    word: int


def find_names(text: str, people: Iterable[Iterable[str]]) -> tuple[NameFound, ...]:
    """Every piece of a text that may name one of some people, each given by all the names they have, in order.

    Better one too many, because a writer can rephrase. Found: a name in any case and without its accents; its plural
    and possessive; forms with a case ending, fond forms, and nicknames that leave its end away, where they are written
    with a capital; names of two letters with a capital; names in scripts without spaces anywhere; both initials with
    stops; and initials in a sentence that holds a telling detail. People's names come given name first.

    >>> people = [["Lukasz", "Hill"], ["Margaret", "Ek"]]
    >>> [one.words for one in find_names("Łukasz's news, and Peggy agreed.", people)]
    ['Łukasz', 'Peggy']
    >>> [one.words for one in find_names("L.H. was quiet. M told us of her son.", people)]
    ['L.H.', 'M']
    >>> find_names("We talked about the harvest.", [["Harvey"], ["Tal"]])
    ()
    """
    known = [tuple(names) for names in people]
    parts = {part for names in known for name in names for part in parts_of(name)}
    named = list(_named(text, parts))
    taken = [(one.start, one.end) for one in named]
    initials = [one for one in _initials(text, known) if not any(a < one.end and one.start < b for a, b in taken)]
    return tuple(sorted({*named, *initials}, key=lambda one: (one.start, one.end)))


def place_of(text: str, found: Piece) -> Place:
    """The line and the word at which a piece begins.

    >>> place_of("A good hour.\\nThen Mimi sang.", NameFound(18, 22, "Mimi", "name"))
    Place(line=2, word=2)
    """
    before = text[: found.start]
    line = before[before.rfind("\n") + 1 :]
    return Place(before.count("\n") + 1, len(f"{line}x".split()))


def _named(text: str, parts: set[str]) -> Iterator[NameFound]:
    whole = {part for part in parts if is_without_spaces(part)}
    rest, fond = parts - whole, short_forms(parts)
    for word in words_of(text):
        written = text[word.start : word.end]
        is_named = any(is_form(word, part) for part in rest) or any(part in word.plain for part in whole)
        if is_named or _is_fond(word, fond):
            yield NameFound(word.start, word.end, written, "name")


def _is_fond(word: Word, fond: set[str]) -> bool:
    is_plain_word = word.begins_sentence and word.plain in ALSO_WORDS
    return word.is_capital and not is_plain_word and any(is_form(word, one) for one in fond)


def _initials(text: str, people: list[tuple[str, ...]]) -> Iterator[NameFound]:
    pairs = {pair for names in people for pair in _pairs(names)}
    first = {pair[0] for pair in pairs}
    begun = {word.start for word in words_of(text) if word.begins_sentence}
    telling = list(_telling_sentences(text))
    for match in _INITIALS.finditer(text):
        is_pair = plain(match[1] + match[3]) in pairs and match[1].isupper() and match[3].isupper()
        if is_pair and ((match[2] and match[4]) or _is_inside(match.start(), telling)):
            yield NameFound(match.start(), match.end(), match[0], "initials")
    for match in _ONE_INITIAL.finditer(text):
        is_one = plain(match[1]) in first and match[1].isupper() and _is_inside(match.start(), telling)
        if is_one and (match[2] or match[1] not in "IA" or (match[1] == "A" and match.start() not in begun)):
            yield NameFound(match.start(), match.end(), match[0], "initials")


def _pairs(names: tuple[str, ...]) -> set[str]:
    """The initials of a given name and a family name: of every name with every later one."""
    letters = [word.plain[:1] for name in names for word in words_of(name)]
    return {a + b for place, a in enumerate(letters) for b in letters[place + 1 :]}


def _telling_sentences(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for end in [*(match.end() for match in _SENTENCE.finditer(text)), len(text)]:
        if _is_telling(text[start:end]):
            yield start, end
        start = end


def _is_telling(sentence: str) -> bool:
    words = list(words_of(sentence))
    return any(sign.isdigit() for sign in sentence) or any(_tells(word) for word in words)


def _tells(word: Word) -> bool:
    """A word of the list, or one with a capital inside a sentence: a place, a firm, a street."""
    return word.plain in _TELLING or (word.is_capital and not word.begins_sentence and len(word.plain) > 2)


def _is_inside(place: int, ranges: list[tuple[int, int]]) -> bool:
    return any(start <= place < end for start, end in ranges)


__all__ = ["NameFound", "Place", "find_names", "place_of"]
