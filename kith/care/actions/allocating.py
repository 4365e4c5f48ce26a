"""Allocate: what practitioners bring, what the person asks for, and a pair accepted, declined, undone or told."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from kith.care.actions.acting import action, trace
from kith.care.actions.leading import LONGEST_REASON, Proposed, check_reason, decision_of, make_responsible
from kith.care.models import (
    Allocation,
    AppointmentWish,
    Availability,
    BadInput,
    CareRelationship,
    Client,
    Role,
    User,
    WrongMoment,
)
from kith.care.models.allocating import GENDERS, MEETING_FORMATS, communities_of
from kith.care.models.delivery import ACCESS_NEEDS
from kith.care.models.knowledge import is_known_document
from kith.care.models.week_parts import WEEK_PARTS
from kith.care.permissions import Viewer, check_as_staff, check_function, live
from kith.care.queries.matching import matching_of

LONGEST_WORDS: Final = 2000
MOST_PEOPLE: Final = 200
MOST_COMMUNITIES: Final = 5
LONGEST_COMMUNITY: Final = 60
LANGUAGE: Final = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?")


@dataclass(frozen=True)
class Brings:
    """What a practitioner brings. `hours` holds each free hour once, with the ways to meet in it."""

    hours: Mapping[str, tuple[str, ...]]
    languages: tuple[str, ...]
    most_people: int
    trained: tuple[str, ...] = ()
    offers: tuple[str, ...] = ()
    gender: str = ""
    communities: tuple[str, ...] = ()


@dataclass(frozen=True)
class Asks:
    """What the person asks for; languages and formats in the order in which they would like them. Empty: not said."""

    parts: tuple[str, ...]
    languages: tuple[str, ...]
    formats: tuple[str, ...]
    needs: tuple[str, ...] = ()
    intervention: str = ""
    gender: str = ""
    community: str = ""
    is_must: bool = False
    is_urgent: bool = False


@dataclass(frozen=True)
class Pair:
    """A person and a practitioner as the page showed them, with whoever was kept where then."""

    practitioner: User
    slot: str
    format: str
    keep: Mapping[str, str | None] = field(default_factory=dict)


@action
def say_availability(*, brings: Brings, by: Viewer, at: datetime) -> Availability:
    """What the practitioner brings from now on."""
    check_function(by, "own_availability")
    return _keep_brings(User.objects.get(pk=by.user_id), brings, by, at)


@action
def set_availability_of(*, person: User, brings: Brings, by: Viewer, at: datetime) -> Availability:
    """The same, written down by a manager; the gender stays as the practitioner said it."""
    check_function(by, "staff_availability", service_id=person.service_id)
    if not Role.objects.filter(live(at), user=person, name="practitioner").exists():
        raise _not_kept(_("That account is not a practitioner here."), _("Choose a practitioner."), "person")
    return _keep_brings(person, brings, by, at)


@action
def note_appointment_wish(
    *, client: Client, asks: Asks, words: str, not_now: str, by: Viewer, at: datetime
) -> AppointmentWish:
    """How the person would like to be seen first; said again, the newest counts."""
    check_as_staff(by, "W", "appointment_wish", client, at=at)
    _check_asks(asks, client)
    if len(words) > LONGEST_WORDS or len(not_now) > LONGEST_REASON:
        raise _not_kept(_("The text is too long."), _("Shorten it."), "words")
    row = AppointmentWish(client=client, said_by_id=by.user_id, said_at=at, made_at=at)
    row.asks = {name: list(one) if isinstance(one, tuple) else one for name, one in asdict(asks).items()}
    row.words, row.not_now = words.strip(), " ".join(not_now.split())
    row.save(force_insert=True)
    trace("appointment_wish.noted", by=by, at=at, clients=[client.pk], about=row)
    return row


@action
def accept_allocation(*, client: Client, pair: Pair, reason: str, by: Viewer, at: datetime) -> Allocation:
    """The practitioner becomes responsible. Every rule is looked at again; what differs from the proposal has a reason.

    Refused when the pair is no longer what comes out, so that nobody accepts what they have not seen.
    """
    return _accept(client, pair, reason, _Seen(pair.keep, by, at))


@action
def accept_all(*, pairs: Sequence[tuple[Client, Pair]], by: Viewer, at: datetime) -> list[Allocation]:
    """Every pair of one proposal, or none of them; pairs that a person chose over the proposal are accepted alone."""
    if not pairs:
        raise BadInput(
            _("Nobody was made responsible."), _("No pair was sent."), _("Open the page again and use its buttons."), ""
        )
    seen = _Seen(pairs[0][1].keep, by, at)
    return [_accept(client, pair, "", seen) for client, pair in pairs]


class _Seen:
    """What the page showed, and what would come out with nobody kept: worked out before the first is accepted."""

    def __init__(self, keep: Mapping[str, str | None], by: Viewer, at: datetime) -> None:
        self.by, self.at = by, at
        self.shown = matching_of(viewer=by, at=at, keep=keep)
        self.free = matching_of(viewer=by, at=at, keep={}) if keep else self.shown


def _accept(client: Client, pair: Pair, reason: str, seen: _Seen) -> Allocation:
    by, at = seen.by, seen.at
    check_as_staff(by, "W", "allocation", client, at=at)
    match = seen.shown.match_for(client.pk)
    now = (match.practitioner, match.way.slot, match.way.format) if match else None
    if match is None or now != (str(pair.practitioner.pk), pair.slot, pair.format):
        raise WrongMoment(
            _("Nobody was made responsible."),
            _("The proposal has changed since the page was opened."),
            _("Look at the new proposal below."),
        )
    free = Proposed(was_asked=True, match=seen.free.match_for(client.pk))
    row = decision_of(client, pair.practitioner, "accepted", reason, by, at)
    make_responsible(row, free, match, by, at)
    trace("allocation.accepted", by=by, at=at, clients=[client.pk], about=row)
    return row


@action
def decline_allocation(*, client: Client, practitioner: User, reason: str, by: Viewer, at: datetime) -> Allocation:
    """These two are not proposed to each other any more. The reason is kept; the person is not told of it."""
    check_as_staff(by, "W", "allocation", client, at=at)
    if practitioner.service_id != client.service_id:
        raise _not_kept(
            _("That account is not a practitioner here."), _("Choose a practitioner of this service."), "practitioner"
        )
    check_reason(reason, _("Nothing was declined."))
    row = decision_of(client, practitioner, "declined", reason, by, at)
    row.save(force_insert=True)
    trace("allocation.declined", by=by, at=at, clients=[client.pk], about=row)
    return row


@action
def undo_allocation(*, allocation: Allocation, by: Viewer, at: datetime) -> Allocation:
    """The person waits again, and nobody is responsible; a declined pair may be proposed again.

    Refused once the person was told, and where somebody led before: nobody goes back to waiting by a handover.
    """
    check_as_staff(by, "W", "allocation", allocation.client, at=at)
    row = _open(allocation)
    if row.has_meeting:
        raise WrongMoment(
            _("Nothing was changed."),
            _("The two have booked a meeting."),
            _("Talk with the person first; then make somebody else responsible."),
        )
    if row.relationship_id is not None and row.client.carerelationship_set.filter(is_lead=True, ends=row.decided_at):
        raise WrongMoment(
            _("Nothing was changed."),
            _("Somebody else was responsible before."),
            _("Ask whoever allocates to make them responsible again."),
        )
    row.undone_at, row.undone_by_id = at, by.user_id
    row.save(update_fields=["undone_at", "undone_by"])
    if row.relationship_id is not None:
        CareRelationship.objects.filter(pk=row.relationship_id, ends=None).update(ends=at)
    trace("allocation.undone", by=by, at=at, clients=[row.client_id], about=row)
    return row


@action
def tell_allocated(*, allocation: Allocation, by: Viewer, at: datetime) -> Allocation:
    """The person knows now who will see them: from here on it cannot be undone, only handed over."""
    check_as_staff(by, "W", "allocation", allocation.client, at=at)
    row = _open(allocation)
    if row.decision != "accepted":
        raise WrongMoment(
            _("Nothing was changed."), _("This pair was declined."), _("Choose somebody for the person first.")
        )
    row.told_at = at
    row.save(update_fields=["told_at"])
    trace("allocation.told", by=by, at=at, clients=[row.client_id], about=row)
    return row


def _open(allocation: Allocation) -> Allocation:
    row = Allocation.objects.select_for_update(of=("self",)).select_related("client").get(pk=allocation.pk)
    if row.told_at is not None:
        raise WrongMoment(
            _("Nothing was changed."),
            _("The person was told already."),
            _("Talk with them first; then make somebody else responsible."),
        )
    if row.undone_at is not None:
        raise WrongMoment(_("Nothing was changed."), _("It was undone already."), _("Open the page again."))
    return row


def _keep_brings(person: User, brings: Brings, by: Viewer, at: datetime) -> Availability:
    _check_brings(brings, person.service_id)
    is_own = person.pk == by.user_id
    before = person.availabilities.order_by("-said_at", "-pk").first()
    row = Availability(person=person, said_by_id=by.user_id, most_people=brings.most_people, said_at=at, made_at=at)
    row.brings = {
        "hours": {slot: list(formats) for slot, formats in sorted(brings.hours.items())},
        "languages": list(brings.languages),
        "trained": sorted(brings.trained),
        "offers": sorted(brings.offers),
        "gender": brings.gender if is_own else before.brings["gender"] if before else "",
        "communities": list(brings.communities) if is_own else communities_of(before),
    }
    row.save(force_insert=True)
    trace("availability.said", by=by, at=at, clients=(), about=row)
    return row


def _check_brings(brings: Brings, service_id: UUID) -> None:
    _check_languages(brings.languages)
    if any(not formats or not set(formats) <= set(MEETING_FORMATS) for formats in brings.hours.values()):
        raise _not_kept(_("An hour has no way to meet."), _("Tick for each hour how you can meet in it."), "hours")
    if not 0 <= brings.most_people <= MOST_PEOPLE:
        raise _not_kept(
            _("That is %(count)d people.") % {"count": brings.most_people},
            _("Write a number from 0 to %(most)d.") % {"most": MOST_PEOPLE},
            "most_people",
        )
    _check_communities(brings.communities, "communities")
    known = all(is_known_document("protocol", one, service_id) for one in brings.trained)
    if not known or not set(brings.offers) <= set(ACCESS_NEEDS) or brings.gender not in ("", *GENDERS):
        raise _not_kept(_("One of the answers is not on the list."), _("Choose from what is offered."), "trained")


def _check_asks(asks: Asks, client: Client) -> None:
    _check_languages(asks.languages)
    _check_communities([asks.community] if asks.community else (), "community")
    known = not asks.intervention or is_known_document("protocol", asks.intervention, client.service_id)
    lists = ((asks.parts, WEEK_PARTS), (asks.formats, MEETING_FORMATS), (asks.needs, ACCESS_NEEDS))
    wrong = any(not set(found) <= set(offered) for found, offered in lists)
    if wrong or not known or asks.gender not in ("", *GENDERS):
        raise _not_kept(_("One of the answers is not on the list."), _("Choose from what is offered."), "parts")


def _check_communities(communities: Sequence[str], name: str) -> None:
    if len(communities) > MOST_COMMUNITIES or any(not 0 < len(one) <= LONGEST_COMMUNITY for one in communities):
        raise _not_kept(
            _("What was written about communities is too long."),
            _("Write at most %(most)d, each with at most %(count)s letters.")
            % {"most": MOST_COMMUNITIES, "count": LONGEST_COMMUNITY},
            name,
        )


def _check_languages(languages: Sequence[str]) -> None:
    wrong = [one for one in languages if not LANGUAGE.fullmatch(one)]
    if wrong or not languages:
        raise _not_kept(
            _("“%(word)s” is no language that is known here.") % {"word": wrong[0][:20]}
            if wrong
            else _("There is no language."),
            _("Write its name or its short code, with commas between several: ar, en."),
            "languages",
        )


def _not_kept(found: str, instead: str, name: str) -> BadInput:
    return BadInput(_("Nothing was kept."), found, instead, name)
