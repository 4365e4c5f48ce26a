"""An instrument: what is asked, how it is scored, what a score means, what must be acted on, and who may print it.

The words that a person reads are kept apart, in one wording for each language.
"""

from datetime import date
from functools import cached_property
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from kith.science.documents import fault
from kith.science.instruments.coherence import check_names, check_review, check_scale
from kith.science.instruments.facts import (
    NOBODY_IN_PARTICULAR,
    Band,
    ChangeFact,
    Cutoff,
    Flag,
    Licence,
    Norm,
    Pattern,
    Requirement,
    Traits,
)
from kith.science.instruments.plan import Plan, make_plan
from kith.science.instruments.remembering import Memory, make_memory
from kith.science.sources import Id, LibraryValue, Name, Provenance, Review, Sentence, Source

Loinc = Annotated[str, StringConstraints(pattern=r"^[0-9]{4,7}-[0-9]$")]
LoincAnswer = Annotated[str, StringConstraints(pattern=r"^LA[0-9]{4,6}-[0-9]$")]
Direction = Literal["higher_is_worse", "higher_is_better"]
Respondent = Literal["self", "parent", "carer", "teacher", "clinician"]
Kind = Literal[
    "symptoms", "distress", "wellbeing", "functioning", "substance_use", "risk", "relationships", "strengths", "skills",
    "adherence", "burden", "harm", "access", "goal", "process", "fidelity", "daily"
]  # fmt: skip
Purpose = Literal[
    "social_interaction", "distress", "coping", "work_skills", "paranoid_fears", "adherence", "self_esteem",
    "daily_living", "recovery", "quality_of_life"
]  # fmt: skip
"""What people come for (the goals G1 to G9 of Kith, and quality of life over all)."""

InstrumentVersion = Annotated[str, StringConstraints(pattern=r"^[0-9]+\.[0-9]+\.[0-9]+$")]


class Option(LibraryValue):
    """One answer a person can choose: the number it is known by, and what it counts where that is another number."""

    value: int
    points: float | None = None
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

    @property
    def points(self) -> dict[int, float]:
        """What each answer counts, in the order they are offered."""
        if self.choices is None:
            return {value: value for value in self.values}
        return {option.value: option.value if option.points is None else option.points for option in self.choices}


class Item(LibraryValue):
    """One question. `reverse` items count the other way round; an item that is not scored is asked and kept.

    `asked_if` says when it is asked at all; where it was not asked and is blank it counts `unasked_counts`, and where
    that is not given it is left blank. An answer that was given all the same counts as given.
    """

    id: Name
    options: Name
    loinc: Loinc | None = None
    reverse: bool = False
    scored: bool = True
    required: bool = True
    asked_if: Requirement | None = None
    unasked_counts: int | None = None


class Ages(LibraryValue):
    """For which ages an instrument is meant, both ends included; None is open."""

    youngest: Annotated[int, Field(ge=0)] | None = None
    oldest: Annotated[int, Field(ge=0)] | None = None

    def include(self, age: int | None) -> bool:
        """Whether the instrument is meant for this age; an unknown age excludes nothing."""
        if age is None:
            return True
        return (self.youngest is None or self.youngest <= age) and (self.oldest is None or age <= self.oldest)


class FollowUp(LibraryValue):
    """A longer instrument to go on with when this short one says so; `carries` takes answers over (here: there)."""

    scale: Name
    at_least: float
    instrument: Id
    carries: dict[Name, Name] = {}


