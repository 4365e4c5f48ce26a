"""Which rules cannot all be met: the smallest set that stands in the way, found by leaving rules out one by one."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final, Literal

import numpy as np

from kith.science.groups.fitting import BARS, Bar, bars
from kith.science.groups.programme import Programme, Rule
from kith.science.groups.tables import Ints, Tables, tables

RuleKind = Literal["seats", "smallest", "leaders", "apart", "never alone", "pin", Bar]
# One question to the solver takes some hundredths of a second; one that takes this long is left undecided.
_SECONDS_A_QUESTION: Final = 5.0


@dataclass(frozen=True)
class Conflict:
    """People who cannot all be placed, and the rules that together prevent it.

    `is_smallest`: without any one of these people or rules, the rest could be met. Otherwise the search was cut short,
    and some of them may not matter.
    """

    people: tuple[str, ...]
    rules: tuple[Rule, ...]
    is_smallest: bool = True


def own_conflict(tables: Tables, i: int) -> Conflict | None:
    """The fewest kinds of rule that shut a person out of every group whoever else comes; None when a group fits."""
    person = tables.request.people[i]
    shut = [{bar.by for bar in bars(person, group)} for group in tables.request.groups]
    if not all(shut):
        return None
    fewest = next(
        chosen
        for size in range(1, len(BARS) + 1)
        for chosen in combinations(BARS, size)
        if all(one & set(chosen) for one in shut)
    )
    return Conflict((person.id,), tuple((by, person.id) for by in fewest))


def conflict_of_pins(given: Tables, *, is_over: Callable[[], bool]) -> Conflict:
    """Why no composition keeps every pin: one pin against the person's own rules, or several together."""
    groups = {group.id: group for group in given.request.groups}
    for person in given.request.people:
        place = given.pins.get(person.id)
        if place is not None and (found := bars(person, groups[place])):
            return Conflict((person.id,), (("pin", person.id), *((bar.by, person.id) for bar in found)))
    return _narrow(given, [], is_over=is_over)


def conflict_of(given: Tables, placed: Ints, i: int, *, is_over: Callable[[], bool]) -> Conflict | None:
    """Why one more person cannot be placed beside all who are; None when the solver did not settle that they cannot."""
    must = [*(int(j) for j in np.flatnonzero(placed < given.groups)), i]
    near = _within_reach(given, placed, i)
    for people in ([j for j in must if j in near], must):
        if _is_impossible(given, [*_rules(given), *_asked(given, people)]):
            return _narrow(given, people, is_over=is_over)
    return None


def _within_reach(given: Tables, placed: Ints, i: int) -> set[int]:
    """Everybody whose seat one person could come to, directly or by others making room."""
    near, waiting = {i}, [i]
    while waiting:
        groups = np.flatnonzero(given.fits[waiting.pop(), :-1])
        for j in np.flatnonzero(np.isin(placed, groups)):
            if int(j) not in near:
                near.add(int(j))
                waiting.append(int(j))
    return near


def _rules(given: Tables) -> list[Rule]:
    """Every rule that may be left out, by name."""
    request = given.request
    names = [one.id for one in request.groups]
    return [
        *(("smallest", name) for name in names),
        *(("leaders", f"{names[g]} and {names[h]}") for g, h in given.clashes),
        *((kind.role, kind.name) for kind in given.kinds if kind.role == "never alone"),
        *(("apart", name) for name in separations(given)),
        *(("pin", name) for name in given.pins),
        *(("seats", name) for name in names),
    ]


def separations(given: Tables) -> list[str]:
    """The pairs who are to be apart, as conflicts name them."""
    people = given.request.people
    return [f"{people[i].id} and {people[j].id}" for i, j in zip(*np.nonzero(np.triu(given.apart)), strict=True)]


def _asked(given: Tables, people: Iterable[int]) -> list[Rule]:
    return [("place", given.request.people[i].id) for i in people]


def _is_impossible(given: Tables, items: Collection[Rule]) -> bool:
    """Whether these rules cannot be met together with these people placed; an open question counts as possible."""
    kept = set(items)
    pins = {name: place for name, place in given.pins.items() if ("pin", name) in kept}
    now = given if len(pins) == len(given.pins) else tables(given.request, pins)
    numbers = {person.id: i for i, person in enumerate(given.request.people)}
    must = {numbers[name] for kind, name in kept if kind == "place"}
    without = set(_rules(given)) - kept
    return _ask(Programme(now, without=without, must=must, has_aims=False))


def _ask(programme: Programme) -> bool:
    return programme.solve(None, seconds=_SECONDS_A_QUESTION).is_impossible


def _narrow(given: Tables, people: Sequence[int], *, is_over: Callable[[], bool]) -> Conflict:
    """Leave out halves, quarters and at last single ones, as long as what remains still cannot be met."""
    items = [*_rules(given), *_asked(given, people)]
    size = max(len(items) // 2, 1)
    while True:
        start = 0
        while start < len(items):
            if is_over():
                return _as_conflict(items, is_smallest=False)
            rest = items[:start] + items[start + size :]
            if _is_impossible(given, rest):
                items = rest
            else:
                start += size
        if size == 1:
            return _as_conflict(items, is_smallest=True)
        size = max(size // 2, 1)


def _as_conflict(items: Sequence[Rule], *, is_smallest: bool) -> Conflict:
    people = tuple(name for kind, name in items if kind == "place")
    return Conflict(people, tuple(item for item in items if item[0] != "place"), is_smallest)
