"""Worksheets that staff fill in: one to fill in or correct, one to read, and all of a person's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from kith.care.models import Client, Plan, Sheet
from kith.care.models.kept_documents import document_as_begun, protocol_of
from kith.care.models.knowledge import is_known_document, library
from kith.care.models.practising import BY_STAFF
from kith.care.permissions import Access, NotYours, Refused, Viewer, reach
from kith.care.queries.client_head import ClientHead, client_head
from kith.care.queries.looking import note_seen
from kith.care.queries.my_sheets import answers_to_pick
from kith.care.queries.myself import Own
from kith.care.queries.staff_looking import open_as_staff
from kith.care.queries.working import StepShown, steps_of
from kith.science.worksheets import Worksheet, check_entry, shown_fields, values_so_far

__all__ = [
    "SheetForm",
    "SheetRead",
    "SheetsPage",
    "sheet_to_change",
    "sheet_to_correct",
    "sheet_to_fill",
    "sheet_to_read",
    "sheets_of",
    "shown_fields",
    "values_so_far",
]

CONTACT_NOTE = "contact-note"  # for contacts of a protocol that name no sheet of their own
MEETINGS = 12  # the meetings to choose from: a term of weekly ones
SOON = timedelta(days=1)


@dataclass(frozen=True)
class Meeting:
    """A meeting at which a sheet may have been filled in."""

    id: UUID
    number: int
    starts_at: datetime


@dataclass(frozen=True)
class SheetForm:
    """A worksheet to fill in, or to correct: `answers` are then what it said. Without a plan there is nothing to do."""

    head: ClientHead
    worksheet: Worksheet
    plan_id: UUID | None
    sheet_id: UUID | None
    answers: Mapping[str, Any]
    picks: Mapping[str, tuple[str, ...]]
    meetings: tuple[Meeting, ...] = ()
    contacts: tuple[tuple[str, str], ...] = ()

    @property
    def may_be_together(self) -> bool:
        """Whether it is made to be filled in with the person."""
        return "together" in self.worksheet.filled_in_by


@dataclass(frozen=True)
class SheetRow:
    """One sheet without its answers: when, by whom, at which meeting or contact."""

    id: UUID
    title: str
    filled_in_at: datetime
    author: str
    is_together: bool
    session_id: UUID | None
    number: int | None
    contact: str
    is_correction: bool


@dataclass(frozen=True)
class SheetRead:
    """One sheet as it was filled in, with what it flagged and the versions before and after it."""

    head: ClientHead
    row: SheetRow
    worksheet: Worksheet
    answers: Mapping[str, Any]
    steps: tuple[StepShown, ...]
    flags: tuple[str, ...]
    alert_id: UUID | None
    earlier: UUID | None
    later: UUID | None
    may_write: bool


@dataclass(frozen=True)
class SheetGroup:
    """The sheets of one worksheet, the newest first, each with its answers for the charts across them."""

    worksheet: Worksheet
    rows: tuple[SheetRow, ...]
    across: tuple[tuple[datetime, Mapping[str, Any]], ...]


@dataclass(frozen=True)
class ContactOfPlan:
    """A contact outside the meetings that belongs to the plan's intervention, and how often it has been recorded."""

    id: str
    title: str
    with_whom: str
    when: str
    rules: tuple[str, ...]
    worksheet: str
    times: int
    last_at: datetime | None


@dataclass(frozen=True)
class SheetsPage:
    """Everything that staff filled in for one person, by worksheet; contacts of the plan; what can be filled in.

    `offered` are the worksheets that the plan's intervention names, `others` all that staff fill in besides.
    """

    head: ClientHead
    groups: tuple[SheetGroup, ...]
    contacts: tuple[ContactOfPlan, ...]
    offered: tuple[Worksheet, ...]
    others: tuple[Worksheet, ...]


