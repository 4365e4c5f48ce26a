"""What can be wrong with a resource: where, what happened, what was found, and what to do."""

from __future__ import annotations

from typing import Any

Resource = dict[str, Any]
"""A FHIR resource, or a part of one, as JSON holds it."""


class FhirProblem(ValueError):
    """A resource that cannot be taken as it is.

    >>> print(FhirProblem("item[1].linkId", "Two questions share one linkId", "'mood'", "Give each its own."))
    item[1].linkId: Two questions share one linkId. Found: 'mood'. Give each its own.
    """

    def __init__(self, at: str, what: str, found: object, instead: str) -> None:
        shown = str(found) if len(str(found)) <= 80 else str(found)[:80] + "..."
        super().__init__(f"{at}: {what}. Found: {shown}. {instead}")
        self.at = at
        self.what = what
        self.found = shown
        self.instead = instead


def listed(resource: Resource, key: str, at: str) -> list[Resource]:
    """The objects under a key; none where the key is absent. Refuses anything else."""
    value = resource.get(key, [])
    if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
        raise FhirProblem(f"{at}.{key}".lstrip("."), "This is not a list of objects", repr(value), "Write a list.")
    return value


def text_at(resource: Resource, key: str, at: str) -> str:
    """The text under a key. Refuses its absence and anything else."""
    value = resource.get(key)
    if not isinstance(value, str) or not value.strip():
        found = "nothing" if value is None else repr(value)
        raise FhirProblem(f"{at}.{key}".lstrip("."), "A text is missing", found, "Write a text.")
    return value


def quantity(number: float) -> float:
    """A number as JSON should show it: a whole one without a decimal point."""
    return int(number) if float(number).is_integer() else number
