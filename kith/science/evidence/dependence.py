"""Several outcomes of the same people in one study: combined first, because they are not several studies."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from kith.science.evidence.problems import EvidenceProblem, Floats, checked
from kith.science.evidence.sizes import Effect

ASSUMED_CORRELATION: Final = 0.6  # convention; studies rarely report it. Lower claims more precision than there is.


def combine(
    estimates: ArrayLike, variances: ArrayLike, *, correlation: float = ASSUMED_CORRELATION, is_weighted: bool = False
) -> Effect:
    """One effect from correlated effects (m,) of one study, with one assumed correlation between any two.

    With V the covariance that the variances and the correlation make: the plain mean, with variance 1'V1/m² (Borenstein
    and others 2009, chapter 24), or weighted, (1'V⁻¹y)/(1'V⁻¹1) with variance one over 1'V⁻¹1 (Gleser and Olkin 2009).
    The weighted one is smaller, but gives a negative weight to an outcome much less precise than another one, and its
    gain rests on a correlation that is assumed. Raises EvidenceProblem for a correlation with which V is no covariance.

    >>> effect = combine([0.3, 0.5], [0.04, 0.04])
    >>> round(effect.estimate, 3), round(effect.variance, 3)
    (0.4, 0.032)
    """
    y, v = checked(estimates, variances)
    m = len(y)
    if not -1 / max(m - 1, 1) < correlation < 1:
        raise EvidenceProblem(
            f"A common correlation of {m} outcomes lies below 1 and above {-1 / max(m - 1, 1):.2f}; found "
            f"{correlation:g}. State another."
        )
    return _combined(y, v, correlation, is_weighted)


def _combined(y: Floats, v: Floats, correlation: float, is_weighted: bool) -> Effect:
    spread = np.sqrt(v)
    covariance = correlation * np.outer(spread, spread)
    np.fill_diagonal(covariance, v)
    if not is_weighted:
        return Effect(float(y.mean()), float(covariance.sum()) / len(y) ** 2)
    weights = np.linalg.solve(covariance, np.ones(len(y)))
    return Effect(float(weights @ y / weights.sum()), float(1 / weights.sum()))


def combine_within_studies(
    studies: Sequence[str],
    estimates: ArrayLike,
    variances: ArrayLike,
    *,
    correlation: float = ASSUMED_CORRELATION,
    is_weighted: bool = False,
) -> dict[str, Effect]:
    """One effect for each study, in the order in which they first appear.

    >>> list(combine_within_studies(["a", "a", "b"], [0.3, 0.5, 0.1], [0.04, 0.04, 0.02]))
    ['a', 'b']
    """
    y, v = checked(estimates, variances, studies)
    places: dict[str, list[int]] = {}
    for place, study in enumerate(studies):
        places.setdefault(study, []).append(place)
    return {
        study: combine(y[at], v[at], correlation=correlation, is_weighted=is_weighted) for study, at in places.items()
    }
