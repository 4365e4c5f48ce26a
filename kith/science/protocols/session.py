"""One meeting of a protocol: its agenda to the minute, its exercises, what happens until the next one."""

from typing import Annotated, Literal

from pydantic import Field

from kith.science.sources import Id, LibraryValue, Paragraph, Sentence

__all__ = ["AgendaItem", "Between", "Exercise", "FidelityItem", "Frame", "ProtocolSession", "SheetUsed"]


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


class SheetUsed(LibraryValue):
    """A worksheet filled in at the meeting or right after it: together, or by the practitioner alone."""

    worksheet: Id
    filled_in: Literal["together", "by_practitioner"]
    why: Sentence


class Frame(LibraryValue):
    """What every meeting begins and ends with, and what is watched and measured each time: written once."""

    opening: tuple[AgendaItem, ...] = ()
    closing: tuple[AgendaItem, ...] = ()
    sheets: tuple[SheetUsed, ...] = ()
    measures: tuple[Id, ...] = ()
    fidelity: tuple[FidelityItem, ...] = ()

    @property
    def minutes(self) -> int:
        """How long opening and closing take together."""
        return sum(item.minutes for item in (*self.opening, *self.closing))


class ProtocolSession(LibraryValue):
    """A meeting, or (with `to`) a run of meetings that follow the same page.

    The protocol's frame stands around it, unless `without_frame`. `with_whom` says who meets when it is not the client
    alone: the parents, the employer, the whole ward. `before_group` says that it is held with each future member or
    family by itself; the group's own meetings begin after it. `measures` are asked of the client, `carer_measures` of
    each one who cares for them, about themselves: those are never among the client's.
    """

    n: Annotated[int, Field(ge=1, le=200)]
    to: Annotated[int, Field(ge=1, le=200)] | None = None
    phase: Id
    title: Sentence
    purpose: Paragraph
    minutes: Annotated[int, Field(ge=10, le=480)] | None = None
    with_whom: Sentence | None = None
    before_group: bool = False
    without_frame: bool = False
    agenda: Annotated[tuple[AgendaItem, ...], Field(min_length=1)]
    exercises: tuple[Exercise, ...] = ()
    sheets: tuple[SheetUsed, ...] = ()
    between: tuple[Between, ...] = ()
    techniques: tuple[Id, ...] = ()
    measures: tuple[Id, ...] = ()
    carer_measures: tuple[Id, ...] = ()
    materials: tuple[Sentence, ...] = ()
    fidelity: tuple[FidelityItem, ...] = ()

    @property
    def last(self) -> int:
        """The number of the last meeting that this page covers."""
        return self.n if self.to is None else self.to

    def framed(self, frame: Frame | None) -> "ProtocolSession":
        """The meeting as it is run: between the opening and the closing that all meetings share."""
        if frame is None or self.without_frame:
            return self
        return self.model_copy(
            update={
                "agenda": (*frame.opening, *self.agenda, *frame.closing),
                "sheets": (*frame.sheets, *self.sheets),
                "measures": tuple(dict.fromkeys((*frame.measures, *self.measures))),
                "fidelity": (*frame.fidelity, *self.fidelity),
            }
        )
