"""What a change may not do, and how much a measure may hold."""

from __future__ import annotations

import re
from collections.abc import Collection

SENTENCE, PARAGRAPH = 400, 3000  # as in kith.science.sources
MOST = {"questions": 100, "answers": 20, "choices": 20, "scores": 20, "bands": 12, "flags": 30, "languages": 20}
WIDEST_RATING = 100
_UNSHOWN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


class ChangeProblem(ValueError):
    """A change that cannot be made: its kind, the field it came from, and what was found, without sentences."""

    def __init__(self, kind: str, field: str = "", **values: object) -> None:
        super().__init__(f"{kind} {values}")
        self.kind = kind
        self.field = field
        self.values = values


def tidy(text: str, field: str, most: int = SENTENCE) -> str:
    """The text without characters that cannot be shown. Raises `ChangeProblem` when it is too long.

    >>> tidy(" How are you?\\x00 ", "words")
    'How are you?'
    """
    clean = _UNSHOWN.sub("", text.replace("\r\n", "\n")).strip()
    if len(clean) > most:
        raise ChangeProblem("too_long", field, count=len(clean), most=most)
    return clean


def check_room(kind: str, now: int) -> None:
    """Raises `ChangeProblem` when a measure has as many of these as it may have."""
    if now >= MOST[kind]:
        raise ChangeProblem(f"too_many_{kind}", "", most=MOST[kind])


def fresh_name(letter: str, taken: Collection[str]) -> str:
    """The next free id, such as q4; a number once used by a higher one is not used again.

    >>> fresh_name("q", ["q1", "q3", "mood"])
    'q4'
    """
    numbers = [int(name[1:]) for name in taken if re.fullmatch(letter + r"[0-9]{1,6}", name)]
    return f"{letter}{max(numbers, default=0) + 1}"
