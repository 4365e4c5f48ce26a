"""The addresses and code systems of what is sent. Ours are URNs: they name, and promise nothing to fetch."""

from __future__ import annotations

from kith.science.fhir.problems import Resource, quantity
from kith.science.instruments import Instrument, Item, OptionSet

LOINC = "http://loinc.org"
UCUM = "http://unitsofmeasure.org"
ABSENT = "http://terminology.hl7.org/CodeSystem/data-absent-reason"
CATEGORY = "http://terminology.hl7.org/CodeSystem/observation-category"
CONTROL = "http://hl7.org/fhir/questionnaire-item-control"
ENTERED_IN_ERROR = "entered-in-error"

STRUCTURE = "http://hl7.org/fhir/StructureDefinition/"
SDC = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-"
ORDINAL = STRUCTURE + "ordinalValue"
WEIGHT = STRUCTURE + "itemWeight"
TRANSLATION = STRUCTURE + "translation"
ITEM_CONTROL = STRUCTURE + "questionnaire-itemControl"
LOWEST = STRUCTURE + "minValue"
HIGHEST = STRUCTURE + "maxValue"
ABSENT_REASON = STRUCTURE + "data-absent-reason"
CALCULATED = SDC + "calculatedExpression"
ASKED_WHEN = SDC + "enableWhenExpression"

OURS = "urn:kith:fhir:"
INSTRUMENT = OURS + "instrument"
ITEM = OURS + "item"
SCALE = OURS + "scale"
WORDING = OURS + "wording"
RESPONDENT = OURS + "respondent"
PRORATED = OURS + "prorated"

CLIENTS = "urn:kith:client"
ACCOUNTS = "urn:kith:account"
INSTRUMENTS = "urn:kith:instrument"

TITLE, RECALL, INSTRUCTION, STEM, THANKS = (
    f"text.{name}" for name in ("title", "recall", "instruction", "stem", "thanks")
)
"""linkIds of what is only read. A dot never stands in the name of a question, so nothing collides."""


def canonical(name: str, version: str | None = None) -> str:
    """The address of an instrument's Questionnaire, with its version where one is meant.

    >>> canonical("phq9", "1.0.0")
    'urn:kith:questionnaire:phq9|1.0.0'
    """
    address = f"urn:kith:questionnaire:{name}"
    return address if version is None else f"{address}|{version}"


def score_link(scale: str) -> str:
    """The linkId of the read-only item that shows a scale's score."""
    return f"score.{scale}"


def coding(system: str, code: str, display: str | None = None) -> Resource:
    """A code with its system and, where there are words for it, its words."""
    found = {"system": system, "code": code}
    return found if display is None else {**found, "display": display}


def codes_of(
    instrument: Instrument, kind: str, name: str, loinc: str | None, display: str | None = None
) -> list[Resource]:
    """The codes of a question, a scale or a pattern: LOINC first where the document has it, then our own."""
    own = coding(f"{INSTRUMENTS}:{instrument.id}:{kind}", name, display)
    return [own] if loinc is None else [coding(LOINC, loinc), own]


def answer_codes(instrument: Instrument, options: str) -> dict[int, Resource]:
    """The code of each answer of a set: LOINC where every answer has its own, else the number in our own system."""
    offered: OptionSet = instrument.options[options]
    loinc = [choice.loinc for choice in offered.choices or ()]
    if loinc and None not in loinc and len(set(loinc)) == len(loinc):
        return {value: coding(LOINC, str(code)) for value, code in zip(offered.values, loinc, strict=True)}
    system = f"{INSTRUMENTS}:{instrument.id}:answer:{options}"
    return {value: coding(system, str(value)) for value in offered.values}


def counted(instrument: Instrument, item: Item) -> dict[int, float]:
    """What each answer of a question adds to a score, with reversed questions turned round."""
    points = instrument.options[item.options].points
    both = min(points.values()) + max(points.values())
    return {value: quantity(both - each if item.reverse else each) for value, each in points.items()}


def uses_loinc(instrument: Instrument) -> bool:
    """Whether a code of LOINC stands anywhere in what is sent."""
    parts = [instrument.loinc, *(item.loinc for item in instrument.items), *(one.loinc for one in instrument.scales)]
    answers = [choice.loinc for offered in instrument.options.values() for choice in offered.choices or ()]
    return any(code is not None for code in (*parts, *answers))
