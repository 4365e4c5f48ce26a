"""Finds people's names in a text that must hold none: whatever their case, accents, script and grammatical form."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

SHORTEST = 3
"""Shorter parts of names are too common as words, unless they are written like a name."""
SHORTEST_SPLIT_OFF = 5  # from names this long people make nicknames by leaving the end away: Alexandra, Alex

SENTENCE_ENDS = frozenset(".!?:;•\n")
QUOTES = " \t\"'“”„«»‘’([*-–—"
PLURALS = ("s", "es")
ENDINGS = (
    "n",
    "en",
    "ns",
    "a",
    "u",
    "e",
    "i",
    "y",
    "om",
    "em",
    "ou",
    "oj",
    "ie",
    "in",
    "ek",
    "ka",
    "ko",
    "chen",
    "lein",
)
VOWEL_ENDINGS = (
    "a",
    "e",
    "i",
    "o",
    "u",
    "y",
    "ou",
    "oj",
    "om",
    "ie",
    "ом",
    "ой",
    "у",
    "ю",
    "и",
    "і",
    "е",
    "ы",
    "а",
    "я",
)
STRAY_PARTICLES = (
    "و",
    "ل",
    "ب",
    "ف",
    "ك",
    "ال",
    "وال",
    "لل",
)  # Arabic writes these together with the word that follows
# Letters that decomposing leaves whole, and how they are often written without them.
PLAIN = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h"})
UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa"})


@dataclass(frozen=True)
class _Word:
    plain: str
    is_capital: bool
    begins_sentence: bool


def names_found(text: str, names: Iterable[str]) -> list[str]:
    """The parts of names that occur in a text, in any form; better one too many, because a writer can rephrase.

    Found: the name in any case and without its accents; its plural and possessive; forms with a case ending, and
    nicknames that leave its end away, where they are written with a capital; names of two letters with a capital;
    names in scripts without spaces anywhere in the text.

    >>> names_found("Łukasz's news, and Alex agreed.", ["Lukasz", "Alexandra"])
    ['alexandra', 'lukasz']
    >>> names_found("We talked about the harvest.", ["Harvey", "Tal"])
    []
    """
    parts = {part for name in names for part in _forms(name)}
    words = list(_words(text))
    whole = _plain(text)
    return sorted(part for part in parts if (_is_without_spaces(part) and part in whole) or _occurs(part, words))


def _occurs(part: str, words: list[_Word]) -> bool:
    return any(_is_form(word, part) for word in words)


def _is_form(word: _Word, part: str) -> bool:
    has_case = part.upper() != part.lower()
    if len(part) < SHORTEST and has_case:
        return word.plain == part and word.is_capital
    if word.plain == part or word.plain in {part + ending for ending in PLURALS}:
        return True
    if word.plain in {particle + part for particle in STRAY_PARTICLES}:
        return True
    return word.is_capital and (_is_inflected(word.plain, part) or _is_nickname(word, part))


def _is_inflected(word: str, part: str) -> bool:
    if len(part) <= SHORTEST:
        return False
    stem = part[:-1] if part[-1] in "aeiouyаеиіоуюяы" else part
    return word in {part + ending for ending in ENDINGS} | {stem + ending for ending in VOWEL_ENDINGS}


def _is_nickname(word: _Word, part: str) -> bool:
    """At the start of a sentence any word has a capital, so nothing is read into it there."""
    is_long = len(word.plain) >= SHORTEST and len(part) >= SHORTEST_SPLIT_OFF
    return is_long and not word.begins_sentence and part.startswith(word.plain)


def _forms(name: str) -> Iterator[str]:
    for form in {name, unicodedata.normalize("NFC", name).casefold().translate(UMLAUTS)}:
        yield from (word.plain for word in _words(form) if len(word.plain) > 1)


def _words(text: str) -> Iterator[_Word]:
    """Runs of letters with their marks; everything else parts them."""
    before, begun = "", -1
    for place, sign in enumerate(f"{text} "):
        if unicodedata.category(sign)[0] in "LM" or unicodedata.category(sign) == "Cf":
            begun = place if begun < 0 else begun
        elif begun >= 0:
            word = text[begun:place]
            between = before.rstrip(QUOTES)
            yield _Word(_plain(word), word[:1].isupper(), not between or between[-1] in SENTENCE_ENDS)
            before, begun = f"x{sign}", -1
        else:
            before += sign


def _plain(text: str) -> str:
    """Lower case without accents and invisible signs."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    kept = (sign for sign in decomposed if unicodedata.category(sign) not in {"Mn", "Cf"})
    return "".join(kept).translate(PLAIN)


def _is_without_spaces(part: str) -> bool:
    """Chinese and Japanese letters, written one after another without a sign between words."""
    return all(unicodedata.east_asian_width(sign) == "W" for sign in part)
