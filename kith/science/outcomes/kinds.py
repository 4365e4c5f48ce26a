"""Programmes by their kind: therapy groups, peer groups, families, schools and so on, each out of its own people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from kith.science.outcomes.published import PublishedCount, PublishedRate, publish_count, publish_rate

COMPLETED_SHARE: Final = 0.5
"""Whoever came to at least half of the meetings held while they belonged has completed: our own convention."""
NOT_COUNTED: Final = "not_counted"
NO_GUESTS: Final = "no_guests"


@dataclass(frozen=True)
class Place:
    """One member's place in a programme that ended in the period: meetings held meanwhile, and those they came to."""

    held: int
    came: int


@dataclass(frozen=True)
class KindFacts:
    """One kind in a period. `guests` of each meeting held, None where nobody counted; `has_guests` for kinds with any.

    `marks` are those in the registers of its meetings, of members who said nothing (missed), or came, or apologised.
    """

    kind: str
    groups: int
    members: int
    guests: tuple[int | None, ...]
    has_guests: bool
    came: int
    marks: int
    ended: tuple[Place, ...]


@dataclass(frozen=True)
class PublishedKind:
    """One kind as it may be shown. `completed` is of the places that ended in the period in this kind alone."""

    kind: str
    groups: PublishedCount
    meetings: PublishedCount
    members: PublishedCount
    guests: PublishedCount
    guests_counted: PublishedRate
    attendance: PublishedRate
    completed: PublishedRate


def kind_results(kinds: Sequence[KindFacts]) -> tuple[PublishedKind, ...]:
    """Each kind of programme as it may be shown, in the order given; no kind is added to another.

    In words: groups and meetings held are of the period; members had a place in it for at least a day of the period;
    guests are the sum over meetings at which somebody counted, with the share of meetings that is; attendance is of the
    marks in the registers of members, apologies among them; completed is of the places that ended in the period, whose
    owners came to half of the meetings held meanwhile or more. A couple is two people, so groups are counted like
    people. Where nobody counted guests, they are not known, and never 0. Source: our own convention.

    >>> ended = (Place(10, 5),) * 10 + (Place(10, 4),) * 10
    >>> found = kind_results([KindFacts("peer", 10, 40, (12, None), True, 30, 60, ended)])
    >>> found[0].guests.people, found[0].attendance.value, found[0].completed.value
    (10, 0.5, 0.5)
    """
    return tuple(_published(one) for one in kinds)


def _published(one: KindFacts) -> PublishedKind:
    counted = [guests for guests in one.guests if guests is not None]
    stayed = [place for place in one.ended if place.held]
    if not one.has_guests:
        guests = PublishedCount(None, NO_GUESTS)
    else:
        guests = publish_count(sum(counted)) if counted else PublishedCount(None, NOT_COUNTED)
    return PublishedKind(
        kind=one.kind,
        groups=publish_count(one.groups),
        meetings=publish_count(len(one.guests)),
        members=publish_count(one.members),
        guests=guests,
        guests_counted=publish_rate(len(counted), len(one.guests) if one.has_guests else 0),
        attendance=publish_rate(one.came, one.marks),
        completed=publish_rate(sum(place.came >= COMPLETED_SHARE * place.held for place in stayed), len(stayed)),
    )
