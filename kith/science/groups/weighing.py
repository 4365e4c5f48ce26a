"""What a group gives one member beside what it costs them, and one thing to do differently because of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Literal

Part = Literal["communication", "support", "own_worth", "ease"]
Advice = Literal[
    "afraid",
    "takes_more",
    "told_on",
    "not_safe",
    "pushed",
    "slower",
    "memories",
    "lighter",
    "somebody_there",
    "ask_both",
    "ask_hard",
    "ask_good",
    "by_twos",
    "a_pair",
    "a_task",
    "calm_end",
    "what_changed",
    "go_on",
]

LITTLE = 2.0
"""A part (0 to 6, two lines) below it: the average answer is below "a little true"."""

MUCH = 4.0
"""From here on the average answer is "quite true" or more."""

BURDENS: Mapping[str, Advice] = {
    "afraid_because_of_group": "afraid",
    "told_outside": "told_on",
    "trouble_outside": "told_on",
    "not_safe_in_group": "not_safe",
    "pushed_to_tell": "pushed",
    "told_more_than_wanted": "slower",
    "told_too_much_today": "slower",
    "memories_back": "memories",
    "group_heavy": "lighter",
    "drained_by_meeting": "lighter",
    "nobody_to_turn_to": "somebody_there",
}
"""Signals of the two measures of the hard side, the one that cannot wait first, with what each asks for."""

WEAK_PARTS: Mapping[str, Advice] = {
    "support": "a_pair",
    "own_worth": "a_task",
    "communication": "by_twos",
    "ease": "calm_end",
}
"""What each part asks for where it is little, the one that most else rests on first: without somebody, little helps."""


def what_to_do(
    parts: Mapping[str, float | None] | None,
    burdens: Collection[str] | None,
    *,
    is_little: bool = False,
    has_fallen: bool = False,
) -> Advice:
    """One thing to do differently for one member: benefit against burden, the burden first.

    `parts` holds the four parts of the good side (0 to 6 each, None where a line was left out), or is None where
    nobody asked; `burdens` the signals of the hard side, None where nobody asked, which is not the same as none.
    `is_little` says that the sum of the good side is below what its instrument calls little, `has_fallen` that it fell
    by what its instrument calls a change. Fear goes before everything. A burden beside little or falling benefit means
    that the group takes more than it gives. Otherwise the most urgent burden decides, then what nobody asked about,
    then the weakest part. The order is our own convention and awaits clinical review; nothing here is a score.

    >>> what_to_do({"communication": 4, "support": 1, "own_worth": 3, "ease": 3}, [])
    'a_pair'
    >>> what_to_do({"communication": 4, "support": 5, "own_worth": 3, "ease": 3}, ["group_heavy", "pushed_to_tell"])
    'pushed'
    >>> what_to_do({"communication": 0, "support": 1, "own_worth": 1, "ease": 0}, ["group_heavy"], is_little=True)
    'takes_more'
    >>> what_to_do(None, None)
    'ask_both'
    """
    known = {} if parts is None else {name: value for name, value in parts.items() if value is not None}
    urgent = next((BURDENS[name] for name in BURDENS if name in (burdens or ())), None)
    if urgent == "afraid":
        return urgent
    if urgent is not None:
        return "takes_more" if is_little or has_fallen else urgent
    if burdens is None:
        return "ask_hard" if known else "ask_both"
    if not known:
        return "ask_good"
    weakest = min(known.values())
    if weakest < LITTLE:
        return next(advice for name, advice in WEAK_PARTS.items() if known.get(name) == weakest)
    return "what_changed" if has_fallen else "go_on"
