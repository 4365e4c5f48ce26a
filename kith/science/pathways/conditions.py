"""Conditions over named facts, with five comparisons and three answers: yes, no, and cannot tell."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Literal

from pydantic import Field, StrictBool

from kith.science.documents import did_you_mean
from kith.science.sources import Id, LibraryValue, Name, Sentence

__all__ = ["Condition", "Fact", "FactValue", "When", "fact_fault", "holds", "missing_facts"]

FactValue = StrictBool | int | float | str


class Fact(LibraryValue):
    """Something that is known about a person, or not yet."""

    id: Name
    type: Literal["number", "yes_no", "word"]
    what: Sentence
    words: tuple[Name, ...] = ()
    instrument: Id | None = None  # whose latest total it is
    min: float | None = None
    max: float | None = None


class Condition(LibraryValue):
    """One comparison of one fact."""

    fact: Name
    is_: Annotated[FactValue | None, Field(alias="is")] = None
    at_least: float | None = None
    at_most: float | None = None
    more_than: float | None = None
    less_than: float | None = None

    def given(self) -> tuple[tuple[str, FactValue], ...]:
        """The comparisons this condition makes: one pair when the document is right."""
        pairs = (
            ("is", self.is_),
            ("at_least", self.at_least),
            ("at_most", self.at_most),
            ("more_than", self.more_than),
            ("less_than", self.less_than),
        )
        return tuple((name, value) for name, value in pairs if value is not None)


class When(LibraryValue):
    """Holds when every condition of `all` holds and, if there are any, at least one of `any`."""

    all: tuple[Condition, ...] = ()
    any: tuple[Condition, ...] = ()


def holds(when: When, facts: Mapping[str, FactValue | None]) -> bool | None:
    """Whether `when` holds for `facts`; None when a missing fact leaves it open.

    A false part of `all` settles it whatever is missing, and a true part of
    `any` settles that group (Kleene's three-valued logic).

    >>> adult = Condition.model_validate({"fact": "age", "at_least": 18})
    >>> holds(When(all=(adult,)), {"age": 40}), holds(When(all=(adult,)), {"age": None})
    (True, None)
    """
    every = [_compare(condition, facts.get(condition.fact)) for condition in when.all]
    some = [_compare(condition, facts.get(condition.fact)) for condition in when.any]
    if False in every or (some and not any(verdict is not False for verdict in some)):
        return False
    if None in every or (some and True not in some):
        return None
    return True


def missing_facts(when: When, facts: Mapping[str, FactValue | None]) -> tuple[str, ...]:
    """The facts that `when` depends on and that are unknown, in order and once each."""
    names = [condition.fact for condition in (*when.all, *when.any) if facts.get(condition.fact) is None]
    return tuple(dict.fromkeys(names))


def fact_fault(facts: Sequence[Fact], name: str, value: FactValue | None) -> str | None:
    """What to write instead when a value does not fit its fact; None when it does or is unknown."""
    fact = next((fact for fact in facts if fact.id == name), None)
    if fact is None:
        return f"There is no fact {name!r}: " + did_you_mean(name, [fact.id for fact in facts])
    if value is None:
        return None
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if fact.type == "yes_no":
        return None if isinstance(value, bool) else f"{name} is true or false."
    if fact.type == "word":
        return None if value in fact.words else f"{name} is one of: " + ", ".join(fact.words)
    low = float("-inf") if fact.min is None else fact.min
    high = float("inf") if fact.max is None else fact.max
    if not is_number or value != value:
        return f"{name} is a number."
    return None if low <= float(value) <= high else f"{name} is a number from {low:g} to {high:g}."


def _compare(condition: Condition, value: FactValue | None) -> bool | None:
    if value is None:
        return None
    name, wanted = condition.given()[0]
    if name == "is":
        return value == wanted
    size, limit = float(value), float(wanted)
    if name == "at_least":
        return size >= limit
    if name == "at_most":
        return size <= limit
    return size > limit if name == "more_than" else size < limit