class Missing(LibraryValue):
    """What a blank answer does to a score.

    none: no score. prorate: with at most `at_most` blanks, the answered items stand for the blank ones. minimum: the
    same, written as how many must be `answered`. nothing: with at most `at_most` blanks, each adds nothing; only where
    the publisher says so.
    """

    rule: Literal["none", "prorate", "minimum", "nothing"]
    at_most: Annotated[int, Field(ge=1)] | None = None
    answered: Annotated[int, Field(ge=1)] | None = None
    source: Id | None = None
    provenance: Provenance
    checked_on: date

    @model_validator(mode="after")
    def _its_number(self) -> "Missing":
        wanted = (self.rule in ("prorate", "nothing"), self.rule == "minimum")
        if (self.at_most is not None, self.answered is not None) != wanted:
            instead = "prorate or nothing with at_most, minimum with answered, none with neither"
            raise fault("The rule for blanks does not fit its number", self.rule, instead)
        return self

    def at_most_missing(self, items: int) -> int:
        """How many of `items` may be blank."""
        if self.answered is not None:
            return items - self.answered
        return self.at_most or 0


class Scale(LibraryValue):
    """One score: which items, or which other scales as `parts`, added or averaged, with what weights, and its bands.

    `goal_attainment` is the T-score of Kiresuk and Sherman (1968). Without `direction` a scale has the instrument's.
    """

    id: Name
    items: tuple[Name, ...] = ()
    parts: tuple[Name, ...] = ()
    method: Literal["sum", "mean", "sum_times", "goal_attainment"]
    direction: Direction | None = None
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
    respondents: Annotated[tuple[Respondent, ...], Field(min_length=1)]
    kind: Kind
    direction: Direction
    family: Id | None = None
    serves: tuple[Purpose, ...] = ()
    problems: tuple[Name, ...] = ()
    ages: Ages = Ages()
    loinc: Loinc | None = None
    options: Annotated[dict[Name, OptionSet], Field(min_length=1)]
    items: Annotated[tuple[Item, ...], Field(min_length=1)]
    scales: tuple[Scale, ...] = ()
    cutoffs: tuple[Cutoff, ...] = ()
    norms: tuple[Norm, ...] = ()
    flags: tuple[Flag, ...] = ()
    patterns: tuple[Pattern, ...] = ()
    change: tuple[ChangeFact, ...] = ()
    follow_up: FollowUp | None = None
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

    def is_worse_when_higher(self, scale: str) -> bool:
        """The same for one scale, which may run the other way."""
        return (self.scale(scale).direction or self.direction) == "higher_is_worse"

    @cached_property
    def plan(self) -> Plan:
        """The rules of this instrument, made ready once for scoring."""
        return make_plan(self)

    @cached_property
    def memory(self) -> Memory | None:
        """Where results that depend on few numbers are remembered; None where they depend on too many."""
        return make_memory(self, self.plan)

    def item(self, name: str) -> Item:
        """The item of this name."""
        return next(item for item in self.items if item.id == name)

    def scale(self, name: str) -> Scale:
        """The scale of this name."""
        return next(scale for scale in self.scales if scale.id == name)

    def cutoffs_for(self, scale: str, purpose: str, on: date | None = None) -> tuple[Cutoff, ...]:
        """The cut-offs of a scale for a purpose, whoever they are for; with `on`, only those valid on that day."""
        found = (fact for fact in self.cutoffs if fact.scale == scale and fact.purpose == purpose)
        return tuple(fact for fact in found if on is None or fact.is_valid(on))

    def cutoff_for(
        self, scale: str, purpose: str, person: Traits = NOBODY_IN_PARTICULAR, on: date | None = None
    ) -> Cutoff | None:
        """The cut-off for this person: of those that hold, the most particular; the first of two alike."""
        found = [fact for fact in self.cutoffs_for(scale, purpose, on) if fact.holds_for(person)]
        return max(found, key=lambda fact: fact.how_particular, default=None)

    def change_facts(
        self, scale: str, concept: str = "reliable", on: date | None = None, person: Traits = NOBODY_IN_PARTICULAR
    ) -> tuple[ChangeFact, ...]:
        """The change facts of a scale in one sense that hold for a person, the default first; `on` a day if given."""
        found = [fact for fact in self.change if fact.scale == scale and fact.concept == concept]
        kept = [fact for fact in found if fact.holds_for(person, on)]
        return tuple(sorted(kept, key=lambda fact: (not fact.is_default, -fact.how_particular)))
