"""Reads one document of each kind: its shape, then its inner sense, and all that is wrong with it at once."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel

from kith.science.adaptive import ItemBank, bank_faults
from kith.science.documents import Document, LibraryProblem, LibraryProblems, check, parse, read_text
from kith.science.faults import repeated
from kith.science.findings import EvidenceDocument, evidence_faults
from kith.science.formulations import FormulationTemplate, formulation_faults
from kith.science.lessons import Lesson, LessonFront, images, lesson_faults, split_front_matter
from kith.science.library.coverage import Span
from kith.science.pathways import (
    CrisisContacts,
    Engagement,
    SafetyConversation,
    SafetyResponses,
    SteppedCareTable,
    SupportTools,
    contact_faults,
    engagement_faults,
    safety_conversation_faults,
    safety_response_faults,
    stepped_care_faults,
    support_tool_faults,
)
from kith.science.practices import Practice, practice_faults
from kith.science.protocols import Protocol, protocol_faults
from kith.science.worksheets import Worksheet, worksheet_faults

__all__ = ["Reader", "evidence_at"]

Model = TypeVar("Model", bound=BaseModel)


class Reader:
    """Reads documents of one library folder; problems name files as they are called inside that folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def document(self, path: Path) -> Document:
        """The document at `path`, not yet checked against a model."""
        return parse(self.text(path), path.relative_to(self.folder) if path.is_relative_to(self.folder) else path)

    def text(self, path: Path) -> str:
        """The text of a file of the library."""
        try:
            return read_text(path)
        except LibraryProblem as problem:
            name = path.relative_to(self.folder).as_posix() if path.is_relative_to(self.folder) else str(path)
            raise LibraryProblem(name, problem.line, problem.what, problem.found, problem.instead) from None

    def protocol(self, name: str, path: Path) -> Protocol:
        """A protocol, or LibraryProblems."""
        return self._named(name, path, Protocol, protocol_faults)

    def worksheet(self, name: str, path: Path) -> Worksheet:
        """A worksheet, or LibraryProblems."""
        return self._named(name, path, Worksheet, worksheet_faults)

    def bank(self, name: str, path: Path) -> ItemBank:
        """An item bank, or LibraryProblems."""
        return self._named(name, path, ItemBank, bank_faults)

    def practice(self, name: str, path: Path) -> Practice:
        """A practice, or LibraryProblems."""
        return self._named(name, path, Practice, practice_faults)

    def formulation(self, name: str, path: Path) -> FormulationTemplate:
        """A formulation template, or LibraryProblems."""
        return self._named(name, path, FormulationTemplate, formulation_faults)

    def stepped_care(self, name: str, path: Path) -> SteppedCareTable:
        """A stepped-care table, or LibraryProblems."""
        return self._named(name, path, SteppedCareTable, stepped_care_faults)

    def evidence(self, name: str, path: Path) -> EvidenceDocument:
        """A document of evidence, or LibraryProblems."""
        return self._named(name, path, EvidenceDocument, evidence_faults)

    def span(self, path: Path) -> Span:
        """What the library must span, or LibraryProblems."""
        return self._whole(path, Span, lambda span, document: repeated(document, ("lines",), "lines", _ids(span)))

    def safety_responses(self, path: Path) -> SafetyResponses:
        """The responses to unsafe answers, or LibraryProblems."""
        return self._whole(path, SafetyResponses, safety_response_faults)

    def support_tools(self, path: Path) -> SupportTools:
        """The tools for a review, or LibraryProblems."""
        return self._whole(path, SupportTools, support_tool_faults)

    def safety_conversation(self, path: Path) -> SafetyConversation:
        """What is asked in a conversation about safety and how soon contact follows, or LibraryProblems."""
        return self._whole(path, SafetyConversation, safety_conversation_faults)

    def engagement(self, path: Path) -> Engagement:
        """What may be in the way of a first meeting, and how people are tried again, or LibraryProblems."""
        return self._whole(path, Engagement, engagement_faults)

    def crisis_contacts(self, path: Path) -> CrisisContacts:
        """The crisis contacts, or LibraryProblems. Review dates are judged by `Library.check(on=...)`, not here."""
        return self._whole(path, CrisisContacts, contact_faults)

    def lesson(self, name: str, path: Path) -> Lesson:
        """A lesson in one language, named `id.language`, or LibraryProblems."""
        relative = path.relative_to(self.folder)
        head, body, body_line = split_front_matter(self.text(path), str(relative))
        document = parse(head, relative, first_line=2)
        front = check(document, LessonFront)
        lesson = Lesson(front=front, body=body.strip() + "\n" if body.strip() else "")
        blank = len(body) - len(body.lstrip())
        problems = lesson_faults(lesson, document, body_line + body[:blank].count("\n"))
        problems += [
            LibraryProblem(
                str(relative),
                body_line + body[: body.find(address)].count("\n"),
                "An image is missing",
                address,
                "an image that lies in the library",
            )
            for address in images(body)
            if not (path.parent / address).is_file()
        ]
        _raise(problems + _name_faults(document, f"{front.id}.{front.language}", name))
        return lesson

    def _whole(
        self, path: Path, model: type[Model], faults: Callable[[Model, Document], list[LibraryProblem]]
    ) -> Model:
        document = self.document(path)
        value = check(document, model)
        _raise(faults(value, document))
        return value

    def _named(
        self, name: str, path: Path, model: type[Model], faults: Callable[[Model, Document], list[LibraryProblem]]
    ) -> Model:
        document = self.document(path)
        value = check(document, model)
        _raise(faults(value, document) + _name_faults(document, str(document.data["id"]), name))
        return value


def _ids(span: Span) -> list[str]:
    return [line.id for line in span.lines]


def _name_faults(document: Document, written: str, expected: str) -> list[LibraryProblem]:
    if written == expected:
        return []
    return [document.problem(("id",), "The id differs from the name of the file", written, expected)]


def _raise(problems: list[LibraryProblem]) -> None:
    if problems:
        raise LibraryProblems(problems)


def evidence_at(name: str, path: Path) -> EvidenceDocument:
    """A document of evidence in whichever library folder it lies, or LibraryProblems."""
    return Reader(path.parents[1]).evidence(name, path)
