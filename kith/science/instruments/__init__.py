"""Instruments: what is asked, how it is scored, what a score means, and what must be acted on."""

from typing import TYPE_CHECKING, Any

from kith.science.instruments.cases import Case, Cases
from kith.science.instruments.facts import (
    NOBODY_IN_PARTICULAR,
    Band,
    ChangeFact,
    Cutoff,
    Flag,
    Licence,
    Norm,
    Pattern,
    Requirement,
    Traits,
)
from kith.science.instruments.instrument import Ages, FollowUp, Instrument, Item, Option, OptionSet, Scale
from kith.science.instruments.reading import instrument_problems, read_cases, read_instrument, read_wordings
from kith.science.instruments.scoring import AnswerProblem, Score, Scored, is_asked, score
from kith.science.instruments.wording import BandWords, Right, ScaleWords, Wording, wording_problems

if TYPE_CHECKING:
    from kith.science.instruments.scoring_many import score_many

__all__ = [
    "Ages",
    "AnswerProblem",
    "Band",
    "BandWords",
    "Case",
    "Cases",
    "ChangeFact",
    "Cutoff",
    "Flag",
    "FollowUp",
    "Instrument",
    "Item",
    "Licence",
    "NOBODY_IN_PARTICULAR",
    "Norm",
    "Option",
    "OptionSet",
    "Pattern",
    "Requirement",
    "Right",
    "Scale",
    "ScaleWords",
    "Score",
    "Scored",
    "Traits",
    "Wording",
    "instrument_problems",
    "is_asked",
    "read_cases",
    "read_instrument",
    "read_wordings",
    "score",
    "score_many",
    "wording_problems",
]


def __getattr__(name: str) -> Any:
    """`score_many` brings NumPy along, so it is loaded when it is first asked for: `kith score` starts sooner."""
    if name == "score_many":
        from kith.science.instruments.scoring_many import score_many

        return score_many
    raise AttributeError(name)
