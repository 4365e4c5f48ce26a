"""Why each person is where they are: facts that a page or a terminal puts into words."""

from __future__ import annotations

import numpy as np

from kith.science.groups.conflicts import Conflict
from kith.science.groups.fitting import bars, kilometres
from kith.science.groups.plan import Composed, LeftOver, Member, NotThere
from kith.science.groups.standing import counts
from kith.science.groups.swapping import Neighbourhood
from kith.science.groups.tables import BROKEN, LEFT_OVER, Floats, Ints, Tables


def composed(tables: Tables, placed: Ints) -> tuple[Composed, ...]:
    """Every group with its members, in the order of the request."""
    swaps, moves = Neighbourhood(tables, placed).deltas()
    request, found = tables.request, []
    for g, group in enumerate(request.groups):
        inside = [int(i) for i in np.flatnonzero(placed == g)]
        known = [severity for i in inside if (severity := request.people[i].severity) is not None]
        found.append(
            Composed(
                id=group.id,
                slot=group.slot,
                language=group.language,
                smallest=group.smallest,
                seats=request.seats(group),
                mean_severity=sum(known) / len(known) if known else None,
                members=tuple(_member(tables, placed, i, swaps[i], moves[i]) for i in inside),
            )
        )
    return tuple(found)


def _member(tables: Tables, placed: Ints, i: int, swaps: Floats, moves: Floats) -> Member:
    person, group = tables.request.people[i], tables.request.groups[placed[i]]
    return Member(
        id=person.id,
        is_pinned=person.id in tables.pins,
        fits=tuple(one.id for one in tables.request.groups if not bars(person, one)),
        is_preferred=group.id in person.prefers if person.prefers else None,
        kilometres=kilometres(person, group),
        severity=person.severity,
        weeks_waited=person.weeks_waited,
        alike=tuple(
            (kind.name, kind.values[kind.of[i]], int(counts(tables, kind, placed)[placed[i], kind.of[i]]) - 1)
            for kind in tables.kinds
            if kind.of[i] < len(kind.values)
        ),
        not_there=() if group.id in person.prefers else _not_there(tables, placed, i, swaps, moves),
    )


def _not_there(tables: Tables, placed: Ints, i: int, swaps: Floats, moves: Floats) -> tuple[NotThere, ...]:
    """The groups a person would rather be in, and what the cheapest way there would add."""
    person, found = tables.request.people[i], []
    for g, group in enumerate(tables.request.groups):
        if group.id in person.prefers:
            barred = bars(person, group)
            cheapest = min(float(moves[g]), float(swaps[placed == g].min(initial=np.inf)))
            is_possible = not barred and person.id not in tables.pins and cheapest < min(BROKEN, LEFT_OVER) / 2
            found.append(NotThere(group.id, barred, max(cheapest, 0.0) if is_possible else None))
    return tuple(found)


def left_over(tables: Tables, placed: Ints, conflicts: dict[int, Conflict]) -> tuple[LeftOver, ...]:
    """Everybody without a group, with what is in the way."""
    request = tables.request
    return tuple(
        LeftOver(
            id=request.people[i].id,
            is_pinned=request.people[i].id in tables.pins,
            weeks_waited=request.people[i].weeks_waited,
            barred=tuple((group.id, bars(request.people[i], group)) for group in request.groups),
            conflict=conflicts.get(int(i)),
        )
        for i in np.flatnonzero(placed == tables.groups)
    )
