"""The log of peer support: short, readable by the person, answered by them, and shut to every other peer supporter."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from kith.care.actions import peers
from kith.care.models import AuditEvent, BadInput, CareRelationship, PeerContact, WrongMoment
from kith.care.permissions import NotYours
from kith.care.queries.my_download import my_download
from kith.care.queries.peer_log import PeerLogPage, contact_about_me, my_peer, own_contact
from kith.care.queries.peer_log import peer_log as log_page
from tests.care.peer_scenes import SECRET, beside, peered, wrote
from tests.people import People, a_client

__all__ = ["peered"]  # a fixture


def seen(people: People, who: str) -> PeerLogPage:
    return log_page(viewer=people.sees(who), client_id=people.ana.pk, at=people.at)


def test_the_person_reads_it_and_sees_it_differently(peered: People) -> None:
    wrote(peered, agreed="A walk on Sunday", said="Tired but glad", next_on=(peered.at + timedelta(days=6)).date())
    mine = my_peer(viewer=peered.sees("ana"), at=peered.at)
    (entry,) = mine.entries
    assert (mine.peers, entry.did, entry.agreed, entry.said) == (
        ("Pete Halloran",),
        SECRET,
        "A walk on Sunday",
        "Tired but glad",
    )
    assert mine.next_on == (peered.at + timedelta(days=6)).date()
    about = contact_about_me(viewer=peered.sees("ana"), contact_id=entry.id, at=peered.at)
    with pytest.raises(BadInput, match="no words"):
        peers.answer_contact(contact=about, kind="differently", words=" ", by=peered.sees("ana"), at=peered.at)
    peers.answer_contact(contact=about, kind="differently", words="I was angry", by=peered.sees("ana"), at=peered.at)
    for who in ("pete", "ben", "eve"):
        (row,) = seen(peered, who).entries
        assert row.is_seen_differently
        assert row.answers[0].words == "I was angry"
    for who in ("pete", "ben", "eve"):
        with pytest.raises(NotYours):
            peers.answer_contact(contact=about, kind="yes", words="", by=peered.sees(who), at=peered.at)
    copy = my_download(viewer=peered.sees("ana"), at=peered.at).content
    assert (copy["peer_contacts"][0]["did"], copy["peer_answers"][0]["words"]) == (SECRET, "I was angry")
    assert SECRET not in json.dumps([event.rule for event in AuditEvent.objects.all()])
    assert SECRET.encode() not in bytes(PeerContact.objects.values_list("did", flat=True)[0])


def test_another_peer_supporter_sees_nothing_and_one_beside_her_sees_their_own(peered: People) -> None:
    row = wrote(peered)
    for who in ("petra", "dev", "finn", "dan", "cleo", "ada", "pia"):
        with pytest.raises(NotYours):
            seen(peered, who)
    beside(peered, "petra", peered.ana)
    peered.later(minutes=1)
    assert seen(peered, "petra").entries == ()  # what Ana told Pete is between them
    with pytest.raises(NotYours):
        own_contact(viewer=peered.sees("petra"), client_id=peered.ana.pk, contact_id=row.pk, at=peered.at)
    mine = wrote(peered, "We drew a map", by="petra")
    assert [one.id for one in seen(peered, "petra").entries] == [mine.pk]
    assert len(seen(peered, "ben").entries) == 2


def test_an_ended_match_ends_access_at_once(peered: People) -> None:
    row = wrote(peered)
    CareRelationship.objects.filter(kind="peer_supporter").update(ends=peered.at)
    with pytest.raises(NotYours):
        seen(peered, "pete")
    with pytest.raises(NotYours):
        wrote(peered)
    with pytest.raises(NotYours):
        own_contact(viewer=peered.sees("pete"), client_id=peered.ana.pk, contact_id=row.pk, at=peered.at)
    assert len(my_peer(viewer=peered.sees("ana"), at=peered.at).entries) == 1


def test_only_peer_supporters_write_and_only_about_their_own(peered: People) -> None:
    other = a_client(peered, "bo", "Bo", "Moss")
    for who in ("ben", "eve", "petra", "ana", "dev"):
        with pytest.raises(NotYours):
            wrote(peered, by=who)
    what = peers.Contact("call", peered.at, 5, "Rang")
    with pytest.raises(NotYours):
        peers.record_contact(client=other, what=what, by=peered.sees("pete"), at=peered.at)
    row = wrote(peered)
    with pytest.raises(NotYours):
        contact_about_me(viewer=peered.sees("bo"), contact_id=row.pk, at=peered.at)


def test_a_correction_is_a_new_entry_and_both_are_in_the_copy(peered: People) -> None:
    first = wrote(peered)
    what = peers.Contact("met", peered.at, 40, "We sat by the sea")
    acting = {"client": peered.ana, "what": what, "replaces": first, "by": peered.sees("pete"), "at": peered.at}
    peers.record_contact(**acting)
    with pytest.raises(WrongMoment, match="newer one"):
        peers.record_contact(**acting)
    (shown,) = seen(peered, "pete").entries
    assert (shown.did, shown.is_corrected) == ("We sat by the sea", True)
    assert len(my_download(viewer=peered.sees("ana"), at=peered.at).content["peer_contacts"]) == 2


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"way": "tested"}, "how you were in touch"),
        ({"began_at": None}, "no day and hour"),
        ({"minutes": 481}, "481 minutes"),
        ({"did": "  "}, "what you did"),
        ({"did": "x" * 4001}, "4001 characters"),
    ],
)
def test_what_cannot_be_kept_is_refused_in_words(peered: People, wrong: dict[str, object], says: str) -> None:
    with pytest.raises(BadInput, match=says):
        wrote(peered, **wrong)  # type: ignore[arg-type]
    with pytest.raises(BadInput, match="next day is over"):
        wrote(peered, next_on=(peered.at - timedelta(days=1)).date())
    assert not PeerContact.objects.exists()
