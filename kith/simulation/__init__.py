"""Invents a whole synthetic service from a seed; the only place where the truth about a client is known."""

from kith.simulation.people import (
    Client,
    ContactRule,
    Group,
    Site,
    StaffMember,
    SyntheticService,
    Truth,
)
from kith.simulation.service import simulate

__all__ = ["Client", "ContactRule", "Group", "Site", "StaffMember", "SyntheticService", "Truth", "simulate"]
