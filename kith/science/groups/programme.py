"""The composition as a mixed-integer programme: what HiGHS is asked, rule by rule, and what it answers."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

import numpy as np

from kith.science.groups.tables import Floats, Ints, Tables

# What a rule is called in a conflict: its kind, and whom or what it is about.
Rule = tuple[str, str]


@dataclass(frozen=True)
class Answer:
    """What came out: a composition if one was found, a bound no composition is below, whether the search ended."""

    placed: Ints | None
    bound: float | None
    is_impossible: bool
    is_finished: bool


@dataclass
class Programme:
    """Rows and columns of a composition.

    `without` names rules that are not asked for, `must` the people who are to be placed, `at_least` how many of all.
    Without aims there are only the rules: enough to ask whether something can be met.
    """

    tables: Tables
    without: Collection[Rule] = ()
    must: Collection[int] = ()
    at_least: int = 0
    has_aims: bool = True
    _rows: list[int] = field(default_factory=list)
    _columns: list[int] = field(default_factory=list)
    _values: list[float] = field(default_factory=list)
    _low: list[float] = field(default_factory=list)
    _high: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        tables = self.tables
        self.pairs = [(int(i), int(g)) for i, g in zip(*np.nonzero(tables.fits[:, :-1]), strict=True)]
        self._column = {pair: n for n, pair in enumerate(self.pairs)}
        self._people_in: list[list[int]] = [[] for _ in range(tables.groups)]
        self._groups_of: list[list[int]] = [[] for _ in range(tables.people)]
        for i, g in self.pairs:
            self._people_in[g].append(i)
            self._groups_of[i].append(g)
        self.runs = len(self.pairs)
        self.columns = self.runs + tables.groups
        self._prices: dict[int, float] = {}
        self._whole: set[int] = set()
        self._place()
        self._sizes()
        self._separations()
        for kind in range(len(tables.kinds)):
            self._kind(kind)
        if self.at_least and self.pairs:
            self.add_row(dict.fromkeys(range(self.runs), 1.0), float(self.at_least), np.inf)

    def solve(self, cost: Floats | None, *, seconds: float, gap: float = 0.0) -> Answer:
        """Minimise what each place costs each person (people by groups and left over) plus what kinds add.

        Without a cost it looks for as few people left over as can be. The search ends after `seconds`, or when the
        answer is within `gap` of the bound.
        """
        # scipy.optimize takes a third of a second to load, and counting choices does without it.
        from scipy.optimize import Bounds, LinearConstraint, milp
        from scipy.sparse import csr_array

        if not self.pairs:
            return self._nobody(cost)
        weights = np.zeros(self.columns)
        if cost is None:
            weights[: self.runs], constant = -1.0, float(self.tables.people)
        else:
            constant = float(cost[:, -1].sum())
            weights[: self.runs] = [cost[i, g] - cost[i, -1] for i, g in self.pairs]
            weights[list(self._prices)] += list(self._prices.values())
        shape = (len(self._low), self.columns)
        matrix = csr_array((self._values, (self._rows, self._columns)), shape=shape)
        whole = np.zeros(self.columns)
        whole[: self.runs + self.tables.groups] = 1
        whole[list(self._whole)] = 1
        found = milp(
            weights,
            constraints=LinearConstraint(matrix, self._low, self._high),
            integrality=whole,
            bounds=Bounds(0, 1),
            options={"time_limit": max(seconds, 0.01), "mip_rel_gap": gap},
        )
        bound = None if found.mip_dual_bound is None else float(found.mip_dual_bound) + constant
        placed = None if found.x is None else self._read(found.x)
        return Answer(placed, bound, is_impossible=found.status == 2, is_finished=found.status in (0, 2))

    def _nobody(self, cost: Floats | None) -> Answer:
        left = np.full(self.tables.people, self.tables.groups, dtype=np.int64)
        impossible = bool(self.must) or self.at_least > 0 or not self.tables.fits[:, -1].all()
        total = float(self.tables.people if cost is None else cost[:, -1].sum())
        bound = None if impossible else total
        return Answer(None if impossible else left, bound, impossible, True)

    def _read(self, x: Floats) -> Ints:
        placed = np.full(self.tables.people, self.tables.groups, dtype=np.int64)
        for (i, g), value in zip(self.pairs, x[: self.runs], strict=True):
            if value > 0.5:
                placed[i] = g
        return placed

    def people_in(self, g: int) -> list[int]:
        """Who may be in a group."""
        return self._people_in[g]

    def column(self, i: int, g: int) -> int:
        """The column that says whether a person is in a group."""
        return self._column[i, g]

    def add_row(self, terms: dict[int, float], low: float, high: float) -> None:
        """One more row: columns with their factors, from low to high."""
        row = len(self._low)
        self._rows += [row] * len(terms)
        self._columns += list(terms)
        self._values += list(terms.values())
        self._low.append(low)
        self._high.append(high)

    def _place(self) -> None:
        """Each person in one group at most; in one exactly when they must be."""
        for i in range(self.tables.people):
            must = i in self.must or not self.tables.fits[i, -1]
            if terms := {self._column[i, g]: 1.0 for g in self._groups_of[i]}:
                self.add_row(terms, float(must), 1.0)
            elif must:
                self.add_row({0: 0.0}, 1.0, 1.0)

    def _sizes(self) -> None:
        """A group that runs has its smallest size at least; nobody is in a group that does not run."""
        for g, group in enumerate(self.tables.request.groups):
            runs, inside = self.runs + g, {self._column[i, g]: 1.0 for i in self._people_in[g]}
            if ("smallest", group.id) not in self.without:
                self.add_row({**inside, runs: -float(self.tables.smallest[g])}, 0.0, np.inf)
            seats = float(self.tables.seats[g]) if ("seats", group.id) not in self.without else float(len(inside))
            self.add_row({**inside, runs: -seats}, -np.inf, 0.0)
            for column in inside:
                self.add_row({column: 1.0, runs: -1.0}, -np.inf, 0.0)
        for g, h in self.tables.clashes:
            names = self.tables.request.groups[g].id, self.tables.request.groups[h].id
            if ("leaders", " and ".join(names)) not in self.without:
                self.add_row({self.runs + g: 1.0, self.runs + h: 1.0}, -np.inf, 1.0)

    def _separations(self) -> None:
        people = self.tables.request.people
        for i, j in zip(*np.nonzero(np.triu(self.tables.apart)), strict=True):
            if ("apart", f"{people[i].id} and {people[j].id}") in self.without:
                continue
            for g in set(self._groups_of[i]) & set(self._groups_of[j]):
                self.add_row({self._column[i, g]: 1.0, self._column[j, g]: 1.0}, -np.inf, 1.0)

    def _kind(self, number: int) -> None:
        """Never alone: whoever is in a group has another of their kind there. The soft forms pay for each lapse."""
        tables, kind = self.tables, self.tables.kinds[number]
        if (kind.role, kind.name) in self.without or not (kind.role == "never alone" or self.has_aims):
            return
        for g in range(tables.groups):
            for value in range(len(kind.values)):
                inside = [self._column[i, g] for i in self._people_in[g] if kind.of[i] == value]
                if kind.role == "style":
                    self._style(g, inside)
                else:
                    self._alone(inside, None if kind.role == "never alone" else tables.request.aims.lone)

    def _alone(self, inside: list[int], price: float | None) -> None:
        if price is not None and inside:
            lone = self.new_column(price)
        for column in inside:
            terms = dict.fromkeys(inside, 1.0)
            terms[column] = -1.0
            if price is not None:
                terms[lone] = 1.0
            self.add_row(terms, 0.0, np.inf)

    def _style(self, g: int, inside: list[int]) -> None:
        """A running group pays for a style nobody in it has: absent is at least running minus how many have it."""
        absent = self.new_column(self.tables.request.aims.diversity)
        self.add_row({absent: 1.0, self.runs + g: -1.0, **dict.fromkeys(inside, 1.0)}, 0.0, np.inf)

    def new_column(self, price: float = 0.0, *, is_whole: bool = False) -> int:
        """One more column from 0 to 1, with its price in the objective."""
        if price:
            self._prices[self.columns] = price
        if is_whole:
            self._whole.add(self.columns)
        self.columns += 1
        return self.columns - 1


def costs_from(tables: Tables, centres: Floats) -> Floats:
    """What each place costs each person, with the squared distance of their severity from each group's centre.

    With the groups' own means as centres it adds up to the objective exactly; with any others it is never below it.
    """
    cost = tables.cost.copy()
    away = (tables.severity[:, None] - centres[None, :]) ** 2 * tables.is_known[:, None]
    cost[:, :-1] += tables.request.aims.severity * away
    return cost
