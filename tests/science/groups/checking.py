"""A second reading of every rule and every aim, in plain loops, for holding compositions against."""

from __future__ import annotations

from itertools import combinations, product
from math import hypot, inf

from kith.science.groups import Offer, Request

Placed = dict[str, str | None]


def broken(request: Request, placed: Placed, pins: dict[str, str | None] | None = None) -> list[str]:
    """Every rule that a composition breaks, in words."""
    people, groups = {one.id: one for one in request.people}, {one.id: one for one in request.groups}
    found = [f"{name} is not where pinned" for name, place in (pins or {}).items() if placed[name] != place]
    for name, place in placed.items():
        if place is None:
            continue
        person, group = people[name], groups[place]
        way = _way(request, name, place)
        wrong = {
            "may not join now": person.not_now is not None,
            "cannot come then": group.slot not in person.slots,
            "does not speak it": group.language not in person.languages,
            "has a need that is not met": not set(person.needs) <= set(group.offers),
            "comes for something else": bool(group.streams) and person.stream not in group.streams,
            "lives too far away": person.furthest_km is not None and way is not None and way > person.furthest_km,
        }
        found += [f"{name} in {place} {words}" for words, is_so in wrong.items() if is_so]
    inside = {place: [name for name, where in placed.items() if where == place] for place in groups}
    for place, names in inside.items():
        room = min(groups[place].largest, request.members_per_leader * len(set(groups[place].leaders)))
        if names and not groups[place].smallest <= len(names) <= room:
            found.append(f"{place} has {len(names)}")
        for attribute in request.never_alone:
            found += [f"{place} has one {value} ({attribute})" for value in _lone(request, names, attribute)]
    found += [f"{a} and {b} are together" for a, b in request.apart if placed[a] == placed[b] is not None]
    for one, other in combinations(request.groups, 2):
        if one.slot == other.slot and set(one.leaders) & set(other.leaders) and inside[one.id] and inside[other.id]:
            found.append(f"{one.id} and {other.id} share a leader")
    return found


def worth(request: Request, placed: Placed) -> float:
    """The objective, by the words of docs/methods/group-composition.md."""
    aims, people = request.aims, request.people
    known = [one.severity for one in people if one.severity is not None]
    mean = sum(known) / len(known) if known else 0.0
    variance = sum((one - mean) ** 2 for one in known) / len(known) if known else 0.0
    styles = {one.style for one in people} - {None}
    total = 0.0
    for group in request.groups:
        inside = [one for one in people if placed[one.id] == group.id]
        severities = [one.severity for one in inside if one.severity is not None]
        if severities and variance:
            own = sum(severities) / len(severities)
            total += aims.severity * sum((one - own) ** 2 for one in severities) / variance
        if inside:
            total += aims.diversity * len(styles - {one.style for one in inside})
        for attribute in set(request.rather_not_alone) - set(request.never_alone):
            total += aims.lone * len(_lone(request, [one.id for one in inside], attribute))
    return total + sum(_own(request, one.id, placed[one.id]) for one in people)


def _own(request: Request, name: str, place: str | None) -> float:
    """Waiting, preference and distance of one person."""
    person = next(one for one in request.people if one.id == name)
    urgency = 1 + person.weeks_waited / (max(one.weeks_waited for one in request.people) or 1)
    if place is None:
        return request.aims.waiting * urgency * (max(one.starts_in_weeks for one in request.groups) + 13) / 4
    return (
        request.aims.waiting * urgency * _group(request, place).starts_in_weeks / 4
        + request.aims.preference * (bool(person.prefers) and place not in person.prefers)
        + request.aims.distance * (_way(request, name, place) or 0) / 10
    )


def best(request: Request, pins: dict[str, str | None] | None = None) -> tuple[int, float]:
    """The fewest left over, and the best objective with so few, by trying every composition."""
    names, places = [one.id for one in request.people], [*(one.id for one in request.groups), None]
    found = (len(names) + 1, inf)
    for chosen in product(places, repeat=len(names)):
        placed: Placed = dict(zip(names, chosen, strict=True))
        left = sum(place is None for place in chosen)
        if left <= found[0] and not broken(request, placed, pins):
            found = min(found, (left, worth(request, placed)))
    return found


def _lone(request: Request, names: list[str], attribute: str) -> list[str]:
    values = [one.attributes.get(attribute) for one in request.people if one.id in names]
    return [value for value in values if value is not None and values.count(value) == 1]


def _group(request: Request, place: str) -> Offer:
    return next(one for one in request.groups if one.id == place)


def _way(request: Request, name: str, place: str) -> float | None:
    here, there = next(one for one in request.people if one.id == name).place, _group(request, place).place
    return None if here is None or there is None else hypot(here[0] - there[0], here[1] - there[1])
