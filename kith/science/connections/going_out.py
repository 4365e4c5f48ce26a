"""Things to do nearby: which would suit somebody, why, what to ask first, what is in the way, and what comes after."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

# In the order in which each asks more of somebody. What nobody has written down has no place in it.
DISTANCES: Final = ("at_home", "on_foot", "short_ride", "long_ride")
COSTS: Final = ("free", "a_little", "more")
MOST_SUGGESTED: Final = 5  # what can be read on a phone without choosing becoming work; our own convention
GOOD_FROM, HARD_TO = 7, 3  # of 0 to 10, how it was for the person; our own convention

Next = Literal["ask", "wait", "listen", "again", "ease", "other", "smaller", "go_along"]


@dataclass(frozen=True)
class Offer:
    """Something to do. A cost, a distance or an access that nobody wrote down is empty, and not a yes."""

    id: str
    interests: frozenset[str]
    languages: frozenset[str]
    cost: str
    distance: str
    access: Mapping[str, bool]


@dataclass(frozen=True)
class Liking:
    """What somebody said: what they like, need, pay and how far they go. Empty: not said, and nothing is ruled out."""

    interests: frozenset[str] = frozenset()
    needs: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    most_cost: str = ""
    furthest: str = ""


@dataclass(frozen=True)
class Point:
    """One reason: about what, and which."""

    about: Literal["interest", "need", "language", "cost", "distance"]
    which: str = ""


@dataclass(frozen=True)
class Fit:
    """What speaks for something, what nobody knows yet, and what is in the way."""

    id: str
    why: tuple[Point, ...]
    to_ask: tuple[Point, ...]
    in_the_way: tuple[Point, ...]


def fit(liking: Liking, offer: Offer) -> Fit:
    """Every point of what was said, sorted into yes, nobody knows, and no.

    In words: an interest that is shared speaks for it; when interests were told and none is shared, that is in the
    way. A need is met, not met, or not written down. Cost and distance are no more than the person said, more, or not
    written down: unknown is never free and never near. Raises nothing.

    >>> choir = Offer("choir", frozenset({"music"}), frozenset({"en"}), "", "on_foot", {"step_free": True})
    >>> said = Liking(frozenset({"music"}), frozenset({"step_free"}), frozenset({"en"}), "free", "on_foot")
    >>> found = fit(said, choir)
    >>> [one.about for one in found.why], found.to_ask, found.in_the_way
    (['interest', 'need', 'language', 'distance'], (Point(about='cost', which=''),), ())
    """
    shared = sorted(liking.interests & offer.interests)
    why = [Point("interest", which) for which in shared]
    to_ask: list[Point] = []
    in_the_way = [Point("interest")] if liking.interests and not shared else []
    sorts = {True: why, None: to_ask, False: in_the_way}
    for need in sorted(liking.needs):
        sorts[offer.access.get(need)].append(Point("need", need))
    if liking.languages:
        spoken = sorted(liking.languages & offer.languages)
        is_spoken = bool(spoken) if offer.languages else None
        sorts[is_spoken].append(Point("language", spoken[0] if spoken else ""))
    for about, most, found, steps in (
        ("cost", liking.most_cost, offer.cost, COSTS),
        ("distance", liking.furthest, offer.distance, DISTANCES),
    ):
        if most:
            is_within = steps.index(found) <= steps.index(most) if found else None
            sorts[is_within].append(Point(about, found))  # type: ignore[arg-type]
    return Fit(offer.id, tuple(why), tuple(to_ask), tuple(in_the_way))


def sort_out(liking: Liking, offers: Iterable[Offer]) -> tuple[tuple[Fit, ...], tuple[Fit, ...]]:
    """What would suit, best first, and what was left out, each with its reasons.

    In words: whatever has something in the way is left out. The rest goes by most shared interests, then fewest
    things to ask, then nearest, then by id; something whose distance nobody wrote down counts as furthest. Five are
    suggested and the rest of what would suit is left out without anything in the way. Our own order: we know of no
    trial of one. Raises nothing.

    >>> quiz = Offer("quiz", frozenset({"games"}), frozenset(), "free", "on_foot", {})
    >>> walk = Offer("walk", frozenset({"nature"}), frozenset(), "free", "on_foot", {})
    >>> suits, out = sort_out(Liking(interests=frozenset({"nature"})), [quiz, walk])
    >>> [one.id for one in suits], [(one.id, one.in_the_way[0].about) for one in out]
    (['walk'], [('quiz', 'interest')])
    """
    found = [(fit(liking, offer), offer) for offer in offers]
    suits = [one for one in found if not one[0].in_the_way]
    suits.sort(key=lambda one: (-_shared(one[0]), len(one[0].to_ask), _steps_away(one[1]), one[0].id))
    out = [one[0] for one in found if one[0].in_the_way]
    out.sort(key=lambda one: (len(one.in_the_way), one.id))
    ranked = [one[0] for one in suits]
    return tuple(ranked[:MOST_SUGGESTED]), (*ranked[MOST_SUGGESTED:], *out)


def _shared(found: Fit) -> int:
    return sum(point.about == "interest" for point in found.why)


def _steps_away(offer: Offer) -> int:
    return DISTANCES.index(offer.distance) if offer.distance else len(DISTANCES)


@dataclass(frozen=True)
class Outing:
    """A plan to go, and what was told of it: went yes, no, or not said; `how` is 0 to 10 or None. Empty: not told."""

    went: str
    how: int | None = None


def next_after(outings: Sequence[Outing]) -> Next:
    """What whoever works with somebody might do next; outings in order of time.

    In words: without a plan, ask; a plan that was not told of is waited for; two in a row that did not happen: go
    along; one: make it smaller. After going: 7 or more, go again; 3 or less, something else; between, make it
    easier; without a number, listen. Rather not say is listened to as well. Our own convention, made of what social
    prescribing does (an accompanied first visit). Raises nothing.

    >>> next_after([Outing("no"), Outing("no")]), next_after([Outing("yes", 8)])
    ('go_along', 'again')
    """
    if not outings:
        return "ask"
    newest = outings[-1]
    if not newest.went:
        return "wait"
    if newest.went == "no":
        return "go_along" if [one.went for one in outings[-2:]] == ["no", "no"] else "smaller"
    if newest.went != "yes" or newest.how is None:
        return "listen"
    if newest.how >= GOOD_FROM:
        return "again"
    return "other" if newest.how <= HARD_TO else "ease"
