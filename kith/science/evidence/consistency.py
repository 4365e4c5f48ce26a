"""Does direct evidence agree with indirect? Q by design, what detaching a design changes, and nodes split in two."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.special import chdtrc

from kith.science.evidence.contrasts import Table
from kith.science.evidence.graph import Circuit, centred_inverse, moment_tau2, solve
from kith.science.evidence.pooling import quantile_of, two_sided_p
from kith.science.evidence.problems import Floats

Design = tuple[str, ...]
SINGULAR: Final = 1e-9  # below this a direction of the fit rests on the design alone, and goes with it
ALL_DIRECT: Final = 1 - 1e-9  # a direct share of 1 in floating point: there is nothing indirect to compare with


@dataclass(frozen=True)
class Q:
    """A sum of squares with its degrees of freedom; `p` is None without any."""

    value: float
    freedom: int

    @property
    def p(self) -> float | None:
        """The chance of as large a value without any difference."""
        return float(chdtrc(self.freedom, self.value)) if self.freedom > 0 else None


@dataclass(frozen=True)
class Consistency:
    """Q of the network, split: within designs (heterogeneity) and between them (inconsistency).

    `of_designs` are the parts of Q within; `detached` is what is left between designs when a design is taken out, for
    each design whose absence changes it. `between_random` allows tau² within designs, which is `tau2_within`.
    """

    total: Q
    within: Q
    between: Q
    of_designs: dict[Design, Q]
    detached: dict[Design, Q]
    between_random: Q | None
    tau2_within: float | None


def consistency(table: Table, common: Circuit) -> Consistency:
    """Split Q by design: the set of treatments that a trial compares.

    Source: Krahn, Binder and König (2013), BMC Med Res Methodol 13:35. Designs may disagree for the same reasons for
    which trials of one design do; Q between tests both together unless tau² within designs is allowed for.
    """
    weights = common.weights
    rows_of = _rows_of_designs(table)
    of_designs = _within(table, weights, rows_of)
    within = _sum(of_designs.values())
    total = Q(common.q, table.spare)
    between = Q(max(0.0, total.value - within.value), total.freedom - within.freedom)
    between_random, tau2_within = _between_random(table, weights, rows_of, within)
    return Consistency(
        total=total,
        within=within,
        between=between,
        of_designs={design: q for design, q in of_designs.items() if q.freedom > 0},
        detached=_detached(common, rows_of, of_designs, (total, within, between)),
        between_random=between_random,
        tau2_within=tau2_within,
    )


def _rows_of_designs(table: Table) -> dict[Design, NDArray[np.intp]]:
    """The rows of each design, in the order of the alphabet."""
    found: dict[Design, list[int]] = {design: [] for design in sorted(set(table.designs))}
    for row, study in enumerate(table.study.tolist()):
        found[table.designs[study]].append(row)
    return {design: np.array(rows, dtype=np.intp) for design, rows in found.items()}


def _hat_within(table: Table, weights: Floats, rows: NDArray[np.intp]) -> Floats:
    """The hat matrix of a network that consists of one design's trials alone."""
    arms, places = np.unique(np.concatenate([table.first[rows], table.second[rows]]), return_inverse=True)
    b = np.zeros((len(rows), len(arms)))
    b[np.arange(len(rows)), places[: len(rows)]], b[np.arange(len(rows)), places[len(rows) :]] = 1.0, -1.0
    return np.asarray(b @ centred_inverse(b.T @ (b * weights[rows, None])) @ b.T * weights[None, rows])


def _within(table: Table, weights: Floats, rows_of: dict[Design, NDArray[np.intp]]) -> dict[Design, Q]:
    found = {}
    for design, rows in rows_of.items():
        trials = table.designs.count(design)
        value = 0.0
        if trials > 1:
            away = table.y[rows] - _hat_within(table, weights, rows) @ table.y[rows]
            value = float(weights[rows] @ away**2)
        found[design] = Q(value, (trials - 1) * (len(design) - 1))
    return found


def _sum(parts: Iterable[Q]) -> Q:
    kept = list(parts)
    return Q(sum(q.value for q in kept), sum(q.freedom for q in kept))


