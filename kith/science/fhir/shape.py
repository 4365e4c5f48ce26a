"""Holds a resource against the published definitions (R4B, which knows everything of R4 that is used here)."""

from __future__ import annotations

from importlib import import_module

from kith.science.fhir.problems import FhirProblem, Resource

_KNOWN = ("Questionnaire", "QuestionnaireResponse", "Observation", "Bundle")


def check_shape(resource: Resource) -> None:
    """Raises `FhirProblem` at the first place where a resource is not what FHIR defines.

    The definitions are loaded when this is first called: they are of no use to a page.
    """
    kind = resource.get("resourceType")
    if kind not in _KNOWN:
        raise FhirProblem("resourceType", "This kind is not read here", kind, f"Send one of {', '.join(_KNOWN)}.")
    model = getattr(import_module(f"fhir.resources.R4B.{str(kind).lower()}"), str(kind))
    from pydantic import ValidationError

    try:
        model.model_validate(resource)
    except ValidationError as error:
        first = error.errors()[0]
        place = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in first["loc"]).lstrip(".")
        found = _shown(first.get("input"))
        raise FhirProblem(
            place or str(kind), f"FHIR R4 does not allow this: {first['msg']}", found, "Put it right and send it again."
        ) from None


def _shown(value: object) -> str:
    return "an object" if isinstance(value, dict) else "a list" if isinstance(value, list) else repr(value)
