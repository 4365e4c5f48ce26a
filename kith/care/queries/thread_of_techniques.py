"""The part of the golden thread between goals and measures: which technique served which goal, with which work."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from kith.care.models import Client, Episode, TechniqueUse
from kith.care.models.kept_documents import protocol_of
from kith.care.models.knowledge import library
from kith.care.permissions import Viewer
from kith.care.queries.session_guide import measure_name


@dataclass(frozen=True)
class TechniquePart:
    """A technique, with every session it was used in and everything it was used for."""

    id: str
    name: str
    sessions: tuple[UUID, ...]
    goals: tuple[UUID, ...]
    work: tuple[UUID, ...]
    measures: tuple[str, ...]


@dataclass(frozen=True)
class MeasurePart:
    """A measure that some technique should move, and what was done for it."""

    id: str
    name: str
    techniques: tuple[str, ...]
    goals: tuple[UUID, ...]
    sessions: tuple[UUID, ...]
    work: tuple[UUID, ...]


def techniques_of(*, viewer: Viewer, client: Client, episode: Episode) -> tuple[TechniquePart, ...]:
    """The techniques of one stay in the order of their first use, for a viewer who may read the records whole."""
    rows = client.techniqueuse_set.filter(record__session__plan__episode=episode)
    linked = rows.select_related("record__session__plan").prefetch_related("goals", "work")
    by_name: dict[tuple[str, str], list[TechniqueUse]] = defaultdict(list)
    for use in linked.order_by("record__signed_at", "made_at", "pk"):
        by_name[use.protocol, use.technique].append(use)
    return tuple(
        TechniquePart(
            id=f"{protocol}-{technique}",
            name=_name(found[0], technique),
            sessions=_once(use.record.session_id for use in found),
            goals=_once(goal.pk for use in found for goal in use.goals.all()),
            work=_once(piece.pk for use in found for piece in use.work.all()),
            measures=tuple(dict.fromkeys(name for use in found for name in use.instruments)),
        )
        for (protocol, technique), found in by_name.items()
    )


def measures_of(techniques: Iterable[TechniquePart]) -> tuple[MeasurePart, ...]:
    """The same links from the other end: for each measure what was done for it."""
    by_measure: Mapping[str, list[TechniquePart]] = defaultdict(list)
    for technique in techniques:
        for measure in technique.measures:
            by_measure[measure].append(technique)
    return tuple(
        MeasurePart(
            id=measure,
            name=measure_name(measure),
            techniques=tuple(one.id for one in found),
            goals=_once(goal for one in found for goal in one.goals),
            sessions=_once(session for one in found for session in one.sessions),
            work=_once(piece for one in found for piece in one.work),
        )
        for measure, found in by_measure.items()
    )


def _once(keys: Iterable[UUID]) -> tuple[UUID, ...]:
    return tuple(dict.fromkeys(keys))


def _name(use: TechniqueUse, technique: str) -> str:
    plan = use.record.session.plan
    is_own = plan is not None and plan.protocol == use.protocol
    protocol = protocol_of(plan) if is_own and plan is not None else library().protocols.get(use.protocol)
    known = protocol.techniques if protocol is not None else ()
    return next((one.name for one in known if one.id == technique), technique)
