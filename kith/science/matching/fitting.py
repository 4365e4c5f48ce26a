"""Whether a practitioner could see a person: one reason for each thing in the way, and every way there is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from kith.science.groups.fitting import between
from kith.science.matching.request import Format, Opening, Practitioner, Seeker

Bar = Literal["not now", "apart", "language", "training", "must", "slot", "format", "needs", "distance"]


@dataclass(frozen=True)
class Barred:
    """A practitioner cannot see a person: by which rule, and what was found."""

    by: Bar
    found: str


@dataclass(frozen=True)
class Way:
    """An hour and a format in which the two could meet, and how far it is (None where it is not known or no matter)."""

    slot: str
    format: Format
    kilometres: float | None


def ways(person: Seeker, practitioner: Practitioner) -> tuple[Way, ...]:
    """Every hour in which this practitioner could see this person, each in the format the person likes best.

    Empty when anything is in the way; `bars` then says what. Whether the practitioner has room is not asked here.

    >>> ana = Seeker(id="ana", slots=("tue", "thu"), languages=("en",), formats=("video", "in person"))
    >>> free = (Opening(slot="tue"), Opening(slot="thu", formats=("in person", "video")))
    >>> [(way.slot, way.format) for way in ways(ana, Practitioner(id="b", languages=("en",), openings=free, room=1))]
    [('tue', 'in person'), ('thu', 'video')]
    """
    if _own_bars(person, practitioner):
        return ()
    shut = {one: _bars_of_format(one, person, practitioner) for one in person.formats}
    far = between(person.place, practitioner.place)
    found = []
    for opening in practitioner.openings:
        open_formats = [one for one in person.formats if one in opening.formats and not shut[one]]
        if opening.slot in person.slots and open_formats:
            best = open_formats[0]
            found.append(Way(opening.slot, best, far if best in ("in person", "at home") else None))
    return tuple(found)


def wishes_of(person: Seeker) -> tuple[tuple[str, str], ...]:
    """Everything the person would like the practitioner to be, as pairs.

    >>> wishes_of(Seeker(id="a", slots=("tue",), languages=("en",), wishes={"gender": "woman"}, community="travellers"))
    (('gender', 'woman'), ('community', 'travellers'))
    """
    return (*person.wishes.items(), *([("community", person.community)] if person.community is not None else ()))


def meets(practitioner: Practitioner, wish: tuple[str, str]) -> bool:
    """Whether a practitioner has said to be what is wished; communities are compared as words, whatever their case.

    >>> meets(Practitioner(id="b", languages=("en",), openings=(), room=1, communities=("Travellers",)),
    ...     ("community", "travellers"))
    True
    """
    name, value = wish
    if name == "community":
        return value.casefold() in {one.casefold() for one in practitioner.communities}
    return practitioner.about.get(name) == value


def bars(person: Seeker, practitioner: Practitioner) -> tuple[Barred, ...]:
    """Everything that keeps a practitioner from seeing a person; empty when there is a way.

    A person whose intervention is not chosen yet can be seen by anybody; a limit on the way binds only where both
    places are known.
    """
    own = _own_bars(person, practitioner)
    return own if ways(person, practitioner) else (*own, *_bars_of_hours(person, practitioner))


def _own_bars(person: Seeker, practitioner: Practitioner) -> tuple[Barred, ...]:
    """What is in the way whatever the hour."""
    found: list[Barred] = []
    if person.not_now is not None:
        found.append(Barred("not now", person.not_now))
    if practitioner.id in person.apart:
        found.append(Barred("apart", "must not see this person"))
    if not set(person.languages) & set(practitioner.languages):
        spoken = f"speaks {', '.join(practitioner.languages)}; the person {', '.join(person.languages)}"
        found.append(Barred("language", spoken))
    if person.intervention is not None and person.intervention not in practitioner.trained:
        found.append(Barred("training", f"is not trained in {person.intervention}"))
    for name, value in person.must.items():
        if practitioner.about.get(name) != value:
            says = practitioner.about.get(name, "not said")
            found.append(Barred("must", f"{name}: {says}; the person needs {value}"))
    return tuple(found)


def _bars_of_hours(person: Seeker, practitioner: Practitioner) -> tuple[Barred, ...]:
    """What is in the way in the hours both have; only the hours themselves when they have none together."""
    both = [opening for opening in practitioner.openings if opening.slot in person.slots]
    if not both:
        free = ", ".join(opening.slot for opening in practitioner.openings) or "nothing"
        return (Barred("slot", f"has {free} free; the person can come {', '.join(person.slots)}"),)
    offered = _offered(person, both)
    if not offered:
        formats = ", ".join(dict.fromkeys(one for opening in both for one in opening.formats))
        return (Barred("format", f"meets {formats} then; the person wants {', '.join(person.formats)}"),)
    found = [bar for one in offered for bar in _bars_of_format(one, person, practitioner)]
    return tuple(dict.fromkeys(found))


def _offered(person: Seeker, openings: list[Opening]) -> list[Format]:
    return [one for one in person.formats if any(one in opening.formats for opening in openings)]


def _bars_of_format(one: Format, person: Seeker, practitioner: Practitioner) -> tuple[Barred, ...]:
    found: list[Barred] = []
    missing = [need for need in person.needs if need not in practitioner.offers]
    if one == "in person" and missing:
        found.append(Barred("needs", f"lacks {', '.join(missing)}"))
    far = between(person.place, practitioner.place)
    if one == "in person" and person.furthest_km is not None and far is not None and far > person.furthest_km:
        found.append(Barred("distance", f"{far:.1f} km away; can travel {person.furthest_km:g} km"))
    return tuple(found)
