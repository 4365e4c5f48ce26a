"""Where documents point at each other: every worksheet, lesson, practice, measure and response that is named exists."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from kith.science.documents import Document, LibraryProblem
from kith.science.faults import Loc, unknown_name
from kith.science.instruments import Instrument
from kith.science.protocols import Protocol

__all__ = ["Names", "instrument_references", "protocol_references"]


@dataclass(frozen=True)
class Names:
    """The ids that a document may point at, by kind. Lessons are named without their language."""

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


def _references(protocol: Protocol, names: Names) -> Iterator[tuple[Loc, str, str, Collection[str]]]:
    kinds = {"worksheet": names.worksheets, "lesson": names.lessons, "practice": names.practices}
    if protocol.formulation is not None:
        yield ("formulation",), "formulation", protocol.formulation, names.formulations
    for i, harm in enumerate(protocol.harms):
        if harm.safety_response is not None:
            loc: Loc = ("harms", i, "safety_response")
            yield loc, "safety response", harm.safety_response, names.safety_responses
    for i, session in enumerate(protocol.sessions):
        for j, measure in enumerate(session.measures):
            yield ("sessions", i, "measures", j), "instrument", measure, names.instruments
        for j, work in enumerate(session.between):
            for kind, name in work.named():
                if kind in kinds:
                    yield ("sessions", i, "between", j, kind), kind, name, kinds[kind]
