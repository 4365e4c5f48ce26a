"""What a signed record says in words: how close it was to the protocol, and where it is on its way to a supervisor."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from kith.care.queries.signed_record import SignedRecord


def signed_words(record: SignedRecord) -> dict[str, Any]:
    """Context of `web/practitioner/signed_record.html`."""
    return {"signed": record, "closeness": closeness(record.fidelity), "sign_off_chip": sign_off_chip(record.sign_off)}


def closeness(found: Any) -> str:
    """A checklist in one line. What was not rated is said to be missing; it never counts as nothing done."""
    if not found.rated:
        return _("not rated")
    told = {"share": f"{100 * found.share:.0f}", "rated": found.rated, "asked": found.asked}
    if found.is_adherent is None:
        return _("%(share)s %% of the points of %(rated)s rated items; the rest of %(asked)s is missing") % told
    if found.is_adherent:
        return _("%(share)s %% of the points, adherent (%(rated)s of %(asked)s items rated)") % told
    return _("%(share)s %% of the points, below 80 %% (%(rated)s of %(asked)s items rated)") % told


def sign_off_chip(state: str) -> dict[str, str] | None:
    """Where a trainee's record is; None where no supervisor has to look over it."""
    chips = {
        "waiting": {"label": _("Waits for a supervisor"), "tone": "info", "icon": "clock"},
        "returned": {"label": _("Returned"), "tone": "caution", "icon": "history"},
        "approved": {"label": _("Approved by a supervisor"), "tone": "good", "icon": "check"},
    }
    return chips.get(state)
