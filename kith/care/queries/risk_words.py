"""Words about danger in what somebody writes: they prompt a look and judge nothing. English only, and said so."""

from __future__ import annotations

import re
from collections.abc import Mapping

# Beginnings of words. Too many are better than too few: saying that the record holds it already is one tap.
RISK = re.compile(
    r"\b(?:suicid|kill(?!\s+time)|die\b|dying|death|dead\b|end (?:it|his|her|their|my) (?:all|life)|overdos"
    r"|self[- ]?harm|cut(?:s|ting)? (?:him|her|them|my)sel|harm(?:ed|ing)?\b|hurt(?:s|ing)?\b|hit(?:s|ting)?\b|beat"
    r"|chok|strangl|rape|abus|violen|weapon|knife|knives|gun\b|stalk|threat|unsafe|safeguard|neglect)\w*",
    re.IGNORECASE,
)


def risk_words(words: Mapping[str, str]) -> tuple[str, ...]:
    """Words about danger, each once, in the order in which they stand.

    >>> risk_words({"free": "She spoke of dying, and of her garden."})
    ('dying',)
    """
    found = (match.group().lower() for text in words.values() for match in RISK.finditer(text))
    return tuple(dict.fromkeys(found))


def sentences_of_risk(words: Mapping[str, str]) -> str:
    """The sentences in which such words stand, to be copied into the record."""
    sentences = (one.strip() for text in words.values() for one in re.split(r"(?<=[.!?])\s+|\n+", text))
    return " ".join(one for one in sentences if one and RISK.search(one))
