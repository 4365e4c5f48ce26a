"""Invented waiting lists, and every matching there is in a small one, by plain loops that know no solver."""

from __future__ import annotations

import random
from itertools import product

from kith.science.matching import Opening, Practitioner, Request, Seeker

SLOTS, LANGUAGES, FORMATS = ("mon", "tue", "wed"), ("en", "ar", "es"), ("in person", "video")
Placed = dict[str, tuple[str, str, str]]  # person: practitioner, slot, format


def world(seed: int, *, people: int = 5, practitioners: int = 3) -> Request:
    rng = random.Random(seed)

    def some(of: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(rng.sample(of, rng.randint(1, len(of))))

    staff = tuple(
        Practitioner(
            id=f"t{n}",
            languages=some(LANGUAGES),
            openings=tuple(Opening(slot=slot, formats=some(FORMATS)) for slot in some(SLOTS)),
            room=rng.randint(0, 2),
            trained=some(("cbt", "ipt")),
            offers=some(("step-free", "quiet")),
            about={"gender": rng.choice(("woman", "man"))},
            communities=rng.choice(((), ("Travellers",), ("travellers", "farming families"))),
            load=rng.randint(0, 20),
            full_load=rng.choice((None, 20.0)),
            place=(float(rng.randint(0, 20)), 0.0),
        )
        for n in range(practitioners)
    )
    names = [one.id for one in staff]
    seekers = tuple(
        Seeker(
            id=f"p{n}",
            slots=some(SLOTS),
            languages=some(LANGUAGES),
            formats=some(FORMATS),
            needs=rng.choice(((), ("step-free",))),
            intervention=rng.choice((None, None, "cbt", "ipt")),
            must=rng.choice(({}, {}, {}, {"gender": "woman"})),
            wishes=rng.choice(({}, {"gender": "woman"}, {"gender": "man"})),
            community=rng.choice((None, "travellers", "farming families")),
            knows=rng.choice(((), (rng.choice(names),))),
            apart=rng.choice(((), (), (rng.choice(names),))),
            is_urgent=rng.random() < 0.25,
            weeks_waited=rng.randint(0, 20),
            place=rng.choice((None, (float(rng.randint(0, 20)), 0.0))),
            furthest_km=rng.choice((None, 8.0)),
            not_now=rng.choice((None, None, None, "In hospital")),
        )
        for n in range(people)
    )
    return Request(people=seekers, practitioners=staff)


def broken(request: Request, placed: Placed) -> list[str]:
    """Every rule that a matching breaks, read from docs/methods/matching.md and not from the code."""
    staff = {one.id: one for one in request.practitioners}
    found = []
    for person in request.people:
        if person.id not in placed:
            continue
        name, slot, how = placed[person.id]
        other = staff[name]
        opening = {one.slot: one for one in other.openings}.get(slot)
        far = None if person.place is None else abs(person.place[0] - other.place[0])
        is_far = far is not None and person.furthest_km is not None and far > person.furthest_km
        found += [
            f"{person.id}: {rule}"
            for rule, is_broken in {
                "slot": slot not in person.slots or opening is None,
                "format": how not in person.formats or opening is None or how not in opening.formats,
                "language": not set(person.languages) & set(other.languages),
                "training": person.intervention not in (None, *other.trained),
                "must": any(other.about.get(key) != value for key, value in person.must.items()),
                "apart": name in person.apart,
                "not now": person.not_now is not None,
                "needs": how == "in person" and not set(person.needs) <= set(other.offers),
                "distance": how == "in person" and is_far,
            }.items()
            if is_broken
        ]
    hours = [(name, slot) for name, slot, _ in placed.values()]
    found += [f"{name}: hour" for name, slot in set(hours) if hours.count((name, slot)) > 1]
    return found + [f"{one.id}: room" for one in staff.values() if sum(one.id == n for n, _ in hours) > one.room]


def worth(request: Request, placed: Placed) -> tuple[float, float, float, float]:
    """How good a matching is, the first figure first: urgent people, people, weeks, and (negative) what is left."""
    inside = [person for person in request.people if person.id in placed]
    staff = {one.id: one for one in request.practitioners}
    cost = 0.0
    for person in inside:
        name, _, how = placed[person.id]
        other = staff[name]
        cost += sum(1.0 for key, value in person.wishes.items() if other.about.get(key) != value)
        known = [one.lower() for one in other.communities]
        cost += 1.0 if person.community is not None and person.community.lower() not in known else 0.0
        cost += 1.0 if person.knows and name not in person.knows else 0.0
        cost += 0.5 * list(person.formats).index(how)
        cost += 0.0 if person.languages[0] in other.languages else 0.5
        if how == "in person" and person.place is not None:
            cost += 0.25 * abs(person.place[0] - other.place[0]) / 10
    for one in staff.values():
        if one.full_load is not None:
            taken = sum(name == one.id for name, _, _ in placed.values())
            cost += sum(0.5 * ((one.load + n + 1) / one.full_load) ** 2 for n in range(taken))
    return (
        float(sum(person.is_urgent for person in inside)),
        float(len(inside)),
        float(sum(person.weeks_waited for person in inside)),
        round(-cost, 6),
    )


def best(request: Request) -> tuple[float, float, float, float]:
    """The best there is, by trying every matching."""
    everywhere = [
        (one.id, opening.slot, how)
        for one in request.practitioners
        for opening in one.openings
        for how in opening.formats
    ]
    each = [
        [None, *(place for place in everywhere if not broken(request, {person.id: place}))] for person in request.people
    ]
    names = [person.id for person in request.people]
    found = (0.0, 0.0, 0.0, 0.0)
    for choice in product(*each):
        placed = {name: place for name, place in zip(names, choice, strict=True) if place is not None}
        if not broken(request, placed):
            found = max(found, worth(request, placed))
    return found
