"""Pete's day on a page, and the register that Eve keeps with him."""

from __future__ import annotations

from django.urls import reverse

from kith.care.models import PeerRegisterEntry
from kith.web.parts.peer_words import LESSONS
from tests.care.peer_scenes import peered
from tests.people import People
from tests.web import pseudo
from tests.web.practitioner.screens import Screen

__all__ = ["peered"]  # a fixture


def test_pete_looks_at_himself_first_and_is_told_what_to_do_when_low(peered: People) -> None:
    pete = Screen(peered, "pete")
    assert "First: yourself" in pete.text("peer_day")
    assert pete.post("peer_day").status_code == 422
    assert pete.post("peer_day", feels="low", wants_talk="on").status_code == 302
    page = pete.text("peer_day")
    assert "You need not work this shift" in page
    assert "Eve Lindqvist" in page
    assert "You have not met yet" in page
    eve = Screen(peered, "eve").text("peer_register")
    assert "Asked for a talk" in eve
    assert "Low. Today" not in eve


def test_eve_writes_a_talk_down_and_pete_his_limits(peered: People) -> None:
    eve, pete = Screen(peered, "eve"), Screen(peered, "pete")
    person = peered.accounts["pete"].pk
    sent = {"what": "supervision", "person": person, "on": "2026-01-05", "words": "Meet only on weekdays"}
    assert eve.post("peer_register", **sent).status_code == 302
    assert "Meet only on weekdays" in pete.text("peer_register")
    for topic in ("boundaries", "safety", "privacy", "supervision", "own_plan", "endings"):
        assert reverse("library_lesson", args=[LESSONS[topic]]) in pete.text("peer_register"), topic
    assert "Never promise to keep danger a secret" in pete.text("library_lesson", LESSONS["safety"])
    assert "The training in safety is due" in pete.text("peer_register")
    assert "no shift on the warm line can be planned" in eve.text("peer_register")
    assert pete.post("peer_register", what="boundaries", words="Until six").status_code == 302
    assert "Until six" in pete.text("peer_day")
    refused = eve.post("peer_register", **(sent | {"on": "2026-02-05"}))
    assert refused.status_code == 422
    assert f"#id_supervision_{person}_on" in refused.content.decode()
    assert "Meet only on weekdays" in refused.content.decode()
    assert PeerRegisterEntry.objects.count() == 2


def test_every_word_can_be_translated(peered: People) -> None:
    eve, pete = Screen(peered, "eve"), Screen(peered, "pete")
    eve.post("peer_register", what="training", person=peered.accounts["pete"].pk, topic="safety", on="2026-01-05")
    pete.post("peer_register", what="boundaries", words="Until six")
    pete.post("peer_day", feels="low", wants_talk="on")
    for one in (eve, pete):
        one.text("peer_register")  # what was said after sending has been read
    assert pseudo.untranslated(pete.pseudo("peer_day")) == []
    assert pseudo.untranslated(pete.pseudo("peer_register")) == []
    assert pseudo.untranslated(eve.pseudo("peer_register")) == []
