"""Stepped-care tables: rows of "when these facts hold, consider this, because", each with a case that shows it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from kith.science.documents import Document, LibraryProblem
from kith.science.faults import Loc, repeated, review_faults, source_faults, unknown_name
from kith.science.pathways.conditions import Condition, Fact, FactValue, When, fact_fault, holds, missing_facts
from kith.science.sources import Id, LibraryValue, Name, Paragraph, Provenance, Review, Sentence, Source, Version

__all__ = [
    "KINDS",
    "Decision",
    "Row",
    "StepOfCare",
    "SteppedCareTable",
    "Undecided",
    "decide",
    "pathway_out_of_date",
    "stepped_care_faults",
]


KINDS = ("person_first", "start", "direct", "wait", "hold", "step_up", "step_down", "finish")
"""What a rule suggests: a person first, where to begin, beginning higher at once, what to do while waiting, going on,
more, less, an ending. Each pathway says something of every kind."""


class StepOfCare(LibraryValue):
    """One step of a pathway: its number, its name and what is offered there."""

    step: Annotated[int, Field(ge=1, le=4)]
    name: Sentence
    what: Sentence


class Row(LibraryValue):
    """One rule: a suggestion to a person who decides, never a decision. Some lead from one step to another."""

    id: Id
    step: Annotated[int, Field(ge=0, le=4)] | None = None
    from_step: Annotated[int, Field(ge=0, le=4)] | None = None
    kind: Literal["person_first", "start", "direct", "wait", "hold", "step_up", "step_down", "finish"]
    when: When
    then: Sentence
    because: Paragraph
    source: Id
    provenance: Provenance
    case: dict[Name, FactValue]
    counter_case: dict[Name, FactValue]


class SteppedCareTable(LibraryValue):
    """Which step of care to consider, from facts a practitioner can check; in force from a day until a day."""

    id: Id
    version: Version
    title: Sentence
    purpose: Paragraph
    valid_from: date
    valid_to: date | None = None
    for_problems: Annotated[tuple[Name, ...], Field(min_length=1)]
    steps: Annotated[tuple[StepOfCare, ...], Field(min_length=2, max_length=4)]
    facts: Annotated[tuple[Fact, ...], Field(min_length=1)]
    rows: Annotated[tuple[Row, ...], Field(min_length=1)]
    sources: Annotated[tuple[Source, ...], Field(min_length=1)]
    review: Review

    def is_in_force(self, on: date) -> bool:
        """Whether the table counts on a day."""
        return self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)


@dataclass(frozen=True)
class Undecided:
    """A rule that cannot be judged, and the facts that are missing for it."""

    row: Row
    missing: tuple[str, ...]


@dataclass(frozen=True)
class Decision:
    """The rules that apply, in the table's order, and those that cannot be judged yet."""

    applies: tuple[Row, ...]
    undecided: tuple[Undecided, ...]


def decide(table: SteppedCareTable, facts: Mapping[str, FactValue | None]) -> Decision:
    """The rows of `table` that apply to `facts`, in order, and the rows that wait for a fact.

    A fact that is absent or None is unknown: a row that depends on it is
    neither applied nor dropped but listed as undecided. Raises ValueError for
    a fact the table does not name or a value of the wrong type.

    >>> from kith.science.library import Library
    >>> table = Library.open().stepped_care("common-mental-health")
    >>> [row.id for row in decide(table, {"risk_needs_contact": True}).applies]
    ['contact-before-step']
    """
    for name, value in facts.items():
        complaint = fact_fault(table.facts, name, value)
        if complaint is not None:
            raise ValueError(complaint)
    verdicts = [(row, holds(row.when, facts)) for row in table.rows]
    return Decision(
        applies=tuple(row for row, verdict in verdicts if verdict is True),
        undecided=tuple(Undecided(row, missing_facts(row.when, facts)) for row, verdict in verdicts if verdict is None),
    )


def stepped_care_faults(table: SteppedCareTable, document: Document) -> list[LibraryProblem]:
    """What is wrong inside a table: unknown facts, conditions of the wrong type, cases that do not show their rule."""
    problems = review_faults(document, table.review) + repeated(
        document, ("rows",), "rows", [row.id for row in table.rows]
    )
    problems += source_faults(
        document, table.sources, [(("rows", i, "source"), row.source) for i, row in enumerate(table.rows)]
    )
    problems += repeated(document, ("facts",), "facts", [fact.id for fact in table.facts])
    problems += _whole_faults(table, document)
    problems += [
        document.problem(("facts", i), "A fact says what values it may have", f"{fact.id}, {fact.type}", instead)
        for i, fact in enumerate(table.facts)
        for instead in [_missing_limits(fact)]
        if instead is not None
    ]
    for i, row in enumerate(table.rows):
        problems += _row_faults(table, row, document, i)
    return problems


