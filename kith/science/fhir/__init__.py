"""Instruments, answers and scores as HL7 FHIR R4 resources (plain JSON values), and back. No files, no clock."""

from kith.science.fhir.bundle import bundle
from kith.science.fhir.foreign import Defaults
from kith.science.fhir.names import canonical
from kith.science.fhir.observation import Taken, observations
from kith.science.fhir.problems import FhirProblem
from kith.science.fhir.questionnaire import questionnaire
from kith.science.fhir.reading import Imported, read_questionnaire
from kith.science.fhir.response import response
from kith.science.fhir.response_reading import Filled, read_response
from kith.science.fhir.shape import check_shape
from kith.science.fhir.text import MAXIMUM_BYTES, read_json

__all__ = [
    "MAXIMUM_BYTES",
    "Defaults",
    "FhirProblem",
    "Filled",
    "Imported",
    "Taken",
    "bundle",
    "canonical",
    "check_shape",
    "observations",
    "questionnaire",
    "read_json",
    "read_questionnaire",
    "read_response",
    "response",
]
