"""Where documents point at each other: every worksheet, lesson, practice, measure and response that is named exists."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from kith.science.documents import Document, LibraryProblem
from kith.science.faults import Loc, unknown_name
from kith.science.instruments import Instrument
from kith.science.pathways import SteppedCareTable
from kith.science.protocols import Frame, Protocol, ProtocolSession
from kith.science.worksheets import Worksheet

__all__ = [
    "Names",
    "instrument_references",
    "pathway_references",
    "protocol_references",
    "sheets_as_made",
    "worksheet_references",
]


MADE_FOR = {"together": {"together"}, "by_practitioner": {"together", "practitioner", "peer"}}


@dataclass(frozen=True)
class Names:
    """The ids that a document may point at, by kind. Lessons are named without their language."""

    protocols: Collection[str]
    worksheets: Collection[str]
    lessons: Collection[str]
    practices: Collection[str]
    formulations: Collection[str]
    instruments: Collection[str]
    safety_responses: Mapping[str, Collection[str]]


def protocol_references(protocol: Protocol, document: Document, names: Names) -> list[LibraryProblem]:
    """A problem for each id in a protocol that no document of the library carries."""
    return [
        unknown_name(document, loc, kind, name, known)
        for loc, kind, name, known in _references(protocol, names)
        if name not in known
    ]


def sheets_as_made(protocol: Protocol, document: Document, worksheets: Mapping[str, Worksheet]) -> list[LibraryProblem]:
    """A problem for each sheet of a meeting that is filled in by somebody its worksheet is not made for."""
    parts: list[tuple[Loc, Frame | ProtocolSession]] = [
        (("sessions", i), one) for i, one in enumerate(protocol.sessions)
    ]
    if protocol.frame is not None:
        parts.append((("frame",), protocol.frame))
    problems = []
    for loc, part in parts:
        for j, sheet in enumerate(part.sheets):
            made_for = worksheets[sheet.worksheet].filled_in_by if sheet.worksheet in worksheets else None
            if made_for is None or MADE_FOR[sheet.filled_in] & set(made_for):
                continue
            fitting = [name for name, whom in MADE_FOR.items() if whom & set(made_for)]
            problems.append(
                document.problem(
                    (*loc, "sheets", j, "filled_in"),
                    "This worksheet is not made to be filled in that way",
                    f"{sheet.filled_in}, and {sheet.worksheet} is filled in by: {', '.join(made_for)}",
                    f"filled_in: {fitting[0]}"
                    if fitting
                    else "set it as work between meetings (between), not as a sheet",
                )
            )
    return problems


def worksheet_references(worksheet: Worksheet, document: Document, names: Names) -> list[LibraryProblem]:
    """A problem for each response that a worksheet's flags name and nobody has written, and each sheet picked from."""
    problems = []
    for i, flag in enumerate(worksheet.flags):
        if flag.response not in names.safety_responses:
            loc: Loc = ("flags", i, "response")
            problems.append(unknown_name(document, loc, "safety response", flag.response, names.safety_responses))
        elif flag.level not in names.safety_responses[flag.response]:
            loc, levels = ("flags", i, "level"), names.safety_responses[flag.response]
            problems.append(unknown_name(document, loc, "level of this response", flag.level, levels))
    problems += [
        unknown_name(document, loc, "worksheet", field.from_worksheet, names.worksheets)
        for loc, field in worksheet.picks()
        if field.from_worksheet not in names.worksheets
    ]
    return problems


def instrument_references(instrument: Instrument, document: Document, names: Names) -> list[LibraryProblem]:
    """A problem for each response, level of a response or longer instrument that nobody has written."""
    problems = []
    for i, flag in enumerate(instrument.flags):
        if flag.response is None:
            continue
        if flag.response not in names.safety_responses:
            loc: Loc = ("flags", i, "response")
            problems.append(unknown_name(document, loc, "safety response", flag.response, names.safety_responses))
            continue
        levels = names.safety_responses[flag.response]
        problems += [
            unknown_name(document, ("flags", i, "levels", level), "level of this response", level, levels)
            for level in flag.levels
            if level not in levels
        ]
    if instrument.follow_up is not None and instrument.follow_up.instrument not in names.instruments:
        loc = ("follow_up", "instrument")
        problems.append(unknown_name(document, loc, "instrument", instrument.follow_up.instrument, names.instruments))
    return problems


def pathway_references(table: SteppedCareTable, document: Document, names: Names) -> list[LibraryProblem]:
    """A problem for each instrument whose total a fact is, and that the library does not hold."""
    return [
        unknown_name(document, ("facts", i, "instrument"), "instrument", fact.instrument, names.instruments)
        for i, fact in enumerate(table.facts)
        if fact.instrument is not None and fact.instrument not in names.instruments
    ]


def _references(protocol: Protocol, names: Names) -> Iterator[tuple[Loc, str, str, Collection[str]]]:
    kinds = {"worksheet": names.worksheets, "lesson": names.lessons, "practice": names.practices}
    if protocol.formulation is not None:
        yield ("formulation",), "formulation", protocol.formulation, names.formulations
    for i, name in enumerate(protocol.goes_with):
        yield ("goes_with", i), "protocol", name, names.protocols
    for i, name in enumerate(protocol.lessons):
        yield ("lessons", i), "lesson", name, names.lessons
    for i, contact in enumerate(protocol.contacts):
        if contact.worksheet is not None:
            yield ("contacts", i, "worksheet"), "worksheet", contact.worksheet, names.worksheets
    for i, target in enumerate(protocol.targets):
        for j, sign in enumerate(target.named_by):
            yield ("targets", i, "named_by", j, "worksheet"), "worksheet", sign.worksheet, names.worksheets
    if protocol.ending.worksheet is not None:
        yield ("ending", "worksheet"), "worksheet", protocol.ending.worksheet, names.worksheets
    for i, measure in enumerate(protocol.ending.measures):
        yield ("ending", "measures", i), "instrument", measure, names.instruments
    for i, measure in enumerate(protocol.ending.carer_measures):
        yield ("ending", "carer_measures", i), "instrument", measure, names.instruments
    for i, harm in enumerate(protocol.harms):
        if harm.safety_response is not None:
            yield ("harms", i, "safety_response"), "safety response", harm.safety_response, names.safety_responses
    parts: list[tuple[Loc, Frame | ProtocolSession]] = [
        (("sessions", i), one) for i, one in enumerate(protocol.sessions)
    ]
    if protocol.frame is not None:
        parts.append((("frame",), protocol.frame))
    for loc, part in parts:
        for j, measure in enumerate(part.measures):
            yield (*loc, "measures", j), "instrument", measure, names.instruments
        for j, sheet in enumerate(part.sheets):
            yield (*loc, "sheets", j, "worksheet"), "worksheet", sheet.worksheet, names.worksheets
    for i, session in enumerate(protocol.sessions):
        for j, measure in enumerate(session.carer_measures):
            yield ("sessions", i, "carer_measures", j), "instrument", measure, names.instruments
        for j, work in enumerate(session.between):
            for kind, name in work.named():
                if kind in kinds:
                    yield ("sessions", i, "between", j, kind), kind, name, kinds[kind]
