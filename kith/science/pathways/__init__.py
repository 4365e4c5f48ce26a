"""What a service does next: stepped care, tools for a review, unsafe answers, talks about safety, crisis contacts."""

from kith.science.pathways.conditions import Fact, FactValue
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
    KINDS,
    Decision,
    Row,
    StepOfCare,
    SteppedCareTable,
    Undecided,
    decide,
    pathway_out_of_date,
    stepped_care_faults,
)
from kith.science.pathways.support_tools import (
    AREAS,
    Area,
    SupportTools,
    Tool,
    support_tool_faults,
    support_tool_references,
)

__all__ = [
    "AREAS",
    "KINDS",
    "Area",
    "Call",
    "CallRow",
    "Contact",
    "CrisisContacts",
    "Decision",
    "Fact",
    "FactValue",
    "Level",
    "Place",
    "Row",
    "SafetyConversation",
    "SafetyResponse",
    "SafetyResponses",
    "SpokenAnswer",
    "StepOfCare",
    "SteppedCareTable",
    "SupportTools",
    "Tool",
    "Topic",
    "Undecided",
    "answer_fault",
    "call_for",
    "contact_faults",
    "decide",
    "out_of_date",
    "pathway_out_of_date",
    "respond",
    "safety_conversation_faults",
    "safety_response_faults",
    "standing",
    "stepped_care_faults",
    "support_tool_faults",
    "support_tool_references",
]
