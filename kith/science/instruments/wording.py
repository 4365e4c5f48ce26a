"""The words of an instrument in one language: what is asked, the answers, and what bands are called."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Literal

from pydantic import model_validator

from kith.science.documents import Document, LibraryProblem, did_you_mean, fault
from kith.science.documents.reading import Location
from kith.science.instruments.instrument import Instrument, OptionSet
from kith.science.sources import Id, Language, LibraryValue, Name, Paragraph, Review, Sentence


class BandWords(LibraryValue):
    """What a band is called: to the practitioner by its name, to the client in plain words without a label."""

    practitioner: Sentence
    client: Sentence


class ScaleWords(LibraryValue):
    """What a scale and its bands are called."""

    name: Sentence
    bands: dict[Name, BandWords] = {}


class Right(LibraryValue):
    """Why a service may show a text that does not come with Kith: who gave the right, on what paper, until when."""

    holder: Sentence
    reference: Sentence
    valid_until: date | None
    signed_by: Sentence
    signed_on: date

    @model_validator(mode="after")
    def _ends_after_it_began(self) -> Right:
        if self.valid_until is not None and self.valid_until < self.signed_on:
            instead = "the day it ends, or null for no end"
            raise fault("The right ended before it was signed", self.valid_until, instead, at=("valid_until",))
        return self

    def is_valid(self, on: date) -> bool:
        """Whether the right holds on this day, its last day included."""
        return self.valid_until is None or on <= self.valid_until


class Wording(LibraryValue):
    """An instrument's words in one language. Questions and answers are left out when we may not print them."""

    instrument: Id
    language: Language
    words: Literal["official", "own", "translated"]
    title: Sentence
    recall: Sentence | None = None
    instruction: Paragraph | None = None
    stem: Sentence | None = None
    items: dict[Name, Sentence] | None = None
    options: dict[Name, dict[str, Sentence]] | None = None
    scales: dict[Name, ScaleWords]
    flags: dict[Name, Sentence] = {}
    patterns: dict[Name, Sentence] = {}
    thanks: Sentence
    review: Review
    right: Right | None = None

    @property
    def has_text(self) -> bool:
        """Whether it holds questions or answers, which somebody may own."""
        return self.items is not None or self.options is not None or self.stem is not None

    def without_right(self) -> Wording:
        """The same without a text that is shown by a right; a text that is free to pass on stays."""
        return self if self.right is None else self.without_text()

    def without_text(self) -> Wording:
        """The same without what somebody else may own: what stays are our words about it."""
        if not self.has_text:
            return self
        gone = dict.fromkeys(("items", "options", "stem", "instruction", "recall", "right"))
        return self.model_copy(update=gone)

    @property
    def is_offered(self) -> bool:
        """Whether people are asked in these words: a translation only after somebody who speaks it has reviewed it."""
        return self.words != "translated" or self.review.status == "reviewed"


def wording_problems(instrument: Instrument, wording: Wording, document: Document) -> Iterator[LibraryProblem]:
    """Every difference between an instrument and its words: all items, options, scales, bands, flags and patterns."""
    if wording.instrument != instrument.id:
        yield document.problem(
            ("instrument",), "The wording names another instrument", wording.instrument, instrument.id
        )
    if wording.right is None and wording.has_text and not instrument.licence.ship_text:
        at: Location = ("items",) if wording.items is not None else ("title",)
        instead = "only title, scales, thanks and review; a site with the right imports the text itself"
        yield document.problem(at, "The licence does not let us print this text", "questions", instead)
    if wording.right is not None or instrument.licence.ship_text:
        items = {item.id for item in instrument.items}
        yield from _differences(document, ("items",), "question", items, wording.items or {})
        yield from _differences(
            document, ("options",), "set of answers", set(instrument.options), wording.options or {}
        )
        for name, texts in (wording.options or {}).items():
            if name in instrument.options:
                wanted = _option_keys(instrument.options[name])
                yield from _differences(document, ("options", name), "answer", wanted, texts)
    scales = {scale.id: {band.id for band in scale.bands} for scale in instrument.scales}
    yield from _differences(document, ("scales",), "scale", set(scales), wording.scales)
    for name, words in wording.scales.items():
        yield from _differences(document, ("scales", name, "bands"), "band", scales.get(name, set()), words.bands)
    yield from _differences(document, ("flags",), "flag", {flag.id for flag in instrument.flags}, wording.flags)
    yield from _differences(
        document, ("patterns",), "pattern", {one.id for one in instrument.patterns}, wording.patterns
    )


def _option_keys(options: OptionSet) -> set[str]:
    if options.form == "rating":
        return {"lowest", "highest"}
    return {str(value) for value in options.values}


def _differences(
    document: Document, at: Location, kind: str, wanted: set[str], written: Iterable[str]
) -> Iterator[LibraryProblem]:
    names = set(written)
    for name in sorted(names - wanted):
        yield document.problem(
            (*at, name), f"The instrument has no {kind} of this name", name, did_you_mean(name, wanted)
        )
    for name in sorted(wanted - names):
        yield document.problem(at, f"A {kind} has no words", f"nothing for {name}", f"a line `{name}: ...`")
