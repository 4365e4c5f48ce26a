"""What was signed about one session: the note, what was done and for what, how close it was, and who looked over it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from kith.care.models import Client, Session, SessionRecord, SignOff
from kith.care.models.kept_documents import protocol_of
from kith.care.models.plan_courses import CoursePage, course_page
from kith.care.permissions import Viewer
from kith.care.queries.session_guide import measure_name
from kith.care.queries.working import title_of_work
from kith.science.protocols import Fidelity, Protocol, fidelity

WAITING, RETURNED, APPROVED = "waiting", "returned", "approved"


@dataclass(frozen=True)
class NoteBrief:
    """What was written about a session."""

    author: str
    signed_at: datetime
    text: str
    is_addendum: bool = False


@dataclass(frozen=True)
class UseShown:
    """A technique that was used, and what it was for; empty where nobody said."""

    name: str
    goals: tuple[str, ...]
    work: tuple[str, ...]
    measures: tuple[str, ...]


@dataclass(frozen=True)
class SignOffShown:
    """A supervisor's decision about a trainee's record."""

    supervisor: str
    decision: str
    words: str
    decided_at: datetime


@dataclass(frozen=True)
class SignedRecord:
    """What was signed, and what was added later. `sign_off` is empty where no supervisor has to look over it."""

    id: UUID
    note: NoteBrief
    uses: tuple[UseShown, ...]
    agenda_done: tuple[str, ...]
    rated: tuple[tuple[str, int | None], ...]
    fidelity: Fidelity
    goals: tuple[str, ...]
    work: tuple[str, ...]
    risk: str
    tasks: str
    is_released: bool
    addenda: tuple[NoteBrief, ...]
    sign_off: str
    sign_offs: tuple[SignOffShown, ...]


def signed_record(*, viewer: Viewer, client: Client, session: Session) -> SignedRecord | None:
    """The record of one session for a viewer who may read it whole; None when nothing is signed."""
    wanted = client.sessionrecord_set.filter(session=session).select_related("author").order_by("signed_at")
    rows = list(
        wanted.prefetch_related("goals", "sign_offs__supervisor", "technique_uses__goals", "technique_uses__work")
    )
    first = next((row for row in rows if row.adds_to_id is None), None)
    if first is None:
        return None
    found = course_page(session.plan, session.number) if session.plan is not None else None
    content = first.content
    addenda = [row for row in rows if row.adds_to_id is not None]
    decisions = sorted(first.sign_offs.all(), key=lambda one: one.decided_at)
    ratings: Mapping[str, int] = content.get("fidelity") or {}
    asked = asked_of(content, found)
    return SignedRecord(
        id=first.pk,
        note=_note(first),
        uses=_uses(first, found),
        agenda_done=_agenda_done(content.get("agenda_done") or (), found),
        rated=tuple((text, ratings.get(name)) for name, text in asked.items()),
        fidelity=fidelity(asked, ratings),
        goals=tuple(goal.words for goal in first.goals.all()),
        work=tuple(title_of_work(one) for one in session.assignments.order_by("made_at", "pk")),
        risk=str(content.get("risk") or ""),
        tasks=str(content.get("tasks") or ""),
        is_released=first.is_released,
        addenda=tuple(_note(row) for row in addenda),
        sign_off=sign_off_state(decisions, addenda) if first.author.is_trainee else "",
        sign_offs=tuple(
            SignOffShown(one.supervisor.display_name, one.decision, one.words, one.decided_at) for one in decisions
        ),
    )


def sign_off_state(decisions: Sequence[SignOff], addenda: Iterable[SessionRecord]) -> str:
    """waiting, returned or approved. What is added to a returned record makes it wait again."""
    if not decisions:
        return WAITING
    newest = decisions[-1]
    if newest.decision == APPROVED:
        return APPROVED
    return WAITING if any(one.signed_at > newest.decided_at for one in addenda) else RETURNED


def protocol_run_in(session: Session) -> Protocol | None:
    """The protocol of the plan that this session belongs to, in the version that was agreed."""
    return protocol_of(session.plan) if session.plan is not None else None


def asked_of(content: Mapping[str, Any], found: CoursePage | None) -> dict[str, str]:
    """The checklist as it was asked: item -> its words. Old records name no items; theirs are those of the page."""
    known = {item.id: item.text for item in found.page.fidelity} if found is not None else {}
    ratings = content.get("fidelity") or {}
    asked = content.get("fidelity_asked") or (list(dict.fromkeys([*known, *ratings])) if ratings else list(known))
    return {name: known.get(name, name) for name in asked}


def _uses(record: SessionRecord, found: CoursePage | None) -> tuple[UseShown, ...]:
    names = {name: one.name for name, one in found.techniques.items()} if found is not None else {}
    rows = {row.technique: row for row in record.technique_uses.all()}
    return tuple(
        UseShown(
            name=names.get(technique, technique),
            goals=tuple(goal.words for goal in rows[technique].goals.all()) if technique in rows else (),
            work=tuple(title_of_work(one) for one in rows[technique].work.all()) if technique in rows else (),
            measures=tuple(measure_name(one) for one in rows[technique].instruments) if technique in rows else (),
        )
        for technique in record.techniques
    )


def _agenda_done(done: Iterable[Any], found: CoursePage | None) -> tuple[str, ...]:
    titles = [item.title for item in found.page.agenda] if found is not None else []
    return tuple(
        titles[int(one) - 1] if str(one).isdigit() and 0 < int(one) <= len(titles) else str(one) for one in done
    )


def _note(row: SessionRecord) -> NoteBrief:
    return NoteBrief(row.author.display_name, row.signed_at, row.note, row.adds_to_id is not None)
