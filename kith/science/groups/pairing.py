"""Who could walk beside whom: peer supporters whose experience, language and time meet what a person wishes for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

MOST_SUGGESTED = 3  # a choice that can be held in mind; our own convention
REVIEW_AFTER = 3  # meetings after which both are asked whether it is right for them; our own convention
QUIET_FOR = timedelta(days=28)  # without a meeting, somebody asks why; visits are weekly. Our own convention


@dataclass(frozen=True)
class Sharer:
    """A peer supporter: what they are glad to share, when and in what languages, and how many more they can be with.

    `reach` is how far they go, as a step on a ladder of distances in words; None: they did not say.
    """

    id: str
    experiences: frozenset[str]
    languages: frozenset[str]
    parts: frozenset[str]
    free_places: int
    interests: frozenset[str] = frozenset()
    reach: int | None = None


@dataclass(frozen=True)
class Wish:
    """What a person said they wish for; nothing in it is inferred. `apart` are those whom they must not meet."""

    experiences: frozenset[str]
    languages: frozenset[str]
    parts: frozenset[str]
    apart: frozenset[str] = frozenset()
    interests: frozenset[str] = frozenset()
    reach: int | None = None


@dataclass(frozen=True)
class Suggested:
    """Somebody who could walk beside the person, and the reasons for it."""

    id: str
    experiences: tuple[str, ...]
    languages: tuple[str, ...]
    parts: tuple[str, ...]
    interests: tuple[str, ...] = ()
    reach: int | None = None  # how far both go; None where one of them did not say


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
    """The best few: most shared experiences and interests, then most shared times, then most free places, then by id.

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
            -len(wish.experiences & one.experiences) - len(wish.interests & one.interests),
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
            tuple(sorted(wish.interests & one.interests)),
            None if wish.reach is None or one.reach is None else min(wish.reach, one.reach),
        )
        for one in fits[:most]
    )


@dataclass(frozen=True)
class GettingOn:
    """How two people who are matched are getting on, from the days on which they met.

    `since` is the newest meeting, or the beginning where there was none.
    """

    met: int
    since: date
    is_review_due: bool
    is_quiet: bool


def getting_on(met_on: Iterable[date], *, begun_on: date, today: date, is_reviewed: bool) -> GettingOn:
    """How often they met, whether both have to be asked, and whether it has gone quiet.

    In words: both are asked once, from the third meeting on. It is quiet when the newest meeting, or the beginning
    where there was none, is four weeks ago or longer. Meetings before the beginning do not count. Raises nothing.

    >>> days = [date(2026, 3, 2), date(2026, 3, 9), date(2026, 3, 16)]
    >>> getting_on(days, begun_on=date(2026, 3, 1), today=date(2026, 4, 13), is_reviewed=False)
    GettingOn(met=3, since=datetime.date(2026, 3, 16), is_review_due=True, is_quiet=True)
    """
    counted = [day for day in met_on if day >= begun_on]
    since = max(counted, default=begun_on)
    is_due = len(counted) >= REVIEW_AFTER and not is_reviewed
    return GettingOn(len(counted), since, is_due, today - since >= QUIET_FOR)
