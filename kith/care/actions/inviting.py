"""Inviting: somebody answers without an account, by a link that works once or on a tablet that is handed over.

The address is random and kept as a hash; it is given out once and never sent by Kith. A link asks for a second fact
that is not in it. Whatever is wrong with an address, the answer is the same, and nobody learns from it who is in care.
"""

from __future__ import annotations

import secrets
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from uuid import UUID

from django.contrib.auth.hashers import check_password, make_password
from django.utils.translation import gettext as _

from kith.care.actions.acting import action, trace
from kith.care.actions.carer_load import keep_carer_load
from kith.care.actions.keeping import Filled, episode_of, hear_answer, instrument_named, keep_answer, send_draft
from kith.care.models import Alert, BadInput, Carer, CarerLoad, Client, Draft, Invitation, Measurement, WrongMoment
from kith.care.models.caring import is_carers_own
from kith.care.models.inviting import MOST_TRIES, hash_of
from kith.care.models.knowledge import library
from kith.care.models.measuring import RESPONDENTS
from kith.care.permissions import NotYours, Viewer, check_as_staff, invited

TOKEN_BYTES = 32
USUAL_DAYS, MOST_DAYS = 7, 30
TABLET_LASTS = timedelta(minutes=60)
SHORTEST_WORD = 4  # shorter words and numbers are guessed in five tries too often
MOST_INSTRUMENTS = 5


@dataclass(frozen=True)
class Asked:
    """What is asked, who answers, and in which language. `name` is for the staff's own list; nobody else sees it."""

    instruments: Sequence[str]
    respondent: str = "self"
    name: str = ""
    language: str = "en"


@dataclass(frozen=True)
class Made:
    """A new invitation and its address, which is not kept anywhere."""

    invitation: Invitation
    token: str


@action
def invite_by_link(
    *,
    client: Client,
    asked: Asked,
    key: UUID,
    by: Viewer,
    at: datetime,
    days: int = USUAL_DAYS,
    agreed_word: str = "",
) -> Made:
    """Make a link that works once. Its second fact is the word agreed on, or without one the client's year of birth.

    `key` becomes the id, so that a form sent twice makes one link. Raises WrongMoment the second time: the address of
    the first is shown only once.
    """
    check_as_staff(by, "W", "answers", client, at=at)
    _check_asked(client, asked, at)
    if not 1 <= days <= MOST_DAYS:
        raise BadInput(
            _("No link was made."),
            _("It was to last %(days)d days.") % {"days": days},
            _("Choose from 1 to %(most)d days.") % {"most": MOST_DAYS},
            "days",
        )
    fact = agreed(agreed_word) if agreed_word.strip() else _year_of_birth(client)
    if Invitation.objects.filter(pk=key).exists():
        raise WrongMoment(
            _("No second link was made."),
            _("This form has made one already, and its address is shown only once."),
            _("If the address is lost, withdraw that link and make a new one."),
        )
    return make_invitation(client, asked, "link", at + timedelta(days=days), by, at, key=key, fact=fact)


@action
def hand_over_tablet(*, client: Client, asked: Asked, by: Viewer, at: datetime) -> Invitation:
    """Let somebody answer on this device for at most an hour. The caller ends the log-in before the page is shown."""
    check_as_staff(by, "W", "answers", client, at=at)
    _check_asked(client, asked, at)
    return make_invitation(client, asked, "kiosk", at + TABLET_LASTS, by, at).invitation


@action
def withdraw_invitation(*, invitation: Invitation, by: Viewer, at: datetime) -> Invitation:
    """The link opens nothing from now on. What was sent stays."""
    check_as_staff(by, "W", "answers", invitation.client, at=at)
    invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if not invitation.is_open(at):
        raise WrongMoment(
            _("The link was not withdrawn."), _("It opens nothing any more."), _("Make a new one if it is needed.")
        )
    invitation.withdrawn_at = at
    invitation.save(update_fields=["withdrawn_at"])
    trace("invitation.withdrawn", by=by, at=at, clients=[invitation.client_id], about=invitation)
    return invitation


