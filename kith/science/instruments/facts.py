"""The facts about an instrument: thresholds, flags, patterns, changes and rights, each with where it is from."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, model_validator

from kith.science.documents import fault
from kith.science.sources import Id, LibraryValue, Name, Provenance, Sentence


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


class Band(Fact):
    """A named part of a scale, from a score up to the next band."""

    id: Name
    starts_at: Annotated[float, Field(alias="from")]


class Cutoff(DatedFact):
    """A score from which (or below which) something is said, for a purpose and, where it differs, for a group."""

    id: Name
    purpose: Literal["caseness", "screening", "provisional_diagnosis", "good_end_state", "concern"]
    scale: Name
    at: float
    side: Literal["at_or_above", "at_or_below", "below"]
    group: Name | None = None


class Flag(Fact):
    """An answer or a score that somebody must act on, whatever the total says."""

    id: Name
    item: Name | None = None
    scale: Name | None = None
    at_least: float | None = None
    below: float | None = None
    urgency: Literal["same_day", "this_week", "next_session"]
    response: Name | None = None

    @model_validator(mode="after")
    def _one_question(self) -> "Flag":
        if (self.item is None) == (self.scale is None) or (self.at_least is None) == (self.below is None):
            raise fault("A flag looks at one thing, on one side", self.id, "item or scale, and at_least or below")
        if self.urgency == "same_day" and self.response is None:
            raise fault("An urgent flag without a safety response", self.id, "response: the id of a safety response")
        return self


class Requirement(LibraryValue):
    """At least `how_many` of `items` answered `at_least` so high."""

    items: Annotated[tuple[Name, ...], Field(min_length=1)]
    at_least: float
    how_many: Annotated[int, Field(ge=1)]


class Pattern(Fact):
    """A rule over single answers, such as a symptom count. Met when every requirement is met."""

    id: Name
    all_of: Annotated[tuple[Requirement, ...], Field(min_length=1)]


class ChangeFact(DatedFact):
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
