"""Climate and cohesion of a group over its meetings, each beside what is expected of it and whose word that is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from statistics import fmean
from uuid import UUID

from kith.care.models import Group, Session
from kith.care.models.group_answers import FEWEST, answers_about_meetings
from kith.care.models.knowledge import library
from kith.care.permissions import Access

FOLLOWED = ("group-climate", "group-cohesion")


@dataclass(frozen=True)
class ClimatePoint:
    """One meeting: how many answered, and their mean where enough did."""

    number: int
    answered: int
    mean: float | None


@dataclass(frozen=True)
class ExpectedBand:
    """Where a mean is expected to lie, both ends included but for the edge when more is worse; and who says so."""

    low: float
    high: float
    edge_is_inside: bool
    provenance: str
    source: str

    @property
    def edge(self) -> float:
        """Where it ends on the worse side."""
        return self.low if self.edge_is_inside else self.high

    def holds(self, mean: float) -> bool:
        """Whether a mean is as expected."""
        return self.low <= mean < self.high or (self.edge_is_inside and mean == self.high)


@dataclass(frozen=True)
class ClimateLine:
    """One scale over the meetings that were asked about."""

    name: str
    title: str
    highest: float
    higher_is_worse: bool
    band: ExpectedBand
    points: tuple[ClimatePoint, ...]

    @property
    def last(self) -> ClimatePoint | None:
        """The newest meeting with a mean."""
        return next((one for one in reversed(self.points) if one.mean is not None), None)


def climate_over_time(
    group: Group, held: Sequence[Session], members: Collection[UUID], access: Access, language: str
) -> tuple[ClimateLine, ...] | None:
    """A line for each scale that members were asked about; None where this viewer may not know."""
    if not access.can("R", "group_check"):
        return None
    return tuple(line for name in FOLLOWED for line in _lines(group, held, members, name, language))


def _lines(
    group: Group, held: Sequence[Session], members: Collection[UUID], name: str, language: str
) -> list[ClimateLine]:
    definition, words = library().instruments[name], library().wording(name, language)
    answers = answers_about_meetings(group, members, name)
    if not answers:
        return []
    sources = {one.id: one.cite for one in definition.sources}
    rows = []
    for scale in definition.scales:
        by_meeting: dict[UUID, list[float]] = defaultdict(list)
        for one in answers:
            value = one.scores.get(scale.id)
            if value is not None:
                by_meeting[one.session].append(value)
        worse = definition.is_worse_when_higher(scale.id)
        flag = next(one for one in definition.flags if one.scale == scale.id)
        edge = flag.at_least if flag.at_least is not None else flag.below
        assert edge is not None
        low, high = (scale.lowest, edge) if worse else (edge, scale.highest)
        rows.append(
            ClimateLine(
                name=words.scales[scale.id].name,
                title=words.title,
                highest=scale.highest,
                higher_is_worse=worse,
                band=ExpectedBand(low, high, not worse, flag.provenance, sources.get(flag.source, flag.source)),
                points=tuple(_point(one, by_meeting[one.pk]) for one in held),
            )
        )
    return rows


def _point(meeting: Session, values: Sequence[float]) -> ClimatePoint:
    mean = fmean(values) if len(values) >= FEWEST else None
    return ClimatePoint(meeting.number, len(values), mean)
