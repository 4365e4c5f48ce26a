"""What a service does next: stepped-care tables, responses to an unsafe answer, talks about safety, crisis contacts."""

from kith.science.pathways.crisis_contacts import Contact, CrisisContacts, Place, contact_faults, out_of_date, standing
from kith.science.pathways.safety_conversation import (
    Call,
    CallRow,
    SafetyConversation,
    SpokenAnswer,
    Topic,
    answer_fault,
    call_for,
    safety_conversation_faults,
)
from kith.science.pathways.safety_responses import (
    Level,
    SafetyResponse,
    SafetyResponses,
    respond,
    safety_response_faults,
)
from kith.science.pathways.stepped_care import (
    Decision,
    Row,
    SteppedCareTable,
    Undecided,
    decide,
    stepped_care_faults,
)

__all__ = [
    "Call",
    "CallRow",
    "Contact",
    "CrisisContacts",
    "Decision",
    "Level",
    "Place",
    "Row",
    "SafetyConversation",
    "SafetyResponse",
    "SafetyResponses",
    "SpokenAnswer",
    "SteppedCareTable",
    "Topic",
    "Undecided",
    "answer_fault",
    "call_for",
    "contact_faults",
    "decide",
    "out_of_date",
    "respond",
    "safety_conversation_faults",
    "safety_response_faults",
    "standing",
    "stepped_care_faults",
]
