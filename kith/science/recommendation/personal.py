"""What was learned, brought to one person: how far each option is shifted by what they began with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtri

from kith.science.recommendation.advantage import Advantage
from kith.science.recommendation.episodes import Episodes
from kith.science.recommendation.moderation import term_scale, terms
from kith.science.recommendation.person import check_not_protected
from kith.science.recommendation.problems import RecommendationProblem
from kith.science.recommendation.shrinking import LEVEL
from kith.science.recommendation.who_got_what import centre_covariance, overlap_of

__all__ = ["FURTHEST", "PersonalLines", "Shift", "personal_lines"]

Floats = NDArray[np.float64]

FURTHEST: Final = 2.0
"""A person further than this from the mean of those learned from, in standard deviations of any covariate, is unlike
them: there a line is drawn out beyond what was seen. Our convention."""

DIGITS: Final = 4


@dataclass(frozen=True)
class Shift:
    """How much better or worse than the mean for all one option does among people who begin like this one.

    `low` and `high`, at `level`, say how well that is known. They do not say how far one person's own effect lies from
    it: that cannot be seen, because nobody has two options at once.
    """

    mean: float
    low: float
    high: float
    level: float


@dataclass(frozen=True, kw_only=True)
class PersonalLines:
    """For each option its slopes (k, t) less the mean of all, away from `centre` (t,), with their covariances.

    Where people began is told by `names`; `middle` and `scale` (p,) are the mean and standard deviation of those
    learned from. Slopes are of these covariates and then of their products away from `middle`; lines that were learned
    before any could bend have none of the latter. `reference` (k,) is the variance of the level from which shifts are
    counted. Holds no person.
    """

    options: tuple[str, ...]
    names: tuple[str, ...]
    centre: tuple[float, ...]
    middle: tuple[float, ...]
    scale: tuple[float, ...]
    slopes: tuple[tuple[float, ...], ...]
    covariances: tuple[tuple[tuple[float, ...], ...], ...]
    reference: tuple[float, ...] = ()

    def reaches(self, covariates: Sequence[float]) -> bool:
        """Whether a person is enough like those learned from in everything (`FURTHEST`)."""
        away = zip(covariates, self.middle, self.scale, strict=True)
        return all(abs(value - middle) <= FURTHEST * scale for value, middle, scale in away)

    def means(self, covariates: ArrayLike) -> Floats:
        """The shift (n, k) of each option for people with these covariates (n, p), without its interval."""
        return np.asarray(self._away(np.asarray(covariates, dtype=np.float64)) @ np.array(self.slopes).T)

    def _away(self, covariates: Floats) -> Floats:
        """The terms (n, t) of these people, from those of the people in whom options overlap."""
        products = terms(covariates - np.array(self.middle))[:, covariates.shape[1] :]
        told = np.hstack([covariates, products])[:, : len(self.centre)]
        return np.asarray(told - np.array(self.centre), dtype=np.float64)

    def shifts(self, covariates: ArrayLike) -> dict[str, Shift]:
        """How each option is shifted for people who began so.

        In words: the option's slopes times how far this person is from those in whom options overlap, less the mean of
        that over all options: what goes with a better outcome whatever is done says nothing about what to do. The
        interval comes from the covariance of these slopes and from not knowing the people in whom options overlap, as
        if normal. Source: own design on the personalised advantage index (DeRubeis and others 2014). Raises
        RecommendationProblem when a covariate is missing.

        >>> lines = PersonalLines(options=("a", "b"), names=("severity",), centre=(0.0,), middle=(0.0,), scale=(1.0,),
        ...     slopes=((-0.2,), (0.2,)), covariances=(((0.01,),), ((0.01,),)))
        >>> [round(number, 3) for number in vars(lines.shifts([1.0])["b"]).values()]
        [0.2, 0.036, 0.364, 0.9]
        """
        x = np.asarray(covariates, dtype=np.float64)
        if x.shape != (len(self.names),) or not np.isfinite(x).all():
            raise RecommendationProblem(
                f"A shift for one person needs {', '.join(self.names)}; found {x.tolist()}. Ask for what is missing, "
                "or show what is expected for all."
            )
        (away,), (means,) = self._away(x[None, :]), self.means(x[None, :])
        variances = away @ np.array(self.covariances) @ away + np.array(self.reference or [0.0] * len(self.options))
        reach = float(ndtri((1 + LEVEL) / 2)) * np.sqrt(np.maximum(variances, 0.0))
        return {
            name: Shift(float(mean), float(mean - far), float(mean + far), LEVEL)
            for name, mean, far in zip(self.options, means, reach, strict=True)
        }

    def as_values(self) -> dict[str, Any]:
        """Plain values for the record, to four digits."""
        return {name: _kept(value) for name, value in vars(self).items()}

    @classmethod
    def of_values(cls, values: Mapping[str, Any]) -> Self:
        """Back from the record."""
        return cls(**{name: _tuples(value) for name, value in values.items()})


def personal_lines(ended: Episodes, advantage: Advantage, unseen: float = 0.0) -> PersonalLines | None:
    """The lines by which people are told apart; None unless choosing by them was shown to gain something.

    In words: of the lines of `advantage` what sets each option apart, counted from the people of `ended` in whom
    options overlap; that other people would have had another mean is counted (`centre_covariance`). `unseen` is the
    variance by which what nobody wrote down may move each own slope (`unseen_in_slopes`). Source: own design. Raises
    RecommendationProblem for protected attributes.

    >>> from types import SimpleNamespace
    >>> personal_lines(SimpleNamespace(names=["severity"]), SimpleNamespace(is_used=False)) is None
    True
    """
    check_not_protected(ended.names)
    if not advantage.is_used:
        return None
    lines = advantage.moderation
    k, t = lines.slopes.shape
    found = overlap_of(ended.covariates, ended.option, k)
    told = terms(found.covariates)
    centre = found.mean(told)
    slopes = lines.slopes - lines.slopes.mean(axis=0)
    moved = centre_covariance(found.covariates, told - centre, found.likely, ended.option, ended.therapist)
    apart = np.kron(np.eye(k) - 1 / k, np.eye(t))
    covariances = (apart @ lines.covariance @ apart.T).reshape(k, t, k, t)
    hidden = unseen * (1 - 1 / k) * np.diag(np.arange(t) < len(ended.names)).astype(np.float64)
    unit = term_scale(lines.scale)
    began = np.concatenate([lines.centre, np.zeros(t - len(ended.names))])
    return PersonalLines(
        options=ended.options,
        names=tuple(ended.names),
        centre=_tuples((began + unit * centre).tolist()),
        middle=_tuples(lines.centre.tolist()),
        scale=_tuples(lines.scale.tolist()),
        slopes=_tuples((slopes / unit).tolist()),
        covariances=_tuples([((covariances[i, :, i, :] + hidden) / np.outer(unit, unit)).tolist() for i in range(k)]),
        reference=_tuples(np.einsum("kt,tu,ku->k", slopes, moved, slopes).tolist()),
    )


def _tuples(value: Any) -> Any:
    return tuple(map(_tuples, value)) if isinstance(value, list | tuple) else value


def _kept(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_kept(one) for one in value]
    return float(f"{value:.{DIGITS}g}") if isinstance(value, float) else value
