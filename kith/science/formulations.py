"""Templates for a formulation: boxes that two people fill in together, and the arrows between them."""

from typing import Annotated, Literal

from pydantic import Field

from kith.science.documents import Document, LibraryProblem
from kith.science.faults import repeated, review_faults, source_faults, unknown_name
from kith.science.sources import Id, LibraryValue, Name, Paragraph, Review, Sentence, Source, Version

__all__ = ["Box", "FormulationTemplate", "Layout", "Link", "formulation_faults"]


class Box(LibraryValue):
    """One question of the formulation, with an example in a client's voice."""

    id: Name
    label: Sentence
    prompt: Paragraph
    example: Paragraph


class Link(LibraryValue):
    """An arrow: how one box feeds another."""

    from_: Annotated[Name, Field(alias="from")]
    to: Name
    label: Sentence | None = None


class Layout(LibraryValue):
    """How the boxes are drawn: rows from top to bottom, or clockwise round a circle."""

    kind: Literal["rows", "cycle"]
    rows: Annotated[tuple[tuple[Name, ...], ...], Field(min_length=1)]


class FormulationTemplate(LibraryValue):
    """A way to ask together: why this, why now, what keeps it going, what helps."""

    id: Id
    version: Version
    title: Sentence
    title_for_client: Sentence
    purpose: Paragraph
    how_to_use: Paragraph
    boxes: Annotated[tuple[Box, ...], Field(min_length=2, max_length=16)]
    links: tuple[Link, ...]
    layout: Layout
    sources: Annotated[tuple[Source, ...], Field(min_length=1)]
    review: Review


def formulation_faults(template: FormulationTemplate, document: Document) -> list[LibraryProblem]:
    """What is wrong inside a template: arrows to nowhere, boxes drawn twice or not at all."""
    known = [box.id for box in template.boxes]
    problems = review_faults(document, template.review) + source_faults(document, template.sources, [])
    problems += repeated(document, ("boxes",), "boxes", known)
    for i, link in enumerate(template.links):
        ends = (("from", link.from_), ("to", link.to))
        problems += [
            unknown_name(document, ("links", i, end), "box", name, known) for end, name in ends if name not in known
        ]
    drawn = [name for row in template.layout.rows for name in row]
    for i, row in enumerate(template.layout.rows):
        loc = ("layout", "rows", i)
        problems += [
            unknown_name(document, (*loc, j), "box", name, known) for j, name in enumerate(row) if name not in known
        ]
    for name in sorted(set(known)):
        if drawn.count(name) != 1:
            found, instead = f"{name} {drawn.count(name)} times", "each box in exactly one row"
            problems.append(document.problem(("layout", "rows"), "A box is drawn once", found, instead))
    return problems
