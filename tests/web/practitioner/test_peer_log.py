"""Pete writes on his phone, Ana reads and answers on her page."""

from __future__ import annotations

from kith.care.models import PeerContact
from tests.care.peer_scenes import SECRET, peered, wrote
from tests.people import People
from tests.web import pseudo
from tests.web.practitioner.screens import Screen

__all__ = ["peered"]  # a fixture


def test_pete_writes_it_down_and_ana_sees_it_differently(peered: People) -> None:
    pete, ana = Screen(peered, "pete"), Screen(peered, "ana")
    assert "Nothing is written yet" in pete.text("peer_log", peered.ana.pk)
    sent = {"way": "met", "began_at": "2026-01-05T08:30", "minutes": "30", "did": SECRET, "agreed": "Sunday at ten"}
    assert pete.post("peer_log", peered.ana.pk, **sent).status_code == 302
    assert SECRET in pete.text("peer_log", peered.ana.pk)
    assert "Write down a contact" not in Screen(peered, "ben").text("peer_log", peered.ana.pk)
    page = ana.text("my_peer")
    assert "Pete Halloran" in page
    assert "Sunday at ten" in page
    contact = PeerContact.objects.get().pk
    empty = ana.post("my_peer", contact=contact, kind="differently", words="")
    assert empty.status_code == 422
    assert "There are no words" in empty.content.decode()
    assert ana.post("my_peer", contact=contact, kind="differently", words="I was angry").status_code == 302
    assert "They see it differently" in pete.text("peer_log", peered.ana.pk)


def test_what_was_typed_stays_when_nothing_is_kept(peered: People) -> None:
    pete = Screen(peered, "pete")
    answer = pete.post(
        "peer_log", peered.ana.pk, way="met", began_at="2026-01-05T08:30", did="", agreed="Sunday at ten"
    )
    assert answer.status_code == 422
    assert "Sunday at ten" in answer.content.decode()
    unread = pete.post("peer_log", peered.ana.pk, way="met", began_at="soon", did=SECRET)
    assert unread.status_code == 422
    assert SECRET in unread.content.decode()
    assert Screen(peered, "ana").post("my_peer", contact="x", kind="yes").status_code == 422


def test_pete_corrects_what_he_wrote(peered: People) -> None:
    row = wrote(peered)
    pete = Screen(peered, "pete")
    assert SECRET in pete.text("peer_log", peered.ana.pk, change=str(row.pk))
    sent = {"way": "met", "began_at": "2026-01-05T08:30", "did": "We sat", "replaces": str(row.pk)}
    assert pete.post("peer_log", peered.ana.pk, **sent).status_code == 302
    assert SECRET not in Screen(peered, "ana").text("my_peer")


def test_every_word_can_be_translated(peered: People) -> None:
    wrote(peered, agreed="Sunday at ten", said="Tired", next_on=peered.at.date())
    Screen(peered, "ana").post("my_peer", contact=PeerContact.objects.get().pk, kind="differently", words="Angry")
    assert pseudo.untranslated(Screen(peered, "pete").pseudo("peer_log", peered.ana.pk)) == []
    assert pseudo.untranslated(Screen(peered, "ana").pseudo("my_peer")) == []
