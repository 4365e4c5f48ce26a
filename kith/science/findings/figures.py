"""The parts of a finding: each is a figure with its provenance, or empty with the reason why nobody knows it."""

from typing import Annotated, Literal

from pydantic import Field

from kith.science.sources import Certainty, LibraryValue, Paragraph, Provenance, Sentence

__all__ = ["CHECKED", "Count", "Figure", "Interval", "Rating", "Statement"]

CHECKED = frozenset({"verified", "computed"})
"""What may be told to a client: read at its source, or worked out from named data. The rest waits for a reader."""


class Figure(LibraryValue):
    """A number with its provenance; null with the reason when it is not known, never nought."""

    value: float | None
    provenance: Provenance | None = None
    reason: Sentence | None = None

    @property
    def is_checked(self) -> bool:
        """Whether there is a number that somebody read at its source or worked out."""
        return self.value is not None and self.provenance in CHECKED


class Count(LibraryValue):
    """How many studies or people; null with the reason when it is not known, never nought."""

    value: Annotated[int, Field(ge=1)] | None
    provenance: Provenance | None = None
    reason: Sentence | None = None


class Interval(LibraryValue):
    """The two ends of an interval at a level in percent; null with the reason when it is not known."""

    ends: tuple[float, float] | None
    level: Annotated[float, Field(gt=50, lt=100)] = 95
    provenance: Provenance | None = None
    reason: Sentence | None = None

    @property
    def is_checked(self) -> bool:
        """Whether there is an interval that somebody read at its source or worked out."""
        return self.ends is not None and self.provenance in CHECKED


class Rating(LibraryValue):
    """How sure one may be, and who says so; null with the reason when nobody has rated it."""

    grade: Certainty | None
    by: Literal["authors", "our reading"] | None = None
    provenance: Provenance | None = None
    reason: Sentence | None = None


class Statement(LibraryValue):
    """Something that is said in words, with its provenance and, where there is one, its source."""

    text: Paragraph
    provenance: Provenance
    source: str | None = None
