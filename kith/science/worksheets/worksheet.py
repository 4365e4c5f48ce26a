"""The worksheet document: steps with fields, and what to draw from an entry."""

from typing import Annotated, Literal

from pydantic import Field as Limits

from kith.science.sources import Id, LibraryValue, Name, Paragraph, Review, Sentence, Source, Version
from kith.science.worksheets.conditions import AskedIf, SheetFlag
from kith.science.worksheets.fields import AskedField, Computed, Field, KeepInView, Pick, Repeat

__all__ = ["Chart", "Step", "Worksheet"]


class Step(LibraryValue):
    """One screen: a title, a little help, and few fields. It is left out unless `asked_if` is met."""

    id: Name
    title: Sentence
    help: Paragraph
    asked_if: AskedIf | None = None
    fields: Annotated[tuple[Field, ...], Limits(min_length=1, max_length=8)]


class Chart(LibraryValue):
    """A picture worth drawing, of one entry or across entries.

    before_after: two numbers; within_entry: number columns of one repeat, row by row; across_entries: numbers entry by
    entry; rows: a bar for each row of a repeat, its words first and its number second; counts: how often each choice or
    yes was given across entries; chain: the rows of a repeat as linked boxes, their words first; circle: the rows of a
    repeat round the person, their words first and how near they stand (a scale, higher is nearer) second.
    """

    id: Name
    title: Sentence
    kind: Literal["before_after", "within_entry", "across_entries", "rows", "counts", "chain", "circle"]
    fields: Annotated[tuple[str, ...], Limits(min_length=1, max_length=4)]


FilledInBy = Literal["client", "together", "practitioner", "carer", "peer"]


class Worksheet(LibraryValue):
    """A form that a person works through between or within sessions.

    `filled_in_by` says whose it is; what only a practitioner fills in is not offered to a client. `rhythm` says whether
    there is one entry or many: a diary is daily, a thought record is filled in as needed, a staying-well plan once.
    `names_nobody` has every word compared with the names of those who are in groups with the person.
    """

    id: Id
    version: Version
    title: Sentence
    purpose: Paragraph
    for_whom: Paragraph
    minutes: Annotated[int, Limits(ge=1, le=120)]
    filled_in_by: Annotated[tuple[FilledInBy, ...], Limits(min_length=1)] = ("client",)
    rhythm: Literal["once", "daily", "weekly", "as_needed"] = "as_needed"
    before_words: Paragraph | None = None
    names_nobody: bool = False
    steps: Annotated[tuple[Step, ...], Limits(min_length=1, max_length=12)]
    charts: tuple[Chart, ...] = ()
    flags: tuple[SheetFlag, ...] = ()
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

    def picks(self) -> list[tuple[tuple[str | int, ...], Pick]]:
        """Each field that picks from another worksheet, with its place in the document."""
        found: list[tuple[tuple[str | int, ...], Pick]] = []
        for i, step in enumerate(self.steps):
            for j, field in enumerate(step.fields):
                loc: tuple[str | int, ...] = ("steps", i, "fields", j)
                if isinstance(field, Pick):
                    found.append((loc, field))
                elif isinstance(field, Repeat):
                    found += [((*loc, "fields", k), one) for k, one in enumerate(field.fields) if isinstance(one, Pick)]
        return found

    def named(self) -> dict[str, AskedField]:
        """Every answer by its name; a column of a repeat as `repeat.column`."""
        names: dict[str, AskedField] = {}
        for field in self.asked:
            names[field.id] = field
            if isinstance(field, Repeat):
                names |= {f"{field.id}.{column.id}": column for column in field.fields}
        return names