def sheet_to_fill(*, viewer: Viewer, client_id: UUID, worksheet: str, at: datetime) -> SheetForm:
    """An empty worksheet for one person; NotYours for one that staff do not fill in."""
    client, access = open_as_staff(viewer, client_id, "W", "progress_note", at=at)
    document = library().worksheets[worksheet] if is_known_document("worksheet", worksheet, client.service_id) else None
    if document is None or not BY_STAFF & set(document.filled_in_by):
        raise NotYours
    plan = _plan_in_force(client)
    page = SheetForm(
        head=_head(viewer, client, access, at),
        worksheet=document,
        plan_id=plan.pk if plan is not None else None,
        sheet_id=None,
        answers={},
        picks=answers_to_pick(viewer=viewer, own=Own(client, access, at), worksheet=document),
        meetings=_meetings(plan, at),
        contacts=_contacts(plan, worksheet),
    )
    note_seen(viewer, "sheet_form.seen", [client.pk], at=at)
    return page


def sheet_to_correct(*, viewer: Viewer, sheet_id: UUID, at: datetime) -> SheetForm:
    """A sheet with its answers, to be corrected in the version of the worksheet that was filled in."""
    row = sheet_to_change(viewer=viewer, sheet_id=sheet_id, at=at)
    client, access = open_as_staff(viewer, row.client_id, "W", "progress_note", at=at)
    document = document_as_begun("worksheet", row.worksheet, row.worksheet_version)
    page = SheetForm(
        head=_head(viewer, client, access, at),
        worksheet=document,
        plan_id=row.plan_id,
        sheet_id=row.pk,
        answers={name: value for name, value in row.answers.items() if name != "computed"},
        picks=answers_to_pick(viewer=viewer, own=Own(client, access, at), worksheet=document),
    )
    note_seen(viewer, "sheet_form.seen", [client.pk], at=at, about=row)
    return page


def sheet_to_change(*, viewer: Viewer, sheet_id: UUID, at: datetime) -> Sheet:
    """The sheet, for the action that corrects it."""
    return _reached(viewer, sheet_id, "W", at)[0]


def sheet_to_read(*, viewer: Viewer, sheet_id: UUID, at: datetime) -> SheetRead:
    """One sheet for those who work with the person."""
    row, access = _reached(viewer, sheet_id, "R", at)
    document: Worksheet = document_as_begun("worksheet", row.worksheet, row.worksheet_version)
    written = {name: value for name, value in row.answers.items() if name != "computed"}
    later = row.client.sheet_set.filter(replaces=row).values_list("pk", flat=True).first()
    page = SheetRead(
        head=_head(viewer, row.client, access, at),
        row=_row(row, document),
        worksheet=document,
        answers=row.answers,
        steps=steps_of(document, row.answers),
        flags=tuple(flag.why for flag in check_entry(document, written, finished=False).flags),
        alert_id=_alert_of(row) if access.can("R", "alerts") else None,
        earlier=row.replaces_id,
        later=later,
        may_write=access.can("W", "progress_note"),
    )
    note_seen(viewer, "staff_sheet.seen", [row.client_id], at=at, about=row)
    return page


def sheets_of(*, viewer: Viewer, client_id: UUID, at: datetime) -> SheetsPage:
    """The newest version of every sheet, by worksheet: the worksheet that was used last comes first."""
    client, access = open_as_staff(viewer, client_id, "R", "progress_note", at=at)
    rows = client.sheet_set.filter(replaced_by__isnull=True).select_related("author", "session", "plan")
    by_name: dict[str, list[Sheet]] = {}
    for row in rows.order_by("-filled_in_at", "-pk"):
        by_name.setdefault(row.worksheet, []).append(row)
    plan = _plan_in_force(client) if access.can("W", "progress_note") else None
    named = _named_by(plan)
    known = _made_for_staff(client) if plan is not None else []
    page = SheetsPage(
        head=_head(viewer, client, access, at),
        groups=tuple(_group(found) for found in by_name.values()),
        contacts=_contacts_of(plan),
        offered=tuple(one for one in known if one.id in named),
        others=tuple(one for one in known if one.id not in named),
    )
    note_seen(viewer, "staff_sheets.seen", [client.pk], at=at)
    return page


