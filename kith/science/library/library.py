"""The library: open a folder, take documents by id, check the whole."""

import hashlib
from collections.abc import Mapping
from datetime import date
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from kith.science.adaptive import ItemBank
from kith.science.documents import Document, LibraryProblem, check, read_document
from kith.science.findings import EvidenceDocument, ProtocolEvidence, evidence_references, protocol_evidence
from kith.science.formulations import FormulationTemplate
from kith.science.instruments import Instrument, Wording, instrument_problems, read_instrument, read_wordings
from kith.science.lessons import Lesson
from kith.science.library.coverage import LineCovered, Span, covered
from kith.science.library.own import OwnInstruments, TextHeld, chosen, text_held
from kith.science.library.reading import Reader, evidence_at
from kith.science.library.references import (
    Names,
    instrument_references,
    pathway_references,
    protocol_references,
    sheets_as_made,
    worksheet_references,
)
from kith.science.library.shelf import Shelf, problems_of, readable, reading_problems
from kith.science.library.tidiness import misplaced
from kith.science.pathways import (
    CrisisContacts,
    Engagement,
    Place,
    SafetyConversation,
    SafetyResponse,
    SafetyResponses,
    SteppedCareTable,
    SupportTools,
    out_of_date,
    pathway_out_of_date,
    support_tool_references,
)
from kith.science.practices import Practice
from kith.science.protocols import Protocol
from kith.science.worksheets import Worksheet

if TYPE_CHECKING:
    from kith.science.change import MeasurePolicies

__all__ = ["Library"]

Item = TypeVar("Item")


