"""A person and peer supporters who could walk beside them: suggestions with their reasons, and what was chosen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.utils.translation import gettext as _

from kith.care.models import (
    Block,
    CareRelationship,
    Client,
    Group,
    KeptApart,
    PeerMatch,
    PeerOffer,
    PeerWish,
    Service,
    User,
    WrongMoment,
)
from kith.care.models.keys import preload
from kith.care.models.peer_register import is_trained_for_safety
from kith.care.permissions import NotYours, Viewer, check_function, live
from kith.care.queries.befriending import Befriendings
from kith.care.queries.client_head import ClientHead, client_head
from kith.care.queries.looking import note_seen
from kith.care.queries.myself import open_own
from kith.care.queries.sight import Sight
from kith.care.queries.staff_looking import open_as_staff
from kith.science.connections import DISTANCES
from kith.science.groups import GettingOn, Sharer, Suggested, Wish, suggest


@dataclass(frozen=True)
class Suggestion:
    """One peer supporter, what both would share, and what that one says of themselves."""

    person: User
    why: Suggested
    words: str

    @property
    def called(self) -> str:
        """The first name, which is all that is told before both have agreed."""
        return _first_name(self.person.display_name)

    @property
    def distance(self) -> str:
        """How far both go, in the words of things to do nearby; empty where one of them did not say."""
        return DISTANCES[self.why.reach] if self.why.reach is not None else ""


@dataclass(frozen=True)
class WishShown:
    """What a person wishes for."""

    called: str
    experiences: tuple[str, ...]
    languages: tuple[str, ...]
    parts: tuple[str, ...]
    words: str
    interests: tuple[str, ...] = ()
    furthest: str = ""


@dataclass(frozen=True)
class MatchShown:
    """A choice that stands: waiting for the other's yes, for the team's look, or begun."""

    id: UUID
    name: str
    chosen_at: datetime
    is_agreed: bool
    is_looked_at: bool
    is_begun: bool

    @property
    def called(self) -> str:
        """The first name, for the person's own page."""
        return _first_name(self.name)


@dataclass(frozen=True)
class MyChoicePage:
    """The person's page: their wish, up to three suggestions, or the choice that stands."""

    time_zone: str
    called: str
    languages: tuple[str, ...]
    language: str
    wish: WishShown | None
    match: MatchShown | None
    suggestions: tuple[Suggestion, ...]


@dataclass(frozen=True)
class ReviewShown:
    """What each of the two said alone, for the team."""

    person_says: str
    peer_says: str
    reviewed_at: datetime


@dataclass(frozen=True)
class TeamMatchPage:
    """The team's page about it; how they get on, and what both said, is for those who may decide."""

    head: ClientHead
    wish: WishShown | None
    match: MatchShown | None
    may_decide: bool
    may_open_person: bool
    getting_on: GettingOn | None
    review: ReviewShown | None


@dataclass(frozen=True)
class Asked:
    """Somebody has chosen the viewer: the name they gave, and what they would like to share."""

    match_id: UUID
    client_id: UUID
    wish: WishShown | None
    chosen_at: datetime


@dataclass(frozen=True)
class OfferPage:
    """What a peer supporter is glad to share, as it stands."""

    time_zone: str
    languages: tuple[str, ...]
    shares: Mapping[str, Any]
    words: str
    places: int


def suggested_for(client: Client, *, viewer: Viewer, at: datetime) -> tuple[Suggestion, ...]:
    """Up to three for the person's own wish, by its rules and ranks; NotYours for everybody but the person.

    Nobody whose training in safety is due is suggested.
    """
    if viewer.client_id != client.pk:
        raise NotYours
    wish = _wish_row(client)
    if wish is None:
        return ()
    today = at.astimezone(ZoneInfo(viewer.time_zone)).date()
    offers = {
        who: one for who, one in _offers(client.service_id, at).items() if is_trained_for_safety(one.person, today)
    }
    asked = Wish(
        experiences=frozenset(wish.wants["experiences"]),
        languages=frozenset(wish.wants["languages"]),
        parts=frozenset(wish.wants["parts"]),
        apart=_apart(client, at),
        interests=frozenset(wish.wants.get("interests", ())),
        reach=_reach(wish.wants),
    )
    taken = _taken(offers.values(), at)
    sharers = [_sharer(one, one.places - taken.get(one.person_id, 0)) for one in offers.values()]
    return tuple(
        Suggestion(offers[UUID(one.id)].person, one, offers[UUID(one.id)].words) for one in suggest(asked, sharers)
    )


