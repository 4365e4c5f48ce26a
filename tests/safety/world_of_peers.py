"""Peer support in the world of the safety tests: what was written, answered, and by whom it was written before."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from kith.care.actions import peer_register, peers, set_up
from kith.care.models import CareRelationship, Client, PeerContact, User
from kith.care.permissions import Viewer, viewer_of
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


def walked_beside(client: Client, author: User, own: Viewer, begun: datetime, ended: datetime | None) -> dict[str, Any]:
    """A match from a day to a day, an entry, and the person's own word on it."""
    CareRelationship.objects.get_or_create(
        client=client, staff=author, kind="peer_supporter", defaults={"starts": begun, "made_at": begun}
    )
    contact = a_contact(client, author, begun + timedelta(days=2))
    peers.answer_contact(contact=contact, kind="differently", words=canary(), by=own, at=begun + timedelta(days=3))
    if ended is not None:
        CareRelationship.objects.filter(client=client, staff=author, kind="peer_supporter").update(ends=ended)
    return {"peer_contact": contact}


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
