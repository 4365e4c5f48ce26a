"""Results of meta-analysis in words: the numbers, and what must stand beside them."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from kith.pictures import PooledFacts
from kith.science.evidence import Pooled

METHODS_IN_WORDS = {
    "FE": "one true effect for all studies (fixed effect)",
    "DL": "random effects, tau² by DerSimonian and Laird",
    "PM": "random effects, tau² by Paule and Mandel",
    "REML": "random effects, tau² by restricted maximum likelihood",
    "ML": "random effects, tau² by maximum likelihood",
    "HE": "random effects, tau² by Hedges and Olkin",
    "HS": "random effects, tau² by Hunter and Schmidt",
    "SJ": "random effects, tau² by Sidik and Jonkman",
}
TESTS_IN_WORDS = {
    "z": "normal distribution",
    "knha": "Hartung and Knapp",
    "adhoc": "Hartung and Knapp, never narrower than the normal distribution",
}


@dataclass(frozen=True)
class Said:
    """What a person said about the studies that the numbers do not tell; None where they said nothing."""

    comparator: str | None
    certainty: str | None
    source: str | None
    is_ratio: bool = False

    def number(self, value: float) -> str:
        """A value of the scale on which it is read; a ratio beyond a thousand either way is said to be beyond."""
        if not self.is_ratio:
            return f"{value:.3f}"
        if abs(value) > math.log(1000):
            return "over 1000" if value > 0 else "under 0.001"
        return f"{math.exp(value):.3f}"

    def span(self, ends: tuple[float, float]) -> str:
        """An interval of the scale on which it is read."""
        return f"{self.number(ends[0])} to {self.number(ends[1])}"


def p_in_words(p: float) -> str:
    """A p that never claims more digits than it has.

    >>> p_in_words(0.0312), p_in_words(1e-9)
    ('p 0.031', 'p below 0.001')
    """
    return "p below 0.001" if p < 0.001 else f"p {p:.3f}"


def percent(level: float) -> str:
    """A level in percent.

    >>> percent(0.95)
    '95 %'
    """
    return f"{100 * level:g} %"


def comparator(said: Said) -> str:
    """What the treatments were compared with."""
    return f"Compared with: {said.comparator or 'not stated (say it with --comparator)'}"


def certainty(said: Said) -> str:
    """How sure one may be of the result, as a person rated it."""
    return f"Certainty: {said.certainty or 'not rated (say it with --certainty)'}"


def provenance(said: Said, file: str, version: str) -> str:
    """Where the numbers are from and what worked them out."""
    source = said.source or "source not stated (say it with --source)"
    return f"Provenance: computed by kith {version} from {file}; {source}"


def facts_of(
    pooled: Pooled, tau2_ci: tuple[float, float] | None, people: int | None, said: Said, from_: Callable[[Said], str]
) -> PooledFacts:
    """Everything that must stand under a pooled number."""
    ahead = f"{said.span(pooled.prediction)}" if pooled.prediction else f"none. {pooled.no_prediction}"
    profile = f" ({tau2_ci[0]:.4f} to {tau2_ci[1]:.4f} by Q-profile)" if tau2_ci else ""
    return PooledFacts(
        studies=f"Studies: {pooled.k}; {METHODS_IN_WORDS[pooled.method]}",
        people=f"People: {people:,}" if people is not None else "People: not stated (name their column with --people)",
        interval=f"{percent(pooled.level)} interval: {said.span(pooled.ci)} ({TESTS_IN_WORDS[pooled.test]})",
        prediction=f"Where a new study is expected: {ahead}",
        heterogeneity=(
            f"Heterogeneity: tau² {pooled.tau2:.4f}{profile}, I² {pooled.i2:.1f} %, Q {pooled.q:.2f} with "
            f"{pooled.k - 1} degrees ({p_in_words(pooled.q_p)})"
        ),
        comparator=comparator(said),
        certainty=certainty(said),
        provenance=from_(said),
    )
