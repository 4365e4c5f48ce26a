"""What a service does next: stepped-care tables, tools for a review, safety responses, and crisis contacts."""

from kith.science.pathways.conditions import Fact, FactValue
from kith.science.pathways.crisis_contacts import Contact, CrisisContacts, Place, contact_faults, out_of_date, standing
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
    "Contact",
    "CrisisContacts",
    "Decision",
    "Fact",
    "FactValue",
    "Level",
    "Place",
    "Row",
    "SafetyResponse",
    "SafetyResponses",
    "StepOfCare",
    "SteppedCareTable",
    "SupportTools",
    "Tool",
    "Undecided",
    "contact_faults",
    "decide",
    "out_of_date",
    "pathway_out_of_date",
    "respond",
    "safety_response_faults",
    "standing",
    "stepped_care_faults",
    "support_tool_faults",
    "support_tool_references",
]
