"""Raising a concern without a record, and the page of whoever finds out whom it is about."""

from __future__ import annotations

from kith.care.models import Alert, Concern
from tests.people import People, a_client
from tests.web.practitioner.screens import Screen

WORDS = {"about": "A tall man at the harbour", "level": "high", "words": "He gave his boat away"}


def told(people: People, by: str = "finn", **other: str) -> Concern:
    assert Screen(people, by).post("worry", **(WORDS | other)).status_code == 302
    return Concern.objects.get()


def test_the_answer_is_the_same_whether_or_not_the_person_is_in_care(people: People) -> None:
    ada = Screen(people, "ada")
    answers = []
    for about in ("Ana Petrova", "Nobody Atall"):
        assert ada.post("worry", **(WORDS | {"about": about})).status_code == 302
        answers.append(ada.text("worry").split("<main")[1].split("<form")[0])
    assert answers[0] == answers[1]
    assert "Dan Price owns this from now on" in answers[0]


def test_nothing_typed_is_lost_when_something_is_missing(people: People) -> None:
    answer = Screen(people, "ada").post("worry", **(WORDS | {"level": ""}))
    assert answer.status_code == 422
    assert "He gave his boat away" in answer.content.decode()


def test_dan_looks_for_the_person_and_links_the_concern(people: People) -> None:
    row, dan = told(people, about="Petrova"), Screen(people, "dan")
    assert str(row.pk) in dan.text("worry")
    assert dan.post("concern", row.pk, step="seen").status_code == 302
    text = dan.text("concern", row.pk, q="petro")
    assert "Ana Petrova" in text
    assert "He gave his boat away" in text
    linked = dan.post("concern", row.pk, step="link", client=people.ana.pk)
    assert linked["Location"].endswith(f"/care/alerts/{Alert.objects.get().pk}/")
    assert "It is known who this is about" in dan.text("concern", row.pk)


def test_whoever_told_it_is_told_why_there_is_no_form_to_close_it(people: People) -> None:
    row = told(people, "dan")
    text = Screen(people, "dan").text("concern", row.pk)
    assert "You raised this yourself" in text
    assert 'value="close"' not in text
    eve = Screen(people, "eve")
    assert 'value="close"' in eve.text("concern", row.pk)
    assert eve.post("concern", row.pk, step="close", reason="").status_code == 422
    assert eve.post("concern", row.pk, step="close", reason="Told the police").status_code == 302
    assert "Told the police" in eve.text("concern", row.pk)


def test_a_person_out_of_reach_is_not_linked_and_looks_absent(people: People) -> None:
    zed = a_client(people, "zed", "Zed", "Quist", practitioner="dev")
    row = told(people)
    assert Screen(people, "eve").post("concern", row.pk, step="link", client=zed.pk).status_code == 404
    assert not Alert.objects.exists()