@action
def open_invitation(*, address: str, second_fact: str, by: Viewer, at: datetime) -> Invitation | None:
    """The invitation behind an address (its hash) and a second fact; None for whatever is wrong, after the same work.

    A wrong fact is counted, and the fifth ends the link for good. Nothing is raised, because the count must be kept.
    """
    invitation = _locked(address)
    if invitation is None or not invitation.is_open(at):
        check_password(_plain(second_fact), _nobodys())  # as slow as a real look, so that the clock tells nothing
        known = [invitation.client_id] if invitation is not None else []
        trace("invitation.not_opened", by=by, at=at, clients=known, about=invitation, is_allowed=False)
        return None
    if not check_password(_plain(second_fact), invitation.second_fact):
        invitation.tries += 1
        invitation.save(update_fields=["tries"])
        event = "invitation.tried_too_often" if invitation.tries >= MOST_TRIES else "invitation.not_opened"
        trace(event, by=by, at=at, clients=[invitation.client_id], about=invitation, is_allowed=False)
        return None
    who = invited(invitation, request_id=by.request_id)
    trace("invitation.opened", by=who, at=at, clients=[invitation.client_id], about=invitation)
    return invitation


@action
def answer_invited(
    *,
    invitation: Invitation,
    instrument: str,
    item: str,
    value: float | None,
    key: UUID,
    version: int,
    by: Viewer,
    at: datetime,
) -> Draft:
    """Keep one answer at once, exactly as in a check-in with a log-in; one that asks for help raises its alert now."""
    open_one = _held(invitation, instrument, by, at)
    return keep_answer(open_one.client, instrument, item, value, key=key, version=version, by=by, at=at)


@action
def hear_refused_invited(
    *, invitation: Invitation, instrument: str, item: str, value: float | None, key: UUID, by: Viewer, at: datetime
) -> Alert | None:
    """Raise the alert for an answer that could not be kept, also when the questions closed in the meantime.

    Only of a link that was taken back nothing is heard any more: it may have gone to the wrong person.
    """
    _check_of_form(invitation, instrument, by)
    if invitation.withdrawn_at is not None:
        raise NotYours
    return hear_answer(invitation.client, instrument, item, value, key=key, by=by, at=at)


@action
def send_invited(
    *, invitation: Invitation, instrument: str, key: UUID, version: int, language: str, by: Viewer, at: datetime
) -> Measurement | CarerLoad:
    """Send one instrument. With the last one the invitation is used up.

    What a carer says about themselves is kept as theirs, and their link stays open for their plan.
    """
    open_one = _held(invitation, instrument, by, at)
    if open_one.carer_id is not None:
        return keep_carer_load(open_one, key=key, version=version, language=language, by=by, at=at)
    filled = Filled(
        client=open_one.client,
        instrument=instrument,
        key=key,
        answers={},
        language=language,
        respondent=open_one.respondent,
        mode=open_one.kind,
        invitation=open_one,
    )
    sent = send_draft(filled, version=version, by=by, at=at)
    done = set(open_one.measurements.values_list("instrument", flat=True))
    if done >= set(open_one.instruments):
        open_one.used_at = at
        open_one.save(update_fields=["used_at"])
        trace("invitation.used", by=by, at=at, clients=[open_one.client_id], about=open_one)
    return sent


@action
def give_tablet_back(*, invitation: Invitation, by: Viewer, at: datetime) -> Invitation:
    """The end on a tablet: nothing can be answered on it any more, and what was not sent is not kept.

    An alert that such an answer has raised stays.
    """
    _check_holds(invitation, by)
    if invitation.kind != "kiosk":
        raise NotYours
    invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
    invitation.used_at = invitation.used_at or at
    invitation.save(update_fields=["used_at"])
    invitation.drafts.all().delete()
    trace("invitation.tablet_given_back", by=by, at=at, clients=[invitation.client_id], about=invitation)
    return invitation


