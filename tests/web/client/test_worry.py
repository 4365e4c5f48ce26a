"""A person says that they are not well, or worried about somebody: who is told is said truthfully."""

from __future__ import annotations

import pytest

from kith.care.actions import rota
from kith.care.models import Alert, Concern
from tests.people import People
from tests.web.practitioner.screens import Screen

NEEDS = {"about_whom": "me", "level": "high", "words": "I do not feel safe"}


def test_help_at_once_stands_before_the_form(people: People) -> None:
    main = Screen(people, "ana").text("my_worry").split("<main")[1]
    assert main.index("tel:999") < main.index("<form")
    assert "Dan Price" in main


def test_asking_for_contact_says_who_was_told_and_by_when(people: People) -> None:
    ana = Screen(people, "ana")
    assert ana.post("my_worry", **NEEDS).status_code == 302
    alert = Alert.objects.get()
    text = ana.text("my_worry")
    assert f"{alert.owner.display_name} was told, and will try to reach you by Monday 5 January, 13:02" in text


def test_a_worry_about_somebody_leaves_nothing_in_the_record(people: People) -> None:
    ana = Screen(people, "ana")
    sent = {"about_whom": "somebody", "about": "My neighbour", "level": "moderate", "words": "She cries"}
    assert ana.post("my_worry", **sent).status_code == 302
    assert Concern.objects.count() == 1
    assert not Alert.objects.exists()
    assert "We cannot tell you if we know this person" in ana.text("my_worry")


@pytest.mark.parametrize(("about", "part"), [("me", "id_me_words"), ("somebody", "id_somebody_about")])
def test_nothing_typed_is_lost_and_the_way_to_the_field_is_right(people: People, about: str, part: str) -> None:
    sent = NEEDS | {"about_whom": about} | ({"words": ""} if about == "me" else {"about": ""})
    answer = Screen(people, "ana").post("my_worry", **sent)
    assert answer.status_code == 422
    text = answer.content.decode()
    assert f'href="#{part}"' in text
    assert f'id="{part}"' in text
    assert about == "me" or "I do not feel safe" in text


def test_when_nobody_is_on_duty_the_page_says_so(people: People) -> None:
    for name in ("dan", "ben", "eve"):
        rota.record_own_absence(starts=people.at, ends=None, by=people.sees(name), at=people.at)
    ana = Screen(people, "ana")
    assert "Nobody is on duty now" in ana.text("my_worry")
    assert ana.post("my_worry", **NEEDS).status_code == 302
    text = ana.text("my_worry")
    assert "Cleo Marsh was told, but nobody is on duty now. Please call a number." in text


def test_ben_has_no_such_page(people: People) -> None:
    assert Screen(people, "ben").get("my_worry").status_code == 404
