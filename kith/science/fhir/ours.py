"""Reads a Questionnaire that Kith has sent: the same instrument and the same words, or a refusal."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from kith.science.fhir.carried import carried, extensions
from kith.science.fhir.checking import every_item
from kith.science.fhir.names import (
    INSTRUCTION,
    INSTRUMENT,
    INSTRUMENTS,
    ITEM,
    LOINC,
    RECALL,
    SCALE,
    STEM,
    THANKS,
    TITLE,
    WORDING,
    score_link,
)
from kith.science.fhir.problems import FhirProblem, Resource, text_at
from kith.science.fhir.questionnaire import questionnaire
from kith.science.fhir.words import languages_said
from kith.science.instruments import Instrument, Wording

Model = TypeVar("Model", bound=BaseModel)

_COMPARED = ("url", "version", "title", "code", "item")


def read_ours(resource: Resource) -> tuple[Instrument, dict[str, Wording]]:
    """The instrument and its words by language, checked against the plain elements they came with."""
    instrument = _instrument(resource)
    wordings = dict(_wordings(resource, instrument))
    again = questionnaire(instrument, wordings, resource.get("language"))
    for key in _COMPARED:
        difference = _difference(resource.get(key), again.get(key), key)
        if difference is not None:
            what = "This was changed after Kith had sent it, and no longer fits the rules that travel with it"
            raise FhirProblem(*difference[:1], what, difference[1], "Send it as it was, or without Kith's extensions.")
    return instrument, wordings


def _instrument(resource: Resource) -> Instrument:
    rest: dict[str, Any] = {"recall_days": None, "sources": [], **_carried(resource, INSTRUMENT, "extension")}
    items, scales = [], []
    for at, item in every_item(resource):
        if extensions(item, ITEM, at):
            items.append({"id": item["linkId"], **_loinc(item), **_carried(item, ITEM, at)})
        elif extensions(item, SCALE, at):
            name = str(item["linkId"]).removeprefix(score_link(""))
            scales.append({"id": name, **_loinc(item), **_carried(item, SCALE, at)})
    identifier = next((one.get("value") for one in resource.get("identifier", ())), None)
    own = {"id": identifier, "version": resource.get("version"), "title": resource.get("title"), **_loinc(resource)}
    return _built(Instrument, {**own, **rest, "items": items, "scales": scales})


def _wordings(resource: Resource, instrument: Instrument) -> Iterator[tuple[str, Wording]]:
    main = str(resource.get("language"))
    items = {str(item["linkId"]): item for _, item in every_item(resource)}
    for place, extension in enumerate(extensions(resource, WORDING, "")):
        kept = carried(extension, f"extension[{WORDING}][{place}]")
        language = str(kept.get("language"))

        def text(link: str, language: str = language) -> str | None:
            return languages_said(items.get(link, {}), "text", main).get(language)

        bands = kept.pop("bands", {})
        words: dict[str, Any] = {
            "instrument": instrument.id,
            "title": text(TITLE),
            "recall": text(RECALL),
            "instruction": text(INSTRUCTION),
            "stem": text(STEM),
            "thanks": text(THANKS),
            "items": {item.id: said for item in instrument.items if (said := text(item.id)) is not None} or None,
            "options": _options(instrument, items, main, language) or None,
            "scales": {
                scale.id: {"name": text(score_link(scale.id)), "bands": bands.get(scale.id, {})}
                for scale in instrument.scales
            },
        }
        yield language, _built(Wording, {**words, **kept})


def _options(instrument: Instrument, items: dict[str, Resource], main: str, language: str) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for item in instrument.items:
        offered = instrument.options[item.options]
        elements = (
            {end: (items.get(f"{item.id}.{end}", {}), "text") for end in ("lowest", "highest")}
            if offered.form == "rating"
            else {
                str(value): (option.get("valueCoding", {}), "display")
                for value, option in zip(offered.values, items[item.id].get("answerOption", ()), strict=False)
            }
        )
        for key, (element, field) in elements.items():
            said = languages_said(element, field, main).get(language)
            if said is not None:
                found.setdefault(item.options, {})[key] = said
    return found


def _carried(resource: Resource, url: str, at: str) -> dict[str, Any]:
    found = extensions(resource, url, at)
    value = carried(found[0], f"{at}[{url}]")
    if len(found) > 1 or not isinstance(value, dict):
        raise FhirProblem(f"{at}[{url}]", "Kith's own extension is not as it was sent", len(found), "Send it whole.")
    return value


def _loinc(element: Resource) -> dict[str, str]:
    codes = element.get("code")
    found = [text_at(one, "code", "code") for one in codes or () if one.get("system") == LOINC]
    return {"loinc": found[0]} if found else {}


def _built(model: type[Model], values: dict[str, Any]) -> Model:
    try:
        return model.model_validate(values)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        what = f"Kith's own extension does not hold a whole {model.__name__.lower()} ({INSTRUMENTS})"
        raise FhirProblem(place or "extension", what, first["msg"], "Send the extension as it was.") from None


def _difference(given: Any, made: Any, at: str) -> tuple[str, str] | None:
    """The first place where two values differ, and what was given there."""
    if isinstance(given, dict) and isinstance(made, dict):
        keys = sorted({*given, *made} - {"id"})
        return next(
            (found for key in keys if (found := _difference(given.get(key), made.get(key), f"{at}.{key}"))), None
        )
    if isinstance(given, list) and isinstance(made, list) and len(given) == len(made):
        pairs = enumerate(zip(given, made, strict=True))
        return next((found for place, (a, b) in pairs if (found := _difference(a, b, f"{at}[{place}]"))), None)
    return None if given == made else (at, "another list" if isinstance(given, list) else repr(given))
