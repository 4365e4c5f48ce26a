"""A Questionnaire as an instrument with its words: one of ours exactly, another's with honest defaults."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from kith.science.fhir.carried import extensions
from kith.science.fhir.checking import check_questionnaire
from kith.science.fhir.foreign import Defaults, read_foreign
from kith.science.fhir.names import INSTRUMENT
from kith.science.fhir.ours import read_ours
from kith.science.fhir.problems import FhirProblem, Resource
from kith.science.instruments import Instrument, Wording


class Imported(NamedTuple):
    """What a Questionnaire became. `notes` says what was assumed or could not be kept; each is for a person to read."""

    instrument: Instrument
    wordings: Mapping[str, Wording]
    notes: tuple[str, ...]


def read_questionnaire(resource: Resource, defaults: Defaults | None = None) -> Imported:
    """The instrument in a Questionnaire.

    One that Kith has sent comes back as it was; it is refused when its questions and the rules that travel with them no
    longer say the same. Another's needs `defaults`: what FHIR has no word for. Raises `FhirProblem`.
    """
    if resource.get("resourceType") != "Questionnaire":
        what = "This is another kind of resource"
        raise FhirProblem("resourceType", what, resource.get("resourceType"), "Send a Questionnaire.")
    items = check_questionnaire(resource)
    if extensions(resource, INSTRUMENT, ""):
        return Imported(*read_ours(resource), ())
    if defaults is None:
        what = "This questionnaire does not come from Kith"
        raise FhirProblem("url", what, resource.get("url", "no address"), "Say what its scores mean: give defaults.")
    return Imported(*read_foreign(resource, items, defaults))
