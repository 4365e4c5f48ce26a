"""The register of peer supporters: they say how they are and what their limits are; supervisors add the rest."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from kith.care.actions.acting import action, trace
from kith.care.actions.messages import queue_message
from kith.care.models import BadInput, PeerCheck, PeerRegisterEntry, SupervisionLink, User
from kith.care.models.peer_register import FEELINGS, TRAINING_TOPICS
from kith.care.permissions import NotYours, Viewer, check_function, live, supervisees

LONGEST_WORDS: Final = 4000


@action
def say_how_i_am(*, feels: str, wants_talk: bool, by: Viewer, at: datetime) -> PeerCheck:
    """Before a shift. Nobody else reads the answer; whoever wants a talk is written to their supervisors by name."""
    check_function(by, "peer_support")
    if feels not in FEELINGS:
        raise BadInput(
            _("Nothing was kept."), _("It does not say how you are."), _("Choose what fits best now."), "feels"
        )
    row = PeerCheck(person_id=by.user_id, wants_talk=wants_talk, checked_at=at, made_at=at)
    row.feels = feels
    row.save(force_insert=True)
    for link in _supervised_by(by, at) if wants_talk else ():
        queue_message(to=link.supervisor, template="please_log_in", key=f"peer_check:{row.pk}:{link.pk}", at=at)
    trace("peer_check.said", by=by, at=at, clients=(), about=row)
    return row


@action
def agree_boundaries(*, words: str, by: Viewer, at: datetime) -> PeerRegisterEntry:
    """One's own limits in one's own words, beside the rules of the house."""
    check_function(by, "peer_support")
    return _keep("boundaries", "", by.user_id, _today(by, at), words, by, at)


@action
def record_training(
    *, person: User, topic: str, on: date | None, words: str, by: Viewer, at: datetime
) -> PeerRegisterEntry:
    """A training was done; written down by a supervisor of this very person."""
    _check_over(person, by, at)
    if topic not in TRAINING_TOPICS:
        raise BadInput(_("Nothing was kept."), _("It does not say which training."), _("Choose one."), "topic")
    return _keep("training", topic, person.pk, on, words, by, at)


@action
def record_supervision(*, person: User, on: date | None, words: str, by: Viewer, at: datetime) -> PeerRegisterEntry:
    """A talk in supervision and what was agreed there. Both read it; no name of a person in care belongs here."""
    _check_over(person, by, at)
    if not words.strip():
        raise BadInput(_("Nothing was kept."), _("There are no words."), _("Write what you agreed."), "words")
    return _keep("supervision", "", person.pk, on, words, by, at)


def _supervised_by(by: Viewer, at: datetime) -> list[SupervisionLink]:
    """The live links to those who supervise this very person."""
    return list(SupervisionLink.objects.filter(live(at), supervisee=by.user_id).select_related("supervisor"))


def _check_over(person: User, by: Viewer, at: datetime) -> None:
    """Raises NotAllowed or NotYours unless the viewer supervises this peer supporter now."""
    check_function(by, "sign_off", service_id=person.service_id)
    if not supervisees(by, at).filter(supervisee=person.pk).exists():
        raise NotYours
    if not person.roles.filter(live(at), name="peer_supporter").exists():
        raise NotYours


def _keep(
    kind: str, topic: str, person: UUID, on: date | None, words: str, by: Viewer, at: datetime
) -> PeerRegisterEntry:
    missing = _("Nothing was kept.")
    if on is None or on > _today(by, at):
        raise BadInput(missing, _("It has no day, or one that has not come."), _("Give today or an earlier day."), "on")
    if len(words.strip()) > LONGEST_WORDS or (kind == "boundaries" and not words.strip()):
        raise BadInput(
            missing,
            _("There are no words, or too many."),
            _("Write up to %(most)d characters.") % {"most": LONGEST_WORDS},
            "words",
        )
    row = PeerRegisterEntry(
        person_id=person, kind=kind, topic=topic, happened_on=on, author_id=by.user_id, written_at=at, made_at=at
    )
    row.words = words.strip()
    row.save(force_insert=True)
    trace(f"peer_register.{kind}", by=by, at=at, clients=(), about=row)
    return row


def _today(by: Viewer, at: datetime) -> date:
    return at.astimezone(ZoneInfo(by.time_zone)).date()
