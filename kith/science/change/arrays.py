"""The types of numbers that every formula of change takes: one number, or an array of them."""

from __future__ import annotations

from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
Numbers = TypeVar("Numbers", float, FloatArray)
"""One number in gives one number out; an array in gives an array out. NaN is a missing score and stays NaN."""

Scores = float | FloatArray | None
"""A score, a column of scores, or None where one person's score is missing."""


def columns(*values: Scores) -> tuple[list[FloatArray], bool]:
    """Bring scores to arrays of one shape, and say whether every one of them was a single score.

    >>> arrays, single = columns(3.0, None)
    >>> [float(array) for array in arrays], single
    ([3.0, nan], True)
    """
    arrays = [np.asarray(value, dtype=np.float64) for value in values]
    single = all(array.ndim == 0 for array in arrays)
    return [np.asarray(array) for array in np.broadcast_arrays(*arrays)], single
