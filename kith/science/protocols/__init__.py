"""An intervention, session by session: what a practitioner needs to run it and a client to agree to it."""

from kith.science.protocols.faults import protocol_faults
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

__all__ = [
    "AgendaItem",
    "Between",
    "Exercise",
    "FidelityItem",
    "Frame",
    "Protocol",
    "ProtocolSession",
    "SheetUsed",
    "protocol_faults",
]
