"""The facts about an instrument: thresholds, flags, patterns, changes and rights, each with where it is from."""

import math
import operator
from datetime import date
from typing import Annotated, Literal, NamedTuple

from pydantic import Field, StringConstraints, model_validator

from kith.science.documents import fault
from kith.science.sources import Id, Language, LibraryValue, Name, Provenance, Sentence

Country = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]


class Fact(LibraryValue):
    """A figure somebody published or we chose: where it is from, how far to trust it, when it was last looked at."""

    source: Id
    provenance: Provenance
    checked_on: date
    note: Sentence | None = None


class DatedFact(Fact):
    """A fact that holds from one day to another; None on either side means without end."""

    valid_from: date | None = None
    valid_to: date | None = None

    def is_valid(self, on: date) -> bool:
        """Whether the fact holds on this day, its first and last day included."""
        return (self.valid_from is None or self.valid_from <= on) and (self.valid_to is None or on <= self.valid_to)


class Scope(DatedFact):
    """For whom a fact holds: a group by name, a span of ages, languages, countries. What is not named is open.

    A fact that names something holds only for a person of whom that is known.
    """

    group: Name | None = None
    age_from: Annotated[int, Field(ge=0)] | None = None
    age_to: Annotated[int, Field(ge=0)] | None = None
    languages: tuple[Language, ...] = ()
    countries: tuple[Country, ...] = ()

    @property
    def how_particular(self) -> int:
        """How many things the scope names; of two facts that hold, the more particular one counts."""
        ages = self.age_from is not None or self.age_to is not None
        return sum(map(bool, (self.group, ages, self.languages, self.countries)))

    def holds_for(self, person: "Traits", on: date | None = None) -> bool:
        """Whether everything that the scope names is true of this person, on this day."""
        if on is not None and not self.is_valid(on):
            return False
        return (
            self._is_of_age(person.age)
            and (self.group is None or self.group in person.groups)
            and (not self.languages or person.language in self.languages)
            and (not self.countries or person.country in self.countries)
        )

    def _is_of_age(self, age: int | None) -> bool:
        if self.age_from is None and self.age_to is None:
            return True
        if age is None:
            return False
        return age >= (self.age_from or 0) and (self.age_to is None or age <= self.age_to)


class Traits(NamedTuple):
    """What is known of a person that a cut-off or a norm may depend on. Nothing is assumed of what is not."""

    groups: frozenset[str] = frozenset()
    age: int | None = None
    language: str | None = None
    country: str | None = None


NOBODY_IN_PARTICULAR = Traits()


class Band(Fact):
    """A named part of a scale, from a score up to the next band."""

    id: Name
    starts_at: Annotated[float, Field(alias="from")]


class Cutoff(Scope):
    """A score from which (or below which) something is said, for a purpose and, where it differs, for some people."""

    id: Name
    purpose: Literal["caseness", "screening", "provisional_diagnosis", "good_end_state", "concern"]
    scale: Name
    at: float
    side: Literal["at_or_above", "above", "at_or_below", "below"]

    def is_reached(self, score: float) -> bool:
        """Whether a score lies on the side where something is said."""
        return bool(_REACHED[self.side](score, self.at))


_REACHED = {"at_or_above": operator.ge, "above": operator.gt, "at_or_below": operator.le, "below": operator.lt}


class Norm(Scope):
    """How a group of people scored: mean and spread, or a table of percentiles or T-scores by raw score.

    A table names the raw score from which each value holds. Without a table, a percentile assumes a normal spread.
    """

    id: Name
    scale: Name
    people: Sentence
    n: Annotated[int, Field(ge=2)] | None = None
    mean: float | None = None
    sd: Annotated[float, Field(gt=0)] | None = None
    percentiles: tuple[tuple[float, Annotated[float, Field(ge=0, le=100)]], ...] = ()
    t_scores: tuple[tuple[float, float], ...] = ()

    @model_validator(mode="after")
    def _says_something(self) -> "Norm":
        if (self.mean is None) != (self.sd is None):
            raise fault("A norm needs its mean and its spread together", f"{self.mean} and {self.sd}", "mean: and sd:")
        if self.mean is None and not (self.percentiles or self.t_scores):
            raise fault("A norm says nothing", self.id, "mean: and sd:, or percentiles:, or t_scores:")
        for name, table in (("percentiles", self.percentiles), ("t_scores", self.t_scores)):
            raws = [raw for raw, _ in table]
            if raws != sorted(set(raws)):
                raise fault(f"The raw scores of {name} do not rise", raws, "each raw score once, rising")
        return self


