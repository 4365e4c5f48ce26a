"""Guided practices: a few sentences spoken at their own pace, with a rating before and after."""

from typing import Annotated, Literal

from pydantic import Field

from kith.science.documents import Document, LibraryProblem
from kith.science.faults import review_faults, source_faults
from kith.science.sources import Id, LibraryValue, Paragraph, Review, Sentence, Source, Version

__all__ = ["Pace", "Practice", "PracticeStep", "Rating", "practice_faults"]


class Pace(LibraryValue):
    """One breath in seconds; a pacer repeats it for the length of the step."""

    breathe_in: Annotated[float, Field(ge=1, le=10)]
    hold: Annotated[float, Field(ge=0, le=10)] = 0
    breathe_out: Annotated[float, Field(ge=1, le=12)]
    rest: Annotated[float, Field(ge=0, le=10)] = 0

    @property
    def seconds(self) -> float:
        """The length of one breath."""
        return self.breathe_in + self.hold + self.breathe_out + self.rest


class PracticeStep(LibraryValue):
    """Words, and how long to stay with them."""

    seconds: Annotated[int, Field(ge=5, le=900)]
    say: Paragraph
    pace: Pace | None = None


class Rating(LibraryValue):
    """The same question before and after, from 0 to 10."""

    question: Sentence
    low: Sentence
    high: Sentence


HelpsWith = Literal["calm", "grounding", "attention", "urges", "sleep", "kindness", "energy", "pain"]


class Practice(LibraryValue):
    """Something to do on one's own that takes a few minutes."""

    id: Id
    version: Version
    title: Sentence
    purpose: Paragraph
    helps_with: Annotated[tuple[HelpsWith, ...], Field(min_length=1)]
    minutes: Annotated[float, Field(gt=0, le=60)]
    warnings: Annotated[tuple[Sentence, ...], Field(min_length=1)]
    stop_if: Sentence
    rate: Rating
    steps: Annotated[tuple[PracticeStep, ...], Field(min_length=1)]
    after_words: Sentence
    sources: Annotated[tuple[Source, ...], Field(min_length=1)]
    review: Review

    @property
    def seconds(self) -> int:
        """The length of all steps together."""
        return sum(step.seconds for step in self.steps)


def practice_faults(practice: Practice, document: Document) -> list[LibraryProblem]:
    """What is wrong inside a practice: steps that do not last as long as promised, a pace that cuts a breath in two."""
    problems = review_faults(document, practice.review) + source_faults(document, practice.sources, [])
    if practice.seconds != practice.minutes * 60:
        what, found = "The steps do not last as long as the practice says", f"{practice.seconds} seconds"
        problems.append(document.problem(("minutes",), what, found, f"minutes: {practice.seconds / 60:g}"))
    for i, step in enumerate(practice.steps):
        if step.pace is not None and step.seconds % step.pace.seconds:
            found = f"{step.seconds} seconds with breaths of {step.pace.seconds:g}"
            instead = f"a multiple of {step.pace.seconds:g} seconds"
            problems.append(
                document.problem(("steps", i, "seconds"), "The pacer stops within a breath", found, instead)
            )
    return problems
