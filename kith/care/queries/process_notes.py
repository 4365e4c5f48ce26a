"""Process notes: what its author thinks about a meeting, the protocol's questions for it, and what was thought before.

Only the author reads them. No other query opens this table.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from kith.care.models import ProcessNote, Session
from kith.care.permissions import Viewer, access_to, reach_led
from kith.care.queries.client_head import ClientHead, client_head
from kith.care.queries.looking import note_seen
from kith.care.queries.session_guide import NamedText
from kith.care.queries.signed_record import protocol_run_in

FREE = "free"  # words that answer no question of the protocol


@dataclass(frozen=True)
class Thought:
    """One note: the question (empty for free words) with what was written, and after which meeting."""

    number: int
    written_at: datetime
    lines: tuple[tuple[str, str], ...]
    is_of_this: bool


@dataclass(frozen=True)
class ProcessNotePage:
    """The questions after this meeting, and the author's own notes about this person, the newest first."""

    head: ClientHead
    session_id: UUID
    number: int
    is_recorded: bool
    questions: tuple[NamedText, ...]
    thoughts: tuple[Thought, ...]


def process_notes(*, viewer: Viewer, session_id: UUID, at: datetime) -> ProcessNotePage:
    """The page of the one who led this session."""
    session, client = reach_led(viewer, session_id, at=at)
    access = access_to(viewer, client, at=at)
    protocol = protocol_run_in(session)
    questions = tuple(NamedText(one.id, one.prompt, one.about) for one in protocol.reflections) if protocol else ()
    words = {one.id: one.text for one in questions}
    page = ProcessNotePage(
        head=client_head(viewer=viewer, client=client, access=access, episode=client.newest_episode(), at=at),
        session_id=session.pk,
        number=session.number,
        is_recorded=session.state != "booked",
        questions=questions,
        thoughts=tuple(
            _thought(row, words, session.pk)
            for row in _own_notes(viewer, session).select_related("session").order_by("-written_at")
        ),
    )
    note_seen(viewer, "process_note.seen", [client.pk], at=at, about=session)
    return page


def _own_notes(viewer: Viewer, session: Session) -> QuerySet[ProcessNote]:
    """The viewer's own about this plan, and never anybody else's."""
    assert session.client is not None  # whoever opened it has looked
    return session.client.processnote_set.filter(author_id=viewer.user_id, session__plan=session.plan)


def _thought(row: ProcessNote, words: dict[str, str], here: UUID) -> Thought:
    lines = tuple((words.get(name, "" if name == FREE else name), text) for name, text in row.words.items())
    return Thought(row.session.number, row.written_at, lines, row.session_id == here)
