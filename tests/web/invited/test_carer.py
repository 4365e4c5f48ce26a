"""A carer on their phone: ten questions, a plan of their own, read again by the same link; and what the team sees."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from kith.care.models import Alert, Carer, CarerLoad
from tests.people import People
from tests.web.invited.guests import Guest
from tests.web.practitioner.screens import Screen

LIGHT = (0, 0, 0, 0, 0, 3, 3, 3, 3)


@pytest.fixture
def ben(people: People) -> Screen:
    return Screen(people, "ben")


def link_from(people: People, ben: Screen) -> str:
    """Ben writes Mia down, hears her yes and makes her link."""
    page = ("carers", people.ana.pk)
    assert "Nobody is written down yet" in ben.get(*page).content.decode()
    named = {"what": "name", "name": "Mia", "tie": "sibling", "named_by": "client", "reach": ""}
    refused = ben.post(*page, **named)
    assert refused.status_code == 422
    assert "Ask the carer when and how a call is safe" in refused.content.decode()
    assert 'value="Mia"' in refused.content.decode(), "what was typed is still there"
    ben.post(*page, **named | {"reach": "Mornings"})
    mia = str(Carer.objects.get().pk)
    ben.post(*page, what="yes", carer=mia)
    key = re.search(r'name="key" value="([^"]*)"', ben.get(*page).content.decode())
    assert key
    link = {"what": "link", "carer": mia, "key": key[1]}
    assert "guess" in ben.post(*page, **link, agreed_word="1990").content.decode()
    made = ben.post(*page, **link, agreed_word="heron").content.decode()
    token = re.search(r"\?a=([\w-]+)", made)
    assert token
    return token[1]


def test_a_carer_answers_writes_a_plan_and_reads_it_again(people: People, ben: Screen) -> None:
    token, guest, plan = link_from(people, ben), Guest(people), reverse("carer_plan")
    guest.opens(token, "heron")
    start = guest.text(reverse("invited"))
    assert "These questions are about you." in start
    assert "Petrova" not in start
    for number, value in enumerate((*LIGHT, 1), 1):
        shown = guest.answers(number, value, "carer-load")
    assert "go where you are safe" in shown, "help stands on the next page"
    done = guest.sends(shown, "carer-load")
    assert "My own plan" in guest.text(done["Location"])
    assert CarerLoad.objects.get().found["flags"] == ["carer_afraid_at_home"]
    for number, words in enumerate(("Swimming", "My friend", "Tom", "x" * 601), 1):
        sent = guest.post(reverse("carer_plan_part", args=[number]), words=words)
    assert sent.status_code == 422
    assert "x" * 601 in sent.content.decode(), "what was typed is still there"
    sent = guest.post(reverse("carer_plan_part", args=[4]), words="Lend money")
    assert sent["Location"] == plan + "?show=1"
    guest.post(plan, share="no")

    again = Guest(people)
    again.opens(token, "heron")
    assert "Swimming" not in again.text(plan), "covered until asked for: somebody may be looking"
    assert "Swimming" in again.text(plan + "?show=1")

    page = ben.get("carers", people.ana.pk).content.decode()
    for words in ("Contact the carer alone, today", "Lend money", "The load was 0 of 24", "The client cannot read it."):
        assert words in page
    alert = ben.get("alert", Alert.objects.get().pk).content.decode()
    assert "A carer said this about themselves" in alert
    ana = Screen(people, "ana")
    for place in ("my_carers", "my_record", "my_together"):
        assert "Mia" not in ana.get(place).content.decode()
    guest.post(plan, share="yes")
    assert "Swimming" in ana.get("my_carers").content.decode()
    again.post(reverse("stop_being_asked"))
    assert "Swimming" not in ana.get("my_carers").content.decode()
    assert again.get(plan)["Location"] == reverse("invited_over")
