"""How good a composition is: rules broken, people left over, and each aim in its own units."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kith.science.groups.tables import BROKEN, LEFT_OVER, Floats, Ints, Kinds, Tables


@dataclass(frozen=True)
class AimValue:
    """One aim: its value in its own units, what a unit counts, and what it adds to the objective."""

    name: str
    value: float
    weight: float

    @property
    def adds(self) -> float:
        """Value times weight."""
        return self.value * self.weight


def spread(z: Floats, known: Floats) -> float:
    """The squared distance of severities (in standard deviations) from their group's mean, added up."""
    count = float(known.sum())
    return float((z**2).sum() - z.sum() ** 2 / count) if count else 0.0


def counts(tables: Tables, kind: Kinds, placed: Ints) -> Ints:
    """How many of each value are in each group: groups by values; left over and not known are left out."""
    table = np.zeros((tables.groups + 1, len(kind.values) + 1), dtype=np.int64)
    np.add.at(table, (placed, kind.of), 1)
    return table[:-1, :-1]


def broken_rules(tables: Tables, placed: Ints) -> int:
    """How many rules a composition breaks, each person, pair, seat and lone value counted once."""
    rows = np.arange(tables.people)
    broken = int((~tables.fits[rows, placed]).sum())
    sizes = np.bincount(placed, minlength=tables.groups + 1)[:-1]
    is_open = sizes > 0
    broken += int(np.maximum(sizes - tables.seats, 0).sum())
    broken += int((np.maximum(tables.smallest - sizes, 0) * is_open).sum())
    broken += sum(bool(is_open[g] and is_open[h]) for g, h in tables.clashes)
    together = (placed[:, None] == placed[None, :]) & (placed < tables.groups)[:, None]
    broken += int((together & tables.apart).sum()) // 2
    return broken + sum(
        int((counts(tables, kind, placed) == 1).sum()) for kind in tables.kinds if kind.role == "never alone"
    )


def aims(tables: Tables, placed: Ints) -> tuple[AimValue, ...]:
    """Each aim of a composition, in its own units."""
    weights, rows = tables.request.aims, np.arange(tables.people)
    severity = sum(
        spread(tables.severity[placed == g], tables.is_known[placed == g].astype(np.float64))
        for g in range(tables.groups)
    )
    sizes = np.bincount(placed, minlength=tables.groups + 1)[:-1]
    lone, absent = 0, 0
    for kind in tables.kinds:
        table = counts(tables, kind, placed)
        if kind.role == "style":
            absent += int((table[sizes > 0] == 0).sum())
        elif kind.role == "rather not alone":
            lone += int((table == 1).sum())
    parts = {name: float(table[rows, placed].sum()) for name, table in tables.parts.items()}
    return (
        AimValue("severity", float(severity), weights.severity),
        AimValue("lone", float(lone), weights.lone),
        AimValue("waiting", parts["waiting"], weights.waiting),
        AimValue("preference", parts["preference"], weights.preference),
        AimValue("distance", parts["distance"], weights.distance),
        AimValue("diversity", float(absent), weights.diversity),
    )


def objective(tables: Tables, placed: Ints) -> float:
    """What the aims add up to. Smaller is better; people left over count only by their waiting."""
    return sum(aim.adds for aim in aims(tables, placed))


def full_cost(tables: Tables, placed: Ints) -> float:
    """The objective with rules broken and people left over put before it, for the searches."""
    left = int((placed == tables.groups).sum())
    return objective(tables, placed) + LEFT_OVER * left + BROKEN * broken_rules(tables, placed)
