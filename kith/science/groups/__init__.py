"""Puts people into groups so that every rule holds, says why, and measures who chooses whom in a group."""

from kith.science.groups.choices import ChoiceFault, Choices, Pair
from kith.science.groups.composing import PinFault, compose
from kith.science.groups.conflicts import Conflict
from kith.science.groups.fitting import Barred, bars, kilometres
from kith.science.groups.names import NameFound, Place, find_names, place_of
from kith.science.groups.pairing import GettingOn, Sharer, Suggested, Wish, barred, getting_on, suggest
from kith.science.groups.plan import Composed, LeftOver, Member, NotThere, Plan
from kith.science.groups.quoting import Quote, find_quotes
from kith.science.groups.request import Aims, Candidate, Offer, Request
from kith.science.groups.shifting import Shift, shift
from kith.science.groups.sociometry import Measure, Sociometry, Standing, sociometry, upper_tail
from kith.science.groups.standing import AimValue
from kith.science.groups.status import Status
from kith.science.groups.staying import ReachOut, reasons_to_reach_out
from kith.science.groups.together import AsAWhole, as_a_whole
from kith.science.groups.turns import NextTurn, Turn, next_turn
from kith.science.groups.weighing import BURDENS, LITTLE, MUCH, Advice, what_to_do

__all__ = [
    "BURDENS",
    "LITTLE",
    "MUCH",
    "Advice",
    "AimValue",
    "Aims",
    "AsAWhole",
    "Barred",
    "Candidate",
    "ChoiceFault",
    "Choices",
    "Composed",
    "Conflict",
    "GettingOn",
    "LeftOver",
    "Measure",
    "Member",
    "NameFound",
    "NextTurn",
    "NotThere",
    "Offer",
    "Pair",
    "PinFault",
    "Place",
    "Plan",
    "Quote",
    "ReachOut",
    "Request",
    "Sharer",
    "Shift",
    "Sociometry",
    "Standing",
    "Status",
    "Suggested",
    "Turn",
    "Wish",
    "as_a_whole",
    "barred",
    "bars",
    "compose",
    "find_names",
    "find_quotes",
    "getting_on",
    "kilometres",
    "next_turn",
    "place_of",
    "reasons_to_reach_out",
    "shift",
    "sociometry",
    "suggest",
    "upper_tail",
    "what_to_do",
]
