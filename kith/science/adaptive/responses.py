"""The models behind the answers: how likely each answer is at a point of the scale, and how much an item tells there.

Samejima's graded model throughout. The two-parameter logistic model is its case with two answers.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

FloatArray = NDArray[np.float64]


def category_probabilities(theta: ArrayLike, a: float, b: Sequence[float]) -> FloatArray:
    """How likely each answer is.

    In words: reaching answer k or beyond has the probability of the logistic function at `a` times (theta minus the
    k-th threshold); an answer's own probability is that of reaching it minus that of reaching the next. Source:
    Samejima (1969), Psychometrika Monograph 17; with one threshold Birnbaum's two-parameter model (1968).

    `theta` is a number or an array, in units of the bank's scale; the answers are a last axis of length len(b) + 1
    behind its shape. NaN in theta stays NaN. Assumes one trait behind all answers, and the logistic metric: a
    discrimination published with D = 1.7 is multiplied by it first. Raises ValueError as `check_parameters` does.

    >>> category_probabilities(0.0, a=2.0, b=[-1.0, 0.0, 1.0]).round(4).tolist()
    [0.1192, 0.3808, 0.3808, 0.1192]
    """
    return np.exp(log_probabilities(theta, a, b))


def log_probabilities(theta: ArrayLike, a: float, b: Sequence[float]) -> FloatArray:
    """The logarithms of `category_probabilities`, exact also where a probability is too small to be told from 0.

    With s the logistic function, s(u) - s(v) = s(u) s(-v) (1 - exp(v - u)): a product, so no digits are lost in a
    difference. v - u is `a` times the distance of two thresholds, whatever theta is.

    >>> float(log_probabilities(80.0, a=10.0, b=[0.0])[0])
    -800.0
    """
    reached, passed, gaps = _edges(theta, a, b)
    return np.asarray(np.log(-np.expm1(-gaps)) + _log_logistic(reached) + _log_logistic(-passed))


def item_information(theta: ArrayLike, a: float, b: Sequence[float]) -> FloatArray:
    """How much one answer to the item is expected to tell at theta (Fisher information).

    In words: the mean, over the answers, of the squared slope of the answer's log-probability. Source: Samejima
    (1969). Shape of `theta`; units of 1 over squared theta, so that 1 over the root of a sum of informations is a
    standard error. NaN stays NaN. Raises ValueError as `check_parameters` does.

    >>> float(item_information(0.5, a=2.0, b=[0.5]))  # a squared, times p, times 1 - p
    1.0
    """
    reached, passed, _ = _edges(theta, a, b)
    slopes = a * (np.exp(_log_logistic(-reached)) - np.exp(_log_logistic(passed)))
    return np.asarray((np.exp(log_probabilities(theta, a, b)) * slopes**2).sum(axis=-1))


def check_parameters(a: float, b: Sequence[float]) -> None:
    """Raises ValueError unless `a` is a finite number above 0 and `b` has finite numbers that rise strictly.

    >>> check_parameters(1.2, [0.5, 0.5])
    Traceback (most recent call last):
    ValueError: The thresholds of an item must rise; found [0.5, 0.5]. Give finite numbers, each above the one before.
    """
    if not (np.isfinite(a) and a > 0):
        raise ValueError(f"An item tells people apart by a number above 0; found {a!r}. Give its discrimination a.")
    values = np.asarray(b, dtype=np.float64)
    if values.ndim != 1 or values.size == 0 or not np.isfinite(values).all() or (np.diff(values) <= 0).any():
        found = values.tolist()
        raise ValueError(
            f"The thresholds of an item must rise; found {found}. Give finite numbers, each above the one before."
        )


def _edges(theta: ArrayLike, a: float, b: Sequence[float]) -> tuple[FloatArray, FloatArray, FloatArray]:
    """For each answer: how far theta is past its beginning, past its end (in logits), and how wide the answer is."""
    check_parameters(a, b)
    thresholds = np.concatenate([[-np.inf], np.asarray(b, dtype=np.float64), [np.inf]])
    past = a * (np.asarray(theta, dtype=np.float64)[..., np.newaxis] - thresholds)
    return past[..., :-1], past[..., 1:], a * np.diff(thresholds)


def _log_logistic(x: FloatArray) -> FloatArray:
    with np.errstate(invalid="ignore"):  # NaN is an unknown theta, not an accident
        return np.asarray(-np.logaddexp(0.0, -x))
