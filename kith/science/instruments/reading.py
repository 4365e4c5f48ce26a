"""Reads the folder of one instrument: the rules, the words, the worked cases and the page of rights."""

from __future__ import annotations

from pathlib import Path

from kith.science.documents import LibraryError, LibraryProblem, LibraryProblems, check, read_document, read_text
from kith.science.instruments.cases import Case, Cases, case_problems
from kith.science.instruments.instrument import Instrument
from kith.science.instruments.wording import Wording, wording_problems


def read_instrument(folder: Path) -> Instrument:
    """The instrument in `folder`, without its words. Raises `LibraryError` with every problem of the file."""
    document = read_document(folder / "instrument.yaml")
    instrument = check(document, Instrument)
    if instrument.id != folder.name:
        raise document.problem(("id",), "The id is not the name of the folder", instrument.id, folder.name)
    return instrument


def read_wordings(folder: Path, instrument: Instrument, *, holds_rights: bool = False) -> dict[str, Wording]:
    """The words of an instrument by language. Raises `LibraryError` when they do not fit it.

    `holds_rights` is True for the folder of an installation, where a text may lie that this service has a right to.
    """
    wordings: dict[str, Wording] = {}
    for path in sorted(folder.glob("wording.*.yaml")):
        document = read_document(path)
        wording = check(document, Wording)
        problems = list(wording_problems(instrument, wording, document))
        if wording.right is not None and not holds_rights:
            what, instead = "A right belongs to one service", "no right: here; `kith instruments import` keeps the file"
            problems.append(document.problem(("right",), what, "right", instead))
        language = path.name.removeprefix("wording.").removesuffix(".yaml")
        if wording.language != language:
            what = "The language is not the one of the file's name"
            problems.append(document.problem(("language",), what, wording.language, language))
        if problems:
            raise LibraryProblems(problems)
        wordings[language] = wording
    return wordings


def read_cases(folder: Path, instrument: Instrument) -> tuple[Case, ...]:
    """The worked cases of an instrument, each of which has been scored. Raises `LibraryError` when one is wrong."""
    document = read_document(folder / "cases.yaml")
    cases = check(document, Cases)
    problems = list(case_problems(instrument, cases, document))
    if problems:
        raise LibraryProblems(problems)
    return cases.cases


def instrument_problems(folder: Path) -> list[LibraryProblem]:
    """Everything that is wrong in the folder of one instrument: rules, words, worked cases, page of rights."""
    try:
        instrument = read_instrument(folder)
    except LibraryError as error:
        return list(error.problems)
    problems: list[LibraryProblem] = []
    for read in (read_wordings, read_cases):
        try:
            read(folder, instrument)
        except LibraryError as error:
            problems.extend(error.problems)
    if not any(folder.glob("wording.*.yaml")):
        path = str(folder / "wording.en.yaml")
        problems.append(LibraryProblem(path, 1, "The instrument has no words", "no wording file", "a wording file"))
    try:
        rights = read_text(folder / "RIGHTS.md")
    except LibraryProblem as problem:
        return [*problems, problem]
    if instrument.licence.checked_on.isoformat() not in rights:
        found = "another day or none"
        instead = f"the day from instrument.yaml, {instrument.licence.checked_on}"
        path = str(folder / "RIGHTS.md")
        problems.append(LibraryProblem(path, 1, "The page of rights does not say when it was checked", found, instead))
    return problems
