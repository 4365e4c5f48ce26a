"""What a service does next: stepped-care tables, the response to an unsafe answer, and crisis contacts by country."""

from kith.science.pathways.crisis_contacts import Contact, CrisisContacts, Place, contact_faults, out_of_date, standing
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
    "Contact",
    "CrisisContacts",
    "Decision",
    "Level",
    "Place",
    "Row",
    "SafetyResponse",
    "SafetyResponses",
    "SteppedCareTable",
    "Undecided",
    "contact_faults",
    "decide",
    "out_of_date",
    "respond",
    "safety_response_faults",
    "standing",
    "stepped_care_faults",
]
