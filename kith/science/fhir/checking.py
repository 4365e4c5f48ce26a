"""What must be true of any Questionnaire before it is read: the faults that the published definitions do not catch."""

from __future__ import annotations

from collections.abc import Iterator

from kith.science.fhir.problems import FhirProblem, Resource, listed, text_at
from kith.science.fhir.shape import check_shape

TYPES = (
    "group", "display", "question", "boolean", "decimal", "integer", "date", "dateTime", "time", "string", "text",
    "url", "choice", "open-choice", "attachment", "reference", "quantity",
)  # fmt: skip

MOST_ITEMS = 500

Placed = tuple[str, Resource]
"""An item with the place where it stands."""


def every_item(resource: Resource, at: str = "") -> Iterator[Placed]:
    """All items of a Questionnaire or of a response, with their places, from above to below."""
    for place, item in enumerate(listed(resource, "item", at)):
        here = f"{at}.item[{place}]".lstrip(".")
        yield here, item
        yield from every_item(item, here)


def check_questionnaire(resource: Resource) -> list[Placed]:
    """Every item with its place. Raises `FhirProblem` for what cannot be read safely."""
    refuse_riddles(resource)
    items = list(every_item(resource))
    if not items:
        raise FhirProblem("item", "The questionnaire asks nothing", "no items", "Send one with questions.")
    if len(items) > MOST_ITEMS:
        raise FhirProblem("item", "There are too many questions", len(items), f"Send at most {MOST_ITEMS}.")
    seen: dict[str, str] = {}
    for at, item in items:
        link = text_at(item, "linkId", at)
        if link in seen:
            what = "Two items share one linkId"
            raise FhirProblem(f"{at}.linkId", what, repr(link), f"Give this one another than {seen[link]} has.")
        seen[link] = at
        _check_item(item, at)
    for at, item in items:
        for place, condition in enumerate(listed(item, "enableWhen", at)):
            if str(condition.get("question")) not in seen:
                what = "A condition names a question that is not there"
                raise FhirProblem(f"{at}.enableWhen[{place}]", what, condition.get("question"), "Name a linkId.")
    check_shape(resource)
    return items


def refuse_riddles(value: object, at: str = "") -> None:
    """Two values in one place, and an extension that changes what an element means: none is understood here."""
    if isinstance(value, dict):
        value_of(value, at or "the resource")
        if value.get("modifierExtension"):
            first = value["modifierExtension"][0] if isinstance(value["modifierExtension"], list) else {}
            found = first.get("url") if isinstance(first, dict) else first
            what = "An extension changes the meaning and is not understood"
            raise FhirProblem(f"{at}.modifierExtension".lstrip("."), what, found, "Send it without that extension.")
        for key, part in value.items():
            refuse_riddles(part, f"{at}.{key}".lstrip("."))
    elif isinstance(value, list):
        for place, part in enumerate(value):
            refuse_riddles(part, f"{at}[{place}]")


def value_of(element: Resource, at: str) -> tuple[str, object] | None:
    """The one `value[x]` of an element by its name; None where it has none. Refuses two."""
    found = [key for key in element if key.startswith("value")]
    if len(found) > 1:
        raise FhirProblem(at, "One place holds two values", ", ".join(found), "Send one of them.")
    return (found[0], element[found[0]]) if found else None


def _check_item(item: Resource, at: str) -> None:
    kind = item.get("type")
    if kind not in TYPES:
        raise FhirProblem(f"{at}.type", "This is not a type of question", repr(kind), f"One of {', '.join(TYPES)}.")
    if kind == "group" and not item.get("item"):
        raise FhirProblem(at, "A group holds nothing", repr(item.get("linkId")), "Put its questions into it.")
    if kind == "display" and any(part.get("type") != "display" for part in item.get("item", ())):
        raise FhirProblem(at, "A text that is only read holds questions", repr(item.get("linkId")), "Use a group.")
    for place, option in enumerate(listed(item, "answerOption", at)):
        here = f"{at}.answerOption[{place}]"
        if value_of(option, here) is None:
            raise FhirProblem(here, "An answer says nothing", "no value", "Give it a valueCoding.")