def _reached(viewer: Viewer, sheet_id: UUID, verb: str, at: datetime) -> tuple[Sheet, Access]:
    row, access = reach(viewer, Sheet, sheet_id, verb, "progress_note", at=at, related=("author", "session", "plan"))
    if not viewer.is_staff or viewer.client_id == row.client_id:
        raise Refused(viewer, row.client, f"{verb} progress_note", at)
    return row, access


def _head(viewer: Viewer, client: Client, access: Access, at: datetime) -> ClientHead:
    return client_head(viewer=viewer, client=client, access=access, episode=client.newest_episode(), at=at)


def _plan_in_force(client: Client) -> Plan | None:
    episode = client.newest_episode()
    return episode.plans.filter(state="agreed").first() if episode is not None else None


def _meetings(plan: Plan | None, at: datetime) -> tuple[Meeting, ...]:
    if plan is None:
        return ()
    rows = plan.sessions.filter(client=plan.client_id, starts_at__lte=at + SOON).order_by("-starts_at", "-pk")[
        :MEETINGS
    ]
    return tuple(Meeting(row.pk, row.number, row.starts_at) for row in rows)


def _contacts(plan: Plan | None, worksheet: str) -> tuple[tuple[str, str], ...]:
    protocol = protocol_of(plan) if plan is not None else None
    contacts = protocol.contacts if protocol is not None else ()
    return tuple((one.id, one.title) for one in contacts if (one.worksheet or CONTACT_NOTE) == worksheet)


def _contacts_of(plan: Plan | None) -> tuple[ContactOfPlan, ...]:
    protocol = protocol_of(plan) if plan is not None else None
    if plan is None or protocol is None:
        return ()
    times: dict[str, list[datetime]] = {}
    for contact, filled_in_at in plan.sheets.filter(replaced_by__isnull=True).values_list("contact", "filled_in_at"):
        times.setdefault(contact, []).append(filled_in_at)
    return tuple(
        ContactOfPlan(
            one.id,
            one.title,
            one.with_whom,
            one.when,
            one.rules,
            one.worksheet or CONTACT_NOTE,
            len(times.get(one.id, ())),
            max(times.get(one.id, ()), default=None),
        )
        for one in protocol.contacts
    )


def _named_by(plan: Plan | None) -> set[str]:
    """The worksheets of the plan's intervention, and the note for contacts that have no sheet of their own."""
    protocol = protocol_of(plan) if plan is not None else None
    if protocol is None:
        return set()
    return {*protocol.worksheets, *(one.worksheet or CONTACT_NOTE for one in protocol.contacts)}


def _made_for_staff(client: Client) -> list[Worksheet]:
    known = library().worksheets
    found = [
        known[name]
        for name in known
        if BY_STAFF & set(known[name].filled_in_by) and is_known_document("worksheet", name, client.service_id)
    ]
    return sorted(found, key=lambda one: one.title)


def _group(rows: list[Sheet]) -> SheetGroup:
    newest: Worksheet = document_as_begun("worksheet", rows[0].worksheet, rows[0].worksheet_version)
    same = [row for row in rows if row.worksheet_version == newest.version]
    return SheetGroup(
        worksheet=newest,
        rows=tuple(_row(row, newest) for row in rows),
        across=tuple((row.filled_in_at, row.answers) for row in same),
    )


def _row(row: Sheet, document: Worksheet) -> SheetRow:
    protocol = protocol_of(row.plan) if row.contact else None
    titles = {one.id: one.title for one in (protocol.contacts if protocol is not None else ())}
    return SheetRow(
        id=row.pk,
        title=document.title,
        filled_in_at=row.filled_in_at,
        author=row.author.display_name,
        is_together=row.is_together,
        session_id=row.session_id,
        number=row.session.number if row.session is not None else None,
        contact=titles.get(row.contact, row.contact),
        is_correction=row.replaces_id is not None,
    )


def _alert_of(sheet: Sheet) -> UUID | None:
    """The alert that it or the version it corrects raised: all of them are one source."""
    while sheet.replaces is not None:
        sheet = sheet.replaces
    steps = sheet.client.alertstep_set.filter(source_key=sheet.key, step="raised")
    return steps.order_by("-at", "-pk").values_list("alert_id", flat=True).first()
