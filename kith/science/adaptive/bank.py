"""An item bank: questions with their parameters, the scale they measure on, and how an adaptive test over them runs.

The words of the questions are no part of a bank; only the numbers are.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field, model_validator

from kith.science.documents import Document, LibraryProblem, did_you_mean, fault
from kith.science.documents.reading import Location
from kith.science.faults import review_faults, source_faults
from kith.science.instruments import Licence
from kith.science.instruments.facts import Fact
from kith.science.sources import Id, LibraryValue, Name, Paragraph, Review, Sentence, Source, Version

if TYPE_CHECKING:
    from kith.science.adaptive.tables import Tables

Finite = Annotated[float, Field(allow_inf_nan=False)]
_SHARES_ADD_UP = 1e-6


class BankItem(LibraryValue):
    """One item: its content area, how sharply it tells people apart (`a`), and where each next answer begins (`b`).

    An item with m values of `b` has m + 1 answers, counted from 0.
    """

    id: Name
    area: Name
    # Published clinical items reach about 5; far above 10 an "item" is a switch, and more likely a slip of the pen.
    a: Annotated[float, Field(gt=0, le=10, allow_inf_nan=False)]
    b: Annotated[tuple[Finite, ...], Field(min_length=1, max_length=10)]

    @model_validator(mode="after")
    def _rising(self) -> BankItem:
        for place, (lower, upper) in enumerate(zip(self.b, self.b[1:], strict=False), start=1):
            if lower >= upper:
                instead = "thresholds that rise strictly; join two answers nobody tells apart"
                raise fault("The thresholds of an item do not rise", f"{lower:g}, {upper:g}", instead, at=("b", place))
        return self

    @property
    def answers(self) -> int:
        """How many answers the item has; they are numbered from 0."""
        return len(self.b) + 1


class ContentArea(LibraryValue):
    """A part of what is measured: the share of the test it should have, and how many answers it must have."""

    id: Name
    share: Annotated[float, Field(gt=0, le=1)]
    at_least: Annotated[int, Field(ge=0)] = 0


class Prior(LibraryValue):
    """What is believed of a person before the first answer: a normal distribution on the scale of the bank."""

    mean: Finite = 0
    sd: Annotated[float, Field(gt=0, allow_inf_nan=False)] = 1


class Grid(LibraryValue):
    """The points of the scale at which everything is worked out: equally far apart, both ends included."""

    lowest: Finite = -6
    highest: Finite = 6
    nodes: Annotated[int, Field(ge=21, le=1001)] = 121


class TScale(LibraryValue):
    """How theta is told to people: `mean` + `sd` times theta, and of which population these are mean and SD."""

    mean: Finite = 50
    sd: Annotated[float, Field(gt=0, allow_inf_nan=False)] = 10
    population: Sentence


class StoppingRule(LibraryValue):
    """When an adaptive test ends.

    It ends when the standard error is at or below `standard_error`, or when no item is left with more than
    `least_information`, both only after `minimum` answers and with every content area covered; and always after
    `maximum` items.
    """

    standard_error: Annotated[float, Field(gt=0, allow_inf_nan=False)]
    minimum: Annotated[int, Field(ge=1)] = 4
    maximum: Annotated[int, Field(ge=1)] = 12
    least_information: Annotated[float, Field(ge=0, allow_inf_nan=False)] = 0

    @model_validator(mode="after")
    def _in_order(self) -> StoppingRule:
        if self.minimum > self.maximum:
            raise fault("The fewest items exceed the most", f"{self.minimum} and {self.maximum}", "the smaller first")
        return self


class ItemBank(LibraryValue):
    """A bank of items on one scale. `tables` holds it made ready for testing."""

    id: Id
    version: Version
    title: Sentence
    about: Paragraph
    model: Literal["graded", "2pl"]
    measures: Name
    direction: Literal["higher_is_worse", "higher_is_better"]
    is_simulated: bool
    parameters: Fact
    prior: Prior
    grid: Grid = Grid()
    t_score: TScale
    stopping: StoppingRule
    areas: Annotated[tuple[ContentArea, ...], Field(min_length=1)]
    rules: Fact
    items: Annotated[tuple[BankItem, ...], Field(min_length=1)]
    forms: dict[Name, Annotated[tuple[Name, ...], Field(min_length=1)]] = {}
    licence: Licence
    sources: tuple[Source, ...]
    review: Review

    @model_validator(mode="after")
    def _holds_together(self) -> ItemBank:
        _check_names(self)
        _check_areas(self)
        _check_grid(self.prior, self.grid)
        _check_origin(self)
        return self

    @cached_property
    def tables(self) -> Tables:
        """The bank made ready: every probability and all information on the grid, worked out once."""
        from kith.science.adaptive.tables import make_tables

        return make_tables(self)

    @property
    def caution(self) -> str | None:
        """What has to stand beside every number from a simulated bank; None for a bank of real answers."""
        return "Simulated bank: for trying the machinery, not for people." if self.is_simulated else None


def bank_faults(bank: ItemBank, document: Document) -> list[LibraryProblem]:
    """What is wrong with a bank's papers: a source that is not listed, a review without a reviewer."""
    used: list[tuple[Location, str]] = [
        (("parameters", "source"), bank.parameters.source),
        (("rules", "source"), bank.rules.source),
    ]
    return review_faults(document, bank.review) + source_faults(document, bank.sources, used)


