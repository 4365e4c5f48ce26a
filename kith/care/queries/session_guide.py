"""The protocol's page for one session: agenda with its minutes, exercises, fidelity, and the work it suggests."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from kith.care.models.knowledge import library
from kith.care.models.own_documents import documents_offered_by
from kith.care.models.plan_courses import CoursePage
from kith.care.queries.working import title_of
from kith.science.protocols import GateDue, ProtocolSession, first_target

Card = tuple[str, Mapping[str, Any]]  # a worksheet and what was written on it


@dataclass(frozen=True)
class AgendaLine:
    """One part of the session: its minutes, from which minute on, what to do, and the technique behind it."""

    number: int
    minutes: int
    begins: int
    title: str
    what: str
    technique: str
    technique_is: str
    technique_id: str


@dataclass(frozen=True)
class NamedText:
    """Something with a name that forms and pages refer to."""

    id: str
    text: str
    more: str = ""


@dataclass(frozen=True)
class ExerciseShown:
    """Something done in the room, step by step."""

    title: str
    steps: tuple[str, ...]


@dataclass(frozen=True)
class SheetOffered:
    """A worksheet that belongs into the meeting: filled in together, or by the practitioner alone."""

    worksheet: str
    title: str
    is_together: bool
    why: str


@dataclass(frozen=True)
class WorkOffered:
    """Work that this session's page suggests; `key` names it in the form. A task is its title and has no document."""

    key: str
    kind: str
    document: str
    title: str
    why: str
    how_often: str
    is_of_today: bool


@dataclass(frozen=True)
class Guide:
    """The protocol's page for this session."""

    title: str
    purpose: str
    phase: str
    position: int
    is_beyond: bool
    last_number: int
    agenda: tuple[AgendaLine, ...]
    exercises: tuple[ExerciseShown, ...]
    techniques: tuple[NamedText, ...]
    materials: tuple[str, ...]
    fidelity: tuple[NamedText, ...]
    gates: tuple[NamedText, ...]
    harms: tuple[NamedText, ...]
    with_whom: str
    principles: tuple[NamedText, ...]
    targets: tuple[NamedText, ...]
    first_target: str
    sheets: tuple[SheetOffered, ...]
    measures: tuple[NamedText, ...]
    carer_measures: tuple[NamedText, ...]


def guide_of(found: CoursePage, due: Iterable[GateDue], attested: Iterable[str], cards: Iterable[Card] = ()) -> Guide:
    """What a practitioner runs this session from. `cards` are the worksheets that came back since last time."""
    protocol, page, techniques = found.protocol, found.page, found.techniques
    phase = next(one for one in protocol.phases if one.id == page.phase)
    agenda, begins = [], 0
    for number, item in enumerate(page.agenda, start=1):
        technique = techniques.get(item.technique or "")
        name, what = (technique.name, technique.what) if technique is not None else ("", "")
        agenda.append(AgendaLine(number, item.minutes, begins, item.title, item.what, name, what, item.technique or ""))
        begins += item.minutes
    used = dict.fromkeys([*(item.technique for item in page.agenda if item.technique), *page.techniques])
    first = first_target(protocol.targets, cards)
    confirmed = set(attested)
    return Guide(
        title=page.title,
        purpose=page.purpose,
        phase=phase.title,
        position=found.position,
        is_beyond=found.is_beyond,
        last_number=found.length,
        agenda=tuple(agenda),
        exercises=tuple(ExerciseShown(one.title, one.steps) for one in page.exercises),
        techniques=tuple(NamedText(name, techniques[name].name, techniques[name].what) for name in used),
        materials=page.materials,
        fidelity=tuple(NamedText(item.id, item.text) for item in page.fidelity),
        gates=tuple(
            NamedText(one.id, one.gate.text)
            for one in due
            if one.position <= found.position and one.id not in confirmed
        ),
        harms=tuple(NamedText(harm.id, harm.look_for, harm.do) for one in found.protocols for harm in one.harms),
        with_whom=page.with_whom or "",
        principles=tuple(NamedText(one.id, one.title, one.what) for one in protocol.principles),
        targets=tuple(NamedText(one.id, one.title, one.what) for one in protocol.targets),
        first_target=first.id if first is not None else "",
        sheets=tuple(
            SheetOffered(one.worksheet, title_of("worksheet", one.worksheet), one.filled_in == "together", one.why)
            for one in page.sheets
        ),
        measures=tuple(NamedText(name, measure_name(name)) for name in page.measures),
        carer_measures=tuple(NamedText(name, measure_name(name)) for name in page.carer_measures),
    )


def measure_name(instrument: str) -> str:
    """What a measure is called for short; its id when it has left the library."""
    known = library().instruments
    return known[instrument].short if instrument in known else instrument


def work_offered(today: ProtocolSession, pages: Iterable[ProtocolSession], service_id: UUID) -> tuple[WorkOffered, ...]:
    """Everything the course ever sets, today's first and marked; the same document once, and today's tasks.

    Below it stands what the service released itself.
    """
    found: dict[str, WorkOffered] = {}
    for page in (today, *pages):
        for number, between in enumerate(page.between):
            for kind, document in between.named():
                key = f"task:{number}" if kind == "task" else f"{kind}:{document}"
                if key not in found and (kind != "task" or page is today):
                    title, often = title_of(kind, document), between.how_often or ""
                    found[key] = WorkOffered(
                        key, kind, "" if kind == "task" else document, title, between.why, often, page is today
                    )
    for kind in ("worksheet", "practice", "lesson"):
        for one in documents_offered_by(service_id, kind):
            if kind == "worksheet" and "client" not in one.filled_in_by:
                continue
            key = f"{kind}:{one.id}"
            found.setdefault(key, WorkOffered(key, kind, one.id, one.title, "", "", is_of_today=False))
    return tuple(found.values())
