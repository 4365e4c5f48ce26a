"""Which group fits a person, looked at alone: one reason for each thing that shuts somebody out."""

from __future__ import annotations

from dataclasses import dataclass
from math import hypot
from typing import Literal

from kith.science.groups.request import Candidate, Offer, Place

Bar = Literal["not now", "slot", "language", "needs", "stream", "distance"]
BARS: tuple[Bar, ...] = ("not now", "slot", "language", "needs", "stream", "distance")


@dataclass(frozen=True)
class Barred:
    """A group is closed to a person: by which rule, and what was found."""

    by: Bar
    found: str


def kilometres(person: Candidate, group: Offer) -> float | None:
    """How far it is as the crow flies, or None when a place is not known (or the group meets online).

    >>> from kith.science.groups.request import Candidate, Offer
    >>> ana = Candidate(id="ana", slots=("tue",), languages=("en",), place=(3.0, 0.0))
    >>> hall = Offer(id="hall", slot="tue", language="en", smallest=4, largest=8, leaders=("ben",), place=(0.0, 4.0))
    >>> kilometres(ana, hall)
    5.0
    """
    return between(person.place, group.place)


def between(one: Place | None, other: Place | None) -> float | None:
    """Kilometres between two places as the crow flies; None when one of them is not known.

    >>> between((3.0, 0.0), (0.0, 4.0)), between(None, (0.0, 4.0))
    (5.0, None)
    """
    if one is None or other is None:
        return None
    return hypot(one[0] - other[0], one[1] - other[1])


def bars(person: Candidate, group: Offer) -> tuple[Barred, ...]:
    """Everything that shuts a person out of a group, each with what was found; empty when the group fits.

    A person whose stream is not known fits only a group that takes every stream. A limit on the way binds only where
    both places are known.
    """
    found: list[Barred] = []
    if person.not_now is not None:
        found.append(Barred("not now", person.not_now))
    if group.slot not in person.slots:
        found.append(Barred("slot", f"meets {group.slot}; can come {', '.join(person.slots)}"))
    if group.language not in person.languages:
        found.append(Barred("language", f"speaks {group.language}; understands {', '.join(person.languages)}"))
    if missing := [need for need in person.needs if need not in group.offers]:
        found.append(Barred("needs", f"lacks {', '.join(missing)}"))
    if group.streams and person.stream not in group.streams:
        found.append(Barred("stream", f"is for {', '.join(group.streams)}; comes for {person.stream or 'not known'}"))
    way = kilometres(person, group)
    if person.furthest_km is not None and way is not None and way > person.furthest_km:
        found.append(Barred("distance", f"{way:.1f} km away; can travel {person.furthest_km:g} km"))
    return tuple(found)
