"""A map of somebody's own connections: what came, went, moved nearer or further, and one small next step."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

Kind = Literal["person", "place", "group"]
Ring = Literal["close", "near", "further"]
How = Literal["came", "nearer", "further", "left"]
Next = Literal["begin", "reach_out", "look_around", "draw_nearer", "tend"]
KINDS: Final[tuple[Kind, ...]] = ("person", "place", "group")
RINGS: Final[tuple[Ring, ...]] = ("close", "near", "further")
_HOWS: Final[tuple[How, ...]] = ("came", "nearer", "further", "left")


@dataclass(frozen=True)
class Tie:
    """Somebody or something on the map; `id` stays the same when it is moved."""

    id: str
    kind: Kind
    ring: Ring


@dataclass(frozen=True)
class Change:
    """How many of one kind came to, moved to, or left a ring."""

    how: How
    kind: Kind
    ring: Ring
    count: int


@dataclass(frozen=True)
class Step:
    """A next small step, and with whom, where it is about one of those on the map."""

    what: Next
    id: str = ""


def changes(before: Sequence[Tie], after: Sequence[Tie]) -> tuple[Change, ...]:
    """What is different between two days, gains first; the ring is where it is now, or where it was before it left.

    In words: each tie is followed by its id; counts are by how, kind and ring. Nothing is weighed or summed up: a
    smaller map can be a better one. Our own convention. Raises nothing.

    >>> was = [Tie("a", "person", "further"), Tie("b", "group", "near")]
    >>> now = [Tie("a", "person", "near"), Tie("c", "person", "near"), Tie("d", "person", "near")]
    >>> [(one.how, one.kind, one.ring, one.count) for one in changes(was, now)]
    [('came', 'person', 'near', 2), ('nearer', 'person', 'near', 1), ('left', 'group', 'near', 1)]
    """
    earlier = {tie.id: tie for tie in before}
    later = {tie.id: tie for tie in after}
    found: Counter[tuple[How, Kind, Ring]] = Counter()
    for tie in after:
        if (how := _moved(earlier.get(tie.id), tie)) is not None:
            found[how, tie.kind, tie.ring] += 1
    for tie in before:
        if tie.id not in later:
            found["left", tie.kind, tie.ring] += 1
    ordered = sorted(found, key=lambda key: (_HOWS.index(key[0]), KINDS.index(key[1]), RINGS.index(key[2])))
    return tuple(Change(*key, found[key]) for key in ordered)


def _moved(was: Tie | None, now: Tie) -> How | None:
    if was is None:
        return "came"
    if was.ring == now.ring:
        return None
    return "nearer" if RINGS.index(now.ring) < RINGS.index(was.ring) else "further"


def next_step(ties: Sequence[Tie]) -> Step:
    """One small step from the map as it is: the first of these that holds, with the first one it is about.

    In words: an empty map is begun; without anybody close or near, somebody further away hears from the person;
    without a place and a group, the person looks at what there is; without anybody close, somebody near is met;
    otherwise somebody close is. A map of places and groups alone leads to what there is around, too. Our own order,
    made of what befriending and social prescribing begin with. Raises nothing.

    >>> next_step([Tie("a", "person", "further"), Tie("b", "place", "near")])
    Step(what='reach_out', id='a')
    """
    if not ties:
        return Step("begin")
    people = {ring: [tie.id for tie in ties if tie.kind == "person" and tie.ring == ring] for ring in RINGS}
    if people["further"] and not people["close"] and not people["near"]:
        return Step("reach_out", people["further"][0])
    if all(tie.kind == "person" for tie in ties) or not any(people.values()):
        return Step("look_around")
    if not people["close"]:
        return Step("draw_nearer", people["near"][0])
    return Step("tend", people["close"][0])
