"""Roles in a group go round: who could carry one next, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

WhyNext = Literal["never_any", "never_this", "fewest", "longest_ago"]


@dataclass(frozen=True)
class Turn:
    """Somebody carried a role in a meeting, by its number."""

    member: str
    role: str
    meeting: int


@dataclass(frozen=True)
class NextTurn:
    """Who could carry a role next, how often they have carried any, and why it is theirs."""

    member: str
    why: WhyNext
    turns: int


def next_turn(members: Sequence[str], turns: Sequence[Turn], *, role: str, meeting: int) -> NextTurn | None:
    """The member whose turn it is to carry a role in a meeting; None where everybody carries one there already.

    Whoever carries a role in this meeting already is left out. Of the others: fewest turns in any role, then those who
    have never carried this one, then the longest since the last turn, then the order of `members`. Turns of people who
    are not members any more do not count. The order is our own convention: it asks for nothing but a fair share, and
    says nothing about who would be good at it.

    >>> turns = [Turn("ana", "host", 1), Turn("bo", "host", 2), Turn("ana", "time", 2)]
    >>> next_turn(["ana", "bo", "cy"], turns, role="host", meeting=3)
    NextTurn(member='cy', why='never_any', turns=0)
    >>> next_turn(["ana", "bo"], turns, role="time", meeting=3)
    NextTurn(member='bo', why='never_this', turns=1)
    """
    own = {member: [turn for turn in turns if turn.member == member] for member in members}
    free = [member for member in members if all(turn.meeting != meeting for turn in own[member])]
    if not free:
        return None

    def rank(member: str) -> tuple[int, bool, int]:
        mine = own[member]
        return len(mine), any(turn.role == role for turn in mine), max((turn.meeting for turn in mine), default=0)

    chosen = min(free, key=rank)
    count, has_had_it, _ = rank(chosen)
    if count == 0:
        return NextTurn(chosen, "never_any", 0)
    if not has_had_it:
        return NextTurn(chosen, "never_this", count)
    others = [len(own[member]) for member in free if member != chosen]
    return NextTurn(chosen, "fewest" if others and count < min(others) else "longest_ago", count)
