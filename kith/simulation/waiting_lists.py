"""Invents a waiting list for groups: who can come when, for what, how badly off, and what groups there could be."""

from __future__ import annotations

import numpy as np

from kith.science.groups import Candidate, Offer, Request

_SLOTS = tuple(f"{day} {hour}" for day in ("mon", "tue", "wed", "thu", "fri") for hour in ("10:00", "14:00", "18:00"))
_STREAMS = (("low mood",), ("worry",), ("low mood", "worry"))
_AGES, _SHARES = ("18-25", "26-45", "46-65", "66+"), (0.2, 0.4, 0.3, 0.1)
_STYLES = ("quiet", "warm", "firm", "lively")


def invent_waiting_list(
    *, seed: int, people: int = 120, groups: int = 12, comes: float = 0.65, seats: int = 11
) -> Request:
    """A request of invented people and groups. The same seed invents the same; `comes` is how many slots suit a person.

    Every sixth group is in Spanish, every second has a hearing loop, all are step-free and hold 6 to `seats`. Nobody is
    to be the only one of their gender, and rather not of their age; three pairs in a hundred people are kept apart.
    """
    rng = np.random.default_rng(seed)
    offers = tuple(_offer(rng, number, seats) for number in range(groups))
    names = [f"p{number:03}" for number in range(people)]
    pairs = [rng.choice(people, 2, replace=False) for _ in range(3 * people // 100)]
    return Request(
        groups=offers,
        people=tuple(_person(rng, name, [group.id for group in offers], comes) for name in names),
        apart=tuple((names[int(one)], names[int(other)]) for one, other in pairs),
        never_alone=("gender",),
        rather_not_alone=("age",),
    )


def _offer(rng: np.random.Generator, number: int, seats: int) -> Offer:
    return Offer(
        id=f"g{number:02}",
        slot=str(rng.choice(_SLOTS)),
        language="es" if number % 6 == 5 else "en",
        smallest=6,
        largest=seats,
        leaders=(f"leader {2 * number}", f"leader {2 * number + 1}"),
        streams=_STREAMS[number % 3],
        offers=("step-free", "hearing loop") if number % 2 else ("step-free",),
        starts_in_weeks=float(rng.integers(1, 9)),
        place=_place(rng),
    )


def _person(rng: np.random.Generator, name: str, groups: list[str], comes: float) -> Candidate:
    speaks = rng.random()
    return Candidate(
        id=name,
        slots=tuple(slot for slot in _SLOTS if rng.random() < comes) or _SLOTS[:1],
        languages=("en", "es") if speaks < 0.25 else ("es",) if speaks < 0.29 else ("en",),
        needs=("hearing loop",) if rng.random() < 0.05 else (),
        stream="low mood" if rng.random() < 0.5 else "worry",
        severity=None if rng.random() < 0.03 else float(np.clip(np.round(rng.normal(14, 5)), 0, 27)),
        attributes={
            "gender": "man" if rng.random() < 0.35 else "woman",
            "age": str(rng.choice(_AGES, p=_SHARES)),
        },
        style=str(rng.choice(_STYLES)),
        weeks_waited=float(rng.integers(0, 30)),
        prefers=tuple(str(one) for one in rng.choice(groups, 2, replace=False)) if rng.random() < 0.5 else (),
        place=_place(rng),
    )


def _place(rng: np.random.Generator) -> tuple[float, float]:
    east, north = rng.normal(0, 6, 2)
    return round(float(east), 2), round(float(north), 2)
