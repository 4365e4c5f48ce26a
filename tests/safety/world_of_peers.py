"""Peer support in the world of the safety tests: what was written, answered, and by whom it was written before."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from kith.care.actions import pairing, peer_register, peers, set_up, warm_line
from kith.care.models import CareRelationship, Client, PeerContact, PeerMatch, PeerRegisterEntry, User, WarmLineShift
from kith.care.permissions import viewer_of
from tests.safety.canaries import canary


def a_contact(client: Client, author: User, at: datetime) -> PeerContact:
    """Written by whoever was beside the person then; the match may have ended since."""
    what = peers.Contact("met", at - timedelta(hours=1), 50, canary(), canary(), canary())
    by = viewer_of(author, at=at)
    if "peer_supporter" in by.roles:
        return peers.record_contact(client=client, what=what, by=by, at=at)
    row = PeerContact(client=client, author=author, way="met", began_at=at, written_at=at, made_at=at)
    row.did, row.agreed, row.said = canary(), canary(), canary()  # the other service has no peer supporter
    row.save(force_insert=True)
    return row


def glad_to_share(peer: User, at: datetime) -> None:
    """What a peer supporter says of themselves to people who look for one; trained in safety before."""
    done = PeerRegisterEntry(
        person=peer, kind="training", topic="safety", happened_on=at.date(), author=peer, written_at=at, made_at=at
    )
    done.words = ""
    done.save(force_insert=True)
    sharing = pairing.Sharing(("migration",), ("en",), ("1-morning",), canary())
    pairing.share_experience(sharing=sharing, places=9, by=viewer_of(peer, at=at), at=at)


def chose(client: Client, peer: User, at: datetime) -> PeerMatch:
    """The person's own wish, and their choice of one who is suggested."""
    mine: dict[str, Any] = {"client": client, "by": viewer_of(client.user, at=at), "at": at}  # type: ignore[arg-type]
    wish = pairing.Sharing(("migration",), ("en",), ("1-morning",), canary())
    pairing.wish_for_peer(called=canary(), wish=wish, **mine)
    if "peer_supporter" in viewer_of(peer, at=at).roles:
        return pairing.choose_peer(person=peer, **mine)
    relation = CareRelationship.objects.create(
        client=client, staff=peer, kind="peer_supporter", starts=at, made_at=at
    )  # the other service has no peer supporter
    return PeerMatch.objects.create(client=client, person=peer, chosen_at=at, agreed_at=at, begun=relation, made_at=at)


def walked_beside(client: Client, peer: User, practitioner: User, begun: datetime, ended: datetime | None) -> Any:
    """Chosen, looked at and agreed; an entry and the person's own word on it; for some of them it has ended."""
    match = chose(client, peer, begun)
    if match.begun_id is None:
        pairing.look_at_match(match=match, is_safe=True, by=viewer_of(practitioner, at=begun), at=begun)
        match = pairing.answer_choice(match=match, agrees=True, by=viewer_of(peer, at=begun), at=begun)
    contact = a_contact(client, peer, begun + timedelta(days=2))
    own = viewer_of(client.user, at=begun)  # type: ignore[arg-type]
    peers.answer_contact(contact=contact, kind="differently", words=canary(), by=own, at=begun + timedelta(days=3))
    team = viewer_of(practitioner, at=begun)
    pairing.review_match(match=match, person_says="go_on", peer_says="not_said", by=team, at=begun + timedelta(days=3))
    if ended is not None:
        match = pairing.end_match(match=match, by=own, at=ended)
    return {"peer_contact": contact, "peer_match": match}


def kept_of(peer: User, supervisor: User, at: datetime) -> None:
    """Limits in the peer supporter's own words, a training and a talk in supervision, and a wish to talk."""
    founder = set_up.founder(peer.service_id)
    set_up.start_supervision(supervisor=supervisor, supervisee=peer, by=founder, at=at - timedelta(days=1))
    own, over = viewer_of(peer, at=at), viewer_of(supervisor, at=at)
    peer_register.agree_boundaries(words=canary(), by=own, at=at)
    peer_register.say_how_i_am(feels="low", wants_talk=True, by=own, at=at)
    given: dict[str, Any] = {"person": peer, "on": at.date(), "by": over, "at": at}
    peer_register.record_training(topic="safety", words=canary(), **given)
    peer_register.record_supervision(words=canary(), **given)


def on_the_line(peer: User, manager: User, now: datetime) -> WarmLineShift:
    """On the warm line now, with one call counted."""
    starts, at = now - timedelta(hours=1), now - timedelta(hours=2)
    if "peer_supporter" not in viewer_of(peer, at=at).roles:  # the other service has no peer supporter
        return WarmLineShift.objects.create(
            service=peer.service, person=peer, starts=starts, ends=now + timedelta(hours=2), made_at=at
        )
    given: dict[str, Any] = {"starts": starts, "ends": now + timedelta(hours=2)}
    shift = warm_line.plan_warm_line(person=peer, by=viewer_of(manager, at=at), at=at, **given)
    warm_line.count_call(
        shift=shift, minutes=9, need="loneliness", passed_on="nobody", by=viewer_of(peer, at=starts), at=starts
    )
    return shift
