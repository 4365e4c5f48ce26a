"""Whether choosing by how people began has gained anything in a service, and the lines by which it would be done."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Self

import numpy as np

from kith.science.recommendation.advantage import personal_advantage
from kith.science.recommendation.here import BEGUN_WITH, EndedCare, learned_of, own_episodes
from kith.science.recommendation.personal import PersonalLines, personal_lines
from kith.science.recommendation.unseen import unseen_in_slopes

__all__ = ["PersonalHere", "WhyNotPersonal", "personal_here"]

WhyNotPersonal = Literal["", "nothing_to_compare", "too_few_therapists", "no_gain_shown"]

SEED = 1
"""People are divided into parts by chance, and the same stays give the same answer."""


@dataclass(frozen=True)
class PersonalHere:
    """The lines of one service for one problem, or why there are none. Holds no person and no practitioner."""

    why_not: WhyNotPersonal
    lines: PersonalLines | None = None

    def as_values(self) -> dict[str, Any]:
        """Plain values for the record."""
        return {"why_not": self.why_not, "lines": self.lines.as_values() if self.lines is not None else None}

    @classmethod
    def of_values(cls, values: Mapping[str, Any]) -> Self:
        """Back from the record."""
        lines = values["lines"]
        return cls(values["why_not"], PersonalLines.of_values(lines) if lines is not None else None)


def personal_here(ended: Sequence[EndedCare], protocols: Collection[str]) -> PersonalHere:
    """Whether what is expected differs by how people began, among protocols of which this service has seen enough.

    In words: the stays and the covariates are those of `benefits_here`; the lines are kept only when choosing by them
    did better than one protocol for all on people they had not seen (`personal_advantage`). Missing data as there.
    Source: own design on the two it calls. Raises nothing.

    >>> personal_here([], ["ba"]).why_not
    'nothing_to_compare'
    """
    whole, usable, _why = learned_of(ended, protocols)
    if not usable:
        return PersonalHere("nothing_to_compare")
    told = own_episodes(whole, usable)
    advantage = personal_advantage(told, np.random.default_rng(SEED))
    unseen = unseen_in_slopes(told, advantage.moderation, BEGUN_WITH[:1]) if advantage.is_used else 0.0
    return PersonalHere(advantage.reason or "", personal_lines(told, advantage, unseen))
