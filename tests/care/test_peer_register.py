"""A peer supporter's day and register: what is due, whom to contact, and who reads what."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kith.care.actions import peer_register, peers
from kith.care.models import BadInput, OutboxMessage, PeerCheck, PeerContact, SupervisionLink
from kith.care.models.peer_register import TRAINING_TOPICS
from kith.care.permissions import NotAllowed, NotYours
from kith.care.queries.peer_day import PeerDay, peer_day
from kith.care.queries.peer_register import PeerRegister, supervised_peer
from kith.care.queries.peer_register import peer_register as register_page
from tests.care.peer_scenes import beside, peered, wrote
from tests.people import People, a_client

__all__ = ["peered"]  # a fixture


def day(people: People, who: str = "pete") -> PeerDay:
    return peer_day(viewer=people.sees(who), at=people.at)


def register(people: People, who: str, of: str = "Pete Halloran") -> PeerRegister:
    rows = register_page(viewer=people.sees(who), at=people.at).registers
    return next(row for row in rows if row.name == of)


def reason(people: People) -> str:
    (one,) = day(people).people
    return one.reason


def test_the_day_says_whom_to_contact_and_why(peered: People) -> None:
    assert reason(peered) == "first"
    row = wrote(peered, next_on=(peered.at + timedelta(days=2)).date())
    assert reason(peered) == ""
    answer = {"contact": row, "words": "I was angry", "by": peered.sees("ana"), "at": peered.at}
    peers.answer_contact(kind="differently", **answer)
    assert reason(peered) == "seen_differently"
    peered.later(minutes=5)
    peers.answer_contact(kind="yes", **(answer | {"words": "", "at": peered.at}))
    assert reason(peered) == ""
    peered.later(days=2)
    assert reason(peered) == "agreed"
    wrote(peered, way="not_reached")
    assert reason(peered) == ""
    wrote(peered, way="not_reached")
    assert reason(peered) == "not_reached"
    wrote(peered)
    peered.later(days=9)
    assert reason(peered) == ""
    peered.later(days=2)
    assert reason(peered) == "quiet"


def test_the_day_of_one_holds_nobody_of_another(peered: People) -> None:
    beside(peered, "petra", a_client(peered, "bo", "Bo", "Moss"))
    peered.later(minutes=1)
    assert [one.name for one in day(peered).people] == ["Ana Petrova"]
    assert [one.name for one in day(peered, "petra").people] == ["Bo Moss"]
    for who in ("ben", "eve", "ana", "cleo"):
        with pytest.raises(NotAllowed):
            day(peered, who)


def test_how_one_is_stays_ones_own_and_a_wish_to_talk_reaches_the_supervisor(peered: People) -> None:
    with pytest.raises(BadInput, match="how you are"):
        peer_register.say_how_i_am(feels="", wants_talk=True, by=peered.sees("pete"), at=peered.at)
    peer_register.say_how_i_am(feels="low", wants_talk=False, by=peered.sees("pete"), at=peered.at)
    assert register(peered, "eve").asked_for_talk_at is None
    assert not OutboxMessage.objects.filter(key__startswith="peer_check:").exists()
    assert day(peered).feels == "low"
    peered.later(minutes=1)
    peer_register.say_how_i_am(feels="low", wants_talk=True, by=peered.sees("pete"), at=peered.at)
    assert register(peered, "eve").asked_for_talk_at == peered.at
    assert OutboxMessage.objects.get(key__startswith="peer_check:").to_user == peered.accounts["eve"]
    assert "low" not in str(register(peered, "eve"))
    assert b"low" not in bytes(PeerCheck.objects.values_list("feels", flat=True)[0])
    peered.later(days=1)
    assert day(peered).feels == ""  # a new day asks again
    talk(peered)
    assert register(peered, "eve").asked_for_talk_at is None


def talk(people: People, by: str = "eve") -> None:
    peer_register.record_supervision(
        person=people.accounts["pete"], on=people.at.date(), words="Slower", by=people.sees(by), at=people.at
    )


def test_what_is_due_is_seen_by_both_and_written_by_who_supervises(peered: People) -> None:
    assert len(register(peered, "eve").due) == 10
    peer_register.agree_boundaries(words="Until six o'clock", by=peered.sees("pete"), at=peered.at)
    talk(peered)
    for topic in TRAINING_TOPICS:
        peer_register.record_training(
            person=peered.accounts["pete"],
            topic=topic,
            on=peered.at.date(),
            words="",
            by=peered.sees("eve"),
            at=peered.at,
        )
    for who in ("pete", "eve"):
        assert register(peered, who).due == ()
        assert not register(peered, who).must_not_begin
    assert register(peered, "eve").boundaries == "Until six o'clock"
    peered.later(days=14)
    assert [(one.kind, one.topic) for one in day(peered).due] == [("supervision", "")]
    peered.later(days=351)
    assert register(peered, "eve").must_not_begin
    due = {(one.kind, one.topic) for one in register(peered, "eve").due}
    assert due == {("supervision", ""), ("boundaries", ""), ("training", "boundaries"), ("training", "safety")}


def test_nobody_else_reads_or_writes_a_register(peered: People) -> None:
    peer_register.agree_boundaries(words="I do not talk about my brother", by=peered.sees("pete"), at=peered.at)
    assert "brother" not in str(register_page(viewer=peered.sees("petra"), at=peered.at))
    for who in ("ben", "cleo", "dan", "ana", "ada"):
        with pytest.raises(NotAllowed):
            register_page(viewer=peered.sees(who), at=peered.at)
        with pytest.raises(NotAllowed):
            peer_register.agree_boundaries(words="Mine", by=peered.sees(who), at=peered.at)
    for who in ("pete", "petra", "ben"):
        with pytest.raises((NotAllowed, NotYours)):
            talk(peered, by=who)
    SupervisionLink.objects.filter(supervisee=peered.accounts["pete"]).update(ends=peered.at)
    with pytest.raises(NotYours):
        talk(peered)
    with pytest.raises(NotYours):
        supervised_peer(viewer=peered.sees("eve"), person_id=peered.accounts["pete"].pk, at=peered.at)
    assert "brother" not in str(register_page(viewer=peered.sees("eve"), at=peered.at))
    with pytest.raises(NotYours):  # who is supervised as a practitioner has no such register
        peer_register.record_training(
            person=peered.accounts["ben"],
            topic="safety",
            on=peered.at.date(),
            words="",
            by=peered.sees("eve"),
            at=peered.at,
        )
    assert not PeerContact.objects.exists()


def test_what_cannot_be_kept_is_refused_in_words(peered: People) -> None:
    eve = {"person": peered.accounts["pete"], "by": peered.sees("eve"), "at": peered.at}
    with pytest.raises(BadInput, match="no words"):
        peer_register.record_supervision(on=peered.at.date(), words=" ", **eve)
    with pytest.raises(BadInput, match="no day"):
        peer_register.record_supervision(on=(peered.at + timedelta(days=1)).date(), words="Slower", **eve)
    with pytest.raises(BadInput, match="which training"):
        peer_register.record_training(topic="yoga", on=peered.at.date(), words="", **eve)
    with pytest.raises(BadInput, match="no words, or too many"):
        peer_register.agree_boundaries(words="", by=peered.sees("pete"), at=peered.at)