def my_peer_choice(*, viewer: Viewer, at: datetime) -> MyChoicePage:
    """The person's own; the suggestions are made when nobody is chosen."""
    own = open_own(viewer, "R", "peer_match", at=at)
    preload([own.client.pk])
    match = _match(own.client)
    page = MyChoicePage(
        time_zone=own.time_zone,
        called=own.name,
        languages=_languages_here(own.client.service, own.client.language),
        language=own.client.language,
        wish=_wish(own.client) if own.access.can("R", "peer_wish") else None,
        match=match,
        suggestions=() if match else suggested_for(own.client, viewer=viewer, at=at),
    )
    note_seen(viewer, "peer_match.seen", [own.client.pk], at=at)
    return page


def peer_to_choose(*, viewer: Viewer, person_id: UUID, at: datetime) -> User:
    """One of those who are suggested to the viewer now; NotYours otherwise."""
    own = open_own(viewer, "W", "peer_match", at=at)
    found = next(
        (one.person for one in suggested_for(own.client, viewer=viewer, at=at) if one.person.pk == person_id), None
    )
    if found is None:
        raise NotYours
    return found


def my_match(*, viewer: Viewer, at: datetime) -> PeerMatch:
    """The choice of the viewer that stands, for ending it; WrongMoment when there is none."""
    own = open_own(viewer, "W", "peer_match", at=at)
    return _standing(own.client)


def peer_match(*, viewer: Viewer, client_id: UUID, at: datetime) -> TeamMatchPage:
    """For the team, and for the peer supporter who walks beside the person."""
    client, access = open_as_staff(viewer, client_id, "R", "peer_match", at=at)
    preload([client.pk])
    sight = Sight(viewer=viewer, clients=[client.pk], at=at)
    page = TeamMatchPage(
        head=client_head(viewer=viewer, client=client, access=access, episode=client.newest_episode(), at=at),
        wish=_wish(client) if access.can("R", "peer_wish") else None,
        match=_match(client),
        may_decide=access.can("W", "peer_match"),
        may_open_person=access.can("R", "scores"),
        getting_on=Befriendings(sight, at=at).of(client.pk, ZoneInfo(client.service.time_zone)),
        review=_review(client) if access.can("W", "peer_match") else None,
    )
    note_seen(viewer, "peer_match.seen", [client.pk], at=at)
    return page


def match_of(*, viewer: Viewer, client_id: UUID, at: datetime) -> PeerMatch:
    """The choice of this person that stands, for the team's look or end; WrongMoment when there is none."""
    client, _access = open_as_staff(viewer, client_id, "W", "peer_match", at=at)
    return _standing(client)


def asked_of(viewer: Viewer, at: datetime) -> tuple[Asked, ...]:
    """Who has chosen the viewer and waits for an answer; for a query that has checked and writes down who was seen."""
    rows = list(
        PeerMatch.objects.filter(person=viewer.user_id, agreed_at=None, ended_at=None)
        .filter(client__service_id=viewer.service_id)
        .exclude(client__in=Block.objects.filter(user=viewer.user_id, lifted_at=None).values("client"))
        .select_related("client")
        .order_by("chosen_at")
    )
    preload([row.client_id for row in rows])
    return tuple(Asked(row.pk, row.client_id, _wish(row.client), row.chosen_at) for row in rows)


def own_match(*, viewer: Viewer, match_id: UUID) -> PeerMatch:
    """A match of the viewer as the peer supporter; NotYours otherwise."""
    check_function(viewer, "peer_support")
    found = PeerMatch.objects.filter(pk=match_id, person=viewer.user_id).select_related("client").first()
    if found is None:
        raise NotYours
    return found


def peer_offer(*, viewer: Viewer, at: datetime) -> OfferPage:
    """What the viewer shares, as it stands now."""
    check_function(viewer, "peer_support")
    preload([viewer.user_id])
    me = User.objects.select_related("service").get(pk=viewer.user_id)
    row = PeerOffer.objects.filter(person=me).order_by("-written_at", "-pk").first()
    note_seen(viewer, "peer_offer.seen", (), at=at)
    return OfferPage(
        viewer.time_zone,
        _languages_here(me.service, me.language),
        row.shares if row else {},
        row.words if row else "",
        row.places if row else 0,
    )


