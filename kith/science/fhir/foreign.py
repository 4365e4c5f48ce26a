"""Another's Questionnaire as an instrument: what it says is taken over, what it does not say is a cautious default."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple, TypeVar

from pydantic import BaseModel, ValidationError

from kith.science.fhir.checking import Placed
from kith.science.fhir.foreign_items import Asked, asked_items
from kith.science.fhir.foreign_scores import scores_of
from kith.science.fhir.names import LOINC
from kith.science.fhir.problems import FhirProblem, Resource
from kith.science.fhir.questionnaire import IMPORTED_FROM
from kith.science.instruments import Instrument, Right, Wording
from kith.science.sources import Language

Model = TypeVar("Model", bound=BaseModel)

_NO_LICENCE = "The questionnaire does not say on what terms it may be used"
_THANKS = "Thank you. Your answers help us see together how things are going."


class Defaults(NamedTuple):
    """What a Questionnaire cannot say. `on` is the day of the import.

    Text goes into the wording only with a `right`, or where `rights` is "own": the service wrote it itself.
    """

    on: date
    name: str | None = None
    direction: str = "higher_is_worse"
    kind: str = "symptoms"
    rights: str = "B"
    right: Right | None = None
    language: Language = "en"


def read_foreign(
    resource: Resource, items: Sequence[Placed], defaults: Defaults
) -> tuple[Instrument, dict[str, Wording], tuple[str, ...]]:
    """The instrument, its words, and notes on what was assumed."""
    asked = asked_items(items)
    scales = scores_of(items, asked, defaults.on)
    name = _slug(defaults.name or _first(resource, "name", "title", "id", "url"), "-")
    title = _first(resource, "title", "name", "id", "url")[:200]
    source = {"id": IMPORTED_FROM, "cite": f"{title}, a FHIR Questionnaire", "url": resource.get("url")}
    kept_text = str(resource.get("copyright") or "").strip()
    scored = {link for scale in scales for link in scale["items"]}
    instrument = _built(
        Instrument,
        {
            "id": name,
            "version": _version(resource.get("version")),
            "title": title,
            "short": title[:60],
            "measures": _slug(name, "_"),
            "recall_days": None,
            "respondents": ["self"],
            "kind": defaults.kind,
            "direction": defaults.direction,
            **_loinc(resource),
            "options": {one.options: one.offered for one in asked.kept},
            "items": [
                {
                    "id": one.name,
                    "options": one.options,
                    **({"loinc": one.loinc} if one.loinc else {}),
                    **({} if one.name in scored else {"scored": False}),
                    **({"asked_if": one.asked_if} if one.asked_if else {}),
                }
                for one in asked.kept
            ],
            "scales": scales,
            "licence": {
                "class": defaults.rights,
                "ship_text": defaults.rights == "own",
                "licence": (kept_text or _NO_LICENCE)[:400],
                "licence_source": (resource.get("url") or title)[:400],
                "checked_on": defaults.on.isoformat(),
            },
            "sources": [{key: value for key, value in source.items() if value}],
            "review": {"status": "awaiting clinical review"},
        },
    )
    language = str(resource.get("language") or defaults.language)
    wording = _built(Wording, _words(instrument, asked, language, title, scales, defaults))
    return instrument, {language: wording}, (*_notes(defaults, kept_text), *asked.notes)


def _words(
    instrument: Instrument, asked: Asked, language: str, title: str, scales: list[dict[str, Any]], defaults: Defaults
) -> dict[str, Any]:
    words: dict[str, Any] = {
        "instrument": instrument.id,
        "language": language,
        "words": "own" if defaults.rights == "own" else "official",
        "title": title,
        "scales": {scale["id"]: {"name": asked.said.get(scale["id"], title)[:400]} for scale in scales},
        "thanks": _THANKS,
        "review": {"status": "awaiting clinical review"},
    }
    if defaults.right is None and defaults.rights != "own":
        return words
    return {
        **words,
        "right": defaults.right,
        "items": {one.name: one.text for one in asked.kept},
        "options": {one.options: one.labels for one in asked.kept},
    }


def _notes(defaults: Defaults, licence: str) -> list[str]:
    notes = [
        f"It is taken that {defaults.direction.replace('_', ' ')}; a Questionnaire does not say.",
        "A blank gives no score; the Questionnaire has no rule for blanks.",
    ]
    if not licence:
        notes.append("No licence is stated. Find the owner before anybody is asked these questions.")
    if defaults.rights != "own" and defaults.right is None:
        notes.append("The questions' text was not kept, because no right to it was given.")
    return notes


def _first(resource: Resource, *keys: str) -> str:
    found = next((resource[key] for key in keys if isinstance(resource.get(key), str) and resource[key].strip()), None)
    if found is None:
        raise FhirProblem("name", "The questionnaire has no name", "no name, title, id or url", "Give it a name.")
    return str(found)


def _slug(text: str, joint: str) -> str:
    """A name as files or columns use it.

    >>> _slug("PHQ-9 quick depression", "-"), _slug("9 Questions", "_")
    ('phq-9-quick-depression', 'q_9_questions')
    """
    last = text.rstrip("/").rpartition("/")[2] if "://" in text else text
    found = re.sub(r"[^a-z0-9]+", joint, last.lower()).strip(joint)[:40].strip(joint)
    if joint == "_" and not found[:1].isalpha():
        found = f"q_{found}".strip("_")[:40]
    return found or "questionnaire"


def _version(given: object) -> str:
    """Three numbers, as our versions are; what was given, as far as it is that.

    >>> _version("2.1"), _version("2.1.3-beta"), _version(None)
    ('2.1.0', '2.1.3', '1.0.0')
    """
    numbers = re.findall(r"[0-9]{1,6}", str(given or ""))[:3]
    return ".".join([*numbers, "0", "0", "0"][:3]) if numbers else "1.0.0"


def _loinc(resource: Resource) -> dict[str, str]:
    codes = [one.get("code") for one in resource.get("code") or () if one.get("system") == LOINC]
    return {"loinc": str(codes[0])} if codes else {}


def _built(model: type[Model], values: dict[str, Any]) -> Model:
    try:
        return model.model_validate(values)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"]) or "item"
        what = f"This does not make an instrument: {first['msg']}"
        raise FhirProblem(place, what, first.get("input"), "Put it right, or write the instrument by hand.") from None
