"""The kinds of field a worksheet may have. The list is closed: a new worksheet needs no new code."""

from typing import Annotated, Literal

from pydantic import Field as Limits

from kith.science.sources import Id, LibraryValue, Name, Sentence
from kith.science.worksheets.conditions import AskedIf

__all__ = [
    "Asked",
    "AskedField",
    "Choice",
    "Choices",
    "Computed",
    "Date",
    "Field",
    "KeepInView",
    "LongText",
    "Number",
    "Option",
    "Pick",
    "Picture",
    "Repeat",
    "RowField",
    "Scale",
    "ScaleLabel",
    "Text",
    "Time",
    "YesNo",
]


FieldPath = Annotated[str, Limits(pattern=r"^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)?$")]
"""A field by its id, or a column of a repeat as `repeat.column`."""


class Asked(LibraryValue):
    """What every question has: a name for the record, words for the person, when it is asked, how it is treated."""

    id: Name
    label: Sentence
    help: Sentence | None = None
    optional: bool = False
    sensitive: bool = False
    asked_if: AskedIf | None = None


class Text(Asked):
    """A short answer in one line."""

    type: Literal["text"]
    max_length: Annotated[int, Limits(ge=1, le=400)] = 200


class LongText(Asked):
    """An answer in the person's own words."""

    type: Literal["long_text"]
    max_length: Annotated[int, Limits(ge=1, le=8000)] = 4000


class Option(LibraryValue):
    """One thing that can be chosen."""

    id: Name
    label: Sentence


class Choice(Asked):
    """One of several."""

    type: Literal["choice"]
    options: Annotated[tuple[Option, ...], Limits(min_length=2)]


class Choices(Asked):
    """Any number of several, also none."""

    type: Literal["choices"]
    options: Annotated[tuple[Option, ...], Limits(min_length=2)]


class Number(Asked):
    """A number with a unit."""

    type: Literal["number"]
    min: float
    max: float
    unit: Sentence | None = None
    whole: bool = False


class ScaleLabel(LibraryValue):
    """Words at one point of a scale."""

    at: float
    label: Sentence


class Scale(Asked):
    """A rating between two ends that carry words."""

    type: Literal["scale"]
    min: int
    max: int
    labels: Annotated[tuple[ScaleLabel, ...], Limits(min_length=2)]
    unit: Sentence | None = None


class YesNo(Asked):
    """Yes or no."""

    type: Literal["yes_no"]


class Time(Asked):
    """A time of day, written HH:MM."""

    type: Literal["time"]


class Date(Asked):
    """A day, written YYYY-MM-DD."""

    type: Literal["date"]


class Pick(Asked):
    """Something the person wrote before on another worksheet, picked from a list; or words of one's own.

    `from_worksheet` is the worksheet, `column` the field or `repeat.column` whose newest answers are offered.
    """

    type: Literal["pick"]
    from_worksheet: Id
    column: FieldPath
    max_length: Annotated[int, Limits(ge=1, le=400)] = 200


class Picture(Asked):
    """A picture that the person made or took. The answer is the name under which it is kept; no machine looks at it."""

    type: Literal["picture"]


RowField = Text | LongText | Choice | Choices | Number | Scale | YesNo | Time | Date | Pick


class Repeat(Asked):
    """The same few questions again and again, one row each: an hour of a diary, a rating each five minutes.

    A `live` repeat is filled in while it happens: its first column is a time, which the page writes down by itself.
    """

    type: Literal["repeat"]
    fields: Annotated[tuple[Annotated[RowField, Limits(discriminator="type")], ...], Limits(min_length=1)]
    min_rows: Annotated[int, Limits(ge=0, le=200)] = 0
    max_rows: Annotated[int, Limits(ge=1, le=200)]
    row_label: Sentence
    live: bool = False


class Computed(LibraryValue):
    """A number worked out from others, by one of eight rules and no other.

    `difference` is the first minus the second, `duration` the minutes from the first time of day to the second, past
    midnight where it must. `count` counts rows, ticks, or answers of yes; `share` is the part of yes in hundred. The
    other rules take numbers and scales. `row.column` names a column of a repeat.
    """

    type: Literal["computed"]
    id: Name
    label: Sentence
    rule: Literal["difference", "sum", "mean", "max", "min", "count", "share", "duration"]
    of: Annotated[tuple[FieldPath, ...], Limits(min_length=1)]
    unit: Sentence | None = None
    better: Literal["lower", "higher", "neither"] = "neither"


class KeepInView(LibraryValue):
    """An earlier answer shown again, so that the person works on it and not on the memory of it."""

    type: Literal["keep_in_view"]
    shows: Name
    label: Sentence


AskedField = Text | LongText | Choice | Choices | Number | Scale | YesNo | Time | Date | Pick | Picture | Repeat

Field = Annotated[AskedField | Computed | KeepInView, Limits(discriminator="type")]
