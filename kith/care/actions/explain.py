"""Explain: the limits of confidentiality, told in plain words at the start and again when the words change."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from kith.care.actions.acting import action, trace
from kith.care.models import BadInput, Client, LimitsTalk
from kith.care.models.explaining import LIMITS_VERSION, UNDERSTANDING
from kith.care.permissions import Viewer, check


@action
def explain_limits(
    *, client: Client, understood: str, language: str, words: str = "", by: Viewer, at: datetime
) -> LimitsTalk:
    """Record that the limits were explained in the present version of the text, and how they were understood."""
    check(by, "W", "consents", client, at=at)
    if understood not in UNDERSTANDING:
        raise BadInput(
            _("The talk was not recorded yet."),
            _("It does not say how it was understood."),
            _("Choose one; “not yet” is an answer too, and means that you talk about it again."),
            "understood",
        )
    talk = LimitsTalk(
        client=client,
        text_version=LIMITS_VERSION,
        language=language,
        understood=understood,
        recorded_by_id=by.user_id,
        talked_at=at,
        made_at=at,
    )
    talk.words = words.strip()
    talk.save(force_insert=True)
    trace("limits.explained", by=by, at=at, clients=[client.pk], about=talk)
    return talk
