"""The worksheet document: steps with fields, and what to draw from an entry."""

from typing import Annotated, Literal

from pydantic import Field as Limits

from kith.science.sources import Id, LibraryValue, Name, Paragraph, Review, Sentence, Source, Version
from kith.science.worksheets.fields import AskedField, Computed, Field, KeepInView, Repeat

__all__ = ["Chart", "Step", "Worksheet"]


class Step(LibraryValue):
    """One screen: a title, a little help, and few fields."""

    id: Name
    title: Sentence
    help: Paragraph
    fields: Annotated[tuple[Field, ...], Limits(min_length=1, max_length=8)]


class Chart(LibraryValue):
    """A picture worth drawing: the change in one entry, the course within one, or the course across entries."""

    id: Name
    title: Sentence
    kind: Literal["before_after", "within_entry", "across_entries"]
    fields: Annotated[tuple[str, ...], Limits(min_length=1, max_length=4)]


class Worksheet(LibraryValue):
    """A form that a person works through between or within sessions."""

    id: Id
    version: Version
    title: Sentence
    purpose: Paragraph
    for_whom: Paragraph
    minutes: Annotated[int, Limits(ge=1, le=120)]
    steps: Annotated[tuple[Step, ...], Limits(min_length=1, max_length=12)]
    charts: tuple[Chart, ...] = ()
    after_words: Paragraph
    sources: Annotated[tuple[Source, ...], Limits(min_length=1)]
    review: Review

    @property
    def asked(self) -> tuple[AskedField, ...]:
        """The fields that take an answer, in order: neither computed nor shown again."""
        fields = (field for step in self.steps for field in step.fields)
        return tuple(field for field in fields if not isinstance(field, Computed | KeepInView))

    @property
    def computed(self) -> tuple[Computed, ...]:
        """The fields worked out from the answers."""
        return tuple(field for step in self.steps for field in step.fields if isinstance(field, Computed))

    def named(self) -> dict[str, AskedField]:
        """Every answer by its name; a column of a repeat as `repeat.column`."""
        names: dict[str, AskedField] = {}
        for field in self.asked:
            names[field.id] = field
            if isinstance(field, Repeat):
                names |= {f"{field.id}.{column.id}": column for column in field.fields}
        return names
