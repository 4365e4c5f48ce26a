"""One meeting of a protocol: its agenda to the minute, its exercises, what happens until the next one."""

from typing import Annotated

from pydantic import Field

from kith.science.sources import Id, LibraryValue, Paragraph, Sentence

__all__ = ["AgendaItem", "Between", "Exercise", "FidelityItem", "ProtocolSession"]


class AgendaItem(LibraryValue):
    """A part of the meeting: how long, what it is called, what the practitioner does."""

    minutes: Annotated[int, Field(ge=1, le=240)]
    title: Sentence
    what: Paragraph
    technique: Id | None = None


class Exercise(LibraryValue):
    """Something done in the room, step by step."""

    title: Sentence
    steps: Annotated[tuple[Sentence, ...], Field(min_length=1)]


class Between(LibraryValue):
    """One piece of work until the next meeting, and why it is worth doing. Exactly one kind is named."""

    why: Sentence
    worksheet: Id | None = None
    practice: Id | None = None
    lesson: Id | None = None
    task: Sentence | None = None
    how_often: Sentence | None = None

    def named(self) -> tuple[tuple[str, str], ...]:
        """The kinds this work names, with their ids: one pair when the document is right."""
        kinds = (
            ("worksheet", self.worksheet),
            ("practice", self.practice),
            ("lesson", self.lesson),
            ("task", self.task),
        )
        return tuple((kind, name) for kind, name in kinds if name is not None)


class FidelityItem(LibraryValue):
    """One thing an observer can see: 0 not done, 1 done in part, 2 done."""

    id: Id
    text: Sentence


class ProtocolSession(LibraryValue):
    """A meeting, or (with `to`) a run of meetings that follow the same page."""

    n: Annotated[int, Field(ge=1, le=200)]
    to: Annotated[int, Field(ge=1, le=200)] | None = None
    phase: Id
    title: Sentence
    purpose: Paragraph
    minutes: Annotated[int, Field(ge=10, le=480)] | None = None
    agenda: Annotated[tuple[AgendaItem, ...], Field(min_length=1)]
    exercises: tuple[Exercise, ...] = ()
    between: tuple[Between, ...] = ()
    techniques: tuple[Id, ...] = ()
    measures: tuple[Id, ...] = ()
    materials: tuple[Sentence, ...] = ()
    fidelity: Annotated[tuple[FidelityItem, ...], Field(min_length=1)]

    @property
    def last(self) -> int:
        """The number of the last meeting that this page covers."""
        return self.n if self.to is None else self.to
