"""An instrument: what is asked, how it is scored, what a score means, what must be acted on, and who may print it.

The words that a person reads are kept apart, in one wording for each language.
"""

from datetime import date
from functools import cached_property
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from kith.science.documents import fault
from kith.science.instruments.coherence import check_names, check_review, check_scale
from kith.science.instruments.facts import Band, ChangeFact, Cutoff, DatedFact, Flag, Licence, Pattern
from kith.science.instruments.plan import Plan, make_plan
from kith.science.sources import Id, LibraryValue, Name, Provenance, Review, Sentence, Source

Loinc = Annotated[str, StringConstraints(pattern=r"^[0-9]{4,7}-[0-9]$")]
LoincAnswer = Annotated[str, StringConstraints(pattern=r"^LA[0-9]{4,6}-[0-9]$")]
InstrumentVersion = Annotated[str, StringConstraints(pattern=r"^[0-9]+\.[0-9]+\.[0-9]+$")]


class Option(LibraryValue):
    """One answer a person can choose, and the number it counts for."""

    value: int
    loinc: LoincAnswer | None = None


class OptionSet(LibraryValue):
    """The answers of an item: a list to choose from, or a rating by whole numbers between two ends."""

    form: Literal["choice", "rating"]
    loinc: Annotated[str, StringConstraints(pattern=r"^LL[0-9]+-[0-9]$")] | None = None
    choices: Annotated[tuple[Option, ...], Field(min_length=2)] | None = None
    lowest: int | None = None
    highest: int | None = None

    @model_validator(mode="after")
    def _one_form(self) -> "OptionSet":
        ends = (self.lowest, self.highest)
        if self.form == "choice" and (self.choices is None or ends != (None, None)):
            raise fault("A choice needs its choices and nothing else", "another form", "choices: [{value: 0}, ...]")
        if self.form == "rating" and (self.choices is not None or None in ends):
            raise fault("A rating needs its two ends", f"{self.lowest} to {self.highest}", "lowest: 0 and highest: 10")
        if len(set(self.values)) != len(self.values) or len(self.values) < 2:
            raise fault("Two answers count the same, or there is only one", self.values, "a different value for each")
        return self

    @property
    def values(self) -> tuple[int, ...]:
        """Every value an answer may have, in the order they are offered."""
        if self.choices is not None:
            return tuple(option.value for option in self.choices)
        assert self.lowest is not None
        assert self.highest is not None
        return tuple(range(self.lowest, self.highest + 1))


class Item(LibraryValue):
    """One question. `reverse` items count the other way round; an item that is not scored is asked and kept."""

    id: Name
    options: Name
    loinc: Loinc | None = None
    reverse: bool = False
    scored: bool = True
    required: bool = True


class Missing(LibraryValue):
    """What a blank answer does to a score.

    none: no score. prorate: with at most `at_most` blanks, the answered items stand for the blank ones. minimum: the
    same, written as how many must be `answered`.
    """

    rule: Literal["none", "prorate", "minimum"]
    at_most: Annotated[int, Field(ge=1)] | None = None
    answered: Annotated[int, Field(ge=1)] | None = None
    source: Id | None = None
    provenance: Provenance
    checked_on: date

    @model_validator(mode="after")
    def _its_number(self) -> "Missing":
        wanted = {"none": (False, False), "prorate": (True, False), "minimum": (False, True)}[self.rule]
        if (self.at_most is not None, self.answered is not None) != wanted:
            instead = "prorate with at_most, minimum with answered, none with neither"
            raise fault("The rule for blanks does not fit its number", self.rule, instead)
        return self

    def at_most_missing(self, items: int) -> int:
        """How many of `items` may be blank."""
        if self.answered is not None:
            return items - self.answered
        return self.at_most or 0


class Scale(LibraryValue):
    """One score: which items, added or averaged, with what weights, what blanks do, and its bands."""

    id: Name
    items: Annotated[tuple[Name, ...], Field(min_length=1)]
    method: Literal["sum", "mean", "sum_times"]
    multiplier: Annotated[float, Field(gt=0)] = 1
    weights: dict[Name, Annotated[float, Field(gt=0)]] = {}
    missing: Missing
    rounding: Literal["none", "half_up"] = "none"
    lowest: float
    highest: float
    loinc: Loinc | None = None
    bands: tuple[Band, ...] = ()


class Instrument(LibraryValue):
    """Everything about an instrument except its words. Read one with `read_instrument`; score with `score`."""

    id: Id
    version: InstrumentVersion
    title: Sentence
    short: Sentence
    measures: Name
    recall_days: Annotated[int, Field(ge=0)] | None
    respondent: Literal["self", "carer", "clinician", "parent", "teacher"]
    kind: Literal["symptoms", "distress", "functioning", "substance_use", "goal", "process", "daily"]
    direction: Literal["higher_is_worse", "higher_is_better"]
    loinc: Loinc | None = None
    options: Annotated[dict[Name, OptionSet], Field(min_length=1)]
    items: Annotated[tuple[Item, ...], Field(min_length=1)]
    scales: Annotated[tuple[Scale, ...], Field(min_length=1)]
    cutoffs: tuple[Cutoff, ...] = ()
    flags: tuple[Flag, ...] = ()
    patterns: tuple[Pattern, ...] = ()
    change: tuple[ChangeFact, ...] = ()
    licence: Licence
    sources: tuple[Source, ...]
    review: Review

    @model_validator(mode="after")
    def _holds_together(self) -> "Instrument":
        check_names(self)
        for position, scale in enumerate(self.scales):
            check_scale(self, scale, ("scales", position))
        check_review(self)
        return self

    @property
    def higher_is_worse(self) -> bool:
        """Whether a higher score means more trouble."""
        return self.direction == "higher_is_worse"

    @cached_property
    def plan(self) -> Plan:
        """The rules of this instrument, made ready once for scoring."""
        return make_plan(self)

    def item(self, name: str) -> Item:
        """The item of this name."""
        return next(item for item in self.items if item.id == name)

    def scale(self, name: str) -> Scale:
        """The scale of this name."""
        return next(scale for scale in self.scales if scale.id == name)

    def cutoffs_for(self, scale: str, purpose: str, on: date | None = None) -> tuple[Cutoff, ...]:
        """The cut-offs of a scale for a purpose; with `on`, only those valid on that day."""
        found = (fact for fact in self.cutoffs if fact.scale == scale and fact.purpose == purpose)
        return tuple(fact for fact in found if _valid(fact, on))

    def change_facts(self, scale: str, concept: str = "reliable", on: date | None = None) -> tuple[ChangeFact, ...]:
        """The change facts of a scale in one sense, the default first; with `on`, only those valid on that day."""
        found = [fact for fact in self.change if fact.scale == scale and fact.concept == concept]
        return tuple(sorted((fact for fact in found if _valid(fact, on)), key=lambda fact: not fact.is_default))


def _valid(fact: DatedFact, on: date | None) -> bool:
    if on is None:
        return True
    return (fact.valid_from is None or fact.valid_from <= on) and (fact.valid_to is None or on <= fact.valid_to)