class Flag(Fact):
    """An answer, a score or a pattern that somebody must act on, whatever the total says.

    `levels` says from which answer (below a threshold: up to which) each level of the safety response is called for.
    """

    id: Name
    item: Name | None = None
    scale: Name | None = None
    pattern: Name | None = None
    at_least: float | None = None
    below: float | None = None
    urgency: Literal["same_day", "this_week", "next_session"]
    response: Name | None = None
    levels: dict[Name, float] = {}

    @model_validator(mode="after")
    def _one_question(self) -> "Flag":
        sides = (self.at_least is not None) + (self.below is not None)
        if sum(map(bool, (self.item, self.scale, self.pattern))) != 1 or sides != (0 if self.pattern else 1):
            instead = "item or scale with at_least or below, or a pattern alone"
            raise fault("A flag looks at one thing, on one side", self.id, instead)
        if self.urgency == "same_day" and self.response is None:
            raise fault("An urgent flag without a safety response", self.id, "response: the id of a safety response")
        if self.levels and self.response is None:
            raise fault("Levels of no safety response", self.id, "response: the id of a safety response")
        return self

    def levels_called_for(self, value: float) -> frozenset[str]:
        """The levels that an answer calls for; a pattern that is met calls for all that are named."""
        if self.pattern is not None:
            return frozenset(self.levels)
        is_low_bad = self.below is not None
        return frozenset(name for name, at in self.levels.items() if (value <= at if is_low_bad else value >= at))


class Requirement(LibraryValue):
    """At least `how_many` of `items` answered `at_least` so high; `instead` names items that need another answer.

    Of `groups`, at least so many have one item or more that is answered so high.
    """

    items: tuple[Name, ...] = ()
    groups: tuple[Annotated[tuple[Name, ...], Field(min_length=1)], ...] = ()
    at_least: float
    how_many: Annotated[int, Field(ge=1)] = 1
    instead: dict[Name, float] = {}

    @property
    def names(self) -> tuple[str, ...]:
        """Every item it looks at."""
        return self.items or tuple(name for group in self.groups for name in group)

    @property
    def needed(self) -> tuple[tuple[tuple[str, float], ...], ...]:
        """The groups, each item with the answer from which it counts; an item that is in no group is one by itself."""
        groups = self.groups or tuple((name,) for name in self.items)
        return tuple(tuple((name, self.instead.get(name, self.at_least)) for name in group) for group in groups)

    @model_validator(mode="after")
    def _can_be_met(self) -> "Requirement":
        if bool(self.items) == bool(self.groups):
            raise fault("A requirement looks at items or at groups of items", "both or neither", "items: or groups:")
        if len(set(self.names)) != len(self.names):
            raise fault("A requirement counts an item twice", self.names, "each item once")
        if self.how_many > len(self.needed):
            raise fault("A requirement asks for more than there is", self.how_many, f"at most {len(self.needed)}")
        return self


class Pattern(Fact):
    """A rule over single answers, such as a symptom count.

    Met when every requirement of `all_of` is met and, where there are any, one of `any_of`.
    """

    id: Name
    all_of: tuple[Requirement, ...] = ()
    any_of: tuple[Requirement, ...] = ()

    @property
    def requirements(self) -> tuple[Requirement, ...]:
        """Every requirement, wherever it stands."""
        return self.all_of + self.any_of

    @model_validator(mode="after")
    def _asks_something(self) -> "Pattern":
        if not self.all_of and not self.any_of:
            raise fault("A pattern asks nothing", self.id, "all_of: or any_of: with a requirement")
        return self


class ChangeFact(Scope):
    """How large a change counts, in points of a scale, and in which sense it counts.

    concept: reliable (beyond chance), important (people notice), signal (talk about it), end_state (a score to reach).
    """

    id: Name
    scale: Name
    concept: Literal["reliable", "important", "signal", "end_state"]
    value: float
    rule: Literal["at_least", "more_than", "at_or_below", "drop_of_at_least"]
    population: Sentence | None = None
    sd: Annotated[float, Field(gt=0)] | None = None
    reliability: Annotated[float, Field(gt=0, lt=1)] | None = None
    reliability_kind: Literal["test_retest", "internal_consistency"] | None = None
    is_default: bool = False

    @model_validator(mode="after")
    def _comes_to_this(self) -> "ChangeFact":
        """A reliable change said to be computed is what its own figures come to (Jacobson and Truax 1991)."""
        if self.provenance == "computed" and self.concept == "reliable":
            if self.sd is None or self.reliability is None:
                raise fault("A computed change without its figures", self.id, "sd: and reliability:")
            exact = 1.96 * self.sd * math.sqrt(2 * (1 - self.reliability))
            if abs(exact - self.value) > 0.006:
                raise fault("The change is not what its figures come to", self.value, f"{exact:.2f}", at=("value",))
        return self


class Licence(LibraryValue):
    """Who owns the text and whether we may print it.

    Classes: A print as it is; A* the author says free, to be confirmed; B outside the package; C no text; own ours.
    """

    rights: Annotated[Literal["A", "A*", "B", "C", "own"], Field(alias="class")]
    ship_text: bool
    licence: Sentence
    licence_source: Sentence
    checked_on: date
    notice: Sentence | None = None

    @model_validator(mode="after")
    def _text_only_when_allowed(self) -> "Licence":
        if self.ship_text and self.rights in ("B", "C"):
            raise fault("Text of this class may not be shipped", f"class {self.rights}", "ship_text: false")
        return self
