"""What happens when an answer says that somebody may not be safe: how soon a person makes contact, and who."""

from typing import Annotated, Literal

from pydantic import Field

from kith.science.documents import Document, LibraryProblem
from kith.science.faults import repeated, review_faults, source_faults
from kith.science.instruments import Flag
from kith.science.sources import Id, LibraryValue, Paragraph, Provenance, Review, Sentence, Source, Version

__all__ = ["Level", "SafetyResponse", "SafetyResponses", "respond", "safety_response_faults"]


class Level(LibraryValue):
    """How fast a person makes contact after this answer. It orders contact; it does not predict anything."""

    id: Id
    values: tuple[int, ...]
    when: Sentence
    urgency: Literal["moderate", "high", "imminent"]
    contact_within_hours: Annotated[float, Field(gt=0, le=72)]
    contact_words: Sentence
    owner: Literal["duty", "practitioner"]
    steps: Annotated[tuple[Sentence, ...], Field(min_length=1)]
    client_text: Paragraph
    provenance: Provenance


class SafetyResponse(LibraryValue):
    """One kind of unsafe answer and its levels, the calmest first."""

    id: Id
    title: Sentence
    why_we_ask: Paragraph
    levels: Annotated[tuple[Level, ...], Field(min_length=1)]


class SafetyResponses(LibraryValue):
    """Every kind of unsafe answer the library knows."""

    version: Version
    limits: Paragraph
    responses: Annotated[tuple[SafetyResponse, ...], Field(min_length=1)]
    sources: Annotated[tuple[Source, ...], Field(min_length=1)]
    review: Review


_SPEED = {"moderate": 0, "high": 1, "imminent": 2}


def respond(response: SafetyResponse, flag: Flag, value: float | None) -> Level:
    """The level that a raised flag calls for: the most urgent of those its answer reaches.

    Where neither the flag nor the response names the answer, the most urgent level that any answer calls for, because
    an answer nobody thought of must not be the one that waits longest.

    >>> from kith.science.library import Library
    >>> library = Library.open()
    >>> flag, response = library.instrument("phq9").flags[0], library.safety_responses["thoughts_of_self_harm"]
    >>> respond(response, flag, 1).urgency, respond(response, flag, 3).contact_within_hours
    ('moderate', 4.0)
    """
    if flag.levels:
        called = flag.levels_called_for(0.0 if value is None else value)
        found = [level for level in response.levels if level.id in called]
    else:
        found = [level for level in response.levels if value is not None and value in level.values]
    return found[-1] if found else [level for level in response.levels if level.values][-1]


def safety_response_faults(responses: SafetyResponses, document: Document) -> list[LibraryProblem]:
    """What is wrong inside: an answer with two responses, or a more urgent level that is slower."""
    problems = review_faults(document, responses.review) + source_faults(document, responses.sources, [])
    problems += repeated(document, ("responses",), "responses", [response.id for response in responses.responses])
    for i, response in enumerate(responses.responses):
        taken: set[int] = set()
        for j, level in enumerate(response.levels):
            loc = ("responses", i, "levels", j)
            if taken & set(level.values):
                found = ", ".join(str(value) for value in sorted(taken & set(level.values)))
                problems.append(
                    document.problem((*loc, "values"), "An answer has two levels", found, "each answer in one level")
                )
            taken |= set(level.values)
        problems += _speed_faults(response, document, ("responses", i))
    return problems


def _speed_faults(response: SafetyResponse, document: Document, loc: tuple[str | int, ...]) -> list[LibraryProblem]:
    problems = []
    for j, (calmer, other) in enumerate(zip(response.levels, response.levels[1:], strict=False), start=1):
        slower = other.contact_within_hours > calmer.contact_within_hours
        if _SPEED[other.urgency] < _SPEED[calmer.urgency] or slower:
            found = f"{other.urgency}, {other.contact_within_hours:g} hours after {calmer.contact_within_hours:g} hours"
            instead = "the calmest level first, each next one at least as urgent and as fast"
            problems.append(document.problem((*loc, "levels", j), "Levels go from calm to urgent", found, instead))
    return problems
