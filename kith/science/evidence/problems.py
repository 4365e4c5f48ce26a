"""What may be wrong with the numbers of studies, said in three parts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
MOST_NAMED: Final = 5  # a message that lists more than this is no longer read
LARGEST: Final = 1e80  # and one over it the smallest variance: third powers of weights must still be numbers


class EvidenceProblem(ValueError):
    """Studies that cannot be combined. The message says what happened, what was found and what to do."""


def listed(names: Sequence[str]) -> str:
    """Return a few names, and how many more there are.

    >>> listed(["a", "b"]), listed(list("abcdefg"))
    ('a, b', 'a, b, c, d, e and 2 more')
    """
    more = len(names) - MOST_NAMED
    return ", ".join(names[:MOST_NAMED]) + (f" and {more} more" if more > 0 else "")


def checked(estimates: ArrayLike, variances: ArrayLike, labels: Sequence[str] | None = None) -> tuple[Floats, Floats]:
    """Return estimates and variances (k,) as numbers that can be pooled.

    Raises EvidenceProblem for lengths that differ, estimates that are missing or infinite, and variances that are not
    above nought: nothing is dropped in silence.
    """
    y, v = np.asarray(estimates, dtype=np.float64), np.asarray(variances, dtype=np.float64)
    if y.ndim != 1 or y.shape != v.shape:
        raise EvidenceProblem(
            f"Each estimate needs its variance; found {y.size} estimates and {v.size} variances. Give two lists of one "
            "length."
        )
    names = list(labels) if labels is not None else [f"number {place + 1}" for place in range(y.size)]
    if len(names) != y.size:
        raise EvidenceProblem(f"Each study needs one name; found {len(names)} names for {y.size} studies. Name each.")
    _refuse(names, ~(np.abs(y) < LARGEST), "An estimate is missing or not finite", "Complete it or leave the study out")
    _refuse(
        names,
        ~((v > 1 / LARGEST) & (v < LARGEST)),
        "A variance is missing, nought or below, or beyond reckoning",
        "Give the squared standard error of each estimate",
    )
    return y, v


def _refuse(names: Sequence[str], is_wrong: NDArray[np.bool_], what: str, instead: str) -> None:
    wrong = [name for name, one in zip(names, is_wrong, strict=True) if one]
    if wrong:
        raise EvidenceProblem(f"{what}; found this in {listed(wrong)}. {instead}.")
