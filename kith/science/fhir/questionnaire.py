"""An instrument with its words as a Questionnaire."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kith.science.fhir.carried import carry
from kith.science.fhir.items import display, question, score_item
from kith.science.fhir.names import (
    INSTRUCTION,
    INSTRUMENT,
    INSTRUMENTS,
    LOINC,
    RECALL,
    STEM,
    THANKS,
    TITLE,
    WORDING,
    canonical,
    coding,
    uses_loinc,
)
from kith.science.fhir.problems import FhirProblem, Resource
from kith.science.instruments import Instrument, Wording

NATIVE = {"id", "version", "title", "loinc", "items", "scales"}
"""What of an instrument FHIR has an element for; items and scales carry their rest themselves."""

IMPORTED_FROM = "imported_questionnaire"
"""The id of the source that an imported instrument names for the Questionnaire it came from."""

LOINC_NOTICE = (
    "This material contains content from LOINC (http://loinc.org). LOINC is copyright © Regenstrief Institute, Inc. "
    "and the Logical Observation Identifiers Names and Codes (LOINC) Committee and is available at no cost under the "
    "license at http://loinc.org/license. LOINC® is a registered United States trademark of Regenstrief Institute, Inc."
)


def questionnaire(
    instrument: Instrument, wordings: Mapping[str, Wording] | None = None, language: str | None = None
) -> Resource:
    """The Questionnaire of an instrument, with its words where the licence lets them be passed on.

    `language` is the one that the plain elements are written in (else English, else the first there is); the others
    stand beside it as translations. Raises `FhirProblem` for a language there are no words in.
    """
    said = [_shippable(instrument, wording) for wording in _in_order(instrument, wordings or {}, language)]
    return {
        "resourceType": "Questionnaire",
        "id": instrument.id.replace("_", "."),
        **({"language": said[0].language} if said else {}),
        "extension": [carry(INSTRUMENT, _rest(instrument)), *(carry(WORDING, _rest_of_words(one)) for one in said)],
        "url": canonical(instrument.id),
        "identifier": [{"system": INSTRUMENTS, "value": instrument.id}],
        "version": instrument.version,
        "name": f"Instrument_{instrument.id.replace('-', '_')}",
        "title": instrument.title,
        **_derived(instrument),
        # Words that no clinician has signed are not offered to others as finished.
        "status": "active" if instrument.review.status == "reviewed" else "draft",
        "experimental": False,
        "subjectType": ["Patient"],
        "copyright": _copyright(instrument),
        "code": _codes(instrument),
        "item": [
            *display(TITLE, said, lambda words: words.title),
            *display(RECALL, said, lambda words: words.recall),
            *display(INSTRUCTION, said, lambda words: words.instruction),
            *display(STEM, said, lambda words: words.stem),
            *(question(instrument, item, said) for item in instrument.items),
            *(score_item(instrument, scale, said) for scale in instrument.scales),
            *display(THANKS, said, lambda words: words.thanks),
        ],
    }


def _in_order(instrument: Instrument, wordings: Mapping[str, Wording], language: str | None) -> list[Wording]:
    if not wordings and language is None:
        return []
    main = language or ("en" if "en" in wordings else min(wordings))
    if main not in wordings:
        instead = f"Ask for one of {', '.join(sorted(wordings))}." if wordings else "Write its words first."
        raise FhirProblem("language", f"{instrument.short} has no words in this language", main, instead)
    return [wordings[main], *(wordings[name] for name in sorted(wordings) if name != main)]


def _shippable(instrument: Instrument, wording: Wording) -> Wording:
    """The words without the questions and answers, where those may not be passed on."""
    return wording if instrument.licence.ship_text else wording.without_text()


def _rest(instrument: Instrument) -> dict[str, Any]:
    return instrument.model_dump(mode="json", by_alias=True, exclude=NATIVE, exclude_defaults=True)


def _rest_of_words(wording: Wording) -> dict[str, Any]:
    """What has no place of its own: whose words they are, their review, the names of bands, flags and patterns."""
    whole = wording.model_dump(mode="json", exclude_defaults=True)
    named = ("language", "words", "review", "flags", "patterns")
    kept: dict[str, Any] = {name: whole[name] for name in named if name in whole}
    bands = {name: scale["bands"] for name, scale in whole["scales"].items() if scale.get("bands")}
    return {**kept, **({"bands": bands} if bands else {})}


def _derived(instrument: Instrument) -> Resource:
    found = [source.url for source in instrument.sources if source.id == IMPORTED_FROM and source.url]
    return {"derivedFrom": found} if found else {}


def _copyright(instrument: Instrument) -> str:
    licence = instrument.licence
    parts = [licence.notice, f"{licence.licence} ({licence.licence_source}, {licence.checked_on.isoformat()})."]
    if not licence.ship_text:
        parts.append("The text of the questions and answers is not part of this resource; ask the owner for it.")
    if uses_loinc(instrument):
        parts.append(LOINC_NOTICE)
    return "\n\n".join(part for part in parts if part)


def _codes(instrument: Instrument) -> list[Resource]:
    own = coding(INSTRUMENTS, instrument.id)
    return [own] if instrument.loinc is None else [coding(LOINC, instrument.loinc), own]