def pathway_out_of_date(table: SteppedCareTable, document: Document, on: date) -> list[LibraryProblem]:
    """A problem when a table has run out: its sources are read again, and a new version says until when it counts."""
    if table.valid_to is None or on <= table.valid_to:
        return []
    what, instead = "This pathway has run out", "a new version with a later day, after reading its sources again"
    return [document.problem(("valid_to",), what, f"{table.valid_to}, and it is {on}", instead)]


def _whole_faults(table: SteppedCareTable, document: Document) -> list[LibraryProblem]:
    """Faults of the table as a whole: its days, its steps in order, a kind of rule that nobody wrote, steps unknown."""
    problems = []
    if table.valid_to is not None and table.valid_to < table.valid_from:
        what, instead = "The pathway ends before it begins", f"a day from {table.valid_from} on"
        problems.append(document.problem(("valid_to",), what, str(table.valid_to), instead))
    steps = [step.step for step in table.steps]
    if steps != sorted(set(steps)):
        what, instead = "The steps do not go up one after the other", "each step once, the lowest first"
        problems.append(document.problem(("steps",), what, ", ".join(map(str, steps)), instead))
    missing = [kind for kind in KINDS if kind not in {row.kind for row in table.rows}]
    if missing:
        what, instead = "A pathway says what to do in each case", f"rows of the kinds: {', '.join(missing)}"
        problems.append(document.problem(("rows",), what, f"none of the kinds {', '.join(missing)}", instead))
    for i, row in enumerate(table.rows):
        problems += _step_faults(row, {0, *steps}, document, i)
    return problems


def _step_faults(row: Row, steps: set[int], document: Document, i: int) -> list[LibraryProblem]:
    problems = [
        document.problem(("rows", i, name), "This step is not one of the pathway", str(value), "one of its steps")
        for name, value in (("step", row.step), ("from_step", row.from_step))
        if value is not None and value not in steps
    ]
    if row.kind in {"start", "direct"} and not row.step:
        what, instead = "A rule about where to begin names the step", "step: and its number"
        problems.append(document.problem(("rows", i, "kind"), what, row.id, instead))
    if row.step is not None and row.from_step is not None:
        is_up, is_down = row.kind == "step_up", row.kind == "step_down"
        if (is_up and row.step <= row.from_step) or (is_down and row.step >= row.from_step):
            what, found = "The step goes the other way", f"{row.kind} from {row.from_step} to {row.step}"
            problems.append(document.problem(("rows", i, "step"), what, found, "a step in the direction of the rule"))
    return problems


def _missing_limits(fact: Fact) -> str | None:
    if fact.type == "number" and (fact.min is None or fact.max is None or fact.min >= fact.max):
        return "min and max, the smaller as min"
    return "words: [one, another]" if fact.type == "word" and len(fact.words) < 2 else None


def _row_faults(table: SteppedCareTable, row: Row, document: Document, i: int) -> list[LibraryProblem]:
    known = [fact.id for fact in table.facts]
    problems = []
    for group, conditions in (("all", row.when.all), ("any", row.when.any)):
        for j, condition in enumerate(conditions):
            loc: Loc = ("rows", i, "when", group, j)
            if condition.fact not in known:
                problems.append(unknown_name(document, (*loc, "fact"), "fact", condition.fact, known))
            else:
                problems += _condition_faults(table, condition, document, loc)
    for key, facts in (("case", row.case), ("counter_case", row.counter_case)):
        for name, value in facts.items():
            complaint = fact_fault(table.facts, name, value)
            if complaint is not None:
                loc = ("rows", i, key, name)
                problems.append(
                    document.problem(loc, "A case gives an impossible fact", f"{name}: {value}", complaint.rstrip("."))
                )
    if problems:
        return problems
    if holds(row.when, row.case) is not True:
        what, instead = "The case does not fulfil its own rule", "facts for which the rule applies, or another rule"
        problems.append(document.problem(("rows", i, "case"), what, _shown(row.case), instead))
    if holds(row.when, row.counter_case) is not False:
        what, instead = "The counter-case is not refused by the rule", "facts for which the rule clearly does not apply"
        problems.append(document.problem(("rows", i, "counter_case"), what, _shown(row.counter_case), instead))
    return problems


def _condition_faults(
    table: SteppedCareTable, condition: Condition, document: Document, loc: Loc
) -> list[LibraryProblem]:
    given = condition.given()
    if len(given) != 1:
        found = ", ".join(name for name, _ in given) or "none"
        instead = "exactly one of is, at_least, at_most, more_than, less_than"
        return [document.problem(loc, "A condition compares in one way", found, instead)]
    name, value = given[0]
    fact = next(fact for fact in table.facts if fact.id == condition.fact)
    if name != "is" and fact.type != "number":
        return [
            document.problem(
                (*loc, name), "Only a number can be compared by size", f"{fact.id} is {fact.type}", "is: ..."
            )
        ]
    complaint = fact_fault(table.facts, condition.fact, value)
    if complaint is None:
        return []
    return [document.problem((*loc, name), "The condition can never hold", f"{name}: {value}", complaint.rstrip("."))]


def _shown(facts: Mapping[str, FactValue]) -> str:
    return ", ".join(f"{name}: {value}" for name, value in facts.items())
