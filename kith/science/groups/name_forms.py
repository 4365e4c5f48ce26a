"""The words of a text as they can be compared, and the grammatical forms a name takes in them."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

SHORTEST: Final = 3
"""Shorter parts of names are too common as words, unless they are written like a name."""
SHORTEST_SPLIT_OFF: Final = 5  # from names this long people make nicknames by leaving the end away: Alexandra, Alex
SHORTEST_CASELESS: Final = 4  # in scripts without capitals a shorter beginning is too often another word
LONGEST_ENDING: Final = 3

_SENTENCE_ENDS: Final = frozenset(".!?:;•\n")
_QUOTES: Final = " \t\"'“”„«»‘’([*-–—"
_PLURALS: Final = ("s", "es")
_ENDINGS_WORDS: Final = "n en ns a u e i y om em ou oj ie in ek ka ko chen lein ito ita ulka ushka chka нька чка ка"
_ENDINGS: Final = tuple(_ENDINGS_WORDS.split())
_VOWEL_ENDINGS_WORDS: Final = "a e i o u y ou oj om ie ita ito ushka enka ом ой у ю и і е ы а я ою ею ушка енька очка"
_VOWEL_ENDINGS: Final = tuple(_VOWEL_ENDINGS_WORDS.split())
_VOWELS: Final = "aeiouyаеиіоуюяыь"
_PARTICLES: Final = ("و", "ل", "ب", "ف", "ك", "ال", "وال", "لل")  # Arabic writes these together with what follows
# Letters that decomposing leaves whole, and how they are often written without them.
_PLAIN: Final = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h"}
    | {"ى": "ي", "ة": "ه", "ـ": "", "ё": "е"}
)
_UMLAUTS: Final = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa"})


@dataclass(frozen=True)
class Word:
    """A run of letters: where it stands, as it can be compared, and how it is written."""

    start: int
    end: int
    plain: str
    is_capital: bool
    begins_sentence: bool


def words_of(text: str) -> Iterator[Word]:
    """Runs of letters with their marks; everything else parts them."""
    before, begun = "", -1
    for place, sign in enumerate(f"{text} "):
        if unicodedata.category(sign)[0] in "LM" or unicodedata.category(sign) == "Cf":
            begun = place if begun < 0 else begun
        elif begun >= 0:
            word = text[begun:place]
            between = before.rstrip(_QUOTES)
            is_first = not between or between[-1] in _SENTENCE_ENDS
            yield Word(begun, place, plain(word), word.lstrip("\u200b\u200c\u200d\u2060\ufeff")[:1].isupper(), is_first)
            before, begun = f"x{sign}", -1
        else:
            before += sign


def plain(text: str) -> str:
    """Lower case without accents and invisible signs."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    kept = (sign for sign in decomposed if unicodedata.category(sign) not in {"Mn", "Cf"})
    return "".join(kept).translate(_PLAIN)


def parts_of(name: str) -> Iterator[str]:
    """The parts of a name, of two letters or more; with and without its umlauts written out."""
    for form in {name, unicodedata.normalize("NFC", name).casefold().translate(_UMLAUTS)}:
        yield from (word.plain for word in words_of(form) if len(word.plain) > 1)


def is_form(word: Word, part: str) -> bool:
    """Whether a word of a text is this part of a name in some form."""
    has_case = part.upper() != part.lower()
    if len(part) < SHORTEST and has_case:
        return word.plain == part and word.is_capital
    if word.plain == part or word.plain in {part + ending for ending in _PLURALS}:
        return True
    if not has_case:
        return _is_caseless_form(word.plain, part)
    return word.is_capital and (_is_inflected(word.plain, part) or _is_nickname(word, part))


def is_without_spaces(part: str) -> bool:
    """Chinese and Japanese letters, written one after another without a sign between words."""
    return all(unicodedata.east_asian_width(sign) == "W" for sign in part)


def _is_caseless_form(word: str, part: str) -> bool:
    if word in {particle + part for particle in _PARTICLES}:
        return True
    bare = next(
        (word[len(one) :] for one in _PARTICLES if word[len(one) :].startswith(part) and word.startswith(one)), word
    )
    return len(part) >= SHORTEST_CASELESS and bare.startswith(part) and len(bare) - len(part) <= LONGEST_ENDING


def _is_inflected(word: str, part: str) -> bool:
    if len(part) <= SHORTEST:
        return False
    stem = part[:-1] if part[-1] in _VOWELS else part
    return word in {part + ending for ending in _ENDINGS} | {stem + ending for ending in _VOWEL_ENDINGS}


def _is_nickname(word: Word, part: str) -> bool:
    """At the start of a sentence any word has a capital, so nothing is read into it there."""
    is_long = len(word.plain) >= SHORTEST and len(part) >= SHORTEST_SPLIT_OFF
    return is_long and not word.begins_sentence and part.startswith(word.plain)
