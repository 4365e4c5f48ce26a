"""A person and a peer supporter find each other: the person wishes and chooses, the other says yes, the team looks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from kith.care.actions.acting import action, trace
from kith.care.actions.messages import queue_message
from kith.care.models import (
    BadInput,
    CareRelationship,
    Client,
    Grant,
    PeerMatch,
    PeerMatchReview,
    PeerOffer,
    PeerWish,
    User,
    WrongMoment,
)
from kith.care.models.activities import INTERESTS
from kith.care.models.peer_register import is_trained_for_safety
from kith.care.models.peers import EXPERIENCES, REVIEW_ANSWERS
from kith.care.models.week_parts import WEEK_PARTS
from kith.care.permissions import NotYours, Viewer, check, check_as_staff, check_function
from kith.care.queries.peer_pairs import suggested_for
from kith.science.connections import DISTANCES

LONGEST_WORDS: Final = 2000
MOST_PLACES: Final = 12  # more people than one can walk beside with supervision every two weeks; our own convention


@dataclass(frozen=True)
class Sharing:
    """What somebody wishes or is glad to share, as they chose it."""

    experiences: tuple[str, ...]
    languages: tuple[str, ...]
    parts: tuple[str, ...]
    words: str = ""
    interests: tuple[str, ...] = ()
    furthest: str = ""


@action
def wish_for_peer(*, client: Client, called: str, wish: Sharing, by: Viewer, at: datetime) -> PeerWish:
    """The person says that they would like a peer supporter and what they would like to share; nobody else can."""
    _check_own(client, "peer_wish", by, at)
    what = _("Your wish was not kept yet.")
    _check_sharing(wish, what)
    if not 0 < len(called.strip()) <= 120:
        raise BadInput(
            what, _("There is no name, or a very long one."), _("Write what a peer supporter may call you."), "called"
        )
    PeerWish.objects.filter(client=client, ends=None).update(ends=at)
    row = PeerWish(client=client, starts=at, made_at=at)
    row.called, row.words, row.wants = called.strip(), wish.words.strip(), _as_kept(wish)
    row.save(force_insert=True)
    trace("peer_wish.told", by=by, at=at, clients=[client.pk], about=row)
    return row


@action
def stop_wishing(*, client: Client, by: Viewer, at: datetime) -> None:
    """The person does not want a peer supporter now. No reason is asked for."""
    _check_own(client, "peer_wish", by, at)
    PeerWish.objects.filter(client=client, ends=None).update(ends=at)
    trace("peer_wish.ended", by=by, at=at, clients=[client.pk])


@action
def share_experience(*, sharing: Sharing, places: int | None, by: Viewer, at: datetime) -> PeerOffer:
    """A peer supporter says what they are glad to share, when, and with how many people; 0 places: with nobody now."""
    check_function(by, "peer_support")
    what = _("Nothing was kept.")
    _check_sharing(sharing, what)
    if places is None or not 0 <= places <= MOST_PLACES:
        raise BadInput(
            what, _("It does not say with how many people."), _("Give 0 to %(most)d.") % {"most": MOST_PLACES}, "places"
        )
    row = PeerOffer(person_id=by.user_id, places=places, written_at=at, made_at=at)
    row.shares, row.words = _as_kept(sharing), sharing.words.strip()
    row.save(force_insert=True)
    trace("peer_offer.told", by=by, at=at, clients=(), about=row)
    return row


@action
def choose_peer(*, client: Client, person: User, by: Viewer, at: datetime) -> PeerMatch:
    """The person chooses one of those who are suggested; that one is asked, and the team looks at it."""
    _check_own(client, "peer_match", by, at)
    if PeerMatch.objects.select_for_update().filter(client=client, ended_at=None).exists():
        raise WrongMoment(
            _("Nothing was changed."), _("You have chosen somebody already."), _("End that first, then choose again.")
        )
    if person.pk not in {one.person.pk for one in suggested_for(client, viewer=by, at=at)}:
        raise WrongMoment(
            _("Nobody was asked."),
            _("This peer supporter has no free place any more, or something has changed."),
            _("Open the page again and look who is there now."),
        )
    row = PeerMatch.objects.create(client=client, person=person, chosen_at=at, made_at=at)
    queue_message(to=person, template="please_log_in", key=f"peer_match:{row.pk}", at=at)
    trace("peer_match.chosen", by=by, at=at, clients=[client.pk], about=row)
    return row


@action
def answer_choice(*, match: PeerMatch, agrees: bool, by: Viewer, at: datetime) -> PeerMatch:
    """The chosen peer supporter says yes or no, without giving a reason; yes only when trained in safety."""
    row = _mine(match, by)
    if agrees:
        _check_trained(
            row.person, by, at, _("Nothing was changed."), _("Talk with your supervisor, and say yes when it is done.")
        )
    if row.agreed_at is not None or row.ended_at is not None:
        raise WrongMoment(
            _("Nothing was changed."), _("This was answered before."), _("Look at your day as it is now.")
        )
    if agrees:
        row.agreed_at = at
        _begin(row, at)
    else:
        row.ended_at = at
    row.save(update_fields=["agreed_at", "ended_at", "begun"])
    trace("peer_match.answered", by=by, at=at, clients=[row.client_id], about=row)
    return row


@action
def look_at_match(*, match: PeerMatch, is_safe: bool, by: Viewer, at: datetime) -> PeerMatch:
    """The team looks: no danger known to either, the place is safe, the peer is well enough. Not safe ends it."""
    check_as_staff(by, "W", "peer_match", match.client, at=at)
    row = _open(match)
    if is_safe:
        _check_trained(
            row.person,
            by,
            at,
            _("They did not begin."),
            _("Let the training be done and written down first, or end it and let the person choose anew."),
        )
    if row.looked_at is not None:
        raise WrongMoment(_("Nothing was changed."), _("Somebody has looked already."), _("Open the page again."))
    row.looked_at, row.looked_by_id = at, by.user_id
    if is_safe:
        _begin(row, at)
    else:
        row.ended_at = at
    row.save(update_fields=["looked_at", "looked_by", "ended_at", "begun"])
    trace("peer_match.looked_at", by=by, at=at, clients=[row.client_id], about=row)
    return row


@action
def review_match(*, match: PeerMatch, person_says: str, peer_says: str, by: Viewer, at: datetime) -> PeerMatchReview:
    """The team asked both, each alone, whether it is right for them. Neither is told what the other said."""
    check_as_staff(by, "W", "peer_match", match.client, at=at)
    row = _open(match)
    what = _("Nothing was kept.")
    if row.begun_id is None or PeerMatchReview.objects.filter(match=row).exists():
        raise WrongMoment(what, _("They have not begun, or both were asked before."), _("Open the page again."))
    if person_says not in REVIEW_ANSWERS or peer_says not in REVIEW_ANSWERS:
        raise BadInput(
            what, _("One of the answers is missing."), _("Ask both, then choose one answer for each."), "person_says"
        )
    review = PeerMatchReview.objects.create(
        match=row,
        client_id=row.client_id,
        person_says=person_says,
        peer_says=peer_says,
        reviewer_id=by.user_id,
        reviewed_at=at,
        made_at=at,
    )
    trace("peer_match.reviewed", by=by, at=at, clients=[row.client_id], about=review)
    return review


@action
def end_match(*, match: PeerMatch, by: Viewer, at: datetime) -> PeerMatch:
    """The person, or their team, ends it. No reason is asked for, and access ends at this moment."""
    check(by, "W", "peer_match", match.client, at=at)
    return _end(match, by, at)


@action
def step_back(*, match: PeerMatch, by: Viewer, at: datetime) -> PeerMatch:
    """The peer supporter ends it. No reason is asked for, and their access ends at this moment."""
    _mine(match, by)
    return _end(match, by, at)


def _end(match: PeerMatch, by: Viewer, at: datetime) -> PeerMatch:
    row = _open(match)
    row.ended_at = at
    row.save(update_fields=["ended_at"])
    if row.begun_id is not None:
        CareRelationship.objects.filter(pk=row.begun_id).update(ends=at)
        Grant.objects.filter(client=row.client_id, grantee=row.person_id, kind="consent", withdrawn_at=None).update(
            withdrawn_at=at
        )
    trace("peer_match.ended", by=by, at=at, clients=[row.client_id], about=row)
    return row


def _begin(row: PeerMatch, at: datetime) -> None:
    """With both yeses the peer supporter stands beside the person."""
    if row.agreed_at is not None and row.looked_at is not None:
        row.begun = CareRelationship.objects.create(
            client_id=row.client_id, staff_id=row.person_id, kind="peer_supporter", starts=at, made_at=at
        )


def _check_trained(person: User, by: Viewer, at: datetime, what: str, instead: str) -> None:
    """Raises WrongMoment unless the training in safety of this peer supporter holds today."""
    if not is_trained_for_safety(person, at.astimezone(ZoneInfo(by.time_zone)).date()):
        raise WrongMoment(what, _("The training in safety of this peer supporter is due."), instead)


def _check_own(client: Client, resource: str, by: Viewer, at: datetime) -> None:
    check(by, "W", resource, client, at=at)
    if by.client_id != client.pk:
        raise NotYours


def _rows(match: PeerMatch) -> QuerySet[PeerMatch]:
    return PeerMatch.objects.select_for_update(of=("self",)).filter(pk=match.pk).select_related("client")


def _mine(match: PeerMatch, by: Viewer) -> PeerMatch:
    """A match of the viewer as the peer supporter; NotYours for everybody else."""
    check_function(by, "peer_support", service_id=match.client.service_id)
    row = _rows(match).get()
    if row.person_id != by.user_id:
        raise NotYours
    return row


def _open(match: PeerMatch) -> PeerMatch:
    row = _rows(match).get()
    if row.ended_at is not None:
        raise WrongMoment(_("Nothing was changed."), _("It has ended already."), _("Nothing more needs to be done."))
    return row


def _as_kept(sharing: Sharing) -> dict[str, Any]:
    return {
        "experiences": sorted(sharing.experiences),
        "languages": sorted(sharing.languages),
        "parts": sorted(sharing.parts),
        "interests": sorted(sharing.interests),
        "furthest": sharing.furthest,
    }


def _check_sharing(sharing: Sharing, what: str) -> None:
    if not set(sharing.experiences) <= set(EXPERIENCES) or not set(sharing.parts) <= set(WEEK_PARTS):
        raise BadInput(
            what, _("Something was chosen that is not offered."), _("Choose from what is shown."), "experiences"
        )
    if not set(sharing.interests) <= set(INTERESTS) or sharing.furthest not in ("", *DISTANCES):
        raise BadInput(
            what, _("Something was chosen that is not offered."), _("Choose from what is shown."), "interests"
        )
    if not sharing.languages:
        raise BadInput(what, _("There is no language."), _("Choose at least one."), "languages")
    if not sharing.parts:
        raise BadInput(what, _("There is no time."), _("Choose at least one part of the week."), "parts")
    if len(sharing.words.strip()) > LONGEST_WORDS:
        raise BadInput(
            what,
            _("The text has %(count)d characters.") % {"count": len(sharing.words.strip())},
            _("Write up to %(most)d characters.") % {"most": LONGEST_WORDS},
            "words",
        )