def _first_name(name: str) -> str:
    return name.partition(" ")[0]


def _languages_here(service: Service, own: str) -> tuple[str, ...]:
    """Somebody's own language, the service's, and those of groups here; never what other people here speak."""
    spoken = Group.objects.filter(service=service).exclude(state="ended")
    return tuple(sorted({own, service.language, *spoken.values_list("language", flat=True)} - {""}))


def _offers(service_id: UUID, at: datetime) -> dict[UUID, PeerOffer]:
    """The newest of everybody who is a peer supporter now."""
    rows = (
        PeerOffer.objects.filter(live(at, "person__roles__"), person__roles__name="peer_supporter")
        .filter(person__service_id=service_id, person__is_active=True)
        .select_related("person")
        .order_by("written_at")
    )
    found = {row.person_id: row for row in rows}
    preload(list(found))
    return found


def _sharer(row: PeerOffer, free: int) -> Sharer:
    shares = row.shares
    return Sharer(
        str(row.person_id),
        frozenset(shares["experiences"]),
        frozenset(shares["languages"]),
        frozenset(shares["parts"]),
        free,
        frozenset(shares.get("interests", ())),
        _reach(shares),
    )


def _reach(said: Mapping[str, Any]) -> int | None:
    furthest = said.get("furthest", "")
    return DISTANCES.index(furthest) if furthest else None


def _taken(offers: Iterable[PeerOffer], at: datetime) -> dict[UUID, int]:
    """How many people each walks beside, or has been chosen by."""
    people = [one.person_id for one in offers]
    beside = set(
        CareRelationship.objects.filter(live(at), staff__in=people, kind="peer_supporter").values_list(
            "staff", "client"
        )
    )
    beside |= set(PeerMatch.objects.filter(person__in=people, ended_at=None).values_list("person", "client"))
    counts: dict[UUID, int] = {}
    for person, _client in beside:
        counts[person] = counts.get(person, 0) + 1
    return counts


def _apart(client: Client, at: datetime) -> frozenset[str]:
    """Whom the person must not meet: blocked, kept apart, the person's own account, or chosen once before."""
    rules = KeptApart.objects.filter(live(at)).filter(Q(client=client) | Q(other=client)).values_list("client", "other")
    others = {one for pair in rules for one in pair} - {client.pk}
    found = {
        *Block.objects.filter(client=client, lifted_at=None).values_list("user", flat=True),
        *Client.objects.filter(pk__in=others, user__isnull=False).values_list("user", flat=True),
        *PeerMatch.objects.filter(client=client).values_list("person", flat=True),
        *CareRelationship.objects.filter(live(at), client=client).values_list("staff", flat=True),
    } | ({client.user_id} if client.user_id else set())
    return frozenset(str(one) for one in found)


def _wish_row(client: Client) -> PeerWish | None:
    return client.peerwish_set.filter(ends=None).order_by("-starts", "-pk").first()


def _wish(client: Client) -> WishShown | None:
    row = _wish_row(client)
    if row is None:
        return None
    chosen = {name: tuple(row.wants.get(name, ())) for name in ("experiences", "languages", "parts", "interests")}
    return WishShown(called=row.called, words=row.words, furthest=row.wants.get("furthest", ""), **chosen)


def _standing(client: Client) -> PeerMatch:
    found = client.peermatch_set.filter(ended_at=None).select_related("client").first()
    if found is None:
        raise WrongMoment(_("Nothing was changed."), _("Nobody is chosen now."), _("Look at the page as it is now."))
    return found


def _review(client: Client) -> ReviewShown | None:
    row = client.peermatchreview_set.filter(match__ended_at=None).first()
    return ReviewShown(row.person_says, row.peer_says, row.reviewed_at) if row else None


def _match(client: Client) -> MatchShown | None:
    row = client.peermatch_set.filter(ended_at=None).select_related("person").first()
    if row is None:
        return None
    return MatchShown(
        row.pk,
        row.person.display_name,
        row.chosen_at,
        row.agreed_at is not None,
        row.looked_at is not None,
        row.begun_id is not None,
    )
