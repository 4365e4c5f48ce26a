"""Peer support: a contact is written down in a minute, in words the person reads; the person answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from kith.care.actions.acting import action, trace
from kith.care.models import BadInput, Client, PeerAnswer, PeerContact, WrongMoment
from kith.care.models.peers import ANSWER_KINDS, CONTACT_WAYS
from kith.care.permissions import NotYours, Viewer, check, check_as_staff

LONGEST_WORDS: Final = 4000
LONGEST_CONTACT: Final = 480  # minutes; a longer one is a slip of the hand
OLDEST: Final = timedelta(days=60)  # what is older is not remembered well enough to write down
FARTHEST: Final = timedelta(days=366)


@dataclass(frozen=True)
class Contact:
    """What is written down: how and when, what was done and agreed, how the person said they are, and when next."""

    way: str
    began_at: datetime | None
    minutes: int | None
    did: str
    agreed: str = ""
    said: str = ""
    next_on: date | None = None


@action
def record_contact(
    *, client: Client, what: Contact, by: Viewer, at: datetime, replaces: PeerContact | None = None
) -> PeerContact:
    """Write a contact down; with `replaces` it corrects what the same peer supporter wrote before."""
    check_as_staff(by, "W", "peer_log", client, at=at)
    _check(what, client, at)
    assert what.began_at is not None  # the check refuses an entry without a moment
    row = PeerContact(client=client, author_id=by.user_id, way=what.way, began_at=what.began_at, next_on=what.next_on)
    row.minutes, row.replaces = what.minutes or 0, _own_newest(replaces, client, by)
    row.did, row.agreed, row.said = what.did.strip(), what.agreed.strip(), what.said.strip()
    row.written_at = row.made_at = at
    row.save(force_insert=True)
    trace("peer_contact.recorded", by=by, at=at, clients=[client.pk], about=row)
    return row


@action
def answer_contact(*, contact: PeerContact, kind: str, words: str, by: Viewer, at: datetime) -> PeerAnswer:
    """The person's own word on an entry about them. To see it differently needs a word about what was different."""
    check(by, "W", "peer_log", contact.client, at=at)
    if by.client_id != contact.client_id:
        raise NotYours
    what = _("Your answer was not sent yet.")
    if kind not in ANSWER_KINDS:
        raise BadInput(what, _("It does not say what you think."), _("Choose one of the two."), "kind")
    if kind == "differently" and not words.strip():
        raise BadInput(
            what, _("There are no words."), _("Write in a sentence how it was for you. A few words do."), "words"
        )
    _check_length(words, what, "words")
    row = PeerAnswer(client=contact.client, contact=contact, kind=kind, written_at=at, made_at=at)
    row.words = words.strip()
    row.save(force_insert=True)
    trace("peer_contact.answered", by=by, at=at, clients=[contact.client_id], about=row)
    return row


def _own_newest(row: PeerContact | None, client: Client, by: Viewer) -> PeerContact | None:
    """The entry that may be corrected: one's own, about this person, and not corrected yet."""
    if row is None:
        return None
    if row.client_id != client.pk or row.author_id != by.user_id:
        raise NotYours
    if PeerContact.objects.select_for_update().filter(replaces=row).exists():
        raise WrongMoment(
            _("The correction was not kept."),
            _("There is a newer one already."),
            _("Open the log again and correct the newest."),
        )
    return row


def _check(what: Contact, client: Client, at: datetime) -> None:
    missing = _("The entry was not kept yet.")
    today = at.astimezone(ZoneInfo(client.service.time_zone)).date()
    if what.way not in CONTACT_WAYS:
        raise BadInput(missing, _("It does not say how you were in touch."), _("Choose one."), "way")
    if what.began_at is None or not at - OLDEST <= what.began_at <= at:
        raise BadInput(
            missing,
            _("It has no day and hour, or one that cannot be."),
            _("Give when it began: today or in the last 60 days."),
            "began_at",
        )
    if what.minutes is not None and not 0 <= what.minutes <= LONGEST_CONTACT:
        raise BadInput(
            missing,
            _("It says %(count)d minutes.") % {"count": what.minutes},
            _("Give 0 to %(most)d minutes.") % {"most": LONGEST_CONTACT},
            "minutes",
        )
    if not what.did.strip():
        raise BadInput(
            missing, _("It does not say what you did."), _("One plain sentence is enough; the person reads it."), "did"
        )
    if what.next_on is not None and not today <= what.next_on <= today + FARTHEST:
        raise BadInput(
            missing,
            _("The next day is over, or more than a year away."),
            _("Give a day from today on, or leave it open."),
            "next_on",
        )
    for words, name in ((what.did, "did"), (what.agreed, "agreed"), (what.said, "said")):
        _check_length(words, missing, name)


def _check_length(words: str, what: str, field: str) -> None:
    if len(words.strip()) > LONGEST_WORDS:
        raise BadInput(
            what,
            _("The text has %(count)d characters.") % {"count": len(words.strip())},
            _("Write up to %(most)d characters.") % {"most": LONGEST_WORDS},
            field,
        )
