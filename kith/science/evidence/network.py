"""Network meta-analysis: many treatments compared through all trials that connect them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final, Literal, get_args

import numpy as np
from scipy.special import ndtr

from kith.science.evidence.consistency import Consistency, Split, consistency, split_nodes
from kith.science.evidence.contrasts import Contrast, Table, read_contrasts
from kith.science.evidence.graph import Circuit, moment_tau2, solve
from kith.science.evidence.likelihood import reml_tau2
from kith.science.evidence.pooling import quantile_of
from kith.science.evidence.problems import EvidenceProblem, Floats, listed

NetworkMethod = Literal["DL", "REML"]
NETWORK_METHODS: Final[tuple[NetworkMethod, ...]] = get_args(NetworkMethod)


@dataclass(frozen=True)
class Estimate:
    """One treatment against the reference; `prediction` is None in the common-effect model."""

    estimate: float
    se: float
    ci: tuple[float, float]
    prediction: tuple[float, float] | None = None


@dataclass(frozen=True)
class Pair:
    """The difference of two treatments: the first minus the second, with its standard error and interval."""

    treat1: str
    treat2: str
    estimate: float
    se: float
    ci: tuple[float, float]


@dataclass(frozen=True)
class Model:
    """A network solved under one model. `p_scores` are 0 to 1; a high one is no measure of how much better."""

    circuit: Circuit
    against_reference: dict[str, Estimate]
    p_scores: dict[str, float]
    splits: tuple[Split, ...]

    @property
    def differences(self) -> Floats:
        """Row minus column (n, n), in the order of the treatments: the league table."""
        return self.circuit.differences

    @property
    def standard_errors(self) -> Floats:
        """Of the differences (n, n)."""
        return np.sqrt(self.circuit.variances)


@dataclass(frozen=True)
class Network:
    """A network meta-analysis. `random` and `tau2` are None where no degree of freedom is left to see heterogeneity."""

    treatments: tuple[str, ...]
    reference: str
    studies: int
    comparisons: int
    common: Model
    random: Model | None
    tau2: float | None
    i2: float | None
    i2_ci: tuple[float, float] | None
    consistency: Consistency
    method: NetworkMethod
    is_larger_better: bool
    level: float
    table: Table

    @property
    def best_model(self) -> Model:
        """The random-effects model where there is one."""
        return self.random or self.common

    def league(self, order: Sequence[str]) -> tuple[Pair, ...]:
        """Every difference once, of the best model, the earlier treatment of the order minus the later one."""
        place = {name: at for at, name in enumerate(self.treatments)}
        differences, spreads = self.best_model.differences, self.best_model.standard_errors
        reach = quantile_of(self.level, None)
        found = []
        for one, other in combinations(order, 2):
            at = place[one], place[other]
            estimate, se = float(differences[at]), float(spreads[at])
            found.append(Pair(one, other, estimate, se, (estimate - reach * se, estimate + reach * se)))
        return tuple(found)


def fit_network(
    contrasts: Iterable[Contrast],
    *,
    reference: str,
    is_larger_better: bool = False,
    method: NetworkMethod = "DL",
    level: float = 0.95,
) -> Network:
    """Estimate every difference between treatments under a common effect and under random effects.

    The model is that of Rücker (2012): see `graph`. tau² is one for all comparisons: DL as netmeta prints it, or REML.
    I² is (Q - df)/Q. Prediction intervals use t with the degrees of Q less one. P-scores (Rücker and Schwarzer 2015,
    BMC Med Res Methodol 15:58) are the mean certainty with which a treatment is better than another one; say with
    `is_larger_better` which way is better. Assumes that trials of all comparisons are alike in what changes effects.
    Raises EvidenceProblem for what `read_contrasts` refuses and for a reference that no trial has.

    >>> trials = [Contrast("s1", "a", "b", -0.5, 0.2), Contrast("s2", "b", "c", -0.2, 0.2),
    ...           Contrast("s3", "a", "c", -0.6, 0.2)]
    >>> found = fit_network(trials, reference="c")
    >>> round(found.common.against_reference["a"].estimate, 3), found.consistency.total.freedom
    (-0.633, 1)
    """
    table = read_contrasts(contrasts)
    _check_choices(table, reference, method, level)
    common = solve(table, 0.0)
    parts = consistency(table, common)
    q, freedom = parts.total.value, parts.total.freedom
    tau2 = reml_tau2(table) if method == "REML" else moment_tau2(q, freedom, table, common.hat, common.weights)
    random = None if tau2 is None else _model(solve(table, tau2), reference, is_larger_better, level, freedom - 1)
    return Network(
        treatments=table.treatments,
        reference=reference,
        studies=len(table.studies),
        comparisons=len(table.y),
        common=_model(common, reference, is_larger_better, level, None),
        random=random,
        tau2=tau2,
        i2=None if freedom < 1 else max(0.0, 100 * (q - freedom) / q) if q > 0 else 0.0,
        i2_ci=_i2_interval(q, freedom, level),
        consistency=parts,
        method=method,
        is_larger_better=is_larger_better,
        level=level,
        table=table,
    )


def _check_choices(table: Table, reference: str, method: NetworkMethod, level: float) -> None:
    if reference not in table.treatments:
        raise EvidenceProblem(
            f"The reference is not in the network; found {reference!r} among {listed(sorted(table.treatments))}. Name "
            "one of the treatments."
        )
    if method not in NETWORK_METHODS:
        raise EvidenceProblem(f"A network takes DL or REML; found {method!r}. Choose one of them.")
    if not 0 < level < 1:
        raise EvidenceProblem(f"A level lies between 0 and 1; found {level:g}. Give 0.95 for 95 %.")


def _model(circuit: Circuit, reference: str, is_larger_better: bool, level: float, freedom: int | None) -> Model:
    names, place = circuit.table.treatments, circuit.table.treatments.index(reference)
    estimates, spreads = circuit.differences[:, place], np.sqrt(circuit.variances[:, place])
    return Model(
        circuit=circuit,
        against_reference={
            name: _estimate(float(estimates[i]), float(spreads[i]), circuit.tau2, level, freedom, name == reference)
            for i, name in enumerate(names)
        },
        p_scores=dict(zip(names, _p_scores(circuit, is_larger_better).tolist(), strict=True)),
        splits=split_nodes(circuit, level),
    )


def _estimate(
    estimate: float, se: float, tau2: float, level: float, freedom: int | None, is_reference: bool
) -> Estimate:
    reach, prediction = quantile_of(level, None) * se, None
    if freedom is not None and freedom > 0 and not is_reference:
        further = quantile_of(level, freedom) * math.sqrt(se**2 + tau2)
        prediction = (estimate - further, estimate + further)
    return Estimate(estimate, se, (estimate - reach, estimate + reach), prediction)


def _p_scores(circuit: Circuit, is_larger_better: bool) -> Floats:
    spread = np.sqrt(circuit.variances)
    np.fill_diagonal(spread, 1.0)
    certainty = ndtr(circuit.differences / spread * (1 if is_larger_better else -1))
    np.fill_diagonal(certainty, 0.0)
    return np.asarray(certainty.sum(axis=1) / (len(spread) - 1))


def _i2_interval(q: float, freedom: int, level: float) -> tuple[float, float] | None:
    """The interval of I² from that of H, after Higgins and Thompson (2002), Stat Med 21:1539."""
    if freedom < 2 or q <= 0:
        return None
    if q > freedom + 1:
        spread = 0.5 * (math.log(q) - math.log(freedom)) / (math.sqrt(2 * q) - math.sqrt(2 * freedom - 1))
    else:
        spread = math.sqrt(1 / (2 * (freedom - 1)) * (1 - 1 / (3 * (freedom - 1) ** 2)))
    middle, reach = 0.5 * math.log(q / freedom), quantile_of(level, None) * spread
    low, high = (100 * max(0.0, 1 - math.exp(-2 * (middle + sign * reach))) for sign in (-1, 1))
    return low, high
