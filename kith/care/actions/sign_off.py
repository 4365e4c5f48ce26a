"""Sign off: a supervisor reads the record that a trainee signed, and approves it or returns it with what is missing."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from kith.care.actions.acting import action, trace
from kith.care.models import BadInput, SessionRecord, SignOff, WrongMoment
from kith.care.models.running import SIGN_OFFS
from kith.care.permissions import Viewer, check_as_staff, check_supervises


@action
def sign_off_record(*, record: SessionRecord, decision: str, words: str, by: Viewer, at: datetime) -> SignOff:
    """Approve a trainee's record, or return it. The record itself stays as it was signed."""
    check_as_staff(by, "W", "supervision", record.client, at=at)
    check_supervises(by, record, at=at)
    _check_waits(record)
    if decision not in SIGN_OFFS:
        raise BadInput(
            _("Nothing was decided."),
            _("It does not say whether you approve."),
            _("Approve the record, or return it."),
            "decision",
        )
    if decision == "returned" and not words.strip():
        raise BadInput(
            _("The record was not returned."),
            _("It does not say what is missing."),
            _("Write what to add; the trainee reads it on the session's page."),
            "words",
        )
    row = SignOff(
        client_id=record.client_id,
        record=record,
        supervisor_id=by.user_id,
        decision=decision,
        decided_at=at,
        made_at=at,
    )
    row.words = words.strip()
    row.save(force_insert=True)
    trace(f"record.{decision}", by=by, at=at, clients=[record.client_id], about=record)
    return row


def _check_waits(record: SessionRecord) -> None:
    if record.adds_to_id is not None or not record.author.is_trainee:
        raise WrongMoment(
            _("Nothing was decided."),
            _("This record needs no supervisor."),
            _("Only a record that a trainee signed is signed off; read it here as long as you like."),
        )
    if record.sign_offs.filter(decision="approved").exists():
        raise WrongMoment(
            _("Nothing was decided."),
            _("The record is approved already."),
            _("Speak with the trainee, and let them add what is missing."),
        )
