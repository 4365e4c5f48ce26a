"""The words of a Questionnaire in one main language, with the others beside them as translations."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from kith.science.fhir.names import TRANSLATION
from kith.science.fhir.problems import Resource
from kith.science.instruments import Wording

Say = Callable[[Wording], str | None]


def said(field: str, wordings: Sequence[Wording], say: Say) -> Resource:
    """An element with its words; the first wording is the main one. Nothing where it has no words."""
    if not wordings or (main := say(wordings[0])) is None:
        return {}
    others = [(wording.language, say(wording)) for wording in wordings[1:]]
    translations = [_translation(language, text) for language, text in others if text is not None]
    return {field: main, **({f"_{field}": {"extension": translations}} if translations else {})}


def languages_said(element: Resource, field: str, language: str) -> dict[str, str]:
    """Language -> words of an element."""
    if field not in element:
        return {}
    found = {language: str(element[field])}
    for extension in element.get(f"_{field}", {}).get("extension", ()):
        if extension.get("url") == TRANSLATION:
            parts = {part["url"]: part for part in extension["extension"]}
            found[parts["lang"]["valueCode"]] = parts["content"]["valueString"]
    return found


def _translation(language: str, text: str) -> Resource:
    parts = [{"url": "lang", "valueCode": language}, {"url": "content", "valueString": text}]
    return {"url": TRANSLATION, "extension": parts}
