"""Says which practitioner could see each person who waits, when and how, why, and what is in the way."""

from kith.science.matching.assigning import KeepFault, match
from kith.science.matching.fitting import Barred, Way, bars, ways
from kith.science.matching.request import Format, Opening, Practitioner, Request, Seeker
from kith.science.matching.result import Load, Match, Matching, Unmatched, WishUnmet
from kith.science.matching.weights import RULES, PersonInCare, WeightRule, rule_on, weight_of

__all__ = [
    "RULES",
    "Barred",
    "Format",
    "KeepFault",
    "Load",
    "Match",
    "Matching",
    "Opening",
    "PersonInCare",
    "Practitioner",
    "Request",
    "Seeker",
    "Unmatched",
    "Way",
    "WeightRule",
    "WishUnmet",
    "bars",
    "match",
    "rule_on",
    "ways",
    "weight_of",
]
