"""Whether the library spans what it should: for each line, the interventions behind it and what each of them brings."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from kith.science.protocols import Protocol
from kith.science.sources import LibraryValue, Name, Sentence, Version

__all__ = ["LineCovered", "Span", "SpanLine", "covered", "coverage_page"]


class SpanLine(LibraryValue):
    """One line of what the library must span. `problems` are those that need an intervention each."""

    id: Annotated[str, Field(pattern=r"^[TSG][0-9]{1,2}$")]
    title: Sentence
    problems: tuple[Name, ...] = ()
    measured_by: Name | None = None


class Span(LibraryValue):
    """Every line that the library must span."""

    version: Version
    lines: Annotated[tuple[SpanLine, ...], Field(min_length=1)]


@dataclass(frozen=True)
class LineCovered:
    """What the library holds for one line, and what is missing: empty when nothing is."""

    line: SpanLine
    protocols: tuple[str, ...]
    meetings: int
    techniques: int
    forms: tuple[str, ...]
    reflections: int
    lessons: tuple[str, ...]
    practices: tuple[str, ...]
    measures: tuple[str, ...]
    missing: tuple[str, ...]


def covered(span: Span, protocols: Iterable[Protocol], serving: Mapping[str, Iterable[str]]) -> tuple[LineCovered, ...]:
    """Each line with what stands behind it.

    `serving` names, by purpose, the instruments that measure it. A line is covered when an intervention serves it that
    has meetings, techniques, lessons and measures, and forms to fill in or, where a modality forces none, reflections;
    when each of the line's problems has an intervention; and when a goal has an instrument of its own.
    """
    known = tuple(protocols)
    return tuple(_line(line, known, tuple(serving.get(line.measured_by or "", ()))) for line in span.lines)


def coverage_page(lines: Iterable[LineCovered]) -> str:
    """The lines as a Markdown table, one row each; a cell that is empty says so."""
    rows = [
        "| line | interventions | meetings | techniques | forms | lessons and practices | measures |",
        "|---|---|---|---|---|---|---|",
    ]
    for one in lines:
        forms = [*one.forms, *([f"{one.reflections} reflections"] if one.reflections else [])]
        cells = [
            _listed(one.protocols),
            str(one.meetings or ""),
            str(one.techniques or ""),
            _listed(forms),
            _listed([*one.lessons, *one.practices]),
            _listed(one.measures),
        ]
        missing = f" **Missing: {', '.join(one.missing)}.**" if one.missing else ""
        shown = " | ".join(cell or "**nothing**" for cell in cells)
        rows.append(f"| **{one.line.id}** {one.line.title}.{missing} | {shown} |")
    return "\n".join(rows)


def _line(line: SpanLine, protocols: tuple[Protocol, ...], instruments: tuple[str, ...]) -> LineCovered:
    behind = [one for one in protocols if line.id in one.mission or line.id in one.goals]
    forms, practices = set[str](), set[str]()
    for one in behind:
        forms |= set(one.worksheets)
        practices |= {work.practice for page in one.pages for work in page.between if work.practice is not None}
    measures = {name for one in behind for page in one.pages for name in (*page.measures, *page.carer_measures)}
    measures |= {name for one in behind for name in (*one.ending.measures, *one.ending.carer_measures)}
    found = LineCovered(
        line=line,
        protocols=tuple(one.id for one in behind),
        meetings=sum(one.pages[-1].last for one in behind),
        techniques=sum(len(one.techniques) for one in behind),
        forms=tuple(sorted(forms)),
        reflections=sum(len(one.reflections) for one in behind),
        lessons=tuple(sorted({name for one in behind for name in one.lessons})),
        practices=tuple(sorted(practices)),
        measures=tuple(sorted(instruments)) if line.measured_by else tuple(sorted(measures)),
        missing=tuple(problem for problem in line.problems if not any(problem in one.problems for one in behind)),
    )
    parts = {
        "an intervention": found.protocols,
        "forms or reflections": found.forms or found.reflections,
        "a lesson": found.lessons,
        "a measure": found.measures,
    }
    return LineCovered(
        **{**vars(found), "missing": (*found.missing, *(name for name, part in parts.items() if not part))}
    )


def _listed(names: Iterable[str]) -> str:
    return ", ".join(names)
