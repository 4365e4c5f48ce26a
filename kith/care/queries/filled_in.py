"""The forms of one person: every one that was filled in, by whom and how, and what was withdrawn or moved."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from kith.care.models import Client, Measurement, Withdrawal
from kith.care.models.knowledge import definition_as_taken, is_known, library, may_fill_in, wording_as_taken
from kith.care.models.measuring import RESPONDENTS
from kith.care.permissions import NotYours, Viewer, access_to, clients_for, reach
from kith.care.queries.assessing import questions_of
from kith.care.queries.check_in import Question
from kith.care.queries.client_head import ClientHead, client_head
from kith.care.queries.inviting import Askable, InvitationRow, invitation_rows
from kith.care.queries.looking import note_seen
from kith.care.queries.staff_looking import open_as_staff
from kith.science.instruments import Wording

SHOWN = 30  # a term of weekly forms; slips are found soon or not at all


@dataclass(frozen=True)
class WithdrawnFacts:
    """Why a form no longer counts. `moved_to` is only there for those who may see that record too."""

    at: datetime
    person: str
    reason: str
    words: str
    is_moved: bool
    moved_to: UUID | None


@dataclass(frozen=True)
class FormFacts:
    """One filled-in form, without its answers."""

    id: UUID
    instrument: str
    title: str
    short: str
    taken_at: datetime
    made_at: datetime
    respondent: str
    mode: str
    sender: str
    invited_name: str
    is_goal: bool
    withdrawn: WithdrawnFacts | None
    came_from: date | None  # the day it was moved here from another record


@dataclass(frozen=True)
class FormsPage:
    """Everything filled in, every invitation, and what could be asked."""

    head: ClientHead
    rows: tuple[FormFacts, ...]
    invitations: tuple[InvitationRow, ...]
    instruments: tuple[Askable, ...]
    may_write: bool
    earlier: int  # forms before those of `rows`


@dataclass(frozen=True)
class CorrectPage:
    """One form before it is withdrawn or moved; and the person it would be moved to, once one was found."""

    head: ClientHead
    form: FormFacts
    answers: tuple[tuple[int, str, str], ...]
    target_number: str
    target_name: str


@dataclass(frozen=True)
class SheetPage:
    """An instrument to print, or to enter from paper."""

    head: ClientHead
    number: str
    instrument: str
    version: str
    title: str
    short: str
    recall: str
    instruction: str
    stem: str
    notice: str
    language: str
    is_printed: bool
    questions: tuple[Question, ...]
    respondents: tuple[str, ...]
    respondent: str
    referred_on: date | None
    key: UUID


def forms_of(
    *, viewer: Viewer, client_id: UUID, at: datetime, language: str = "en", everything: bool = False
) -> FormsPage:
    """The forms of one person, the newest first: the last thirty, or everything."""
    client, access = open_as_staff(viewer, client_id, "R", "answers", at=at)
    rows = client.measurement_set.select_related(
        "sender", "invitation", "withdrawal__person", "withdrawal__moved_to__client", "moved_from"
    ).order_by("-taken_at", "-made_at")
    page = FormsPage(
        head=client_head(viewer=viewer, client=client, access=access, episode=client.newest_episode(), at=at),
        rows=tuple(
            form_facts(viewer=viewer, measurement=row, at=at, language=language)
            for row in (rows if everything else rows[:SHOWN])
        ),
        invitations=invitation_rows(viewer=viewer, client=client, access=access, at=at),
        instruments=tuple(
            Askable(
                name,
                library().wording(name, language, at.date()).title,
                one.short,
                len(one.items),
                0,
                may_fill_in(name),
            )
            for name, one in library().instruments.items()
        ),
        may_write=access.can("W", "answers"),
        earlier=0 if everything else max(rows.count() - SHOWN, 0),
    )
    note_seen(viewer, "forms.seen", [client.pk], at=at)
    return page


def correcting(
    *, viewer: Viewer, measurement_id: UUID, at: datetime, number: str = "", language: str = "en"
) -> CorrectPage:
    """One form, to be withdrawn or moved; `number` looks for the person it belongs to among one's own."""
    measurement = measurement_to_correct(viewer=viewer, measurement_id=measurement_id, at=at)
    client, access = open_as_staff(viewer, measurement.client_id, "W", "answers", at=at)
    found = right_person(viewer=viewer, number=number, at=at) if number.strip() else None
    may_name = found is not None and access_to(viewer, found, at=at).can("R", "identity")
    page = CorrectPage(
        head=client_head(viewer=viewer, client=client, access=access, episode=client.newest_episode(), at=at),
        form=form_facts(viewer=viewer, measurement=measurement, at=at, language=language),
        answers=_answers(measurement, language, at),
        target_number=found.number if found is not None else "",
        target_name=found.full_name if found is not None and may_name else "",
    )
    seen = [client.pk, *([found.pk] if found is not None else [])]
    note_seen(viewer, "form.seen", seen, at=at, about=measurement)
    return page


