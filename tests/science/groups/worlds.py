"""Requests for tests: waiting lists drawn from a seed, small enough to try everything, or as large as one meets."""

from __future__ import annotations

import numpy as np

from kith.science.groups import Candidate, Offer, Request

SLOTS = ("mon-am", "tue-pm", "wed-eve", "thu-am")


def small(seed: int, *, people: int = 6, groups: int = 2, tight: bool = False) -> Request:
    """A few people and groups, with every kind of rule and every aim in play."""
    rng = np.random.default_rng(seed)
    slots = SLOTS[: 2 if tight else 3]
    return Request(
        groups=tuple(
            Offer(
                id=f"g{g}",
                slot=str(rng.choice(slots)),
                language="en",
                smallest=2,
                largest=int(rng.integers(3, 5)),
                leaders=("finn",) if tight else (f"leader {g}",),
                streams=() if rng.random() < 0.6 else ("low mood",),
                offers=("step-free",) if g % 2 else (),
                starts_in_weeks=float(rng.integers(0, 6)),
                place=(float(rng.normal(0, 5)), float(rng.normal(0, 5))),
            )
            for g in range(groups)
        ),
        people=tuple(_person(rng, i, slots, groups) for i in range(people)),
        apart=(("p0", "p1"),),
        never_alone=("gender",),
        rather_not_alone=("age",),
        members_per_leader=3 if tight else 8,
    )


def _person(rng: np.random.Generator, i: int, slots: tuple[str, ...], groups: int) -> Candidate:
    return Candidate(
        id=f"p{i}",
        slots=tuple(slot for slot in slots if rng.random() < 0.75) or slots[:1],
        languages=("en",) if rng.random() < 0.93 else ("ar",),
        needs=("step-free",) if rng.random() < 0.08 else (),
        stream="low mood" if rng.random() < 0.7 else None,
        severity=None if rng.random() < 0.1 else float(rng.integers(3, 25)),
        attributes={"gender": str(rng.choice(["woman", "man"])), "age": str(rng.choice(["young", "old"]))},
        style=None if rng.random() < 0.1 else str(rng.choice(["quiet", "lively", "firm"])),
        weeks_waited=float(rng.integers(0, 30)),
        prefers=(f"g{int(rng.integers(groups))}",) if rng.random() < 0.5 else (),
        place=(float(rng.normal(0, 5)), float(rng.normal(0, 5))),
        furthest_km=9.0 if rng.random() < 0.3 else None,
        not_now="in an acute crisis" if rng.random() < 0.04 else None,
    )


def plain(people: int, groups: int, *, smallest: int = 2, largest: int = 4, **more: object) -> Request:
    """People who can all come to every group."""
    offers = [
        Offer(id=f"g{g}", slot="tue", language="en", smallest=smallest, largest=largest, leaders=(f"leader {g}",))
        for g in range(groups)
    ]
    names = [Candidate(id=f"p{i}", slots=("tue",), languages=("en",)) for i in range(people)]
    return Request.model_validate({"groups": tuple(offers), "people": tuple(names), **more})
