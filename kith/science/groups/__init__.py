"""Puts people into groups so that every rule holds, says why, and measures who chooses whom in a group."""

from kith.science.groups.composing import PinFault, compose
from kith.science.groups.conflicts import Conflict
from kith.science.groups.fitting import Barred, bars, kilometres
from kith.science.groups.plan import Composed, LeftOver, Member, NotThere, Plan
from kith.science.groups.request import Aims, Candidate, Offer, Request
from kith.science.groups.standing import AimValue

__all__ = [
    "AimValue",
    "Aims",
    "Barred",
    "Candidate",
    "Composed",
    "Conflict",
    "LeftOver",
    "Member",
    "NotThere",
    "Offer",
    "PinFault",
    "Plan",
    "Request",
    "bars",
    "compose",
    "kilometres",
]
