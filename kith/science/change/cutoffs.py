"""Where the clinical range ends: the three cut-offs of Jacobson & Truax (1991)."""

from __future__ import annotations

from kith.science.change.reliability import check_spread


def _towards_health(higher_is_worse: bool) -> int:
    return -1 if higher_is_worse else 1


def cutoff_a(*, clinical_mean: float, clinical_sd: float, higher_is_worse: bool) -> float:
    """Cut-off a: two standard deviations beyond the clinical mean, on the healthy side.

    For scales without norms from people who are well. Source: Jacobson & Truax (1991). Means and standard deviations in
    points of the scale. Raises ValueError when the standard deviation is not above 0.

    >>> cutoff_a(clinical_mean=40, clinical_sd=7.5, higher_is_worse=False)
    55.0
    """
    check_spread(clinical_sd, 0)
    return clinical_mean + _towards_health(higher_is_worse) * 2 * clinical_sd


def cutoff_b(*, functional_mean: float, functional_sd: float, higher_is_worse: bool) -> float:
    """Cut-off b: the edge of the functional range, two functional standard deviations from the functional mean.

    For norms of people who are well, whose scores hardly overlap with clinical ones. It uses the standard deviation of
    people who are WELL: a widely used program takes the clinical one here, which moves the line. Source: Jacobson &
    Truax (1991). Raises ValueError when the standard deviation is not above 0.

    >>> cutoff_b(functional_mean=60, functional_sd=7.5, higher_is_worse=False)
    45.0
    """
    check_spread(functional_sd, 0)
    return functional_mean - _towards_health(higher_is_worse) * 2 * functional_sd


def cutoff_c(*, clinical_mean: float, clinical_sd: float, functional_mean: float, functional_sd: float) -> float:
    """Cut-off c: the point between the two means where a score is as likely in either group.

    In words: the functional mean weighted by the clinical standard deviation, plus the clinical mean weighted by the
    functional one, over the sum of both; halfway when they are equal. To be preferred where there are norms and the two
    groups overlap. Source: Jacobson & Truax (1991). Raises ValueError when a standard deviation is not above 0.

    >>> cutoff_c(clinical_mean=40, clinical_sd=7.5, functional_mean=60, functional_sd=7.5)
    50.0
    >>> round(cutoff_c(clinical_mean=35.48, clinical_sd=8.16, functional_mean=7.69, functional_sd=7.52), 2)
    21.02
    """
    check_spread(clinical_sd, 0)
    check_spread(functional_sd, 0)
    return (clinical_sd * functional_mean + functional_sd * clinical_mean) / (clinical_sd + functional_sd)