def _between_random(
    table: Table, weights: Floats, rows_of: dict[Design, NDArray[np.intp]], within: Q
) -> tuple[Q | None, float | None]:
    """Q between designs where trials of one design may differ by tau², estimated within designs."""
    hat = np.eye(len(weights))  # a design of one trial explains itself
    for design, rows in rows_of.items():
        if table.designs.count(design) > 1:
            hat[np.ix_(rows, rows)] = _hat_within(table, weights, rows)
    tau2 = moment_tau2(within.value, within.freedom, table, hat, weights)
    if tau2 is None:
        return None, None
    at_tau2 = solve(table, tau2)
    inside = _sum(_within(table, at_tau2.weights, rows_of).values())
    return Q(max(0.0, at_tau2.q - inside.value), table.spare - inside.freedom), tau2


def _detached(
    common: Circuit, rows_of: dict[Design, NDArray[np.intp]], of_designs: dict[Design, Q], parts: tuple[Q, Q, Q]
) -> dict[Design, Q]:
    """Q between designs without each in turn, by what its rows take out of the fit: r'(I - H)⁻r of those rows."""
    table, (total, within, between) = common.table, parts
    root = np.sqrt(common.weights)
    hat = root[:, None] * common.hat / root[None, :]
    away = root * (table.y - (common.theta[table.first] - common.theta[table.second]))
    found = {}
    for design, rows in rows_of.items():
        values, directions = np.linalg.eigh(np.eye(len(rows)) - hat[np.ix_(rows, rows)])
        is_kept = values > SINGULAR
        lost = len(design) - 1 - int((~is_kept).sum())
        if lost == 0:
            continue
        taken = float(((directions.T[is_kept] @ away[rows]) ** 2 / values[is_kept]).sum())
        value = total.value - taken - (within.value - of_designs[design].value)
        found[design] = Q(max(0.0, value), between.freedom - lost)
    return found


@dataclass(frozen=True)
class Split:
    """One comparison with its direct and its indirect evidence.

    `share` is the part of the network's estimate that is direct, from 0 to 1; `indirect` is None where all of it is.
    """

    treat1: str
    treat2: str
    trials: int
    share: float
    network: float
    network_se: float
    direct: float
    direct_se: float
    indirect: float | None
    indirect_se: float | None
    difference: float | None
    ci: tuple[float, float] | None
    z: float | None
    p: float | None


def split_nodes(circuit: Circuit, level: float = 0.95) -> tuple[Split, ...]:
    """Separate indirect from direct evidence (SIDE) for each comparison that has trials.

    In words: the network's estimate is the mean of both, weighted by their precision, so that the indirect one can be
    worked out backwards; the share of the direct one is its precision over the network's. Source: König, Krahn and
    Binder (2013), Stat Med 32:5414. A trial with three arms adds to both sides, and there the two are not quite
    independent.
    """
    table = circuit.table
    rows_of: dict[tuple[int, int], list[int]] = {}
    for row, (one, other) in enumerate(zip(table.first.tolist(), table.second.tolist(), strict=True)):
        rows_of.setdefault((min(one, other), max(one, other)), []).append(row)
    variances, differences = circuit.variances, circuit.differences
    return tuple(
        _split(circuit, pair, rows, float(differences[pair]), float(variances[pair]), level)
        for pair, rows in rows_of.items()
    )


def _split(
    circuit: Circuit, pair: tuple[int, int], rows: list[int], network: float, variance: float, level: float
) -> Split:
    table = circuit.table
    signs = np.where(table.first[rows] == pair[0], 1.0, -1.0)
    weights = 1 / (table.v[rows] + circuit.tau2)
    direct, direct_v = float(weights @ (signs * table.y[rows]) / weights.sum()), float(1 / weights.sum())
    share = min(variance / direct_v, 1.0)
    indirect = indirect_se = difference = ci = z = p = None
    if share < ALL_DIRECT:
        indirect = (network - share * direct) / (1 - share)
        indirect_v = variance / (1 - share)
        indirect_se, difference = math.sqrt(indirect_v), direct - indirect
        spread = math.sqrt(direct_v + indirect_v)
        reach = quantile_of(level, None) * spread
        z, ci = difference / spread, (difference - reach, difference + reach)
        p = two_sided_p(z, None)
    return Split(
        treat1=table.treatments[pair[0]],
        treat2=table.treatments[pair[1]],
        trials=len(rows),
        share=share,
        network=network,
        network_se=math.sqrt(variance),
        direct=direct,
        direct_se=math.sqrt(direct_v),
        indirect=indirect,
        indirect_se=indirect_se,
        difference=difference,
        ci=ci,
        z=z,
        p=p,
    )
