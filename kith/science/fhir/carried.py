"""Plain values as nested FHIR extensions and back, for what FHIR itself has no element for.

A mapping becomes extensions named by its keys; a list becomes extensions named "-"; text, numbers and true or false
become their value. Nothing is written for null.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kith.science.fhir.problems import FhirProblem, Resource, listed, quantity

_EACH = "-"
_LARGEST = 2**31 - 1


def carry(url: str, value: Any) -> Resource:
    """The extension `url` that holds a value made of mappings, lists, texts, numbers, true and false.

    >>> carry("urn:x", {"rule": "none", "edges": [0, 4.5]})["extension"][1]["extension"][1]
    {'url': '-', 'valueDecimal': 4.5}
    """
    if isinstance(value, Mapping):
        parts = [carry(str(key), part) for key, part in value.items() if _says_something(part)]
        return {"url": url, "extension": parts}
    if isinstance(value, list | tuple):
        return {"url": url, "extension": [carry(_EACH, part) for part in value]}
    if isinstance(value, bool):
        return {"url": url, "valueBoolean": value}
    if isinstance(value, str):
        return {"url": url, "valueString": value}
    number = quantity(value)
    if isinstance(number, int) and abs(number) <= _LARGEST:
        return {"url": url, "valueInteger": number}
    return {"url": url, "valueDecimal": number}


def carried(extension: Resource, at: str) -> Any:
    """The value that `carry` put into an extension."""
    parts = listed(extension, "extension", at)
    values = [key for key in extension if key.startswith("value")]
    if len(values) + bool(parts) != 1:
        raise FhirProblem(at, "An extension holds one value or parts", ", ".join(values) or "neither", "Send it whole.")
    if values:
        value = extension[values[0]]
        if values[0] not in ("valueBoolean", "valueString", "valueInteger", "valueDecimal") or isinstance(
            value, dict | list
        ):
            raise FhirProblem(at, "This kind of value is not carried here", values[0], "Send the extension as it was.")
        return value
    names = [str(part.get("url", "")) for part in parts]
    if set(names) == {_EACH}:
        return [carried(part, f"{at}.extension[{place}]") for place, part in enumerate(parts)]
    if len(set(names)) != len(names):
        raise FhirProblem(at, "An extension names a part twice", names, "Send the extension as it was.")
    return {name: carried(part, f"{at}.extension[{name}]") for name, part in zip(names, parts, strict=True)}


def extensions(resource: Resource, url: str, at: str) -> list[Resource]:
    """The extensions of this address on an element."""
    return [one for one in listed(resource, "extension", at) if one.get("url") == url]


def _says_something(value: Any) -> bool:
    return value is not None and not (isinstance(value, Mapping | list | tuple) and not value)
