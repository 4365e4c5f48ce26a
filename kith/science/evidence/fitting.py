"""The linear model with known sampling variances: its sums, and how much true effects vary round it (tau²).

Every sum is written so that its cost grows with the number of studies and not with its square.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal, get_args

import numpy as np
from scipy.optimize import brentq

from kith.science.evidence.problems import EvidenceProblem, Floats

Method = Literal["FE", "DL", "PM", "REML", "ML", "HE", "HS", "SJ"]
METHODS: Final[tuple[Method, ...]] = get_args(Method)
TOLERANCE: Final = 1e-12  # of tau² between two steps, relative to the typical variance
MOST_STEPS: Final = 1000  # scoring needs about ten; flat likelihoods need more, and then are accepted as they are
TAU2_CEILING: Final = 1e10  # times the typical variance: where a search for an upper limit gives up


@dataclass(frozen=True)
class Sums:
    """A weighted fit of estimates y on columns X at one tau²: coefficients, their covariance and Q."""

    weights: Floats
    inverse: Floats  # (X'WX)⁻¹
    coefficients: Floats
    residuals: Floats

    @property
    def q(self) -> float:
        """The weighted sum of squared residuals."""
        return float(self.weights @ self.residuals**2)


def sums(y: Floats, v: Floats, x: Floats, tau2: float) -> Sums:
    """Fit by weights 1/(v + tau²). Raises EvidenceProblem where columns say the same."""
    weights = 1 / (v + tau2)
    weighted = x * weights[:, None]
    cross = x.T @ weighted
    if x.shape[1] > 1 and np.linalg.matrix_rank(x) < x.shape[1]:
        raise EvidenceProblem(
            f"Two columns say the same; found {x.shape[1]} columns and fewer directions in them. Leave one out."
        )
    inverse = np.asarray(np.linalg.inv(cross), dtype=np.float64)
    coefficients = inverse @ (weighted.T @ y)
    return Sums(weights, inverse, coefficients, y - x @ coefficients)


def typical_variance(v: Floats, x: Floats) -> float:
    """The sampling variance of a typical study (Higgins and Thompson 2002): (k - p) over the trace of P.

    >>> import numpy as np
    >>> round(typical_variance(np.array([0.1, 0.1]), np.ones((2, 1))), 6)
    0.1
    """
    at_zero = sums(np.zeros_like(v), v, x, 0.0)
    return float((len(v) - x.shape[1]) / _trace(at_zero, x))


def _trace(fit: Sums, x: Floats, power: int = 1) -> float:
    """The trace of P, or of PP where power is 2; P = W - WX(X'WX)⁻¹X'W."""
    w = fit.weights
    squared = fit.inverse @ (x.T @ (x * (w**2)[:, None]))
    if power == 1:
        return float(w.sum() - np.trace(squared))
    cubed = fit.inverse @ (x.T @ (x * (w**3)[:, None]))
    return float((w**2).sum() - 2 * np.trace(cubed) + np.trace(squared @ squared))


def tau2_of(y: Floats, v: Floats, x: Floats, method: Method) -> float:
    """The variance of true effects round the model, never below nought.

    FE: nought. DL (DerSimonian and Laird 1986), HE (Hedges and Olkin 1985), HS (Hunter and Schmidt 1990), SJ (Sidik and
    Jonkman 2005) and PM (Paule and Mandel 1982) match a sum of squares with its expectation; ML and REML maximise the
    likelihood by Fisher scoring from the HE estimate, with steps halved that would lead below nought.
    """
    if method not in METHODS:
        raise EvidenceProblem(f"There is no estimator of this name; found {method!r}. Choose {', '.join(METHODS)}.")
    k, p = x.shape
    if method == "FE" or k <= p:
        return 0.0
    if method == "PM":
        return _solve(lambda tau2: sums(y, v, x, tau2).q - (k - p), v)
    if method in ("REML", "ML"):
        return _scored(y, v, x, restricted=method == "REML")
    return max(0.0, _MOMENTS[method](y, v, x))


def _hedges(y: Floats, v: Floats, x: Floats) -> float:
    k, p = x.shape
    plain = sums(y, np.ones_like(v), x, 0.0)
    trace = float(v.sum() - np.einsum("ij,jk,ik,i->", x, plain.inverse, x, v))
    return float(plain.q - trace) / float(k - p)


def _dersimonian(y: Floats, v: Floats, x: Floats) -> float:
    fit = sums(y, v, x, 0.0)
    return float(fit.q - float(x.shape[0] - x.shape[1])) / _trace(fit, x)


def _hunter(y: Floats, v: Floats, x: Floats) -> float:
    fit = sums(y, v, x, 0.0)
    return float(fit.q - float(x.shape[0])) / float(fit.weights.sum())


def _sidik(y: Floats, v: Floats, x: Floats) -> float:
    k, p = x.shape
    first = float(np.sum((y - y.mean()) ** 2) / k)
    return first * sums(y, v, x, first).q / (k - p) if first > 0 else 0.0


_MOMENTS: Final[dict[str, Callable[[Floats, Floats, Floats], float]]] = {
    "HE": _hedges,
    "DL": _dersimonian,
    "HS": _hunter,
    "SJ": _sidik,
}


def _scored(y: Floats, v: Floats, x: Floats, *, restricted: bool) -> float:
    tau2, close = max(0.0, _hedges(y, v, x)), TOLERANCE * float(np.median(v))
    for _ in range(MOST_STEPS):
        fit = sums(y, v, x, tau2)
        information = _trace(fit, x, power=2) if restricted else float((fit.weights**2).sum())
        if information <= 0:  # one weight drowns all others in rounding; the slope itself is still good
            tau2 = _solve(lambda at: _slope(sums(y, v, x, at), x, restricted), v)
            break
        step = _slope(fit, x, restricted) / information
        while tau2 > close and tau2 + step < 0:
            step /= 2
        new = max(0.0, tau2 + step)
        if abs(new - tau2) <= close:
            break
        tau2 = new
    is_lower = _likelihood(y, v, x, tau2, restricted) < _likelihood(y, v, x, 0.0, restricted)
    return 0.0 if tau2 <= close or is_lower else tau2


def _slope(fit: Sums, x: Floats, restricted: bool) -> float:
    """Twice the slope of the log-likelihood in tau²."""
    squares = float(np.sum((fit.weights * fit.residuals) ** 2))
    return squares - (_trace(fit, x) if restricted else float(fit.weights.sum()))


def _likelihood(y: Floats, v: Floats, x: Floats, tau2: float, restricted: bool) -> float:
    """Twice the log-likelihood but for a constant: scoring may end on a lower hill than the one at nought."""
    fit = sums(y, v, x, tau2)
    determinant = np.linalg.slogdet(fit.inverse)[1] if restricted else 0.0
    return float(np.log(fit.weights).sum() + determinant - fit.q)


def _solve(above: Callable[[float], float], v: Floats) -> float:
    """The tau² at which a falling function meets nought; nought where it starts below it."""
    if above(0.0) <= 0:
        return 0.0
    high = float(np.median(v))
    while above(high) > 0:
        high *= 4
        if high > TAU2_CEILING * float(np.median(v)):
            return high
    return float(brentq(above, 0.0, high, xtol=1e-14, rtol=1e-13))


def tau2_at_q(y: Floats, v: Floats, x: Floats, q: float) -> float | None:
    """The tau² at which the weighted sum of squares has this value; None where it never has (Viechtbauer 2007)."""
    return None if sums(y, v, x, 0.0).q < q else _solve(lambda tau2: sums(y, v, x, tau2).q - q, v)
