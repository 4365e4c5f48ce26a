"""Stand by a question of the evidence as it is now: somebody who answers for it has read what changed."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.utils.translation import gettext as _

from kith.care.actions.acting import action, trace
from kith.care.models import BadInput, EvidenceSignOff, Service, Stale, WrongMoment
from kith.care.models.evidence import evidence_now
from kith.care.models.knowledge import library
from kith.care.permissions import NotYours, Viewer, check_function
from kith.science.evidence import as_values

MOST_WORDS: Final = 400


@action
def sign_evidence(*, question: str, sum_: str, words: str, by: Viewer, at: datetime) -> EvidenceSignOff:
    """Sign a question in the version that was shown, which `sum_` names; a later version is unsigned again.

    Raises Stale where the question has changed since it was shown, WrongMoment where this very version is signed
    already, BadInput where it is not said what was looked at.
    """
    check_function(by, "sign_evidence")
    if question not in library().evidence:
        raise NotYours
    version, present = evidence_now(question)
    if sum_ != present:
        raise Stale(
            _("Nothing was signed."),
            _("The question has changed since this page was opened."),
            _("Read what is different now, then sign again."),
        )
    Service.objects.select_for_update().get(pk=by.service_id)  # two who sign at once: the second one is told
    if _is_signed(by, question, present):
        raise WrongMoment(
            _("Nothing was signed."),
            _("Somebody of this service has signed this version already."),
            _("There is nothing to do until it changes."),
        )
    row = EvidenceSignOff.objects.create(
        service_id=by.service_id,
        question=question,
        version=version.document.version,
        content=as_values(version),
        sum=present,
        words=_said(words),
        signed_by_id=by.user_id,
        signed_at=at,
        made_at=at,
    )
    trace("evidence.signed", by=by, at=at, clients=(), about=row)
    return row


def _is_signed(by: Viewer, question: str, present: str) -> bool:
    rows = EvidenceSignOff.objects.filter(service_id=by.service_id, question=question)
    last = rows.order_by("-signed_at", "-pk").values_list("sum", flat=True).first()
    return last == present


def _said(words: str) -> str:
    said = " ".join(words.split())
    if not said:
        raise BadInput(
            _("Nothing was signed."),
            _("It does not say what you looked at."),
            _("Write it in one sentence."),
            "words",
        )
    if len(said) > MOST_WORDS:
        told = {"count": len(said), "most": MOST_WORDS}
        raise BadInput(
            _("Nothing was signed."),
            _("It has %(count)d characters.") % told,
            _("Use at most %(most)d.") % told,
            "words",
        )
    return said
