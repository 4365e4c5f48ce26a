"""A request as arrays: what each place costs a person, who is shut out, and what being alone or unlike counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from kith.science.groups.fitting import bars, kilometres
from kith.science.groups.request import Request

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

# In the search a broken rule costs more than any number of people left over, and somebody left over more than any
# aim: 400 people at the highest plausible costs stay below the first, and the second is never weighed against it.
BROKEN: Final = 1e7
LEFT_OVER: Final = 1e4
# Units of the aims, a convention of ours: a month later, ten kilometres; being left over is a quarter later than the
# last group to start.
WEEKS_A_UNIT: Final = 4.0
KILOMETRES_A_UNIT: Final = 10.0
WEEKS_TO_THE_NEXT_ROUND: Final = 13.0


@dataclass(frozen=True)
class Kinds:
    """An attribute of everybody: values by number (the last number means not known), and what it is looked at for."""

    name: str
    role: Literal["never alone", "rather not alone", "style"]
    values: tuple[str, ...]
    of: Ints


@dataclass(frozen=True)
class Tables:
    """Everything the searches need. Column `groups` (one past the last) means left over."""

    request: Request
    pins: Mapping[str, str | None]
    fits: Bools
    parts: Mapping[str, Floats]
    cost: Floats
    severity: Floats
    is_known: Bools
    apart: Bools
    kinds: tuple[Kinds, ...]
    smallest: Ints
    seats: Ints
    clashes: tuple[tuple[int, int], ...]

    @property
    def people(self) -> int:
        """How many people wait."""
        return len(self.request.people)

    @property
    def groups(self) -> int:
        """How many groups could run; also the number that means left over."""
        return len(self.request.groups)


def tables(request: Request, pins: Mapping[str, str | None]) -> Tables:
    """The arrays of a request. A pin leaves a person only the place it names (None: left over)."""
    people, groups = request.people, request.groups
    fits = np.array([[not bars(person, group) for group in groups] for person in people], dtype=np.bool_)
    severity, is_known = _severity(request)
    parts, aims = _parts(request), request.aims
    places = {person.id: i for i, person in enumerate(people)}
    apart = np.zeros((len(people), len(people)), dtype=np.bool_)
    for one, other in request.apart:
        apart[places[one], places[other]] = apart[places[other], places[one]] = True
    return Tables(
        request=request,
        pins=pins,
        fits=_pinned(request, fits, pins),
        parts=parts,
        cost=aims.waiting * parts["waiting"]
        + aims.preference * parts["preference"]
        + aims.distance * parts["distance"],
        severity=severity,
        is_known=is_known,
        apart=apart,
        kinds=_kinds(request),
        smallest=np.array([group.smallest for group in groups], dtype=np.int64),
        seats=np.array([request.seats(group) for group in groups], dtype=np.int64),
        clashes=tuple(clashes(request)),
    )


def clashes(request: Request) -> list[tuple[int, int]]:
    """Groups that cannot both run: one slot, and a leader in both."""
    found = []
    for i, one in enumerate(request.groups):
        for j, other in enumerate(request.groups[:i]):
            if one.slot == other.slot and set(one.leaders) & set(other.leaders):
                found.append((j, i))
    return found


def _pinned(request: Request, fits: Bools, pins: Mapping[str, str | None]) -> Bools:
    """Who may be where, the last column being left over."""
    may = np.concatenate([fits, np.ones((len(request.people), 1), dtype=np.bool_)], axis=1)
    names: list[str | None] = [group.id for group in request.groups]
    for i, person in enumerate(request.people):
        if person.id in pins:
            only = np.array([name == pins[person.id] for name in [*names, None]], dtype=np.bool_)
            may[i] &= only
    return may


def _severity(request: Request) -> tuple[Floats, Bools]:
    """Severities in standard deviations of everybody, with 0 where it is not known or everybody has the same."""
    given = np.array([np.nan if one.severity is None else one.severity for one in request.people])
    known = ~np.isnan(given)
    if not known.any() or float(np.std(given[known])) == 0:
        return np.zeros(len(given)), known
    centred = (given - given[known].mean()) / given[known].std()
    return np.where(known, centred, 0.0), known


def _parts(request: Request) -> dict[str, Floats]:
    """What each place means for each person, aim by aim in its units; the last column is left over."""
    people, groups = request.people, request.groups
    longest = max(person.weeks_waited for person in people) or 1.0
    starts = np.array([group.starts_in_weeks for group in groups])
    starts = np.append(starts, starts.max() + WEEKS_TO_THE_NEXT_ROUND)
    urgency = np.array([1 + person.weeks_waited / longest for person in people])
    unmet = [[bool(one.prefers) and group.id not in one.prefers for group in groups] + [False] for one in people]
    ways = [[kilometres(person, group) or 0.0 for group in groups] + [0.0] for person in people]
    return {
        "waiting": urgency[:, None] * starts[None, :] / WEEKS_A_UNIT,
        "preference": np.array(unmet, dtype=np.float64),
        "distance": np.array(ways) / KILOMETRES_A_UNIT,
    }


def _kinds(request: Request) -> tuple[Kinds, ...]:
    found = []
    for name in sorted({*request.never_alone, *request.rather_not_alone}):
        given = [person.attributes.get(name) for person in request.people]
        found.append(_kind(name, "never alone" if name in request.never_alone else "rather not alone", given))
    styles = [person.style for person in request.people]
    if any(style is not None for style in styles):
        found.append(_kind("style", "style", styles))
    return tuple(found)


def _kind(name: str, role: Literal["never alone", "rather not alone", "style"], given: list[str | None]) -> Kinds:
    values = tuple(sorted({value for value in given if value is not None}))
    numbers = {value: i for i, value in enumerate(values)}
    of = [len(values) if value is None else numbers[value] for value in given]
    return Kinds(name, role, values, np.array(of, dtype=np.int64))
