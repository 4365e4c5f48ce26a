"""The network as an electrical circuit: weights of comparisons, their Laplacian, and what follows from both.

After Rücker (2012), Res Synth Methods 3:312. A trial with p arms gives p(p-1)/2 comparisons that are not independent;
their weights are lowered until the trial counts as the p - 1 pieces of evidence that it is.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kith.science.evidence.contrasts import Table
from kith.science.evidence.problems import EvidenceProblem, Floats, listed


@dataclass(frozen=True)
class Circuit:
    """A network solved at one tau²: `inverse` (n, n) is the pseudo-inverse of its Laplacian, `theta` sums to nought."""

    table: Table
    tau2: float
    weights: Floats
    inverse: Floats
    theta: Floats

    @property
    def q(self) -> float:
        """The weighted sum of squared distances of the comparisons from the network's."""
        fitted = self.theta[self.table.first] - self.theta[self.table.second]
        return float(self.weights @ (self.table.y - fitted) ** 2)

    @property
    def variances(self) -> Floats:
        """Variances (n, n) of the differences between any two treatments: the resistances of the circuit."""
        own = np.diag(self.inverse)
        return np.maximum(own[:, None] + own[None, :] - 2 * self.inverse, 0.0)

    @property
    def differences(self) -> Floats:
        """Differences (n, n): the treatment of the row minus that of the column."""
        return self.theta[:, None] - self.theta[None, :]

    @property
    def hat(self) -> Floats:
        """H (m, m): how much each comparison of a trial counts for each comparison of the network."""
        b = self.table.edges
        return b @ self.inverse @ b.T * self.weights[None, :]


def adjusted_weights(table: Table, tau2: float) -> Floats:
    """One weight for each comparison (m,): 1/(v + tau²), lowered in trials with three arms or more.

    In words: put a trial's variances, each with tau² added, in a symmetric matrix V with an empty diagonal; centre it
    on both sides and halve it with the sign turned; the weight of a comparison is minus its entry in the
    pseudo-inverse. Raises EvidenceProblem where a weight is not above nought: no trial has such variances.
    """
    weights = np.empty(len(table.y))
    for trials in table.trials:
        if trials.arms == 2:
            weights[trials.rows[:, 0]] = 1 / (table.v[trials.rows[:, 0]] + tau2)
            continue
        each = np.arange(len(trials.rows))[:, None]
        v = np.zeros((len(trials.rows), trials.arms, trials.arms))
        v[each, trials.first, trials.second] = v[each, trials.second, trials.first] = table.v[trials.rows] + tau2
        centre = np.eye(trials.arms) - 1 / trials.arms
        laplacian = centred_inverse(-0.5 * centre @ v @ centre)
        weights[trials.rows] = -laplacian[each, trials.first, trials.second]
    _check_weights(table, weights)
    return weights


def centred_inverse(matrices: Floats) -> Floats:
    """The pseudo-inverse of one or many symmetric matrices (..., n, n) whose rows add up to nought.

    The missing direction is put in at the size of the others, which keeps the digits, and taken out again.
    """
    n = matrices.shape[-1]
    size = np.trace(matrices, axis1=-2, axis2=-1)[..., None, None] / n
    return np.asarray(np.linalg.inv(matrices + size / n) - 1 / (size * n), dtype=np.float64)


def _check_weights(table: Table, weights: Floats) -> None:
    if not (np.isfinite(weights) & (weights > 0)).all():
        wrong = np.unique(table.study[~(np.isfinite(weights) & (weights > 0))])
        raise EvidenceProblem(
            "The standard errors of a multi-arm trial must fit together; found ones that no trial can have in "
            f"{listed([table.studies[one] for one in wrong])}. Check them: each squared one is the sum of two arms'."
        )


def solve(table: Table, tau2: float) -> Circuit:
    """Solve a connected network at one tau²."""
    weights = adjusted_weights(table, tau2)
    inverse = centred_inverse(laplacian_of(table, weights))
    theta = inverse @ pull_of(table, weights)
    return Circuit(table, tau2, weights, inverse, np.asarray(theta))


def laplacian_of(table: Table, weights: Floats) -> Floats:
    """B'WB (n, n)."""
    n = len(table.treatments)
    laplacian = np.zeros((n, n))
    np.add.at(laplacian, (table.first, table.second), -weights)
    laplacian += laplacian.T
    laplacian[np.diag_indices(n)] = -laplacian.sum(axis=1)
    return laplacian


def pull_of(table: Table, weights: Floats) -> Floats:
    """B'Wy (n,)."""
    pull = np.zeros(len(table.treatments))
    np.add.at(pull, table.first, weights * table.y)
    np.add.at(pull, table.second, -weights * table.y)
    return pull


def shared_tau2(table: Table) -> Floats:
    """½BB'∘E (m, m): how one true difference between trials is shared by the comparisons of a trial."""
    b = table.edges
    return np.asarray(0.5 * (b @ b.T) * (table.study[:, None] == table.study[None, :]))


def moment_tau2(q: float, freedom: int, table: Table, hat: Floats, weights: Floats) -> float | None:
    """The generalised DerSimonian-Laird tau²: (Q - df) / trace[(I - H)(½BB'∘E)W]; None without a degree of freedom.

    Source: Jackson, White and Riley (2012) in the form that netmeta prints; see Rücker and Schwarzer (2014).
    """
    if freedom < 1:
        return None
    rest = np.eye(len(weights)) - hat
    trace = float(np.sum(rest * (shared_tau2(table) * weights[None, :]).T))
    return max(0.0, (q - freedom) / trace) if trace > 0 else None
