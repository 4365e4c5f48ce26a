"""From one kind of effect size to another, and from effects to what they mean for people.

Sources: Borenstein and others (2009), Introduction to Meta-Analysis, chapters 7 and 4; Fisher (1921) for z; Furukawa
and Leucht (2011), PLoS ONE 6:e19070 for the number needed to treat. A conversion adds the assumptions of both scales.
"""

from __future__ import annotations

import math
from typing import Final

from scipy.special import ndtr, ndtri, stdtrit

from kith.science.evidence.problems import EvidenceProblem
from kith.science.evidence.sizes import Effect

LOGISTIC_SD: Final = math.pi / math.sqrt(3)  # of the standard logistic distribution: what links log odds to d


def d_from_log_odds_ratio(effect: Effect) -> Effect:
    """A standardised mean difference from a log odds ratio: times √3/π. Assumes a logistic trait cut in two.

    >>> round(d_from_log_odds_ratio(Effect(0.9069, 0.0676)).estimate, 4)
    0.5
    """
    return Effect(effect.estimate / LOGISTIC_SD, effect.variance / LOGISTIC_SD**2)


def log_odds_ratio_from_d(effect: Effect) -> Effect:
    """A log odds ratio from a standardised mean difference: times π/√3.

    >>> round(math.exp(log_odds_ratio_from_d(Effect(0.5, 0.02)).estimate), 2)
    2.48
    """
    return Effect(effect.estimate * LOGISTIC_SD, effect.variance * LOGISTIC_SD**2)


def z_from_r(r: float, n: int) -> Effect:
    """Fisher's z of a correlation among n people, with variance 1/(n - 3).

    >>> effect = z_from_r(0.5, 28)
    >>> round(effect.estimate, 4), round(effect.variance, 4)
    (0.5493, 0.04)
    """
    _check_r(r)
    if n < 4:
        raise EvidenceProblem(f"Fisher's z needs four people or more; found {n}. Leave the study out.")
    return Effect(math.atanh(r), 1 / (n - 3))


def r_from_z(z: float) -> float:
    """The correlation whose Fisher z this is.

    >>> round(r_from_z(0.5493), 3)
    0.5
    """
    return math.tanh(z)


def d_from_r(effect: Effect) -> Effect:
    """A standardised mean difference from a correlation: 2r/√(1 - r²), variance 4v/(1 - r²)³.

    >>> round(d_from_r(Effect(0.5, 0.0058)).estimate, 4)
    1.1547
    """
    _check_r(effect.estimate)
    rest = 1 - effect.estimate**2
    return Effect(2 * effect.estimate / math.sqrt(rest), 4 * effect.variance / rest**3)


def r_from_d(effect: Effect, n_first: int, n_second: int) -> Effect:
    """A correlation from a standardised mean difference: d/√(d² + a), a = (n1 + n2)²/(n1 n2).

    >>> round(r_from_d(Effect(1.1547, 0.05), 50, 50).estimate, 4)
    0.5
    """
    a = (n_first + n_second) ** 2 / (n_first * n_second)
    total = effect.estimate**2 + a
    return Effect(effect.estimate / math.sqrt(total), a**2 * effect.variance / total**3)


def d_from_t(t: float, n_first: int, n_second: int) -> Effect:
    """A standardised mean difference from t of two independent groups: t √(1/n1 + 1/n2), without J.

    >>> round(d_from_t(2.5, 40, 40).estimate, 4)
    0.559
    """
    if n_first < 2 or n_second < 2:
        raise EvidenceProblem(f"Both groups need two people or more; found {n_first} and {n_second}. Leave it out.")
    size = 1 / n_first + 1 / n_second
    d = t * math.sqrt(size)
    return Effect(d, size + d**2 / (2 * (n_first + n_second)))


def d_from_f(f: float, n_first: int, n_second: int, *, is_first_higher: bool) -> Effect:
    """A standardised mean difference from F of two groups (one degree of freedom), which does not tell its direction.

    >>> round(d_from_f(6.25, 40, 40, is_first_higher=False).estimate, 4)
    -0.559
    """
    if f < 0:
        raise EvidenceProblem(f"F is never below nought; found {f:g}. Check the number.")
    return d_from_t(math.sqrt(f) * (1 if is_first_higher else -1), n_first, n_second)


def d_from_p(p: float, n_first: int, n_second: int, *, is_first_higher: bool) -> Effect:
    """A standardised mean difference from the two-sided p of a t test of two groups; needs p itself, not “< .05”.

    >>> round(d_from_p(0.0145, 40, 40, is_first_higher=True).estimate, 2)
    0.56
    """
    if not 0 < p < 1:
        raise EvidenceProblem(f"p lies between 0 and 1; found {p:g}. Give the exact p.")
    t = -float(stdtrit(n_first + n_second - 2, p / 2))
    return d_from_t(t if is_first_higher else -t, n_first, n_second)


def event_rate_from_d(d: float, control_event_rate: float) -> float:
    """The share of treated people who do well, from d and the share of untreated people who do: Φ(d + Φ⁻¹(share)).

    Assumes normal outcomes with one spread in both groups, cut at one point. Source: Furukawa and Leucht (2011).

    >>> round(event_rate_from_d(0.5, 0.2), 4)
    0.3663
    """
    if not 0 < control_event_rate < 1:
        raise EvidenceProblem(
            f"The share of untreated people who do well lies between 0 and 1; found {control_event_rate:g}. Give it as "
            "a share."
        )
    return float(ndtr(d + ndtri(control_event_rate)))


def number_needed_to_treat(d: float, control_event_rate: float) -> float | None:
    """How many must be treated for one more to do well; None where the effect is nought: there is no such number.

    Below nought it is the number treated for one fewer to do well.

    >>> round(number_needed_to_treat(0.5, 0.2), 1)
    6.0
    >>> number_needed_to_treat(0.0, 0.2) is None
    True
    """
    gained = event_rate_from_d(d, control_event_rate) - control_event_rate
    return None if d == 0 or gained == 0 else 1 / gained


def absolute_from_risk_ratio(risk_ratio: float, control_event_rate: float) -> float:
    """How much less often the event happens, as a share of people: CER (1 - RR).

    >>> round(absolute_from_risk_ratio(0.5, 0.2), 3)
    0.1
    """
    if risk_ratio <= 0 or not 0 <= control_event_rate <= 1:
        raise EvidenceProblem(
            f"A risk ratio is above nought and a share between 0 and 1; found {risk_ratio:g} and "
            f"{control_event_rate:g}. Check both."
        )
    return control_event_rate * (1 - risk_ratio)


def _check_r(r: float) -> None:
    if not -1 < r < 1:
        raise EvidenceProblem(f"A correlation lies between -1 and 1; found {r:g}. Check the number.")
