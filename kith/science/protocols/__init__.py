"""An intervention, session by session: what a practitioner needs to run it and a client to agree to it."""

from kith.science.protocols.faults import protocol_faults
from kith.science.protocols.fidelity import ADHERENT_FROM, MOST_POINTS, Fidelity, fidelity
from kith.science.protocols.protocol import Protocol
from kith.science.protocols.session import (
    AgendaItem,
    Between,
    Exercise,
    FidelityItem,
    Frame,
    ProtocolSession,
    SheetUsed,
)
from kith.science.protocols.targets import Target, TargetSign, first_target

__all__ = [
    "ADHERENT_FROM",
    "MOST_POINTS",
    "AgendaItem",
    "Between",
    "Exercise",
    "Fidelity",
    "FidelityItem",
    "Frame",
    "Protocol",
    "ProtocolSession",
    "SheetUsed",
    "Target",
    "TargetSign",
    "fidelity",
    "first_target",
    "protocol_faults",
]
