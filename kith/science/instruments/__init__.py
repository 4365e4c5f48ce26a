"""Instruments: what is asked, how it is scored, what a score means, and what must be acted on."""

from importlib import import_module
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
    from kith.science.instruments.standing import Standing, percentiles, standings, t_scores

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
    "Standing",
    "Traits",
    "Wording",
    "instrument_problems",
    "is_asked",
    "percentiles",
    "read_cases",
    "read_instrument",
    "read_wordings",
    "score",
    "score_many",
    "standings",
    "t_scores",
    "wording_problems",
]


# These bring NumPy along, so they are loaded when they are first asked for: `kith score` starts sooner.
_LATER = {
    "score_many": "scoring_many",
    "Standing": "standing",
    "percentiles": "standing",
    "standings": "standing",
    "t_scores": "standing",
}


def __getattr__(name: str) -> Any:
    if name in _LATER:
        return getattr(import_module(f"kith.science.instruments.{_LATER[name]}"), name)
    raise AttributeError(name)
