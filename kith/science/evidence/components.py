"""Component networks: what each part of a combined treatment adds, where parts simply add up."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from kith.science.evidence.consistency import Q
from kith.science.evidence.contrasts import Contrast, Table, read_contrasts
from kith.science.evidence.graph import adjusted_weights, moment_tau2, solve
from kith.science.evidence.network import Estimate
from kith.science.evidence.pooling import quantile_of
from kith.science.evidence.problems import EvidenceProblem, Floats, listed

ESTIMABLE_WITHIN = 1e-8  # how far a unit vector may lie from the rows of the design and still count as in them


@dataclass(frozen=True)
class Components:
    """An additive model under a common effect and under random effects.

    A component is None where no trial tells it from another one. `additivity` is Q of the additive model less Q of the
    network without that assumption: large values speak against adding up.
    """

    components: tuple[str, ...]
    common: dict[str, Estimate | None]
    random: dict[str, Estimate | None] | None
    tau2: float | None
    q: Q
    additivity: Q


def fit_components(
    contrasts: Iterable[Contrast], *, inactive: str, separator: str = "+", level: float = 0.95
) -> Components:
    """Estimate the effect of each component, with treatments named as their parts: "talk + tablets".

    In words: a treatment's effect is the sum of its parts'; the inactive treatment has none. The parts are fitted by
    the weights of the network, and tau² is the generalised DerSimonian-Laird one. Source: Rücker, Petropoulou and
    Schwarzer (2020), Biom J 62:808; Welton and others (2009). Parts rarely simply add up: read `additivity` first.
    Raises EvidenceProblem for what `read_contrasts` refuses, and for an inactive treatment that no trial has.

    >>> trials = [Contrast("s1", "a", "none", 0.3, 0.1), Contrast("s2", "b", "none", 0.2, 0.1),
    ...           Contrast("s3", "a + b", "none", 0.6, 0.1)]
    >>> found = fit_components(trials, inactive="none")
    >>> round(found.common["a"].estimate, 3), found.additivity.freedom
    (0.333, 1)
    """
    table = read_contrasts(contrasts)
    if inactive not in table.treatments:
        raise EvidenceProblem(
            f"The inactive treatment is not in the network; found {inactive!r} among {listed(sorted(table.treatments))}"
            ". Name the one whose effect is nought."
        )
    parts = [[] if name == inactive else _parts(name, separator) for name in table.treatments]
    components = tuple(dict.fromkeys(part for each in parts for part in each))
    made_of = np.array([[float(part in each) for part in components] for each in parts])
    return _fit(table, components, made_of, level)


def _parts(name: str, separator: str) -> list[str]:
    found = [part.strip() for part in name.split(separator)]
    if not all(found) or len(set(found)) < len(found):
        raise EvidenceProblem(
            f"A combined treatment names each of its parts once; found {name!r}. Write “talk {separator} tablets”."
        )
    return found


def _fit(table: Table, components: tuple[str, ...], made_of: Floats, level: float) -> Components:
    x = table.edges @ made_of
    weights = adjusted_weights(table, 0.0)
    inverse, beta = _solve(x, weights, table.y)
    rank = int(np.linalg.matrix_rank(x))
    freedom = sum(len(design) - 1 for design in table.designs) - rank
    q = Q(float(weights @ (table.y - x @ beta) ** 2), freedom)
    tau2 = moment_tau2(q.value, freedom, table, x @ inverse @ x.T * weights[None, :], weights)
    rows = np.linalg.pinv(x) @ x
    known = [
        bool(np.abs(rows[i] - np.eye(len(components))[i]).max() < ESTIMABLE_WITHIN) for i in range(len(components))
    ]
    random = None
    if tau2 is not None:
        random = _estimates(components, known, *_solve(x, adjusted_weights(table, tau2), table.y), level)
    plain = solve(table, 0.0).q
    return Components(
        components=components,
        common=_estimates(components, known, inverse, beta, level),
        random=random,
        tau2=tau2,
        q=q,
        additivity=Q(max(0.0, q.value - plain), freedom - table.spare),
    )


def _solve(x: Floats, weights: Floats, y: Floats) -> tuple[Floats, Floats]:
    inverse = np.asarray(np.linalg.pinv(x.T @ (x * weights[:, None]), hermitian=True), dtype=np.float64)
    return inverse, np.asarray(inverse @ (x.T @ (weights * y)))


def _estimates(
    components: tuple[str, ...], known: list[bool], inverse: Floats, beta: Floats, level: float
) -> dict[str, Estimate | None]:
    found: dict[str, Estimate | None] = {}
    for i, name in enumerate(components):
        se = math.sqrt(max(float(inverse[i, i]), 0.0))
        reach = quantile_of(level, None) * se
        found[name] = (
            Estimate(float(beta[i]), se, (float(beta[i]) - reach, float(beta[i]) + reach)) if known[i] else None
        )
    return found