def make_invitation(
    client: Client,
    asked: Asked,
    kind: str,
    ends: datetime,
    by: Viewer,
    at: datetime,
    *,
    key: UUID | None = None,
    fact: str = "",
    carer: Carer | None = None,
) -> Made:
    """A new invitation inside the caller's transaction, which has checked what is asked of whom."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    invitation = Invitation(
        **({"pk": key} if key is not None else {}),
        client=client,
        kind=kind,
        instruments=list(dict.fromkeys(asked.instruments)),
        respondent=asked.respondent,
        language=asked.language,
        token_hash=hash_of(token),
        made_by_id=by.user_id,
        carer=carer,
        expires_at=ends,
        made_at=at,
    )
    invitation.invited_name = " ".join(asked.name.split())
    invitation.second_fact = make_password(fact) if fact else ""
    invitation.save(force_insert=True)
    trace("invitation.made", by=by, at=at, clients=[client.pk], about=invitation)
    return Made(invitation, token)


def _check_asked(client: Client, asked: Asked, at: datetime) -> None:
    episode_of(client)
    if not 1 <= len(set(asked.instruments)) <= MOST_INSTRUMENTS:
        raise BadInput(
            _("Nobody was asked yet."),
            _("%(count)d measures are chosen.") % {"count": len(set(asked.instruments))},
            _("Choose from one to %(most)d.") % {"most": MOST_INSTRUMENTS},
            "instruments",
        )
    if asked.respondent not in RESPONDENTS:
        raise BadInput(
            _("Nobody was asked yet."), _("It does not say who answers."), _("Choose who answers."), "respondent"
        )
    for name in asked.instruments:
        short = instrument_named(name, client.service_id).short
        if is_carers_own(name, asked.respondent):
            raise BadInput(
                _("Nobody was asked yet."),
                _("%(measure)s is about the carer, and their answers stay apart from this record.")
                % {"measure": short},
                _("Ask it on the page “Those who care”."),
                "instruments",
            )
        if name == "goal-rating" or not library().can_be_asked(name, at.date()):
            raise BadInput(
                _("Nobody was asked yet."),
                _("The questions of %(measure)s are not ours to show.") % {"measure": short}
                if name != "goal-rating"
                else _("Goals are rated in a meeting or with a log-in."),
                _("Leave it out, or enter its answers from the service's own copy."),
                "instruments",
            )


def _year_of_birth(client: Client) -> str:
    year = client.date_of_birth[:4]
    if not (len(year) == 4 and year.isdecimal()):
        raise BadInput(
            _("No link was made."),
            _("The record has no year of birth to ask for."),
            _("Agree on a word or a number with the person, and write it here."),
            "agreed_word",
        )
    return _plain(year)


def agreed(word: str) -> str:
    """The word as it is compared; raises BadInput for one that is guessed too easily."""
    plain = _plain(word)
    if len(plain) < SHORTEST_WORD:
        raise BadInput(
            _("No link was made."),
            _("The word has %(count)d letters.") % {"count": len(plain)},
            _("Agree on one with at least %(least)d letters or digits.") % {"least": SHORTEST_WORD},
            "agreed_word",
        )
    return plain


def _plain(fact: str) -> str:
    """What a tired person types and what was agreed, made alike: case, spaces and the digits of other scripts."""
    letters = (str(unicodedata.digit(letter)) if letter.isdigit() else letter for letter in fact)
    return "".join(unicodedata.normalize("NFKC", "".join(letters)).casefold().split())


def _locked(address: str) -> Invitation | None:
    return (
        Invitation.objects.select_for_update(of=("self",))
        .select_related("client__service")
        .filter(token_hash=address, kind="link")
        .first()
    )


@cache
def _nobodys() -> str:
    """A hash that nothing fits, made once."""
    return make_password(secrets.token_urlsafe(TOKEN_BYTES))


def _check_holds(invitation: Invitation, by: Viewer) -> None:
    """Raises NotYours for everybody but whoever opened this very invitation."""
    if by.invitation_id != invitation.pk:
        raise NotYours


def _check_of_form(invitation: Invitation, instrument: str, by: Viewer) -> None:
    _check_holds(invitation, by)
    if instrument not in invitation.instruments:
        raise NotYours


def _held(invitation: Invitation, instrument: str, by: Viewer, at: datetime) -> Invitation:
    """The invitation as it is now; WrongMoment when it is over."""
    _check_of_form(invitation, instrument, by)
    now = Invitation.objects.select_for_update(of=("self",)).select_related("client__service").get(pk=invitation.pk)
    if not now.is_open(at):
        raise WrongMoment(
            _("This was not kept."),
            _("The questions are closed now."),
            _("Ask the people who gave them to you for a new address."),
        )
    return now
