"""A conversation about safety: from what was answered, how soon a person makes contact and what they do then."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field

from kith.science.documents import Document, LibraryProblem
from kith.science.faults import repeated, review_faults, source_faults, unknown_name
from kith.science.sources import Id, LibraryValue, Paragraph, Provenance, Review, Sentence, Source, Version

__all__ = [
    "Call",
    "CallRow",
    "SafetyConversation",
    "SpokenAnswer",
    "Topic",
    "answer_fault",
    "call_for",
    "safety_conversation_faults",
]

SpokenAnswer = Literal["yes", "no", "recent", "earlier", "not_said", "not_asked"]
TopicId = Literal["wish", "thoughts", "method", "intention", "plan", "acts", "now"]

OPEN: frozenset[SpokenAnswer] = frozenset({"not_said", "not_asked"})
YES_OR_NO: tuple[SpokenAnswer, ...] = ("yes", "no", "not_said", "not_asked")
WHEN: tuple[SpokenAnswer, ...] = ("recent", "earlier", "no", "not_said", "not_asked")
AFTER_THOUGHTS = ("method", "intention", "plan")  # asked only when thoughts were not denied
_SPEED = {None: 0, "moderate": 1, "high": 2, "imminent": 3}


class Topic(LibraryValue):
    """One thing that is asked about, in words of one's own."""

    id: TopicId
    number: Annotated[int, Field(ge=1, le=7)]
    about: Sentence
    ask: Sentence

    @property
    def answers(self) -> tuple[SpokenAnswer, ...]:
        """What may be noted: for acts when the last one was, for the others yes or no."""
        return WHEN if self.id == "acts" else YES_OR_NO


class CallRow(LibraryValue):
    """One rule: how soon a person makes contact, and what they do. Without an urgency nobody has to come sooner."""

    id: Id
    all: Mapping[TopicId, tuple[SpokenAnswer, ...]] = {}
    any: Mapping[TopicId, tuple[SpokenAnswer, ...]] = {}
    when: Sentence
    urgency: Literal["moderate", "high", "imminent"] | None = None
    contact_within_hours: Annotated[float, Field(gt=0, le=72)] | None = None
    contact_words: Sentence | None = None
    follow_up_hours: Annotated[int, Field(gt=0, le=168)] | None = None
    tasks: Annotated[tuple[Sentence, ...], Field(min_length=1)]
    because: Sentence
    source: Id
    provenance: Provenance

    def holds(self, answers: Mapping[str, SpokenAnswer]) -> bool:
        """Whether every answer of `all` and, if there are any, at least one of `any` was given."""
        every = all(answers.get(topic, "not_asked") in wanted for topic, wanted in self.all.items())
        return every and (
            not self.any or any(answers.get(topic, "not_asked") in wanted for topic, wanted in self.any.items())
        )


class SafetyConversation(LibraryValue):
    """The topics in their order, and the rows of which the first that holds decides."""

    version: Version
    limits: Paragraph
    topics: Annotated[tuple[Topic, ...], Field(min_length=1)]
    rows: Annotated[tuple[CallRow, ...], Field(min_length=1)]
    sources: Annotated[tuple[Source, ...], Field(min_length=1)]
    review: Review


@dataclass(frozen=True)
class Call:
    """The row that decided, and the topics that still have to be asked."""

    row: CallRow
    left_open: tuple[str, ...]


def call_for(table: SafetyConversation, answers: Mapping[str, SpokenAnswer]) -> Call:
    """How soon a person makes contact after these answers. Classifies by pattern; nothing is added up.

    The first row of the table that holds decides. A topic without an answer counts as not asked, and not asked is
    never a no: it can make contact sooner and never later. When thoughts were denied, what would have been asked after
    them is not left open.

    >>> from kith.science.library import Library
    >>> table = Library.open().safety_conversation
    >>> no = dict.fromkeys(("wish", "thoughts", "acts", "now"), "no")
    >>> call_for(table, {**no, "wish": "yes"}).row.id, call_for(table, {**no, "acts": "recent"}).row.id
    ('next_day', 'at_once')
    >>> call_for(table, no).row.urgency is None, call_for(table, {}).row.id
    (True, 'ask_again')
    """
    row = next(row for row in table.rows if row.holds(answers))
    denied = answers.get("thoughts") == "no"
    left_open = tuple(
        topic.id
        for topic in table.topics
        if answers.get(topic.id, "not_asked") in OPEN and not (denied and topic.id in AFTER_THOUGHTS)
    )
    return Call(row, left_open)


def answer_fault(table: SafetyConversation, answers: Mapping[str, str]) -> str | None:
    """The first topic that is not in the table, or whose answer is none of its own; None when all is well."""
    known: dict[str, tuple[str, ...]] = {topic.id: topic.answers for topic in table.topics}
    return next((topic for topic, given in answers.items() if given not in known.get(topic, ())), None)


def safety_conversation_faults(table: SafetyConversation, document: Document) -> list[LibraryProblem]:
    """What is wrong inside: a calmer row before a faster one, a row without its clock, no row for the rest."""
    problems = review_faults(document, table.review)
    problems += source_faults(
        document, table.sources, [(("rows", i, "source"), row.source) for i, row in enumerate(table.rows)]
    )
    problems += repeated(document, ("topics",), "topics", [topic.id for topic in table.topics])
    problems += repeated(document, ("rows",), "rows", [row.id for row in table.rows])
    for i, row in enumerate(table.rows):
        problems += _row_faults(table, row, document, i)
    for i, (faster, other) in enumerate(zip(table.rows, table.rows[1:], strict=False), start=1):
        if _SPEED[other.urgency] > _SPEED[faster.urgency]:
            found = f"{other.urgency} after {faster.urgency or 'none'}"
            instead = "the fastest row first: the first that holds decides"
            problems.append(document.problem(("rows", i), "A faster row stands behind a calmer one", found, instead))
    last = table.rows[-1]
    if last.all or last.any:
        what, instead = "Some answers have no row", "a last row without conditions"
        problems.append(document.problem(("rows", len(table.rows) - 1), what, last.id, instead))
    return problems


def _row_faults(table: SafetyConversation, row: CallRow, document: Document, i: int) -> list[LibraryProblem]:
    problems = []
    answers = {topic.id: topic.answers for topic in table.topics}
    for group, conditions in (("all", row.all), ("any", row.any)):
        for topic, wanted in conditions.items():
            loc = ("rows", i, group, topic)
            if topic not in answers:
                problems.append(unknown_name(document, loc, "topic", topic, list(answers)))
            elif set(wanted) - set(answers[topic]):
                found, instead = ", ".join(wanted), ", ".join(answers[topic])
                problems.append(document.problem(loc, "This topic has no such answer", found, instead))
    clock = (row.contact_within_hours, row.contact_words, row.follow_up_hours)
    if any((part is None) != (row.urgency is None) for part in clock):
        what, instead = "A row that asks for contact has its clock", "urgency with hours, words and follow-up, or none"
        problems.append(document.problem(("rows", i), what, row.id, instead))
    return problems
