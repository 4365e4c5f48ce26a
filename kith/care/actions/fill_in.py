"""Fill in: worksheets that staff fill in, together with the client, alone after a meeting, or at a contact."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from kith.care.actions.acting import action, trace
from kith.care.actions.flagged import raise_for_entry
from kith.care.actions.naming import check_names_nobody
from kith.care.actions.safety import note_correction
from kith.care.actions.wording_of_problems import refused_entry
from kith.care.models import BadInput, Client, Membership, Plan, Session, Sheet, WrongMoment
from kith.care.models.kept_documents import document_as_begun, keep_begun
from kith.care.models.knowledge import is_known_document, library
from kith.care.models.practising import BY_STAFF
from kith.care.permissions import NotYours, Viewer, check_as_staff
from kith.science.worksheets import Entry, EntryProblem, Worksheet, check_entry, written_words


@dataclass(frozen=True)
class Filled:
    """What was filled in, and where: in a session, at one of the protocol's contacts, or at neither."""

    worksheet: str
    answers: Mapping[str, Any]
    is_together: bool
    session: Session | None = None
    contact: str = ""


@action
def fill_in_sheet(*, plan: Plan, filled: Filled, key: UUID, by: Viewer, at: datetime) -> Sheet:
    """Keep a worksheet that a member of staff filled in. The same key is kept once.

    An answer that its worksheet flags raises the client's alert with it. What was filled in together is shared.
    """
    check_as_staff(by, "W", "progress_note", plan.client, at=at)
    known = Sheet.objects.filter(key=key).first()
    if known is not None:
        if known.plan_id != plan.pk or known.worksheet != filled.worksheet:
            raise NotYours
        trace("sheet.repeated", by=by, at=at, clients=[plan.client_id], about=known)
        return known
    if filled.session is not None and filled.session.client_id != plan.client_id:
        raise NotYours
    if plan.state != "agreed":
        raise WrongMoment(
            _("The sheet was not kept."), _("The plan is not in force."), _("Agree the plan first, or use a newer one.")
        )
    worksheet = _of_staff(filled.worksheet, plan.client.service_id)
    if filled.is_together and "together" not in worksheet.filled_in_by:
        raise BadInput(
            _("The sheet was not kept."),
            _("“%(title)s” is not made to be filled in together.") % {"title": worksheet.title},
            _("Say that you filled it in yourself."),
            "is_together",
        )
    entry = _checked(worksheet, filled.answers)
    _check_nobody_named(worksheet, entry, plan.client)
    row = Sheet(
        client_id=plan.client_id,
        plan=plan,
        session=filled.session,
        contact=filled.contact,
        worksheet=worksheet.id,
        worksheet_version=worksheet.version,
        key=key,
        is_together=filled.is_together,
        author_id=by.user_id,
        filled_in_at=at,
        made_at=at,
    )
    row.answers = entry.as_kept()
    row.save(force_insert=True)
    keep_begun("worksheet", worksheet.id, plan.client.language, at=at)
    raise_for_entry(client=plan.client, entry=entry, source_key=key, by=by, at=at)
    trace("sheet.filled_in", by=by, at=at, clients=[plan.client_id], about=row)
    return row


@action
def correct_sheet(*, sheet: Sheet, answers: Mapping[str, Any], key: UUID, by: Viewer, at: datetime) -> Sheet:
    """Keep a corrected version beside the old one, which stays. The same key is kept once.

    It is checked against the version of the worksheet that was filled in. An alert that the old one raised stays open
    with a note; what only the correction says raises it anew.
    """
    check_as_staff(by, "W", "progress_note", sheet.client, at=at)
    known = Sheet.objects.filter(key=key).first()
    if known is not None:
        if known.replaces_id != sheet.pk:
            raise NotYours
        trace("sheet.repeated", by=by, at=at, clients=[sheet.client_id], about=known)
        return known
    if Sheet.objects.filter(replaces=sheet).exists():
        raise WrongMoment(
            _("The sheet was not corrected."),
            _("Somebody has corrected this version already."),
            _("Look at the newest version, and correct that."),
        )
    worksheet: Worksheet = document_as_begun("worksheet", sheet.worksheet, sheet.worksheet_version)
    entry = _checked(worksheet, answers)
    _check_nobody_named(worksheet, entry, sheet.client)
    row = Sheet(
        client_id=sheet.client_id,
        plan_id=sheet.plan_id,
        session_id=sheet.session_id,
        contact=sheet.contact,
        worksheet=sheet.worksheet,
        worksheet_version=worksheet.version,
        key=key,
        is_together=sheet.is_together,
        author_id=by.user_id,
        replaces=sheet,
        filled_in_at=at,
        made_at=at,
    )
    row.answers = entry.as_kept()
    row.save(force_insert=True)
    source = _first(sheet).key
    note_correction(client=sheet.client, source_key=source, words=_("The sheet was corrected."), by=by, at=at)
    raise_for_entry(client=sheet.client, entry=entry, source_key=source, by=by, at=at)
    trace("sheet.corrected", by=by, at=at, clients=[sheet.client_id], about=row)
    return row


def _of_staff(name: str, service_id: UUID) -> Worksheet:
    shelf = library().worksheets
    is_known = is_known_document("worksheet", name, service_id)
    if not is_known or not BY_STAFF & set(shelf[name].filled_in_by):
        raise BadInput(
            _("The sheet was not kept."),
            _("The library has no “%(name)s” for staff to fill in.") % {"name": name},
            _("Choose one from the list, or set it as work for the person."),
            "worksheet",
        )
    return shelf[name]


def _checked(worksheet: Worksheet, answers: Mapping[str, Any]) -> Entry:
    try:
        return check_entry(worksheet, answers)
    except EntryProblem as problem:
        raise refused_entry(problem) from problem


def _check_nobody_named(worksheet: Worksheet, entry: Entry, client: Client) -> None:
    """Where the worksheet says so: against all who are or were in a group with the person, and the person too."""
    if not worksheet.names_nobody:
        return
    texts, labels = {}, {}
    for name, label, words in written_words(worksheet, entry):
        texts[name], labels[name] = words, label
    members = Membership.objects.filter(group__in=client.membership_set.values("group")).select_related("client")
    check_names_nobody(texts, members, labels=labels)


def _first(sheet: Sheet) -> Sheet:
    """The version that was filled in first: it and its corrections are one source of alerts."""
    while sheet.replaces is not None:
        sheet = sheet.replaces
    return sheet