def measurement_to_correct(*, viewer: Viewer, measurement_id: UUID, at: datetime) -> Measurement:
    """The form, for those who may write answers of this person; NotYours otherwise."""
    measurement, _access = reach(viewer, Measurement, measurement_id, "R", "answers", at=at)
    open_as_staff(viewer, measurement.client_id, "W", "answers", at=at)
    assert isinstance(measurement, Measurement)
    return measurement


def right_person(*, viewer: Viewer, number: str, at: datetime) -> Client | None:
    """The person with this number, among those whose answers one may write; nobody else is found."""
    if not viewer.is_staff:
        return None
    own = clients_for(replace(viewer, client_id=None), "W", "answers", at=at).select_related("service", "user")
    found = own.filter(number=number.strip().upper()).first()
    return found if found is None or found.pk != viewer.client_id else None


def sheet(*, viewer: Viewer, client_id: UUID, instrument: str, at: datetime, language: str = "en") -> SheetPage:
    """One instrument as a sheet of paper for one person."""
    client, access = open_as_staff(viewer, client_id, "W", "answers", at=at)
    if not is_known(instrument, viewer.service_id):
        raise NotYours
    definition, wording = library().instruments[instrument], library().wording(instrument, language, at.date())
    episode = client.newest_episode()
    meant_for = may_fill_in(instrument)
    page = SheetPage(
        head=client_head(viewer=viewer, client=client, access=access, episode=episode, at=at),
        number=client.number,
        instrument=instrument,
        version=definition.version,
        title=wording.title,
        short=definition.short,
        recall=wording.recall or "",
        instruction=wording.instruction or "",
        stem=wording.stem or "",
        notice=definition.licence.notice or "",
        language=wording.language,
        is_printed=library().can_be_asked(instrument, at.date()),
        questions=questions_of(definition, wording),
        respondents=RESPONDENTS,
        respondent=meant_for[0],
        referred_on=episode.opened_on if episode is not None else None,
        key=uuid.uuid4(),
    )
    note_seen(viewer, "sheet.seen", [client.pk], at=at)
    return page


def form_facts(*, viewer: Viewer, measurement: Measurement, at: datetime, language: str = "en") -> FormFacts:
    """One form as a colleague may see it."""
    name = measurement.instrument
    definition = library().instruments.get(name)
    came = measurement.moved_from if hasattr(measurement, "moved_from") else None
    zone = ZoneInfo(measurement.client.service.time_zone)
    return FormFacts(
        id=measurement.pk,
        instrument=name,
        title=library().wording(name, language, at.date()).title if definition is not None else name,
        short=definition.short if definition is not None else name,
        taken_at=measurement.taken_at,
        made_at=measurement.made_at,
        respondent=measurement.respondent,
        mode=measurement.mode,
        sender=measurement.sender.display_name,
        invited_name=measurement.invitation.invited_name if measurement.invitation is not None else "",
        is_goal=measurement.goal_id is not None,
        withdrawn=_withdrawn(viewer, measurement, at) if hasattr(measurement, "withdrawal") else None,
        came_from=came.withdrawn_at.astimezone(zone).date() if came is not None else None,
    )


def _withdrawn(viewer: Viewer, measurement: Measurement, at: datetime) -> WithdrawnFacts:
    gone: Withdrawal = measurement.withdrawal
    elsewhere = gone.moved_to
    may_see = elsewhere is not None and access_to(viewer, elsewhere.client, at=at).can("R", "answers")
    return WithdrawnFacts(
        at=gone.withdrawn_at,
        person=gone.person.display_name,
        reason=gone.reason,
        words=gone.words,
        is_moved=elsewhere is not None,
        moved_to=elsewhere.client_id if elsewhere is not None and may_see else None,
    )


def _answers(measurement: Measurement, language: str, at: datetime) -> tuple[tuple[int, str, str], ...]:
    """Number, question and answer in words, for a last look before something is changed."""
    if measurement.instrument not in library().instruments:
        return ()
    name, version = measurement.instrument, measurement.instrument_version
    definition, wording = definition_as_taken(name, version), wording_as_taken(name, version, language, at.date())
    return tuple(
        (
            number,
            (wording.items or {}).get(item.id, ""),
            _in_words(measurement.answers.get(item.id), item.options, wording),
        )
        for number, item in enumerate(definition.items, start=1)
    )


def _in_words(value: float | None, options: str, wording: Wording) -> str:
    if value is None:
        return ""
    words: Mapping[str, str] = (wording.options or {}).get(options, {})
    return words.get(f"{value:g}", f"{value:g}")
