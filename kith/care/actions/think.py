"""Think: what a practitioner keeps for themselves about a meeting, and what must not stay only there."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext as _

from kith.care.actions import deliver
from kith.care.actions.acting import action, trace
from kith.care.models import BadInput, ProcessNote, Session, SessionRecord, WrongMoment
from kith.care.permissions import NotYours, Viewer, check, check_led
from kith.care.queries.risk_words import risk_words

IN_RECORD = ("copied", "there_already")


@action
def write_process_note(
    *, session: Session, words: Mapping[str, str], in_record: str = "", copy: str = "", by: Viewer, at: datetime
) -> ProcessNote:
    """Keep what only its author reads. Where words of risk stand in it, the record must hold them too.

    `in_record` says how: `copied` adds `copy` to the record, as an addendum if it is signed; `there_already` is the
    author's word. Raises BadInput while it is open.
    """
    if session.client is None:
        raise NotYours  # a group's meeting
    client = session.client
    check(by, "W", "progress_note", client, at=at)
    check_led(by, session, client, at=at)
    kept = {name: text.strip() for name, text in words.items() if text.strip()}
    if session.state == "booked":
        raise WrongMoment(
            _("The note was not kept."),
            _("The session is not recorded yet."),
            _("Record it first, in two minutes; what you wrote stays here on the page."),
        )
    if not kept:
        raise BadInput(_("The note was not kept."), _("It has no words."), _("Answer one question, or none and leave."))
    if risk_words(kept) and in_record not in IN_RECORD:
        raise BadInput(
            _("The note was not kept yet."),
            _("It holds words about danger: %(words)s.") % {"words": ", ".join(risk_words(kept))},
            _("Nobody else reads this note. Say whether the record holds it already, or copy it there."),
            "in_record",
        )
    note = ProcessNote(client=client, session=session, author_id=by.user_id, written_at=at, made_at=at)
    note.words = kept
    note.save(force_insert=True)
    if in_record == "copied":
        _copy(session, copy, by, at)
    trace("process_note.written", by=by, at=at, clients=[client.pk], about=note)
    return note


def _copy(session: Session, copy: str, by: Viewer, at: datetime) -> None:
    if not copy.strip():
        raise BadInput(
            _("The note was not kept yet."),
            _("There are no words to copy into the record."),
            _("Write what the record must hold, or say that it is there already."),
            "copy",
        )
    assert session.client is not None  # the caller has looked
    signed = SessionRecord.objects.filter(session=session, client=session.client, adds_to__isnull=True).first()
    what = deliver.WhatHappened(copy.strip())
    deliver.record_session(session=session, client=session.client, what=what, adds_to=signed, by=by, at=at)
