"""Those who care: named, asked for their own yes, given a link of their own, and let go when they want no more."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from kith.care.actions.acting import action, trace
from kith.care.actions.inviting import MOST_DAYS, Asked, Made, agreed, make_invitation
from kith.care.actions.keeping import episode_of
from kith.care.models import BadInput, Carer, Client, Invitation, WrongMoment
from kith.care.models.caring import CARER, CARER_LOAD, NAMED_BY, TIES
from kith.care.permissions import Viewer, check_as_staff

LONGEST_NAME, LONGEST_REACH = 120, 300


@dataclass(frozen=True)
class Named:
    """Who cares for the client, what they are to each other, who said so, and the way to reach them that is safe."""

    name: str
    tie: str
    named_by: str
    reach: str


@action
def name_carer(*, client: Client, named: Named, by: Viewer, at: datetime) -> Carer:
    """Write down that somebody cares for the client. They are asked nothing before they have said yes themselves."""
    check_as_staff(by, "W", "carer", client, at=at)
    episode_of(client)
    _check_named(named)
    row = Carer(client=client, named_by=named.named_by, author_id=by.user_id, named_at=at, made_at=at)
    row.name, row.tie, row.reach = " ".join(named.name.split()), named.tie, named.reach.strip()
    row.save(force_insert=True)
    trace("carer.named", by=by, at=at, clients=[client.pk], about=row)
    return row


@action
def hear_carer(*, carer: Carer, says_yes: bool, by: Viewer, at: datetime) -> Carer:
    """The carer's own answer to being asked about their load, told to whoever writes it down. A no ends it."""
    check_as_staff(by, "W", "carer", carer.client, at=at)
    carer = _still_cares(carer)
    if not says_yes:
        return _let_go(carer, by, at)
    carer.said_yes_at = carer.said_yes_at or at
    carer.save(update_fields=["said_yes_at"])
    trace("carer.said_yes", by=by, at=at, clients=[carer.client_id], about=carer)
    return carer


@action
def invite_carer(
    *, carer: Carer, agreed_word: str, key: UUID, by: Viewer, at: datetime, language: str = "en", days: int = MOST_DAYS
) -> Made:
    """A link of the carer's own to the ten questions and to their plan; earlier links of theirs open nothing any more.

    The second fact is always a word that the carer agreed on: the client's year of birth is known to the client.
    """
    check_as_staff(by, "W", "carer", carer.client, at=at)
    carer = _still_cares(carer)
    if carer.said_yes_at is None:
        raise WrongMoment(
            _("No link was made."),
            _("The carer has not said yes yet."),
            _("Ask them alone whether they want to be asked, and write down what they say."),
        )
    fact = _word(agreed_word, carer.client)
    if not 1 <= days <= MOST_DAYS:
        raise BadInput(
            _("No link was made."),
            _("It was to last %(days)d days.") % {"days": days},
            _("Choose from 1 to %(most)d days.") % {"most": MOST_DAYS},
            "days",
        )
    if Invitation.objects.filter(pk=key).exists():
        raise WrongMoment(
            _("No second link was made."),
            _("This form has made one already, and its address is shown only once."),
            _("If the address is lost, make a new one; it ends the one before."),
        )
    _close_links(carer, at)
    asked = Asked((CARER_LOAD,), CARER, language=language)
    made = make_invitation(
        carer.client, asked, "link", at + timedelta(days=days), by, at, key=key, fact=fact, carer=carer
    )
    trace("carer.asked", by=by, at=at, clients=[carer.client_id], about=carer)
    return made


@action
def let_carer_go(*, carer: Carer, by: Viewer, at: datetime) -> Carer:
    """The carer is asked nothing any more, and their link opens nothing. What they said stays theirs."""
    check_as_staff(by, "W", "carer", carer.client, at=at)
    return _let_go(_still_cares(carer), by, at)


def _let_go(carer: Carer, by: Viewer, at: datetime) -> Carer:
    carer.ended_at = at
    carer.save(update_fields=["ended_at"])
    _close_links(carer, at)
    trace("carer.ended", by=by, at=at, clients=[carer.client_id], about=carer)
    return carer


def _close_links(carer: Carer, at: datetime) -> None:
    carer.invitations.filter(used_at=None, withdrawn_at=None, expires_at__gt=at).update(withdrawn_at=at)


def _still_cares(carer: Carer) -> Carer:
    now = Carer.objects.select_for_update(of=("self",)).select_related("client__service").get(pk=carer.pk)
    if now.ended_at is not None:
        raise WrongMoment(
            _("Nothing was changed."),
            _("This carer is not asked any more."),
            _("If they want to be asked again, write them down anew."),
        )
    return now


def _word(agreed_word: str, client: Client) -> str:
    word = agreed(agreed_word)
    if word in (client.date_of_birth[:4], client.date_of_birth):
        raise BadInput(
            _("No link was made."),
            _("The word is the date or the year of birth of the client."),
            _("Agree on a word that only the carer knows: the client must not be able to open this."),
            "agreed_word",
        )
    return word


def _check_named(named: Named) -> None:
    name = " ".join(named.name.split())
    if not 0 < len(name) <= LONGEST_NAME:
        raise _refused(
            _("There is no name.") if not name else _("The name is too long."),
            _("Write what the carer is called."),
            "name",
        )
    if named.tie not in TIES:
        raise _refused(_("It does not say who the carer is to the person."), _("Choose one of the list."), "tie")
    if named.named_by not in NAMED_BY:
        raise _refused(_("It does not say who named the carer."), _("Choose one of the list."), "named_by")
    if not 0 < len(named.reach.strip()) <= LONGEST_REACH:
        raise _refused(
            _("There is no way to reach the carer alone.")
            if not named.reach.strip()
            else _("The way to reach them is too long."),
            _("Ask the carer when and how a call is safe, and write it here."),
            "reach",
        )


def _refused(found: str, instead: str, field: str) -> BadInput:
    return BadInput(_("The carer was not written down."), found, instead, field)
