"""The JSON schema of each kind of document, for editors that complete keys while one writes."""

from typing import Any

from pydantic import BaseModel

from kith.science.adaptive import ItemBank
from kith.science.documents import did_you_mean
from kith.science.findings import EvidenceDocument
from kith.science.formulations import FormulationTemplate
from kith.science.instruments import Cases, Instrument, Wording
from kith.science.lessons import LessonFront
from kith.science.library.shelf import UnknownDocument
from kith.science.pathways import (
    CrisisContacts,
    Engagement,
    SafetyConversation,
    SafetyResponses,
    SteppedCareTable,
    SupportTools,
)
from kith.science.practices import Practice
from kith.science.protocols import Protocol
from kith.science.worksheets import Worksheet

__all__ = ["KINDS", "schema"]

KINDS: dict[str, type[BaseModel]] = {
    "instrument": Instrument,
    "wording": Wording,
    "cases": Cases,
    "item-bank": ItemBank,
    "protocol": Protocol,
    "worksheet": Worksheet,
    "lesson": LessonFront,
    "practice": Practice,
    "formulation": FormulationTemplate,
    "stepped-care": SteppedCareTable,
    "safety-responses": SafetyResponses,
    "safety-conversation": SafetyConversation,
    "engagement": Engagement,
    "crisis-contacts": CrisisContacts,
    "support-tools": SupportTools,
    "evidence": EvidenceDocument,
}


def schema(kind: str) -> dict[str, Any]:
    """The JSON schema of a kind of document; of a lesson, its head. Raises UnknownDocument for another word.

    `measure-policies` is a kind as well; its model brings NumPy along and is loaded only when asked for.

    >>> schema("practice")["title"]
    'Practice'
    """
    return _model(kind).model_json_schema(by_alias=True)


def _model(kind: str) -> type[BaseModel]:
    if kind == "measure-policies":
        from kith.science.change import MeasurePolicies

        return MeasurePolicies
    if kind not in KINDS:
        what = f"There is no kind of document called {kind!r}"
        raise UnknownDocument("library", 1, what, kind, did_you_mean(kind, [*KINDS, "measure-policies"]))
    return KINDS[kind]
