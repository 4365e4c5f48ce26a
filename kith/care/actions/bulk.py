"""Rows of many people leave the record: one person asks, another lets them go, and never the same one twice."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from kith.care.actions.acting import action, trace
from kith.care.actions.letting_go import DECIDED, decide_letting_go
from kith.care.models import BadInput, BulkExport, Client, WrongMoment
from kith.care.models.bulk import BULK_KINDS, BulkKind
from kith.care.permissions import Viewer, check_function

LONGEST: Final = timedelta(days=31)
"""A run that is made every night is let go anew each month, so that somebody looks again whether it is still needed."""
FEWEST_WORDS: Final = 20  # letters of a purpose that somebody else can judge
MOST_ALONE: Final = 20
"""People whose rows one person may take alone: a copy of more than these is worth stealing (hazard TH23)."""


@action
def request_bulk_export(*, kind: str, purpose: str, by: Viewer, at: datetime) -> BulkExport:
    """Ask that rows may leave: which, and what for."""
    check_function(by, "request_bulk_export")
    if kind not in BULK_KINDS:
        raise BadInput(
            _("Nothing was asked for."),
            _("It does not say which rows."),
            _("Choose the tables or the data set."),
            "kind",
        )
    if len(purpose.strip()) < FEWEST_WORDS:
        raise BadInput(
            _("Nothing was asked for."),
            _("It does not say what the rows are for."),
            _("Write in a sentence who gets them and by what right, so that somebody else can judge it."),
            "purpose",
        )
    row = BulkExport.objects.create(
        service_id=by.service_id,
        kind=kind,
        purpose=purpose.strip(),
        requested_by_id=by.user_id,
        requested_at=at,
        made_at=at,
    )
    trace("bulk_export.requested", by=by, at=at, clients=(), about=row)
    return row


@action
def decide_bulk_export(
    *, bulk_export: BulkExport, is_approved: bool, reason: str, days: int, by: Viewer, at: datetime
) -> BulkExport:
    """Let rows go for so many days, or not; what was let go can be taken back. Never by whoever asked."""
    check_function(by, "decide_bulk_export", service_id=bulk_export.service_id)
    row = BulkExport.objects.select_for_update(of=("self",)).get(pk=bulk_export.pk)
    lasts = timedelta(days=days)
    decide_letting_go(row, is_approved=is_approved, reason=reason, lasts=lasts, longest=LONGEST, by=by, at=at)
    row.save(update_fields=DECIDED)
    trace("bulk_export.approved" if is_approved else "bulk_export.refused", by=by, at=at, clients=(), about=row)
    return row


def let_go(kind: BulkKind, *, by: Viewer, at: datetime) -> BulkExport | None:
    """The request under which this person may take rows now; None where they are of few people and need none.

    Every way by which rows of many people leave asks this first. Raises WrongMoment where nobody let them go.
    """
    if Client.objects.filter(service_id=by.service_id).count() <= MOST_ALONE:
        return None
    asked = BulkExport.objects.filter(service_id=by.service_id, kind=kind, requested_by_id=by.user_id)
    rows = list(asked.order_by("-requested_at", "-pk"))
    found = next((one for one in rows if one.state(at) == "open"), None)
    paused = next((one for one in rows if one.state(at) == "paused"), None)
    if found is None and paused is not None and paused.opens_at is not None:
        raise WrongMoment(
            _("Nothing was written."),
            _("The rows were let go, and may be taken from %(when)s on.")
            % {"when": date_format(localtime(paused.opens_at), "DATETIME_FORMAT")},
            _("Wait until then. In this pause the privacy officer can still take it back."),
        )
    if found is None:
        raise WrongMoment(
            _("Nothing was written."),
            _("These are rows of more than %(count)s people, and no second person has let them go.")
            % {"count": MOST_ALONE},
            _("Ask on the page “Rows that leave”; the privacy officer decides there."),
        )
    return found
