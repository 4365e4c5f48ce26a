"""Puts people into groups: a first composition at once, better ones while there is time, and how good it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from math import ceil
from typing import Final

import numpy as np

from kith.science.documents import did_you_mean
from kith.science.groups.bounding import level_answer, means, plain_bound, spread_bound
from kith.science.groups.conflicts import Conflict, conflict_of, conflict_of_pins, own_conflict
from kith.science.groups.plan import Plan
from kith.science.groups.programme import Programme, costs_from
from kith.science.groups.reasons import composed, left_over
from kith.science.groups.request import Request
from kith.science.groups.standing import aims, broken_rules, full_cost, objective
from kith.science.groups.starting import greedy, without_broken
from kith.science.groups.swapping import improve
from kith.science.groups.tables import Floats, Ints, Tables, tables

# A descent takes longer with the square of the people: from several starts only where that is a tenth of a second.
_STARTS: Final = 4
_FEW_PEOPLE: Final = 150
_STEPS_DOWN: Final = 400
_STEPS_OVER: Final = 60
_STEPS_TO_PLACE: Final = 100
# The search ends after so many turns in which nothing better was found.
_TURNS_WITHOUT_GAIN: Final = 10
# What is left after these shares goes to the bound, and then to what stands in the way of people left over.
_SHARE_FOR_SEARCH: Final = 0.6
_SHARE_BEFORE_CONFLICTS: Final = 0.8
_SECONDS_TO_PLACE: Final = 5.0
_SECONDS_A_TURN: Final = 3.0
# A turn is only a step on the way, so the solver may stop half a per cent short of its best.
_GAP_A_TURN: Final = 5e-3
_MOST_CONFLICTS: Final = 8
_SETTLED: Final = 1e-6
# Levels of severity are halved until the gap is this small a share, or so often.
_CLOSE: Final = 1e-3
_MOST_HALVINGS: Final = 4


class PinFault(ValueError):
    """A pin names somebody or a group that is not in the request. Three parts: what, what was found, what to do."""


@dataclass
class _Watch:
    """How much of the time given is over, by a clock that is handed in; without one, nothing is ever over."""

    seconds: float
    clock: Callable[[], float] | None
    was_cut: bool = False
    begun: float = field(init=False)

    def __post_init__(self) -> None:
        self.begun = self.clock() if self.clock else 0.0

    def left(self, share: float = 1.0) -> float:
        return self.seconds * share - ((self.clock() - self.begun) if self.clock else 0.0)

    def is_over(self, share: float = 1.0) -> bool:
        over = self.left(share) <= 0
        self.was_cut |= over
        return over


def compose(
    request: Request,
    *,
    pins: Mapping[str, str | None] | None = None,
    seed: int = 1,
    seconds: float = 15.0,
    clock: Callable[[], float] | None = None,
) -> Plan:
    """People in groups so that every rule holds, as few as can be are left over, and then the aims are met best.

    `pins` keep people in a group, or (None) out of all of them. `seconds` 0 gives the first composition at once; more
    are used, until `clock` (such as time.monotonic) says that they are over, to find better ones and a tighter bound.
    A rule is never broken and never relaxed: whoever cannot be placed is left over, and which rules stand in the way
    is said. If no composition keeps the pins, nothing is composed.

    The same request, pins and seed give the same plan, as long as the time does not cut the search short (then
    `is_cut_short`). Missing: an unknown severity, style or attribute counts nowhere; an unknown stream fits only
    groups that take every stream. Raises PinFault for a pin that names nobody or no group.

    Source: Kith's own formulation, docs/methods/group-composition.md. Assumes that one objective may add the aims up.

    >>> from kith.science.groups.request import Candidate, Offer, Request
    >>> people = tuple(Candidate(id=f"p{n}", slots=("tue",), languages=("en",), severity=n) for n in (1, 2, 11, 12))
    >>> halls = [Offer(id=id, slot="tue", language="en", smallest=2, largest=2, leaders=(id,)) for id in ("a", "b")]
    >>> plan = compose(Request(groups=tuple(halls), people=people))
    >>> sorted(sorted(member.id for member in group.members) for group in plan.groups), plan.status
    ([['p1', 'p2'], ['p11', 'p12']], 'everybody placed')
    """
    pins = dict(pins or {})
    _check_pins(request, pins)
    given, rng, watch = tables(request, pins), np.random.default_rng(seed), _Watch(seconds, clock)
    start = _first(given, rng)
    placed, fewest = _placed_most(given, start, seconds=_SECONDS_TO_PLACE if seconds > 0 else 0.0)
    if placed is None:
        return _cannot(request, conflict_of_pins(given, is_over=watch.is_over), seed)
    bound = plain_bound(given, given.people - _left(given, placed))
    if seconds > 0 and objective(given, placed) > bound + _SETTLED:
        placed = _search(given, placed, rng, watch)
        placed, bound = _tighten(given, placed, bound, watch)
    value, is_fewest = objective(given, placed), _left(given, placed) == fewest
    bound = min(bound, value)
    conflicts = _conflicts(given, placed, watch, is_fewest=is_fewest)
    people = left_over(given, placed, conflicts)
    return Plan(
        status="people left over" if people else "everybody placed",
        groups=composed(given, placed),
        left_over=people,
        conflicts=tuple(dict.fromkeys(conflicts.values())),
        aims=aims(given, placed),
        objective=value,
        bound=bound,
        gap=(value - bound) / value if value > _SETTLED else 0.0,
        is_fewest_left=is_fewest,
        is_cut_short=watch.was_cut,
        seed=seed,
        unknown_severity=sum(person.severity is None for person in request.people),
    )


def _check_pins(request: Request, pins: Mapping[str, str | None]) -> None:
    people, groups = [one.id for one in request.people], [one.id for one in request.groups]
    for name, place in pins.items():
        if name not in people:
            raise PinFault(f"A pin names nobody; found {name!r}. Write instead: {did_you_mean(name, people)}")
        if place is not None and place not in groups:
            raise PinFault(f"A pin names no group; found {place!r}. Write instead: {did_you_mean(place, groups)}")


def _cannot(request: Request, conflict: Conflict, seed: int) -> Plan:
    return Plan(
        status="cannot",
        groups=(),
        left_over=(),
        conflicts=(conflict,),
        aims=(),
        objective=None,
        bound=None,
        gap=None,
        is_fewest_left=False,
        is_cut_short=not conflict.is_smallest,
        seed=seed,
        unknown_severity=sum(person.severity is None for person in request.people),
    )


def _left(given: Tables, placed: Ints) -> int:
    return int((placed == given.groups).sum())


def _shut_out(given: Tables) -> int:
    """How many people no group fits; they are left over in every composition."""
    return int((~given.fits[:, :-1].any(axis=1)).sum())


def _better(given: Tables, one: Ints, other: Ints) -> Ints:
    """The one that breaks fewer rules, then leaves fewer over, then meets the aims better; the first when equal."""
    return other if full_cost(given, other) < full_cost(given, one) - _SETTLED else one


def _first(given: Tables, rng: np.random.Generator) -> Ints:
    """The best of a few greedy starts, each made better by moves and swaps, with no rule broken."""
    best: Ints | None = None
    for _ in range(_STARTS if given.people <= _FEW_PEOPLE else 1):
        start = improve(given, greedy(given, rng), steps=_STEPS_DOWN)
        if broken_rules(given, start):
            start = improve(given, without_broken(given, start), steps=_STEPS_DOWN)
        best = start if best is None else _better(given, best, start)
    assert best is not None
    if _left(given, best) > _shut_out(given):
        best = _better(given, best, improve(given, best, steps=_STEPS_TO_PLACE, rng=rng))
    return best


def _placed_most(given: Tables, placed: Ints, *, seconds: float) -> tuple[Ints | None, int]:
    """A composition that keeps every rule with the most people in it, and the fewest there can be left over.

    None when no composition keeps the pins. Without seconds the solver is asked only where a pin needs it.
    """
    fewest = _shut_out(given)
    if not broken_rules(given, placed) and (not seconds or _left(given, placed) == fewest):
        return placed, fewest
    found = Programme(given, has_aims=False).solve(None, seconds=seconds or _SECONDS_TO_PLACE)
    if found.bound is not None:
        fewest = max(fewest, ceil(found.bound - _SETTLED))
    if found.placed is not None:
        placed = _better(given, placed, improve(given, found.placed, steps=_STEPS_DOWN))
    return None if broken_rules(given, placed) else placed, fewest


def _search(given: Tables, placed: Ints, rng: np.random.Generator, watch: _Watch) -> Ints:
    """Turn by turn: everybody placed anew by the solver round the groups' means, then moves and swaps.

    A turn that gains nothing is followed from where it came out, and the next starts round other means.
    """
    best, centres, idle = placed, means(given, placed), 0
    programme = Programme(given, at_least=given.people - _left(given, placed))
    while idle < _TURNS_WITHOUT_GAIN and not watch.is_over(_SHARE_FOR_SEARCH):
        seconds = min(_SECONDS_A_TURN, watch.left(_SHARE_FOR_SEARCH))
        found = programme.solve(costs_from(given, centres), seconds=seconds, gap=_GAP_A_TURN)
        after = best if found.placed is None else improve(given, found.placed, steps=_STEPS_DOWN)
        if idle == 0:
            after = _better(given, after, improve(given, after, steps=_STEPS_OVER, rng=rng))
        if full_cost(given, after) < full_cost(given, best) - _SETTLED:
            best, centres, idle = after, means(given, after), 0
            continue
        idle += 1
        centres = means(given, after) if idle % 2 == 0 else _other_centres(means(given, best), rng)
    return best


def _other_centres(centres: Floats, rng: np.random.Generator) -> Floats:
    """Two groups change places in severity, or one goes elsewhere, or all of them a little."""
    other, (one, two) = centres.copy(), rng.choice(len(centres), 2, replace=len(centres) < 2)
    way = rng.integers(3)
    if way == 0:
        other[[one, two]] = other[[two, one]]
    elif way == 1:
        other[one] = rng.normal(0, 0.8)
    else:
        other += rng.normal(0, 0.35, len(centres))
    return other


def _tighten(given: Tables, placed: Ints, bound: float, watch: _Watch) -> tuple[Ints, float]:
    """A tighter bound in the time that is left; a composition met on the way may be better too."""
    at_least = given.people - _left(given, placed)
    apart = Programme(given, at_least=at_least).solve(given.cost, seconds=max(watch.left(), _SECONDS_A_TURN))
    if apart.bound is not None:
        bound = max(bound, apart.bound + spread_bound(given, given.people - at_least))
    share = _SHARE_BEFORE_CONFLICTS if given.people - at_least > _shut_out(given) else 1.0
    found = [apart.placed]
    for halved in range(_MOST_HALVINGS):
        if watch.is_over(share) or objective(given, placed) - bound < _CLOSE * max(bound, 1.0):
            break
        levels = level_answer(given, at_least, seconds=watch.left(share), halved=halved)
        found.append(levels.placed)
        bound = bound if levels.bound is None else max(bound, levels.bound)
        if not levels.is_finished:
            watch.was_cut = True
            break
    for other in found:
        if other is not None:
            placed = _better(given, placed, improve(given, other, steps=_STEPS_DOWN))
    return placed, bound


def _conflicts(given: Tables, placed: Ints, watch: _Watch, *, is_fewest: bool) -> dict[int, Conflict]:
    """For each person left over what prevents them; people whom one conflict names share it.

    Unless it is proved that so few can be left over, only what shuts people out of every group is known.
    """
    found: dict[int, Conflict] = {}
    numbers = {person.id: i for i, person in enumerate(given.request.people)}
    left = [int(i) for i in np.flatnonzero(placed == given.groups) if given.request.people[i].id not in given.pins]
    for i in left:
        if own := own_conflict(given, i):
            found[i] = own
    for i in left if is_fewest else ():
        if i not in found and len(set(found.values())) < _MOST_CONFLICTS:
            conflict = conflict_of(given, placed, i, is_over=watch.is_over)
            if conflict is not None:
                found |= {j: conflict for name in conflict.people if (j := numbers[name]) in left and j not in found}
    return found
