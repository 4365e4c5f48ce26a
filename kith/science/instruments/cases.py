"""Worked cases: answers with the scores, bands and flags they must give. They travel with the instrument."""

from collections.abc import Iterator
from typing import Annotated

from pydantic import Field, model_validator

from kith.science.documents import Document, LibraryProblem, fault
from kith.science.instruments.instrument import Instrument
from kith.science.instruments.scoring import AnswerProblem, score
from kith.science.sources import Id, LibraryValue, Name, Sentence


class Case(LibraryValue):
    """One worked case. `answers` are in the order of the items, null where blank."""

    name: Sentence
    answers: Annotated[tuple[int | float | None, ...], Field(min_length=1)]
    scores: dict[Name, int | float | None] = {}
    bands: dict[Name, Name | None] = {}
    flags: tuple[Name, ...] = ()
    patterns: dict[Name, bool | None] = {}
    how: Sentence

    @model_validator(mode="after")
    def _expects_something(self) -> "Case":
        if not self.scores and not self.patterns:
            raise fault("A case expects nothing", self.name, "scores: or patterns: with what must come out")
        return self


class Cases(LibraryValue):
    """The worked cases of one instrument."""

    instrument: Id
    cases: Annotated[tuple[Case, ...], Field(min_length=1)]


def case_problems(instrument: Instrument, cases: Cases, document: Document) -> Iterator[LibraryProblem]:
    """Scores every case and yields a problem for each that comes out differently."""
    if cases.instrument != instrument.id:
        yield document.problem(("instrument",), "The cases name another instrument", cases.instrument, instrument.id)
    for position, case in enumerate(cases.cases):
        at = ("cases", position)
        try:
            scored = score(instrument, case.answers)
        except AnswerProblem as problem:
            yield document.problem((*at, "answers"), problem.what, problem.found, problem.instead.rstrip("."))
            continue
        for field, written, found in (
            ("scores", case.scores, {name: one.value for name, one in scored.scores.items()}),
            ("bands", case.bands, {name: one.band for name, one in scored.scores.items()}),
            ("patterns", case.patterns, dict(scored.patterns)),
        ):
            for name, value in written.items():
                if name not in found or found[name] != value:
                    what = f"The case {case.name!r} does not give this"
                    computed = str(found.get(name, "no such name"))
                    yield document.problem((*at, field, name), what, str(value), f"{computed}, or mend the rules")
        if set(case.flags) != set(scored.flags):
            what = f"The case {case.name!r} does not raise these flags"
            yield document.problem((*at, "flags"), what, str(list(case.flags)), f"{list(scored.flags)}")