def _check_names(bank: ItemBank) -> None:
    items = [item.id for item in bank.items]
    areas = [area.id for area in bank.areas]
    _check_once(items, "items")
    _check_once(areas, "areas")
    for place, item in enumerate(bank.items):
        if item.area not in areas:
            what, instead = "There is no content area of this name", did_you_mean(item.area, areas)
            raise fault(what, item.area, instead, at=("items", place, "area"))
        if bank.model == "2pl" and item.answers != 2:
            found = f"{item.answers} answers"
            raise fault(
                "An item of the 2pl model has two answers", found, "one threshold in b", at=("items", place, "b")
            )
    for name, form in bank.forms.items():
        _check_once(form, "items of a form", ("forms", name))
        for place, one in enumerate(form):
            if one not in items:
                what, instead = "There is no item of this name", did_you_mean(one, items)
                raise fault(what, one, instead, at=("forms", name, place))


def _check_once(names: Sequence[str], kind: str, at: Location | None = None) -> None:
    for place, name in enumerate(names):
        if name in names[:place]:
            here = (*at, place) if at else (kind, place, "id")
            raise fault(f"Two {kind} share one id", name, "each id once", at=here)


def _check_areas(bank: ItemBank) -> None:
    total = math.fsum(area.share for area in bank.areas)
    if abs(total - 1) > _SHARES_ADD_UP:
        raise fault("The shares of the content areas do not add up to 1", f"{total:g}", "shares of 1", at=("areas",))
    needed = sum(area.at_least for area in bank.areas)
    if needed > bank.stopping.maximum:
        found, instead = f"{needed} of {bank.stopping.maximum}", "fewer at_least, or a larger maximum"
        raise fault("The areas need more answers than the test may have", found, instead, at=("areas",))
    for place, area in enumerate(bank.areas):
        has = sum(item.area == area.id for item in bank.items)
        if has < max(area.at_least, 1):
            found, instead = f"{has} items, at_least {area.at_least}", "more items of this area, or a smaller at_least"
            raise fault("A content area has too few items", found, instead, at=("areas", place))


def _check_grid(prior: Prior, grid: Grid) -> None:
    """A grid that cuts off the prior, or steps over it, gives wrong estimates without a sign."""
    reach = min(prior.mean - grid.lowest, grid.highest - prior.mean)
    if reach < 4 * prior.sd:
        found, instead = f"{grid.lowest:g} to {grid.highest:g}", "four prior SDs or more on either side of its mean"
        raise fault("The grid does not reach the ends of the prior", found, instead, at=("grid",))
    step = (grid.highest - grid.lowest) / (grid.nodes - 1)
    if step > 0.25 * prior.sd:
        found, instead = f"a point every {step:.3g}", "more nodes: a point every quarter of the prior SD or closer"
        raise fault("The grid is too coarse", found, instead, at=("grid",))


def _check_origin(bank: ItemBank) -> None:
    """An invented bank says so in its title; one that is not invented was read at its source."""
    provenance = bank.parameters.provenance
    at: Location = ("parameters", "provenance")
    if bank.is_simulated:
        if provenance not in ("computed", "convention"):
            raise fault("Simulated parameters come from no source", provenance, "computed or convention", at=at)
        if "simulated" not in bank.title.lower():
            raise fault(
                "A simulated bank does not say so in its title", bank.title, "Simulated bank: ...", at=("title",)
            )
    elif provenance != "verified":
        instead = "verified, after reading every parameter at its source"
        raise fault("Item parameters are taken from a source that was read, or not at all", provenance, instead, at=at)