class Library:
    """Every document of one library folder. Nothing is read before it is asked for, and nothing twice.

    >>> library = Library.open()
    >>> library.protocol("cbt-depression").dose.sessions_max
    20
    """

    def __init__(self, folder: Path, own: Path | None = None) -> None:
        self.folder = folder
        self._reader = Reader(folder)
        self.own = OwnInstruments(own, self._by_folder("instruments/*/instrument.yaml"))

    @classmethod
    def open(cls, folder: Path | None = None, own: Path | None = None) -> "Library":
        """The library in `folder`, or the one that comes with Kith. Raises LibraryProblem when there is no folder.

        `own` is the folder of an installation, with instruments and texts of its own; it need not exist.
        """
        place = Path(__file__).resolve().parents[2] / "library" if folder is None else folder
        if not place.is_dir():
            raise LibraryProblem(str(place), 1, "There is no library here", "no such folder", "a folder with a library")
        return cls(place, own if own is not None and own.is_dir() else None)

    @cached_property
    def instruments(self) -> Shelf[Instrument]:
        """Instruments by id, without their words."""
        paths = {**self.own.definitions, **self._by_folder("instruments/*/instrument.yaml")}
        return Shelf("instrument", paths, lambda _, path: read_instrument(path.parent))

    @cached_property
    def wordings(self) -> Shelf[Mapping[str, Wording]]:
        """The words of each instrument in which people are asked: by instrument, then by language.

        A text that is held by a right is not among them; `wording` knows it.
        """

        def read(name: str, path: Path) -> Mapping[str, Wording]:
            if name in self.own.definitions:
                return {language: wording.without_right() for language, wording in self._own_wordings[name].items()}
            wordings = read_wordings(path.parent, self.instruments[name])
            return {language: wording for language, wording in wordings.items() if wording.is_offered}

        return Shelf("instrument", self.instruments.paths, read)

    @cached_property
    def _own_wordings(self) -> Shelf[Mapping[str, Wording]]:
        return self.own.wordings(self.instruments)

    def wording(self, name: str, language: str, on: date | None = None) -> Wording:
        """The words of an instrument: with its questions where they may be shown, in the nearest language.

        A text that is held by a right is left out from the day after the right has ended, and without a day.
        """
        return chosen(self.wordings[name], self._own_wordings.get(name, {}), language, on)

    def text(self, name: str, on: date) -> TextHeld:
        """From where the questions of an instrument can be shown on a day, in which languages, by which right."""
        return text_held(self.wordings[name], self._own_wordings.get(name, {}), on)

    def can_be_asked(self, name: str, on: date) -> bool:
        """Whether the questions of an instrument can be shown on a day: it has words, and a right to them."""
        return self.text(name, on).where != "none"

    @cached_property
    def banks(self) -> Shelf[ItemBank]:
        """Item banks for adaptive testing, by id."""
        return Shelf("item bank", self._by_stem("banks/*.yaml"), self._reader.bank)

    @cached_property
    def measure_policies(self) -> "MeasurePolicies":
        """Which cut-off and which reliable change count, from which day."""
        from kith.science.change import MeasurePolicies  # brings NumPy along, which most readers never need

        return check(self._reader.document(self.folder / "pathways" / "measure-policies.yaml"), MeasurePolicies)

    @cached_property
    def protocols(self) -> Shelf[Protocol]:
        """Interventions by id."""
        return Shelf("protocol", self._by_folder("protocols/*/protocol.yaml"), self._reader.protocol)

    @cached_property
    def worksheets(self) -> Shelf[Worksheet]:
        """Forms a person works through, by id."""
        return Shelf("worksheet", self._by_stem("worksheets/*.yaml"), self._reader.worksheet)

    @cached_property
    def lessons(self) -> Shelf[Lesson]:
        """Lessons by `id.language`; `lesson()` finds one by id."""
        return Shelf("lesson", self._by_stem("lessons/*.md"), self._reader.lesson)

    @cached_property
    def practices(self) -> Shelf[Practice]:
        """Guided practices by id."""
        return Shelf("practice", self._by_stem("practices/*.yaml"), self._reader.practice)

    @cached_property
    def formulations(self) -> Shelf[FormulationTemplate]:
        """Formulation templates by id."""
        return Shelf("formulation", self._by_stem("formulations/*.yaml"), self._reader.formulation)

    @cached_property
    def pathways(self) -> Shelf[SteppedCareTable]:
        """Stepped-care tables by id."""
        return Shelf("stepped-care table", self._by_stem("pathways/stepped-care/*.yaml"), self._reader.stepped_care)

    @cached_property
    def evidence(self) -> Shelf[EvidenceDocument]:
        """What is published about a question, by id; one of the installation's own stands in place of the packaged."""
        return Shelf("evidence document", {**self._by_stem("evidence/*.yaml"), **self.own.questions}, evidence_at)

    def protocol_evidence(self) -> tuple[ProtocolEvidence, ...]:
        """Each protocol with the evidence it rests on, or with none."""
        return protocol_evidence(self.protocols.values(), self.evidence.values())

    @cached_property
    def safety(self) -> SafetyResponses:
        """The whole document of safety responses, with what it does not do."""
        return self._reader.safety_responses(self._safety_path)

    @cached_property
    def safety_responses(self) -> Mapping[str, SafetyResponse]:
        """Responses to unsafe answers, by id."""
        return {response.id: response for response in self.safety.responses}

    @cached_property
    def support_tools(self) -> SupportTools:
        """What to look at in a review, and what to try."""
        return self._reader.support_tools(self._tools_path)

    @cached_property
    def safety_conversation(self) -> SafetyConversation:
        """What is asked in a conversation about safety, and how soon a person makes contact after it."""
        return self._reader.safety_conversation(self.folder / "pathways" / "safety-conversation.yaml")

    @cached_property
    def engagement(self) -> Engagement:
        """What may be in the way of a first meeting, what to offer, and when to try again to reach somebody."""
        return self._reader.engagement(self.folder / "pathways" / "engagement.yaml")

    @cached_property
    def span(self) -> Span:
        """The lines that the library must span."""
        return self._reader.span(self.folder / "span.yaml")

    def coverage(self) -> tuple[LineCovered, ...]:
        """Each of these lines with what stands behind it and what is missing."""
        serving: dict[str, list[str]] = {}
        for name, instrument in self.instruments.items():
            for purpose in instrument.serves:
                serving.setdefault(purpose, []).append(name)
        return covered(self.span, self.protocols.values(), serving)

    @cached_property
    def crisis(self) -> CrisisContacts:
        """The whole document of crisis contacts, with the words that stand above and below them."""
        return self._reader.crisis_contacts(self._crisis_path)

    @cached_property
    def crisis_contacts(self) -> Mapping[str, Place]:
        """Places with their contacts, by country code."""
        return {place.country: place for place in self.crisis.places}

    @cached_property
    def version(self) -> str:
        """Twelve characters that change whenever any file of the library changes; kept beside every score."""
        digest = hashlib.sha256()
        for folder, files in ((self.folder, self._files()), (self.own.folder, self.own.files())):
            for path in files:
                name = path.relative_to(folder or path).as_posix().encode()
                content = path.read_bytes()
                digest.update(b"%d:%s%d:" % (len(name), name, len(content)))
                digest.update(content)
        return digest.hexdigest()[:12]

    def instrument(self, name: str) -> Instrument:
        """The instrument of this id. Raises UnknownDocument with the nearest id, or LibraryProblems."""
        return self.instruments[name]

    def bank(self, name: str) -> ItemBank:
        """The item bank of this id. Raises UnknownDocument with the nearest id, or LibraryProblems."""
        return self.banks[name]

    def protocol(self, name: str) -> Protocol:
        """The protocol of this id. Raises UnknownDocument with the nearest id, or LibraryProblems."""
        return self.protocols[name]

    def worksheet(self, name: str) -> Worksheet:
        """The worksheet of this id. Raises UnknownDocument with the nearest id, or LibraryProblems."""
        return self.worksheets[name]

    def practice(self, name: str) -> Practice:
        """The practice of this id. Raises UnknownDocument with the nearest id, or LibraryProblems."""
        return self.practices[name]

    def formulation(self, name: str) -> FormulationTemplate:
        """The formulation template of this id. Raises UnknownDocument with the nearest id, or LibraryProblems."""
        return self.formulations[name]

    def stepped_care(self, name: str) -> SteppedCareTable:
        """The stepped-care table of this id. Raises UnknownDocument with the nearest id, or LibraryProblems."""
        return self.pathways[name]

    def lesson(self, name: str, language: str = "en") -> Lesson:
        """The lesson in the asked language, else in English; `front.language` says which one it is."""
        exact = f"{name}.{language}"
        return self.lessons[exact if exact in self.lessons else f"{name}.en"]

    def check(self, on: date | None = None) -> list[LibraryProblem]:
        """Everything that is wrong in the library, sorted by file and line; an empty list when nothing is.

        Every file is read, every reference followed, every case tried. Crisis
        numbers are held against their review dates when a day `on` is given,
        because science has no clock of its own.
        """
        problems = misplaced(self.folder, self._files())
        for shelf in (self.banks, self.lessons, self.practices, self.formulations):
            problems += reading_problems(shelf)
        for whole in ("safety", "safety_conversation", "engagement", "measure_policies", "span"):
            problems += problems_of(partial(getattr, self, whole))
        problems += self._instrument_problems()
        problems += self._crisis_problems(on)
        problems += self._support_tool_problems()
        problems += self._pathway_problems(on)
        problems += self._worksheet_problems()
        problems += self._protocol_problems()
        problems += self.check_evidence()
        problems += self._own_problems()
        return sorted(set(problems), key=lambda problem: (problem.file, problem.line, problem.what, problem.found))

    def check_evidence(self) -> list[LibraryProblem]:
        """Everything that is wrong in the evidence and in what it names."""
        problems, evidence = self._read(self.evidence)
        lines = [] if problems_of(lambda: self.span) else [line.id for line in self.span.lines]
        known = readable(self.protocols)
        protocols = {name: known.get(name) for name in self.protocols.paths}
        for one, document in evidence:
            problems += evidence_references(one, document, lines, protocols)
        return problems

    @property
    def _crisis_path(self) -> Path:
        return self.folder / "pathways" / "crisis-contacts.yaml"

    @property
    def _safety_path(self) -> Path:
        return self.folder / "pathways" / "safety-responses.yaml"

    @property
    def _tools_path(self) -> Path:
        return self.folder / "pathways" / "support-tools.yaml"

    def _by_folder(self, pattern: str) -> dict[str, Path]:
        return {path.parent.name: path for path in self.folder.glob(pattern)}

    def _by_stem(self, pattern: str) -> dict[str, Path]:
        return {path.stem: path for path in self.folder.glob(pattern)}

    def _files(self) -> list[Path]:
        return sorted(path for path in self.folder.rglob("*") if path.is_file() or path.is_symlink())

    def _crisis_problems(self, on: date | None) -> list[LibraryProblem]:
        problems = problems_of(lambda: self.crisis)
        if problems or on is None:
            return problems
        return out_of_date(self.crisis, self._reader.document(self._crisis_path), on)

    def _pathway_problems(self, on: date | None) -> list[LibraryProblem]:
        problems, tables = self._read(self.pathways)
        for table, document in tables:
            problems += pathway_references(table, document, self.names)
            problems += pathway_out_of_date(table, document, on) if on is not None else []
        return problems

    def _read(self, shelf: Shelf[Item]) -> tuple[list[LibraryProblem], list[tuple[Item, Document]]]:
        """The problems of what cannot be read on a shelf, and what can be read with the lines it is written in."""
        problems, read = list[LibraryProblem](), list[tuple[Item, Document]]()
        for name, path in shelf.paths.items():
            found = problems_of(partial(shelf.__getitem__, name))
            problems += found
            if not found:
                read.append((shelf[name], self._reader.document(path)))
        return problems, read

    def _support_tool_problems(self) -> list[LibraryProblem]:
        problems = problems_of(lambda: self.support_tools)
        if problems:
            return problems
        techniques = {
            name: [one.id for one in self.protocols[name].techniques]
            for name in self.protocols
            if not problems_of(partial(self.protocols.__getitem__, name))
        }
        return support_tool_references(self.support_tools, self._reader.document(self._tools_path), techniques)

    def _protocol_problems(self) -> list[LibraryProblem]:
        problems, protocols = self._read(self.protocols)
        sheets = readable(self.worksheets)
        for protocol, document in protocols:
            problems += protocol_references(protocol, document, self.names)
            problems += sheets_as_made(protocol, document, sheets)
        return problems

    def _worksheet_problems(self) -> list[LibraryProblem]:
        problems, worksheets = self._read(self.worksheets)
        for worksheet, document in worksheets:
            problems += worksheet_references(worksheet, document, self.names)
        return problems

    def _instrument_problems(self) -> list[LibraryProblem]:
        problems: list[LibraryProblem] = []
        for name, path in self._by_folder("instruments/*/instrument.yaml").items():
            found = [self._inside(problem) for problem in instrument_problems(path.parent)]
            problems += found
            if not found:
                problems += instrument_references(self.instruments[name], self._reader.document(path), self.names)
        return problems

    def _own_problems(self) -> list[LibraryProblem]:
        problems = list(self.own.problems(self.instruments))
        for name, path in self.own.definitions.items():
            if not problems_of(partial(self.instruments.__getitem__, name)):
                problems += instrument_references(self.instruments[name], read_document(path), self.names)
        return problems

    def _inside(self, problem: LibraryProblem) -> LibraryProblem:
        """The same problem with its file named as it is called inside the library."""
        path = Path(problem.file)
        if not path.is_relative_to(self.folder):
            return problem
        file = path.relative_to(self.folder).as_posix()
        return LibraryProblem(file, problem.line, problem.what, problem.found, problem.instead)

    @cached_property
    def names(self) -> Names:
        """Every id that a document may point at."""
        return Names(
            protocols=self.protocols.paths,
            worksheets=self.worksheets.paths,
            lessons={name.rpartition(".")[0] for name in self.lessons},
            practices=self.practices.paths,
            formulations=self.formulations.paths,
            instruments=self.instruments.paths,
            safety_responses={}
            if problems_of(lambda: self.safety)
            else {name: [level.id for level in one.levels] for name, one in self.safety_responses.items()},
        )
