"""Forms without a log-in, for those who hand them out: what can be asked, of whom, and what became of each link."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kith.care.models import Client, Invitation
from kith.care.models.knowledge import library, may_fill_in
from kith.care.models.measuring import RESPONDENTS
from kith.care.permissions import Access, NotYours, Viewer
from kith.care.queries.client_head import ClientHead, client_head
from kith.care.queries.looking import note_seen
from kith.care.queries.staff_looking import open_as_staff
from kith.care.queries.today import GOAL_RATING, DueMeasure


@dataclass(frozen=True)
class Askable:
    """An instrument that may be shown to somebody without an account."""

    instrument: str
    title: str
    short: str
    questions: int
    minutes: int
    respondents: tuple[str, ...]


@dataclass(frozen=True)
class InvitationRow:
    """One invitation and what became of it. Its address is not here: nobody can look it up."""

    id: UUID
    kind: str
    titles: tuple[str, ...]
    respondent: str
    name: str
    made_at: datetime
    made_by: str
    expires_at: datetime
    state: str
    sent: int


@dataclass(frozen=True)
class InvitePage:
    """What the forms for a link and for the tablet need."""

    head: ClientHead
    askable: tuple[Askable, ...]
    respondents: tuple[str, ...]
    languages: tuple[str, ...]
    language: str
    has_year_of_birth: bool
    key: UUID
    rows: tuple[InvitationRow, ...]


def inviting(*, viewer: Viewer, client_id: UUID, at: datetime, language: str = "en") -> InvitePage:
    """The page on which a link is made, or the tablet handed over."""
    client, access = open_as_staff(viewer, client_id, "W", "answers", at=at)
    episode = client.newest_episode()
    year = client.date_of_birth[:4] if access.can("R", "identity") else ""
    page = InvitePage(
        head=client_head(viewer=viewer, client=client, access=access, episode=episode, at=at),
        askable=_askable(language, at),
        respondents=RESPONDENTS,
        languages=_languages(),
        language=client.language if client.language in _languages() else "en",
        has_year_of_birth=len(year) == 4 and year.isdecimal(),
        key=uuid.uuid4(),
        rows=invitation_rows(client=client, viewer=viewer, access=access, at=at),
    )
    note_seen(viewer, "invitations.seen", [client.pk], at=at)
    return page


def invitation_rows(
    *, viewer: Viewer, client: Client, access: Access, at: datetime, language: str = "en"
) -> tuple[InvitationRow, ...]:
    """Every invitation about one client, the newest first; carers have a page of their own."""
    if not access.can("R", "answers"):
        return ()
    rows = (
        client.invitation_set.filter(carer=None)
        .select_related("made_by")
        .prefetch_related("measurements")
        .order_by("-made_at")
    )
    return tuple(
        InvitationRow(
            id=row.pk,
            kind=row.kind,
            titles=tuple(_short(name) for name in row.instruments),
            respondent=row.respondent,
            name=row.invited_name,
            made_at=row.made_at,
            made_by=row.made_by.display_name,
            expires_at=row.expires_at,
            state=row.state(at),
            sent=len(row.measurements.all()),
        )
        for row in rows
    )


def invitation_to_withdraw(*, viewer: Viewer, client_id: UUID, invitation_id: UUID, at: datetime) -> Invitation:
    """One of this client's invitations; NotYours for any other."""
    client, _access = open_as_staff(viewer, client_id, "W", "answers", at=at)
    row = client.invitation_set.select_related("client__service").filter(pk=invitation_id, carer=None).first()
    if row is None:
        raise NotYours
    return row


def _askable(language: str, at: datetime) -> tuple[Askable, ...]:
    found = []
    for name, definition in library().instruments.items():
        if library().can_be_asked(name, at.date()) and name != GOAL_RATING:
            title = library().wording(name, language, at.date()).title
            minutes = DueMeasure(name, title, len(definition.items)).minutes
            found.append(Askable(name, title, definition.short, len(definition.items), minutes, may_fill_in(name)))
    return tuple(found)


def _languages() -> tuple[str, ...]:
    return tuple(sorted({language for wordings in library().wordings.values() for language in wordings}))


def _short(name: str) -> str:
    return library().instruments[name].short if name in library().instruments else name
