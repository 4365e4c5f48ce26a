"""A FHIRPath engine that is not ours (fhirpathpy), with the one function of SDC that it lacks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import fhirpathpy
from fhirpathpy.models import models

ORDINAL = "http://hl7.org/fhir/StructureDefinition/ordinalValue"
CALCULATED = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-calculatedExpression"


def _ordinal(nodes: list[Any]) -> list[float]:
    """SDC's `ordinal()`: the points beside each code."""
    codings = [getattr(node, "data", node) for node in nodes]
    return [one["valueDecimal"] for coding in codings for one in coding["extension"] if one["url"] == ORDINAL]


def expressions(questionnaire: dict[str, Any]) -> dict[str, str]:
    """For each scale with a formula: the formula."""
    return {
        item["linkId"].removeprefix("score."): extension["valueExpression"]["expression"]
        for item in questionnaire["item"]
        for extension in item.get("extension", ())
        if extension["url"] == CALCULATED
    }


def formulas(questionnaire: dict[str, Any], *scales: str) -> dict[str, Callable[[dict[str, Any]], float | None]]:
    """For each scale with a formula, or only for some: what the engine makes of a response."""
    options = {"userInvocationTable": {"ordinal": {"fn": _ordinal, "arity": {0: []}}}}

    def prepared(expression: str) -> Callable[[dict[str, Any]], float | None]:
        run = fhirpathpy.compile(expression, models["r4"], options)

        def result(response: dict[str, Any]) -> float | None:
            found = run(response, {"resource": response})
            assert len(found) <= 1, found
            return float(found[0]) if found else None

        return result

    found = expressions(questionnaire)
    return {name: prepared(found[name]) for name in scales or found}
