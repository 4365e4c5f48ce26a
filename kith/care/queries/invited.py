"""What somebody sees who answers without an account: questions, their own answers of this time, and nothing else.

No page of these holds the name of the client, an earlier answer, a score, or who works with them.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kith.care.models import Draft, Invitation
from kith.care.models.caring import CARER_LOAD, PLAN_PARTS, kept_plan, plan_words
from kith.care.models.knowledge import definition_as_taken, library, wording_as_taken
from kith.care.permissions import NotYours, Viewer
from kith.care.queries.check_in import Question, questions_in
from kith.care.queries.looking import note_seen
from kith.care.queries.today import DueMeasure


@dataclass(frozen=True)
class HelpForWhoever:
    """That the team was told, and by when it makes contact. It names nobody."""

    contact_due_at: datetime
    is_open: bool


@dataclass(frozen=True)
class Part:
    """One instrument of the invitation and how far it is."""

    instrument: str
    title: str
    questions: int
    minutes: int
    next_number: int
    is_begun: bool
    is_sent: bool


@dataclass(frozen=True)
class InvitedPage:
    """The frame of every page: how one was asked, what is to be done, and help where an answer asks for it."""

    kind: str
    respondent: str
    language: str
    time_zone: str
    expires_at: datetime
    is_used: bool
    is_carer: bool
    parts: tuple[Part, ...]
    help: HelpForWhoever | None

    @property
    def is_about_oneself(self) -> bool:
        """Whether the questions are about whoever answers."""
        return self.is_carer or self.respondent == "self"

    @property
    def minutes(self) -> int:
        """For all of it."""
        return sum(part.minutes for part in self.parts)

    @property
    def next_part(self) -> Part | None:
        """The first one that was not sent."""
        return next((part for part in self.parts if not part.is_sent), None)

    @property
    def has_unsent(self) -> bool:
        """Whether something was answered and not sent."""
        return any(part.is_begun and not part.is_sent for part in self.parts)


@dataclass(frozen=True)
class InvitedForm:
    """One instrument being answered."""

    page: InvitedPage
    instrument: str
    language: str
    title: str
    recall: str
    instruction: str
    stem: str
    notice: str
    questions: tuple[Question, ...]
    key: UUID
    version: int
    is_sent: bool

    @property
    def answered(self) -> int:
        """How many questions were asked and answered."""
        return sum(question.is_asked for question in self.questions)


def invited_page(*, viewer: Viewer, at: datetime) -> InvitedPage:
    """What is asked, and how far it is."""
    invitation = held_invitation(viewer=viewer)
    note_seen(viewer, "invitation.seen", [invitation.client_id], at=at, about=invitation)
    return _page(invitation, at)


def invited_form(*, viewer: Viewer, instrument: str, at: datetime, key: UUID | None = None) -> InvitedForm:
    """One instrument with what was answered so far. `key`: the one on a page not saved yet."""
    invitation = held_invitation(viewer=viewer)
    page = _page(invitation, at)
    part = next((one for one in page.parts if one.instrument == instrument), None)
    if part is None:
        raise NotYours
    draft = _draft(invitation, instrument)
    content = draft.content if draft is not None else {}
    version = content.get("version", "")
    definition = definition_as_taken(instrument, version)
    wording = wording_as_taken(instrument, version, invitation.language, at.date())
    note_seen(viewer, "invitation.question_seen", [invitation.client_id], at=at, about=invitation)
    return InvitedForm(
        page=page,
        instrument=instrument,
        language=wording.language,
        title=wording.title,
        recall=wording.recall or "",
        instruction=wording.instruction or "",
        stem=wording.stem or "",
        notice=definition.licence.notice or "",
        questions=questions_in(definition, wording, content.get("answers", {})),
        key=UUID(content["key"]) if content else key or uuid.uuid4(),
        version=draft.version if draft is not None else 0,
        is_sent=part.is_sent,
    )


@dataclass(frozen=True)
class CarerPlanPage:
    """A carer's own plan as they see it: (part, words) in order, empty where nothing stands yet."""

    page: InvitedPage
    parts: tuple[tuple[str, str], ...]
    is_kept: bool
    is_shared: bool

    @property
    def is_empty(self) -> bool:
        """Whether nothing was written."""
        return not any(words for _, words in self.parts)


def carer_plan(*, viewer: Viewer, at: datetime) -> CarerPlanPage:
    """The plan of the carer who holds the link; NotYours for whoever answers something else."""
    invitation = held_invitation(viewer=viewer)
    if invitation.carer is None:
        raise NotYours
    words, kept = plan_words(invitation.carer), kept_plan(invitation.carer)
    is_draft = invitation.carer.plans.filter(kept_at=None).exists()
    note_seen(viewer, "carer_plan.seen", [invitation.client_id], at=at, about=invitation)
    return CarerPlanPage(
        page=_page(invitation, at),
        parts=tuple((part, words.get(part, "")) for part in PLAN_PARTS),
        is_kept=kept is not None and not is_draft,
        is_shared=kept is not None and kept.is_shared,
    )


def is_untouched(*, viewer: Viewer) -> bool:
    """Whether nothing was answered yet by whoever holds this invitation."""
    invitation = held_invitation(viewer=viewer)
    return invitation.used_at is None and not invitation.drafts.exists() and not invitation.measurements.exists()


def held_invitation(*, viewer: Viewer) -> Invitation:
    """The invitation that the viewer holds; NotYours for everybody else."""
    if viewer.invitation_id is None:
        raise NotYours
    return Invitation.objects.select_related("client__service", "carer").get(pk=viewer.invitation_id)


def _page(invitation: Invitation, at: datetime) -> InvitedPage:
    sent = set(invitation.measurements.values_list("instrument", flat=True))
    if hasattr(invitation, "carer_load"):
        sent.add(CARER_LOAD)
    return InvitedPage(
        kind=invitation.kind,
        respondent=invitation.respondent,
        language=invitation.language,
        time_zone=invitation.client.service.time_zone,
        expires_at=invitation.expires_at,
        is_used=invitation.used_at is not None,
        is_carer=invitation.carer_id is not None,
        parts=tuple(
            _part(invitation, name, at, is_sent=name in sent)
            for name in invitation.instruments
            if name in library().instruments
        ),
        help=_help(invitation),
    )


def _part(invitation: Invitation, name: str, at: datetime, *, is_sent: bool) -> Part:
    items = library().instruments[name].items
    draft = _draft(invitation, name)
    answers = draft.content["answers"] if draft is not None else {}
    title = library().wording(name, invitation.language, at.date()).title
    following = next((number for number, item in enumerate(items, start=1) if item.id not in answers), len(items) + 1)
    minutes = DueMeasure(name, title, len(items)).minutes
    return Part(name, title, len(items), minutes, following, is_begun=bool(answers), is_sent=is_sent)


def _draft(invitation: Invitation, instrument: str) -> Draft | None:
    return invitation.drafts.filter(kind="check_in", about=instrument).first()


def _help(invitation: Invitation) -> HelpForWhoever | None:
    raised = invitation.alertstep_set.filter(step="raised").select_related("alert").order_by("-at", "-pk").first()
    if raised is None:
        return None
    return HelpForWhoever(raised.alert.contact_due_at, raised.alert.state in {"raised", "seen"})
