"""Finds the matching: first the urgent, then as many as can be, then who waited longest, then what people wish."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from kith.science.documents import did_you_mean
from kith.science.matching.fitting import Way, bars, meets, ways, wishes_of
from kith.science.matching.reasons import load_of, match_of, unmatched_of
from kith.science.matching.request import Practitioner, Request, Seeker
from kith.science.matching.result import Matching

Floats = NDArray[np.float64]

# What one lapse costs in the last step: a convention of ours, docs/methods/matching.md.
A_WISH: Final = 1.0
KNOWN_BEFORE: Final = 1.0
A_LATER_FORMAT: Final = 0.5
ANOTHER_LANGUAGE: Final = 0.5
TEN_KILOMETRES: Final = 0.25
A_FULL_CASELOAD: Final = 0.5
_SETTLED: Final = 1e-6
_WHOLE: Final = 1e-3


class KeepFault(ValueError):
    """What is to be kept cannot be. Three parts: what happened, what was found, what to do."""


@dataclass(frozen=True)
class _Column:
    """One person with one practitioner in one hour."""

    person: int
    practitioner: int
    way: Way


def match(request: Request, *, keep: Mapping[str, str | None] | None = None) -> Matching:
    """Who could see whom, so that no rule is broken; each aim is met as well as can be before the next is looked at.

    In this order: people who are urgent have somebody; as many people as can be; of those the ones who waited longest
    (weeks added up); then as little as can be of unmet wishes, later formats and languages, ways, and full caseloads.
    People, hours and caseloads are a network, whose corners are whole, and so are those of the best side of it that
    an aim leaves for the next; a linear programme solved to its end (HiGHS) is therefore enough. The same request
    gives the same value; where two matchings are as good, either may come out.

    `keep` holds people with a practitioner, or (None) with nobody. Missing: what is not known neither binds nor
    counts. Raises KeepFault when something kept names nobody, breaks a rule, or does not go together.

    Source: Kith's own formulation, docs/methods/matching.md; an assignment problem with capacities (Kuhn 1955).

    >>> from kith.science.matching.request import Opening
    >>> ana = Seeker(id="ana", slots=("tue",), languages=("en",), weeks_waited=9)
    >>> bea = Seeker(id="bea", slots=("tue",), languages=("en",), weeks_waited=2)
    >>> ben = Practitioner(id="ben", languages=("en",), openings=(Opening(slot="tue"),), room=3)
    >>> found = match(Request(people=(ana, bea), practitioners=(ben,)))
    >>> [(one.id, one.practitioner) for one in found.matches], [one.id for one in found.unmatched]
    ([('ana', 'ben')], ['bea'])
    """
    keep = dict(keep or {})
    _check_kept(request, keep)
    programme = _Programme(request, keep)
    urgent = np.array([float(one.is_urgent) for one in request.people])
    weeks = np.array([one.weeks_waited for one in request.people])
    chosen: list[_Column] = []
    for worth in (urgent, np.ones(len(weeks)), weeks):
        chosen = programme.most(worth)
    chosen, cost = programme.cheapest() if programme.columns else (chosen, 0.0)
    seen = {column.person: column for column in chosen}
    taken = [sum(column.practitioner == p for column in chosen) for p in range(len(request.practitioners))]
    return Matching(
        matches=tuple(
            match_of(request, request.people[i], request.practitioners[column.practitioner], column.way, keep)
            for i, column in sorted(seen.items())
        ),
        unmatched=tuple(
            unmatched_of(request, person, keep) for i, person in enumerate(request.people) if i not in seen
        ),
        loads=tuple(load_of(one, taken[p]) for p, one in enumerate(request.practitioners)),
        cost=cost,
    )


def _check_kept(request: Request, keep: Mapping[str, str | None]) -> None:
    people = {one.id: one for one in request.people}
    staff = {one.id: one for one in request.practitioners}
    for name, practitioner in keep.items():
        if name not in people:
            raise KeepFault(f"Nobody to keep by this name; found {name!r}. Write instead: {did_you_mean(name, people)}")
        if practitioner is None:
            continue
        if practitioner not in staff:
            instead = did_you_mean(practitioner, staff)
            raise KeepFault(f"No practitioner by this name; found {practitioner!r}. Write instead: {instead}")
        if found := bars(people[name], staff[practitioner]):
            why = "; ".join(one.found for one in found)
            raise KeepFault(
                f"{name} cannot stay with {practitioner}; found: {why}. Keep them apart, or mend the entry."
            )


class _Programme:
    """The matching as rows and columns; each aim that has been met becomes a row for the next."""

    def __init__(self, request: Request, keep: Mapping[str, str | None]) -> None:
        self.request = request
        self.columns = [
            _Column(i, p, way)
            for i, person in enumerate(request.people)
            for p, practitioner in enumerate(request.practitioners)
            if keep.get(person.id, practitioner.id) == practitioner.id
            for way in ways(person, practitioner)
        ]
        # Behind the pairs stands, for each practitioner, a column for the first, the second ... person they take.
        self._steps = [(p, n) for p, one in enumerate(request.practitioners) for n in range(self._most_taken(one))]
        self._rows: list[tuple[dict[int, float], float, float]] = []
        for i, person in enumerate(request.people):
            self._add_once(i, is_kept=keep.get(person.id) is not None)
        self._add_hours()
        self._add_loads()

    def _most_taken(self, practitioner: Practitioner) -> int:
        return min(practitioner.room, len(practitioner.openings))

    def most(self, worth: Floats) -> list[_Column]:
        """The matching whose people are worth most together; from now on none is worth less."""
        weights = np.array([worth[column.person] for column in self.columns])
        if not weights.any():
            return []
        values, total = self._solve(np.concatenate([-weights, np.zeros(len(self._steps))]))
        self._rows.append((dict(enumerate(weights.tolist())), -total - _SETTLED, np.inf))
        return self._read(values)

    def cheapest(self) -> tuple[list[_Column], float]:
        """The matching with the least left of wishes, formats, ways and loads, as good as any before it."""
        pairs = [self._price(column) for column in self.columns]
        steps = [self._price_of_step(self.request.practitioners[p], n) for p, n in self._steps]
        values, cost = self._solve(np.array([*pairs, *steps]))
        return self._read(values), max(cost, 0.0)

    def _price(self, column: _Column) -> float:
        person, practitioner = self.request.people[column.person], self.request.practitioners[column.practitioner]
        return price_of(person, practitioner, column.way)

    @staticmethod
    def _price_of_step(practitioner: Practitioner, number: int) -> float:
        """What one more person adds to a caseload: the fuller it is, the more, so that it falls on those with room."""
        if practitioner.full_load is None:
            return 0.0
        share = (practitioner.load + number + 1) / practitioner.full_load
        return float(A_FULL_CASELOAD * share**2)

    def _add_once(self, i: int, *, is_kept: bool) -> None:
        """Nobody has two practitioners; whoever is kept with one has one."""
        if terms := {c: 1.0 for c, column in enumerate(self.columns) if column.person == i}:
            self._rows.append((terms, float(is_kept), 1.0))

    def _add_hours(self) -> None:
        """One person in one hour."""
        hours: dict[tuple[int, str], dict[int, float]] = {}
        for c, column in enumerate(self.columns):
            hours.setdefault((column.practitioner, column.way.slot), {})[c] = 1.0
        self._rows += [(terms, 0.0, 1.0) for terms in hours.values()]

    def _add_loads(self) -> None:
        """As many people with a practitioner as steps are taken; there are no more steps than there is room."""
        for p in range(len(self.request.practitioners)):
            terms = {c: 1.0 for c, column in enumerate(self.columns) if column.practitioner == p}
            steps = {len(self.columns) + s: -1.0 for s, (owner, _) in enumerate(self._steps) if owner == p}
            if terms:
                self._rows.append((terms | steps, 0.0, 0.0))

    def _solve(self, weights: Floats) -> tuple[Floats, float]:
        # scipy.optimize takes a third of a second to load, and reading a request does without it.
        from scipy.optimize import Bounds, LinearConstraint, milp
        from scipy.sparse import csr_array

        rows, columns, values = zip(
            *((r, c, value) for r, (terms, _, _) in enumerate(self._rows) for c, value in terms.items()), strict=True
        )
        matrix = csr_array((values, (rows, columns)), shape=(len(self._rows), len(weights)))
        low, high = [row[1] for row in self._rows], [row[2] for row in self._rows]
        found: Any = milp(
            weights,
            constraints=LinearConstraint(matrix, low, high),
            bounds=Bounds(0, 1),
        )
        if found.x is None:
            raise KeepFault(
                "What is to be kept does not go together; found more people than a practitioner has room or hours for. "
                "Keep fewer people with them."
            )
        corner: Floats = np.array(found.x, dtype=np.float64)
        assert np.abs(corner - np.rint(corner)).max() < _WHOLE, "a corner of a network is whole"
        return corner, float(found.fun)

    def _read(self, corner: Floats) -> list[_Column]:
        return [column for column, value in zip(self.columns, corner, strict=False) if value > 0.5]


def price_of(person: Seeker, practitioner: Practitioner, way: Way) -> float:
    """What is left to wish for when these two meet in this way; 0 when nothing is."""
    unmet = sum(not meets(practitioner, wish) for wish in wishes_of(person))
    is_stranger = bool(person.knows) and practitioner.id not in person.knows
    return (
        A_WISH * unmet
        + KNOWN_BEFORE * is_stranger
        + A_LATER_FORMAT * person.formats.index(way.format)
        + ANOTHER_LANGUAGE * (person.languages[0] not in practitioner.languages)
        + TEN_KILOMETRES * (way.kilometres or 0.0) / 10.0
    )
