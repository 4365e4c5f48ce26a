"""Who chooses whom in a group: the members, the choices of each, and what has to hold before anything is counted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

Pair = tuple[str, str]
MOST_MEMBERS: Final = 200


class ChoiceFault(ValueError):
    """The choices cannot be counted. Three parts: what happened, what was found, what to do."""


@dataclass(frozen=True)
class Choices:
    """Choices on one occasion: `allowed` for each member, or None where nobody was held to a number.

    `rejections` is None where nobody was asked for them, which is not the same as nobody rejecting anybody. Those
    `not_asked` (absent, or unwilling) can be chosen; whom they would choose is not known and not counted as nobody.
    """

    members: tuple[str, ...]
    choices: frozenset[Pair]
    rejections: frozenset[Pair] | None = None
    allowed: int | None = None
    not_asked: frozenset[str] = frozenset()
    asked: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "asked", tuple(name for name in self.members if name not in self.not_asked))
        _check_members(self.members, self.not_asked)
        _check_pairs(self.choices, self, "choice")
        _check_pairs(self.rejections or (), self, "rejection")
        if both := sorted(self.choices & (self.rejections or frozenset())):
            raise ChoiceFault(
                f"Somebody is chosen and rejected by one person; found {_arrow(both[0])}. Keep the one that was said."
            )
        self._check_allowed()

    def _check_allowed(self) -> None:
        if self.allowed is None:
            return
        if not 1 <= self.allowed < max(len(self.members), 2):
            raise ChoiceFault(
                f"The number of choices does not fit the group; found {self.allowed} for {len(self.members)} members. "
                "Give a number from 1 to one less than the members, or none where choices were free."
            )
        for name in self.asked:
            if (made := len(self.chosen_by(name))) > self.allowed:
                raise ChoiceFault(
                    f"A member made more choices than were allowed; found {made} by {name!r} with {self.allowed} "
                    "allowed. Correct the choices, or leave the number out."
                )

    @property
    def each(self) -> int | None:
        """How many choices each had: the number allowed, or the one that everybody who was asked made."""
        made = {len(self.chosen_by(name)) for name in self.asked}
        return self.allowed if self.allowed is not None else made.pop() or None if len(made) == 1 else None

    def chosen_by(self, name: str) -> frozenset[str]:
        """Whom a member chooses."""
        return frozenset(to for by, to in self.choices if by == name)

    def choosing(self, name: str) -> frozenset[str]:
        """Who chooses a member."""
        return frozenset(by for by, to in self.choices if to == name)

    def mutual(self) -> frozenset[Pair]:
        """Pairs who choose each other, each once, in the order of the members."""
        place = {name: i for i, name in enumerate(self.members)}
        return frozenset(
            pair for pair in self.choices if place[pair[0]] < place[pair[1]] and pair[::-1] in self.choices
        )


def _check_members(members: tuple[str, ...], not_asked: Iterable[str]) -> None:
    if not 2 <= len(members) <= MOST_MEMBERS:
        raise ChoiceFault(
            f"A group has 2 to {MOST_MEMBERS} members; found {len(members)}. Name everybody in it, also those without "
            "a choice."
        )
    if twice := sorted({name for name in members if members.count(name) > 1}):
        raise ChoiceFault(f"A member is there twice; found {twice[0]!r}. Name each member once.")
    if strangers := sorted(set(not_asked) - set(members)):
        raise ChoiceFault(
            f"Somebody who was not asked is no member; found {strangers[0]!r}. Name them as a member too."
        )


def _check_pairs(pairs: Iterable[Pair], choices: Choices, what: str) -> None:
    for pair in sorted(pairs):
        if pair[0] == pair[1]:
            raise ChoiceFault(f"A {what} of oneself does not count; found {_arrow(pair)}. Take it out.")
        if strangers := [name for name in pair if name not in choices.members]:
            raise ChoiceFault(
                f"A {what} names somebody who is no member; found {strangers[0]!r}. Add them to the members, or take "
                f"the {what} out."
            )
        if pair[0] in choices.not_asked:
            raise ChoiceFault(
                f"Somebody who was not asked made a {what}; found {_arrow(pair)}. Correct one of the two."
            )


def _arrow(pair: Pair) -> str:
    return f"{pair[0]!r} to {pair[1]!r}"
