"""Says which practitioner could see each person who waits, when and how, why, and what is in the way."""

from kith.science.matching.assigning import KeepFault, match
from kith.science.matching.fitting import Barred, Way, bars, ways
from kith.science.matching.request import Format, Opening, Practitioner, Request, Seeker
from kith.science.matching.result import Load, Match, Matching, Unmatched, WishUnmet

__all__ = [
    "Barred",
    "Format",
    "KeepFault",
    "Load",
    "Match",
    "Matching",
    "Opening",
    "Practitioner",
    "Request",
    "Seeker",
    "Unmatched",
    "Way",
    "WishUnmet",
    "bars",
    "match",
    "ways",
]
