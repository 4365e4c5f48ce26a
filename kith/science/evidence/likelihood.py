"""tau² of a network by restricted maximum likelihood, from one independent set of comparisons of each trial."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from kith.science.evidence.contrasts import Table
from kith.science.evidence.problems import Floats

CLOSE: Final = 1e-12  # of tau² between two steps, relative to the middle variance
MOST_STEPS: Final = 500


@dataclass(frozen=True)
class _Blocks:
    """Each trial against its first arm: effects, columns, sampling covariance, and what tau² adds to it."""

    y: Floats
    x: Floats
    sampling: Floats
    shared: Floats


def reml_tau2(table: Table) -> float | None:
    """tau² by REML; None where the network leaves no degree of freedom.

    In words: p - 1 effects of each trial against its first arm, with covariance (v_i + v_j - v_ij)/2, and tau² on the
    diagonal with tau²/2 beside it, since any two treatments differ by the same tau². Fisher scoring from nought with
    steps halved that would lead below it.
    """
    if table.spare < 1:
        return None
    blocks = _blocks(table)
    tau2, close = 0.0, CLOSE * float(np.median(table.v))
    for _ in range(MOST_STEPS):
        step = _step(blocks, tau2)
        while tau2 > close and tau2 + step < 0:
            step /= 2
        new = max(0.0, tau2 + step)
        if abs(new - tau2) <= close:
            break
        tau2 = new
    return tau2 if tau2 > close else 0.0


def _step(blocks: _Blocks, tau2: float) -> float:
    inverse = np.linalg.inv(blocks.sampling + tau2 * blocks.shared)
    weighted = inverse @ blocks.x
    p = inverse - weighted @ np.linalg.inv(blocks.x.T @ weighted) @ weighted.T
    turned = p @ blocks.shared
    pulled = p @ blocks.y
    return float((pulled @ blocks.shared @ pulled - np.trace(turned)) / np.sum(turned * turned.T))


def _blocks(table: Table) -> _Blocks:
    rows = sum(len(design) - 1 for design in table.designs)
    y, x = np.zeros(rows), np.zeros((rows, len(table.treatments)))
    sampling, shared = np.zeros((rows, rows)), np.zeros((rows, rows))
    start = 0
    for study, design in enumerate(table.designs):
        effect, variance = _arms(table, study, design)
        stop = start + len(design) - 1
        y[start:stop] = effect[1:, 0]
        for row, name in enumerate(design[1:], start):
            x[row, table.treatments.index(name)], x[row, table.treatments.index(design[0])] = 1.0, -1.0
        against = variance[1:, 0]
        sampling[start:stop, start:stop] = (against[:, None] + against[None, :] - variance[1:, 1:]) / 2
        shared[start:stop, start:stop] = (1 + np.eye(len(design) - 1)) / 2
        start = stop
    return _Blocks(y, x[:, 1:], sampling, shared)


def _arms(table: Table, study: int, design: tuple[str, ...]) -> tuple[Floats, Floats]:
    """Effects and variances (p, p) between the arms of one trial."""
    effect, variance = np.zeros((len(design), len(design))), np.zeros((len(design), len(design)))
    for row in np.flatnonzero(table.study == study):
        one = design.index(table.treatments[table.first[row]])
        other = design.index(table.treatments[table.second[row]])
        effect[one, other], effect[other, one] = table.y[row], -table.y[row]
        variance[one, other] = variance[other, one] = table.v[row]
    return effect, variance
