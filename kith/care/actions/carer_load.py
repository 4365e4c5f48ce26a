"""A carer's answers about their own load: kept as theirs, scored as always, and never among the client's measures."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from kith.care.actions.acting import trace
from kith.care.actions.keeping import draft_of, scored_by
from kith.care.actions.safety import raise_for_answers
from kith.care.models import BadInput, CarerLoad, Invitation, Stale
from kith.care.models.caring import CARER_LOAD
from kith.care.models.knowledge import library
from kith.care.permissions import Viewer


def keep_carer_load(
    invitation: Invitation, *, key: UUID, version: int, language: str, by: Viewer, at: datetime
) -> CarerLoad:
    """Keep for good what was answered by this link. An answer that asks for help raises its alert; twice keeps once."""
    known = CarerLoad.objects.filter(invitation=invitation).first()
    if known is not None:
        trace("carer_load.repeated", by=by, at=at, clients=[invitation.client_id], about=known)
        return known
    draft = draft_of(invitation.client, CARER_LOAD, by)
    if draft is None:
        raise BadInput(
            _("Nothing was sent."),
            _("No question has been answered yet."),
            _("Answer the questions first."),
            "answers",
        )
    if draft.version != version or draft.content["key"] != str(key):
        raise Stale(
            _("Nothing was sent yet."),
            _("The same questions were answered in another window."),
            _("Look at the newer answers, then send them."),
        )
    row = _kept(invitation, draft.content["answers"], key, language, by, at)
    draft.delete()
    trace("carer_load.sent", by=by, at=at, clients=[invitation.client_id], about=row)
    return row


def _kept(
    invitation: Invitation, given: dict[str, float | None], key: UUID, language: str, by: Viewer, at: datetime
) -> CarerLoad:
    definition = library().instruments[CARER_LOAD]
    answers = {item.id: given.get(item.id) for item in definition.items}
    scored = scored_by(definition, answers)
    total = scored.scores["total"]
    row = CarerLoad(
        client=invitation.client,
        carer=invitation.carer,
        invitation=invitation,
        key=key,
        instrument_version=definition.version,
        library_version=library().version,
        language=language,
        answered_at=at,
        made_at=at,
    )
    row.answers = answers
    row.found = {"total": total.value, "band": total.band, "reason": total.reason, "flags": list(scored.flags)}
    row.save(force_insert=True)
    raise_for_answers(
        client=invitation.client,
        definition=definition,
        answers=answers,
        scored=scored,
        source_key=key,
        by=by,
        at=at,
    )
    return row
