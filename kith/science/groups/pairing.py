"""Who could walk beside whom: peer supporters whose experience, language and time meet what a person wishes for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

MOST_SUGGESTED = 3  # a choice that can be held in mind; our own convention


@dataclass(frozen=True)
class Sharer:
    """A peer supporter: what they are glad to share, when and in what languages, and how many more they can be with."""

    id: str
    experiences: frozenset[str]
    languages: frozenset[str]
    parts: frozenset[str]
    free_places: int


@dataclass(frozen=True)
class Wish:
    """What a person said they wish for; nothing in it is inferred. `apart` are those whom they must not meet."""

    experiences: frozenset[str]
    languages: frozenset[str]
    parts: frozenset[str]
    apart: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Suggested:
    """Somebody who could walk beside the person, and the reasons for it."""

    id: str
    experiences: tuple[str, ...]
    languages: tuple[str, ...]
    parts: tuple[str, ...]


def barred(wish: Wish, sharer: Sharer) -> str:
    """What keeps this one from being suggested: apart, full, language, time; empty when nothing does.

    >>> who = Sharer("pete", frozenset({"migration"}), frozenset({"en"}), frozenset({"1-morning"}), 0)
    >>> barred(Wish(frozenset(), frozenset({"en"}), frozenset({"1-morning"})), who)
    'full'
    """
    if sharer.id in wish.apart:
        return "apart"
    if sharer.free_places < 1:
        return "full"
    if not wish.languages & sharer.languages:
        return "language"
    return "" if wish.parts & sharer.parts else "time"


def suggest(wish: Wish, sharers: Iterable[Sharer], *, most: int = MOST_SUGGESTED) -> tuple[Suggested, ...]:
    """The best few: most shared experiences first, then most shared times, then most free places, then by id.

    Rules come before ranks: nobody who is barred is suggested, however much is shared. Our own convention: we
    know of no trial of this order. A wish without experiences is ranked by
    the rest. Raises nothing; with nobody who fits the answer is empty.

    >>> morning = frozenset({"1-morning"})
    >>> one = Sharer("one", frozenset({"migration"}), frozenset({"en"}), morning, 2)
    >>> two = Sharer("two", frozenset({"migration", "being_a_parent"}), frozenset({"en"}), morning, 1)
    >>> wish = Wish(frozenset({"migration", "being_a_parent"}), frozenset({"en"}), morning)
    >>> [found.id for found in suggest(wish, [one, two])]
    ['two', 'one']
    """
    fits = [one for one in sharers if not barred(wish, one)]
    fits.sort(
        key=lambda one: (
            -len(wish.experiences & one.experiences),
            -len(wish.parts & one.parts),
            -one.free_places,
            one.id,
        )
    )
    return tuple(
        Suggested(
            one.id,
            tuple(sorted(wish.experiences & one.experiences)),
            tuple(sorted(wish.languages & one.languages)),
            tuple(sorted(wish.parts & one.parts)),
        )
        for one in fits[:most]
    )
