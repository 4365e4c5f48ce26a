"""Do effects differ between kinds of studies? Meta-regression and subgroups: between studies, not people."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import chdtrc, fdtrc

from kith.science.evidence.fitting import Method, Sums, sums, tau2_of, typical_variance
from kith.science.evidence.pooling import Pooled, Test, in_errors, pool, quantile_of, scale_of, two_sided_p
from kith.science.evidence.problems import EvidenceProblem, Floats, checked


@dataclass(frozen=True)
class Coefficient:
    """One coefficient of a meta-regression."""

    name: str
    estimate: float
    se: float
    ci: tuple[float, float]
    p: float


@dataclass(frozen=True)
class Regression:
    """A meta-regression. `explained` is the part of tau² that the columns take away, in percent, never below nought.

    `qe` tests what heterogeneity is left; `qm` tests all columns but the first together, by chi-square, or, with
    Hartung and Knapp, as F.
    """

    k: int
    coefficients: tuple[Coefficient, ...]
    tau2: float
    i2: float
    explained: float | None
    qe: float
    qe_freedom: int
    qe_p: float
    qm: float
    qm_p: float


def regress(
    estimates: ArrayLike,
    variances: ArrayLike,
    columns: Sequence[tuple[str, ArrayLike]],
    *,
    method: Method = "REML",
    test: Test = "knha",
    level: float = 0.95,
) -> Regression:
    """Regress estimates (k,) on one or more columns (k,), with an intercept, in a mixed model with one tau².

    `explained` is (tau² without columns - tau² with them) / tau² without. Assumes a straight line and independent
    studies; with fewer than ten studies for each column its results are mostly chance. Raises EvidenceProblem where
    studies do not outnumber coefficients, a column has gaps, or two columns say the same.

    >>> fitted = regress([0.1, 0.3, 0.5, 0.8], [0.02] * 4, [("year", [0, 1, 2, 3])], test="z")
    >>> [round(one.estimate, 2) for one in fitted.coefficients]
    [0.08, 0.23]
    """
    y, v = checked(estimates, variances)
    names, x = _design(columns, len(y))
    k, p = x.shape
    tau2 = tau2_of(y, v, x, method)
    fit = sums(y, v, x, tau2)
    freedom = None if test == "z" else k - p
    covariance = fit.inverse * scale_of(fit.q / (k - p), test)
    qe = sums(y, v, x, 0.0).q
    qm, qm_p = _joint(fit, covariance, freedom)
    typical, without = typical_variance(v, x), tau2_of(y, v, np.ones((k, 1)), method)
    return Regression(
        k=k,
        coefficients=tuple(
            _coefficient(name, float(fit.coefficients[i]), math.sqrt(covariance[i, i]), freedom, level)
            for i, name in enumerate(names)
        ),
        tau2=tau2,
        i2=100 * tau2 / (tau2 + typical),
        explained=max(0.0, 100 * (without - tau2) / without) if without > 0 else None,
        qe=qe,
        qe_freedom=k - p,
        qe_p=float(chdtrc(k - p, qe)),
        qm=qm,
        qm_p=qm_p,
    )


def _design(columns: Sequence[tuple[str, ArrayLike]], k: int) -> tuple[list[str], Floats]:
    if not columns:
        raise EvidenceProblem("A meta-regression needs a column; found none. Name one, or pool without.")
    read = [(name, np.asarray(values, dtype=np.float64)) for name, values in columns]
    for name, values in read:
        if values.shape != (k,) or not np.isfinite(values).all():
            raise EvidenceProblem(
                f"A column needs a number for each study; found gaps in {name!r}, or another length than {k}. Complete "
                "it, or leave those studies out."
            )
    x = np.column_stack([np.ones(k), *(values for _, values in read)])
    if k <= x.shape[1]:
        raise EvidenceProblem(
            f"Studies must outnumber coefficients; found {k} studies and {x.shape[1]} coefficients. Use fewer columns."
        )
    return ["intercept", *(name for name, _ in read)], x


def _joint(fit: Sums, covariance: Floats, freedom: int | None) -> tuple[float, float]:
    slopes = fit.coefficients[1:]
    if not np.diag(covariance).all():
        return math.inf, 0.0  # studies lie on the line without any scatter
    statistic = float(slopes @ np.linalg.solve(covariance[1:, 1:], slopes))
    if freedom is None:
        return statistic, float(chdtrc(len(slopes), statistic))
    return statistic / len(slopes), float(fdtrc(len(slopes), freedom, statistic / len(slopes)))


def _coefficient(name: str, estimate: float, se: float, freedom: int | None, level: float) -> Coefficient:
    reach = quantile_of(level, freedom) * se
    return Coefficient(
        name, estimate, se, (estimate - reach, estimate + reach), two_sided_p(in_errors(estimate, se), freedom)
    )


@dataclass(frozen=True)
class Subgroups:
    """Each group pooled by itself, and whether the groups differ; a group of one study is in `alone` and not pooled.

    `q_between`, `freedom` and `p` are None where fewer than two groups were pooled, and where the effects of a group
    do not scatter at all, so that Hartung and Knapp give it no standard error.
    """

    groups: dict[str, Pooled]
    alone: tuple[str, ...]
    q_between: float | None
    freedom: int | None
    p: float | None


def subgroups(
    estimates: ArrayLike,
    variances: ArrayLike,
    group_of: Sequence[str],
    *,
    method: Method = "REML",
    test: Test = "knha",
    level: float = 0.95,
) -> Subgroups:
    """Pool each group of studies with its own tau² and test whether their means differ.

    In words: the weighted sum of squared distances of the groups' means from their common mean, by their squared
    standard errors, against chi-square. A difference between two subgroups is this test and never one p against the
    other. Source: Borenstein and others (2009), chapter 19.

    >>> found = subgroups([0.1, 0.2, 0.7, 0.8], [0.01] * 4, ["a", "a", "b", "b"], test="z")
    >>> round(found.q_between, 2), found.freedom
    (36.0, 1)
    """
    y, v = checked(estimates, variances, group_of)
    names = np.asarray(group_of, dtype=object)
    counts = {name: int((names == name).sum()) for name in dict.fromkeys(group_of)}
    pooled = {
        name: pool(y[names == name], v[names == name], method=method, test=test, level=level)
        for name, count in counts.items()
        if count > 1
    }
    alone = tuple(name for name, count in counts.items() if count == 1)
    if len(pooled) < 2 or not all(one.se > 0 for one in pooled.values()):
        return Subgroups(pooled, alone, None, None, None)
    means = np.array([one.estimate for one in pooled.values()])
    between = sums(means, np.array([one.se**2 for one in pooled.values()]), np.ones((len(means), 1)), 0.0).q
    return Subgroups(pooled, alone, between, len(means) - 1, float(chdtrc(len(means) - 1, between)))
