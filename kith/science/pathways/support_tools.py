"""What to look at when a plan does not help: six areas in order, each with questions and things to try."""

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from kith.science.documents import Document, LibraryProblem
from kith.science.faults import Loc, review_faults, source_faults, unknown_name
from kith.science.sources import Id, LibraryValue, Name, Paragraph, Provenance, Review, Sentence, Source, Version

__all__ = ["AREAS", "Area", "Question", "SupportTools", "Tool", "support_tool_faults", "support_tool_references"]

AREAS = ("alliance", "motivation", "support", "events", "formulation", "medication")
"""In the order in which they are looked at: the four fields of the support tools that were tried with feedback, then
the understanding of the problem and the body, as our design asks."""


class Question(LibraryValue):
    """One question, for the practitioner to ask and for the person to answer, and what an answer points to."""

    ask: Sentence
    in_plain_words: Sentence
    points_to: Sentence


class Tool(LibraryValue):
    """Something small to try. `kind` says where it is done: in a session, in the course of the plan, and so on."""

    id: Id
    kind: Literal["session", "course", "technique", "supervision", "step", "outside"]
    text: Sentence
    in_plain_words: Sentence
    protocol: Id | None = None
    technique: Id | None = None
    source: Id
    provenance: Provenance


class Area(LibraryValue):
    """One of the six areas."""

    id: Name
    title: Sentence
    title_for_client: Sentence
    why: Paragraph
    source: Id
    provenance: Provenance
    questions: Annotated[tuple[Question, ...], Field(min_length=3, max_length=5)]
    tools: Annotated[tuple[Tool, ...], Field(min_length=3, max_length=8)]


class SupportTools(LibraryValue):
    """The whole document, in force from a day. `caution` stands wherever a signal is shown as a ground to look."""

    id: Id
    version: Version
    title: Sentence
    purpose: Paragraph
    caution: Sentence
    valid_from: date
    areas: tuple[Area, ...]
    sources: Annotated[tuple[Source, ...], Field(min_length=1)]
    review: Review

    def area(self, name: str) -> Area | None:
        """The area of this name."""
        return next((area for area in self.areas if area.id == name), None)

    def tool(self, name: str) -> Tool | None:
        """The tool of this name, in whatever area."""
        return next((tool for area in self.areas for tool in area.tools if tool.id == name), None)


def support_tool_faults(tools: SupportTools, document: Document) -> list[LibraryProblem]:
    """What is wrong inside: an area missing or out of order, ids used twice, a technique without its protocol."""
    problems = review_faults(document, tools.review)
    found = tuple(area.id for area in tools.areas)
    if found != AREAS:
        what = "The areas are not the six, in their order"
        problems.append(document.problem(("areas",), what, ", ".join(found) or "none", ", ".join(AREAS)))
    problems += _twice(tools, document)
    problems += source_faults(document, tools.sources, _sources(tools))
    problems += [
        document.problem(loc, "This tool does not say what it is", f"{tool.id}, {tool.kind}", instead)
        for loc, tool in _tools(tools)
        for instead in [_missing(tool)]
        if instead is not None
    ]
    return problems


def support_tool_references(
    tools: SupportTools, document: Document, techniques: Mapping[str, Collection[str]]
) -> list[LibraryProblem]:
    """A problem for each protocol, and each technique of one, that the library does not hold."""
    problems = []
    for loc, tool in _tools(tools):
        if tool.protocol is None:
            continue
        if tool.protocol not in techniques:
            problems.append(unknown_name(document, (*loc, "protocol"), "protocol", tool.protocol, techniques))
        elif tool.technique is not None and tool.technique not in techniques[tool.protocol]:
            known = techniques[tool.protocol]
            problems.append(unknown_name(document, (*loc, "technique"), "technique", tool.technique, known))
    return problems


def _tools(tools: SupportTools) -> Iterator[tuple[Loc, Tool]]:
    for i, area in enumerate(tools.areas):
        for j, tool in enumerate(area.tools):
            yield ("areas", i, "tools", j), tool


def _sources(tools: SupportTools) -> Iterator[tuple[Loc, str]]:
    for i, area in enumerate(tools.areas):
        yield ("areas", i, "source"), area.source
    for loc, tool in _tools(tools):
        yield (*loc, "source"), tool.source


def _twice(tools: SupportTools, document: Document) -> list[LibraryProblem]:
    named = list(_tools(tools))
    earlier = [tool.id for _, tool in named]
    return [
        document.problem((*loc, "id"), "Two tools share one id", tool.id, f"another id, for example {tool.id}_2")
        for n, (loc, tool) in enumerate(named)
        if tool.id in earlier[:n]
    ]


def _missing(tool: Tool) -> str | None:
    if (tool.kind == "technique") != (tool.technique is not None):
        return "technique: its id, exactly where kind is technique"
    return "protocol: the one that explains the technique" if tool.technique and not tool.protocol else None
